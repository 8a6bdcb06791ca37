"""What the law lets customers and merchants ask for, and how far that is."""

from enum import StrEnum


class PrivacyTopic(StrEnum):
    """Shopify's three mandatory topics."""

    DATA_REQUEST = "customers/data_request"
    CUSTOMER_REDACT = "customers/redact"
    SHOP_REDACT = "shop/redact"
