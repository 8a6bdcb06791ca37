"""Billing cycles: one, those of a contract, those a bulk action found; the contract as one of them bills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from shopify_sandbox.engine.envelopes import ResourceNotFound
from shopify_sandbox.resolvers.connections import connection, listed
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.contract_content import content_fields, counted_fields
from shopify_sandbox.resolvers.lookup import required
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.subscription_contracts import app_of_contract
from shopify_sandbox.resolvers.visibility import may_see_order
from shopify_sandbox.state import billing_cycles, billing_schedule, cycle_drafts
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.bulk_billing import CycleJob
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Content, Contract
from shopify_sandbox.state.cycle_errors import CYCLE_ERRORS
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.given import instant, mapping


@dataclass(frozen=True)
class EditedContract:
    """A contract as one of its cycles bills it."""

    cycle: Cycle
    typename: ClassVar[str] = "SubscriptionBillingCycleEditedContract"


def edited_contract(cycle: Cycle) -> EditedContract | None:
    """The contract of the cycle, when the cycle has a content of its own."""
    return EditedContract(cycle) if cycle.state.content is not None else None


def _content_of(source: object) -> Content:
    assert isinstance(source, EditedContract)
    return source.cycle.content


def _by_index(cycle: object) -> object:
    return getattr(cycle, "id", None)


def _cycle(_source: object, info: Info, **args: object) -> Cycle | None:
    """Null for a cycle that isn't there or can't be seen (assumed)."""
    given = mapping(args["billingCycleInput"])
    contract = world_of(info).find(Contract, str(given["contractId"]))
    if contract is None:
        return None
    try:
        return billing_cycles.selected(world_of(info), contract, mapping(given["selector"]), kind=CYCLE_ERRORS)
    except Refused:
        return None


def _cycles(_source: object, info: Info, **args: object) -> object:
    """By dates those of which a part lies between them (assumed)."""
    contract = required(info, Contract, args["contractId"])
    indices, dates = args.get("billingCyclesIndexRangeSelector"), args.get("billingCyclesDateRangeSelector")
    found = billing_schedule.visible(world_of(info), contract)
    if indices is not None:
        first, last = mapping(indices)["startIndex"], mapping(indices)["endIndex"]
        found = [each for each in found if int(str(first)) <= each.index <= int(str(last))]
    if dates is not None:
        begin, end = instant(mapping(dates)["startDate"]), instant(mapping(dates)["endDate"])
        assert begin is not None
        assert end is not None
        found = [each for each in found if each.starts_at <= end and begin <= each.ends_at]
    return connection(found, args, key=_by_index)


def _bulk_results(_source: object, info: Info, **args: object) -> object:
    """Nothing before the job is done."""
    world = world_of(info)
    job = next((each for each in world.jobs if isinstance(each, CycleJob) and each.gid == args["jobId"]), None)
    if job is None:
        raise ResourceNotFound(str(args["jobId"]))
    found = [billing_schedule.numbered(world, contract, index) for contract, index in job.found]
    return listed([each for each in found if each is not None], args)


def _attempts(cycle: Cycle, info: Info, **args: object) -> object:
    return connection(billing_cycles.attempts(world_of(info), cycle), args)


def _cycles_of_edit(source: EditedContract, info: Info, **args: object) -> object:
    return listed(_turned(billing_cycles.together(world_of(info), source.cycle), args), {**args, "reverse": False})


def _turned(cycles: list[Cycle], args: dict[str, object]) -> list[Cycle]:
    return cycles[::-1] if args.get("reverse") else cycles


def _orders(source: EditedContract, info: Info, **args: object) -> object:
    made = [each.order for each in billing_cycles.attempts(world_of(info), source.cycle) if each.order is not None]
    return connection([each for each in made if may_see_order(context_of(info), each)], args)


def _app(source: EditedContract, info: Info, **_args: object) -> dict[str, object]:
    return app_of_contract(source.cycle.contract, info)


def _cycle_of_draft(draft: Draft, info: Info, **_args: object) -> Cycle | None:
    return cycle_drafts.cycle_of(world_of(info), draft)


def _concatenated(draft: Draft, info: Info, **args: object) -> object:
    return listed(_turned(cycle_drafts.concatenated(world_of(info), draft), args), {**args, "reverse": False})


_CYCLE: dict[str, Callable[[Cycle], object]] = {
    "billingAttemptExpectedDate": lambda cycle: cycle.expected_at,
    "cycleEndAt": lambda cycle: cycle.ends_at,
    "cycleIndex": lambda cycle: cycle.index,
    "cycleStartAt": lambda cycle: cycle.starts_at,
    "edited": lambda cycle: cycle.state.edited,
    "editedContract": edited_contract,
    "skipped": lambda cycle: cycle.state.skipped,
    "sourceContract": lambda cycle: cycle.contract,
    "status": lambda cycle: "BILLED" if cycle.state.billed else "UNBILLED",
}
_EDITED: dict[str, Callable[[EditedContract], object]] = {
    "createdAt": lambda source: source.cycle.state.content_created_at,
    "currencyCode": lambda source: source.cycle.contract.currency,
    "customer": lambda source: source.cycle.contract.customer,
    "updatedAt": lambda source: source.cycle.state.content_updated_at,
}
_NAME = EditedContract.typename

FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "subscriptionBillingCycle": _cycle,
            "subscriptionBillingCycleBulkResults": _bulk_results,
            "subscriptionBillingCycles": _cycles,
        },
    ),
    **fields_of("SubscriptionBillingCycle", {name: derived(function) for name, function in _CYCLE.items()}),
    **fields_of("SubscriptionBillingCycle", {"billingAttempts": _attempts}),
    **content_fields(_NAME, _content_of),
    **counted_fields(_NAME, _content_of),
    **fields_of(_NAME, {name: derived(function) for name, function in _EDITED.items()}),
    **fields_of(_NAME, {"app": _app, "billingCycles": _cycles_of_edit, "orders": _orders}),
    **fields_of("SubscriptionDraft", {"billingCycle": _cycle_of_draft, "concatenatedBillingCycles": _concatenated}),
}
