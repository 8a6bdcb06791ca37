from typing import Optional, Union

from ..operation import Call, Operation, variables_of
from ..model import UNSET, UnsetType
from .bulk_operation_run_query import BulkOperationRunQuery
from .enums import WebhookSubscriptionTopic
from .fulfillment_cancel import FulfillmentCancel
from .fulfillment_create import FulfillmentCreate
from .fulfillment_order_move import FulfillmentOrderMove
from .fulfillment_order_open import FulfillmentOrderOpen
from .fulfillment_order_release_hold import FulfillmentOrderReleaseHold
from .fulfillment_tracking_info_update import FulfillmentTrackingInfoUpdate
from .input_types import (
    FulfillmentInput,
    FulfillmentOrderLineItemInput,
    FulfillmentTrackingInput,
    OrderCaptureInput,
    RefundInput,
    WebhookSubscriptionInput,
)
from .operations import (
    BULK_OPERATION_RUN_QUERY_GQL,
    FULFILLMENT_CANCEL_GQL,
    FULFILLMENT_CREATE_GQL,
    FULFILLMENT_ORDER_MOVE_GQL,
    FULFILLMENT_ORDER_OPEN_GQL,
    FULFILLMENT_ORDER_RELEASE_HOLD_GQL,
    FULFILLMENT_TRACKING_INFO_UPDATE_GQL,
    ORDER_CAPTURE_GQL,
    REFUND_CREATE_GQL,
    TAGS_ADD_GQL,
    TRANSACTION_VOID_GQL,
    WEBHOOK_SUBSCRIPTION_CREATE_GQL,
    WEBHOOK_SUBSCRIPTION_UPDATE_GQL,
)
from .order_capture import OrderCapture
from .refund_create import RefundCreate
from .tags_add import TagsAdd
from .transaction_void import TransactionVoid
from .webhook_subscription_create import WebhookSubscriptionCreate
from .webhook_subscription_update import WebhookSubscriptionUpdate

BULK_OPERATION_RUN_QUERY = Operation(
    name="BulkOperationRunQuery",
    document=BULK_OPERATION_RUN_QUERY_GQL,
    data=BulkOperationRunQuery,
    points=10,
    is_mutation=True,
)


def bulk_operation_run_query(query: str) -> Call[BulkOperationRunQuery]:
    return Call(BULK_OPERATION_RUN_QUERY, variables_of({"query": query}))


FULFILLMENT_CANCEL = Operation(
    name="FulfillmentCancel",
    document=FULFILLMENT_CANCEL_GQL,
    data=FulfillmentCancel,
    points=10,
    is_mutation=True,
)


def fulfillment_cancel(id: str) -> Call[FulfillmentCancel]:
    return Call(FULFILLMENT_CANCEL, variables_of({"id": id}))


FULFILLMENT_CREATE = Operation(
    name="FulfillmentCreate",
    document=FULFILLMENT_CREATE_GQL,
    data=FulfillmentCreate,
    points=10,
    is_mutation=True,
)


def fulfillment_create(fulfillment: FulfillmentInput) -> Call[FulfillmentCreate]:
    return Call(FULFILLMENT_CREATE, variables_of({"fulfillment": fulfillment}))


FULFILLMENT_ORDER_MOVE = Operation(
    name="FulfillmentOrderMove",
    document=FULFILLMENT_ORDER_MOVE_GQL,
    data=FulfillmentOrderMove,
    points=10,
    is_mutation=True,
)


def fulfillment_order_move(
    id: str,
    new_location_id: str,
    fulfillment_order_line_items: Union[
        Optional[list[FulfillmentOrderLineItemInput]], UnsetType
    ] = UNSET,
) -> Call[FulfillmentOrderMove]:
    return Call(
        FULFILLMENT_ORDER_MOVE,
        variables_of(
            {
                "id": id,
                "newLocationId": new_location_id,
                "fulfillmentOrderLineItems": fulfillment_order_line_items,
            }
        ),
    )


FULFILLMENT_ORDER_OPEN = Operation(
    name="FulfillmentOrderOpen",
    document=FULFILLMENT_ORDER_OPEN_GQL,
    data=FulfillmentOrderOpen,
    points=10,
    is_mutation=True,
)


def fulfillment_order_open(id: str) -> Call[FulfillmentOrderOpen]:
    return Call(FULFILLMENT_ORDER_OPEN, variables_of({"id": id}))


FULFILLMENT_ORDER_RELEASE_HOLD = Operation(
    name="FulfillmentOrderReleaseHold",
    document=FULFILLMENT_ORDER_RELEASE_HOLD_GQL,
    data=FulfillmentOrderReleaseHold,
    points=10,
    is_mutation=True,
)


def fulfillment_order_release_hold(
    id: str, hold_ids: Union[Optional[list[str]], UnsetType] = UNSET
) -> Call[FulfillmentOrderReleaseHold]:
    return Call(
        FULFILLMENT_ORDER_RELEASE_HOLD, variables_of({"id": id, "holdIds": hold_ids})
    )


