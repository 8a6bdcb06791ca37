"""Orders: the fields that follow from their parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shopify_sandbox.resolvers.connections import connection, listed
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.search import fulfillment_order_filter
from shopify_sandbox.resolvers.visibility import visible_fulfillment_orders
from shopify_sandbox.state import capturing, charges, discrepancies, display, quantities, totals
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.state.order_editing import not_editable_because
from shopify_sandbox.state.orders import Fulfillment, Order, ShippingLine
from shopify_sandbox.state.transactions import Transaction

Item = TypeVar("Item")


def _in_shop_currency(total: Callable[[Order], MoneyBag]) -> Callable[[Order], Money]:
    return lambda order: total(order).shop


_TOTALS: dict[str, Callable[[Order], MoneyBag]] = {
    "currentCartDiscountAmountSet": totals.current_discounts,
    "currentShippingPriceSet": totals.current_shipping,
    "currentSubtotalPriceSet": totals.current_subtotal,
    "currentTotalDiscountsSet": totals.current_discounts,
    "currentTotalPriceSet": totals.current_total,
    "currentTotalTaxSet": totals.current_tax,
    "netPaymentSet": totals.net_payment,
    "originalTotalPriceSet": totals.original_total,
    "refundDiscrepancySet": discrepancies.of_order,
    "subtotalPriceSet": totals.subtotal,
    "totalCapturableSet": totals.capturable,
    "totalDiscountsSet": totals.discounts,
    "totalOutstandingSet": totals.balance,
    "totalPriceSet": totals.total,
    "totalReceivedSet": totals.received,
    "totalRefundedSet": totals.refunded,
    "totalRefundedShippingSet": totals.refunded_shipping,
    "totalShippingPriceSet": totals.shipping,
    "totalTaxSet": totals.tax,
    "totalTipReceivedSet": charges.tip,
}

_AMOUNTS: dict[str, Callable[[Order], MoneyBag]] = {
    "netPayment": totals.net_payment,
    "subtotalPrice": totals.subtotal,
    "totalCapturable": totals.capturable,
    "totalDiscounts": totals.discounts,
    "totalPrice": totals.total,
    "totalReceived": totals.received,
    "totalRefunded": totals.refunded,
    "totalShippingPrice": totals.shipping,
    "totalTax": totals.tax,
    "totalTipReceived": charges.tip,
}


def _transactions(order: Order, _info: Info, **args: object) -> list[Transaction]:
    shown = order.transactions
    if args.get("capturable") is not None:
        shown = [each for each in shown if totals.left_to_capture(order, each).positive is bool(args["capturable"])]
    if args.get("manuallyResolvable") is not None:
        shown = [each for each in shown if _resolvable(order, each) is bool(args["manuallyResolvable"])]
    return _first(shown, args)


def _resolvable(order: Order, transaction: Transaction) -> bool:
    """Whether a person can bring it to its end: what is fully captured or voided can not (schema)."""
    return totals.left_to_capture(order, transaction).positive or totals.is_awaited(transaction)


def _fulfillments(order: Order, _info: Info, **args: object) -> list[Fulfillment]:
    newest_first = sorted(order.fulfillments, key=lambda each: (each.created_at, each.id), reverse=True)
    return _first(newest_first, args)


def _fulfillment_orders(order: Order, info: Info, **args: object) -> object:
    shown = visible_fulfillment_orders(context_of(info), order.fulfillment_orders)
    if args.get("displayable"):
        shown = [each for each in shown if each.displayable]
    fits = fulfillment_order_filter(context_of(info).world, args.get("query"))
    return connection([each for each in shown if fits(each)], args)


def _first(items: list[Item], args: dict[str, object]) -> list[Item]:
    return items if args.get("first") is None else items[: int(str(args["first"]))]


def _attributes(order: Order) -> list[dict[str, object]]:
    return [{"key": key, "value": value} for key, value in order.custom_attributes]


def _localized(order: Order) -> list[dict[str, object]]:
    return [{"key": key, "value": value} for key, value in order.localized_fields.items()]


def _status_page(order: Order, info: Info, **_args: object) -> str:
    profile = world_of(info).profile
    return f"https://{profile.shop_domain}/orders/{order.token}/authenticate?key={order.token[:16]}"


def _order_app(_order: Order, info: Info, **_args: object) -> object:
    profile = world_of(info).profile
    return {"id": f"gid://shopify/App/{profile.app_id}", "name": profile.app_title}


def _business(_order: Order, info: Info, **_args: object) -> object:
    profile = world_of(info).profile
    country = world_of(info).locations[0].address.get("countryCode") or "CA"
    address = {"countryCode": country}
    name = profile.shop_name
    return {
        "id": "gid://shopify/BusinessEntity/1",
        "address": address,
        "archived": False,
        "companyName": name,
        "displayName": name,
        "primary": True,
    }


def _rounding(order: Order) -> object:
    return {"paymentSet": charges.cash_rounding(order), "refundSet": order.currencies.zero()}


def _taxes(order: Order) -> object:
    merged = order.tax_lines or [tax for line in order.lines for tax in line.tax_lines]
    return [*merged, *(tax for line in _shipping_lines(order) for tax in line.tax_lines)]


def _shipping_lines(order: Order, *, removed: bool = False) -> list[ShippingLine]:
    return [line for line in order.shipping_lines if removed or not line.is_removed]


def _gone(_source: object) -> None:
    return None


def _with_duties(amount: Callable[[Order], MoneyBag]) -> Callable[[Order], MoneyBag | None]:
    """Null for an order without duties."""
    return lambda order: amount(order) if any(line.duties for line in order.lines) else None


def _with_fees(amount: Callable[[Order], MoneyBag]) -> Callable[[Order], MoneyBag | None]:
    """Null where fees are not applicable (schema)."""
    return lambda order: amount(order) if order.additional_fees else None


_OWN: dict[str, Callable[[Order], object]] = {
    "currentTotalAdditionalFeesSet": _with_fees(charges.current_fees),
    "currentTotalDutiesSet": _with_duties(charges.current_duties),
    "originalTotalAdditionalFeesSet": _with_fees(charges.fees),
    "originalTotalDutiesSet": _with_duties(charges.duties),
    "billingAddressMatchesShippingAddress": lambda order: (
        order.shipping_address is not None and order.billing_address is order.shipping_address
    ),
    "canMarkAsPaid": capturing.can_mark_paid,
    "canNotifyCustomer": lambda order: bool(order.email or order.phone),
    "cancellation": lambda order: {"staffNote": order.staff_note} if order.cancelled_at else None,
    "capturable": lambda order: totals.capturable(order).positive,
    "closed": lambda order: order.closed_at is not None,
    "confirmed": lambda order: True,
    "currencyCode": lambda order: order.currencies.shop,
    "currentSubtotalLineItemsQuantity": lambda order: sum(map(quantities.current, charges.goods(order))),
    "currentTaxLines": _taxes,
    "currentTotalWeight": lambda order: sum(line.grams * quantities.current(line) for line in order.lines),
    "customAttributes": _attributes,
    "customerAcceptsMarketing": lambda order: False,
    "discountCode": lambda order: order.discount.code if order.discount else None,
    "discountCodes": lambda order: [order.discount.code] if order.discount else [],
    "displayAddress": lambda order: order.shipping_address or order.billing_address,
    "displayFinancialStatus": display.financial_status,
    "displayFulfillmentStatus": display.fulfillment_status,
    "dutiesIncluded": lambda order: False,
    "edited": lambda order: order.edits > 0,
    "estimatedTaxes": lambda order: False,
    "fulfillable": lambda order: any(map(quantities.fulfillable, order.lines)),
    "fulfillmentsCount": lambda order: {"count": len(order.fulfillments), "precision": "EXACT"},
    "fullyPaid": lambda order: totals.net_payment(order).shop.amount >= totals.due(order).shop.amount,
    "hasTimelineComment": lambda order: False,
    "legacyResourceId": lambda order: str(order.id),
    "merchantEditable": lambda order: not not_editable_because(order),
    "merchantEditableErrors": not_editable_because,
    "metafield": _gone,
    "paymentCollectionDetails": lambda order: {},
    "paymentGatewayNames": totals.gateways,
    "presentmentCurrencyCode": lambda order: order.currencies.presentment,
    "productNetwork": lambda order: False,
    "refundable": lambda order: totals.refundable(order).positive,
    "requiresShipping": lambda order: any(line.requires_shipping for line in order.lines),
    "restockable": lambda order: any(map(quantities.unfulfilled, order.lines)),
    "risk": lambda order: {"assessments": [], "recommendation": "NONE"},
    "riskLevel": lambda order: "LOW",
    "shippingLine": lambda order: next(iter(_shipping_lines(order)), None),
    "subtotalLineItemsQuantity": lambda order: sum(line.quantity for line in charges.goods(order)),
    "taxExempt": lambda order: bool(order.customer and order.customer.tax_exempt),
    "taxLines": _taxes,
    "totalCashRoundingAdjustment": _rounding,
    "totalWeight": lambda order: sum(line.grams * line.quantity for line in order.lines),
    "transactionsCount": lambda order: {"count": len(order.transactions), "precision": "EXACT"},
    "unpaid": lambda order: not totals.received(order).positive,
}

FIELDS = fields_of(
    "Order",
    {
        **{name: derived(function) for name, function in _TOTALS.items()},
        **{name: derived(_in_shop_currency(function)) for name, function in _AMOUNTS.items()},
        **{name: derived(function) for name, function in _OWN.items()},
        "app": _order_app,
        "merchantBusinessEntity": _business,
        "fulfillmentOrders": _fulfillment_orders,
        "fulfillments": _fulfillments,
        "lineItems": lambda order, _info, **args: connection(order.lines, args),
        "localizationExtensions": lambda order, _info, **args: listed(_localized(order), args),
        "localizedFields": lambda order, _info, **args: listed(_localized(order), args),
        "nonFulfillableLineItems": lambda order, _info, **args: connection(
            [line for line in order.lines if quantities.non_fulfillable(line)], args
        ),
        "refunds": lambda order, _info, **args: _first(order.refunds, args),
        "shippingLines": lambda order, _info, **args: connection(
            _shipping_lines(order, removed=bool(args.get("includeRemovals"))), args
        ),
        "statusPageUrl": _status_page,
        "transactions": _transactions,
    },
)
