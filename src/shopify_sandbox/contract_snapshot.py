"""A subscription contract as JSON for GET /sandbox/state, with who did what to it."""

from __future__ import annotations

from shopify_sandbox.state import contract_money
from shopify_sandbox.state.contracts import (
    BillingAttempt,
    Content,
    Contract,
    CycleState,
    DeliveryMethod,
    Discount,
    ManualDiscount,
    PaymentMethod,
    Rhythm,
)
from shopify_sandbox.state.money import Money

Shown = dict[str, object]
_ADDRESS = (
    "first_name", "last_name", "company", "address1", "address2", "city", "zip", "phone", "country_code",
    "province_code",
)  # fmt: skip


def contract_snapshot(contract: Contract) -> Shown:
    """The contract with its content, cycles, attempts and history; ids and enum values as in the Admin API."""
    date = contract.next_billing_date
    return {
        "id": contract.gid,
        "app_id": str(contract.app_id),
        "revision": str(contract.revision),
        "status": contract.status.value,
        "currency": contract.currency,
        "customer": contract.customer.gid,
        "created_at": contract.created_at.isoformat(),
        "updated_at": contract.updated_at.isoformat(),
        "next_billing_date": date.isoformat() if date else None,
        "origin_order": contract.origin_order.gid if contract.origin_order else None,
        "orders": [order.gid for order in contract.orders],
        "last_payment_status": contract.last_payment_status,
        "plan": contract.plan.plan_gid if contract.plan else None,
        **_content(contract.content),
        "cycles": [_cycle(cycle) for _, cycle in sorted(contract.cycles.items())],
        "attempts": [_attempt(each) for each in contract.attempts],
        "history": [{"at": each.at.isoformat(), "what": each.what, "actor": each.actor} for each in contract.history],
    }


def _attempt(attempt: BillingAttempt) -> Shown:
    return {
        "id": attempt.gid,
        "key": attempt.idempotency_key,
        "cycle": attempt.cycle_index,
        "actor": attempt.actor,
        "created_at": attempt.created_at.isoformat(),
        "completed_at": attempt.completed_at.isoformat() if attempt.completed_at else None,
        "completed": attempt.completed_at is not None,
        "order": attempt.order.gid if attempt.order else None,
        "error_code": attempt.error_code,
        "next_action_url": attempt.next_action_url,
    }


def _content(content: Content) -> Shown:
    return {
        "billing": _rhythm(content.billing),
        "delivery": _rhythm(content.delivery),
        "delivery_price": _money(content.delivery_price),
        "method": _method(content.method),
        "note": content.note,
        "attributes": dict(content.custom_attributes),
        "payment_method": _payment_method(content.payment_method),
        "discounts": [_discount(each) for each in content.discounts],
        "lines": [
            {
                "id": line.gid,
                "title": line.title,
                "sku": line.sku,
                "variant": line.variant.gid if line.variant else None,
                "quantity": line.quantity,
                "current_price": _money(line.current_price),
                "discounted_total": _money(contract_money.line_total(content, line)),
                "selling_plan": line.selling_plan_name,
                "attributes": dict(line.custom_attributes),
            }
            for line in content.lines
        ],
    }


def _rhythm(rhythm: Rhythm) -> Shown:
    return {
        "interval": rhythm.interval.value,
        "count": rhythm.count,
        "anchors": [
            {"type": each.type.value, "day": each.day, "month": each.month, "cutoff_day": each.cutoff_day}
            for each in rhythm.anchors
        ],
        "min_cycles": rhythm.min_cycles,
        "max_cycles": rhythm.max_cycles,
    }


def _method(method: DeliveryMethod | None) -> Shown | None:
    if method is None:
        return None
    return {
        "kind": method.kind.name.lower(),
        "title": method.option.title,
        "code": method.option.code,
        "address": {name: getattr(method.address, name) for name in _ADDRESS} if method.address else None,
        "location": method.location.gid if method.location else None,
        "phone": method.phone,
    }


def _payment_method(method: PaymentMethod | None) -> Shown | None:
    if method is None:
        return None
    return {
        "id": method.gid,
        "kind": method.instrument.kind,
        "last_digits": method.instrument.last_digits,
        "revoked": method.revoked_at is not None,
        "update_emails": method.update_emails,
    }


def _discount(discount: Discount) -> Shown:
    if not isinstance(discount, ManualDiscount):
        return {"id": discount.gid, "code": discount.redeem_code}
    return {
        "id": discount.gid,
        "title": discount.title,
        "percentage": discount.percentage,
        "amount": _money(discount.amount) if discount.amount else None,
        "for_shipping": discount.for_shipping,
        "cycle_limit": discount.cycle_limit,
        "usage_count": discount.usage_count,
    }


def _cycle(cycle: CycleState) -> Shown:
    date = cycle.billing_date
    return {
        "index": cycle.index,
        "skipped": cycle.skipped,
        "billed": cycle.billed,
        "billing_date": date.isoformat() if date else None,
        "content": _content(cycle.content) if cycle.content else None,
    }


def _money(money: Money) -> str:
    return money.text
