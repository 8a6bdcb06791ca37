"""orderCreate: an order from an OrderCreateOrderInput."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from shopify_sandbox.state import discounts, payments
from shopify_sandbox.state.addresses import Address, address_from
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import Refused, UserError
from shopify_sandbox.state.fulfillments import tracking_from
from shopify_sandbox.state.given import Given, amount_of, instant, mapping, mappings, optional_text, texts
from shopify_sandbox.state.money import Currencies, MoneyBag
from shopify_sandbox.state.orders import LineItem, Order, ShippingLine, TaxLine
from shopify_sandbox.state.placing import Arrival, customer_for, place
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.tags import normalized
from shopify_sandbox.state.transactions import Transaction, TransactionKind, TransactionStatus
from shopify_sandbox.world import World


def create(world: World, given: Given) -> Order:
    """Check the input and place the order. Raises Refused with the codes of OrderCreateUserErrorCode."""
    _check(given)
    order = _order(world, given)
    order.lines = [_line(world, order, each) for each in mappings(given.get("lineItems"))]
    order.shipping_lines = [_shipping_line(world, order, each) for each in mappings(given.get("shippingLines"))]
    order.tax_lines = _tax_lines(order.currencies, given)
    discounts.apply_code(order, given.get("discountCode"))
    transactions = [_transaction(world, order, each) for each in mappings(given.get("transactions"))]
    fulfillment = given.get("fulfillment")
    fulfilled = isinstance(fulfillment, Mapping) or given.get("fulfillmentStatus") == "FULFILLED"
    tracking = _tracking(fulfillment) if isinstance(fulfillment, Mapping) else None
    return place(
        world, order, Arrival(transactions=transactions, fulfilled=fulfilled, tracking=tracking_from(tracking))
    )


def _check(given: Given) -> None:
    lines = mappings(given.get("lineItems"))
    errors = []
    if not lines:
        errors.append(UserError(("order", "lineItems"), "Line items must have at least one line item", "INVALID"))
    for number, line in enumerate(lines):
        path = ("order", "lineItems", str(number))
        if int(str(line.get("quantity", 0))) < 1:
            errors.append(UserError((*path, "quantity"), "Quantity must be greater than 0", "INVALID"))
        if not line.get("variantId") and not optional_text(line.get("title")):
            errors.append(UserError((*path, "title"), "Title can't be blank", "INVALID"))
    if given.get("customer") and given.get("customerId"):
        message = "Only one of customer and customerId may be given"
        errors.append(UserError(("order", "customer"), message, "REDUNDANT_CUSTOMER_FIELDS"))
    if errors:
        raise Refused(*errors)


def _order(world: World, given: Given) -> Order:
    now = world.now()
    processed_at = instant(given.get("processedAt")) or now
    if processed_at > now + timedelta(minutes=1):
        raise Refused(
            UserError(("order", "processedAt"), "Processed at must not be in the future", "PROCESSED_AT_INVALID")
        )
    number = world.new_order_number()
    return Order(
        id=world.new_id(Order),
        number=number,
        name=optional_text(given.get("name")) or f"#{number}",
        created_at=now,
        updated_at=now,
        processed_at=processed_at,
        closed_at=instant(given.get("closedAt")),
        currencies=_currencies(world, given),
        email=optional_text(given.get("email")),
        phone=optional_text(given.get("phone")),
        note=optional_text(given.get("note")),
        po_number=optional_text(given.get("poNumber")),
        tags=normalized(texts(given.get("tags"))),
        custom_attributes=attributes(given.get("customAttributes")),
        customer=_customer(world, given),
        billing_address=_address(world, given.get("billingAddress")),
        shipping_address=_address(world, given.get("shippingAddress")),
        taxes_included=bool(given.get("taxesIncluded")),
        test=bool(given.get("test")),
        source_name=optional_text(given.get("sourceName")) or world.profile.app_id,
        source_identifier=optional_text(given.get("sourceIdentifier")),
        financial_status_given=optional_text(given.get("financialStatus")),
    )


def _currencies(world: World, given: Given) -> Currencies:
    shop = str(given.get("currency") or _first_currency(given) or world.profile.currency)
    presentment = str(given.get("presentmentCurrency") or shop)
    for line in mappings(given.get("lineItems")):
        pair = mapping(line.get("priceSet"))
        if pair.get("presentmentMoney") and amount_of(pair["shopMoney"]):
            rate = amount_of(pair["presentmentMoney"]) / amount_of(pair["shopMoney"])
            return Currencies(shop, presentment, rate)
    return Currencies(shop, presentment)


def _first_currency(given: Given) -> object:
    prices = (mapping(mapping(line.get("priceSet")).get("shopMoney")) for line in mappings(given.get("lineItems")))
    return next((price["currencyCode"] for price in prices if price.get("currencyCode")), None)


def _customer(world: World, given: Given) -> Customer | None:
    wanted = mapping(given.get("customer"))
    upsert = mapping(wanted.get("toUpsert"))
    gid = given.get("customerId") or mapping(wanted.get("toAssociate")).get("id")
    if gid:
        found = world.find(Customer, str(gid))
        if found is None:
            raise Refused(UserError(("order", "customerId"), "Customer does not exist", "INVALID"))
        return found
    if upsert:
        details = {"first_name": upsert.get("firstName"), "last_name": upsert.get("lastName")}
        return customer_for(
            world, optional_text(upsert.get("email")), phone=upsert.get("phone"), note=upsert.get("note"), **details
        )
    return customer_for(world, optional_text(given.get("email")))


def _line(world: World, order: Order, given: Given) -> LineItem:
    variant = world.find(Variant, str(given["variantId"])) if given.get("variantId") else None
    if given.get("variantId") and variant is None:
        raise Refused(UserError(("order", "lineItems"), "Product variant does not exist", "INVALID"))
    fallback = variant.price if variant else Decimal(0)
    title = optional_text(given.get("title")) or (variant.product.title if variant else "")
    variant_title = optional_text(given.get("variantTitle"))
    return LineItem(
        id=world.new_id(LineItem),
        order=order,
        title=title,
        quantity=int(str(given["quantity"])),
        unit_price=bag_from(order.currencies, given.get("priceSet"), fallback),
        discount=order.currencies.zero(),
        sku=optional_text(given.get("sku")) or (variant.sku if variant else None),
        variant_title=variant_title or (variant.title if variant and variant.title != "Default Title" else None),
        vendor=optional_text(given.get("vendor")),
        variant=variant,
        requires_shipping=bool(given.get("requiresShipping")),
        taxable=bool(given.get("taxable", True)),
        gift_card=bool(given.get("giftCard")),
        tax_lines=_tax_lines(order.currencies, given),
        custom_attributes=[(str(each["name"]), str(each["value"])) for each in mappings(given.get("properties"))],
    )


def _shipping_line(world: World, order: Order, given: Given) -> ShippingLine:
    return ShippingLine(
        id=world.new_id(ShippingLine),
        title=str(given["title"]),
        price=bag_from(order.currencies, given.get("priceSet")),
        code=optional_text(given.get("code")),
        source=optional_text(given.get("source")),
        tax_lines=_tax_lines(order.currencies, given),
    )


def _tax_lines(currencies: Currencies, given: Given) -> list[TaxLine]:
    return [
        TaxLine(str(each["title"]), Decimal(str(each.get("rate") or 0)), bag_from(currencies, each.get("priceSet")))
        for each in mappings(given.get("taxLines"))
    ]


def _transaction(world: World, order: Order, given: Given) -> Transaction:
    now = world.now()
    kind = TransactionKind(str(given.get("kind") or "SALE"))
    through = world.profile.gateway_named(optional_text(given.get("gateway")))
    return Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=kind,
        status=TransactionStatus(str(given.get("status") or "SUCCESS")),
        through=through,
        multi_capturable=kind is TransactionKind.AUTHORIZATION and through.multi_capturable,
        expires_at=payments.expiry(now, kind, through),
        amount=bag_from(order.currencies, given.get("amountSet")),
        created_at=now,
        processed_at=instant(given.get("processedAt")) or order.processed_at,
        test=bool(given.get("test")),
        authorization_code=optional_text(given.get("authorizationCode")),
        receipt_json=given.get("receiptJson"),
        payment_id=f"{order.name}.{len(order.transactions) + 1}",
    )


def bag_from(currencies: Currencies, given: object, fallback: Decimal = Decimal(0)) -> MoneyBag:
    """A MoneyBagInput; what it leaves out is converted, a missing one is the fallback."""
    if not isinstance(given, Mapping):
        return currencies.bag(fallback)
    presentment = given.get("presentmentMoney")
    return currencies.bag(amount_of(given["shopMoney"]), amount_of(presentment) if presentment else None)


def attributes(given: object) -> list[tuple[str, str | None]]:
    """Pairs of key and value."""
    return [(str(each["key"]), optional_text(each.get("value"))) for each in mappings(given)]


def _address(world: World, given: object) -> Address | None:
    return address_from(world.new_id(Address), given) if isinstance(given, Mapping) else None


def _tracking(fulfillment: Mapping[str, object]) -> dict[str, object]:
    return {
        "company": fulfillment.get("trackingCompany"),
        "number": fulfillment.get("trackingNumber"),
        "numbers": fulfillment.get("trackingNumbers"),
    }
