"""The edits of a contract's draft, and their JSON form, in which a step of a change keeps them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from backhaul.core.errors import BadReference
from backhaul.core.money import Money
from backhaul.core.stored_call import list_of, money_of, object_of, text_of
from backhaul.core.wanted_changes import GivenAddress

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeliverTo:
    """Another shipping address; parts that are None stay as they are in Shopify.

    Without a price the shipping option is chosen again among those offered there: the one with `option_code`, or (None)
    the one the contract has, and the delivery price follows it where it was the option's before. With a price nothing
    is chosen: option and price are set as they are given.
    """

    address: GivenAddress
    option_code: str | None = None
    option_title: str | None = None
    price: Money | None = None


@dataclass(frozen=True)
class SetShipping:
    """Another shipping option, delivery price or both."""

    option_code: str | None = None
    option_title: str | None = None
    price: Money | None = None


@dataclass(frozen=True)
class SetLine:
    """Another quantity, price or variant of a line; what is None stays."""

    line_gid: str
    quantity: int | None = None
    price: Money | None = None
    variant_gid: str | None = None


@dataclass(frozen=True)
class RemoveLine:
    line_gid: str


@dataclass(frozen=True)
class AddLine:
    """A line that the contract does not have yet."""

    variant_gid: str
    quantity: int
    price: Money
    selling_plan_gid: str | None = None
    selling_plan_name: str | None = None
    attributes: Attributes = ()


@dataclass(frozen=True)
class AddDiscount:
    """A discount by hand: a percentage, or an amount off the whole (`on_each_item`: off each unit).

    `line_gids` () is all lines; `limit` the number of cycles that it lasts, None without end.
    """

    title: str
    percentage: int | None = None
    amount: Money | None = None
    line_gids: tuple[str, ...] = ()
    limit: int | None = None
    on_each_item: bool = False


@dataclass(frozen=True)
class RemoveDiscount:
    discount_gid: str


@dataclass(frozen=True)
class SetPaymentMethod:
    payment_method_gid: str


@dataclass(frozen=True)
class SetNote:
    """Another note (None: as it is) and all attributes as they are to be (None: as they are)."""

    note: str | None = None
    attributes: Attributes | None = None


DraftEdit = (
    DeliverTo | SetShipping | SetLine | RemoveLine | AddLine | AddDiscount | RemoveDiscount | SetPaymentMethod | SetNote
)

_TAGS: dict[type[DraftEdit], str] = {
    DeliverTo: "deliver_to",
    SetShipping: "set_shipping",
    SetLine: "set_line",
    RemoveLine: "remove_line",
    AddLine: "add_line",
    AddDiscount: "add_discount",
    RemoveDiscount: "remove_discount",
    SetPaymentMethod: "set_payment_method",
    SetNote: "set_note",
}


def edit_as_json(edit: DraftEdit) -> dict[str, object]:
    """Plain JSON with the edit's kind under `edit`; what is None is left out."""
    values = {field.name: _plain(getattr(edit, field.name)) for field in fields(edit)}
    return {"edit": _TAGS[type(edit)], **{key: value for key, value in values.items() if value is not None}}


def edits_as_json(edits: Sequence[DraftEdit]) -> list[dict[str, object]]:
    """The form in which a step keeps its edits under `edits`."""
    return [edit_as_json(edit) for edit in edits]


def edit_from_json(stored: object) -> DraftEdit:
    """The edit that `edit_as_json` has written. Raises BadReference for anything else."""
    values = object_of(stored)
    read = _READERS.get(text_of(values.get("edit")))
    if read is None:
        raise BadReference(f"Nothing is known about a draft edit “{values.get('edit')}”.")
    return read(values)


def edits_from_json(stored: object) -> tuple[DraftEdit, ...]:
    """The edits of a step. Raises BadReference."""
    return tuple(edit_from_json(one) for one in list_of(stored))


def address_as_json(address: GivenAddress) -> dict[str, str]:
    """The given parts of an address."""
    return {field.name: value for field in fields(address) if (value := getattr(address, field.name)) is not None}


