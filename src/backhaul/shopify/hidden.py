"""Which parts of an order or a contract a reply leaves empty although they may not be."""

from collections.abc import Iterable

from backhaul.shopify.reply import TopError

_OF_ORDER = {
    "customer": "customer",
    "shippingAddress": "shipping_address",
    "email": "email",
    "phone": "phone",
    "note": "note",
    "cancelReason": "cancel_reason",
    "cancelledAt": "cancelled_at",
    "closedAt": "closed_at",
    "displayFinancialStatus": "financial_status",
}
_LISTS = frozenset({"fulfillments", "refunds", "returns"})
_OF_LINES = {"variant": "variant_gid", "sku": "sku", "variantTitle": "variant_title"}
_OF_CONTRACT = {
    "app": "app",
    "customer": "customer",
    "customerPaymentMethod": "payment_method",
    "deliveryMethod": "method",
    "lastBillingAttemptErrorType": "last_billing_error",
    "lastPaymentStatus": "last_payment_status",
    "nextBillingDate": "next_billing_at",
    "note": "note",
    "originOrder": "origin_order",
}


def hidden_of(errors: Iterable[TopError]) -> frozenset[str]:
    """The names of the order's fields, and as `lines/…` and `refunds/…` of fields below it, that errors are about."""
    return frozenset(name for error in errors for name in _hidden(error.path))


def hidden_of_contract(errors: Iterable[TopError]) -> frozenset[str]:
    """The names of the contract's fields that errors are about."""
    paths = (error.path for error in errors if len(error.path) > 1 and error.path[0] == "subscriptionContract")
    return frozenset(_OF_CONTRACT[path[1]] for path in paths if path[1] in _OF_CONTRACT)


def _hidden(path: tuple[str, ...]) -> list[str]:
    if len(path) < 2 or path[0] != "order":
        return []
    if path[1] == "lineItems":
        return [f"lines/{_OF_LINES[part]}" for part in path[2:] if part in _OF_LINES]
    if path[1] == "refunds" and path[-1] == "return":
        return ["refunds/return_gid"]
    if path[1] in _LISTS:
        return [path[1]] if len(path) == 2 else []
    if path[1].endswith("Set"):
        return ["money"]
    return [_OF_ORDER[path[1]]] if path[1] in _OF_ORDER else []
