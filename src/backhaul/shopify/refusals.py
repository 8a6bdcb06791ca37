"""Shopify's ways to say no outside of a mutation's payload, each turned into core's error."""

import math
from collections.abc import Callable, Mapping, Sequence

from backhaul.core.shopify_errors import (
    AccessDenied,
    BrokenReply,
    Effect,
    Forbidden,
    InternalServerError,
    InvalidRequest,
    MaxCostExceeded,
    NotFoundInShopify,
    ReplyLost,
    ShopifyError,
    StoreFrozen,
    StoreLocked,
    Throttled,
    Unauthorised,
    UnexpectedStatus,
    WrongShop,
)
from backhaul.shopify.envelope import Envelope
from backhaul.shopify.reply import Cost, TopError
from backhaul.shopify.secret import redacted

DEFAULT_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 3600.0

STATUSES: Mapping[int, tuple[Callable[..., ShopifyError], str]] = {
    400: (InvalidRequest, "Shopify could not read our request."),
    401: (Unauthorised, "Shopify does not accept the store's token."),
    402: (StoreFrozen, "The shop is frozen: its bill is unpaid."),
    403: (Forbidden, "The shop refuses this app."),
    404: (WrongShop, "There is no such shop, or it has no such API."),
    423: (StoreLocked, "Shopify has locked the shop."),
}

CODES: Mapping[str, Callable[..., ShopifyError]] = {
    "INTERNAL_SERVER_ERROR": InternalServerError,
    "MAX_COST_EXCEEDED": MaxCostExceeded,
    "RESOURCE_NOT_FOUND": NotFoundInShopify,
    "SHOP_INACTIVE": StoreFrozen,
    "BAD_REQUEST": InvalidRequest,
    "INVALID_VARIABLE": InvalidRequest,
}
"""Codes under HTTP 200. Any other code leaves it unknown whether something was carried out."""


def of_status(envelope: Envelope) -> ShopifyError:
    """The error that an HTTP status other than 200 stands for."""
    raw = envelope.raw
    if raw.status in STATUSES:
        error, message = STATUSES[raw.status]
        return error(message, **envelope.about)
    if raw.status == 429:
        return Throttled(wait_seconds=_retry_after(raw.retry_after), **envelope.about)
    if raw.status >= 500:
        return ReplyLost(f"Shopify answered with HTTP status {raw.status}.", **envelope.about)
    return UnexpectedStatus(raw.status, **envelope.about)


def of_top_errors(errors: Sequence[TopError], envelope: Envelope) -> ShopifyError:
    """The error that `errors` without any data stand for; one that leaves the outcome open outweighs the others."""
    if _is_validation(envelope) and not any(_has_meaning(error) for error in errors):
        said = redacted("; ".join(error.message for error in errors))
        return InvalidRequest(f"Shopify did not accept our request: {said}", **envelope.about)
    ours = [of_top_error(error, envelope) for error in errors]
    return next((error for error in ours if error.effect is Effect.UNKNOWN), ours[0])


def of_top_error(error: TopError, envelope: Envelope) -> ShopifyError:
    """The error that one entry of `errors` stands for."""
    if error.code == "THROTTLED":
        return Throttled(wait_seconds=_wait_for(envelope.cost), **envelope.about)
    if error.code == "ACCESS_DENIED":
        return AccessDenied(redacted(error.message), scope=" or ".join(error.scopes) or None, **envelope.about)
    meaning = CODES.get(error.code or "", BrokenReply)
    return meaning(f"Shopify answered: {redacted(error.message)}", **envelope.about)


def broken(envelope: Envelope, reason: str) -> BrokenReply:
    """The error for an answer that is not one."""
    return BrokenReply(f"Shopify's answer cannot be used: {reason}.", **envelope.about)


def _has_meaning(error: TopError) -> bool:
    return error.code in CODES or error.code in ("THROTTLED", "ACCESS_DENIED")


def _is_validation(envelope: Envelope) -> bool:
    """Validation comes before execution: no data, no extensions, and each error has its place in the document."""
    content = envelope.content or {}
    entries = content.get("errors")
    return (
        "data" not in content
        and "extensions" not in content
        and isinstance(entries, list)
        and all(isinstance(entry, dict) and "locations" in entry for entry in entries)
    )


def _retry_after(header: str | None) -> float:
    try:
        seconds = float(header or "")
    except ValueError:
        return DEFAULT_WAIT_SECONDS
    return min(max(seconds, 0.0), LONGEST_WAIT_SECONDS) if math.isfinite(seconds) else DEFAULT_WAIT_SECONDS


def _wait_for(cost: Cost | None) -> float:
    if cost is None or cost.requested is None or cost.available is None or not cost.restore_rate:
        return DEFAULT_WAIT_SECONDS
    return max(0.1, (cost.requested - cost.available) / cost.restore_rate)
