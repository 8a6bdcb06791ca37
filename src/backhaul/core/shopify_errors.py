"""What can go wrong in a call to Shopify, and whether the call may have had its effect all the same."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from backhaul.core.errors import BackhaulError


class Effect(StrEnum):
    """What a failed mutation has done: certainly nothing, or nobody knows until Shopify has been read back."""

    NONE = "none"
    UNKNOWN = "unknown"


class ShopifyError(BackhaulError):
    """A call that did not bring what it should; `request_id` is what Shopify's support asks for.

    `evidence` is the redacted beginning of what came back. `effect` tells whether a mutation may have been carried out;
    for a read it has no meaning.
    """

    code = "shopify-error"
    effect: ClassVar[Effect] = Effect.UNKNOWN

    def __init__(self, message: str, *, hint: str = "", request_id: str | None = None, evidence: str = "") -> None:
        data = {"request_id": request_id} if request_id else {}
        super().__init__(message, hint=hint, data=data)
        self.request_id = request_id
        self.evidence = evidence


@dataclass(frozen=True)
class UserError:
    """One entry of `userErrors`; `field` is the path into the input, `code` is absent for plain UserErrors."""

    field: tuple[str, ...]
    message: str
    code: str | None = None


class UserErrors(ShopifyError):
    """Shopify understood the mutation and refused it (`userErrors` is not empty)."""

    code = "shopify-refused"
    effect = Effect.NONE

    def __init__(
        self, errors: tuple[UserError, ...], *, operation: str, request_id: str | None = None, evidence: str = ""
    ) -> None:
        said = "; ".join(error.message for error in errors)
        super().__init__(f"Shopify refused {operation}: {said}", request_id=request_id, evidence=evidence)
        self.errors = errors
        self.operation = operation


class Throttled(ShopifyError):
    """The bucket of the store was empty (THROTTLED under HTTP 200, or HTTP 429); `wait_seconds` until it fits."""

    code = "shopify-throttled"
    can_retry = True
    effect = Effect.NONE

    def __init__(self, *, wait_seconds: float, request_id: str | None = None, evidence: str = "") -> None:
        super().__init__("Shopify asks us to slow down.", request_id=request_id, evidence=evidence)
        self.wait_seconds = wait_seconds


class BudgetEmpty(ShopifyError):
    """Our own account of the bucket says that the call does not fit now; it was not sent."""

    code = "budget-empty"
    can_retry = True
    effect = Effect.NONE

    def __init__(self, *, wait_seconds: float) -> None:
        super().__init__("The store's budget of API calls is used up for the moment.")
        self.wait_seconds = wait_seconds


class NotSent(ShopifyError):
    """The call was held back at the last moment: its task belongs to another worker now, or it is too late for it."""

    code = "not-sent"
    can_retry = True
    effect = Effect.NONE


class MaxCostExceeded(ShopifyError):
    """The operation costs more than the bucket can ever hold, or Shopify answered MAX_COST_EXCEEDED."""

    code = "max-cost-exceeded"
    default_hint = "This is a mistake in Backhaul: please report it with the name of the operation."
    effect = Effect.NONE


class NetworkFailure(ShopifyError):
    """The connection was never opened (name, route, TLS, refused), so nothing was sent."""

    code = "network-failure"
    default_hint = "Check the connection to the internet, and the store's domain."
    can_retry = True
    effect = Effect.NONE


class AccessDenied(ShopifyError):
    """ACCESS_DENIED: the token lacks a scope, or the person behind it a permission."""

    code = "access-denied"
    effect = Effect.NONE

    def __init__(self, message: str, *, scope: str | None, request_id: str | None = None, evidence: str = "") -> None:
        hint = f"Give the app the scope {scope}, then retry." if scope else "Give the app the scopes it lacks."
        super().__init__(message, hint=hint, request_id=request_id, evidence=evidence)
        self.scope = scope


class Unauthorised(ShopifyError):
    """HTTP 401: the token is not or no longer valid; the store's work pauses."""

    code = "token-refused"
    default_hint = "Connect the store again, or renew its token. Work resumes by itself afterwards."
    can_retry = True
    effect = Effect.NONE


class StoreFrozen(ShopifyError):
    """HTTP 402: the shop has not paid its bill; the store's work pauses."""

    code = "store-frozen"
    default_hint = "Settle the bill with Shopify. Work resumes by itself afterwards."
    can_retry = True
    effect = Effect.NONE


class StoreLocked(ShopifyError):
    """HTTP 423: Shopify has locked the shop; the store's work pauses."""

    code = "store-locked"
    default_hint = "Ask Shopify's support. Work resumes by itself when the shop is unlocked."
    can_retry = True
    effect = Effect.NONE


class Forbidden(ShopifyError):
    """HTTP 403: the shop refuses this app."""

    code = "forbidden"
    default_hint = "Check in Shopify whether the app is still installed and allowed."
    effect = Effect.NONE


class WrongShop(ShopifyError):
    """HTTP 404: there is no such shop, or no such API there."""

    code = "wrong-shop"
    default_hint = "Check the store's domain."
    effect = Effect.NONE


class NotFoundInShopify(ShopifyError):
    """RESOURCE_NOT_FOUND, or a null object where an id was given: Shopify does not know it, or hides it from us."""

    code = "not-found-in-shopify"
    default_hint = "It may have been deleted in Shopify, or be older than the 60 days that the app may read."
    effect = Effect.NONE


class InvalidRequest(ShopifyError):
    """Shopify refused the document or its variables before carrying anything out: our mistake."""

    code = "invalid-request"
    default_hint = "This is a mistake in Backhaul: please report it with the request id."
    effect = Effect.NONE


class ReplyLost(ShopifyError):
    """The request was sent, and no usable answer came: time-out, broken connection, or HTTP 5xx."""

    code = "reply-lost"
    can_retry = True


class BrokenReply(ShopifyError):
    """An answer came that is not one: HTML, half a JSON, a null payload, a type that does not fit."""

    code = "broken-reply"
    can_retry = True


class ResultGone(ShopifyError):
    """The file of a bulk operation is no longer there: Shopify keeps it for seven days."""

    code = "result-gone"
    effect = Effect.NONE

    def __init__(self) -> None:
        super().__init__("Shopify no longer has the file of this bulk operation.", hint="Have it gathered again.")


class InternalServerError(ShopifyError):
    """INTERNAL_SERVER_ERROR under HTTP 200."""

    code = "shopify-internal-error"
    default_hint = "If it stays, ask Shopify's support and give the request id."
    can_retry = True


class UnexpectedStatus(ShopifyError):
    """An HTTP status that has no meaning we know of (430 and others)."""

    code = "unexpected-status"
    can_retry = True

    def __init__(self, status: int, *, request_id: str | None = None, evidence: str = "") -> None:
        super().__init__(f"Shopify answered with HTTP status {status}.", request_id=request_id, evidence=evidence)
        self.status = status


class VersionMismatch(ShopifyError):
    """The reply was made by another API version than the one asked for: ours has expired."""

    code = "version-mismatch"
    default_hint = "Update Backhaul: it speaks a version of the API that Shopify no longer has."

    def __init__(self, *, asked: str, answered: str, request_id: str | None = None) -> None:
        super().__init__(f"We asked for version {asked}, and Shopify answered as {answered}.", request_id=request_id)
        self.asked = asked
        self.answered = answered
