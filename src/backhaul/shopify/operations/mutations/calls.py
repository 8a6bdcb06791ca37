from datetime import datetime
from typing import Optional, Union

from ..operation import Call, Operation, variables_of
from ..model import UNSET, UnsetType
from .bulk_operation_run_query import BulkOperationRunQuery
from .customer_payment_method_send_update_email import (
    CustomerPaymentMethodSendUpdateEmail,
)
from .enums import OrderCancelReason, SubscriptionActor, WebhookSubscriptionTopic
from .fulfillment_cancel import FulfillmentCancel
from .fulfillment_create import FulfillmentCreate
from .fulfillment_order_hold import FulfillmentOrderHold
from .fulfillment_order_move import FulfillmentOrderMove
from .fulfillment_order_open import FulfillmentOrderOpen
from .fulfillment_order_release_hold import FulfillmentOrderReleaseHold
from .fulfillment_order_reschedule import FulfillmentOrderReschedule
from .fulfillment_tracking_info_update import FulfillmentTrackingInfoUpdate
from .input_types import (
    FulfillmentInput,
    FulfillmentOrderHoldInput,
    FulfillmentOrderLineItemInput,
    FulfillmentTrackingInput,
    OrderCaptureInput,
    OrderInput,
    RefundInput,
    SubscriptionBillingAttemptInput,
    SubscriptionBillingCycleInput,
    SubscriptionBillingCycleScheduleEditInput,
    SubscriptionDraftInput,
    SubscriptionLineInput,
    SubscriptionLineUpdateInput,
    SubscriptionManualDiscountInput,
    WebhookSubscriptionInput,
)
from .operations import (
    BULK_OPERATION_RUN_QUERY_GQL,
    CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL_GQL,
    FULFILLMENT_CANCEL_GQL,
    FULFILLMENT_CREATE_GQL,
    FULFILLMENT_ORDER_HOLD_GQL,
    FULFILLMENT_ORDER_MOVE_GQL,
    FULFILLMENT_ORDER_OPEN_GQL,
    FULFILLMENT_ORDER_RELEASE_HOLD_GQL,
    FULFILLMENT_ORDER_RESCHEDULE_GQL,
    FULFILLMENT_TRACKING_INFO_UPDATE_GQL,
    ORDER_CANCEL_GQL,
    ORDER_CAPTURE_GQL,
    ORDER_UPDATE_GQL,
    REFUND_CREATE_GQL,
    SUBSCRIPTION_BILLING_ATTEMPT_CREATE_GQL,
    SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT_GQL,
    SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT_GQL,
    SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE_GQL,
    SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT_GQL,
    SUBSCRIPTION_BILLING_CYCLE_SKIP_GQL,
    SUBSCRIPTION_BILLING_CYCLE_UNSKIP_GQL,
    SUBSCRIPTION_CONTRACT_ACTIVATE_GQL,
    SUBSCRIPTION_CONTRACT_CANCEL_GQL,
    SUBSCRIPTION_CONTRACT_PAUSE_GQL,
    SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE_GQL,
    SUBSCRIPTION_CONTRACT_UPDATE_GQL,
    SUBSCRIPTION_DRAFT_COMMIT_GQL,
    SUBSCRIPTION_DRAFT_DISCOUNT_ADD_GQL,
    SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE_GQL,
    SUBSCRIPTION_DRAFT_LINE_ADD_GQL,
    SUBSCRIPTION_DRAFT_LINE_REMOVE_GQL,
    SUBSCRIPTION_DRAFT_LINE_UPDATE_GQL,
    SUBSCRIPTION_DRAFT_UPDATE_GQL,
    TAGS_ADD_GQL,
    TRANSACTION_VOID_GQL,
    WEBHOOK_SUBSCRIPTION_CREATE_GQL,
    WEBHOOK_SUBSCRIPTION_UPDATE_GQL,
)
from .order_cancel import OrderCancel
from .order_capture import OrderCapture
from .order_update import OrderUpdate
from .refund_create import RefundCreate
from .subscription_billing_attempt_create import SubscriptionBillingAttemptCreate
from .subscription_billing_cycle_contract_draft_commit import (
    SubscriptionBillingCycleContractDraftCommit,
)
from .subscription_billing_cycle_contract_edit import (
    SubscriptionBillingCycleContractEdit,
)
from .subscription_billing_cycle_edit_delete import SubscriptionBillingCycleEditDelete
from .subscription_billing_cycle_schedule_edit import (
    SubscriptionBillingCycleScheduleEdit,
)
from .subscription_billing_cycle_skip import SubscriptionBillingCycleSkip
from .subscription_billing_cycle_unskip import SubscriptionBillingCycleUnskip
from .subscription_contract_activate import SubscriptionContractActivate
from .subscription_contract_cancel import SubscriptionContractCancel
from .subscription_contract_pause import SubscriptionContractPause
from .subscription_contract_set_next_billing_date import (
    SubscriptionContractSetNextBillingDate,
)
from .subscription_contract_update import SubscriptionContractUpdate
from .subscription_draft_commit import SubscriptionDraftCommit
from .subscription_draft_discount_add import SubscriptionDraftDiscountAdd
from .subscription_draft_discount_remove import SubscriptionDraftDiscountRemove
from .subscription_draft_line_add import SubscriptionDraftLineAdd
from .subscription_draft_line_remove import SubscriptionDraftLineRemove
from .subscription_draft_line_update import SubscriptionDraftLineUpdate
from .subscription_draft_update import SubscriptionDraftUpdate
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


CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL = Operation(
    name="CustomerPaymentMethodSendUpdateEmail",
    document=CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL_GQL,
    data=CustomerPaymentMethodSendUpdateEmail,
    points=10,
    is_mutation=True,
)


def customer_payment_method_send_update_email(
    customer_payment_method_id: str,
) -> Call[CustomerPaymentMethodSendUpdateEmail]:
    return Call(
        CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL,
        variables_of({"customerPaymentMethodId": customer_payment_method_id}),
    )


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


FULFILLMENT_ORDER_HOLD = Operation(
    name="FulfillmentOrderHold",
    document=FULFILLMENT_ORDER_HOLD_GQL,
    data=FulfillmentOrderHold,
    points=10,
    is_mutation=True,
)


def fulfillment_order_hold(
    id: str, fulfillment_hold: FulfillmentOrderHoldInput
) -> Call[FulfillmentOrderHold]:
    return Call(
        FULFILLMENT_ORDER_HOLD,
        variables_of({"id": id, "fulfillmentHold": fulfillment_hold}),
    )


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


FULFILLMENT_ORDER_RESCHEDULE = Operation(
    name="FulfillmentOrderReschedule",
    document=FULFILLMENT_ORDER_RESCHEDULE_GQL,
    data=FulfillmentOrderReschedule,
    points=10,
    is_mutation=True,
)


