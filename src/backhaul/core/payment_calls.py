"""The calls that move money in Shopify, each with a step that names its content."""

from dataclasses import dataclass

from backhaul.core.money import Money
from backhaul.core.restock import Restock


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


@dataclass(frozen=True)
class GivenBackUnits:
    """So many units of an order line, and what becomes of the goods; `location_gid`: where they are put back."""

    line_gid: str
    quantity: int
    restock: Restock
    location_gid: str = ""


@dataclass(frozen=True)
class ReceiptShare:
    """So much of a refund out of one receipt."""

    receipt_gid: str
    gateway: str
    amount: Money


@dataclass(frozen=True)
class RefundUnits:
    """One refundCreate that gives back units with their money, and shipping; the key is sent again with each try.

    `shipping` is without tax unless prices contain it. `is_discrepant`: the money is not what Shopify would suggest,
    because a person, or the credit memo, says so.
    """

    step: str
    order_gid: str
    units: tuple[GivenBackUnits, ...]
    payments: tuple[ReceiptShare, ...]
    shipping: Money
    idempotency_key: str
    note: str = ""
    is_discrepant: bool = False
