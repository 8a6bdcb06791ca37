"""The steps of a change that act on a subscription contract."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_calls import (
    ContractCall,
    EditCycleSchedule,
    SendPaymentUpdateEmail,
    SetContractStatus,
    SetNextBillingDate,
    SkipCycle,
    UnskipCycle,
)
from backhaul.core.contract_content import CycleReading, shows
from backhaul.core.contract_rejections import FUTURE_EDITS
from backhaul.core.contracts import CycleStatus, RemoteContract, RemoteCycle
from backhaul.core.decisions import Done, Person, WaitUntil
from backhaul.core.draft_edits import DraftEdit, edits_from_json
from backhaul.core.errors import BadReference
from backhaul.core.step_basis import moment
from backhaul.core.step_checks import NotKnown, StepVerdict, Superseded, check_contract_step
from backhaul.core.stored_call import object_of, text_of
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tasks import WaitReason
from backhaul.core.wanted_changes import Actor
from backhaul.flows.aside import is_anything_aside, task_deletions
from backhaul.flows.clock import now, real_now
from backhaul.flows.cycle_edits import edit_cycle, restore, set_aside
from backhaul.flows.edit_contract import commit_edits, last_commit, prepared_edits, was_refused_for
from backhaul.flows.read_contract import read_contract
from backhaul.flows.step_run import StepRun
from backhaul.flows.take_place import take_place
from backhaul.models import Intent

LONGEST_WAIT = timedelta(minutes=15)
"""For what Shopify usually ends within seconds."""
NOT_SHOWN = Person(
    "Shopify has accepted this and does not show it. See the subscription in Shopify, then retry or cancel this task."
)
LETTER_LOST = NotKnown(
    "Shopify's answer was lost, and it does not show whether it has written to the customer. If the customer has heard "
    "nothing, ask once more."
)


def carry_out_on_contract(run: StepRun) -> StepVerdict:
    """Read the contract, check that the step still rests on what it was planned on, make it, and read it back.

    Replan: once more from the start.
    """
    if run.kind is StepKind.EDIT_CONTRACT:
        return _edit_contract(run)
    verdict = _carry_out(run)
    if run.kind is StepKind.SKIP_CYCLE and isinstance(verdict, Done):
        take_place(run.step)
    return verdict


def _carry_out(run: StepRun) -> StepVerdict:
    contract = _read(run)
    if isinstance(contract, Superseded):
        return contract
    if run.made(_last_step(run)) is None:
        found = check_contract_step(run.kind, run.params, contract, now=now())
        if found is not None:
            return found
        verdict = _make(run, contract)
        if not isinstance(verdict, Done):
            return verdict
    return _read_back(run)


def _make(run: StepRun, contract: RemoteContract) -> StepVerdict:
    if run.kind is StepKind.ASK_FOR_PAYMENT_METHOD and run.actor is Actor.MERCHANT and run.was_lost(run.step.key):
        return LETTER_LOST
    if run.kind is StepKind.EDIT_CYCLE:
        run.lease.obey_cancellation()
        edits = edits_from_json(run.params.get("edits"))
        return edit_cycle(run, contract, _index(run), edits, step=run.step.key)
    return run.change(_CALLS[run.kind](run), contract)


def _last_step(run: StepRun) -> str:
    """The call that brings the step about, which may have had others before it."""
    return f"{run.step.key}:commit" if run.kind is StepKind.EDIT_CYCLE else run.step.key


def _read_back(run: StepRun) -> StepVerdict:
    """Whether Shopify shows what was made; of a letter it shows nothing."""
    if run.kind is StepKind.ASK_FOR_PAYMENT_METHOD:
        return Done("Shopify has written to the customer.")
    if run.kind is StepKind.EDIT_CYCLE:
        cycle = run.shopify.read_cycle(run.subject_gid, _index(run))
        is_shown = cycle is not None and cycle.edited is not None
        read_contract(run.store, run.subject_gid)
        return Done() if is_shown else NOT_SHOWN
    contract = _read(run)
    if isinstance(contract, Superseded):
        return contract
    shown = check_contract_step(run.kind, run.params, contract, now=now())
    return Done() if isinstance(shown, Done) else NOT_SHOWN


def _read(run: StepRun) -> RemoteContract | Superseded:
    """The contract, with the cycle that the step is about, be it further ahead than is read otherwise."""
    contract = read_contract(run.store, run.subject_gid)
    if "cycle_index" not in run.params or contract.cycle(_index(run)) is not None:
        return contract
    cycle = run.shopify.read_cycle(contract.gid, _index(run))
    if cycle is None:
        return Superseded("Shopify no longer shows this delivery.")
    return replace(contract, cycles=(*contract.cycles, _as_cycle(cycle)))


def _as_cycle(cycle: CycleReading) -> RemoteCycle:
    return RemoteCycle(
        index=cycle.index,
        starts_at=cycle.starts_at,
        ends_at=cycle.ends_at,
        expected_at=cycle.expected_at,
        status=cycle.status,
        skipped=cycle.skipped,
        edited=cycle.is_edited,
        contract_edited=cycle.edited is not None,
    )


def _edit_contract(run: StepRun) -> StepVerdict:
    """What was set aside of single cycles is applied again however the edit ends, except that it goes on later."""
    contract = read_contract(run.store, run.subject_gid)
    verdict: StepVerdict = Done()
    was_aside = is_anything_aside(run.task)
    gives_up = was_aside and run.lease.is_to_be_called_off()
    if last_commit(run.task) is None and not gives_up:
        verdict = _bounded(run, _commit(run, contract))
        contract = read_contract(run.store, run.subject_gid)
    if not isinstance(verdict, Done | Person | Superseded):
        return verdict
    was_aside = was_aside or is_anything_aside(run.task)
    restored = restore(run, contract)
    if not isinstance(restored.verdict, Done):
        return restored.verdict
    committed = last_commit(run.task)
    if committed is None and gives_up:
        return Person(f"The change was not made. {restored.words}".strip())
    if committed is None or not isinstance(verdict, Done):
        return replace(verdict, words=f"{verdict.words} {restored.words}".strip())
    if was_aside:
        contract = read_contract(run.store, run.subject_gid)
    return _after_commit(run, committed, contract, lost=restored.words)


def _commit(run: StepRun, contract: RemoteContract) -> StepVerdict:
    found = check_contract_step(run.kind, run.params, contract, now=now())
    if isinstance(found, Superseded) and not contract.is_ended and _is_in_force(run):
        return Done("It was so in Shopify already.", was_so=True)
    if found is not None:
        return found
    if not is_anything_aside(run.task):
        run.lease.obey_cancellation()
    edits: Sequence[DraftEdit] = edits_from_json(run.params.get("edits"))
    if was_refused_for(run.task, FUTURE_EDITS) or any(_stands_in_the_way(cycle) for cycle in contract.cycles):
        prepared = prepared_edits(run, contract, edits)  # what has to be waited for is known before
        if not isinstance(prepared, list):
            return prepared
        edits = prepared
        aside = set_aside(run, contract)
        if not isinstance(aside, Done):
            return aside
        contract = read_contract(run.store, run.subject_gid)
    return commit_edits(run, contract, edits)


def _bounded(run: StepRun, verdict: StepVerdict) -> StepVerdict:
    """A wait for delivery options, or with edits of cycles set aside, becomes a person's when it lasts too long."""
    aside = task_deletions(run.task)
    if not isinstance(verdict, WaitUntil) or not (aside or verdict.reason is WaitReason.DELIVERY_OPTIONS):
        return verdict
    begun = run.task.intents.order_by("created_at").first() if not aside else aside[0]
    since = max(filter(None, (begun.created_at if begun else None, run.task.retried_at)), default=real_now())
    if real_now() - since < LONGEST_WAIT:
        return verdict
    return Person(f"{verdict.words} This has lasted too long. Retry, or cancel this task.")


