"""Every change of Shopify that Backhaul makes: its call, and what its reply and its success mean to us."""

from collections.abc import Callable, Sequence

from backhaul.core.bulk import RunBulkQuery
from backhaul.core.contract_calls import ContractCall, OrderCall
from backhaul.core.payment_calls import CapturePayment, RefundPayment, RefundUnits, VoidAuthorisation
from backhaul.core.plan import CreateFulfillment, MoveFulfillmentOrder, OpenFulfillmentOrder, Share
from backhaul.core.readback import Found
from backhaul.core.tracking import Tracking
from backhaul.core.undo import CancelFulfillment, UpdateTracking
from backhaul.core.webhook_plan import CreateSubscription, UpdateSubscription
from backhaul.flows.effects import contract_calls, order_calls, payment_calls, store_calls
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.mutations.bulk_operation_run_query import BulkOperationRunQuery
from backhaul.shopify.operations.mutations.fulfillment_cancel import FulfillmentCancel
from backhaul.shopify.operations.mutations.fulfillment_create import FulfillmentCreate
from backhaul.shopify.operations.mutations.fulfillment_order_move import FulfillmentOrderMove
from backhaul.shopify.operations.mutations.fulfillment_order_open import FulfillmentOrderOpen
from backhaul.shopify.operations.mutations.fulfillment_tracking_info_update import FulfillmentTrackingInfoUpdate
from backhaul.shopify.operations.mutations.order_capture import OrderCapture
from backhaul.shopify.operations.mutations.refund_create import RefundCreate
from backhaul.shopify.operations.mutations.transaction_void import TransactionVoid
from backhaul.shopify.operations.mutations.webhook_subscription_create import WebhookSubscriptionCreate
from backhaul.shopify.operations.mutations.webhook_subscription_update import WebhookSubscriptionUpdate

OrderChange = (
    CreateFulfillment
    | MoveFulfillmentOrder
    | OpenFulfillmentOrder
    | CancelFulfillment
    | UpdateTracking
    | CapturePayment
    | VoidAuthorisation
    | RefundPayment
    | OrderCall
    | RefundUnits
)
StoreChange = CreateSubscription | UpdateSubscription | RunBulkQuery
Change = OrderChange | StoreChange | ContractCall


def prepare(change: Change) -> Prepared:
    """The one call that carries a change out."""
    return _PREPARE[type(change)](change)


def effect_of(data: BaseModel) -> Found:
    """What a successful reply names as changed or made."""
    return next((read(data) for kind, read in _READ.items() if isinstance(data, kind)), Found(()))


def _create(change: CreateFulfillment) -> Prepared:
    fulfillment = mutations.FulfillmentInput(
        line_items_by_fulfillment_order=[
            mutations.FulfillmentOrderLineItemsInput(
                fulfillment_order_id=entry.fulfillment_order_gid,
                fulfillment_order_line_items=_line_inputs(entry.shares),
            )
            for entry in change.entries
        ],
        notify_customer=change.notify_customer,
        **({"tracking_info": tracking_input(change.tracking)} if change.tracking else {}),
    )
    call = mutations.fulfillment_create(fulfillment)
    return Prepared("fulfillmentCreate", call, {"location": change.location_gid})


def _move(change: MoveFulfillmentOrder) -> Prepared:
    lines = _line_inputs(change.shares)
    call = mutations.fulfillment_order_move(change.fulfillment_order_gid, change.new_location_gid, lines)
    return Prepared("fulfillmentOrderMove", call)


def _open(change: OpenFulfillmentOrder) -> Prepared:
    return Prepared("fulfillmentOrderOpen", mutations.fulfillment_order_open(change.fulfillment_order_gid))


def _cancel(change: CancelFulfillment) -> Prepared:
    return Prepared("fulfillmentCancel", mutations.fulfillment_cancel(change.fulfillment_gid))


def _update_tracking(change: UpdateTracking) -> Prepared:
    call = mutations.fulfillment_tracking_info_update(
        change.fulfillment_gid, tracking_input(change.tracking), change.notify_customer
    )
    return Prepared("fulfillmentTrackingInfoUpdate", call)


def tracking_input(tracking: Sequence[Tracking]) -> mutations.FulfillmentTrackingInput:
    """One number as `number`, several as `numbers`; addresses only when each number has one, by position (Shopify)."""
    company = tracking[0].company
    given = {} if company is None else {"company": company}
    urls = [entry.url for entry in tracking if entry.url]
    if len(tracking) == 1:
        one = {"url": urls[0]} if urls else {}
        return mutations.FulfillmentTrackingInput(number=tracking[0].number, **given, **one)
    several = {"urls": urls} if len(urls) == len(tracking) else {}
    return mutations.FulfillmentTrackingInput(numbers=[entry.number for entry in tracking], **given, **several)


def _line_inputs(shares: Sequence[Share]) -> list[mutations.FulfillmentOrderLineItemInput]:
    return [
        mutations.FulfillmentOrderLineItemInput(id=share.fulfillment_order_line_gid, quantity=share.quantity)
        for share in shares
    ]


_PREPARE: dict[type, Callable[..., Prepared]] = {
    CreateFulfillment: _create,
    MoveFulfillmentOrder: _move,
    OpenFulfillmentOrder: _open,
    CancelFulfillment: _cancel,
    UpdateTracking: _update_tracking,
    CapturePayment: payment_calls.capture,
    VoidAuthorisation: payment_calls.void,
    RefundPayment: payment_calls.refund,
    RefundUnits: payment_calls.refund_units,
    CreateSubscription: store_calls.subscribe,
    UpdateSubscription: store_calls.correct,
    RunBulkQuery: store_calls.gather,
    **contract_calls.PREPARE,
    **order_calls.PREPARE,
}


def _created(data: FulfillmentCreate) -> Found:
    made = data.fulfillment_create and data.fulfillment_create.fulfillment
    return Found((made.id,)) if made else Found(())


def _cancelled(data: FulfillmentCancel) -> Found:
    gone = data.fulfillment_cancel and data.fulfillment_cancel.fulfillment
    return Found((gone.id,)) if gone else Found(())


def _tracked(data: FulfillmentTrackingInfoUpdate) -> Found:
    told = data.fulfillment_tracking_info_update and data.fulfillment_tracking_info_update.fulfillment
    return Found((told.id,)) if told else Found(())


def _opened(data: FulfillmentOrderOpen) -> Found:
    opened = data.fulfillment_order_open and data.fulfillment_order_open.fulfillment_order
    return Found((opened.id,)) if opened else Found(())


def _moved(data: FulfillmentOrderMove) -> Found:
    moved = data.fulfillment_order_move and data.fulfillment_order_move.moved_fulfillment_order
    return Found((moved.id,)) if moved else Found(())


_READ: dict[type[BaseModel], Callable[..., Found]] = {
    FulfillmentCreate: _created,
    FulfillmentCancel: _cancelled,
    FulfillmentTrackingInfoUpdate: _tracked,
    FulfillmentOrderOpen: _opened,
    FulfillmentOrderMove: _moved,
    OrderCapture: payment_calls.captured,
    TransactionVoid: payment_calls.voided,
    RefundCreate: payment_calls.refunded,
    WebhookSubscriptionCreate: store_calls.subscribed,
    WebhookSubscriptionUpdate: store_calls.corrected,
    BulkOperationRunQuery: store_calls.gathering,
    **contract_calls.READ,
    **order_calls.READ,
}
