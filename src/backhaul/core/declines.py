"""Why a charge of a subscription fails: every code of Shopify's, and what class of decline it is.

The codes are those of SubscriptionBillingAttemptErrorCode and of the enums of its state's errors (schema). What class
each belongs to is our reading of the schema's sentences and of what card networks ask of merchants.
"""

from collections.abc import Mapping
from enum import StrEnum


class Decline(StrEnum):
    """What a failed charge asks for; `words` says it to the merchant's people."""

    CARD = "card"
    SOFT = "soft"
    PAY_DAY = "pay_day"
    CHALLENGE = "challenge"
    STOCK = "stock"
    ADDRESS = "address"
    MERCHANT = "merchant"
    PAID = "paid"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        return _WORDS[self]


ASK_A_PERSON = frozenset({Decline.ADDRESS, Decline.MERCHANT, Decline.PAID, Decline.UNKNOWN})
"""Trying again would end the same, or might charge twice: a person decides."""
CUSTOMERS_OWN: Mapping[Decline, str] = {
    Decline.CARD: "Your card can't be used for this any more. Please give another way to pay.",
    Decline.SOFT: "Your bank has declined the payment for now.",
    Decline.PAY_DAY: "There was not enough money on your account.",
    Decline.CHALLENGE: "Your bank wants you to confirm the payment, and it was not confirmed.",
}
"""Declines that the customer can do something about, each said to the customer."""

_WORDS = {
    Decline.CARD: "The way to pay can't be used any more: the customer has to give another one.",
    Decline.SOFT: "The customer's bank has declined the payment for now.",
    Decline.PAY_DAY: "There was not enough money on the customer's account.",
    Decline.CHALLENGE: "The customer's bank wants the payment confirmed, and it was not.",
    Decline.STOCK: "There is not enough stock.",
    Decline.ADDRESS: "The subscription has no delivery address that Shopify accepts.",
    Decline.MERCHANT: "The shop's own settings stand in the way.",
    Decline.PAID: "Shopify says that this is paid already.",
    Decline.UNKNOWN: "Shopify gives a reason that has no rule yet.",
}

_CODES: Mapping[Decline, str] = {
    Decline.CARD: """
        BUYER_CANCELED_PAYMENT_METHOD CARD_NUMBER_INCORRECT EXPIRED_CARD EXPIRED_PAYMENT_METHOD FRAUD_SUSPECTED
        INCORRECT_ADDRESS INCORRECT_CVC INCORRECT_NUMBER INCORRECT_PIN INCORRECT_ZIP INVALID_BILLING_ADDRESS
        INVALID_CURRENCY INVALID_CUSTOMER_BILLING_AGREEMENT INVALID_CVC INVALID_EXPIRY_DATE INVALID_NUMBER
        INVALID_PAYMENT_METHOD INVALID_PURCHASE_TYPE PAYMENT_METHOD_NOT_FOUND PAYMENT_METHOD_NOT_SPECIFIED
        PAYMENT_METHOD_UNSUPPORTED PURCHASE_TYPE_NOT_SUPPORTED RETRY_DECLINED
    """,
    Decline.SOFT: """
        CALL_ISSUER CANCELLED_PAYMENT CARD_DECLINED DO_NOT_HONOR GENERIC_ERROR PAYMENT_METHOD_DECLINED
        PAYMENT_PROVIDER_ERROR PAYPAL_ERROR_GENERAL PROCESSING_ERROR TRANSACTION_LIMIT_EXCEEDED TRANSIENT_ERROR
    """,
    Decline.PAY_DAY: "INSUFFICIENT_FUNDS",
    Decline.CHALLENGE: """
        AUTHENTICATION_ERROR AUTHENTICATION_FAILED AUTHENTICATION_REQUIRED CONFIRMATION_REJECTED EXPIRED_BUYER_ACTION
        OFF_SESSION_REJECTED
    """,
    Decline.STOCK: "INSUFFICIENT_INVENTORY",
    Decline.ADDRESS: "INVALID_SHIPPING_ADDRESS",
    Decline.MERCHANT: """
        AMOUNT_TOO_LARGE AMOUNT_TOO_SMALL CUSTOMER_INVALID CUSTOMER_NOT_FOUND FREE_GIFT_CARD_NOT_ALLOWED INVALID_AMOUNT
        INVALID_REQUEST INVENTORY_ALLOCATIONS_NOT_FOUND MERCHANT_ACCOUNT_ERROR MERCHANT_RULE
        NON_TEST_ORDER_LIMIT_REACHED PAYMENT_METHOD_INCOMPATIBLE_WITH_GATEWAY_CONFIG PAYMENT_PROVIDER_IS_NOT_ENABLED
        TEST_MODE
    """,
    Decline.PAID: "INVOICE_ALREADY_PAID",
    Decline.UNKNOWN: "UNEXPECTED_ERROR",
}

DECLINES: Mapping[str, Decline] = {code: decline for decline, codes in _CODES.items() for code in codes.split()}
"""The class of each code that the schema names."""


def decline_of(code: str) -> Decline:
    """The class of a failed charge; a code that the schema did not have yet is for a person."""
    return DECLINES.get(code, Decline.UNKNOWN)


def say_decline(code: str) -> str:
    """Why a charge failed, for a person, with Shopify's code."""
    return f"{decline_of(code).words} Shopify says {code}." if code else Decline.UNKNOWN.words
