"""Reads what units of an order are worth, and what Shopify suggests to give back for them."""

from collections.abc import Sequence

from backhaul.core.money import Money, total
from backhaul.core.payment_calls import GivenBackUnits
from backhaul.core.refund_worth import LineWorth, OrderWorth, ShippingWorth, refunded_before
from backhaul.core.remote_refunds import RemoteRefund
from backhaul.core.shopify_errors import BrokenReply
from backhaul.core.suggested import SuggestedPayment, SuggestedRefund
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.listing import MOST_IDS
from backhaul.shopify.money_mapping import presentment_money
from backhaul.shopify.one_reading import not_found
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.enums import RefundLineItemRestockType
from backhaul.shopify.operations.queries.order_lines_worth import OrderLinesWorthNodesLineItem, OrderLinesWorthOrder
from backhaul.shopify.operations.queries.suggested_refund import (
    SuggestedRefundOrderSuggestedRefund,
    SuggestedRefundOrderSuggestedRefundSuggestedTransactions,
)


def read_worth(
    exchange: Exchange, order_gid: str, line_gids: Sequence[str], refunds: Sequence[RemoteRefund]
) -> OrderWorth:
    """What these lines and the shipping of an order are worth, beside the refunds that were read of it.

    Raises NotFoundInShopify; BrokenReply when a line is missing, for nothing could be reckoned then.
    """
    order, lines = _part(exchange, order_gid, line_gids[:MOST_IDS])
    for start in range(MOST_IDS, len(line_gids), MOST_IDS):
        lines |= _part(exchange, order_gid, line_gids[start : start + MOST_IDS])[1]
    if not lines.keys() >= set(line_gids):
        raise BrokenReply("Shopify does not show every line of the order that was asked for.")
    currency = order.presentment_currency_code.value
    before = refunded_before(refunds, currency)
    return OrderWorth(currency, order.taxes_included, lines, _shipping(order, currency), before)


def suggest_refund(
    exchange: Exchange, order_gid: str, units: Sequence[GivenBackUnits], *, shipping: Money
) -> SuggestedRefund:
    """What Shopify would give back for these units and so much shipping, without tax unless prices contain it.

    Raises NotFoundInShopify, and what a refused query raises: more units than there are, for one.
    """
    lines = [
        queries.RefundLineItemInput(
            line_item_id=one.line_gid,
            quantity=one.quantity,
            restock_type=RefundLineItemRestockType(one.restock.upper()),
            **({"location_id": one.location_gid} if one.location_gid else {}),
        )
        for one in units
    ]
    asked = {"shipping": shipping.text} if shipping.amount else {}
    reply = exchange.query(queries.suggested_refund(order_gid, lines, **asked))
    order = reply.data.order
    if order is None or order.suggested_refund is None:
        raise not_found("order", order_gid, reply.request_id)
    return _suggested(order.suggested_refund)


def _part(
    exchange: Exchange, order_gid: str, line_gids: Sequence[str]
) -> tuple[OrderLinesWorthOrder, dict[str, LineWorth]]:
    reply = exchange.query(queries.order_lines_worth(order_gid, list(line_gids)))
    order = reply.data.order
    if order is None:
        raise not_found("order", order_gid, reply.request_id)
    found = [node for node in reply.data.nodes if isinstance(node, OrderLinesWorthNodesLineItem)]
    return order, {node.id: _line(node, order.presentment_currency_code.value) for node in found}


def _line(node: OrderLinesWorthNodesLineItem, currency: str) -> LineWorth:
    return LineWorth(
        line_gid=node.id,
        unit_price=presentment_money(node.original_unit_price_set),
        quantity=node.quantity,
        current=node.current_quantity,
        discounts=total((presentment_money(one.allocated_amount_set) for one in node.discount_allocations), currency),
        tax=total((presentment_money(one.price_set) for one in node.tax_lines), currency),
    )


def _shipping(order: OrderLinesWorthOrder, currency: str) -> ShippingWorth:
    lines = order.shipping_lines.nodes
    return ShippingWorth(
        price=total((presentment_money(line.discounted_price_set) for line in lines), currency),
        tax=total((presentment_money(tax.price_set) for line in lines for tax in line.tax_lines), currency),
        refunded=presentment_money(order.total_refunded_shipping_set),
    )


def _suggested(found: SuggestedRefundOrderSuggestedRefund) -> SuggestedRefund:
    return SuggestedRefund(
        amount=presentment_money(found.amount_set),
        maximum=presentment_money(found.maximum_refundable_set),
        payments=tuple(
            _payment(one, one.parent_transaction.id) for one in found.suggested_transactions if one.parent_transaction
        ),
        locations={one.line_item.id: one.location.id for one in found.refund_line_items if one.location},
    )


def _payment(one: SuggestedRefundOrderSuggestedRefundSuggestedTransactions, receipt_gid: str) -> SuggestedPayment:
    """Without a maximum, no more than is suggested is taken of it."""
    amount = presentment_money(one.amount_set)
    most = presentment_money(one.maximum_refundable_set) if one.maximum_refundable_set else amount
    return SuggestedPayment(receipt_gid, one.gateway or "", amount, most)
