"""What the law lets customers and merchants ask for, how far that is, and until when it has to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backhaul.core import gids
from backhaul.core.errors import BadReference

DUE_AFTER = timedelta(days=30)
"""How long the law and Shopify leave (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance)."""
EXPORT_KEPT = timedelta(days=30)
MOST_ORDERS = 100_000


class PrivacyTopic(StrEnum):
    """Shopify's three mandatory topics."""

    DATA_REQUEST = "customers/data_request"
    CUSTOMER_REDACT = "customers/redact"
    SHOP_REDACT = "shop/redact"

    @property
    def words(self) -> str:
        return _TOPIC_WORDS[self]


_TOPIC_WORDS = {
    PrivacyTopic.DATA_REQUEST: "A customer asks what is kept about them.",
    PrivacyTopic.CUSTOMER_REDACT: "A customer's personal data has to be deleted.",
    PrivacyTopic.SHOP_REDACT: "Everything that is kept of an uninstalled store has to be deleted.",
}


class PrivacyState(StrEnum):
    """What became of a request; `words` says it to a person."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"

    @property
    def words(self) -> str:
        return _STATE_WORDS[self]


_STATE_WORDS = {
    PrivacyState.OPEN: "on the Task List",
    PrivacyState.DONE: "done, with a record of what was done",
    PrivacyState.REFUSED: "not done, with a record of why",
}


@dataclass(frozen=True)
class AskedFor:
    """Whom a request is about: a customer and orders, as gids; neither for a whole shop."""

    shop_domain: str
    customer_gid: str
    order_gids: tuple[str, ...]


def read_request(payload: Mapping[str, object]) -> AskedFor:
    """What Shopify's body says (ids are numbers there). Raises BadReference when an id is none."""
    customer = payload.get("customer")
    customer_id = customer.get("id") if isinstance(customer, Mapping) else None
    orders = payload.get("orders_requested") or payload.get("orders_to_redact") or ()
    if not isinstance(orders, Sequence) or isinstance(orders, str) or len(orders) > MOST_ORDERS:
        raise BadReference("The request's list of orders is none.", hint="Replay it, or look at its body.")
    domain = payload.get("shop_domain")
    return AskedFor(
        shop_domain=domain if isinstance(domain, str) else "",
        customer_gid="" if customer_id is None else _gid("Customer", customer_id),
        order_gids=tuple(dict.fromkeys(_gid("Order", order) for order in orders)),
    )


def is_overdue(due_at: datetime, *, done_at: datetime | None, now: datetime) -> bool:
    """Whether a request should have been done by now."""
    return done_at is None and now > due_at


def _gid(kind: str, given: object) -> str:
    return gids.gid(kind, gids.number_of(str(given), kind))
