"""The calls that move money, as they are sent, and what their replies name."""

from backhaul.core.money import Money, parse_money
from backhaul.core.payment_calls import (
    CapturePayment,
    GivenBackUnits,
    ReceiptShare,
    RefundPayment,
    RefundUnits,
    VoidAuthorisation,
)
from backhaul.core.payment_readback import facts_of
from backhaul.core.readback import Found
from backhaul.core.units_readback import MadeRefund, facts_of_refund
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.mutations.enums import (
    CurrencyCode,
    OrderAdjustmentInputDiscrepancyReason,
    OrderTransactionKind,
    RefundLineItemRestockType,
)
from backhaul.shopify.operations.mutations.order_capture import OrderCapture
from backhaul.shopify.operations.mutations.refund_create import (
    RefundCreate,
    RefundCreateRefundCreateRefundTransactionsNodes,
)
from backhaul.shopify.operations.mutations.transaction_void import TransactionVoid


def capture(change: CapturePayment) -> Prepared:
    """The currency is always sent: Shopify requires it where shop and customer have two.

    `finalCapture` is never sent: elsewhere than on multi-capturable Shopify Payments the store refuses it.
    """
    call = mutations.order_capture(
        mutations.OrderCaptureInput(
            id=change.order_gid,
            parent_transaction_id=change.authorisation_gid,
            amount=change.amount.text,
            currency=CurrencyCode(change.amount.currency),
        )
    )
    return Prepared("orderCapture", call, {"shares": [[share.line_id, share.amount.text] for share in change.shares]})


def void(change: VoidAuthorisation) -> Prepared:
    """Release the whole authorisation."""
    return Prepared("transactionVoid", mutations.transaction_void(change.authorisation_gid))


def refund(change: RefundPayment) -> Prepared:
    """Give back money of one receipt and no goods."""
    given_back = mutations.OrderTransactionInput(
        order_id=change.order_gid,
        parent_id=change.receipt_gid,
        kind=OrderTransactionKind.REFUND,
        gateway=change.gateway,
        amount=change.amount.text,
    )
    content = mutations.RefundInput(
        order_id=change.order_gid,
        currency=CurrencyCode(change.amount.currency),
        transactions=[given_back],
        **({"note": change.note} if change.note else {}),
    )
    call = mutations.refund_create(content, change.idempotency_key)
    return Prepared("refundCreate", call, idempotency_key=change.idempotency_key)


def refund_units(change: RefundUnits) -> Prepared:
    """Give back units with their money. `allowOverRefunding` is never sent."""
    content = mutations.RefundInput(
        order_id=change.order_gid,
        currency=CurrencyCode(change.shipping.currency),
        transactions=[_share(change.order_gid, one) for one in change.payments],
        **({"refund_line_items": [_line(one) for one in change.units]} if change.units else {}),
        **({"shipping": mutations.ShippingRefundInput(amount=change.shipping.text)} if change.shipping.amount else {}),
        **({"discrepancy_reason": OrderAdjustmentInputDiscrepancyReason.OTHER} if change.is_discrepant else {}),
        **({"note": change.note} if change.note else {}),
    )
    call = mutations.refund_create(content, change.idempotency_key)
    return Prepared("refundCreate", call, idempotency_key=change.idempotency_key)


def _line(units: GivenBackUnits) -> mutations.RefundLineItemInput:
    return mutations.RefundLineItemInput(
        line_item_id=units.line_gid,
        quantity=units.quantity,
        restock_type=RefundLineItemRestockType(units.restock.upper()),
        **({"location_id": units.location_gid} if units.location_gid else {}),
    )


def _share(order_gid: str, share: ReceiptShare) -> mutations.OrderTransactionInput:
    return mutations.OrderTransactionInput(
        order_id=order_gid,
        parent_id=share.receipt_gid,
        kind=OrderTransactionKind.REFUND,
        gateway=share.gateway,
        amount=share.amount.text,
    )


def captured(data: OrderCapture) -> Found:
    """The CAPTURE transaction; it may still be pending, or have failed."""
    made = data.order_capture and data.order_capture.transaction
    return Found((made.id,), facts_of(made.status, made.error_code)) if made else Found(())


def voided(data: TransactionVoid) -> Found:
    """The VOID transaction."""
    made = data.transaction_void and data.transaction_void.transaction
    return Found((made.id,), facts_of(made.status, made.error_code)) if made else Found(())


def refunded(data: RefundCreate) -> Found:
    """The REFUND transactions, and the record that they belong to; only their status says whether money moved.

    A refund without any is named itself.
    """
    record = data.refund_create and data.refund_create.refund
    if not record:
        return Found(())
    made = [_made(one) for one in record.transactions.nodes]
    return Found(tuple(one.gid for one in made) or (record.id,), facts_of_refund(record.id, made))


def _made(one: RefundCreateRefundCreateRefundTransactionsNodes) -> MadeRefund:
    return MadeRefund(
        gid=one.id,
        receipt_gid=one.parent_transaction.id if one.parent_transaction else "",
        amount=_amount(one),
        status=one.status,
        error_code=one.error_code or "",
    )


def _amount(one: RefundCreateRefundCreateRefundTransactionsNodes) -> Money:
    money = one.amount_set.presentment_money
    return parse_money(money.amount, money.currency_code)
