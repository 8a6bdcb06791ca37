"""The order of a list, and where a cursor stands in it: also when what it was made of has moved or gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from shopify_sandbox.state.entities import Entity

SortKey = Callable[[object], object]
Cursor = tuple[int, object]
INSTANT = "%Y-%m-%d %H:%M:%S.%f"


@dataclass(frozen=True)
class Natural:
    """A list in an order of its own: a cursor stands where its item is, or nowhere."""

    items: Sequence[Entity]

    def after(self, cursor: Cursor | None) -> int:
        """Where the page behind the cursor begins."""
        return self._place(cursor, -1) + 1

    def before(self, cursor: Cursor | None) -> int:
        """Where the page before the cursor ends."""
        return self._place(cursor, len(self.items))

    def _place(self, cursor: Cursor | None, otherwise: int) -> int:
        if cursor is None:
            return otherwise
        return next((place for place, item in enumerate(self.items) if item.id == cursor[0]), otherwise)


@dataclass(frozen=True)
class Sorted:
    """A list sorted by a value and, where values are equal, by id: a cursor stands at its value and id.

    So nothing is left out of the pages behind a cursor whose item has since moved to another place.
    """

    items: Sequence[Entity]
    places: Sequence[tuple[tuple[int, object], int]]
    backwards: bool

    def after(self, cursor: Cursor | None) -> int:
        """Where the page behind the cursor begins."""
        if cursor is None:
            return 0
        return len(self.places) - self._reaching(cursor, 0) if self.backwards else self._reaching(cursor, 1)

    def before(self, cursor: Cursor | None) -> int:
        """Where the page before the cursor ends."""
        if cursor is None:
            return len(self.places)
        return len(self.places) - self._reaching(cursor, 1) if self.backwards else self._reaching(cursor, 0)

    def _reaching(self, cursor: Cursor, more: int) -> int:
        """How many items stand before the cursor's place; with `more` of 1 its own item counts too."""
        number, told = cursor
        # Nothing comes before something, so the last value tells of what kind the values are.
        like = self.places[-1][0][1] if self.places else None
        return bisect_left(self.places, (_orderable(_revived(told, like)), number + more))


def in_order(items: Sequence[Entity], key: SortKey | None, *, backwards: bool) -> Natural | Sorted:
    """The items by their key and id, or as they are without a key; from the last to the first when backwards."""
    if key is None:
        return Natural(list(reversed(items)) if backwards else list(items))
    places = [(_orderable(key(each)), each.id) for each in items]
    order = sorted(range(len(items)), key=places.__getitem__)
    found = [items[number] for number in order]
    return Sorted(found[::-1] if backwards else found, [places[number] for number in order], backwards)


def _orderable(value: object) -> tuple[int, object]:
    return (0, "") if value is None else (1, value)


def _revived(told: object, like: object) -> object:
    """The value a cursor tells, as the values it is to be compared with are."""
    try:
        if isinstance(like, datetime):
            return datetime.strptime(str(told), INSTANT).replace(tzinfo=UTC)
        if isinstance(like, Decimal):
            return Decimal(str(told))
        if isinstance(like, bool):
            return told == str(True)
        return int(str(told)) if isinstance(like, int) else told
    except (ValueError, ArithmeticError):
        return None
