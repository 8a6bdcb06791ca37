"""The REST form of orders, their lines, refunds and transactions."""

from __future__ import annotations

from shopify_sandbox.state import charges, display, quantities, totals
from shopify_sandbox.state.orders import Discount, Duty, LineDiscount, LineItem, Order, ShippingLine, TaxLine
from shopify_sandbox.state.refunds import Refund, RefundLine
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.webhooks.adjustment_bodies import adjustment_bodies, shipping_bodies
from shopify_sandbox.webhooks.customer_bodies import customer_body
from shopify_sandbox.webhooks.fulfillment_bodies import fulfillment_body
from shopify_sandbox.webhooks.rest_values import Body, address, instant, price, price_set
from shopify_sandbox.world import World

_STATUSES = {"FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}


def order_body(world: World, order: Order) -> Body:
    """An order as orders/* webhooks carry it: no selling plan, no contract, no fulfillment orders."""
    return {
        **_about(world, order),
        **_prices(order),
        "discount_applications": _discount_applications(order),
        "discount_codes": _discount_codes(order.discount),
        "note_attributes": [{"name": key, "value": value} for key, value in order.custom_attributes],
        "payment_gateway_names": totals.gateways(order),
        "tax_lines": [_tax_line(tax) for tax in order.tax_lines],
        "line_items": [line_body(line) for line in order.lines],
        "fulfillments": [fulfillment_body(world, each) for each in order.fulfillments],
        "refunds": [refund_body(world, each) for each in order.refunds],
        "shipping_lines": [_shipping_line(line) for line in order.shipping_lines if not line.is_removed],
        "billing_address": address(order.billing_address),
        "shipping_address": address(order.shipping_address),
        "customer": customer_body(world, order.customer) if order.customer else None,
    }


ALWAYS_NULL = (
    "browser_ip",
    "cart_token",
    "checkout_id",
    "checkout_token",
    "device_id",
    "gateway",
    "landing_site",
    "landing_site_ref",
    "location_id",
    "payment_terms",
    "reference",
    "referring_site",
    "source_url",
    "user_id",
)
"""What the bodies of orders made by apps or by this checkout never know."""


def _about(world: World, order: Order) -> Body:
    financial = display.financial_status(order)
    return {
        **dict.fromkeys(ALWAYS_NULL),
        "id": order.id,
        "admin_graphql_api_id": order.gid,
        "app_id": int(world.profile.app_id) if world.profile.app_id.isdigit() else None,
        "buyer_accepts_marketing": False,
        "cancel_reason": order.cancel_reason.lower() if order.cancel_reason else None,
        "cancelled_at": instant(world, order.cancelled_at),
        "closed_at": instant(world, order.closed_at),
        "confirmation_number": order.confirmation_number,
        "confirmed": True,
        "contact_email": order.email,
        "created_at": instant(world, order.created_at),
        "currency": order.currencies.shop,
        "customer_locale": "en",
        "email": order.email or "",
        "financial_status": (financial or "PENDING").lower(),
        "fulfillment_status": _STATUSES.get(display.progress(order) or ""),
        "name": order.name,
        "note": order.note,
        "number": order.number - 1000,
        "order_number": order.number,
        "order_status_url": f"https://{world.profile.shop_domain}/orders/{order.token}/authenticate",
        "phone": order.phone,
        "po_number": order.po_number,
        "presentment_currency": order.currencies.presentment,
        "processed_at": instant(world, order.processed_at),
        "processing_method": "",
        "source_identifier": order.source_identifier,
        "source_name": order.source_name or "web",
        "tags": ", ".join(order.tags),
        "taxes_included": order.taxes_included,
        "test": order.test,
        "token": order.token,
        "updated_at": instant(world, order.updated_at),
    }


def _prices(order: Order) -> Body:
    subtotal, total, tax = totals.subtotal(order), totals.total(order), totals.tax(order)
    items = order.currencies.total(line.original_total for line in charges.goods(order))
    discounts = totals.discounts(order)
    fees, duties = order.additional_fees, [duty for line in order.lines for duty in line.duties]
    current = {
        "current_subtotal_price": totals.current_subtotal(order),
        "current_total_discounts": totals.current_discounts(order),
        "current_total_price": totals.current_total(order),
        "current_total_tax": totals.current_tax(order),
    }
    return {
        **{name: price(bag) for name, bag in current.items()},
        **{f"{name}_set": price_set(bag) for name, bag in current.items()},
        "current_shipping_price_set": price_set(totals.current_shipping(order)),
        "current_total_additional_fees_set": price_set(charges.current_fees(order)) if fees else None,
        "current_total_duties_set": price_set(charges.current_duties(order)) if duties else None,
        "original_total_additional_fees_set": price_set(charges.fees(order)) if fees else None,
        "original_total_duties_set": price_set(charges.duties(order)) if duties else None,
        "subtotal_price": price(subtotal),
        "subtotal_price_set": price_set(subtotal),
        "total_discounts": price(discounts),
        "total_discounts_set": price_set(discounts),
        "total_line_items_price": price(items),
        "total_line_items_price_set": price_set(items),
        "total_outstanding": price(totals.balance(order)),
        "total_price": price(total),
        "total_price_set": price_set(total),
        "total_price_usd": None,
        "total_shipping_price_set": price_set(totals.shipping(order)),
        "total_tax": price(tax),
        "total_tax_set": price_set(tax),
        "total_tip_received": price(charges.tip(order)),
        "total_weight": sum(line.grams * line.quantity for line in order.lines),
    }


def line_body(line: LineItem) -> Body:
    """A line item."""
    status = quantities.fulfillment_status(line)
    return {
        "id": line.id,
        "admin_graphql_api_id": line.gid,
        "current_quantity": quantities.current(line),
        "variant_id": line.variant.id if line.variant else None,
        "title": line.title,
        "quantity": line.quantity,
        "sku": line.sku,
        "variant_title": line.variant_title,
        "vendor": line.vendor,
        "fulfillment_service": "manual",
        "product_id": line.variant.product.id if line.variant else None,
        "requires_shipping": line.requires_shipping,
        "taxable": line.taxable,
        "gift_card": line.gift_card,
        "name": line.name,
        "variant_inventory_management": "shopify" if line.variant else None,
        "properties": [{"name": key, "value": value} for key, value in line.custom_attributes],
        "product_exists": line.variant is not None,
        "fulfillable_quantity": quantities.fulfillable(line),
        "grams": line.grams,
        "price": price(line.unit_price),
        "price_set": price_set(line.unit_price),
        "total_discount": price(line.edit_discount),
        "total_discount_set": price_set(line.edit_discount),
        "fulfillment_status": None if status == "unfulfilled" else status,
        "discount_allocations": _allocations(line),
        "duties": [_duty(each) for each in line.duties],
        "tax_lines": [_tax_line(tax) for tax in line.tax_lines],
    }


def _duty(duty: Duty) -> Body:
    return {
        "id": duty.id,
        "harmonized_system_code": duty.harmonized_system_code,
        "country_code_of_origin": duty.country_code_of_origin,
        "shop_money": price_set(duty.price)["shop_money"],
        "presentment_money": price_set(duty.price)["presentment_money"],
        "tax_lines": [],
        "admin_graphql_api_id": duty.gid,
    }


def _allocations(line: LineItem) -> list[Body]:
    """What the code takes off, then what edits take off, numbered as the order's discount applications are."""
    code = [line.discount] if line.order.discount and line.discount.shop.amount else []
    places = _edit_discount_places(line.order) if line.edit_discounts else {}
    shares = [(0, each) for each in code] + [(places[each.id], each.amount) for each in line.edit_discounts]
    return [
        {"amount": price(amount), "amount_set": price_set(amount), "discount_application_index": place}
        for place, amount in shares
    ]


def _edit_discount_places(order: Order) -> dict[int, int]:
    first = 1 if order.discount else 0
    given = (each.id for line in order.lines for each in line.edit_discounts)
    return {number: place for place, number in enumerate(given, start=first)}


def _discount_applications(order: Order) -> list[Body]:
    given = (each for line in order.lines for each in line.edit_discounts)
    codes = [_code_application(order.discount)] if order.discount else []
    return [*codes, *(_edit_application(each) for each in given)]


def _edit_application(given: LineDiscount) -> Body:
    return {
        "target_type": "line_item",
        "type": "manual",
        "value": price(given.each) if given.each else str(given.percent or 0),
        "value_type": "fixed_amount" if given.each else "percentage",
        "allocation_method": "each",
        "target_selection": "explicit",
        "title": given.description,
        "description": given.description,
    }


def _code_application(discount: Discount) -> Body:
    return {
        "target_type": "shipping_line" if discount.kind == "free_shipping" else "line_item",
        "type": "discount_code",
        "value": str(discount.value),
        "value_type": "percentage" if discount.kind == "percentage" else "fixed_amount",
        "allocation_method": "across",
        "target_selection": "all",
        "code": discount.code,
    }


def _discount_codes(discount: Discount | None) -> list[Body]:
    if discount is None:
        return []
    kind = "shipping" if discount.kind == "free_shipping" else discount.kind
    return [{"code": discount.code, "amount": price(discount.amount), "type": kind}]


def _tax_line(tax: TaxLine) -> Body:
    return {
        "title": tax.title,
        "rate": float(tax.rate),
        "price": price(tax.price),
        "price_set": price_set(tax.price),
        "channel_liable": False,
    }


def _shipping_line(line: ShippingLine) -> Body:
    return {
        "id": line.id,
        "title": line.title,
        "price": price(line.price),
        "code": line.code,
        "source": line.source or "shopify",
        "phone": None,
        "requested_fulfillment_service_id": None,
        "delivery_category": None,
        "carrier_identifier": None,
        "discounted_price": price(line.price),
        "price_set": price_set(line.price),
        "discounted_price_set": price_set(line.price),
        "discount_allocations": [],
        "tax_lines": [_tax_line(tax) for tax in line.tax_lines],
    }


def refund_body(world: World, refund: Refund) -> Body:
    """A refund; whether money moved is told by its transactions."""
    order = world.get(Order, refund.order_id)
    lines = order.lines if order else []
    items = {line.id: line for line in lines}
    duties = order.currencies.total(each.amount for each in refund.duties) if order else None
    return {
        "id": refund.id,
        "order_id": refund.order_id,
        "created_at": instant(world, refund.created_at),
        "note": refund.note,
        "user_id": None,
        "processed_at": instant(world, refund.processed_at),
        "restock": any(line.restocked for line in refund.lines),
        "duties": [{"duty_id": each.duty_id, "amount_set": price_set(each.amount)} for each in refund.duties],
        "total_duties_set": price_set(duties) if duties else None,
        "admin_graphql_api_id": refund.gid,
        "refund_line_items": [_refund_line(line, items.get(line.line_item_id)) for line in refund.lines],
        "transactions": [transaction_body(world, each) for each in refund.transactions],
        "order_adjustments": adjustment_bodies(order, refund),
        "refund_shipping_lines": shipping_bodies(order, refund),
    }


def _refund_line(line: RefundLine, item: LineItem | None) -> Body:
    return {
        "id": line.id,
        "quantity": line.quantity,
        "line_item_id": line.line_item_id,
        "location_id": line.location.id if line.location else None,
        "restock_type": line.restock_type.value.lower(),
        "subtotal": float(line.subtotal.shop.amount),
        "total_tax": float(line.tax.shop.amount),
        "subtotal_set": price_set(line.subtotal),
        "total_tax_set": price_set(line.tax),
        "line_item": line_body(item) if item else None,
    }


def transaction_body(world: World, transaction: Transaction) -> Body:
    """A transaction."""
    order = world.get(Order, transaction.order_id)
    unsettled = totals.unsettled(order, transaction) if order else None
    return {
        "id": transaction.id,
        "admin_graphql_api_id": transaction.gid,
        "amount": price(transaction.amount),
        "authorization": transaction.authorization_code,
        "created_at": instant(world, transaction.created_at),
        "currency": transaction.amount.shop.currency,
        "device_id": None,
        "error_code": transaction.error_code.lower() if transaction.error_code else None,
        "gateway": transaction.gateway,
        "kind": transaction.kind.value.lower(),
        "location_id": None,
        "message": None,
        "order_id": transaction.order_id,
        "parent_id": transaction.parent.id if transaction.parent else None,
        "payment_id": transaction.payment_id,
        "processed_at": instant(world, transaction.processed_at),
        "receipt": transaction.receipt_json or {},
        "source_name": "web",
        "status": transaction.status.value.lower(),
        "test": transaction.test,
        "total_unsettled_set": price_set(unsettled) if unsettled else None,
        "manual_payment_gateway": transaction.through.manual,
        "user_id": None,
    }
