"""Says why a payment or a capture came to nothing (Shopify: OrderTransactionErrorCode)."""

_WORDS = {
    "AMOUNT_TOO_LARGE": "the amount is more than the gateway allows",
    "AMOUNT_TOO_SMALL": "the amount is less than the gateway allows",
    "AUTHENTICATION_FAILED": "the customer's bank could not confirm who paid (3D Secure)",
    "AUTHENTICATION_REQUIRED": "the customer's bank wants the customer to confirm the payment (3D Secure)",
    "AUTHORIZATION_EXPIRED": "the authorisation has expired",
    "CALL_ISSUER": "the card was declined, and the customer should ask the bank why",
    "CANCELLED_PAYMENT": "the payment was cancelled",
    "CARD_DECLINED": "the card was declined",
    "CONFIG_ERROR": "the gateway is not set up correctly",
    "DO_NOT_HONOR": "the customer's bank declined it and gave no reason",
    "EXPIRED_CARD": "the card has expired",
    "FRAUD_SUSPECTED": "it was declined on suspicion of fraud",
    "INSTRUMENT_DECLINED": "the customer's way of paying was declined",
    "INSUFFICIENT_FUNDS": "there was not enough money in the customer's account",
    "INVALID_AMOUNT": "the gateway does not accept the amount",
    "INVALID_CURRENCY": "the gateway does not accept the currency",
    "INVALID_PAYMENT_METHOD": "the customer's way of paying is no longer valid",
    "MERCHANT_ACCOUNT_ERROR": "something is wrong with the store's account at the gateway",
    "MERCHANT_RULE": "a risk rule of the store blocked it",
    "PAYMENT_METHOD_UNAVAILABLE": "the way of paying was not available for the moment",
    "PAYMENT_METHOD_UNSUPPORTED": "the gateway does not support this way of paying",
    "PAYMENT_PROVIDER_ERROR": "the payment provider had an error of its own",
    "PICK_UP_CARD": "the card was reported as lost or stolen",
    "PROCESSING_ERROR": "an error happened while it was being processed",
    "TRANSACTION_LIMIT_EXCEEDED": "the customer's way of paying was used too often",
}


def why_failed(error_code: str | None) -> str:
    """A clause without a full stop: "the card was declined". A code that we have no words for is named as it is."""
    if not error_code:
        return "Shopify gives no reason"
    return _WORDS.get(error_code) or f"Shopify's reason is {error_code.replace('_', ' ').lower()}"
