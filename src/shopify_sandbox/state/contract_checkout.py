"""The contract that a purchase with a selling plan makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shopify_sandbox.state import contract_changes, contract_money, payment_methods
from shopify_sandbox.state.contracts import (
    Content,
    Contract,
    ContractLine,
    DeliveryKind,
    DeliveryMethod,
    DeliveryOption,
    PaymentMethod,
    PricingPolicy,
)
from shopify_sandbox.state.entities import numeric_id
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.rhythms import Leg, PlanTerms
from shopify_sandbox.world import World


@dataclass(frozen=True)
class Purchase:
    """How a plan was bought, besides its terms; without an app it is the sandbox's own."""

    next_billing_date: datetime | None
    app_id: int | None = None
    payment_method: PaymentMethod | None = None
    # The pricing policies of lines, by the ids of the order's lines.
    pricing: tuple[tuple[int, PricingPolicy], ...] = ()


def from_checkout(
    world: World, order: Order, lines: Sequence[LineItem], terms: PlanTerms, purchase: Purchase
) -> Contract:
    """The contract for lines of an order that were bought with one plan's rhythm; tells those who listen.

    An order's line has the units of all deliveries that were paid, the contract's those of one (documented). Raises
    Refused for an order without a customer.
    """
    if order.customer is None:
        raise refused("The customer doesn't exist.", code="CUSTOMER_DOES_NOT_EXIST")
    now = world.now()
    contract = Contract(
        id=world.new_id(Contract),
        app_id=int(world.profile.app_id) if purchase.app_id is None else purchase.app_id,
        currency=order.currencies.presentment,
        customer=order.customer,
        content=_content(world, order, lines, terms, purchase),
        revision=contract_changes.new_revision(world),
        created_at=now,
        updated_at=now,
        next_billing_date=purchase.next_billing_date,
        legs=[Leg(1, now, purchase.next_billing_date, terms.billing)] if purchase.next_billing_date else [],
        origin_order=order,
        orders=[order],
        last_payment_status="SUCCEEDED",
        plan=terms,
    )
    for line in lines:
        line.contract_id = contract.id
    world.add(contract)
    contract_changes.record(world, contract, "create", actor="CUSTOMER")
    world.emit("subscription_contracts/create", contract)
    return contract


def _content(world: World, order: Order, lines: Sequence[LineItem], terms: PlanTerms, purchase: Purchase) -> Content:
    assert order.customer is not None
    prices = [each.price.presentment for each in order.shipping_lines]
    return Content(
        billing=terms.billing,
        delivery=terms.delivery,
        delivery_price=prices[0] if prices else order.currencies.zero().presentment,
        lines=tuple(contract_money.priced_after(_line(world, line, terms, purchase), 1) for line in lines),
        method=_method(order),
        note=order.note,
        payment_method=purchase.payment_method or payment_methods.for_purchase(world, order.customer),
    )


def _line(world: World, line: LineItem, terms: PlanTerms, purchase: Purchase) -> ContractLine:
    plan = line.selling_plan
    plan_id = numeric_id(terms.plan_gid, "SellingPlan") if terms.plan_gid else plan.id if plan else None
    return ContractLine(
        uuid=world.new_uuid(),
        title=line.title,
        quantity=line.quantity // terms.deliveries_per_billing or line.quantity,
        current_price=line.unit_price.presentment,
        variant=line.variant,
        variant_title=line.variant_title,
        sku=line.sku,
        pricing_policy=dict(purchase.pricing).get(line.id),
        selling_plan_id=plan_id,
        selling_plan_name=terms.name or (plan.name if plan else None),
        requires_shipping=line.requires_shipping,
        taxable=line.taxable,
        custom_attributes=tuple(line.custom_attributes),
    )


def _method(order: Order) -> DeliveryMethod | None:
    if order.shipping_address is None:
        return None
    chosen = order.shipping_lines[0] if order.shipping_lines else None
    title = chosen.title if chosen else "Standard"
    option = DeliveryOption(title, title, (chosen.code if chosen else None) or title)
    return DeliveryMethod(DeliveryKind.SHIPPING, option, address=order.shipping_address)
