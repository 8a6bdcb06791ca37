"""How each of our tables leads to an order and to a store: what a customer's or a shop's request reaches.

The paths follow from the tables' own references, so that a new table is reached without being named here.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from graphlib import TopologicalSorter

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet

from backhaul.models import Contract, Intent, PrivacyRequest, SalesOrder, Store, Task, TaskAttempt

APP = "backhaul"
OUTLIVES_THE_STORE: frozenset[type[Model]] = frozenset({PrivacyRequest})


def tables() -> list[type[Model]]:
    """Every table of ours, those that only connect two others included."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label == APP]


@cache
def path_to(model: type[Model], target: type[Model]) -> str | None:
    """A chain of references from a table to another, as a filter names it; None when there is none.

    The shortest one that every row has; failing that, the shortest one that some rows have.
    """
    return _shortest(model, target, must_be=True) or _shortest(model, target, must_be=False)


def _shortest(model: type[Model], target: type[Model], *, must_be: bool) -> str | None:
    if model is target:
        return "pk"
    paths: list[tuple[type[Model], str]] = [(model, "")]
    seen = {model}
    while paths:
        current, so_far = paths.pop(0)
        for field, parent in _references(current):
            path = f"{so_far}__{field.name}" if so_far else field.name
            if must_be and field.null:
                continue
            if parent is target:
                return path
            if parent not in seen:
                seen.add(parent)
                paths.append((parent, path))
    return None


def rows_of_orders(model: type[Model], order_ids: list[str]) -> "QuerySet[Model] | None":
    """The rows of a table that belong to these orders; None when the table has nothing to do with orders."""
    path = path_to(model, SalesOrder)
    return None if path is None else model._base_manager.filter(**{f"{path}__in": order_ids})


def rows_of_contracts(model: type[Model], contracts: Sequence[Contract]) -> "QuerySet[Model] | None":
    """The rows of a table that belong to these contracts, their tasks and calls included; None when it has none."""
    serial_keys = [f"contract:{one.store_id}:{one.gid}" for one in contracts]
    if model is Task:
        return Task._base_manager.filter(serial_key__in=serial_keys)
    if model is TaskAttempt:
        return TaskAttempt._base_manager.filter(task__serial_key__in=serial_keys)
    if model is Intent:
        stores = {one.store_id for one in contracts}
        return Intent._base_manager.filter(store__in=stores, subject_gid__in=[one.gid for one in contracts])
    path = path_to(model, Contract)
    return None if path is None else model._base_manager.filter(**{f"{path}__in": [one.pk for one in contracts]})


def rows_of_store(model: type[Model], store: Store) -> "QuerySet[Model] | None":
    """The rows of a table that belong to a store; None when the table belongs to no store, or outlives it."""
    path = path_to(model, Store)
    if path is None or model in OUTLIVES_THE_STORE:
        return None
    return model._base_manager.filter(**{path: store.pk})


def children_first() -> list[type[Model]]:
    """Every table before those that it refers to: in this order rows can be deleted, a part at a time."""
    sorter = TopologicalSorter({model: {parent for _, parent in _references(model)} for model in tables()})
    return list(reversed(list(sorter.static_order())))


def own_references(model: type[Model]) -> list[str]:
    """The fields by which rows of a table refer to others of the same table: emptied before a part is deleted."""
    fields = model._meta.local_fields
    return [field.name for field in fields if isinstance(field, ForeignKey) and field.related_model is model]


def _references(model: type[Model]) -> Iterator[tuple["ForeignKey[Model, Model]", type[Model]]]:
    for field in model._meta.local_fields:
        if isinstance(field, ForeignKey) and field.related_model in tables() and field.related_model is not model:
            yield field, field.related_model
