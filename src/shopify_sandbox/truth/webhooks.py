"""What is known of each topic that the sandbox sends. No delivery was ever recorded."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema

_BODY = by_documentation("the members of its body")
_WHEN = by_schema("when it is sent")
_SMALL = by_schema("when it is sent, and the ids in its body")
_GUESSED = assumed("its body, and what is sent beside it")

WEBHOOKS: Claims = {
    **dict.fromkeys(
        (
            "orders/create",
            "orders/updated",
            "orders/cancelled",
            "orders/fulfilled",
            "orders/partially_fulfilled",
            "orders/paid",
            "refunds/create",
            "order_transactions/create",
            "fulfillments/create",
            "fulfillments/update",
            "customers/create",
            "customers/update",
            "products/create",
            "products/update",
        ),
        (_WHEN, _BODY, assumed("values that nothing in the sandbox stands for are null or empty; the order of topics")),
    ),
    **dict.fromkeys(
        ("orders/delete", "selling_plan_groups/delete", "products/delete"), (_WHEN, by_documentation("the id alone"))
    ),
    **dict.fromkeys(
        ("selling_plan_groups/create", "selling_plan_groups/update"),
        (_WHEN, _BODY, assumed("how it tells of anchors, pricing policies, products and variants")),
    ),
    "customers/delete": (_WHEN, assumed("the id alone")),
    "app/uninstalled": (
        _WHEN,
        by_documentation("the shop in its REST form; the subscriptions are gone then"),
        assumed("values that nothing in the sandbox stands for"),
    ),
    "app/scopes_update": (
        _WHEN,
        by_documentation("the scopes before and after, the shop's id"),
        assumed("the form of the installation's id"),
    ),
    "orders/edited": (_WHEN, _BODY, assumed("what it says of discounts and shipping lines")),
    **dict.fromkeys(("fulfillment_events/create", "bulk_operations/finish"), (_WHEN, _BODY)),
    **dict.fromkeys(
        (
            "fulfillment_orders/cancellation_request_accepted",
            "fulfillment_orders/cancellation_request_rejected",
            "fulfillment_orders/cancellation_request_submitted",
            "fulfillment_orders/cancelled",
            "fulfillment_orders/fulfillment_request_accepted",
            "fulfillment_orders/fulfillment_request_rejected",
            "fulfillment_orders/fulfillment_request_submitted",
            "fulfillment_orders/fulfillment_service_failed_to_complete",
            "fulfillment_orders/hold_released",
            "fulfillment_orders/manually_reported_progress_stopped",
            "fulfillment_orders/merged",
            "fulfillment_orders/moved",
            "fulfillment_orders/order_routing_complete",
            "fulfillment_orders/placed_on_hold",
            "fulfillment_orders/progress_reported",
            "fulfillment_orders/rescheduled",
            "fulfillment_orders/scheduled_fulfillment_order_ready",
            "fulfillment_orders/split",
            "fulfillment_holds/added",
            "fulfillment_holds/released",
        ),
        (_SMALL, assumed("members beside the ids and the status")),
    ),
    **dict.fromkeys(
        (
            "draft_orders/create",
            "draft_orders/update",
            "draft_orders/delete",
            "returns/request",
            "returns/approve",
            "returns/decline",
            "returns/cancel",
            "returns/close",
            "returns/reopen",
            "returns/process",
            "reverse_deliveries/attach_deliverable",
            "segments/create",
            "segments/update",
            "segments/delete",
        ),
        (_WHEN, _GUESSED),
    ),
}
