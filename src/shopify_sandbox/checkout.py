"""A customer buys: what POST /sandbox/checkout does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from shopify_sandbox import purchases, receiving
from shopify_sandbox.checkout_body import CheckoutBody, CheckoutLine, CheckoutTax, read
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.purchases import PlanBought
from shopify_sandbox.state import totals
from shopify_sandbox.state.addresses import Address, address_from
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import (
    AdditionalFee,
    Duty,
    FulfillmentOrder,
    LineItem,
    Order,
    Share,
    ShippingLine,
    TaxLine,
)
from shopify_sandbox.state.placing import Arrival, customer_for
from shopify_sandbox.state.placing import place as place_order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.tags import normalized
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.world import World


def place(world: World, body: Mapping[str, object]) -> dict[str, object]:
    """Place the order the body describes; says what came of it. Raises BadControlRequest, nothing placed then."""
    return _told(world, bought(world, checked(world, body)))


def checked(world: World, body: Mapping[str, object]) -> CheckoutBody:
    """The body as values that this shop can place. Raises BadControlRequest."""
    wanted = read(body, world.profile)
    has_customer = any((wanted.email, wanted.first_name, wanted.last_name))
    for line in wanted.lines:
        purchases.check(world, line, _variant(world, line), has_customer=has_customer)
        for name, _ in line.places:
            _location(world, name)
    return wanted


def bought(world: World, wanted: CheckoutBody) -> Order:
    """The order placed as a checked body says, at the clock's instant."""
    order = _order(world, wanted)
    plans = [purchases.bought(world, each, _price(world, order, each), order.currencies) for each in wanted.lines]
    order.lines = [_line(world, order, each, plan) for each, plan in zip(wanted.lines, plans, strict=True)]
    subscribed = [(line, plan) for line, plan in zip(order.lines, plans, strict=True) if plan is not None]
    if wanted.tip:
        order.lines.append(_tip(world, order, wanted.tip))
    order.additional_fees = [
        AdditionalFee(id=world.new_id(AdditionalFee), name=name, price=order.currencies.bag(price))
        for name, price in wanted.fees
    ]
    if wanted.shipping:
        order.shipping_lines = [_shipping_line(world, order, wanted)]
    arrival = Arrival(transactions=_payments(world, order, wanted), routing_delay=wanted.routing_delay)
    place_order(world, order, arrival)
    purchases.make_contracts(world, order, wanted, subscribed)
    return order


def _order(world: World, wanted: CheckoutBody) -> Order:
    now = world.now()
    number = world.new_order_number()
    address = _address(world, wanted.shipping_address)
    return Order(
        id=world.new_id(Order),
        number=number,
        name=f"#{number}",
        created_at=now,
        updated_at=now,
        processed_at=now,
        currencies=wanted.currencies,
        taxes_included=wanted.taxes_included,
        cash_rounding=wanted.currencies.bag(wanted.cash_rounding) if wanted.cash_rounding else None,
        email=wanted.email,
        note=wanted.note,
        tags=normalized(wanted.tags),
        custom_attributes=list(wanted.attributes),
        customer=customer_for(world, wanted.email, first_name=wanted.first_name, last_name=wanted.last_name),
        shipping_address=address,
        billing_address=address,
        source_name="web",
    )


def _address(world: World, given: Mapping[str, object] | None) -> Address | None:
    return address_from(world.new_id(Address), given) if given else None


def _price(world: World, order: Order, wanted: CheckoutLine) -> MoneyBag:
    """What a unit costs without a plan."""
    variant = _variant(world, wanted)
    price = wanted.price if wanted.price is not None else (variant.price if variant else Decimal(10))
    return order.currencies.bag(price)


def _line(world: World, order: Order, wanted: CheckoutLine, plan: PlanBought | None) -> LineItem:
    variant = _variant(world, wanted)
    shares = _shares(world, wanted, plan)
    quantity = sum(share.quantity for share in shares)
    unit_price = plan.price if plan else _price(world, order, wanted)
    return LineItem(
        id=world.new_id(LineItem),
        order=order,
        title=wanted.title or (variant.product.title if variant else wanted.sku or "Item"),
        quantity=quantity,
        unit_price=unit_price,
        discount=order.currencies.zero(),
        sku=wanted.sku or (variant.sku if variant else None),
        variant=variant,
        requires_shipping=wanted.requires_shipping,
        selling_plan=plan.choice if plan else None,
        shares=shares,
        tax_lines=[_tax(order, each, unit_price.times(quantity)) for each in wanted.taxes],
        duties=[Duty(id=world.new_id(Duty), price=order.currencies.bag(wanted.duty))] if wanted.duty else [],
    )


