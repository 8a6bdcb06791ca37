"""Makes one change of Shopify: intent, call, settle."""

from collections.abc import Callable, Mapping, Sequence

import structlog
from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.core.decisions import Done, Person, Verdict
from backhaul.core.errors import Busy
from backhaul.core.plan import CreateFulfillment
from backhaul.core.rejections import classify, classify_missing
from backhaul.core.remote import RemoteOrder
from backhaul.core.shopify_errors import Effect, NotFoundInShopify, ShopifyError, UserErrors
from backhaul.flows.clock import real_now
from backhaul.flows.effects.catalogue import Change, Prepared, effect_gids, prepare
from backhaul.flows.effects.intents import IntentExpired, ReadBackPending, Wanted, keep_evidence, settle, write_intent
from backhaul.flows.effects.record import record_effect
from backhaul.flows.leases import Lease
from backhaul.models import Intent, Task
from backhaul.shopify.client import connect
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.reply import Reply

log = structlog.get_logger()


def change_each(wanted: Sequence[Change], remote: RemoteOrder, *, task: Task, lease: Lease) -> Mapping[str, Verdict]:
    """Make changes one after the other, and say for each step what came of it; a refused one does not stop the next.

    Raises what `change` raises, and CancelRequested before the next one when the task is to be called off.
    """
    verdicts: dict[str, Verdict] = {}
    for one in wanted:
        lease.obey_cancellation()
        verdicts[one.step] = change(one, remote, task=task, lease=lease)
    return verdicts


def change(wanted: Change, remote: RemoteOrder, *, task: Task, lease: Lease) -> Verdict:
    """Make one change; what Shopify says to it is committed before anything else is done.

    1. what it refused before is not asked again until a person retries; 2. reserve the budget; 3. commit the intent;
    4. call, checking the lease and the intent's date immediately before sending; 5. settle the intent together with
    our own record of the effect. Raises ReadBackPending when the answer is lost, ShopifyError when nothing was done.
    """
    refused = _refused_before(wanted.step, task)
    if refused:
        return refused
    prepared = prepare(wanted)
    shopify = connect(task.store, priority=Priority.EFFECT)
    reservation = shopify.reserve(prepared.call)
    try:
        intent = write_intent(_describe(wanted, prepared, remote), task=task, lease=lease)
    except BaseException:
        shopify.release(reservation)
        raise
    guard = _guard(intent, lease)
    return _settled(intent, lambda: shopify.call(prepared.call, reservation=reservation, guard=guard))


def _settled(intent: Intent, call: Callable[[], Reply[BaseModel]]) -> Verdict:
    """Make the call and settle its intent by whatever comes of it."""
    try:
        reply = call()
    except UserErrors as error:
        return _refused(intent, error, classify(intent.operation, error.errors))
    except NotFoundInShopify as error:
        return _refused(intent, error, classify_missing(intent.operation))
    except ShopifyError as error:
        if error.effect is Effect.UNKNOWN:
            keep_evidence(intent, evidence_of(error))
            raise ReadBackPending(intent, error.message) from error
        _reject(intent, evidence_of(error))
        raise
    except Busy as error:  # held back by the guard before a byte of the request's body was written
        _reject(intent, {"error": error.code})
        raise
    _succeeded(intent, effect_gids(reply.data), {"request_id": reply.request_id})
    log.info("effect.done", operation=intent.operation, intent=intent.pk, task_id=intent.task_id)
    return Done()


def _describe(wanted: Change, prepared: Prepared, remote: RemoteOrder) -> Wanted:
    """The lines are kept beside the variables: Shopify may have split or merged their fulfillment orders later."""
    return Wanted(
        operation=prepared.operation,
        step=wanted.step,
        variables=prepared.call.variables,
        subject_gid=remote.gid,
        seen_gids=[*(one.gid for one in remote.fulfillments), *(one.gid for one in remote.fulfillment_orders)],
        evidence={
            "lines": remote.order_lines,
            "location": wanted.location_gid if isinstance(wanted, CreateFulfillment) else None,
        },
    )


def _guard(intent: Intent, lease: Lease) -> Callable[[], None]:
    def still_ours() -> None:
        lease.check()
        if real_now() >= intent.send_before:
            raise IntentExpired("The call was held up for too long; it is planned anew.")

    return still_ours


def _refused_before(step: str, task: Task) -> Verdict | None:
    """A person's verdict on this very step, given since somebody last retried the task."""
    refused = task.intents.filter(step=step, state=Intent.State.REJECTED, evidence__has_key="ask_person")
    if task.retried_at:
        refused = refused.filter(created_at__gt=task.retried_at)
    last = refused.order_by("-created_at").first()
    return Person(last.evidence["ask_person"]) if last else None


def _refused(intent: Intent, error: ShopifyError, verdict: Verdict) -> Verdict:
    asks = {"ask_person": verdict.words} if isinstance(verdict, Person) else {}
    if isinstance(verdict, Done):
        _succeeded(intent, _already_so(intent), {**evidence_of(error), "already_so": True})
    else:
        _reject(intent, {**evidence_of(error), **asks})
    log.info("effect.refused", operation=intent.operation, intent=intent.pk, verdict=type(verdict).__name__)
    return verdict


def _already_so(intent: Intent) -> tuple[str, ...]:
    """What a change was about whose result was there before it."""
    subject = intent.variables.get("id") or intent.variables.get("fulfillmentId")
    return (subject,) if subject else ()


def _succeeded(intent: Intent, effect_gids: tuple[str, ...], evidence: dict[str, object]) -> None:
    with transaction.atomic():
        if settle(intent, Intent.State.DONE, by="reply", effect_gids=effect_gids, evidence=evidence):
            record_effect(intent, effect_gids)


def _reject(intent: Intent, evidence: dict[str, object]) -> None:
    settle(intent, Intent.State.REJECTED, by="reply", evidence=evidence)


def evidence_of(error: ShopifyError) -> dict[str, object]:
    """What an error leaves with its intent; `evidence` in it is redacted already."""
    said = [[list(one.field), one.message, one.code] for one in error.errors] if isinstance(error, UserErrors) else []
    return {"error": error.code, "said": said or error.message, "request_id": error.request_id, "reply": error.evidence}
