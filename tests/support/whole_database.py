"""Everything that our tables hold, to be compared before and after."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.db.models import Model

from backhaul.flows.privacy_reach import rows_of_store, tables
from backhaul.models import Store

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(store: Store) -> Rows:
    """Every row of every table that belongs to the store, with all its values."""
    found = {model: rows_of_store(model, store) for model in tables()}
    return {
        model.__name__: list(rows.order_by("pk").values_list()) for model, rows in found.items() if rows is not None
    }


def counted() -> Counter[type[Model]]:
    """How many rows each table of ours has."""
    models = apps.get_app_config("backhaul").get_models(include_auto_created=True)
    return Counter({model: model._base_manager.count() for model in models})


def everything() -> str:
    """All that is kept, as text, bodies of webhooks included."""
    models = apps.get_app_config("backhaul").get_models(include_auto_created=True)
    rows = [row for model in models for row in model._base_manager.values_list()]
    return repr([[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in rows])