def _tip(world: World, order: Order, amount: Decimal) -> LineItem:
    """A tip is a line that is never fulfilled (documented); that it is the last one is assumed."""
    return LineItem(
        id=world.new_id(LineItem),
        order=order,
        title="Tip",
        quantity=1,
        unit_price=order.currencies.bag(amount),
        discount=order.currencies.zero(),
        taxable=False,
        is_tip=True,
    )


def _shipping_line(world: World, order: Order, wanted: CheckoutBody) -> ShippingLine:
    price = order.currencies.bag(wanted.shipping)
    taxes = [_tax(order, each, price) for each in wanted.shipping_taxes]
    return ShippingLine(id=world.new_id(ShippingLine), title="Standard", price=price, tax_lines=taxes)


def _tax(order: Order, wanted: CheckoutTax, taxed: MoneyBag) -> TaxLine:
    """The tax on an amount that contains it already when the order's taxes are included."""
    if wanted.price is not None:
        return TaxLine(wanted.title, wanted.rate, order.currencies.bag(wanted.price))
    share = wanted.rate / (1 + wanted.rate) if order.taxes_included else wanted.rate
    return TaxLine(wanted.title, wanted.rate, taxed.times(share))


def _variant(world: World, wanted: CheckoutLine) -> Variant | None:
    if wanted.variant_id is None:
        return None
    found = world.find(Variant, wanted.variant_id)
    if found is None:
        raise BadControlRequest(f"there is no variant {wanted.variant_id}")
    return found


def _shares(world: World, wanted: CheckoutLine, plan: PlanBought | None) -> list[Share]:
    """The line's units by location; with a plan so many in each delivery."""
    dates = plan.dates if plan else (None,)
    places = [(quantity, _location(world, name)) for name, quantity in wanted.places]
    return [Share(quantity, location, date) for date in dates for quantity, location in places]


def _location(world: World, wanted: str | None) -> Location | None:
    if wanted is None:
        return None
    for each in world.locations:
        if wanted in (each.name, each.gid, str(each.id)):
            return each
    raise BadControlRequest(f"there is no location {wanted!r}")


def _payments(world: World, order: Order, wanted: CheckoutBody) -> list[Transaction]:
    """What is paid in the order given; payments whose turn finds nothing left come to nothing."""
    left = totals.due(order)
    made: list[Transaction] = []
    for payment in wanted.payments:
        amount = receiving.amount_of(order, payment, left)
        if not amount.positive:
            continue
        if not payment.failed:
            left = left - amount
        made.append(receiving.transaction(world, order, payment, amount=amount, number=len(made) + 1))
    return made


def _told(world: World, order: Order) -> dict[str, object]:
    return {
        "order": order.gid,
        "id": order.id,
        "name": order.name,
        "total": totals.total(order).shop.text,
        "currency": order.currencies.shop,
        "presentment_total": totals.total(order).presentment.text,
        "presentment_currency": order.currencies.presentment,
        "lines": [
            {"id": line.gid, "sku": line.sku, "title": line.title, "quantity": line.quantity} for line in order.lines
        ],
        "fulfillment_orders": [_told_fulfillment_order(each) for each in order.fulfillment_orders],
        "transactions": [receiving.told(order, each) for each in order.transactions],
        "contracts": [each.gid for each in world.all(Contract) if each.origin_order is order],
    }


def _told_fulfillment_order(source: FulfillmentOrder) -> dict[str, object]:
    return {
        "id": source.gid,
        "status": source.status.value,
        "location": source.location.gid,
        "location_name": source.location.name,
        "fulfill_at": source.fulfill_at.isoformat() if source.fulfill_at else None,
        "lines": [
            {"id": line.gid, "line_item": line.line_item.gid, "quantity": line.remaining_quantity}
            for line in source.lines
        ],
    }
