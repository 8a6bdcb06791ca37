"""No table is forgotten when a customer's data is exported or deleted."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, CharField, Field, FileField, JSONField, Model, TextField

from backhaul.core.personal_fields import FIELDS, OTHERS_TABLES
from backhaul.flows.privacy_reach import APP, children_first, path_to, tables
from backhaul.models import Capture, ClockOffset, IdempotentRequest, PrivacyRequest, SalesOrder, Store

CAN_SAY_SOMETHING = (CharField, TextField, JSONField, BinaryField, ArrayField, FileField)


def _telling(model: type[Model]) -> set[str]:
    fields: list[Field] = list(model._meta.local_fields)  # type: ignore[type-arg]  # no parameters at run time
    return {field.name for field in fields if isinstance(field, CAN_SAY_SOMETHING)}


@pytest.mark.parametrize("model", tables())
def test_every_field_of_text_json_or_bytes_is_classified(model: type[Model]) -> None:
    assert set(FIELDS.get(model.__name__, {})) == _telling(model)


def test_no_field_is_classified_that_is_not_there() -> None:
    assert set(FIELDS) <= {model.__name__ for model in tables()}


def test_it_is_known_of_every_library_table_why_nothing_has_to_be_done_there() -> None:
    labels = {model._meta.app_label for model in apps.get_models(include_auto_created=True)}

    assert labels == {APP, *OTHERS_TABLES}


def test_every_table_leads_to_a_store_but_those_that_belong_to_none() -> None:
    apart = {model for model in tables() if path_to(model, Store) is None}

    assert apart == {IdempotentRequest, ClockOffset}


def test_tables_about_orders_lead_to_them() -> None:
    paths = {model.__name__: path_to(model, SalesOrder) for model in tables()}

    assert paths["SalesOrder"] == "pk"
    assert paths["TaskAttempt"] == "task__order"
    assert path_to(Capture, Store) == "line__invoice__store"  # its intent need not be there
    assert paths["CreditMemoRefund"] == "memo__order"
    assert paths["Store"] is None


def test_a_table_comes_before_those_that_it_refers_to() -> None:
    order = children_first()

    for model in order:
        for field in model._meta.local_fields:
            parent = field.related_model
            if isinstance(parent, type) and parent in order and parent is not model and model is not PrivacyRequest:
                assert order.index(model) < order.index(parent), (model, parent)
