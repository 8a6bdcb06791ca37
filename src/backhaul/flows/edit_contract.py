"""Edits a contract by a draft: opens one, edits it, commits it."""

import hashlib
import json
from collections.abc import Sequence

from backhaul.core.contract_calls import CommitDraft, EditDraft, OpenDraft
from backhaul.core.contract_content import complete, is_whole
from backhaul.core.contracts import RemoteContract
from backhaul.core.decisions import Done, Person, Replan, Verdict, WaitUntil
from backhaul.core.delivery_choice import choose_option, nobody_ships
from backhaul.core.draft_edits import DeliverTo, DraftEdit, SetShipping, edit_as_json
from backhaul.core.next_charge import next_to_bill
from backhaul.core.tasks import WaitReason
from backhaul.core.wanted_changes import GivenAddress
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.rounds import LOOK_AGAIN_SOON
from backhaul.flows.step_run import StepRun
from backhaul.models import Intent, Task
from backhaul.shopify.contract_editing import DeliveryOptions

OPEN = "subscriptionContractUpdate"
COMMIT = "subscriptionDraftCommit"
_HIDDEN = Person(
    "Shopify does not show us the subscription's address, so that it cannot be changed in part. Give the app access to "
    "customers' addresses and retry, or change it in Shopify and cancel this task."
)


def commit_edits(run: StepRun, contract: RemoteContract, edits: Sequence[DraftEdit]) -> Verdict:
    """Bring edits into force on a contract that was just read; until the commit nothing of it has changed.

    Replan when the contract has moved on: then it is read, and the edits are checked, once more. A draft that an
    earlier run has left is gone on with, if the contract is still as it was then. Raises what effects raise.
    """
    draft_gid = _kept_draft(run.task, contract.revision) or _open(run, contract)
    if not isinstance(draft_gid, str):
        return draft_gid
    ready = ready_edits(run, contract, edits, draft_gid=draft_gid)
    if not isinstance(ready, list):
        return ready
    for number, (edit, original) in enumerate(zip(ready, edits, strict=True)):
        call = EditDraft(edit_step(original, number), draft_gid, edit)
        if _is_in(run.task, call):
            continue
        verdict = effects.change_one(call, contract, task=run.task, lease=run.lease)
        if not isinstance(verdict, Done):
            return verdict
    return _commit(run, contract, tuple(ready), draft_gid=draft_gid)


def prepared_edits(run: StepRun, contract: RemoteContract, edits: Sequence[DraftEdit]) -> list[DraftEdit] | Verdict:
    """The edits with what Shopify has to work out for them, so that they can be committed without waiting for it.

    A draft is opened only where one is needed for that. Raises what effects raise.
    """
    if not any(_needs_options(edit) for edit in edits):
        return list(edits)
    draft_gid = _kept_draft(run.task, contract.revision) or _open(run, contract)
    return ready_edits(run, contract, edits, draft_gid=draft_gid) if isinstance(draft_gid, str) else draft_gid


def _needs_options(edit: DraftEdit) -> bool:
    return isinstance(edit, DeliverTo) and edit.price is None


def edit_step(edit: DraftEdit, number: int, prefix: str = "edit") -> str:
    """Names an edit by its place and its content, whichever draft it is made in."""
    content = json.dumps(edit_as_json(edit), sort_keys=True)
    return f"{prefix}:{number}:{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def last_commit(task: Task) -> Intent | None:
    """The commit that this task has made, if Shopify has carried it out."""
    done = task.intents.filter(operation=COMMIT, state=Intent.State.DONE)
    return done.order_by("-created_at").first()


def was_refused_for(task: Task, code: str) -> bool:
    """Whether the last commit that this task has tried was refused with that code."""
    last = task.intents.filter(operation=COMMIT).exclude(state__in=Intent.UNSETTLED).order_by("-created_at").first()
    if last is None or last.state != Intent.State.REJECTED:
        return False
    said = last.evidence.get("said")
    return isinstance(said, list) and any(entry[2] == code for entry in said if len(entry) > 2)