def _stands_in_the_way(cycle: RemoteCycle) -> bool:
    return cycle.contract_edited and cycle.status == CycleStatus.UNBILLED


def _is_in_force(run: StepRun) -> bool:
    content = run.shopify.read_content(run.subject_gid).content
    return all(shows(edit, content) for edit in edits_from_json(run.params.get("edits")))


def _after_commit(run: StepRun, committed: Intent, contract: RemoteContract, *, lost: str) -> StepVerdict:
    """Every edit must show, and the next billing must not have moved; a person who retries has taken note of it."""
    told = " ".join(
        words for words in (_not_shown(run, committed), _moved(committed, contract, run.store.timezone), lost) if words
    )
    knows = run.task.retried_at is not None and run.task.retried_at > (committed.settled_at or committed.created_at)
    if knows or not told:
        return Done()
    return Person(f"The change was made. {told} See that it is right; then retry to end this task.")


def _not_shown(run: StepRun, committed: Intent) -> str:
    """One sentence when the very revision that was committed lacks one of its edits; else ""."""
    seen = run.shopify.read_content(run.subject_gid)
    edits = edits_from_json(committed.evidence.get("edits"))
    is_ours = committed.evidence.get("effect", {}).get("revision") == str(seen.revision)
    if not is_ours or all(shows(edit, seen.content) for edit in edits):
        return ""
    return "Shopify has accepted it, and does not show all of it."