def address_from_json(stored: object) -> GivenAddress:
    """The address that `address_as_json` has written. Raises BadReference for other parts or values."""
    values = object_of(stored)
    known = {field.name for field in fields(GivenAddress)}
    if not values.keys() <= known:
        raise BadReference("The stored address has parts that an address does not have.")
    return GivenAddress(**{key: _text(value) for key, value in values.items()})


def attributes_from_json(stored: object) -> Attributes:
    """Attributes as pairs of key and value. Raises BadReference."""
    pairs = [list_of(pair) for pair in list_of(stored)]
    if any(len(pair) != 2 for pair in pairs):
        raise BadReference("A stored attribute is a key and a value.")
    return tuple((text_of(key), _text(value)) for key, value in pairs)


def merged(attributes: Attributes, wanted: Attributes) -> Attributes:
    """The attributes with those that are wanted replaced or added, in their order; an empty value removes."""
    wishes = dict(wanted)
    known = {key for key, _ in attributes}
    kept = [(key, wishes.get(key, value)) for key, value in attributes]
    added = [(key, value) for key, value in wishes.items() if key not in known]
    return tuple((key, value) for key, value in (*kept, *added) if value or key not in wishes)


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return {"amount": value.text, "currency": value.currency}
    if isinstance(value, GivenAddress):
        return address_as_json(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _deliver_to(values: Mapping[str, object]) -> DraftEdit:
    return DeliverTo(
        address_from_json(values.get("address")),
        _optional(values.get("option_code")),
        _optional(values.get("option_title")),
        _money(values.get("price")),
    )


def _set_shipping(values: Mapping[str, object]) -> DraftEdit:
    return SetShipping(
        _optional(values.get("option_code")), _optional(values.get("option_title")), _money(values.get("price"))
    )


def _set_line(values: Mapping[str, object]) -> DraftEdit:
    return SetLine(
        text_of(values.get("line_gid")),
        _number(values.get("quantity")),
        _money(values.get("price")),
        _optional(values.get("variant_gid")),
    )


def _remove_line(values: Mapping[str, object]) -> DraftEdit:
    return RemoveLine(text_of(values.get("line_gid")))


def _add_line(values: Mapping[str, object]) -> DraftEdit:
    price = object_of(values.get("price"))
    return AddLine(
        text_of(values.get("variant_gid")),
        _number(values.get("quantity")) or 0,
        money_of(price.get("amount"), price.get("currency")),
        _optional(values.get("selling_plan_gid")),
        _optional(values.get("selling_plan_name")),
        attributes_from_json(values.get("attributes")),
    )


def _add_discount(values: Mapping[str, object]) -> DraftEdit:
    return AddDiscount(
        _text(values.get("title")),
        percentage=_number(values.get("percentage")),
        amount=_money(values.get("amount")),
        line_gids=tuple(text_of(gid) for gid in list_of(values.get("line_gids"))),
        limit=_number(values.get("limit")),
        on_each_item=values.get("on_each_item") is True,
    )


def _remove_discount(values: Mapping[str, object]) -> DraftEdit:
    return RemoveDiscount(text_of(values.get("discount_gid")))


def _set_payment_method(values: Mapping[str, object]) -> DraftEdit:
    return SetPaymentMethod(text_of(values.get("payment_method_gid")))


def _set_note(values: Mapping[str, object]) -> DraftEdit:
    attributes = values.get("attributes")
    note = values.get("note")
    return SetNote(
        None if note is None else _text(note),
        None if attributes is None else attributes_from_json(attributes),
    )


_READERS: dict[str, Callable[[Mapping[str, object]], DraftEdit]] = {
    "deliver_to": _deliver_to,
    "set_shipping": _set_shipping,
    "set_line": _set_line,
    "remove_line": _remove_line,
    "add_line": _add_line,
    "add_discount": _add_discount,
    "remove_discount": _remove_discount,
    "set_payment_method": _set_payment_method,
    "set_note": _set_note,
}


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _text(value: object) -> str:
    """A text that may be empty."""
    if not isinstance(value, str):
        raise BadReference("The stored edit has another form than expected.")
    return value


def _number(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadReference("The stored edit has another form than expected.")
    return value


def _money(value: object) -> Money | None:
    if value is None:
        return None
    stored = object_of(value)
    return money_of(stored.get("amount"), stored.get("currency"))
