"""What Shopify suggests to give back for some units of an order, and on which of its payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.money import Money, total, zero


@dataclass(frozen=True)
class SuggestedPayment:
    """A sale or capture: so much of it is suggested to be given back, and so much could be."""

    receipt_gid: str
    gateway: str
    amount: Money
    maximum: Money


@dataclass(frozen=True)
class SuggestedRefund:
    """A suggestion in the customer's money. `locations`: where Shopify would put the units of a line back."""

    amount: Money
    maximum: Money
    payments: Sequence[SuggestedPayment]
    locations: Mapping[str, str]

    def taking(self, amount: Money) -> dict[str, Money]:
        """An amount by payment: as suggested, the rest wherever more could be; what no payment has is left out."""
        left = amount
        taken: dict[str, Money] = {}
        for one in self.payments:
            taken[one.receipt_gid] = max(min(left, one.amount, one.maximum), zero(amount.currency))
            left -= taken[one.receipt_gid]
        for one in self.payments:
            more = min(left, one.maximum - taken[one.receipt_gid])
            if more > zero(amount.currency):
                taken[one.receipt_gid] += more
                left -= more
        return {gid: share for gid, share in taken.items() if share > zero(amount.currency)}

    def gateway(self, receipt_gid: str) -> str:
        """The gateway of a payment."""
        return next((one.gateway for one in self.payments if one.receipt_gid == receipt_gid), "")


def can_take(suggested: SuggestedRefund, amount: Money) -> bool:
    """Whether so much is left of the payments; never more than Shopify says it has received and not given back."""
    return total(suggested.taking(amount).values(), amount.currency) == amount and amount <= suggested.maximum
