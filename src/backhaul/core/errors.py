"""Every way in which Backhaul says no, drawn as one tree.

BackhaulError
├── InputError                 what was asked for cannot be: change the request
│   ├── UnknownStore, NoStore, StoreRequired, UnknownOrder, AmbiguousOrder, UnknownLocation, UnknownPlan
│   ├── UnknownLine, AmbiguousSku, LineOfAnotherOrder, BadQuantity, MoreThanOutstanding, NothingToPost
│   ├── BadTracking, UnknownCarrier
│   ├── UnknownWebhookSecret   (see intake_errors)
│   ├── OtherCurrency, TaxUnclear, TotalIsNotTheSum, MoreThanLeftToInvoice, InvoiceAboveOrder, OrderCancelled,
│   │   InvoicingIsFinal    (see invoicing_errors)
│   ├── CreditInOtherCurrency, MoreThanReceived, MoreThanCanBeGivenBack, CreditAmountsUnclear, CreditIsNotTheSum,
│   │   CreditNotInOrderCurrency, MoreThanOrderReceived, NothingToGiveBack    (see credit_errors)
│   ├── BadChange, ChangeImpossible, ChangeRefusedToCustomer    (see change_errors)
│   ├── NoSuchOption           (see notice_errors)
│   ├── FileUnreadable, FileTooLarge, ColumnsMissing, ColumnTwice, RowsRefused, RowOfBrokenShipment    (see file_errors)
│   ├── DateIsPast             (see scheduled_work)
│   ├── BadBillingPolicy, BillingNotAllowed, CycleTooEarly    (see billing_errors)
│   ├── BadTarget, PrivateTarget, UnknownEventType, BadTemplate, UnknownNoticeKind    (see channel_errors)
│   └── BadMoney, BadReference
├── NotFound                   a document of ours that does not exist
├── Conflict                   what was asked for contradicts what is already there
│   └── ExternalNumberTaken, AlreadyUndone, StateConflict, IdempotencyKeyReused, StoreUninstalled,
│       LastWebhookSecret      (see intake_errors), ChangeUnderWay, PlanOutdated, StepIsOurs    (see change_errors),
│       AlreadyDecided, NothingLeftToDecide         (see notice_errors), ShipmentWasUndone, TrackingPostedBefore
│                              (see file_errors), NotScheduled, OtherWishUnderWay    (see scheduled_work),
│       BillingIsOff, NotOurContract, CycleNotOpen  (see billing_errors),
│       PortalClosed, NoPortalAddress, CustomerUnreachable    (see portal_errors),
│       EndpointOff            (see channel_errors)
├── WebhookRefused             a webhook that is not taken in (see intake_errors)
│   └── WebhookHeaderMissing, WebhookHeaderUnusable, WebhookTooLarge, WebhookTooSlow, UnknownShop, SignatureMissing,
│       SignatureWrong, InboxUnavailable
├── PortalEntryRefused         somebody who wants to enter the portal is not let in (see portal_errors)
│   └── LinkRefused, ProxyCallRefused
├── IncompletePayments         Shopify shows only a part of an order's transactions
├── MailError                  a mail was not sent (see mail_errors)
│   └── MailOff, MailRefused, BadMailAddress, MailUnreachable
├── TellingError               somebody, or a program, was not told (see channel_errors)
│   └── ChatRefused, EndpointFailed
├── Busy                       another worker holds it at this moment: try again
└── ShopifyError               a call to Shopify went wrong (see shopify_errors)
    ├── UserErrors, Throttled, BudgetEmpty, NotSent, NetworkFailure, AccessDenied, Unauthorised, StoreFrozen, Forbidden,
    │   WrongShop, StoreLocked, NotFoundInShopify, InvalidRequest, MaxCostExceeded, ResultGone      nothing has happened
    └── ReplyLost, BrokenReply, InternalServerError, UnexpectedStatus, VersionMismatch  may have happened
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class BackhaulError(Exception):
    """A refusal that a shopkeeper can act on.

    `code` is kebab-case and never changes its meaning; `message` says what is wrong, `hint` what to do, `can_retry`
    whether the same request may succeed later, `data` the values that are concerned.
    """

    code: ClassVar[str] = "backhaul-error"
    default_hint: ClassVar[str] = ""
    can_retry: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str = "", data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint
        self.data: dict[str, object] = dict(data or {})


class InputError(BackhaulError):
    """The request cannot be carried out as it is, and nothing was written."""

    code = "bad-input"


class UnknownStore(InputError):
    code = "unknown-store"

    def __init__(self, slug: str, known: Sequence[str] = ()) -> None:
        super().__init__(
            f"There is no store called “{slug}”.",
            hint=_one_of("Connected stores", known) or "Connect one with `backhaul store add`.",
            data={"store": slug, "known": list(known)},
        )


class NoStore(InputError):
    code = "no-store"
    default_hint = "Connect one with `backhaul store add`."

    def __init__(self) -> None:
        super().__init__("No store is connected yet.")


class StoreRequired(InputError):
    code = "store-required"

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(
            "Several stores are connected, and the request does not say which one is meant.",
            hint=_one_of("Name one of them", known),
            data={"known": list(known)},
        )


class UnknownOrder(InputError):
    code = "unknown-order"
    default_hint = "Check the number. An order placed a moment ago may not have been read from Shopify yet."

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no order “{reference}”.", data={"order": reference})


class AmbiguousOrder(InputError):
    code = "ambiguous-order"
    default_hint = "Use the order's id instead of its name."

    def __init__(self, reference: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"“{reference}” means {len(candidates)} different orders.",
            data={"order": reference, "candidates": list(candidates)},
        )


class UnknownLocation(InputError):
    code = "unknown-location"

    def __init__(self, location: str, known: Sequence[str] = ()) -> None:
        super().__init__(
            f"The store has no location “{location}”.",
            hint=_one_of("Known locations", known) or "Map it on the store's page first.",
            data={"location": location, "known": list(known)},
        )


class UnknownPlan(InputError):
    """No subscription of the store has the selling plan of that number: it may be mistyped."""

    code = "unknown-plan"

    def __init__(self, plan: str, known: Sequence[str] = ()) -> None:
        unsold = f"Give one that is not sold yet as gid://shopify/SellingPlan/{plan}."
        super().__init__(
            f"No subscription has the plan {plan}.",
            hint=f"{_one_of('Known plans', known)} {unsold}".lstrip(),
            data={"plan": plan, "known": list(known)},
        )


class UnknownLine(InputError):
    code = "unknown-line"

    def __init__(self, line: str, known: Sequence[str] = ()) -> None:
        super().__init__(
            f"The order has no line “{line}”.",
            hint=_one_of("Its lines are", known),
            data={"line": line, "known": list(known)},
        )


class AmbiguousSku(InputError):
    code = "ambiguous-sku"
    default_hint = "Name the line by its line item id."

    def __init__(self, sku: str, line_gids: Sequence[str]) -> None:
        super().__init__(
            f"{len(line_gids)} lines of the order have the SKU “{sku}”.",
            data={"sku": sku, "lines": list(line_gids)},
        )


class LineOfAnotherOrder(InputError):
    code = "line-of-another-order"
    default_hint = "Post each order by itself."

    def __init__(self, line: str, other_order: str) -> None:
        super().__init__(
            f"The line “{line}” belongs to order {other_order}.", data={"line": line, "other_order": other_order}
        )


class BadQuantity(InputError):
    code = "bad-quantity"
    default_hint = "Give a whole number of one or more."

    def __init__(self, line: str, quantity: object) -> None:
        super().__init__(
            f"“{str(quantity)[:40]}” is not a quantity of “{line}”.",
            data={"line": line, "quantity": str(quantity)[:40]},
        )


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _to_post_less(posted: int, withheld: int) -> str:
    if withheld:
        return "Lower the quantity, or call off what gives the units back."
    if posted:
        return "Lower the quantity, or undo the posting that has already taken these units."
    return "Lower the quantity: the order has no more of it, or they were removed or given back."


class MoreThanOutstanding(InputError):
    code = "more-than-outstanding"

    def __init__(
        self,
        line: str,
        *,
        quantity: int,
        outstanding: int,
        posted: int,
        withheld: int = 0,
        withheld_by: Sequence[str] = (),
    ) -> None:
        left = f"only {outstanding} {_be(outstanding)}" if outstanding else "none is"
        kept = f", and {withheld} {_be(withheld)} being given back by {' and '.join(withheld_by)}" if withheld else ""
        super().__init__(
            f"{quantity} of “{line}” cannot be posted: {left} outstanding{kept}.",
            hint=_to_post_less(posted, withheld),
            data={
                "line": line,
                "quantity": quantity,
                "outstanding": outstanding,
                **({"withheld": withheld} if withheld else {}),
            },
        )


class NothingToPost(InputError):
    code = "nothing-to-post"
    default_hint = "Name at least one line with its quantity."

    def __init__(self) -> None:
        super().__init__("The posting has no lines.")


class BadTracking(InputError):
    code = "bad-tracking"


class UnknownCarrier(InputError):
    code = "unknown-carrier"

    def __init__(self, carrier: str, known: Sequence[str]) -> None:
        super().__init__(
            f"The store has no carrier “{carrier[:80]}”.",
            hint=_one_of("Known carriers", known)
            + " Others are added by `backhaul store map-carrier`, or on the store's page in the console.",
            data={"carrier": carrier[:80], "known": list(known)},
        )


class BadMoney(InputError):
    code = "bad-money"


class BadReference(InputError):
    """A text that should name a document of ours or Shopify's is not of that form."""

    code = "bad-reference"


