"""A wanted change as JSON, read and written: in requests, in commands and where it is kept.

`{"kind": "address", "address": {"address1": …}}`, `{"kind": "quantity", "line": "gid://…", "quantity": 2}` and so on.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from backhaul.core.cancel_reasons import CancelReason
from backhaul.core.change_errors import BadChange
from backhaul.core.errors import BadMoney
from backhaul.core.money import Money, parse_money
from backhaul.core.redaction import HIDDEN
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    KINDS,
    Cancel,
    ChangeAddress,
    ChangeDiscount,
    ChangeKind,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)

Json = Mapping[str, object]
_Policy = TypeVar("_Policy", bound=StrEnum)
MOST_UNITS = 1_000_000
LONGEST_NOTE = 5_000
LONGEST_TEXT = 255
_YEARS = (2000, 2200)


def read_wanted(body: Json, *, currency: str) -> WantedChange:
    """The change that the body describes; amounts are in the contract's currency. Raises BadChange, BadMoney."""
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in set(ChangeKind):
        raise BadChange("The kind of change is not known.", hint=f"One of: {', '.join(ChangeKind)}.", field="kind")
    known = _KNOWN[ChangeKind(kind)]
    strange = sorted(set(body) - known - {"kind"})
    if strange:
        takes = ", ".join(sorted(known)) or "nothing besides its kind"
        raise BadChange(
            f"A change of {kind} has no “{strange[0][:40]}”.",
            hint=f"It takes: {takes}.{_as_a_part(strange[0], known)}",
            field=strange[0][:40],
        )
    return _READ[ChangeKind(kind)](body, currency)


def _as_a_part(name: str, known: Collection[str]) -> str:
    """Where a part of an address was given by itself."""
    return (
        f" Write it address.{name}."
        if "address" in known and name in {one.name for one in fields(GivenAddress)}
        else ""
    )


def wanted_json(wanted: WantedChange) -> dict[str, object]:
    """What `read_wanted` reads the same change from."""
    written = {name: _plain(value) for name, value in vars(wanted).items() if value is not None}
    written.pop("address", None)
    names = {
        "line_gid": "line",
        "variant_gid": "variant",
        "payment_method_gid": "payment_method",
        "delivery_number": "delivery",
        "gid": "discount",
    }
    body: dict[str, object] = {"kind": KINDS[type(wanted)].value}
    body |= {names.get(name, name): value for name, value in written.items()}
    if isinstance(wanted, ChangeAddress):
        body["address"] = {name: value for name, value in asdict(wanted.address).items() if value is not None}
    if isinstance(wanted, ChangeNote):
        body["attributes"] = dict(wanted.attributes)
    return body


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.text
    return value.isoformat() if isinstance(value, datetime) else value


def _address(body: Json, _currency: str) -> ChangeAddress:
    given = body.get("address")
    if not isinstance(given, Mapping) or not given:
        raise BadChange("The address is missing.", hint="Give at least one part, as address.city.", field="address")
    names = {field.name for field in fields(GivenAddress)}
    strange = sorted(str(name) for name in given if name not in names)
    if strange:
        raise BadChange(
            f"An address has no “{strange[0][:40]}”.", hint=f"Its parts: {', '.join(sorted(names))}.", field="address"
        )
    return ChangeAddress(GivenAddress(**{str(name): _text(given, str(name)) for name in given}))


def _shipping(body: Json, currency: str) -> ChangeShipping:
    wanted = ChangeShipping(
        _optional(body, "option_code"), _optional(body, "option_title"), _price(body, "price", currency)
    )
    if wanted == ChangeShipping():
        raise BadChange("Neither another way of shipping nor another price is given.", field="price")
    return wanted


def _quantity(body: Json, _currency: str) -> ChangeQuantity:
    return ChangeQuantity(_required(body, "line"), _count(body, "quantity", least=0))


def _swap(body: Json, currency: str) -> SwapVariant:
    return SwapVariant(_required(body, "line"), _required(body, "variant"), _price(body, "price", currency))


def _price_change(body: Json, currency: str) -> ChangePrice:
    price = _price(body, "price", currency)
    if price is None:
        raise BadChange("The price is missing.", hint="Write it like 12.50.", field="price")
    return ChangePrice(_required(body, "line"), price, refund_paid=_truth(body, "refund_paid"))


def _discount(body: Json, currency: str) -> ChangeDiscount:
    gid, percentage, amount = _optional(body, "discount"), body.get("percentage"), _price(body, "amount", currency)
    if gid is not None:
        if percentage is not None or amount is not None:
            raise BadChange("A discount is removed or added, not both.", field="discount")
        return ChangeDiscount(gid)
    if (percentage is None) == (amount is None):
        raise BadChange("A discount is a percentage or an amount.", hint="Give one of the two.", field="percentage")
    whole = None if percentage is None else _count(body, "percentage", least=1)
    if whole is not None and whole > 100:
        raise BadChange("A discount is at most 100 %.", field="percentage")
    return ChangeDiscount(title=_required(body, "title"), percentage=whole, amount=amount)


