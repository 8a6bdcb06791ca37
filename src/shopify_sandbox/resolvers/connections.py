"""Connections: pages of a list, forwards and backwards, with cursors that survive new entries."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shopify_sandbox.engine.envelopes import TopLevelError
from shopify_sandbox.resolvers.ordering import INSTANT, SortKey, in_order
from shopify_sandbox.state.entities import Entity

LARGEST_PAGE = 250

_WHOLE: ContextVar[bool] = ContextVar("whole lists", default=False)


@contextmanager
def whole_lists() -> Iterator[None]:
    """Within it every connection is one page with everything, as bulk queries read them."""
    before = _WHOLE.set(True)
    try:
        yield
    finally:
        _WHOLE.reset(before)


@dataclass(frozen=True)
class Edge:
    """A node with its cursor, which tells the item it was made of and the value sorted by."""

    node: object
    item: Entity
    value: object

    @property
    def cursor(self) -> str:
        """Where the node stands."""
        return cursor(self.item, self.value)


@dataclass(frozen=True)
class PageInfo:
    """Where the page lies in the list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True)
class Connection:
    """One page of a list."""

    edges: Sequence[Edge]
    page_info: PageInfo

    @property
    def nodes(self) -> list[object]:
        """The page's nodes without their cursors."""
        return [edge.node for edge in self.edges]

    def mapped(self, function: Callable[[object], object]) -> Connection:
        """The same page with each node replaced by what the function makes of it."""
        return Connection([Edge(function(edge.node), edge.item, edge.value) for edge in self.edges], self.page_info)


def connection(items: Sequence[Entity], args: Mapping[str, object], *, key: SortKey | None = None) -> Connection:
    """The page that first/last/after/before/reverse ask for. Without `key` the list keeps its own order.

    Raises TopLevelError without first and last, with both out of range, or with a cursor that isn't one.
    """
    first, last = _size(args, "first"), _size(args, "last")
    if first is None and last is None and not _WHOLE.get():
        raise TopLevelError("you must provide one of first or last", "BAD_REQUEST")
    ordered = in_order(items, key, backwards=bool(args.get("reverse")))
    if _WHOLE.get():
        return _page(ordered.items, slice(0, len(ordered.items)), key=key)
    start = ordered.after(_told(args.get("after")))
    end = ordered.before(_told(args.get("before")))
    window_start, window_end = start, max(start, end)
    if first is not None:
        window_end = min(window_end, window_start + first)
    if last is not None:
        window_start = max(window_start, window_end - last)
    return _page(ordered.items, slice(window_start, window_end), key=key)


def listed(values: Sequence[object], args: Mapping[str, object]) -> Connection:
    """A connection of things without ids, which are told apart by their places."""
    places = [_Place(id=number, value=value) for number, value in enumerate(values, start=1)]
    return connection(places, args).mapped(lambda place: place.value if isinstance(place, _Place) else None)


@dataclass(eq=False, kw_only=True)
class _Place(Entity):
    value: object


def _page(ordered: Sequence[Entity], window: slice, *, key: SortKey | None) -> Connection:
    edges = [Edge(each, each, key(each) if key else each.id) for each in ordered[window]]
    return Connection(
        edges,
        PageInfo(
            has_next_page=window.stop < len(ordered),
            has_previous_page=window.start > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def cursor(item: Entity, value: object) -> str:
    """Shopify's form: base64 of the id and of the value sorted by."""
    shown = value if isinstance(value, int) and not isinstance(value, bool) else _text(value)
    raw = json.dumps({"last_id": item.id, "last_value": shown}, separators=(",", ":"))
    return base64.b64encode(raw.encode()).decode()


def _told(given: object) -> tuple[int, object] | None:
    """The id and the value that a cursor tells. Raises TopLevelError for what is no cursor."""
    if given is None:
        return None
    try:
        told = json.loads(base64.b64decode(str(given), validate=True))
        return int(told["last_id"]), told.get("last_value")
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TopLevelError("Invalid cursor for current pagination sort.", "BAD_REQUEST") from error


def _size(args: Mapping[str, object], name: str) -> int | None:
    given = args.get(name)
    if given is None:
        return None
    size = int(str(given))
    if size < 0:
        raise TopLevelError(f"{name} cannot be negative", "BAD_REQUEST")
    if size > LARGEST_PAGE:
        raise TopLevelError(f"{name} cannot exceed {LARGEST_PAGE}", "BAD_REQUEST")
    return size


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.strftime(INSTANT)
    return format(value, "f") if isinstance(value, Decimal) else str(value)
