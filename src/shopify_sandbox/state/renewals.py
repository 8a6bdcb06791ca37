"""The order that a successful billing attempt makes: the contract's lines, paid with the stored payment method.

Real renewals carry the source name below. Assumed: no taxes, one shipping line with the contract's delivery price, the
money taken at once by the card gateway.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from shopify_sandbox.gateways import SHOPIFY_PAYMENTS
from shopify_sandbox.state import contract_money, placing, prepaid, totals
from shopify_sandbox.state.contracts import Content, Contract, ContractLine, DeliveryKind
from shopify_sandbox.state.money import Currencies
from shopify_sandbox.state.orders import LineDiscount, LineItem, Order, ShippingLine
from shopify_sandbox.state.selling_plans import SellingPlanChoice
from shopify_sandbox.state.transactions import Transaction, TransactionKind, TransactionStatus
from shopify_sandbox.world import World

SOURCE = "subscription_contract_checkout_one"


def order_for(
    world: World,
    contract: Contract,
    content: Content,
    *,
    charged_at: datetime,
    origin_time: datetime | None = None,
    paid: bool = True,
) -> Order:
    """The order for one payment of the content, placed and told; unpaid when the payment is skipped."""
    order = _order(world, contract, content, charged_at)
    zone = ZoneInfo(world.profile.timezone)
    dates = prepaid.delivery_dates(content, charged_at, origin_time=origin_time, zone=zone)
    order.lines = [_line(world, order, contract, content, line=each, dates=dates) for each in content.lines]
    order.shipping_lines = _shipping_lines(world, order, content)
    due = totals.due(order)
    order.financial_status_given = None if due.positive and paid else "PENDING" if due.positive else "PAID"
    payments = [_payment(world, order)] if due.positive and paid else []
    return placing.place(world, order, placing.Arrival(transactions=payments))


def _order(world: World, contract: Contract, content: Content, charged_at: datetime) -> Order:
    number = world.new_order_number()
    address = content.method.address if content.method else None
    origin = contract.origin_order
    return Order(
        id=world.new_id(Order),
        number=number,
        name=f"#{number}",
        created_at=charged_at,
        updated_at=charged_at,
        processed_at=charged_at,
        currencies=_currencies(world, contract),
        email=contract.customer.email,
        phone=contract.customer.phone,
        note=content.note,
        custom_attributes=list(content.custom_attributes),
        customer=contract.customer,
        shipping_address=address,
        billing_address=(origin.billing_address if origin else None) or address,
        source_name=SOURCE,
    )


def _currencies(world: World, contract: Contract) -> Currencies:
    """Those of the first order; a contract without one is assumed to have the rate 1."""
    if contract.origin_order is not None:
        return contract.origin_order.currencies
    return Currencies(world.profile.currency, contract.currency)


def _line(
    world: World,
    order: Order,
    contract: Contract,
    content: Content,
    *,
    line: ContractLine,
    dates: Sequence[datetime | None],
) -> LineItem:
    location = content.method.location if content.method and content.method.kind is DeliveryKind.PICKUP else None
    return LineItem(
        id=world.new_id(LineItem),
        order=order,
        title=line.title,
        quantity=content.units(line),
        unit_price=order.currencies.from_presentment(line.current_price.amount),
        discount=order.currencies.zero(),
        sku=line.sku,
        variant_title=line.variant_title,
        vendor=line.variant.product.vendor if line.variant else None,
        variant=line.variant,
        requires_shipping=line.requires_shipping,
        taxable=line.taxable,
        custom_attributes=list(line.custom_attributes),
        selling_plan=_plan(world, content, line),
        contract_id=line.concatenated_origin_id or contract.id,
        shares=prepaid.shares(line.quantity, dates, location),
        edit_discounts=_discounts(world, order, content, line),
    )


def _plan(world: World, content: Content, line: ContractLine) -> SellingPlanChoice | None:
    deliveries = content.deliveries_per_billing
    if line.selling_plan_id is None and deliveries == 1:
        return None
    number = line.selling_plan_id or world.new_id("SellingPlan")
    return SellingPlanChoice(number, line.selling_plan_name or line.title, deliveries)


def _discounts(world: World, order: Order, content: Content, line: ContractLine) -> list[LineDiscount]:
    given = []
    for each in contract_money.allocations(content)[line.uuid]:
        percent, fixed = each.discount.percentage, each.discount.amount
        given.append(
            LineDiscount(
                id=world.new_id("DiscountApplication"),
                description=each.discount.title or "",
                units=content.units(line),
                amount=order.currencies.from_presentment(each.amount.amount),
                percent=None if percent is None else Decimal(percent),
                each=None if fixed is None else order.currencies.from_presentment(fixed.amount),
                by_edit=False,
            )
        )
    return given


def _shipping_lines(world: World, order: Order, content: Content) -> list[ShippingLine]:
    if content.method is None or not content.requires_shipping:
        return []
    option = content.method.option
    price = order.currencies.from_presentment(contract_money.shipping_total(content).amount)
    title = option.title or "Standard"
    return [ShippingLine(id=world.new_id(ShippingLine), title=title, price=price, code=option.code or title)]


def _payment(world: World, order: Order) -> Transaction:
    return Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=TransactionKind.SALE,
        status=TransactionStatus.SUCCESS,
        through=world.profile.gateway_named(SHOPIFY_PAYMENTS),
        amount=totals.due(order),
        created_at=order.created_at,
        processed_at=order.created_at,
        payment_id=f"{order.name}.1",
    )