class NotFound(BackhaulError):
    """A document of ours that was asked for by its id does not exist."""

    code = "not-found"

    def __init__(self, kind: str, reference: str) -> None:
        super().__init__(f"There is no {kind} “{reference}”.", data={"kind": kind, "reference": reference})


class Conflict(BackhaulError):
    """What was asked for contradicts what is already recorded, and nothing was written."""

    code = "conflict"


class ExternalNumberTaken(Conflict):
    code = "external-number-taken"
    default_hint = "Give another document another number."

    def __init__(self, external_number: str, document_id: str) -> None:
        super().__init__(
            f"“{external_number}” was posted before with other content.",
            data={"external_number": external_number, "document": document_id},
        )


class AlreadyUndone(Conflict):
    code = "already-undone"

    def __init__(self, document_id: str) -> None:
        super().__init__(f"{document_id} has been undone already.", data={"document": document_id})


class StateConflict(Conflict):
    """A document or task is in a state that does not allow what was asked for."""

    code = "state-conflict"

    def __init__(self, thing: str, state: str, *, wanted: str) -> None:
        super().__init__(
            f"{thing} is {state}: it cannot become {wanted}.", data={"thing": thing, "state": state, "wanted": wanted}
        )


class IdempotencyKeyReused(Conflict):
    code = "idempotency-key-reused"
    default_hint = "Send a new Idempotency-Key with a new request."

    def __init__(self, key: str) -> None:
        super().__init__(f"The Idempotency-Key “{key}” was used before for another request.", data={"key": key})


class StoreUninstalled(Conflict):
    """The app was uninstalled from the store: what is kept of it can be looked at, and nothing else."""

    code = "store-uninstalled"
    default_hint = "Install the app again in Shopify and give its new access with `backhaul store access`."

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The app was uninstalled from the store “{slug}”: it can only be looked at.", data={"store": slug}
        )


class IncompletePayments(BackhaulError):
    """Shopify has more transactions of an order than it lets us read; nothing is decided on a part of them."""

    code = "incomplete-payments"
    default_hint = "Capture, void and refund this order in Shopify by hand."

    def __init__(self, order_gid: str, *, read: int, of: int) -> None:
        super().__init__(
            f"The order has {of} transactions in Shopify, of which only {read} could be read.",
            data={"order": order_gid, "read": read, "of": of},
        )


class Busy(BackhaulError):
    """A row or lease that is needed is held by another worker at this moment."""

    code = "busy"
    can_retry = True


def _one_of(what: str, known: Sequence[str]) -> str:
    if not known:
        return ""
    shown = ", ".join(known[:20])
    return f"{what}: {shown}{', …' if len(known) > 20 else ''}."
