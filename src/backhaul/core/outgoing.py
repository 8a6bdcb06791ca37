"""Outgoing webhooks: which events there are, what one says, and when a delivery is tried again or given up.

They follow the Standard Webhooks convention: signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backhaul.core.tasks import OutcomeName

VERSION = 1
"""Of what the payloads say; it rises when something in them changes its meaning or goes away."""
GIVEN_UP_AFTER = timedelta(days=4)
"""After so long without a delivery that was taken, an endpoint is switched off."""
GONE = 410
_WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)


class EventType(StrEnum):
    """What an endpoint can be told."""

    SHIPMENT_SENT = "shipment.sent"
    PAYMENT_CAPTURED = "payment.captured"
    PAYMENT_FAILED = "payment.failed"
    CREDIT_REFUNDED = "credit.refunded"
    DELIVERY_DUE = "delivery.due"
    CONTRACT_CHANGED = "contract.changed"
    CONTRACT_CANCELLED = "contract.cancelled"
    BILLING_FAILED = "billing.failed"
    NOTICE_CREATED = "notice.created"
    TASK_NEEDS_ATTENTION = "task.needs_attention"
    TEST = "endpoint.test"

    @property
    def words(self) -> str:
        """When it is told."""
        return _WORDS[self]


_WORDS = {
    EventType.SHIPMENT_SENT: "A posted shipment has reached Shopify, in whole or in part.",
    EventType.PAYMENT_CAPTURED: "A payment line was captured, by us or by someone else.",
    EventType.PAYMENT_FAILED: "A payment line could not be captured and waits for a person.",
    EventType.CREDIT_REFUNDED: "A posted credit memo was refunded.",
    EventType.DELIVERY_DUE: "A delivery that is paid and not shipped has reached the day on which it is due.",
    EventType.CONTRACT_CHANGED: "A change of a subscription was carried out, in whole or in part.",
    EventType.CONTRACT_CANCELLED: "A subscription was cancelled, here or elsewhere.",
    EventType.BILLING_FAILED: "A charge of a subscription has failed.",
    EventType.NOTICE_CREATED: "Somebody was told something.",
    EventType.TASK_NEEDS_ATTENTION: "A task waits for a person.",
    EventType.TEST: "Somebody tries out an endpoint; sent to any, whatever it asks for.",
}

_DONE_CHANGES = (OutcomeName.CHANGE_DONE, OutcomeName.CHANGE_DONE_IN_PART)
_BY_OUTCOME: Mapping[str, Mapping[OutcomeName, EventType]] = {
    "send_fulfillment": dict.fromkeys(
        (OutcomeName.SENT, OutcomeName.SENT_IN_PART, OutcomeName.ADOPTED), EventType.SHIPMENT_SENT
    ),
    "capture_payment": {
        **dict.fromkeys(
            (OutcomeName.CAPTURED, OutcomeName.CAPTURED_ELSEWHERE, OutcomeName.CAPTURED_IN_PART),
            EventType.PAYMENT_CAPTURED,
        ),
        **dict.fromkeys((OutcomeName.NOT_CAPTURED, OutcomeName.NEEDS_ATTENTION), EventType.PAYMENT_FAILED),
    },
    "give_back": {OutcomeName.REFUNDED: EventType.CREDIT_REFUNDED},
    "give_back_units": {OutcomeName.REFUNDED: EventType.CREDIT_REFUNDED},
    "finish_change": dict.fromkeys(_DONE_CHANGES, EventType.CONTRACT_CHANGED),
}
KINDS_WITH_EVENTS = frozenset(_BY_OUTCOME)
TELLING_KINDS = frozenset({"send_notice", "send_digest", "tell_customer", "send_event"})
"""Tasks that tell: that one of them is stuck is told by nobody but the Task List, or telling would have no end."""


def events_of(kind: str, outcome: OutcomeName) -> list[EventType]:
    """What endpoints are told when a task of this kind has stopped so."""
    if kind in TELLING_KINDS:
        return []
    found = [_BY_OUTCOME[kind][outcome]] if outcome in _BY_OUTCOME.get(kind, {}) else []
    return [*found, *([EventType.TASK_NEEDS_ATTENTION] if outcome is OutcomeName.NEEDS_ATTENTION else [])]


def payload(kind: str, at: datetime, data: Mapping[str, object]) -> dict[str, object]:
    """The body of an event: its type, when it happened, and our ids and names of states; nothing about persons."""
    return {"type": kind, "version": VERSION, "timestamp": at.isoformat(), "data": dict(data)}


@dataclass(frozen=True)
class Answer:
    """How an endpoint has answered: its HTTP status, None when there was no answer, and how long it asks to wait."""

    status: int | None
    words: str
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class Taken:
    """The endpoint has it."""


@dataclass(frozen=True)
class TryAgain:
    """It is sent again then."""

    at: datetime


@dataclass(frozen=True)
class GivenUp:
    """It is not sent again, and the endpoint is switched off, because of this."""

    because: str


def after_answer(
    answer: Answer, attempt: int, *, now: datetime, failing_since: datetime, jitter: float
) -> Taken | TryAgain | GivenUp:
    """What follows from an answer to try number `attempt` (from 1).

    `failing_since`: since when the endpoint has taken nothing. A redirect is not followed, and counts as a failure. 410
    means that the receiver wants no more (Standard Webhooks).
    """
    if answer.status is not None and 200 <= answer.status < 300:
        return Taken()
    if answer.status == GONE:
        return GivenUp("it answered 410: it wants no more")
    if now - failing_since >= GIVEN_UP_AFTER:
        return GivenUp(f"it has taken nothing for {GIVEN_UP_AFTER.days} days; last: {answer.words}")
    wait = _WAITS[min(attempt, len(_WAITS)) - 1] * (1 + jitter / 10)
    return TryAgain(now + min(max(wait, answer.retry_after or wait), _WAITS[-1]))


def read_retry_after(value: str | None) -> timedelta | None:
    """What a Retry-After header asks for in seconds; the form with a date is not heeded."""
    return timedelta(seconds=int(value)) if value and value.isascii() and value.isdigit() and len(value) < 7 else None


def check_event_types(names: Collection[str]) -> list[EventType]:
    """The events that are named, each once. Raises ValueError with the first that there is none of."""
    unknown = [name for name in names if name not in tuple(EventType) or name == EventType.TEST]
    if unknown:
        raise ValueError(unknown[0])
    return [one for one in EventType if one in names]