def _moved(committed: Intent, contract: RemoteContract, zone: str) -> str:
    """One sentence when the cycle that was next before the commit is billed at another date now; else ""."""
    try:
        before = object_of(committed.evidence.get("next_billing"))
        index, date = before.get("index"), datetime.fromisoformat(text_of(before.get("date")))
    except BadReference:
        return ""
    cycle = contract.cycle(index) if isinstance(index, int) else None
    if cycle is None or cycle.status == CycleStatus.BILLED or cycle.expected_at == date:
        return ""
    return f"The next billing has moved from {day_of(date, zone)} to {day_of(cycle.expected_at, zone)}."


def _index(run: StepRun) -> int:
    index = run.params.get("cycle_index")
    if not isinstance(index, int):
        raise BadReference("The step names no billing cycle.")
    return index


def _set_status(run: StepRun) -> ContractCall:
    return SetContractStatus(run.step.key, run.subject_gid, text_of(run.params.get("status")), run.actor)


def _set_next_billing(run: StepRun) -> ContractCall:
    return SetNextBillingDate(run.step.key, run.subject_gid, moment(run.params))


def _schedule_cycle(run: StepRun) -> ContractCall:
    return EditCycleSchedule(run.step.key, run.subject_gid, _index(run), moment(run.params), run.actor)


def _skip_cycle(run: StepRun) -> ContractCall:
    return SkipCycle(run.step.key, run.subject_gid, _index(run))


def _unskip_cycle(run: StepRun) -> ContractCall:
    return UnskipCycle(run.step.key, run.subject_gid, _index(run))


def _ask_for_payment_method(run: StepRun) -> ContractCall:
    return SendPaymentUpdateEmail(run.step.key, run.subject_gid, text_of(run.params.get("payment_method")))


_CALLS: dict[StepKind, Callable[[StepRun], ContractCall]] = {
    StepKind.SET_STATUS: _set_status,
    StepKind.SET_NEXT_BILLING: _set_next_billing,
    StepKind.SCHEDULE_CYCLE: _schedule_cycle,
    StepKind.SKIP_CYCLE: _skip_cycle,
    StepKind.UNSKIP_CYCLE: _unskip_cycle,
    StepKind.ASK_FOR_PAYMENT_METHOD: _ask_for_payment_method,
}
