"""Brings rows of the mirror up to what was read: rows that are the same are left alone and keep their ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """A table of the mirror: which columns name a row (a unique constraint), and which are what is read of it."""

    model: type[Row]
    named_by: tuple[str, ...]
    read: tuple[str, ...]

    def follow(self, stored: Iterable[Row], wanted: Sequence[Row], *, is_whole: bool = True) -> list[Row]:
        """Write what differs between the stored rows and the wanted ones; returns the wanted ones, with their ids.

        Stored rows that nobody wants are deleted, unless what was read is not the whole.
        """
        found = {self._name(row): row for row in stored}
        wishes = {self._name(row): row for row in wanted}
        changed = []
        for name, row in wishes.items():
            if name in found:
                row.pk = found[name].pk
            if name not in found or not self._is_same(found[name], row):
                changed.append(row)
        gone = [row.pk for name, row in found.items() if name not in wishes]
        if gone and is_whole:
            self.model._default_manager.filter(pk__in=gone).delete()
        if changed:
            self.model._default_manager.bulk_create(
                changed, update_conflicts=True, unique_fields=self.named_by, update_fields=self.read
            )
        return list(wishes.values())

    def _name(self, row: Row) -> tuple[object, ...]:
        return tuple(getattr(row, column) for column in self.named_by)

    def _is_same(self, one: Row, other: Row) -> bool:
        return all(getattr(one, column) == getattr(other, column) for column in self.read)
