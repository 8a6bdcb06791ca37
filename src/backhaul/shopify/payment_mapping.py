"""Turns the payments of an order, as replied, into core's values; unknown kinds and statuses are kept."""

from collections.abc import Sequence

from backhaul.core.money import Money
from backhaul.core.payments import RemotePayments, RemoteTransaction
from backhaul.core.shopify_errors import BrokenReply
from backhaul.shopify.money_mapping import presentment_money
from backhaul.shopify.operations.queries.fragments import MoneyFields, OrderPaymentsFields, TransactionFields
from backhaul.shopify.reply import TopError

LONGEST_PAGE = 250
"""What Shopify gives at most of anything that is paged; nothing says that it holds for lists, too."""


def payments_of(order: OrderPaymentsFields, errors: Sequence[TopError]) -> RemotePayments:
    """The payments of an order, in its presentment currency; `errors` came beside them in the reply.

    Raises BrokenReply when an amount cannot be read, or is in another currency: nothing could be reckoned with it. Also
    when an error hides what a transaction belongs to: a capture without its authorisation would be made once more.
    """
    if any("parentTransaction" in error.path for error in errors):
        raise BrokenReply("Shopify's answer cannot be used: it hides which payments belong together.")
    currency = order.presentment_currency_code.value
    return RemotePayments(
        gid=order.id,
        updated_at=order.updated_at,
        currency=order.currency_code.value,
        presentment_currency=currency,
        transactions=tuple(_transaction(one, currency) for one in order.transactions),
        transaction_count=_count(order),
        current_total=_amount(order.current_total_price_set, currency),
        financial_status=order.display_financial_status.value if order.display_financial_status else None,
        cancelled_at=order.cancelled_at,
    )


def _transaction(one: TransactionFields, currency: str) -> RemoteTransaction:
    return RemoteTransaction(
        gid=one.id,
        kind=one.kind.value,
        status=one.status.value,
        amount=_amount(one.amount_set, currency),
        gateway=one.gateway or "",
        created_at=one.created_at,
        gateway_name=one.formatted_gateway or "",
        parent_gid=one.parent_transaction.id if one.parent_transaction else None,
        unsettled=_amount(one.total_unsettled_set, currency) if one.total_unsettled_set else None,
        expires_at=one.authorization_expires_at,
        is_capturable=one.manually_capturable,
        is_multi_capturable=one.multi_capturable,
        is_manual_gateway=one.manual_payment_gateway,
        error_code=one.error_code.value if one.error_code else None,
    )


def _amount(bag: MoneyFields, currency: str) -> Money:
    amount = presentment_money(bag)
    if amount.currency != currency:
        raise BrokenReply(
            f"Shopify's answer cannot be used: it names {amount.currency} in the payments of an order in {currency}."
        )
    return amount


def _count(order: OrderPaymentsFields) -> int:
    """Shopify's own count; where it gives none, a list as long as a page is taken for one that was cut off."""
    found = len(order.transactions)
    if order.transactions_count is not None:
        return order.transactions_count.count
    return found + 1 if found == LONGEST_PAGE else found
