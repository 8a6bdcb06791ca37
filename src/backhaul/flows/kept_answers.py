"""Finds the kept answers of REST requests that are about certain orders or a store: they name them by our ids."""

import json
import re
from collections.abc import Callable, Collection, Iterator

from django.db.models import Model, QuerySet

from backhaul.flows.privacy_reach import rows_of_orders, rows_of_store, tables
from backhaul.models import IdempotentRequest, Store
from backhaul.models.fields import PrefixedIdField

AT_ONCE = 500
_OUR_ID = re.compile(r"\b([a-z]{3})_[0-9a-f]{32}\b")

Rows = Callable[[type[Model]], "QuerySet[Model] | None"]


def answers_about_orders(order_ids: list[str]) -> list[str]:
    """The keys of the answers in which one of these orders, or anything that belongs to them, is named."""
    return list(_naming(lambda model: rows_of_orders(model, order_ids)))


def answers_about_store(store: Store) -> list[str]:
    """The keys of the answers in which the store, or anything that belongs to it, is named."""
    return list(_naming(lambda model: rows_of_store(model, store)))


def _naming(rows_of: Rows) -> Iterator[str]:
    batch: list[tuple[str, frozenset[str]]] = []
    for answer in IdempotentRequest.objects.exclude(answer=None).iterator(chunk_size=AT_ONCE):
        ids = frozenset(match.group() for match in _OUR_ID.finditer(json.dumps(answer.answer)))
        if ids:
            batch.append((answer.key, ids))
        if len(batch) == AT_ONCE:
            yield from _of_batch(batch, rows_of)
            batch = []
    yield from _of_batch(batch, rows_of)


def _of_batch(batch: list[tuple[str, frozenset[str]]], rows_of: Rows) -> Iterator[str]:
    named = frozenset().union(*(ids for _, ids in batch))
    ours = _among(named, rows_of)
    return (key for key, ids in batch if ids & ours)


def _among(named: Collection[str], rows_of: Rows) -> frozenset[str]:
    ours: set[str] = set()
    for model in tables():
        key = model._meta.pk
        if not isinstance(key, PrefixedIdField):
            continue
        wanted = [one for one in named if one.startswith(f"{key.prefix}_")]
        rows = rows_of(model) if wanted else None
        if rows is not None:
            ours |= set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    return frozenset(ours)
