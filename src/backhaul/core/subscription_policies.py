"""What a merchant has decided beforehand about subscriptions: per store, overridable per selling plan."""

from dataclasses import dataclass
from enum import StrEnum


class ContractPolicy(StrEnum):
    """What becomes of a contract when its order is cancelled, or refunded to 100 %."""

    NOTIFY_ONLY = "notify_only"
    CANCEL_CONTRACT = "cancel_contract"
    ASK = "ask"


class RemainingPolicy(StrEnum):
    """What becomes of paid deliveries that are not shipped when a customer cancels a prepaid subscription."""

    SHIP_REMAINING = "ship_remaining"
    REFUND_REMAINING = "refund_remaining"
    ASK_MERCHANT = "ask_merchant"


class LastOrderPolicy(StrEnum):
    """What becomes of the last order that is not shipped when a customer cancels a subscription paid each time."""

    CANCEL_ORDER = "cancel_order"
    SHIP_ORDER = "ship_order"
    ASK_MERCHANT = "ask_merchant"


class PausePolicy(StrEnum):
    """What becomes of paid deliveries while a contract is paused."""

    KEEP_SHIPPING = "keep_shipping"
    RESCHEDULE = "reschedule"
    HOLD = "hold"


@dataclass(frozen=True)
class SubscriptionPolicies:
    """The policies that hold for one contract."""

    order_cancelled: ContractPolicy = ContractPolicy.NOTIFY_ONLY
    fully_refunded: ContractPolicy = ContractPolicy.NOTIFY_ONLY
    prepaid_cancelled: RemainingPolicy = RemainingPolicy.SHIP_REMAINING
    last_order: LastOrderPolicy = LastOrderPolicy.ASK_MERCHANT
    paused: PausePolicy = PausePolicy.KEEP_SHIPPING

    def asks_at_the_end(self, *, is_prepaid: bool) -> bool:
        """Whether a person has to say what becomes of paid goods when such a contract is cancelled."""
        if is_prepaid:
            return self.prepaid_cancelled is RemainingPolicy.ASK_MERCHANT
        return self.last_order is LastOrderPolicy.ASK_MERCHANT

    def is_end_decided(self, *, is_prepaid: bool, by_change: bool, is_answered: bool) -> bool:
        """Whether it is said what becomes of the paid goods of a contract that was cancelled.

        By these policies, by the change of ours that has cancelled it, or by who has answered the notice of it.
        """
        return by_change or is_answered or not self.asks_at_the_end(is_prepaid=is_prepaid)
