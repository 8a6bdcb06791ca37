"""Authorisations that end: which notice is due about one, in which words, and how urgent its capture is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backhaul.core.errors import InputError
from backhaul.core.ledger import Authorisation, Holding
from backhaul.core.money import Money, zero
from backhaul.core.payment_lines import LineState

NEAR = timedelta(hours=24)
URGENT = 5
"""The priority of a task whose time is near; others have 0."""
TOLD_AFTERWARDS = timedelta(days=2)
"""So long after its end it is still said that an authorisation has expired which no invoice had claimed."""
LINES_TOLD_AFTERWARDS = timedelta(days=30)
"""So long it is said of one that an invoice counts on, however long nobody looked."""
MOST_NOTICES = 10
LONGEST_NOTICE_HOURS = 30 * 24
LONGEST_LIFETIME_DAYS = 365


class NoticeKind(StrEnum):
    EXPIRES = "payment_expires"
    EXPIRED = "payment_expired"


@dataclass(frozen=True)
class Expiring:
    """Money set aside that will be lost, or is. `invoice_number` is empty where no invoice has claimed it yet.

    `subject` is what it is about: a payment line of ours or an authorisation of Shopify's. `state` is its line's.
    """

    subject: str
    order_name: str
    amount: Money
    gateway_name: str
    expires_at: datetime
    is_estimated: bool
    invoice_number: str = ""
    state: LineState = LineState.OPEN


@dataclass(frozen=True)
class DueNotice:
    """A notice to give unless one with the same key was given."""

    kind: NoticeKind
    unique_key: str


def check_notice_hours(hours: Sequence[int]) -> list[int]:
    """Hours before the end at which notices are given, most first, each once. Raises InputError."""
    if len(hours) > MOST_NOTICES or any(not 1 <= one <= LONGEST_NOTICE_HOURS for one in hours):
        raise InputError(
            f"Notices are given at most {MOST_NOTICES} times, 1 to {LONGEST_NOTICE_HOURS} hours before the end.",
            hint="For example 72, 24 and 6.",
            data={"hours": list(hours)[: MOST_NOTICES + 1]},
        )
    return sorted(set(hours), reverse=True)


def parse_notice_hours(text: str) -> list[int]:
    """Hours as people write them: "72, 24, 6"; nothing means that no notice is given. Raises InputError."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        raise InputError(f"“{text[:40]}” are not hours.", hint="Write whole numbers, like 72, 24, 6.")
    return check_notice_hours([int(part) for part in parts])


def check_authorisation_days(days: int | None) -> int | None:
    """How many days authorisations of a gateway live; None: as usual. Raises InputError."""
    if days is not None and not 1 <= days <= LONGEST_LIFETIME_DAYS:
        raise InputError(
            f"An authorisation lives 1 to {LONGEST_LIFETIME_DAYS} days.",
            hint="Ask the payment provider, or leave it out.",
            data={"days": days},
        )
    return days


def is_near(due_by: datetime | None, now: datetime) -> bool:
    """Whether the last day before `due_by` has begun and not ended. None: no date is known."""
    return due_by is not None and now < due_by <= now + NEAR


def priority_of(due_by: datetime | None, now: datetime) -> int:
    """How far ahead of others a task's job goes that is too late after `due_by`."""
    return URGENT if is_near(due_by, now) else 0


def has_expired(expiring: Expiring, now: datetime) -> bool:
    """Whether its time is over, by Shopify's word or by its date."""
    return expiring.state is LineState.EXPIRED or expiring.expires_at <= now


def due_notice(expiring: Expiring, *, hours_before: Iterable[int], now: datetime) -> DueNotice | None:
    """The notice that is due now, None before the first.

    Of several that are due, as after a time in which nobody looked, only the one nearest to the end is given. The key
    names the date, so that another date has notices of its own.
    """
    about = f"{expiring.subject}:{expiring.expires_at:%Y-%m-%dT%H:%MZ}"
    if has_expired(expiring, now):
        return DueNotice(NoticeKind.EXPIRED, f"{NoticeKind.EXPIRED}:{about}")
    due = [hours for hours in hours_before if expiring.expires_at - timedelta(hours=hours) <= now]
    return DueNotice(NoticeKind.EXPIRES, f"{NoticeKind.EXPIRES}:{about}:{min(due)}") if due else None


def unclaimed(authorisation: Authorisation, *, claimed: Money) -> Money:
    """What of an authorisation can be captured, or could until it expired, and is `claimed` by no payment line."""
    nothing = zero(claimed.currency)
    left = {
        Holding.OPEN: authorisation.capturable,
        Holding.EXPIRED: authorisation.authorised
        - authorisation.captured
        - authorisation.pending
        - authorisation.voided,
    }
    return max(left.get(authorisation.holding, nothing) - claimed, nothing)


def notice_words(expiring: Expiring, *, until: str, now: datetime) -> str:
    """What a shopkeeper is told: what may be lost, when (`until`, in the store's time), and what can be done."""
    of_invoice = f", invoice {expiring.invoice_number}" if expiring.invoice_number else ""
    subject = f"Order {expiring.order_name}{of_invoice}: {expiring.amount} authorised by {expiring.gateway_name}"
    about = "about " if expiring.is_estimated else ""
    if has_expired(expiring, now):
        return f"{subject} expired {about}{until}. {_after(expiring)}"
    hours = max(1, round((expiring.expires_at - now) / timedelta(hours=1)))
    return f"{subject} expires {about}{until}, in {_hours(hours)}. {_before(expiring)}"


def _before(expiring: Expiring) -> str:
    if not expiring.invoice_number:
        return "It is not invoiced yet: post the invoice before then, or the money is lost."
    match expiring.state:
        case LineState.REFUSED:
            return "Its last capture was refused: try again before then, or ask the customer to pay in another way."
        case LineState.PENDING:
            return "A capture of it is being processed; look at it before then."
    return "It is not captured yet: look at its task, or capture it by hand before then."


def _after(expiring: Expiring) -> str:
    if not expiring.invoice_number:
        return "It was not invoiced. Ask the customer to pay again before you post the invoice."
    if expiring.is_estimated and expiring.state is not LineState.EXPIRED:
        return "That is an estimate: Shopify is asked whether it can still be captured."
    return "It cannot be captured any more: ask the customer to pay again, then retrieve the invoice's payments again."


def _hours(hours: int) -> str:
    return "1 hour" if hours == 1 else f"{hours} hours"
