"""Shopify's mutations, typed. Made by `make codegen`: change the .graphql files instead."""

from .calls import (
    FULFILLMENT_CANCEL,
    FULFILLMENT_CREATE,
    FULFILLMENT_ORDER_MOVE,
    FULFILLMENT_ORDER_OPEN,
    FULFILLMENT_ORDER_RELEASE_HOLD,
    FULFILLMENT_TRACKING_INFO_UPDATE,
    OPERATIONS,
    TAGS_ADD,
    fulfillment_cancel,
    fulfillment_create,
    fulfillment_order_move,
    fulfillment_order_open,
    fulfillment_order_release_hold,
    fulfillment_tracking_info_update,
    tags_add,
)
from .input_types import (
    FulfillmentInput,
    FulfillmentOrderLineItemInput,
    FulfillmentOrderLineItemsInput,
    FulfillmentOriginAddressInput,
    FulfillmentTrackingInput,
)

__all__ = [
    "FULFILLMENT_CANCEL",
    "FULFILLMENT_CREATE",
    "FULFILLMENT_ORDER_MOVE",
    "FULFILLMENT_ORDER_OPEN",
    "FULFILLMENT_ORDER_RELEASE_HOLD",
    "FULFILLMENT_TRACKING_INFO_UPDATE",
    "FulfillmentInput",
    "FulfillmentOrderLineItemInput",
    "FulfillmentOrderLineItemsInput",
    "FulfillmentOriginAddressInput",
    "FulfillmentTrackingInput",
    "OPERATIONS",
    "TAGS_ADD",
    "fulfillment_cancel",
    "fulfillment_create",
    "fulfillment_order_move",
    "fulfillment_order_open",
    "fulfillment_order_release_hold",
    "fulfillment_tracking_info_update",
    "tags_add",
]
