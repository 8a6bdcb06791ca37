"""The order as an edit would leave it, worked out once for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from shopify_sandbox.resolvers.discounts import allocations, calculated, of_edit
from shopify_sandbox.state import edit_applying, quantities
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.order_edits import EditedLine, OrderEdit
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.world import World

Allocation = dict[str, object]


@dataclass
class CalculatedOrder:
    """An edit with the order as it would be."""

    typename: ClassVar[str] = "CalculatedOrder"
    edit: OrderEdit
    world: World

    @cached_property
    def order(self) -> Order:
        """A copy of the order with the edit in it."""
        return edit_applying.preview(self.edit, self.world.now())

    @cached_property
    def items(self) -> dict[str, LineItem]:
        """The copy's lines by the ids of the calculated ones."""
        staged = [each for each in self.edit.lines if each.added and each.quantity > 0]
        known = {each.line.id: each.id for each in self.edit.lines if not each.added}
        own = {known[line.id]: line for line in self.order.lines if line.id in known}
        new = [line for line in self.order.lines if line.id == 0]
        return own | {each.id: line for each, line in zip(staged, new, strict=True)}

    def lines(self, *, added: bool) -> list[CalculatedLine]:
        """The lines that the order had, or those the edit adds."""
        shown = (each for each in self.edit.lines if each.added is added)
        return [CalculatedLine(self, each) for each in shown if not added or each.quantity > 0]


@dataclass
class CalculatedLine:
    """A line of the order as it would be."""

    typename: ClassVar[str] = "CalculatedLineItem"
    parent: CalculatedOrder
    edited: EditedLine

    @property
    def item(self) -> LineItem:
        """The line with the edit in it; one that was added and taken away again, as it was staged."""
        return self.parent.items.get(self.edited.id, self.edited.line)

    @property
    def editable_quantity_before_changes(self) -> int:
        """Units that could be taken away before the edit."""
        return 0 if self.edited.added else quantities.editable(self.edited.line)

    @property
    def editable_quantity(self) -> int:
        """Units that can be taken away."""
        return self.editable_quantity_before_changes + self.edited.delta

    @property
    def discounted_unit_price_set(self) -> MoneyBag:
        """The unit price after the discounts of this line alone."""
        return self._discounted(1)

    @property
    def editable_subtotal_set(self) -> MoneyBag:
        """What the units that can be taken away cost."""
        return self._discounted(self.editable_quantity)

    @property
    def uneditable_subtotal_set(self) -> MoneyBag:
        """What the others cost."""
        return self._discounted(self.edited.quantity) - self.editable_subtotal_set

    @property
    def allocations(self) -> list[Allocation]:
        """What each discount takes off; the edit's own are known by their staged ids."""
        found = allocations(self.item)
        for number, staged in enumerate(reversed(self.edited.discounts), start=1):
            found[-number] = {**found[-number], "discountApplication": of_edit(self.item.order, staged)}
        return found

    @property
    def calculated_allocations(self) -> list[Allocation]:
        """The same with the applications as edits show them."""
        return [{**each, "discountApplication": _calculated(each)} for each in self.allocations]

    def _discounted(self, units: int) -> MoneyBag:
        full, all_units = self.item.unit_price.times(units), max(self.item.quantity, 1)
        return (full - self.item.edit_discount.times(Decimal(units) / all_units)).at_least_zero()


def _calculated(allocation: Allocation) -> Allocation:
    application = allocation["discountApplication"]
    assert isinstance(application, dict)
    return calculated(application)
