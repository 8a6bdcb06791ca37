"""What can still be posted of an order's lines, and whether a posting's lines are right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from backhaul.core import gids
from backhaul.core.allocation import fulfilled_units, remaining_units
from backhaul.core.errors import (
    AmbiguousSku,
    BackhaulError,
    BadQuantity,
    BadReference,
    LineOfAnotherOrder,
    MoreThanOutstanding,
    NothingToPost,
    UnknownLine,
)
from backhaul.core.remote import RemoteOrder
from backhaul.core.shipment import ShipmentLine

_MAX_DIGITS = 9


@dataclass(frozen=True)
class NamedLine:
    """A line of the order that is posted against, with the names that a request may use for it."""

    id: str
    gid: str
    sku: str | None

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.sku or self.id


Named = TypeVar("Named", bound=NamedLine)


@dataclass(frozen=True)
class OrderLine(NamedLine):
    """A line of the order that is shipped.

    `shippable` is what was ordered less what was removed, `posted` what shipments that were not undone have taken.
    `withheld` units are being given back, by what `withheld_by` names.
    """

    shippable: int
    posted: int
    withheld: int = 0
    withheld_by: tuple[str, ...] = ()

    @property
    def outstanding(self) -> int:
        """Units that can still be posted, never below zero."""
        return max(0, self.shippable - self.posted - self.withheld)


@dataclass(frozen=True)
class LineRequest:
    """A line as a request names it: by our id, Shopify's line item id (gid or number) or SKU, one of the three."""

    quantity: object
    line: str | None = None
    line_item_id: str | None = None
    sku: str | None = None

    @property
    def named(self) -> str:
        """The name that the request gave."""
        return (self.line or self.line_item_id or self.sku or "")[:80]


def shippable_units(remote: RemoteOrder) -> dict[str, int]:
    """Per line, the units that have left or can leave: ordered less what was removed by edits or refunds.

    A refund of goods that came back lowers `currentQuantity` although they have been shipped; what Shopify shows as
    fulfilled or still to be fulfilled corrects that. Fulfillment orders that we may not see do not lower it.
    """
    fulfilled, remaining = fulfilled_units(remote), remaining_units(remote)
    return {
        line.gid: max(line.current_quantity, fulfilled.get(line.gid, 0) + remaining.get(line.gid, 0))
        for line in remote.lines
    }


def check_lines(
    requests: Sequence[LineRequest], lines: Sequence[OrderLine], *, elsewhere: Mapping[str, str] | None = None
) -> tuple[ShipmentLine, ...]:
    """Resolve and check the lines of a posting; several requests for one line are added up.

    `elsewhere` names the order of each line that the request names and that belongs to another one.
    Raises NothingToPost, BadReference, UnknownLine, LineOfAnotherOrder, AmbiguousSku, BadQuantity,
    MoreThanOutstanding. The result is in the order's own order.
    """
    if not requests:
        raise NothingToPost
    wanted: dict[str, int] = {}
    for request in requests:
        line = resolve_line(request, lines, elsewhere=elsewhere)
        quantity = check_quantity(request.quantity, line=line.label)
        wanted[line.gid] = wanted.get(line.gid, 0) + quantity
    chosen = [line for line in lines if line.gid in wanted]
    for line in chosen:
        if wanted[line.gid] > line.outstanding:
            raise MoreThanOutstanding(
                line.label,
                quantity=wanted[line.gid],
                outstanding=line.outstanding,
                posted=line.posted,
                withheld=line.withheld,
                withheld_by=line.withheld_by,
            )
    return tuple(ShipmentLine(line.gid, wanted[line.gid]) for line in chosen)


def resolve_line(request: LineRequest, lines: Sequence[Named], *, elsewhere: Mapping[str, str] | None = None) -> Named:
    """The order line that a request means. Raises BadReference, UnknownLine, LineOfAnotherOrder, AmbiguousSku."""
    names = [name for name in (request.line, request.line_item_id, request.sku) if name]
    if len(names) != 1:
        raise BadReference(
            "A line of the posting is not named, or in several ways at once.",
            hint="Name each line by one of: line, line_item_id, sku.",
            data={"names": names},
        )
    found = [line for line in lines if _is_meant(line, request)]
    if len(found) > 1:
        raise AmbiguousSku(request.named, [line.gid for line in found])
    if not found:
        raise _not_found(request, lines, elsewhere or {})
    return found[0]


def check_quantity(quantity: object, *, line: str) -> int:
    """A whole number of one or more, given as a number or as plain digits; else BadQuantity."""
    if isinstance(quantity, str) and quantity.isascii() and quantity.isdigit() and len(quantity) <= _MAX_DIGITS:
        quantity = int(quantity)
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise BadQuantity(line, quantity)
    return quantity


def _is_meant(line: NamedLine, request: LineRequest) -> bool:
    if request.line:
        return line.id == request.line
    if request.line_item_id:
        return _number(line.gid) == _number(request.line_item_id)
    return line.sku == request.sku


def _number(line_item_id: str) -> int:
    return gids.number_of(line_item_id, "LineItem")


def _not_found(request: LineRequest, lines: Sequence[NamedLine], elsewhere: Mapping[str, str]) -> BackhaulError:
    if request.named in elsewhere:
        return LineOfAnotherOrder(request.named, elsewhere[request.named])
    return UnknownLine(request.named, [line.label for line in lines])
