"""Sees whether what a change asks for was made in the app that the subscription belongs to."""

from backhaul.core.budget import Priority
from backhaul.core.change_steps import StepKind
from backhaul.core.contract_content import shows
from backhaul.core.draft_edits import edits_from_json
from backhaul.core.shopify_errors import AccessDenied, NotFoundInShopify
from backhaul.core.step_checks import is_seen_in_app
from backhaul.flows.clock import now
from backhaul.flows.read_contract import read_contract
from backhaul.models import Change, ChangeStep
from backhaul.shopify.client import connect

BY_MIRROR = "seen in Shopify"


def tick_off(step: ChangeStep, *, by: str) -> None:
    """Note that a step was seen done in another app, by whom; the first time counts."""
    ChangeStep.objects.filter(pk=step.pk, ticked_at=None).update(ticked_at=now(), ticked_by=by[:255])


def tick_off_seen(change: Change) -> None:
    """Tick off the steps in another app that Shopify shows done now. Raises ShopifyError."""
    for step in seen_done(change):
        tick_off(step, by=BY_MIRROR)


def seen_done(change: Change) -> list[ChangeStep]:
    """The steps in another app that are not ticked off and that Shopify shows done now.

    None of a contract that Shopify does not show us. Raises ShopifyError.
    """
    steps = [step for step in change.steps.all() if step.task is None and step.ticked_at is None]
    if not steps:
        return []
    store, gid = change.contract.store, change.contract.gid
    try:
        contract = read_contract(store, gid, priority=Priority.REFRESH)
        content = connect(store, priority=Priority.REFRESH).read_content(gid).content
    except (NotFoundInShopify, AccessDenied):  # then only a person can tell
        return []
    done = []
    for step in steps:
        if step.kind == StepKind.EDIT_CONTRACT:
            is_done = all(shows(edit, content) for edit in edits_from_json(step.params.get("edits")))
        else:
            is_done = is_seen_in_app(StepKind(step.kind), step.params, contract, zone=store.timezone)
        if is_done:
            done.append(step)
    return done
