"""Making drafts from DraftOrderInputs and orders from drafts."""

from __future__ import annotations

from collections.abc import Mapping

from shopify_sandbox.state import order_create
from shopify_sandbox.state.addresses import Address, address_from
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.draft_orders import DraftOrder, DraftOrderLine, DraftShipping
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, amount_of, decimal, mapping, mappings, optional_text, texts
from shopify_sandbox.state.money import Currencies, MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.tags import check, normalized
from shopify_sandbox.world import World

SOURCE = "shopify_draft_order"


def create(world: World, given: Given) -> DraftOrder:
    """A draft of what is given. Raises Refused, nothing is kept then."""
    currency = world.profile.currency
    presentment = optional_text(given.get("presentmentCurrencyCode")) or currency
    now = world.now()
    made = DraftOrder(
        id=world.new_id(DraftOrder),
        name=f"#D{len(world.all(DraftOrder)) + 1}",
        created_at=now,
        updated_at=now,
        currencies=Currencies(currency, presentment),
    )
    _fill(world, made, given)
    world.add(made)
    world.emit("draft_orders/create", made)
    return made


def update(world: World, draft: DraftOrder, given: Given) -> None:
    """Replace what is given, keep the rest. Raises Refused, nothing changed then; a completed one stays as it is."""
    _expect_open(draft)
    _fill(world, draft, {**draft.given, **given})
    draft.updated_at = world.now()
    world.emit("draft_orders/update", draft)


def delete(world: World, draft: DraftOrder) -> None:
    """Forget it, also when it was completed."""
    world.remove(draft)
    world.emit("draft_orders/delete", draft)


def complete(world: World, draft: DraftOrder, *, pending: bool, source: str | None) -> Order:
    """Place the order: paid at the shop's default gateway, or with its payment still awaited. Raises Refused."""
    _expect_open(draft)
    draft.order = order_create.create(world, _order_input(world, draft, pending=pending, source=source))
    draft.completed_at = draft.updated_at = world.now()
    world.emit("draft_orders/update", draft)
    return draft.order


def _expect_open(draft: DraftOrder) -> None:
    if draft.order is not None:
        raise refused("This order has already been paid", "id")


def _fill(world: World, draft: DraftOrder, given: Given) -> None:
    tags = normalized(texts(given.get("tags")))
    check(tags)
    lines = [_line(world, draft.currencies, each) for each in mappings(given.get("lineItems"))]
    if not lines:
        raise refused("Add at least 1 product")
    draft.customer = _customer(world, given)
    draft.lines = [world.add(line) for line in lines]
    draft.shipping = _shipping(draft.currencies, mapping(given.get("shippingLine")))
    draft.billing_address = _address(world, given.get("billingAddress"))
    draft.shipping_address = _address(world, given.get("shippingAddress"))
    draft.tags = tags
    draft.given = dict(given)


def _line(world: World, currencies: Currencies, given: Given) -> DraftOrderLine:
    variant = _variant(world, given)
    title = variant.product.title if variant else optional_text(given.get("title"))
    if title is None:
        raise refused("Merchandise title is empty.")
    quantity = int(str(given["quantity"]))
    if quantity < 1:
        raise refused("Quantity must be greater than or equal to 1")
    return DraftOrderLine(
        id=world.new_id(DraftOrderLine),
        title=title,
        quantity=quantity,
        unit_price=_unit_price(currencies, variant, given),
        uuid=optional_text(given.get("uuid")) or world.new_uuid(),
        variant=variant,
        sku=variant.sku if variant else optional_text(given.get("sku")),
        requires_shipping=variant.requires_shipping if variant else given.get("requiresShipping") is not False,
        taxable=variant.taxable if variant else given.get("taxable") is not False,
        custom_attributes=order_create.attributes(given.get("customAttributes")),
    )


def _variant(world: World, given: Given) -> Variant | None:
    if not given.get("variantId"):
        return None
    gid = str(given["variantId"])
    variant = world.find(Variant, gid)
    if variant is None:
        raise refused(f"Product with ID {gid.rsplit('/', 1)[-1]} is no longer available.")
    return variant


def _unit_price(currencies: Currencies, variant: Variant | None, given: Given) -> MoneyBag:
    """A variant keeps its own price unless it is overridden; else the deprecated amount is in the shop's currency."""
    override = given.get("priceOverride")
    if variant is not None:
        return _priced(currencies, override) if override else currencies.bag(variant.price)
    if given.get("originalUnitPriceWithCurrency"):
        return _priced(currencies, given["originalUnitPriceWithCurrency"])
    return currencies.bag(decimal(given.get("originalUnitPrice") or 0))


def _priced(currencies: Currencies, money: object) -> MoneyBag:
    in_shop_currency = mapping(money).get("currencyCode") == currencies.shop
    amount = amount_of(money)
    return currencies.bag(amount) if in_shop_currency else currencies.from_presentment(amount)


def _shipping(currencies: Currencies, given: Given) -> DraftShipping | None:
    if not given:
        return None
    money = given.get("priceWithCurrency")
    price = _priced(currencies, money) if money else currencies.bag(decimal(given.get("price") or 0))
    return DraftShipping(optional_text(given.get("title")) or "Custom", price)


def _customer(world: World, given: Given) -> Customer | None:
    gid = mapping(given.get("purchasingEntity")).get("customerId") or given.get("customerId")
    customer = world.find(Customer, str(gid)) if gid else None
    if gid and customer is None:
        raise refused("Customer does not exist", "customerId")
    return customer


def _address(world: World, given: object) -> Address | None:
    return address_from(world.new_id(Address), given) if isinstance(given, Mapping) else None


def _order_input(world: World, draft: DraftOrder, *, pending: bool, source: str | None) -> dict[str, object]:
    given = draft.given
    kept = ("email", "phone", "note", "poNumber", "customAttributes", "billingAddress", "shippingAddress")
    payment = {
        "kind": "SALE",
        "status": "PENDING" if pending else "SUCCESS",
        "gateway": world.profile.gateway,
        "amountSet": _both(draft.total),
    }
    shipping = [{"title": draft.shipping.title, "priceSet": _both(draft.shipping.price)}] if draft.shipping else []
    return {
        **{name: given[name] for name in kept if name in given},
        "currency": draft.currencies.shop,
        "presentmentCurrency": draft.currencies.presentment,
        "customerId": draft.customer.gid if draft.customer else None,
        "tags": draft.tags,
        "sourceName": source or SOURCE,
        "lineItems": [_line_input(line) for line in draft.lines],
        "shippingLines": shipping,
        "transactions": [payment] if draft.total.positive else [],
        "financialStatus": None if draft.total.positive else "PAID",
    }


def _line_input(line: DraftOrderLine) -> dict[str, object]:
    return {
        "title": line.title,
        "variantId": line.variant.gid if line.variant else None,
        "quantity": line.quantity,
        "priceSet": _both(line.unit_price),
        "sku": line.sku,
        "requiresShipping": line.requires_shipping,
        "taxable": line.taxable,
        "properties": [{"name": key, "value": value or ""} for key, value in line.custom_attributes],
    }


def _both(bag: MoneyBag) -> dict[str, object]:
    return {
        "shopMoney": {"amount": bag.shop.amount, "currencyCode": bag.shop.currency},
        "presentmentMoney": {"amount": bag.presentment.amount, "currencyCode": bag.presentment.currency},
    }
