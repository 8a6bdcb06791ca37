"""What a merchant lets customers do in the portal: which changes, and how long beforehand."""

from dataclasses import dataclass
from enum import StrEnum


class CustomerChange(StrEnum):
    """A change that a customer may make without asking anybody; `words` says it to a merchant."""

    ADDRESS = "address"
    DATE = "date"
    SKIP = "skip"
    PAUSE = "pause"
    CANCEL = "cancel"
    CHOOSE_REMAINING = "choose_remaining"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    CustomerChange.ADDRESS: "change the address",
    CustomerChange.DATE: "change the date of a delivery",
    CustomerChange.SKIP: "skip a delivery, and take that back",
    CustomerChange.PAUSE: "pause the subscription, and let it go on",
    CustomerChange.CANCEL: "cancel the subscription",
    CustomerChange.CHOOSE_REMAINING: "choose, when cancelling, whether what is paid is shipped or refunded",
}

USUALLY = frozenset(CustomerChange) - {CustomerChange.CHOOSE_REMAINING}
"""What a portal that is opened allows unless the merchant says otherwise: everything but deciding on money."""
USUAL_NOTICE_DAYS = 1
LONGEST_NOTICE_DAYS = 90


@dataclass(frozen=True)
class PortalPolicies:
    """A store's portal. A change counts for a billing cycle only if it is made `notice_days` full days before it."""

    is_open: bool = False
    allowed: frozenset[CustomerChange] = USUALLY
    notice_days: int = USUAL_NOTICE_DAYS

    def allows(self, change: CustomerChange) -> bool:
        """Whether customers may make this change by themselves."""
        return self.is_open and change in self.allowed
