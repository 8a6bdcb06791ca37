"""What of a contract an edit can change, whole, as the contract or one cycle's edited contract shows it."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    Attributes,
    DeliverTo,
    DraftEdit,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
)
from backhaul.core.money import Money
from backhaul.core.wanted_changes import GivenAddress

SHIPPING = "Shipping"
"""The delivery method whose address and option an edit can change."""


@dataclass(frozen=True)
class ContentLine:
    """A line; `has_policy`: its price changes over the cycles by a pricing policy."""

    gid: str
    title: str
    quantity: int
    price: Money
    variant_gid: str | None = None
    selling_plan_gid: str | None = None
    selling_plan_name: str | None = None
    attributes: Attributes = ()
    has_policy: bool = False


@dataclass(frozen=True)
class ContentDiscount:
    """A discount; `line_gids` are the entitled ones, () for all. One of percentage and amount is given."""

    gid: str
    title: str
    percentage: int | None = None
    amount: Money | None = None
    on_each_item: bool = False
    limit: int | None = None
    line_gids: tuple[str, ...] = ()
    target: str = "LINE_ITEM"

    @property
    def as_edit(self) -> AddDiscount:
        """The edit that would make it."""
        return AddDiscount(
            self.title,
            percentage=self.percentage,
            amount=self.amount,
            line_gids=self.line_gids,
            limit=self.limit,
            on_each_item=self.on_each_item,
        )


@dataclass(frozen=True)
class Content:
    """`address` is None where there is none or we may not see it; so is a part of it.

    `is_whole` is False when there are more lines or discounts than were read.
    """

    lines: tuple[ContentLine, ...]
    discounts: tuple[ContentDiscount, ...]
    delivery_price: Money
    method: str | None = None
    address: GivenAddress | None = None
    option_code: str | None = None
    option_title: str | None = None
    note: str = ""
    attributes: Attributes = ()
    payment_method_gid: str | None = None
    is_whole: bool = True

    def line(self, line_gid: str) -> ContentLine | None:
        """The line with that gid, if it is there."""
        return next((line for line in self.lines if line.gid == line_gid), None)


@dataclass(frozen=True)
class ContractReading:
    """A contract with its content as Shopify shows it now."""

    gid: str
    revision: int
    status: str
    next_billing_at: datetime | None
    content: Content


@dataclass(frozen=True)
class CycleReading:
    """One billing cycle; `edited` is the content that it has of its own, None where it has the contract's."""

    index: int
    starts_at: datetime
    ends_at: datetime
    expected_at: datetime
    status: str
    skipped: bool
    is_edited: bool
    edited: Content | None = None


def complete(given: GivenAddress, there: GivenAddress) -> GivenAddress:
    """The whole address: what is given, and for the rest what is there; another country does away with the province."""
    parts = {part.name: getattr(given, part.name) for part in fields(GivenAddress)}
    if given.country_code not in (None, there.country_code) and given.province_code is None:
        parts["province_code"] = ""
    return GivenAddress(**{name: getattr(there, name) if value is None else value for name, value in parts.items()})


def is_whole(address: GivenAddress) -> bool:
    """Whether nothing of the address before is needed to know all of it."""
    return all(getattr(address, part.name) is not None for part in fields(GivenAddress))


def same_address(wanted: GivenAddress, shown: GivenAddress | None) -> bool:
    """Whether an address shows every wanted part, without regard to case and blanks; what is not given is not asked.

    The phone number is left out: Shopify writes it in a form of its own.
    """
    if shown is None:
        return False
    parts = (part.name for part in fields(GivenAddress) if part.name != "phone")
    pairs = ((getattr(wanted, part), getattr(shown, part)) for part in parts)
    return all(_plain(one) == _plain(other) for one, other in pairs if one is not None)


def shows(edit: DraftEdit, content: Content) -> bool:
    """Whether the content is what the edit was to make of it."""
    return _SHOWS[type(edit)](edit, content)


def _plain(part: str | None) -> str:
    return "".join((part or "").split()).casefold()


def _delivers_to(edit: DeliverTo, content: Content) -> bool:
    option = edit.option_code is None or edit.option_code == content.option_code
    price = edit.price is None or edit.price == content.delivery_price
    return option and price and same_address(edit.address, content.address)


def _has_shipping(edit: SetShipping, content: Content) -> bool:
    option = edit.option_code is None or edit.option_code == content.option_code
    title = edit.option_title is None or edit.option_title == content.option_title
    return option and title and (edit.price is None or edit.price == content.delivery_price)


def _has_line(edit: SetLine, content: Content) -> bool:
    line = content.line(edit.line_gid)
    if line is None:
        return False
    wanted = ((edit.quantity, line.quantity), (edit.price, line.price), (edit.variant_gid, line.variant_gid))
    return all(value is None or value == shown for value, shown in wanted)


def _lacks_line(edit: RemoveLine, content: Content) -> bool:
    return content.line(edit.line_gid) is None


def _has_added_line(edit: AddLine, content: Content) -> bool:
    wanted = (edit.variant_gid, edit.quantity, edit.price, edit.attributes)
    return any((line.variant_gid, line.quantity, line.price, line.attributes) == wanted for line in content.lines)


def _has_discount(edit: AddDiscount, content: Content) -> bool:
    return any(_unordered(discount.as_edit) == _unordered(edit) for discount in content.discounts)


def _unordered(discount: AddDiscount) -> AddDiscount:
    return replace(discount, line_gids=tuple(sorted(discount.line_gids)))


def _lacks_discount(edit: RemoveDiscount, content: Content) -> bool:
    return all(discount.gid != edit.discount_gid for discount in content.discounts)


def _has_payment_method(edit: SetPaymentMethod, content: Content) -> bool:
    return edit.payment_method_gid == content.payment_method_gid


def _has_note(edit: SetNote, content: Content) -> bool:
    note = edit.note is None or edit.note.strip() == content.note.strip()
    return note and (edit.attributes is None or sorted(edit.attributes) == sorted(content.attributes))


_SHOWS: dict[type, Callable[..., bool]] = {
    DeliverTo: _delivers_to,
    SetShipping: _has_shipping,
    SetLine: _has_line,
    RemoveLine: _lacks_line,
    AddLine: _has_added_line,
    AddDiscount: _has_discount,
    RemoveDiscount: _lacks_discount,
    SetPaymentMethod: _has_payment_method,
    SetNote: _has_note,
}
