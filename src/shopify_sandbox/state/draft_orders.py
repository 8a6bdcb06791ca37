"""Draft orders: prepared, changed, deleted, and completed into orders. What isn't marked follows documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.money import Currencies, MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Variant


@dataclass(frozen=True)
class DraftShipping:
    """A shipping charge."""

    title: str
    price: MoneyBag


@dataclass(eq=False, kw_only=True)
class DraftOrderLine(Entity):
    """What is to be ordered: a variant's units, or something without a product."""

    typename: ClassVar[str] = "DraftOrderLineItem"
    title: str
    quantity: int
    unit_price: MoneyBag
    uuid: str
    variant: Variant | None = None
    sku: str | None = None
    requires_shipping: bool = True
    taxable: bool = True
    custom_attributes: list[tuple[str, str | None]] = field(default_factory=list)

    @property
    def total(self) -> MoneyBag:
        """Unit price times quantity."""
        return self.unit_price.times(self.quantity)


@dataclass(eq=False, kw_only=True)
class DraftOrder(Entity):
    """A draft; `order` is what it was completed into, and nothing changes any more then."""

    typename: ClassVar[str] = "DraftOrder"
    name: str
    created_at: datetime
    updated_at: datetime
    currencies: Currencies
    given: Mapping[str, object] = field(default_factory=dict)
    lines: list[DraftOrderLine] = field(default_factory=list)
    shipping: DraftShipping | None = None
    customer: Customer | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    tags: list[str] = field(default_factory=list)
    order: Order | None = None
    completed_at: datetime | None = None

    @property
    def status(self) -> str:
        """DraftOrderStatus; invoices are never sent here."""
        return "OPEN" if self.order is None else "COMPLETED"

    @property
    def subtotal(self) -> MoneyBag:
        """All lines."""
        return self.currencies.total(line.total for line in self.lines)

    @property
    def shipping_price(self) -> MoneyBag:
        """The shipping charge, zero without one."""
        return self.shipping.price if self.shipping else self.currencies.bag(Decimal(0))

    @property
    def total(self) -> MoneyBag:
        """Lines and shipping; the sandbox's drafts have no taxes."""
        return self.subtotal + self.shipping_price
