"""subscriptionBillingCycle*: skipping, moving and editing cycles, alone or combined; freeing them of their edits."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.billing_cycles import edited_contract
from shopify_sandbox.resolvers.context import Info, Resolver, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.mutations.subscription_contracts import own_contract
from shopify_sandbox.resolvers.mutations.subscription_drafts import own_draft
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import billing_cycles, cycle_drafts
from shopify_sandbox.state.billing_cycles import INPUT
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.cycle_errors import CYCLE_ERRORS, DRAFT_ERRORS, SKIP_ERRORS, UNSKIP_ERRORS
from shopify_sandbox.state.given import mapping, mappings, optional_text
from shopify_sandbox.world import World


def _cycle(info: Info, given: object, *field: str, kind: str) -> Cycle:
    """The cycle that a SubscriptionBillingCycleInput names, of one of this app's contracts. Raises Refused."""
    wanted = mapping(given)
    contract = own_contract(info, wanted["contractId"], *field, "contractId")
    return billing_cycles.selected(world_of(info), contract, mapping(wanted["selector"]), *field, "selector", kind=kind)


def _changing(change: Callable[[World, Cycle], None], kind: str) -> Resolver:
    @mutation("billingCycle")
    def resolve(info: Info, **args: object) -> dict[str, object]:
        cycle = _cycle(info, args[INPUT], INPUT, kind=kind)
        change(world_of(info), cycle)
        return {"billingCycle": cycle}

    return resolve


@mutation("billingCycle")
def _edit_schedule(info: Info, **args: object) -> dict[str, object]:
    cycle = _cycle(info, args[INPUT], INPUT, kind=CYCLE_ERRORS)
    billing_cycles.edit_schedule(world_of(info), cycle, mapping(args["input"]))
    return {"billingCycle": cycle}


@mutation("billingCycles")
def _delete_edit(info: Info, **args: object) -> dict[str, object]:
    cycle = _cycle(info, args[INPUT], INPUT, kind=CYCLE_ERRORS)
    return {"billingCycles": billing_cycles.delete_edit(world_of(info), cycle)}


@mutation("billingCycles")
def _delete_edits(info: Info, **args: object) -> dict[str, object]:
    contract = own_contract(info, args["contractId"], "contractId")
    return {"billingCycles": billing_cycles.delete_edits(world_of(info), contract)}


@mutation("draft")
def _edit_contract(info: Info, **args: object) -> dict[str, object]:
    cycle = _cycle(info, args[INPUT], INPUT, kind=DRAFT_ERRORS)
    return {"draft": cycle_drafts.begin(world_of(info), cycle, actor=optional_text(args.get("actor")))}


@mutation("contract")
def _commit(info: Info, **args: object) -> dict[str, object]:
    cycle = cycle_drafts.commit(world_of(info), own_draft(info, args["draftId"]))
    return {"contract": edited_contract(cycle)}


@mutation("draft")
def _concatenate(info: Info, **args: object) -> dict[str, object]:
    draft, name = own_draft(info, args["draftId"]), cycle_drafts.CONCATENATED
    cycles = [
        _cycle(info, each, name, str(number), kind=DRAFT_ERRORS) for number, each in enumerate(mappings(args[name]))
    ]
    cycle_drafts.concatenate(world_of(info), draft, cycles)
    return {"draft": draft}


FIELDS = fields_of(
    "Mutation",
    {
        "subscriptionBillingCycleContractDraftCommit": _commit,
        "subscriptionBillingCycleContractDraftConcatenate": _concatenate,
        "subscriptionBillingCycleContractEdit": _edit_contract,
        "subscriptionBillingCycleEditDelete": _delete_edit,
        "subscriptionBillingCycleEditsDelete": _delete_edits,
        "subscriptionBillingCycleScheduleEdit": _edit_schedule,
        "subscriptionBillingCycleSkip": _changing(billing_cycles.skip, SKIP_ERRORS),
        "subscriptionBillingCycleUnskip": _changing(billing_cycles.unskip, UNSKIP_ERRORS),
    },
)
