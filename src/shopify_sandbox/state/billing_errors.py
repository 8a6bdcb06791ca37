"""Why billing attempts fail: the schema's codes, what each says, and the kind of error it is."""

from __future__ import annotations

from shopify_sandbox.schema import enum_values

SENTENCES = {
    "AMOUNT_TOO_LARGE": "The amount exceeds the limit for this payment method.",
    "AMOUNT_TOO_SMALL": "The amount is too small.",
    "AUTHENTICATION_ERROR": "There was an error during the payment authentication.",
    "AUTHENTICATION_FAILED": "Authentication failed during payment processing.",
    "AUTHENTICATION_REQUIRED": "Additional authentication is required to complete the payment.",
    "BUYER_CANCELED_PAYMENT_METHOD": "Payment method was canceled by buyer.",
    "CALL_ISSUER": "The card issuer requires the cardholder to call them.",
    "CANCELLED_PAYMENT": "The payment was cancelled.",
    "CARD_DECLINED": "The card was declined by the payment processor.",
    "CARD_NUMBER_INCORRECT": "Card number was incorrect.",
    "CONFIRMATION_REJECTED": "The payment confirmation was rejected.",
    "CUSTOMER_INVALID": "Customer is invalid.",
    "CUSTOMER_NOT_FOUND": "Customer was not found.",
    "DO_NOT_HONOR": "The card issuer declined the transaction with a 'do not honor' response.",
    "EXPIRED_BUYER_ACTION": "The required buyer action has expired.",
    "EXPIRED_CARD": "The card has expired.",
    "EXPIRED_PAYMENT_METHOD": "Payment method is expired.",
    "FRAUD_SUSPECTED": "Fraud was suspected.",
    "FREE_GIFT_CARD_NOT_ALLOWED": "Gift cards must have a price greater than zero.",
    "GENERIC_ERROR": "A generic payment error occurred.",
    "INCORRECT_ADDRESS": "The billing address provided is incorrect.",
    "INCORRECT_CVC": "The card security code entered is incorrect.",
    "INCORRECT_NUMBER": "The card number entered is incorrect.",
    "INCORRECT_PIN": "The PIN entered is incorrect.",
    "INCORRECT_ZIP": "The postal/ZIP code provided is incorrect.",
    "INSUFFICIENT_FUNDS": "Insufficient funds.",
    "INSUFFICIENT_INVENTORY": "Not enough inventory found.",
    "INVALID_AMOUNT": "The transaction amount is invalid for this payment method.",
    "INVALID_BILLING_ADDRESS": "The billing address is invalid.",
    "INVALID_CURRENCY": "The currency is not supported for this payment method.",
    "INVALID_CUSTOMER_BILLING_AGREEMENT": (
        "The billing agreement ID or the transaction ID for the customer's payment method is invalid."
    ),
    "INVALID_CVC": "The card security code is invalid.",
    "INVALID_EXPIRY_DATE": "The expiry date of the card provided is invalid.",
    "INVALID_NUMBER": "The card number is invalid.",
    "INVALID_PAYMENT_METHOD": "Payment method is invalid. Please update or create a new payment method.",
    "INVALID_PURCHASE_TYPE": "The purchase type is invalid for this payment method.",
    "INVALID_REQUEST": "The payment request is invalid.",
    "INVALID_SHIPPING_ADDRESS": "The shipping address is either missing or invalid.",
    "INVENTORY_ALLOCATIONS_NOT_FOUND": "No inventory location found or enabled.",
    "INVOICE_ALREADY_PAID": "A payment has already been made for this invoice.",
    "MERCHANT_ACCOUNT_ERROR": "Merchant account configuration error.",
    "MERCHANT_RULE": "The transaction was declined due to a merchant-defined rule.",
    "NON_TEST_ORDER_LIMIT_REACHED": "Non-test order limit reached. Use a test payment gateway to place another order.",
    "OFF_SESSION_REJECTED": "The off-session payment was rejected and requires customer action.",
    "PAYMENT_METHOD_DECLINED": "Payment method was declined by processor.",
    "PAYMENT_METHOD_INCOMPATIBLE_WITH_GATEWAY_CONFIG": (
        "Payment method cannot be used with the current payment gateway test mode configuration."
    ),
    "PAYMENT_METHOD_NOT_FOUND": "Payment method was not found.",
    "PAYMENT_METHOD_NOT_SPECIFIED": "Payment method is not specified on subscription contract.",
    "PAYMENT_METHOD_UNSUPPORTED": "The payment method type is not supported.",
    "PAYMENT_PROVIDER_ERROR": "An exception occurred with the payment provider.",
    "PAYMENT_PROVIDER_IS_NOT_ENABLED": "Payment provider is not enabled.",
    "PAYPAL_ERROR_GENERAL": "Paypal Error General.",
    "PROCESSING_ERROR": "A processing error occurred with the payment provider.",
    "PURCHASE_TYPE_NOT_SUPPORTED": "Purchase Type is not supported.",
    "RETRY_DECLINED": "The payment retry was declined.",
    "TEST_MODE": "Gateway is in test mode and attempted to bill a live payment method.",
    "TRANSACTION_LIMIT_EXCEEDED": "The transaction exceeds the cardholder's limit.",
    "TRANSIENT_ERROR": "Transient error, try again later.",
    "UNEXPECTED_ERROR": "There was an unexpected error during the billing attempt.",
}


def kind_of(code: str) -> str:
    """The member of SubscriptionBillingAttemptError that has such a code, without the common beginning of the names."""
    for kind in ("Payment", "Inventory", "General"):
        if code in enum_values(f"SubscriptionBillingAttempt{kind}ErrorCode"):
            return kind
    return "Unexpected"


def type_for_contract(code: str) -> str:
    """SubscriptionContractLastBillingErrorType; which codes are the customer's fault is assumed."""
    if code.startswith("CUSTOMER_"):
        return "CUSTOMER_ERROR"
    return {"Payment": "PAYMENT_ERROR", "Inventory": "INVENTORY_ERROR"}.get(kind_of(code), "OTHER")
