"""What becomes of contracts whose customer or products are deleted. All of it is assumed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from shopify_sandbox.state import contract_changes, payment_methods
from shopify_sandbox.state.contracts import Content, Contract, ContractStatus
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.world import World


def contracts_of(world: World, customer: Customer) -> list[Contract]:
    """The customer's contracts."""
    return [each for each in world.all(Contract) if each.customer is customer]


def erase_person(world: World, customer: Customer) -> None:
    """The customer's payment methods are revoked, their contracts cancelled, and addresses taken out of them."""
    for method in payment_methods.of_customer(world, customer):
        payment_methods.revoke(world, method, reason="CUSTOMER_REDACTED")
    for contract in contracts_of(world, customer):
        contract.content = replace(contract.content, method=None, note=None)
        for cycle in contract.cycles.values():
            cycle.content = None if cycle.content is None else replace(cycle.content, method=None, note=None)
        if not contract.status.is_over:
            contract_changes.set_status(world, contract, ContractStatus.CANCELLED)


def forget_variants(world: World, numbers: Collection[int]) -> None:
    """Lines keep their titles, prices and SKUs, without variant; drafts made before are stale."""
    for contract in world.all(Contract):
        for cycle in contract.cycles.values():
            cycle.content = None if cycle.content is None else _without(cycle.content, numbers)
        left = _without(contract.content, numbers)
        if left != contract.content:
            contract.content = left
            contract_changes.revise(world, contract)
            world.emit("subscription_contracts/update", contract)


def _without(content: Content, numbers: Collection[int]) -> Content:
    return replace(
        content,
        lines=tuple(
            replace(line, variant=None) if line.variant is not None and line.variant.id in numbers else line
            for line in content.lines
        ),
    )
