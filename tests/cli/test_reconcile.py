"""`backhaul reconcile`."""

from collections.abc import Iterator

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.models import SalesOrder, Store
from backhaul.shopify.transport import close_transports
from tests.cli.command_line import CommandLine
from tests.conftest import OwnDatabase
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    yield connected(sandbox)
    close_transports()


def test_it_says_what_it_has_found(backhaul: CommandLine, shop: Shop) -> None:
    shop.sandbox.checkout(lines=[{"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 1}], payment="paid")

    result = backhaul("reconcile", "--now", "--json")

    assert result.json == {"shop": "1 order read, 0 of which no webhook had told of"}
    assert SalesOrder.objects.count() == 1


def test_without_now_it_is_left_to_a_worker(backhaul: CommandLine, shop: Shop) -> None:
    result = backhaul("reconcile", "--store", "shop")

    assert (result.code, result.out) == (0, "shop: a worker will do it as soon as one is free\n")
    assert ProcrastinateJob.objects.filter(task_name="backhaul.run_entry").count() == 1
    assert not SalesOrder.objects.exists()


def test_an_unknown_store_is_wrong_use(backhaul: CommandLine, db: None) -> None:
    result = backhaul("reconcile", "--store", "other")

    assert (result.code, Store.objects.count()) == (2, 0)
