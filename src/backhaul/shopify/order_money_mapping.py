"""Turns the totals of an order, as replied, into core's values."""

from backhaul.core.order_money import OrderMoney
from backhaul.shopify.money_mapping import both_moneys
from backhaul.shopify.operations.queries.order import OrderOrder


def order_money_of(head: OrderOrder) -> OrderMoney:
    """Every total of an order in both currencies. Raises BrokenReply for an amount that cannot be read."""
    return OrderMoney(
        total=both_moneys(head.total_price_set),
        original_total=both_moneys(head.original_total_price_set),
        subtotal=both_moneys(head.subtotal_price_set),
        tax=both_moneys(head.total_tax_set),
        shipping=both_moneys(head.total_shipping_price_set),
        discounts=both_moneys(head.total_discounts_set),
        duties=both_moneys(head.original_total_duties_set),
        additional_fees=both_moneys(head.original_total_additional_fees_set),
        tip=both_moneys(head.total_tip_received_set),
        rounding=both_moneys(head.total_cash_rounding_adjustment.payment_set),
        current_total=both_moneys(head.current_total_price_set),
        current_subtotal=both_moneys(head.current_subtotal_price_set),
        current_tax=both_moneys(head.current_total_tax_set),
        current_shipping=both_moneys(head.current_shipping_price_set),
        current_discounts=both_moneys(head.current_total_discounts_set),
        current_duties=both_moneys(head.current_total_duties_set),
        current_additional_fees=both_moneys(head.current_total_additional_fees_set),
        received=both_moneys(head.total_received_set),
        refunded=both_moneys(head.total_refunded_set),
        refunded_shipping=both_moneys(head.total_refunded_shipping_set),
        net_payment=both_moneys(head.net_payment_set),
        outstanding=both_moneys(head.total_outstanding_set),
        taxes_included=head.taxes_included,
    )
