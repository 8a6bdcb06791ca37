"""A list asks the database as often for many rows as for few."""

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backhaul.models import FulfillmentOrder
from tests.console.conftest import Things
from tests.console.test_read_only import MODELS
from tests.support.more_rows import copies
from tests.support.work import workable


def more(row: Model, count: int) -> None:
    """So many further rows that a list shows; a fulfillment order is shown for what is left of it."""
    for made in copies(row, count):
        if isinstance(row, FulfillmentOrder) and isinstance(made, FulfillmentOrder):
            line = row.lines.all()[0].order_line
            made.lines.create(gid=f"{made.gid}/1", order_line=line, total_quantity=1, remaining_quantity=1)


@pytest.mark.parametrize("model", MODELS)
def test_a_list_asks_no_more_for_six_rows_than_for_two(staff: Client, things: Things, model: type[Model]) -> None:
    workable(things.order)
    address = reverse(f"admin:backhaul_{model._meta.model_name}_changelist")
    row = model._default_manager.all()[0]
    asked = []

    for further in (1, 4):
        more(row, further)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address).content.count(b"<tr") > further
        asked.append([query["sql"] for query in queries.captured_queries])

    assert len(asked[0]) == len(asked[1]), asked[1]
