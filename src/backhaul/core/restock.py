"""What becomes of goods that are given back."""

from enum import StrEnum


class Restock(StrEnum):
    """Shopify's RefundLineItemRestockType, in our spelling."""

    CANCEL = "cancel"
    """Not shipped yet: the fulfillable units go down."""
    NO_RESTOCK = "no_restock"
    """The money alone: units that are not shipped yet would still be shipped."""
    RETURN = "return"
    """Shipped, and come back."""
