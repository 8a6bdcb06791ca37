"""An order's payments, netted: what authorisations still hold, what money is there, what may come and what failed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.money import Money


class Holding(StrEnum):
    """What an authorisation is good for now."""

    OPEN = "open"
    CAPTURED = "captured"  # wholly
    VOIDED = "voided"
    EXPIRED = "expired"
    GONE = "gone"  # Shopify no longer lets it be captured and does not say why


@dataclass(frozen=True)
class Authorisation:
    """Money set aside. captured + pending + voided + capturable <= authorised; `capturable` is zero unless OPEN.

    `takes_one_capture`: whatever the first capture leaves is lost. `expires_at` may be our estimate from the gateway's
    usual lifetime; None: not known.
    """

    gid: str
    gateway: str
    gateway_name: str
    created_at: datetime
    authorised: Money
    captured: Money
    pending: Money
    voided: Money
    capturable: Money
    holding: Holding
    takes_one_capture: bool
    expires_at: datetime | None = None
    expiry_is_estimated: bool = False


@dataclass(frozen=True)
class Receipt:
    """Money that is there: a sale, a gift card, or a capture (then `authorisation_gid` says of what).

    `refunded` counts refunds that have not failed. `is_manual`: paid in cash, by transfer or the like, which Shopify
    only notes.
    """

    gid: str
    gateway: str
    gateway_name: str
    created_at: datetime
    amount: Money
    refunded: Money
    authorisation_gid: str | None = None
    is_manual: bool = False

    @property
    def kept(self) -> Money:
        """What was not given back."""
        return self.amount - self.refunded


@dataclass(frozen=True)
class Undecided:
    """Money that may still come: a pending sale, authorisation or capture. `is_manual`: by cash, transfer or the like,
    which a person marks as paid; waiting for it in a task would be in vain. `sets_aside`: it is an authorisation."""

    gid: str
    gateway: str
    gateway_name: str
    amount: Money
    is_manual: bool
    authorisation_gid: str | None = None
    sets_aside: bool = False


@dataclass(frozen=True)
class Failed:
    """A capture or payment that came to nothing, with Shopify's error code."""

    gid: str
    gateway_name: str
    amount: Money
    error_code: str
    authorisation_gid: str | None = None


@dataclass(frozen=True)
class Ledger:
    """An order's payments, netted; of each sort the earliest first.

    `net_received`: receipts less refunds. `owed`: what the order is worth now less what was received, is being captured
    or is being paid; None when Shopify gave no total. It may be negative.
    """

    currency: str
    authorisations: tuple[Authorisation, ...]
    receipts: tuple[Receipt, ...]
    undecided: tuple[Undecided, ...]
    failed: tuple[Failed, ...]
    net_received: Money
    owed: Money | None
    order_gid: str = ""

    def authorisation(self, gid: str) -> Authorisation | None:
        """The authorisation with that gid."""
        return next((one for one in self.authorisations if one.gid == gid), None)

    def receipt(self, gid: str) -> Receipt | None:
        """The receipt with that gid."""
        return next((one for one in self.receipts if one.gid == gid), None)

    def has_capture(self, gid: str) -> bool:
        """Whether that capture or payment, whatever became of it, is among what was read."""
        return any(one.gid == gid for group in (self.receipts, self.undecided, self.failed) for one in group)

    def captures_of(self, authorisation_gid: str) -> int:
        """How many captures of the authorisation there are, whatever became of them."""
        every = (one for group in (self.receipts, self.undecided, self.failed) for one in group)
        return sum(one.authorisation_gid == authorisation_gid for one in every)
