"""The states of a task, the changes between them, why a task waits, and how one ends."""

from enum import StrEnum

from backhaul.core.errors import StateConflict


class TaskState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    NEEDS_ATTENTION = "needs_attention"
    CANCELLED = "cancelled"


ALLOWED: dict[TaskState, frozenset[TaskState]] = {
    TaskState.PENDING: frozenset({TaskState.RUNNING, TaskState.WAITING, TaskState.CANCELLED}),
    TaskState.RUNNING: frozenset(
        {
            TaskState.PENDING,  # the lease has expired, or another try follows at once
            TaskState.WAITING,
            TaskState.SUCCEEDED,
            TaskState.NEEDS_ATTENTION,
            TaskState.CANCELLED,  # only the worker itself, obeying a cancel request after settling
        }
    ),
    TaskState.WAITING: frozenset({TaskState.PENDING, TaskState.WAITING, TaskState.CANCELLED}),
    TaskState.NEEDS_ATTENTION: frozenset({TaskState.PENDING, TaskState.WAITING, TaskState.CANCELLED}),
    TaskState.SUCCEEDED: frozenset(),
    TaskState.CANCELLED: frozenset(),
}
"""Which state may follow which; waiting may follow waiting when a task is postponed."""

ENDED = frozenset(state for state, following in ALLOWED.items() if not following)
"""States that a task never leaves."""

STILL_WAITS = (TaskState.WAITING, TaskState.NEEDS_ATTENTION)
"""States in which a task may wait for something to happen: a part of what needs a person may, too."""


class WaitReason(StrEnum):
    """Why a task waits; `words` says it to a person."""

    SCHEDULED = "scheduled"
    HOLD = "hold"
    ROUTING = "routing"
    OTHER_TASK = "other_task"
    EARLIER_SHIPMENT = "earlier_shipment"
    BUDGET = "budget"
    THROTTLED = "throttled"
    STORE_PAUSED = "store_paused"
    RETRY = "retry"
    READ_BACK = "read_back"
    PAYMENT_PENDING = "payment_pending"
    PAYMENT_EXPECTED = "payment_expected"
    LAST_INVOICE = "last_invoice"
    BULK_OPERATION = "bulk_operation"
    OTHER_CHANGE = "other_change"
    OTHER_APP = "other_app"
    BILLING = "billing"
    CONFIRMATION = "confirmation"
    NEXT_CHARGE = "next_charge"
    NEW_CARD = "new_card"
    DELIVERY_OPTIONS = "delivery_options"
    ORDER_CANCELLING = "order_cancelling"
    ORDERS_UNKNOWN = "orders_unknown"
    POSTPONED = "postponed"

    @property
    def words(self) -> str:
        return _WAIT_WORDS[self]


_WAIT_WORDS = {
    WaitReason.SCHEDULED: "Shopify lets these goods be fulfilled only from a later date.",
    WaitReason.HOLD: "The goods are on hold in Shopify.",
    WaitReason.ROUTING: "Shopify does not show yet where these goods are to be fulfilled.",
    WaitReason.OTHER_TASK: "Another task has to be done first.",
    WaitReason.EARLIER_SHIPMENT: "An earlier shipment of the same line has to be sent first.",
    WaitReason.BUDGET: "The store's budget of API calls is used up for the moment.",
    WaitReason.THROTTLED: "Shopify has asked us to slow down.",
    WaitReason.STORE_PAUSED: "The store cannot be reached with its present access; its work is paused.",
    WaitReason.RETRY: "The last try failed; it will be tried again.",
    WaitReason.READ_BACK: "A reply was lost; Shopify is asked what happened before anything else is done.",
    WaitReason.PAYMENT_PENDING: "A payment is still being processed.",
    WaitReason.PAYMENT_EXPECTED: "The customer has yet to pay, or to authorise a payment.",
    WaitReason.LAST_INVOICE: "The authorisation allows one capture only, which is made with the order's last invoice.",
    WaitReason.BULK_OPERATION: "Shopify is gathering the past orders.",
    WaitReason.OTHER_CHANGE: "Another change of this subscription has to be finished first.",
    WaitReason.OTHER_APP: "A part of the change has to be made in the app that the subscription belongs to.",
    WaitReason.BILLING: "A billing attempt of the subscription is under way.",
    WaitReason.CONFIRMATION: "The customer has to confirm the payment with the bank.",
    WaitReason.NEXT_CHARGE: "The next try to charge the subscription has its date.",
    WaitReason.NEW_CARD: "The customer has to give another way to pay.",
    WaitReason.DELIVERY_OPTIONS: "Shopify is working out how goods can be shipped to the new address.",
    WaitReason.ORDER_CANCELLING: "Shopify is cancelling the order.",
    WaitReason.ORDERS_UNKNOWN: "What is left of the orders of the subscription is not known yet.",
    WaitReason.POSTPONED: "A person has postponed it.",
}


