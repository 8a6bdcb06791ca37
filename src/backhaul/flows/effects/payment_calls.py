"""The calls that move money, as they are sent, and what their replies name."""

from backhaul.core.payment_calls import CapturePayment, RefundPayment, VoidAuthorisation
from backhaul.core.payment_readback import facts_of
from backhaul.core.readback import Found
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.mutations.enums import CurrencyCode, OrderTransactionKind
from backhaul.shopify.operations.mutations.order_capture import OrderCapture
from backhaul.shopify.operations.mutations.refund_create import RefundCreate
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


def captured(data: OrderCapture) -> Found:
    """The CAPTURE transaction; it may still be pending, or have failed."""
    made = data.order_capture and data.order_capture.transaction
    return Found((made.id,), facts_of(made.status, made.error_code)) if made else Found(())


def voided(data: TransactionVoid) -> Found:
    """The VOID transaction."""
    made = data.transaction_void and data.transaction_void.transaction
    return Found((made.id,), facts_of(made.status, made.error_code)) if made else Found(())


def refunded(data: RefundCreate) -> Found:
    """The REFUND transaction, and the record that it belongs to; only its status says whether money moved."""
    made = data.refund_create and data.refund_create.refund
    if not made:
        return Found(())
    facts: dict[str, object] = {"refund": made.id}
    for one in made.transactions.nodes[:1]:
        facts |= facts_of(one.status, one.error_code)
    return Found(tuple(one.id for one in made.transactions.nodes), facts)
