"""What follows when Shopify refuses a change to an order that belongs to a change of its subscription."""

from backhaul.core.decisions import Person
from backhaul.core.rejection_rules import ALREADY_SO, NO_ORDER, ORDER_CHANGED, Rule, by_code, rule

_PAST = Person("Shopify takes only a date in the future for a delivery. Choose another date, and make the change anew.")
_ADDRESS = Person("Shopify does not accept this address. Correct it, and make the change once more.")
_NO_PERMISSION = Person("The app may not refund in Shopify. Cancel the order in Shopify by hand, then retry.")
_STORE_CREDIT = Person("Shopify cannot refund this order as asked for. Cancel it in Shopify by hand, then retry.")

ORDER_RULES: dict[str, tuple[Rule, ...]] = {
    "orderUpdate": (
        rule(r"", _ADDRESS, field="shippingAddress"),
        rule(r"address|zip|postal|province|country", _ADDRESS),
        rule(r"too long|note", Person("The note is longer than Shopify takes. Shorten it, and change it anew.")),
        rule(r"does not exist|not found", NO_ORDER),
    ),
    "fulfillmentOrderReschedule": (
        *by_code({"FULFILLMENT_ORDER_NOT_FOUND": ORDER_CHANGED}),
        rule(r"must be scheduled|status", ORDER_CHANGED),
        rule(r"future|past|date|fulfill_?at", _PAST),
    ),
    "fulfillmentOrderHold": (
        *by_code(
            {
                "DUPLICATE_FULFILLMENT_HOLD_HANDLE": ALREADY_SO,
                "FULFILLMENT_ORDER_NOT_FOUND": ORDER_CHANGED,
                "FULFILLMENT_ORDER_NOT_SPLITTABLE": ORDER_CHANGED,
                "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED": Person(
                    "These goods have ten holds of ours already, and Shopify allows no more. Release one, then retry."
                ),
            }
        ),
        rule(r"", ALREADY_SO, field="handle", code="TAKEN"),
        rule(r"status|cannot be (put|placed) on hold", ORDER_CHANGED),
    ),
    "orderCancel": (
        rule(r"already .*cancell?ed", ALREADY_SO),
        rule(
            r"return",
            Person("The order has a return under way, and Shopify does not cancel it. Close the return, then retry."),
        ),
        rule(r"outstanding fulfillments|fulfilled", ORDER_CHANGED),
        *by_code(
            {
                "NOT_FOUND": NO_ORDER,
                "NO_REFUND_PERMISSION": _NO_PERMISSION,
                "NO_REFUND_TO_STORE_CREDIT_PERMISSION": _NO_PERMISSION,
                "STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED": _STORE_CREDIT,
                "STORE_CREDIT_REFUND_EXPIRATION_IN_PAST": _STORE_CREDIT,
                "STORE_CREDIT_REFUND_MISSING_CUSTOMER": _STORE_CREDIT,
            }
        ),
    ),
}