class OutcomeName(StrEnum):
    """How a task ended, or for what it stopped; each has a sentence with its particulars beside it."""

    SENT = "sent"
    SENT_IN_PART = "sent_in_part"
    ADOPTED = "adopted"
    LEFT_UNSENT = "left_unsent"
    NOTHING_TO_DO = "nothing_to_do"
    WAITING_UNTIL = "waiting_until"
    WAITING_FOR_HOLD = "waiting_for_hold"
    NEEDS_ATTENTION = "needs_attention"
    CONTINUE = "continue"
    UNDONE = "undone"
    UNDONE_IN_PART = "undone_in_part"
    UNDONE_BEFORE_SENDING = "undone_before_sending"
    TRACKING_CHANGED = "tracking_changed"
    TRACKING_WILL_BE_SENT = "tracking_will_be_sent"
    OPENED = "opened"
    RESCHEDULED = "rescheduled"
    MOVED = "moved"
    RELEASED = "released"
    TAGGED = "tagged"
    PAYMENTS_SAVED = "payments_saved"
    PAYMENTS_SHORT = "payments_short"
    NOTHING_TO_CAPTURE = "nothing_to_capture"
    CAPTURED = "captured"
    CAPTURED_ELSEWHERE = "captured_elsewhere"
    CAPTURED_IN_PART = "captured_in_part"
    NOT_OWED = "not_owed"
    NOT_CAPTURED = "not_captured"
    VOIDED = "voided"
    NOTHING_TO_VOID = "nothing_to_void"
    REFUNDED = "refunded"
    BOOKED = "booked"
    UNINSTALLED = "uninstalled"
    EXPORTED = "exported"
    REDACTED = "redacted"
    REFUSED = "refused"
    REFRESHED = "refreshed"
    WEBHOOKS_REPAIRED = "webhooks_repaired"
    IMPORTED = "imported"
    CHANGED = "changed"
    ALREADY_SO = "already_so"
    SUPERSEDED = "superseded"
    LETTER_UNKNOWN = "letter_unknown"
    STOPPED = "stopped"
    CHARGED = "charged"
    CHARGED_BY_OTHERS = "charged_by_others"
    NOT_CHARGED = "not_charged"
    CHANGE_BEGUN = "change_begun"
    CHANGE_DONE = "change_done"
    CHANGE_DONE_IN_PART = "change_done_in_part"
    TOLD = "told"
    NOT_TOLD = "not_told"


def may_become(state: TaskState, wanted: TaskState) -> bool:
    """Whether a task in `state` may be put into `wanted`."""
    return wanted in ALLOWED[state]


def require_change(task_id: str, state: TaskState, wanted: TaskState) -> None:
    """Raise StateConflict unless a task in `state` may be put into `wanted`."""
    if not may_become(state, wanted):
        raise StateConflict(task_id, state, wanted=wanted)
