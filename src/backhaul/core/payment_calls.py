"""The calls that move money in Shopify, each with a step that names its content."""

from dataclasses import dataclass

from backhaul.core.money import Money


@dataclass(frozen=True)
class LineShare:
    """So much of a call for one payment line."""

    line_id: str
    amount: Money


@dataclass(frozen=True)
class CapturePayment:
    """One orderCapture, in presentment currency. `shares` add up to `amount`; there is one unless an authorisation that
    allows one capture only is taken for several invoices at once."""

    step: str
    order_gid: str
    authorisation_gid: str
    amount: Money
    shares: tuple[LineShare, ...]


@dataclass(frozen=True)
class VoidAuthorisation:
    """One transactionVoid: nothing of the authorisation may have been captured."""

    step: str
    order_gid: str
    authorisation_gid: str


@dataclass(frozen=True)
class RefundPayment:
    """One refundCreate that gives back money of one receipt and names no units. The key is sent again with each try."""

    step: str
    order_gid: str
    receipt_gid: str
    gateway: str
    amount: Money
    idempotency_key: str
    note: str = ""