def _open(run: StepRun, contract: RemoteContract) -> str | Verdict:
    call = OpenDraft("draft", contract.gid, contract.revision, run.actor)
    verdict = effects.change_one(call, contract, task=run.task, lease=run.lease)
    if not isinstance(verdict, Done):
        return verdict
    return _kept_draft(run.task, contract.revision) or Replan("The subscription was changed as it was being read.")


def _kept_draft(task: Task, revision: int) -> str | None:
    """The draft that this task opened last, if it is of that revision and all that was done to it is known to be."""
    opened = task.intents.filter(operation=OPEN, state=Intent.State.DONE).order_by("-created_at").first()
    if opened is None or not opened.effect_gids or _revision(opened) != str(revision):
        return None
    draft_gid: str = opened.effect_gids[0]
    about = task.intents.filter(variables__draftId=draft_gid)
    return None if about.exclude(state=Intent.State.DONE).exists() else draft_gid


def _revision(opened: Intent) -> object:
    return opened.evidence.get("effect", {}).get("revision")


def _is_in(task: Task, call: EditDraft) -> bool:
    done = task.intents.filter(step=call.step, variables__draftId=call.draft_gid, state=Intent.State.DONE)
    return done.exists()


def ready_edits(
    run: StepRun, contract: RemoteContract, edits: Sequence[DraftEdit], *, draft_gid: str
) -> list[DraftEdit] | Verdict:
    """The edits as they are sent: an address is made whole, with a way of shipping that is offered there."""
    ready: list[DraftEdit] = []
    for edit in edits:
        made = _whole(run, contract, edit, draft_gid=draft_gid)
        if not isinstance(made, DraftEdit):
            return made
        ready.append(made)
    return ready


def _whole(run: StepRun, contract: RemoteContract, edit: DraftEdit, *, draft_gid: str) -> DraftEdit | Verdict:
    """With another option the address is sent, too: whether Shopify would keep it is not known."""
    chooses = isinstance(edit, SetShipping) and edit.option_code is not None
    if not chooses and not _needs_options(edit):
        return edit
    there = run.shopify.read_contract_address(contract.gid)
    if isinstance(edit, SetShipping):
        price = edit.price if edit.price is not None else contract.delivery_price
        return DeliverTo(there, edit.option_code, edit.option_title, price) if there is not None else _HIDDEN
    assert isinstance(edit, DeliverTo)
    if there is None and not is_whole(edit.address):
        return _HIDDEN
    return _shipped_to(run, contract, edit, there=there, draft_gid=draft_gid)


def _shipped_to(
    run: StepRun, contract: RemoteContract, edit: DeliverTo, *, there: GivenAddress | None, draft_gid: str
) -> DeliverTo | Verdict:
    """The whole new address, with the way of shipping and the price that the subscription has there.

    Where Shopify does not show the address as it is, nobody knows what shipping there costs: the price stays.
    """
    whole = complete(edit.address, there) if there is not None else edit.address
    offered = run.shopify.delivery_options(draft_gid, whole)
    before = run.shopify.delivery_options(draft_gid, there) if there is not None else DeliveryOptions()
    if offered is None or before is None:
        words = WaitReason.DELIVERY_OPTIONS.words
        return WaitUntil(WaitReason.DELIVERY_OPTIONS, now() + LOOK_AGAIN_SOON, words)
    if offered.failure:
        return nobody_ships(offered.failure)
    wanted = edit.option_code or (contract.method.option_code if contract.method else None)
    chosen = choose_option(offered.shipping, wanted=wanted, before=before.shipping, price_now=contract.delivery_price)
    if isinstance(chosen, Person):
        return chosen
    price = chosen.price if chosen.price is not None else contract.delivery_price
    return DeliverTo(whole, chosen.option.code, chosen.option.title, price)


def _commit(run: StepRun, contract: RemoteContract, edits: tuple[DraftEdit, ...], *, draft_gid: str) -> Verdict:
    following = next_to_bill(contract)
    call = CommitDraft(
        "commit",
        contract.gid,
        draft_gid,
        contract.revision,
        edits,
        next_billing=(following.index, following.expected_at) if following else None,
    )
    return effects.change_one(call, contract, task=run.task, lease=run.lease)
