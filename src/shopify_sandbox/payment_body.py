"""One payment of a customer, as bodies of control endpoints describe it.

`{"kind", "amount", "gateway", "expires_in": "P7D" | null, "multi_capturable": true, "settle_after": "PT1H",
"settles_as": "failure", "error_code": "CARD_DECLINED"}`, all but the kind optional. The amount is in the presentment
currency; without one the payment takes all that is left. A kind that may fail or wait does so whatever its gateway
says; `settle_after`, `settles_as` and `error_code` are those of a pending one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from shopify_sandbox import control_input, gateways
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.gateways import GIFT_CARD, Answer, Behaviour, Gateway
from shopify_sandbox.options import Profile
from shopify_sandbox.state.transactions import TransactionKind

KINDS = (
    "authorised", "paid", "gift_card", "pending", "failed", "pending_authorisation", "failed_authorisation", "none",
)  # fmt: skip
KEYS = {"kind", "amount", "gateway", "expires_in", "multi_capturable", "settle_after", "settles_as", "error_code"}
_FORCED = {
    "pending": Answer.PENDING,
    "pending_authorisation": Answer.PENDING,
    "failed": Answer.FAILURE,
    "failed_authorisation": Answer.FAILURE,
}


@dataclass(frozen=True)
class Payment:
    """What the customer does; None for the behaviour leaves the answer to the gateway."""

    kind: TransactionKind
    through: Gateway
    amount: Decimal | None
    behaviour: Behaviour | None
    multi_capturable: bool
    lifetime: timedelta | None

    @property
    def gift_card(self) -> bool:
        """Whether a gift card pays."""
        return self.through.name == GIFT_CARD

    @property
    def failed(self) -> bool:
        """Whether it is known to have failed, so that it takes nothing of what is left."""
        return self.behaviour is not None and self.behaviour.answer is Answer.FAILURE


def read(given: object, profile: Profile, where: str = "payment") -> Payment | None:
    """The payment, None for the kind `none`. Raises BadControlRequest that names what is wrong."""
    body = control_input.mapping(given, where)
    control_input.no_others(body, KEYS, where)
    word = control_input.one_of(body.get("kind"), KINDS, where)
    if word == "none":
        return None
    through = profile.gateway_named(GIFT_CARD if word == "gift_card" else control_input.optional_text(body, "gateway"))
    authorises = "authori" in word
    amount = body.get("amount")
    return Payment(
        kind=TransactionKind.AUTHORIZATION if authorises else TransactionKind.SALE,
        through=through,
        amount=None if amount is None else control_input.amount(amount, f"{where}: amount"),
        behaviour=_behaviour(body, word, where),
        multi_capturable=authorises and _multi_capturable(body, through, where),
        lifetime=_lifetime(body, through, where) if authorises else None,
    )


def _behaviour(body: Mapping[str, object], word: str, where: str) -> Behaviour | None:
    given = {key: body[key] for key in gateways.BEHAVIOUR_KEYS if key in body}
    if word in _FORCED:
        given["answer"] = _FORCED[word].value
    elif given:
        raise BadControlRequest(f"{where}: {sorted(given)[0]} belongs to a pending or failed payment")
    return gateways.behaviour(given, where) if given else None


def _multi_capturable(body: Mapping[str, object], through: Gateway, where: str) -> bool:
    if "multi_capturable" not in body:
        return through.multi_capturable
    return control_input.truth(body["multi_capturable"], f"{where}: multi_capturable")


def _lifetime(body: Mapping[str, object], through: Gateway, where: str) -> timedelta | None:
    if "expires_in" not in body:
        return through.authorization_lifetime
    given = body["expires_in"]
    return None if given is None else control_input.duration(given, f"{where}: expires_in")
