"""Makes one change of Shopify: intent, call, settle."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.core.decisions import Done, Person, Verdict
from backhaul.core.errors import Busy
from backhaul.core.payment_readback import verdict_on_effect
from backhaul.core.readback import Found
from backhaul.core.rejections import classify, classify_again, classify_missing
from backhaul.core.shopify_errors import Effect, NotFoundInShopify, ShopifyError, UserErrors
from backhaul.flows.clock import real_now
from backhaul.flows.effects.catalogue import Change, effect_of, prepare
from backhaul.flows.effects.intents import (
    IntentExpired,
    ReadBackPending,
    Wanted,
    hold_order,
    keep_evidence,
    settle,
    write_intent,
)
from backhaul.flows.effects.prepared import Prepared
from backhaul.flows.effects.record import record_effect
from backhaul.flows.leases import Lease
from backhaul.models import Intent, Task
from backhaul.shopify.client import connect
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.reply import Reply

log = structlog.get_logger()


@dataclass(frozen=True)
class Subject:
    """Something other than an order that is to be changed; one call about it at a time is unsettled.

    `gid` names it within its store.
    """

    gid: str
    seen_gids: Sequence[str] = ()
    order_lines: Mapping[str, str] = field(default_factory=dict)


class Reading(Protocol):
    """What was read of an order before a change, as far as its intent has to keep it."""

    @property
    def gid(self) -> str: ...

    @property
    def seen_gids(self) -> Sequence[str]: ...

    @property
    def order_lines(self) -> Mapping[str, str]: ...


def change_each(wanted: Sequence[Change], reading: Reading, *, task: Task, lease: Lease) -> Mapping[str, Verdict]:
    """Make changes one after the other, and say for each step what came of it; a refused one does not stop the next.

    Raises what `change` raises, and CancelRequested before the next one when the task is to be called off.
    """
    verdicts: dict[str, Verdict] = {}
    for one in wanted:
        lease.obey_cancellation()
        verdicts[one.step] = change(one, reading, task=task, lease=lease)
    return verdicts


def change(wanted: Change, reading: Reading, *, task: Task, lease: Lease) -> Verdict:
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
        intent = write_intent(_describe(wanted, prepared, reading), task=task, lease=lease)
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
        return _refused(intent, error, _classify(intent, error))
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
    effect = effect_of(reply.data)
    _succeeded(intent, effect, {"request_id": reply.request_id})
    plain = {name: value for name, value in effect.facts.items() if isinstance(value, str)}
    log.info("effect.done", operation=intent.operation, intent=intent.pk, task_id=intent.task_id, **plain)
    return verdict_on_effect(intent.operation, effect.facts)


def _describe(wanted: Change, prepared: Prepared, reading: Reading) -> Wanted:
    """The lines are kept beside the variables: Shopify may have split or merged their fulfillment orders later."""
    return Wanted(
        operation=prepared.operation,
        step=wanted.step,
        variables=prepared.call.variables,
        subject_gid=reading.gid,
        seen_gids=reading.seen_gids,
        evidence={"lines": reading.order_lines, **prepared.evidence},
        idempotency_key=prepared.idempotency_key,
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


def _classify(intent: Intent, error: UserErrors) -> Verdict:
    """What follows from a refusal; the same one time and again, though each reading allows the call, is a person's."""
    before = Intent.objects.filter(task=intent.task_id, step=intent.step, state=Intent.State.REJECTED)
    before = before.filter(evidence__error=error.code)
    if intent.task.retried_at:
        before = before.filter(created_at__gt=intent.task.retried_at)
    verdict = classify(intent.operation, error.errors)
    return classify_again(verdict, error.errors[0].message, times=before.count() + 1)


def _refused(intent: Intent, error: ShopifyError, verdict: Verdict) -> Verdict:
    asks = {"ask_person": verdict.words} if isinstance(verdict, Person) else {}
    if isinstance(verdict, Done):
        _succeeded(intent, Found(_already_so(intent)), {**evidence_of(error), "already_so": True})
    else:
        _reject(intent, {**evidence_of(error), **asks})
    log.info("effect.refused", operation=intent.operation, intent=intent.pk, verdict=type(verdict).__name__)
    return verdict


def _already_so(intent: Intent) -> tuple[str, ...]:
    """What a change was about whose result was there before it."""
    subject = intent.variables.get("id") or intent.variables.get("fulfillmentId")
    return (subject,) if subject else ()


def _succeeded(intent: Intent, effect: Found, evidence: dict[str, object]) -> None:
    with transaction.atomic():
        hold_order(intent)
        known = {**evidence, "effect": dict(effect.facts)} if effect.facts else evidence
        if settle(intent, Intent.State.DONE, by="reply", effect_gids=effect.gids, evidence=known):
            record_effect(intent, effect.gids)


def _reject(intent: Intent, evidence: dict[str, object]) -> None:
    settle(intent, Intent.State.REJECTED, by="reply", evidence=evidence)


def evidence_of(error: ShopifyError) -> dict[str, object]:
    """What an error leaves with its intent; `evidence` in it is redacted already."""
    said = [[list(one.field), one.message, one.code] for one in error.errors] if isinstance(error, UserErrors) else []
    return {"error": error.code, "said": said or error.message, "request_id": error.request_id, "reply": error.evidence}
