"""The states of a bill: one billing cycle of a subscription that Backhaul charges, from its date to its end."""

from enum import StrEnum


class BillState(StrEnum):
    """Where a bill stands; `words` says it to a person."""

    OPEN = "open"
    PENDING = "pending"
    CHALLENGED = "challenged"
    RETRYING = "retrying"
    WAITS_FOR_CARD = "waits_for_card"
    WAITS_FOR_STOCK = "waits_for_stock"
    HELD = "held"
    ASKS = "asks"
    CHARGED = "charged"
    CHARGED_ELSEWHERE = "charged_elsewhere"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    ENDED = "ended"
    LEFT = "left"
    FAILED = "failed"

    @property
    def words(self) -> str:
        return _WORDS[self]


SETTLED_BILL = frozenset(
    {
        BillState.CHARGED,
        BillState.CHARGED_ELSEWHERE,
        BillState.SKIPPED,
        BillState.STOPPED,
        BillState.ENDED,
        BillState.LEFT,
        BillState.FAILED,
    }
)
"""Nothing more is done about the cycle by itself, but for those that may open again."""

CHARGED_BILL = frozenset({BillState.CHARGED, BillState.CHARGED_ELSEWHERE})
"""The cycle is paid, by us or by somebody else."""

OPENS_AGAIN = frozenset({BillState.SKIPPED, BillState.STOPPED})
"""A cycle that is not skipped any more, or whose subscription is active again, is charged after all."""

CAN_BE_CHARGED = frozenset(BillState) - {
    BillState.CHARGED,
    BillState.CHARGED_ELSEWHERE,
    BillState.PENDING,
    BillState.ENDED,
}
"""Bills that a person can have charged now; whether Shopify agrees is asked when it is done."""


class ChargeState(StrEnum):
    """What is known of one try: prepared until Shopify shows it, then the state of its billing attempt."""

    PREPARED = "prepared"
    PENDING = "pending"
    ACTION_REQUIRED = "action_required"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


class BillWish(StrEnum):
    """What a person wants of a bill; `words` ask for it."""

    CHARGE = "charge"
    SKIP = "skip"
    LEAVE = "leave"

    @property
    def words(self) -> str:
        return _WISHES[self]


_WORDS = {
    BillState.OPEN: "to be charged",
    BillState.PENDING: "the payment is being processed",
    BillState.CHALLENGED: "the customer has to confirm the payment",
    BillState.RETRYING: "declined; it will be tried again",
    BillState.WAITS_FOR_CARD: "declined; the customer has to give another way to pay",
    BillState.WAITS_FOR_STOCK: "waits for stock",
    BillState.HELD: "waits for something else about the subscription to be finished",
    BillState.ASKS: "a person has to decide",
    BillState.CHARGED: "charged",
    BillState.CHARGED_ELSEWHERE: "charged by somebody else",
    BillState.SKIPPED: "skipped",
    BillState.STOPPED: "not charged, as the subscription is not active or billing is off",
    BillState.ENDED: "not charged, as the subscription has ended",
    BillState.LEFT: "left uncharged",
    BillState.FAILED: "not charged: every try has failed",
}

_WISHES = {
    BillWish.CHARGE: "charge it now",
    BillWish.SKIP: "have the cycle skipped",
    BillWish.LEAVE: "leave it uncharged",
}
