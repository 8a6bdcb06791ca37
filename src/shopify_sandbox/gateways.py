"""Payment gateways: what they can do, and how they answer when money is to move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from shopify_sandbox import control_input
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.schema import enum_values


class Answer(StrEnum):
    """What a gateway says at once; what is pending is settled later, by the clock or by hand."""

    SUCCESS = "success"
    PENDING = "pending"
    FAILURE = "failure"


@dataclass(frozen=True)
class Behaviour:
    """How a gateway answers. `settle_after` None leaves a pending transaction pending until somebody settles it."""

    answer: Answer = Answer.SUCCESS
    settle_after: timedelta | None = None
    settles_as: Answer = Answer.SUCCESS
    error_code: str = "GENERIC_ERROR"


AT_ONCE = Behaviour()
"""Success, at once."""


@dataclass(frozen=True)
class Gateway:
    """One way to pay.

    `partial_captures`: several captures may share one authorisation although it is not multi-capturable (recorded of
    the gateway `manual`); elsewhere the first capture releases the rest. `voids_leftovers`: a captured authorisation
    may be voided for what is left of it. A lifetime of None never ends.
    """

    name: str
    formatted_name: str
    manual: bool = False
    card: bool = True
    multi_capturable: bool = False
    multi_capturable_on_plus: bool = False
    partial_captures: bool = False
    voids_leftovers: bool = False
    authorization_lifetime: timedelta | None = None
    capture: Behaviour = AT_ONCE
    void: Behaviour = AT_ONCE
    refund: Behaviour = AT_ONCE
    sale: Behaviour = AT_ONCE

    def behaviour(self, name: str) -> Behaviour:
        """How it answers a capture, void, refund or sale."""
        found = {"capture": self.capture, "void": self.void, "refund": self.refund, "sale": self.sale}
        return found[name]

    @property
    def takes_final_capture(self) -> bool:
        """Whether `finalCapture` means something: Shopify Payments alone, says the schema."""
        return self.name == SHOPIFY_PAYMENTS


@dataclass(eq=False)
class Override:
    """How one capture, void, refund or sale is answered whatever its gateway says; of any order or gateway if None."""

    name: str
    behaviour: Behaviour
    order_id: int | None = None
    gateway: str | None = None

    def fits(self, name: str, order_id: int, gateway: str) -> bool:
        """Whether it is about such a transaction."""
        return self.name == name and self.order_id in (None, order_id) and self.gateway in (None, gateway)


SHOPIFY_PAYMENTS = "shopify_payments"
GIFT_CARD = "gift_card"
_WAITS_FOR_MONEY = Behaviour(Answer.PENDING)

BUILT_IN: tuple[Gateway, ...] = (
    Gateway("manual", "Manual", manual=True, card=False, partial_captures=True),
    Gateway(
        SHOPIFY_PAYMENTS, "Shopify Payments", multi_capturable_on_plus=True, authorization_lifetime=timedelta(days=7)
    ),
    Gateway("bogus", "(For Testing) Bogus Gateway"),
    Gateway(GIFT_CARD, "Gift Card", card=False),
    Gateway("Cash on Delivery (COD)", "Cash on Delivery (COD)", manual=True, card=False, sale=_WAITS_FOR_MONEY),
    Gateway("Bank Deposit", "Bank Deposit", manual=True, card=False, sale=_WAITS_FOR_MONEY),
)
"""Those every shop has; options add others or change these."""

_FLAGS = ("manual", "card", "multi_capturable", "multi_capturable_on_plus", "partial_captures", "voids_leftovers")
BEHAVIOURS = ("capture", "void", "refund", "sale")
_KEYS = {"name", "formatted_name", "authorization_lifetime", *_FLAGS, *BEHAVIOURS}
BEHAVIOUR_KEYS = {"answer", "settle_after", "settles_as", "error_code"}


def find(gateways: Sequence[Gateway], name: str, *, plus: bool) -> Gateway:
    """The gateway of that name as this plan has it; an unknown name stands for a plain gateway for cards."""
    known = next((each for each in gateways if each.name == name), None)
    gateway = known or Gateway(name, name.replace("_", " ").capitalize())
    multi_capturable = gateway.multi_capturable or (plus and gateway.multi_capturable_on_plus)
    return replace(gateway, multi_capturable=multi_capturable)


def parse(value: object) -> tuple[Gateway, ...]:
    """The built-in gateways with those of a JSON list added or changed. Raises BadControlRequest."""
    if not isinstance(value, list):
        raise BadControlRequest("gateways must be a list of objects, each with a name")
    found = {each.name: each for each in BUILT_IN}
    for number, given in enumerate(value):
        made = _gateway(control_input.mapping(given, f"gateway {number}"), found)
        found[made.name] = made
    return tuple(found.values())


def _gateway(given: Mapping[str, object], known: Mapping[str, Gateway]) -> Gateway:
    name = control_input.optional_text(given, "name")
    if name is None:
        raise BadControlRequest("a gateway needs a name")
    where = f"gateway {name}"
    control_input.no_others(given, _KEYS, where)
    changes: dict[str, object] = {
        key: control_input.truth(given[key], f"{where}: {key}") for key in _FLAGS if key in given
    }
    changes |= {key: behaviour(given[key], f"{where}: {key}") for key in BEHAVIOURS if key in given}
    if formatted := control_input.optional_text(given, "formatted_name"):
        changes["formatted_name"] = formatted
    if "authorization_lifetime" in given:
        lifetime = given["authorization_lifetime"]
        changes["authorization_lifetime"] = None if lifetime is None else control_input.duration(lifetime, where)
    plain = known.get(name) or Gateway(name, name.replace("_", " ").capitalize())
    return replace(plain, **changes)  # type: ignore[arg-type]


def behaviour(value: object, where: str) -> Behaviour:
    """`"pending"`, or an object with answer, settle_after, settles_as and error_code. Raises BadControlRequest."""
    given = {"answer": value} if isinstance(value, str) else control_input.mapping(value, where)
    control_input.no_others(given, BEHAVIOUR_KEYS, where)
    answers = tuple(answer.value for answer in Answer)
    settle_after = given.get("settle_after")
    return Behaviour(
        answer=Answer(control_input.one_of(given.get("answer", "success"), answers, f"{where}: answer")),
        settle_after=None if settle_after is None else control_input.duration(settle_after, f"{where}: settle_after"),
        settles_as=_settles_as(given, where),
        error_code=error_code(given.get("error_code", "GENERIC_ERROR"), where),
    )


def _settles_as(given: Mapping[str, object], where: str) -> Answer:
    ends = (Answer.SUCCESS.value, Answer.FAILURE.value)
    return Answer(control_input.one_of(given.get("settles_as", "success"), ends, f"{where}: settles_as"))


def error_code(value: object, where: str) -> str:
    """A member of OrderTransactionErrorCode. Raises BadControlRequest for anything else."""
    if not isinstance(value, str) or value not in enum_values("OrderTransactionErrorCode"):
        raise BadControlRequest(f"{where}: {value!r} is no OrderTransactionErrorCode")
    return value