def _date(body: Json, _currency: str) -> MoveDate:
    text = _required(body, "to")
    try:
        to = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadChange("The date cannot be read.", hint="Write it like 2026-12-15T09:00:00Z.", field="to") from error
    if to.tzinfo is None:
        raise BadChange("The date has no time zone.", hint="Write it like 2026-12-15T09:00:00Z.", field="to")
    if not _YEARS[0] <= to.year <= _YEARS[1]:
        raise BadChange("The date is too far away.", hint="Give one of the next years.", field="to")
    return MoveDate(_count(body, "delivery", least=1), to)


def _skip(body: Json, _currency: str) -> SkipDelivery:
    return SkipDelivery(_count(body, "delivery", least=1))


def _unskip(body: Json, _currency: str) -> UnskipDelivery:
    return UnskipDelivery(_count(body, "delivery", least=1))


def _payment_method(body: Json, _currency: str) -> ChangePaymentMethod:
    return ChangePaymentMethod(_optional(body, "payment_method"))


def _note(body: Json, _currency: str) -> ChangeNote:
    given = body.get("attributes", {})
    if not isinstance(given, Mapping):
        raise BadChange("Attributes are pairs of a key and a value.", field="attributes")
    attributes = tuple((str(key)[:LONGEST_TEXT], _text(given, str(key))) for key in given)
    note = _text(body, "note", longest=LONGEST_NOTE) if body.get("note") is not None else None
    if note is None and not attributes:
        raise BadChange("Neither a note nor attributes are given.", field="note")
    return ChangeNote(note, attributes)


def _pause(body: Json, _currency: str) -> Pause:
    return Pause(_policy(body, "policy", PausePolicy))


def _resume(_body: Json, _currency: str) -> Resume:
    return Resume()


def _cancel(body: Json, _currency: str) -> Cancel:
    return Cancel(
        _policy(body, "remaining", RemainingPolicy),
        _policy(body, "last_order", LastOrderPolicy),
        _policy(body, "reason", CancelReason),
        _text(body, "note", longest=LONGEST_NOTE) if body.get("note") is not None else None,
    )


def _required(body: Json, name: str) -> str:
    found = _optional(body, name)
    if found is None or not found.strip():
        raise BadChange(f"The change does not say which {name} is meant.", hint=f"Give {name}.", field=name)
    return found


def _optional(body: Json, name: str) -> str | None:
    return None if body.get(name) is None else _text(body, name)


def _text(body: Json, name: str, *, longest: int = LONGEST_TEXT) -> str:
    value = body.get(name)
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise BadChange(f"{name[:40]} is a text of at most {longest} characters.", field=name[:40])
    if HIDDEN in value:
        raise BadChange(
            f"{name[:40]} holds “{HIDDEN}”, which stands for what is hidden or was deleted.",
            hint="Write the text itself, or leave it out.",
            field=name[:40],
        )
    return value


def _count(body: Json, name: str, *, least: int) -> int:
    value = body.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(MOST_UNITS)):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST_UNITS:
        raise BadChange(f"{name} is a whole number of {least} or more.", field=name)
    return value


def _truth(body: Json, name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise BadChange(f"{name} is true or false.", field=name)
    return value


def _price(body: Json, name: str, currency: str) -> Money | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadChange(f"{name} is an amount as text.", hint="Write it like “12.50”.", field=name)
    price = parse_money(value, currency)
    if price.amount < 0 or price != price.rounded():
        raise BadMoney(f"{name} is an amount in {currency}, of nothing or more.", data={"field": name})
    return price


def _policy(body: Json, name: str, policies: type[_Policy]) -> _Policy | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or value not in set(policies):
        raise BadChange(f"{name} is one of: {', '.join(policies)}.", field=name)
    return policies(value)


_READ: dict[ChangeKind, Callable[[Json, str], WantedChange]] = {
    ChangeKind.ADDRESS: _address,
    ChangeKind.SHIPPING: _shipping,
    ChangeKind.QUANTITY: _quantity,
    ChangeKind.SWAP: _swap,
    ChangeKind.PRICE: _price_change,
    ChangeKind.DISCOUNT: _discount,
    ChangeKind.DATE: _date,
    ChangeKind.SKIP: _skip,
    ChangeKind.UNSKIP: _unskip,
    ChangeKind.PAYMENT_METHOD: _payment_method,
    ChangeKind.NOTE: _note,
    ChangeKind.PAUSE: _pause,
    ChangeKind.RESUME: _resume,
    ChangeKind.CANCEL: _cancel,
}

_KNOWN: dict[ChangeKind, set[str]] = {
    ChangeKind.ADDRESS: {"address"},
    ChangeKind.SHIPPING: {"option_code", "option_title", "price"},
    ChangeKind.QUANTITY: {"line", "quantity"},
    ChangeKind.SWAP: {"line", "variant", "price"},
    ChangeKind.PRICE: {"line", "price", "refund_paid"},
    ChangeKind.DISCOUNT: {"discount", "title", "percentage", "amount"},
    ChangeKind.DATE: {"delivery", "to"},
    ChangeKind.SKIP: {"delivery"},
    ChangeKind.UNSKIP: {"delivery"},
    ChangeKind.PAYMENT_METHOD: {"payment_method"},
    ChangeKind.NOTE: {"note", "attributes"},
    ChangeKind.PAUSE: {"policy"},
    ChangeKind.RESUME: set(),
    ChangeKind.CANCEL: {"remaining", "last_order", "reason", "note"},
}
