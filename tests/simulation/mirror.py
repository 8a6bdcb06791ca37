"""What our mirror holds of an order, in the form that the truth has."""

from datetime import UTC, datetime
from decimal import Decimal

from backhaul.models import (
    Fulfillment,
    FulfillmentOrder,
    OrderRefund,
    OrderTransaction,
    SalesOrder,
    SalesOrderLine,
)
from tests.simulation.truth import Facts


def held(order: SalesOrder) -> Facts:
    """One order, field by field."""
    attributes = {key.removeprefix("attributes/"): value for key, value in order.facts.items() if "attributes/" in key}
    return {
        "name": order.name,
        "cancelled": order.cancelled_at is not None,
        "closed": order.closed_at is not None,
        "financial status": order.financial_status,
        "fulfillment status": order.fulfillment_status,
        "tags": sorted(order.tags),
        "cancel reason": order.cancel_reason,
        "return status": order.return_status,
        "customer": order.customer_gid,
        "total": (order.total_shop, order.total_presentment),
        "current total": _both(order, "current_total"),
        "current subtotal": _both(order, "current_subtotal"),
        "refunded": _both(order, "refunded"),
        "note": order.facts.get("note", ""),
        "email": order.facts.get("email", ""),
        "street": order.facts.get("shipping_address/address1", ""),
        "attributes": sorted(attributes.items()),
        "lines": {line.gid: _line(line) for line in order.lines.all() if line.quantity},
        "fulfillment orders": {one.gid: _fulfillment_order(one) for one in order.fulfillment_orders.all()},
        "fulfillments": {one.gid: _fulfillment(one) for one in order.fulfillments.all()},
        "transactions": {one.gid: _transaction(one) for one in order.transactions.all()},
        "refunds": {one.gid: _refund(one) for one in order.refunds.all()},
        "returns": {one.gid: {"status": one.status, "units": one.total_quantity} for one in order.returns.all()},
    }


def _both(order: SalesOrder, name: str) -> tuple[Decimal, Decimal]:
    shop, presentment = order.money[name]
    return Decimal(shop), Decimal(presentment)


def _line(line: SalesOrderLine) -> Facts:
    return {
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "current quantity": line.current_quantity,
        "price": (line.unit_price, line.presentment_unit_price),
    }


def _fulfillment_order(one: FulfillmentOrder) -> Facts:
    return {
        "status": one.status,
        "request status": one.request_status,
        "fulfil at": _instant(one.fulfill_at),
        "location": one.location_gid,
        "actions": sorted(one.supported_actions),
        "holds": sorted(one.hold_reasons),
        "lines": {
            line.gid: (line.order_line.gid, line.total_quantity, line.remaining_quantity) for line in one.lines.all()
        },
    }


def _fulfillment(one: Fulfillment) -> Facts:
    return {
        "status": one.status,
        "tracking": [entry["number"] for entry in one.tracking],
        "units": {line.order_line.gid: line.quantity for line in one.lines.all()},
    }


def _transaction(one: OrderTransaction) -> Facts:
    return {
        "kind": one.kind,
        "status": one.status,
        "gateway": one.gateway,
        "amount": one.amount,
        "parent": one.parent_gid,
    }


def _refund(one: OrderRefund) -> Facts:
    lines = [(line.order_line.gid, line.quantity, line.restock_type) for line in one.lines.all()]
    return {"total": (one.total_shop, one.total_presentment), "lines": sorted(lines)}


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
