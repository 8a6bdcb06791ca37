"""What is known of each mutation of order editing. None of its answers was recorded but one text."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema, proven

_STAGED = by_schema("what it stages, shown by the calculated order; nothing changes before the commit")
_REFUSALS = assumed("its refusals and their texts")
_PRICE = assumed("how taxes follow a price that changes: at the rates that the order has")

EDIT_MUTATIONS: Claims = {
    "orderEditAddCustomItem": (
        _STAGED,
        by_documentation("no more than 500 lines, with its text"),
        _REFUSALS,
        assumed("it is fulfilled from the location given, else from the first"),
        _PRICE,
    ),
    "orderEditAddLineItemDiscount": (
        _STAGED,
        by_documentation("also of lines that are fulfilled"),
        _REFUSALS,
        assumed("a fixed amount is taken off each unit"),
        _PRICE,
    ),
    "orderEditAddShippingLine": (_STAGED, _REFUSALS, assumed("it is not taxed")),
    "orderEditAddVariant": (
        _STAGED,
        by_documentation("no more than 500 lines, with its text"),
        _REFUSALS,
        assumed("it is fulfilled from the location given, else from the first"),
        _PRICE,
    ),
    "orderEditBegin": (
        proven(
            "an order that can't be edited is refused",
            "resolvers/order_edit_refusals::an_order_that_is_cancelled_can_not_be_edited",
        ),
        by_documentation("archived orders and those with prepaid subscriptions can't be edited"),
        assumed("an order may have several edits under way; a text for an unknown order"),
    ),
    "orderEditCommit": (
        by_schema("the order has the changes, `edited`, and its original total; what is fulfilled stays"),
        assumed("removed units leave as a refund that gives no money back, and `refunds/create` is sent"),
        assumed("units go to an open fulfillment order that nobody works on, or to a new one"),
        assumed("units added to a line cost the full price; removed shipping is no part of any total"),
        assumed("an edit begun before another one was committed is refused; its other refusals; `successMessages`"),
    ),
    "orderEditRemoveDiscount": (_STAGED, _REFUSALS, assumed("codes can be taken back too"), _PRICE),
    "orderEditRemoveLineItemDiscount": (_STAGED, _REFUSALS),
    "orderEditRemoveShippingLine": (_STAGED, _REFUSALS),
    "orderEditSetQuantity": (
        _STAGED,
        by_documentation("fulfilled units can not be taken away"),
        _REFUSALS,
        assumed("the quantity counts fulfilled units too"),
    ),
    "orderEditUpdateDiscount": (_STAGED, _REFUSALS),
    "orderEditUpdateShippingLine": (_STAGED, _REFUSALS, assumed("only of a shipping line that the edit adds")),
}