def fulfillment_order_reschedule(
    id: str, fulfill_at: datetime
) -> Call[FulfillmentOrderReschedule]:
    return Call(
        FULFILLMENT_ORDER_RESCHEDULE, variables_of({"id": id, "fulfillAt": fulfill_at})
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


ORDER_CANCEL = Operation(
    name="OrderCancel",
    document=ORDER_CANCEL_GQL,
    data=OrderCancel,
    points=10,
    is_mutation=True,
)


def order_cancel(
    order_id: str,
    reason: OrderCancelReason,
    restock: bool,
    refund: Union[Optional[bool], UnsetType] = UNSET,
    notify_customer: Union[Optional[bool], UnsetType] = UNSET,
    staff_note: Union[Optional[str], UnsetType] = UNSET,
) -> Call[OrderCancel]:
    return Call(
        ORDER_CANCEL,
        variables_of(
            {
                "orderId": order_id,
                "reason": reason,
                "refund": refund,
                "restock": restock,
                "notifyCustomer": notify_customer,
                "staffNote": staff_note,
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


ORDER_UPDATE = Operation(
    name="OrderUpdate",
    document=ORDER_UPDATE_GQL,
    data=OrderUpdate,
    points=10,
    is_mutation=True,
)


def order_update(input: OrderInput) -> Call[OrderUpdate]:
    return Call(ORDER_UPDATE, variables_of({"input": input}))


REFUND_CREATE = Operation(
    name="RefundCreate",
    document=REFUND_CREATE_GQL,
    data=RefundCreate,
    points=28,
    is_mutation=True,
)


def refund_create(input: RefundInput, key: str) -> Call[RefundCreate]:
    return Call(REFUND_CREATE, variables_of({"input": input, "key": key}))


SUBSCRIPTION_BILLING_ATTEMPT_CREATE = Operation(
    name="SubscriptionBillingAttemptCreate",
    document=SUBSCRIPTION_BILLING_ATTEMPT_CREATE_GQL,
    data=SubscriptionBillingAttemptCreate,
    points=10,
    is_mutation=True,
)


def subscription_billing_attempt_create(
    subscription_contract_id: str,
    subscription_billing_attempt_input: SubscriptionBillingAttemptInput,
) -> Call[SubscriptionBillingAttemptCreate]:
    return Call(
        SUBSCRIPTION_BILLING_ATTEMPT_CREATE,
        variables_of(
            {
                "subscriptionContractId": subscription_contract_id,
                "subscriptionBillingAttemptInput": subscription_billing_attempt_input,
            }
        ),
    )


SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT = Operation(
    name="SubscriptionBillingCycleContractDraftCommit",
    document=SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT_GQL,
    data=SubscriptionBillingCycleContractDraftCommit,
    points=10,
    is_mutation=True,
)


def subscription_billing_cycle_contract_draft_commit(
    draft_id: str,
) -> Call[SubscriptionBillingCycleContractDraftCommit]:
    return Call(
        SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT,
        variables_of({"draftId": draft_id}),
    )


SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT = Operation(
    name="SubscriptionBillingCycleContractEdit",
    document=SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT_GQL,
    data=SubscriptionBillingCycleContractEdit,
    points=10,
    is_mutation=True,
)


def subscription_billing_cycle_contract_edit(
    billing_cycle_input: SubscriptionBillingCycleInput,
    actor: Union[Optional[SubscriptionActor], UnsetType] = UNSET,
) -> Call[SubscriptionBillingCycleContractEdit]:
    return Call(
        SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT,
        variables_of({"billingCycleInput": billing_cycle_input, "actor": actor}),
    )


SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE = Operation(
    name="SubscriptionBillingCycleEditDelete",
    document=SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE_GQL,
    data=SubscriptionBillingCycleEditDelete,
    points=10,
    is_mutation=True,
)


def subscription_billing_cycle_edit_delete(
    billing_cycle_input: SubscriptionBillingCycleInput,
) -> Call[SubscriptionBillingCycleEditDelete]:
    return Call(
        SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE,
        variables_of({"billingCycleInput": billing_cycle_input}),
    )


SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT = Operation(
    name="SubscriptionBillingCycleScheduleEdit",
    document=SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT_GQL,
    data=SubscriptionBillingCycleScheduleEdit,
    points=10,
    is_mutation=True,
)


def subscription_billing_cycle_schedule_edit(
    billing_cycle_input: SubscriptionBillingCycleInput,
    input: SubscriptionBillingCycleScheduleEditInput,
) -> Call[SubscriptionBillingCycleScheduleEdit]:
    return Call(
        SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT,
        variables_of({"billingCycleInput": billing_cycle_input, "input": input}),
    )


SUBSCRIPTION_BILLING_CYCLE_SKIP = Operation(
    name="SubscriptionBillingCycleSkip",
    document=SUBSCRIPTION_BILLING_CYCLE_SKIP_GQL,
    data=SubscriptionBillingCycleSkip,
    points=10,
    is_mutation=True,
)


def subscription_billing_cycle_skip(
    billing_cycle_input: SubscriptionBillingCycleInput,
) -> Call[SubscriptionBillingCycleSkip]:
    return Call(
        SUBSCRIPTION_BILLING_CYCLE_SKIP,
        variables_of({"billingCycleInput": billing_cycle_input}),
    )


SUBSCRIPTION_BILLING_CYCLE_UNSKIP = Operation(
    name="SubscriptionBillingCycleUnskip",
    document=SUBSCRIPTION_BILLING_CYCLE_UNSKIP_GQL,
    data=SubscriptionBillingCycleUnskip,
    points=10,
    is_mutation=True,
)


def subscription_billing_cycle_unskip(
    billing_cycle_input: SubscriptionBillingCycleInput,
) -> Call[SubscriptionBillingCycleUnskip]:
    return Call(
        SUBSCRIPTION_BILLING_CYCLE_UNSKIP,
        variables_of({"billingCycleInput": billing_cycle_input}),
    )


SUBSCRIPTION_CONTRACT_ACTIVATE = Operation(
    name="SubscriptionContractActivate",
    document=SUBSCRIPTION_CONTRACT_ACTIVATE_GQL,
    data=SubscriptionContractActivate,
    points=10,
    is_mutation=True,
)


def subscription_contract_activate(
    subscription_contract_id: str,
    actor: Union[Optional[SubscriptionActor], UnsetType] = UNSET,
) -> Call[SubscriptionContractActivate]:
    return Call(
        SUBSCRIPTION_CONTRACT_ACTIVATE,
        variables_of(
            {"subscriptionContractId": subscription_contract_id, "actor": actor}
        ),
    )


SUBSCRIPTION_CONTRACT_CANCEL = Operation(
    name="SubscriptionContractCancel",
    document=SUBSCRIPTION_CONTRACT_CANCEL_GQL,
    data=SubscriptionContractCancel,
    points=10,
    is_mutation=True,
)


def subscription_contract_cancel(
    subscription_contract_id: str,
    actor: Union[Optional[SubscriptionActor], UnsetType] = UNSET,
) -> Call[SubscriptionContractCancel]:
    return Call(
        SUBSCRIPTION_CONTRACT_CANCEL,
        variables_of(
            {"subscriptionContractId": subscription_contract_id, "actor": actor}
        ),
    )


SUBSCRIPTION_CONTRACT_PAUSE = Operation(
    name="SubscriptionContractPause",
    document=SUBSCRIPTION_CONTRACT_PAUSE_GQL,
    data=SubscriptionContractPause,
    points=10,
    is_mutation=True,
)


def subscription_contract_pause(
    subscription_contract_id: str,
    actor: Union[Optional[SubscriptionActor], UnsetType] = UNSET,
) -> Call[SubscriptionContractPause]:
    return Call(
        SUBSCRIPTION_CONTRACT_PAUSE,
        variables_of(
            {"subscriptionContractId": subscription_contract_id, "actor": actor}
        ),
    )


SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE = Operation(
    name="SubscriptionContractSetNextBillingDate",
    document=SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE_GQL,
    data=SubscriptionContractSetNextBillingDate,
    points=10,
    is_mutation=True,
)


def subscription_contract_set_next_billing_date(
    contract_id: str, date: datetime
) -> Call[SubscriptionContractSetNextBillingDate]:
    return Call(
        SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE,
        variables_of({"contractId": contract_id, "date": date}),
    )


SUBSCRIPTION_CONTRACT_UPDATE = Operation(
    name="SubscriptionContractUpdate",
    document=SUBSCRIPTION_CONTRACT_UPDATE_GQL,
    data=SubscriptionContractUpdate,
    points=11,
    is_mutation=True,
)


def subscription_contract_update(
    contract_id: str, actor: Union[Optional[SubscriptionActor], UnsetType] = UNSET
) -> Call[SubscriptionContractUpdate]:
    return Call(
        SUBSCRIPTION_CONTRACT_UPDATE,
        variables_of({"contractId": contract_id, "actor": actor}),
    )


SUBSCRIPTION_DRAFT_COMMIT = Operation(
    name="SubscriptionDraftCommit",
    document=SUBSCRIPTION_DRAFT_COMMIT_GQL,
    data=SubscriptionDraftCommit,
    points=10,
    is_mutation=True,
)


def subscription_draft_commit(draft_id: str) -> Call[SubscriptionDraftCommit]:
    return Call(SUBSCRIPTION_DRAFT_COMMIT, variables_of({"draftId": draft_id}))


SUBSCRIPTION_DRAFT_DISCOUNT_ADD = Operation(
    name="SubscriptionDraftDiscountAdd",
    document=SUBSCRIPTION_DRAFT_DISCOUNT_ADD_GQL,
    data=SubscriptionDraftDiscountAdd,
    points=10,
    is_mutation=True,
)


def subscription_draft_discount_add(
    draft_id: str, input: SubscriptionManualDiscountInput
) -> Call[SubscriptionDraftDiscountAdd]:
    return Call(
        SUBSCRIPTION_DRAFT_DISCOUNT_ADD,
        variables_of({"draftId": draft_id, "input": input}),
    )


SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE = Operation(
    name="SubscriptionDraftDiscountRemove",
    document=SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE_GQL,
    data=SubscriptionDraftDiscountRemove,
    points=10,
    is_mutation=True,
)


def subscription_draft_discount_remove(
    draft_id: str, discount_id: str
) -> Call[SubscriptionDraftDiscountRemove]:
    return Call(
        SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE,
        variables_of({"draftId": draft_id, "discountId": discount_id}),
    )


SUBSCRIPTION_DRAFT_LINE_ADD = Operation(
    name="SubscriptionDraftLineAdd",
    document=SUBSCRIPTION_DRAFT_LINE_ADD_GQL,
    data=SubscriptionDraftLineAdd,
    points=10,
    is_mutation=True,
)


def subscription_draft_line_add(
    draft_id: str, input: SubscriptionLineInput
) -> Call[SubscriptionDraftLineAdd]:
    return Call(
        SUBSCRIPTION_DRAFT_LINE_ADD, variables_of({"draftId": draft_id, "input": input})
    )


SUBSCRIPTION_DRAFT_LINE_REMOVE = Operation(
    name="SubscriptionDraftLineRemove",
    document=SUBSCRIPTION_DRAFT_LINE_REMOVE_GQL,
    data=SubscriptionDraftLineRemove,
    points=10,
    is_mutation=True,
)


def subscription_draft_line_remove(
    draft_id: str, line_id: str
) -> Call[SubscriptionDraftLineRemove]:
    return Call(
        SUBSCRIPTION_DRAFT_LINE_REMOVE,
        variables_of({"draftId": draft_id, "lineId": line_id}),
    )


SUBSCRIPTION_DRAFT_LINE_UPDATE = Operation(
    name="SubscriptionDraftLineUpdate",
    document=SUBSCRIPTION_DRAFT_LINE_UPDATE_GQL,
    data=SubscriptionDraftLineUpdate,
    points=10,
    is_mutation=True,
)


def subscription_draft_line_update(
    draft_id: str, line_id: str, input: SubscriptionLineUpdateInput
) -> Call[SubscriptionDraftLineUpdate]:
    return Call(
        SUBSCRIPTION_DRAFT_LINE_UPDATE,
        variables_of({"draftId": draft_id, "lineId": line_id, "input": input}),
    )


SUBSCRIPTION_DRAFT_UPDATE = Operation(
    name="SubscriptionDraftUpdate",
    document=SUBSCRIPTION_DRAFT_UPDATE_GQL,
    data=SubscriptionDraftUpdate,
    points=10,
    is_mutation=True,
)


def subscription_draft_update(
    draft_id: str, input: SubscriptionDraftInput
) -> Call[SubscriptionDraftUpdate]:
    return Call(
        SUBSCRIPTION_DRAFT_UPDATE, variables_of({"draftId": draft_id, "input": input})
    )


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
    CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL.name: CUSTOMER_PAYMENT_METHOD_SEND_UPDATE_EMAIL,
    FULFILLMENT_CANCEL.name: FULFILLMENT_CANCEL,
    FULFILLMENT_CREATE.name: FULFILLMENT_CREATE,
    FULFILLMENT_ORDER_HOLD.name: FULFILLMENT_ORDER_HOLD,
    FULFILLMENT_ORDER_MOVE.name: FULFILLMENT_ORDER_MOVE,
    FULFILLMENT_ORDER_OPEN.name: FULFILLMENT_ORDER_OPEN,
    FULFILLMENT_ORDER_RELEASE_HOLD.name: FULFILLMENT_ORDER_RELEASE_HOLD,
    FULFILLMENT_ORDER_RESCHEDULE.name: FULFILLMENT_ORDER_RESCHEDULE,
    FULFILLMENT_TRACKING_INFO_UPDATE.name: FULFILLMENT_TRACKING_INFO_UPDATE,
    ORDER_CANCEL.name: ORDER_CANCEL,
    ORDER_CAPTURE.name: ORDER_CAPTURE,
    ORDER_UPDATE.name: ORDER_UPDATE,
    REFUND_CREATE.name: REFUND_CREATE,
    SUBSCRIPTION_BILLING_ATTEMPT_CREATE.name: SUBSCRIPTION_BILLING_ATTEMPT_CREATE,
    SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT.name: SUBSCRIPTION_BILLING_CYCLE_CONTRACT_DRAFT_COMMIT,
    SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT.name: SUBSCRIPTION_BILLING_CYCLE_CONTRACT_EDIT,
    SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE.name: SUBSCRIPTION_BILLING_CYCLE_EDIT_DELETE,
    SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT.name: SUBSCRIPTION_BILLING_CYCLE_SCHEDULE_EDIT,
    SUBSCRIPTION_BILLING_CYCLE_SKIP.name: SUBSCRIPTION_BILLING_CYCLE_SKIP,
    SUBSCRIPTION_BILLING_CYCLE_UNSKIP.name: SUBSCRIPTION_BILLING_CYCLE_UNSKIP,
    SUBSCRIPTION_CONTRACT_ACTIVATE.name: SUBSCRIPTION_CONTRACT_ACTIVATE,
    SUBSCRIPTION_CONTRACT_CANCEL.name: SUBSCRIPTION_CONTRACT_CANCEL,
    SUBSCRIPTION_CONTRACT_PAUSE.name: SUBSCRIPTION_CONTRACT_PAUSE,
    SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE.name: SUBSCRIPTION_CONTRACT_SET_NEXT_BILLING_DATE,
    SUBSCRIPTION_CONTRACT_UPDATE.name: SUBSCRIPTION_CONTRACT_UPDATE,
    SUBSCRIPTION_DRAFT_COMMIT.name: SUBSCRIPTION_DRAFT_COMMIT,
    SUBSCRIPTION_DRAFT_DISCOUNT_ADD.name: SUBSCRIPTION_DRAFT_DISCOUNT_ADD,
    SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE.name: SUBSCRIPTION_DRAFT_DISCOUNT_REMOVE,
    SUBSCRIPTION_DRAFT_LINE_ADD.name: SUBSCRIPTION_DRAFT_LINE_ADD,
    SUBSCRIPTION_DRAFT_LINE_REMOVE.name: SUBSCRIPTION_DRAFT_LINE_REMOVE,
    SUBSCRIPTION_DRAFT_LINE_UPDATE.name: SUBSCRIPTION_DRAFT_LINE_UPDATE,
    SUBSCRIPTION_DRAFT_UPDATE.name: SUBSCRIPTION_DRAFT_UPDATE,
    TAGS_ADD.name: TAGS_ADD,
    TRANSACTION_VOID.name: TRANSACTION_VOID,
    WEBHOOK_SUBSCRIPTION_CREATE.name: WEBHOOK_SUBSCRIPTION_CREATE,
    WEBHOOK_SUBSCRIPTION_UPDATE.name: WEBHOOK_SUBSCRIPTION_UPDATE,
}