FULFILLMENT_TRACKING_INFO_UPDATE = Operation(
    name="FulfillmentTrackingInfoUpdate",
    document=FULFILLMENT_TRACKING_INFO_UPDATE_GQL,
    data=FulfillmentTrackingInfoUpdate,
    points=51,
    is_mutation=True,
)


def fulfillment_tracking_info_update(
    fulfillment_id: str,
    tracking_info_input: FulfillmentTrackingInput,
    notify_customer: Union[Optional[bool], UnsetType] = UNSET,
) -> Call[FulfillmentTrackingInfoUpdate]:
    return Call(
        FULFILLMENT_TRACKING_INFO_UPDATE,
        variables_of(
            {
                "fulfillmentId": fulfillment_id,
                "trackingInfoInput": tracking_info_input,
                "notifyCustomer": notify_customer,
            }
        ),
    )


ORDER_CAPTURE = Operation(
    name="OrderCapture",
    document=ORDER_CAPTURE_GQL,
    data=OrderCapture,
    points=20,
    is_mutation=True,
)


def order_capture(input: OrderCaptureInput) -> Call[OrderCapture]:
    return Call(ORDER_CAPTURE, variables_of({"input": input}))


REFUND_CREATE = Operation(
    name="RefundCreate",
    document=REFUND_CREATE_GQL,
    data=RefundCreate,
    points=28,
    is_mutation=True,
)


def refund_create(input: RefundInput, key: str) -> Call[RefundCreate]:
    return Call(REFUND_CREATE, variables_of({"input": input, "key": key}))


TAGS_ADD = Operation(
    name="TagsAdd", document=TAGS_ADD_GQL, data=TagsAdd, points=10, is_mutation=True
)


def tags_add(id: str, tags: list[str]) -> Call[TagsAdd]:
    return Call(TAGS_ADD, variables_of({"id": id, "tags": tags}))


TRANSACTION_VOID = Operation(
    name="TransactionVoid",
    document=TRANSACTION_VOID_GQL,
    data=TransactionVoid,
    points=10,
    is_mutation=True,
)


def transaction_void(parent_transaction_id: str) -> Call[TransactionVoid]:
    return Call(
        TRANSACTION_VOID, variables_of({"parentTransactionId": parent_transaction_id})
    )


WEBHOOK_SUBSCRIPTION_CREATE = Operation(
    name="WebhookSubscriptionCreate",
    document=WEBHOOK_SUBSCRIPTION_CREATE_GQL,
    data=WebhookSubscriptionCreate,
    points=10,
    is_mutation=True,
)


def webhook_subscription_create(
    topic: WebhookSubscriptionTopic, webhook_subscription: WebhookSubscriptionInput
) -> Call[WebhookSubscriptionCreate]:
    return Call(
        WEBHOOK_SUBSCRIPTION_CREATE,
        variables_of({"topic": topic, "webhookSubscription": webhook_subscription}),
    )


WEBHOOK_SUBSCRIPTION_UPDATE = Operation(
    name="WebhookSubscriptionUpdate",
    document=WEBHOOK_SUBSCRIPTION_UPDATE_GQL,
    data=WebhookSubscriptionUpdate,
    points=10,
    is_mutation=True,
)


def webhook_subscription_update(
    id: str, webhook_subscription: WebhookSubscriptionInput
) -> Call[WebhookSubscriptionUpdate]:
    return Call(
        WEBHOOK_SUBSCRIPTION_UPDATE,
        variables_of({"id": id, "webhookSubscription": webhook_subscription}),
    )


OPERATIONS = {
    BULK_OPERATION_RUN_QUERY.name: BULK_OPERATION_RUN_QUERY,
    FULFILLMENT_CANCEL.name: FULFILLMENT_CANCEL,
    FULFILLMENT_CREATE.name: FULFILLMENT_CREATE,
    FULFILLMENT_ORDER_MOVE.name: FULFILLMENT_ORDER_MOVE,
    FULFILLMENT_ORDER_OPEN.name: FULFILLMENT_ORDER_OPEN,
    FULFILLMENT_ORDER_RELEASE_HOLD.name: FULFILLMENT_ORDER_RELEASE_HOLD,
    FULFILLMENT_TRACKING_INFO_UPDATE.name: FULFILLMENT_TRACKING_INFO_UPDATE,
    ORDER_CAPTURE.name: ORDER_CAPTURE,
    REFUND_CREATE.name: REFUND_CREATE,
    TAGS_ADD.name: TAGS_ADD,
    TRANSACTION_VOID.name: TRANSACTION_VOID,
    WEBHOOK_SUBSCRIPTION_CREATE.name: WEBHOOK_SUBSCRIPTION_CREATE,
    WEBHOOK_SUBSCRIPTION_UPDATE.name: WEBHOOK_SUBSCRIPTION_UPDATE,
}
