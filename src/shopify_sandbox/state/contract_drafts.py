"""Drafts of contracts: made of nothing, of a contract, or of one cycle; what is staged in them shows at once.

That a committed draft can't be read any more is in the schema, which names an error for changing it, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeVar

from shopify_sandbox.state.contracts import (
    Content,
    Contract,
    ContractLine,
    ContractStatus,
    Discount,
)
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import refused
from shopify_sandbox.world import World

P = TypeVar("P", bound=ContractLine | Discount)
COMMITTED = "Subscription draft has been already committed."


@dataclass(eq=False, kw_only=True)
class Draft(Entity):
    """A contract as it would be. `base` is the content it began with, None for a new contract.

    `revision` is that of the contract when the draft was made; `cycle` is the index of the billing cycle that the draft
    is about, None for the contract as a whole; `concatenated` are pairs of contract and index of a cycle.
    """

    typename: ClassVar[str] = "SubscriptionDraft"
    app_id: int
    customer: Customer
    currency: str
    content: Content
    base: Content | None = None
    contract: Contract | None = None
    revision: int | None = None
    cycle: int | None = None
    next_billing_date: datetime | None = None
    status: ContractStatus = ContractStatus.ACTIVE
    actor: str | None = None
    committed: bool = False
    concatenated: list[tuple[Contract, int]] = field(default_factory=list)
    # When the delivery options of an address will have been computed.
    options_ready: dict[str, datetime] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Whether the contract moved on since the draft was made."""
        return self.contract is not None and self.contract.revision != self.revision

    @property
    def lines_added(self) -> list[ContractLine]:
        """Lines that the base doesn't have."""
        return _missing(self.content.lines, self.base.lines if self.base else ())

    @property
    def lines_removed(self) -> list[ContractLine]:
        """Lines that only the base has."""
        return _missing(self.base.lines if self.base else (), self.content.lines)

    @property
    def discounts_added(self) -> list[Discount]:
        """Discounts that the base doesn't have."""
        return _missing(self.content.discounts, self.base.discounts if self.base else ())

    @property
    def discounts_removed(self) -> list[Discount]:
        """Discounts that only the base has."""
        return _missing(self.base.discounts if self.base else (), self.content.discounts)

    @property
    def discounts_updated(self) -> list[Discount]:
        """Discounts that the base has in another form."""
        before = {each.uuid: each for each in self.base.discounts} if self.base else {}
        return [each for each in self.content.discounts if before.get(each.uuid, each) != each]


def begin(world: World, contract: Contract, *, actor: str | None = None) -> Draft:
    """A draft of a contract as it is now. Raises Refused with INVALID for one that ended for good (assumed)."""
    if contract.status.is_over:
        message = "Subscription contract cannot be updated once terminated."
        raise refused(message, "contractId", code="INVALID")
    return world.add(_draft(world, contract, contract.content, actor))


def begin_cycle(world: World, contract: Contract, cycle: int, content: Content, *, actor: str | None = None) -> Draft:
    """A draft of one cycle's content, which begins with what the cycle would bill."""
    draft = _draft(world, contract, content, actor)
    draft.cycle = cycle
    return world.add(draft)


def under_way(draft: Draft | None, *, field_name: str = "draftId") -> Draft:
    """The draft, when there is one that can still be changed. Raises Refused."""
    if draft is None:
        raise refused("Subscription draft does not exist.", field_name, code="INVALID")
    if draft.committed:
        raise refused(COMMITTED, field_name, code="COMMITTED")
    return draft


def _draft(world: World, contract: Contract, content: Content, actor: str | None) -> Draft:
    return Draft(
        id=world.new_id(Draft),
        app_id=contract.app_id,
        customer=contract.customer,
        currency=contract.currency,
        content=content,
        base=content,
        contract=contract,
        revision=contract.revision,
        next_billing_date=contract.next_billing_date,
        status=contract.status,
        actor=actor,
    )


def _missing(these: Iterable[P], those: Iterable[P]) -> list[P]:
    known = {each.uuid for each in those}
    return [each for each in these if each.uuid not in known]
