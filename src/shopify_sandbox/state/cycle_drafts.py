"""Another content for one billing cycle: drafted, combined with the cycles of other contracts, committed.

Assumed, where the schema is silent: the conditions for a cycle to be edited are those for its schedule; combined
contracts belong to one customer and one currency; discounts stay with the lines of the contract they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shopify_sandbox.state import billing_cycles, billing_schedule, contract_drafts, draft_commit, draft_discounts
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Content, Contract, ContractLine, ManualDiscount
from shopify_sandbox.state.cycle_errors import DRAFT_ERRORS, refusal
from shopify_sandbox.state.errors import refused
from shopify_sandbox.world import World

# How many contracts can be added to a draft (assumed; the schema tells that there is a limit).
MOST_CONTRACTS = 10
CONCATENATED = "concatenatedBillingCycleContracts"


def begin(world: World, cycle: Cycle, *, actor: str | None = None) -> Draft:
    """A draft of what the cycle bills now. Raises Refused with SubscriptionDraftErrorCode."""
    billing_cycles.check_changeable(world, cycle, billing_cycles.INPUT, kind=DRAFT_ERRORS)
    draft = contract_drafts.begin_cycle(world, cycle.contract, cycle.index, cycle.content, actor=actor)
    others = [each for each in billing_cycles.together(world, cycle) if each.contract is not cycle.contract]
    draft.concatenated = [(each.contract, each.index) for each in others]
    return draft


def concatenate(world: World, draft: Draft, cycles: Sequence[Cycle]) -> None:
    """Bill other contracts' cycles with this one: their lines join the draft. Raises Refused, nothing joined then."""
    if draft.contract is None:
        message = "Cannot concatenate a contract draft from subscriptionContractCreate mutation."
        raise refused(message, "draftId", code="CONCATENATION_UNCOMMITTED_CONTRACT_DRAFT")
    if draft.cycle is None:
        raise refusal(DRAFT_ERRORS, "CONCATENATION_BILLING_CYCLE_CONTRACT_DRAFT_REQUIRED", "draftId")
    contracts = [draft.contract, *(each for each, _ in draft.concatenated), *(each.contract for each in cycles)]
    if len({each.id for each in contracts}) < len(contracts):
        raise refusal(DRAFT_ERRORS, "DUPLICATE_CONCATENATED_CONTRACTS", CONCATENATED)
    if len(contracts) - 1 > MOST_CONTRACTS:
        raise refusal(DRAFT_ERRORS, "EXCEEDED_MAX_CONCATENATED_CONTRACTS", CONCATENATED)
    for number, each in enumerate(cycles):
        _check_fits(world, draft, each, (CONCATENATED, str(number)))
    content = _bound(draft.content, draft.content.lines)
    for each in cycles:
        content = _joined(content, each)
    draft.content = content
    draft.concatenated += [(each.contract, each.index) for each in cycles]


def commit(world: World, draft: Draft) -> Cycle:
    """The cycle, and those combined with it, bill what the draft has. Raises Refused, nothing changed then."""
    cycle = cycle_of(world, draft)
    if cycle is None or draft.contract is None:
        raise refusal(DRAFT_ERRORS, "BILLING_CYCLE_ABSENT", "draftId")
    draft_commit.check_not_stale(draft)
    if cycle.content is not draft.base:
        raise refusal(DRAFT_ERRORS, "STALE_CONTRACT", "draftId")
    cycles = [cycle, *concatenated(world, draft)]
    for each in cycles:
        billing_cycles.check_changeable(world, each, "draftId", kind=DRAFT_ERRORS)
    draft_commit.check_content(draft.content, new=False)
    content = draft_discounts.settled(world, draft.content)
    group = tuple((each.contract.id, each.index) for each in cycles) if len(cycles) > 1 else ()
    for each in cycles:
        _edit(world, each, content, group)
    draft.committed = True
    return cycle


def cycle_of(world: World, draft: Draft) -> Cycle | None:
    """The cycle that the draft is about."""
    if draft.contract is None or draft.cycle is None:
        return None
    return billing_schedule.numbered(world, draft.contract, draft.cycle)


def concatenated(world: World, draft: Draft) -> list[Cycle]:
    """The other contracts' cycles that the draft bills too."""
    found = [billing_schedule.numbered(world, contract, index) for contract, index in draft.concatenated]
    return [each for each in found if each is not None]


def _edit(world: World, cycle: Cycle, content: Content, group: tuple[tuple[int, int], ...]) -> None:
    edited, state = cycle.state.edited, billing_cycles.kept_state(cycle)
    state.content, state.group = content, group
    state.content_created_at = state.content_created_at or world.now()
    state.content_updated_at = world.now()
    billing_cycles.told(world, cycle, edited_before=edited)


def _check_fits(world: World, draft: Draft, cycle: Cycle, field: tuple[str, ...]) -> None:
    """One that is combined with others already would be billed twice over: it is refused (assumed)."""
    billing_cycles.check_changeable(world, cycle, *field, kind=DRAFT_ERRORS)
    if len(billing_cycles.together(world, cycle)) > 1:
        raise refusal(DRAFT_ERRORS, "INVALID", *field)
    if cycle.contract.customer is not draft.customer or cycle.contract.currency != draft.currency:
        raise refusal(DRAFT_ERRORS, "INVALID", *field)


def _joined(content: Content, cycle: Cycle) -> Content:
    added = _bound(cycle.content, cycle.content.lines)
    lines = tuple(_from(cycle.contract, line) for line in added.lines)
    return replace(content, lines=(*content.lines, *lines), discounts=(*content.discounts, *added.discounts))


def _from(contract: Contract, line: ContractLine) -> ContractLine:
    return replace(line, concatenated_origin_id=line.concatenated_origin_id or contract.id)


def _bound(content: Content, lines: Sequence[ContractLine]) -> Content:
    """The content with its discounts on all lines bound to those it has."""
    own = frozenset(line.uuid for line in lines)
    return replace(
        content,
        discounts=tuple(
            replace(each, all_lines=False, lines=own)
            if isinstance(each, ManualDiscount) and each.all_lines and not each.for_shipping
            else each
            for each in content.discounts
        ),
    )
