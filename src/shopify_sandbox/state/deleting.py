"""Customers and products that are deleted, and what becomes of the orders that name them.

The texts are assumed; that a customer with orders can't be deleted is documented, and that an erasure takes ten days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from shopify_sandbox.state import contract_forgetting
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.draft_orders import DraftOrder, DraftOrderLine
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup
from shopify_sandbox.world import World

ERASED_AFTER = timedelta(days=10)
CUSTOMER_REDACT = "customers/redact"


@dataclass(frozen=True)
class Person:
    """Whose data a topic is about that the law requires, with the orders that it names."""

    customer: Customer
    orders: Sequence[Order]


def delete_customer(world: World, customer: Customer) -> None:
    """Forget a customer. Raises Refused for one with orders, or with contracts (assumed)."""
    if _orders_of(world, customer) or contract_forgetting.contracts_of(world, customer):
        raise refused("Customer can't be deleted because they have associated orders", "id")
    _forget(world, customer)


def request_erasure(world: World, customer: Customer) -> None:
    """Erase the customer's personal data after a while, unless that is taken back; asking again changes nothing."""
    if customer.erased_at is not None:
        return
    customer.erased_at = due = world.now() + ERASED_AFTER

    def erase_when_due() -> None:
        if customer.erased_at == due:
            erase(world, customer)

    world.later(ERASED_AFTER, erase_when_due)


def cancel_erasure(customer: Customer) -> None:
    """Keep the customer after all. Raises Refused when no erasure was asked for."""
    if customer.erased_at is None:
        raise refused("Customer's data is not scheduled for erasure", "customerId", code="NOT_BEING_ERASED")
    customer.erased_at = None


def erase(world: World, customer: Customer) -> None:
    """The orders stay, without customer, addresses, e-mail address and phone (assumed).

    The app is told to do the same (documented).
    """
    orders = _orders_of(world, customer)
    for order in orders:
        order.customer = order.billing_address = order.shipping_address = order.email = order.phone = None
    contract_forgetting.erase_person(world, customer)
    _forget(world, customer)
    for order in orders:
        order_changed(world, order)
    world.emit(CUSTOMER_REDACT, Person(customer, orders))


def delete_product(world: World, product: Product) -> None:
    """Forget a product with its variants; what was sold keeps its title, price and SKU."""
    _forget_variants(world, product.variants)
    for group in world.all(SellingPlanGroup):
        group.products = [each for each in group.products if each is not product]
    world.remove(product)
    world.emit("products/delete", product)


def delete_variants(world: World, product: Product, gids: Sequence[str]) -> None:
    """Forget some of a product's variants. Raises Refused, nothing deleted then."""
    gone = [each for each in product.variants if each.gid in gids]
    if len(gone) < len(set(gids)):
        code = "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT"
        raise refused("At least one variant does not belong to the product", "variantsIds", code=code)
    if len(gone) == len(product.variants):
        raise refused("Cannot delete default variant", "variantsIds", code="CANNOT_DELETE_LAST_VARIANT")
    _forget_variants(world, gone)
    product.variants = [each for each in product.variants if each not in gone]
    product.updated_at = world.now()
    world.emit("products/update", product)


def _orders_of(world: World, customer: Customer) -> list[Order]:
    return [order for order in world.all(Order) if order.customer is customer]


def _forget(world: World, customer: Customer) -> None:
    for draft in world.all(DraftOrder):
        if draft.customer is customer:
            draft.customer = None
    world.remove(customer)
    world.emit("customers/delete", customer)


def _forget_variants(world: World, variants: Sequence[Variant]) -> None:
    numbers = {each.id for each in variants}
    lines: list[LineItem | DraftOrderLine] = [line for order in world.all(Order) for line in order.lines]
    lines += [line for draft in world.all(DraftOrder) for line in draft.lines]
    for line in lines:
        if line.variant is not None and line.variant.id in numbers:
            line.variant = None
    for group in world.all(SellingPlanGroup):
        group.variants = [each for each in group.variants if each.id not in numbers]
    contract_forgetting.forget_variants(world, numbers)
    for variant in variants:
        world.remove(variant)
