"""The kinds of notices there are, and the title of each: the subject of a mail, the first line in a chat."""

from collections.abc import Collection, Mapping

from backhaul.core.channel_errors import UnknownNoticeKind

ENDPOINT_OFF = "endpoint_off"
TITLES: Mapping[str, str] = {
    "payment_challenge": "A payment has to be confirmed",
    "payment_expired": "An authorisation has expired",
    "payment_expires": "An authorisation expires soon",
    "billing_asks": "A charge waits for your decision",
    "billing_denied": "The app may not charge subscriptions",
    "billing_ended": "A billing cycle stays uncharged",
    "billing_failed": "A charge has failed",
    "billing_kept_back": "A charge waits for an earlier one",
    "change_not_done": "A change of a subscription was not carried out whole",
    "contract_cancelled": "A subscription was cancelled",
    "drifts_found": "Subscriptions and orders do not agree",
    ENDPOINT_OFF: "An endpoint was switched off",
    "old_webhook_secret": "An old secret is still in use",
    "order_cancelled": "An order was cancelled",
    "order_conflict": "An order contradicts what was posted",
    "order_deleted": "An order was deleted",
    "privacy_overdue": "A request about personal data is overdue",
    "refunded_elsewhere": "A refund was made elsewhere",
    "scopes_lost": "Shopify has taken scopes away",
    "store_uninstalled": "The app was uninstalled",
    "tag_left_out": "A tag could not be given",
    "tag_not_kept": "A tag was not kept",
    "test": "This is a test",
    "webhook_lost": "A webhook could not be read",
}
CUSTOMER_TITLES: Mapping[str, str] = {
    "contract_cancelled": "Your subscription was cancelled",
    "payment_challenge": "Please confirm your payment",
    "billing_failed": "Your payment has failed",
}
"""What customers read instead, where it differs."""


def title_of(kind: str, *, for_customer: bool = False) -> str:
    """The title of a kind in English; one without a title of its own is its name, read as words."""
    own = CUSTOMER_TITLES.get(kind) if for_customer else None
    return own or TITLES.get(kind) or kind.replace("_", " ").capitalize()


def check_kinds(names: Collection[str]) -> list[str]:
    """The kinds that are named, sorted, each once. Raises UnknownNoticeKind."""
    for name in names:
        if name not in TITLES or name == "test":
            raise UnknownNoticeKind(name, sorted(set(TITLES) - {"test"}))
    return sorted(set(names))
