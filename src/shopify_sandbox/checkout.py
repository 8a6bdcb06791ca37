"""A customer buys: what POST /sandbox/checkout does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from shopify_sandbox.checkout_body import CheckoutBody, CheckoutLine, CheckoutPayment, read
from shopify_sandbox.options import BadControlRequest
from shopify_sandbox.state import totals
from shopify_sandbox.state.addresses import Address, address_from
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import Currencies
from shopify_sandbox.state.orders import FulfillmentOrder, LineItem, Order, Share, ShippingLine
from shopify_sandbox.state.placing import Arrival, customer_for
from shopify_sandbox.state.placing import place as place_order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.selling_plans import SellingPlanChoice
from shopify_sandbox.state.tags import normalized
from shopify_sandbox.state.transactions import Transaction, TransactionKind, TransactionStatus
from shopify_sandbox.world import World

_KINDS = {
    "authorised": TransactionKind.AUTHORIZATION,
    "paid": TransactionKind.SALE,
    "gift_card": TransactionKind.SALE,
    "pending": TransactionKind.SALE,
}


def place(world: World, body: Mapping[str, object]) -> dict[str, object]:
    """Place the order the body describes; says what came of it. Raises BadControlRequest, nothing placed then."""
    wanted = read(body)
    for line in wanted.lines:
        _variant(world, line)
        for name, _ in line.places:
            _location(world, name)
    order = _order(world, wanted)
    order.lines = [_line(world, order, each) for each in wanted.lines]
    if wanted.shipping:
        price = order.currencies.bag(wanted.shipping)
        order.shipping_lines = [ShippingLine(id=world.new_id(ShippingLine), title="Standard", price=price)]
    arrival = Arrival(transactions=_payments(world, order, wanted), routing_delay=wanted.routing_delay)
    return _told(place_order(world, order, arrival))


def _order(world: World, wanted: CheckoutBody) -> Order:
    now = world.now()
    number = world.new_order_number()
    shop = wanted.currency or world.profile.currency
    address = _address(world, wanted.shipping_address)
    return Order(
        id=world.new_id(Order),
        number=number,
        name=f"#{number}",
        created_at=now,
        updated_at=now,
        processed_at=now,
        currencies=Currencies(shop, wanted.presentment_currency or shop, wanted.rate),
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


def _line(world: World, order: Order, wanted: CheckoutLine) -> LineItem:
    variant = _variant(world, wanted)
    plan = _plan(world, wanted)
    shares = _shares(world, wanted, plan)
    price = wanted.price if wanted.price is not None else (variant.price if variant else Decimal(10))
    return LineItem(
        id=world.new_id(LineItem),
        order=order,
        title=wanted.title or (variant.product.title if variant else wanted.sku or "Item"),
        quantity=sum(share.quantity for share in shares),
        unit_price=order.currencies.bag(price),
        discount=order.currencies.zero(),
        sku=wanted.sku or (variant.sku if variant else None),
        variant=variant,
        requires_shipping=wanted.requires_shipping,
        selling_plan=plan,
        shares=shares,
    )


def _variant(world: World, wanted: CheckoutLine) -> Variant | None:
    if wanted.variant_id is None:
        return None
    found = world.find(Variant, wanted.variant_id)
    if found is None:
        raise BadControlRequest(f"there is no variant {wanted.variant_id}")
    return found


def _plan(world: World, wanted: CheckoutLine) -> SellingPlanChoice | None:
    if wanted.plan is None:
        return None
    number = world.new_id("SellingPlan")
    return SellingPlanChoice(number, wanted.plan.name, wanted.plan.deliveries, wanted.plan.every, wanted.plan.first_at)


def _shares(world: World, wanted: CheckoutLine, plan: SellingPlanChoice | None) -> list[Share]:
    """The line's units by location; for a plan so many in each delivery, the first one now or at its date."""
    places = [(quantity, _location(world, name)) for name, quantity in wanted.places]
    if plan is None:
        return [Share(quantity, location) for quantity, location in places]
    return [
        Share(quantity, location, date) for date in _delivery_dates(world.now(), plan) for quantity, location in places
    ]


def _delivery_dates(now: datetime, plan: SellingPlanChoice) -> list[datetime | None]:
    first = plan.first_at or now
    dates = [first + plan.every * number for number in range(plan.deliveries)]
    return [date if date > now else None for date in dates]


def _location(world: World, wanted: str | None) -> Location | None:
    if wanted is None:
        return None
    for each in world.locations:
        if wanted in (each.name, each.gid, str(each.id)):
            return each
    raise BadControlRequest(f"there is no location {wanted!r}")


def _payments(world: World, order: Order, wanted: CheckoutBody) -> list[Transaction]:
    left = totals.total(order).presentment.amount
    made = []
    for payment in wanted.payments:
        amount = left if payment.amount is None else payment.amount
        left -= amount
        if amount > 0:
            made.append(_transaction(world, order, payment, amount=amount))
    return made


def _transaction(world: World, order: Order, payment: CheckoutPayment, *, amount: Decimal) -> Transaction:
    status = TransactionStatus.PENDING if payment.kind == "pending" else TransactionStatus.SUCCESS
    gift_card = payment.kind == "gift_card"
    return Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=_KINDS[payment.kind],
        status=status,
        gateway="gift_card" if gift_card else payment.gateway or world.profile.gateway,
        amount=order.currencies.from_presentment(amount),
        created_at=world.now(),
        processed_at=world.now(),
        payment_id=f"{order.name}.1",
        gift_card_id=world.new_id("GiftCard") if gift_card else None,
    )


def _told(order: Order) -> dict[str, object]:
    return {
        "order": order.gid,
        "id": order.id,
        "name": order.name,
        "total": str(totals.total(order).shop.rounded().amount),
        "currency": order.currencies.shop,
        "presentment_total": str(totals.total(order).presentment.rounded().amount),
        "presentment_currency": order.currencies.presentment,
        "lines": [
            {"id": line.gid, "sku": line.sku, "title": line.title, "quantity": line.quantity} for line in order.lines
        ],
        "fulfillment_orders": [_told_fulfillment_order(each) for each in order.fulfillment_orders],
        "transactions": [
            {"id": each.gid, "kind": each.kind.value, "status": each.status.value, "gateway": each.gateway}
            for each in order.transactions
        ],
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
