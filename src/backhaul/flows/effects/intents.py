"""Intents: committed before a call that changes Shopify, settled once after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from backhaul.core.errors import Busy
from backhaul.flows.clock import real_now
from backhaul.flows.leases import Lease, LeaseLost
from backhaul.models import Intent, SalesOrder, Store, Task

Variables = Mapping[str, object]
JOB_MARGINS = 20
"""So many times the settling margin a job of Shopify's may take: ten minutes by default."""


class UnsettledIntent(Busy):
    """An earlier call for the same order has no certain answer yet; nothing else is sent before that is known."""

    code = "unsettled-intent"


class IntentExpired(Busy):
    """A call was held up until its intent's date had passed; it was not sent."""

    code = "intent-expired"


class ReadBackPending(Busy):
    """A call's answer was lost: from `readable_after` (real time) on, Shopify can say whether it had its effect."""

    code = "read-back-pending"

    def __init__(self, intent: Intent, words: str) -> None:
        super().__init__(words)
        self.readable_after = intent.readable_after


@dataclass(frozen=True)
class Wanted:
    """A change we want of Shopify: the operation with its exact variables, and what the order showed before it.

    `step` names it within its task. `seen_gids` are what the read before it saw of this kind of effect, `evidence`
    what a later reader of the intent has to know besides. `idempotency_key` is empty where Shopify takes none.
    """

    operation: str
    step: str
    variables: Variables
    subject_gid: str
    seen_gids: Sequence[str]
    evidence: Variables
    idempotency_key: str = ""


def write_intent(wanted: Wanted, *, task: Task, lease: Lease) -> Intent:
    """Commit an open intent before its call.

    Raises UnsettledIntent when the subject has one already, LeaseLost when the task is no longer ours: both are
    checked in the same transaction, so that a worker which has lost its task leaves nothing behind.
    """
    created_at = real_now()
    send_before = created_at + timedelta(seconds=settings.BACKHAUL.send_within_seconds)
    try:
        with transaction.atomic():
            if (
                not Task.objects.select_for_update(no_key=True)
                .filter(pk=task.pk, fencing=lease.fencing, state="running")
                .exists()
            ):
                raise LeaseLost("Another worker has taken over this task.")
            return Intent.objects.create(
                store=task.store,
                task=task,
                subject_gid=wanted.subject_gid,
                fencing=lease.fencing,
                step=wanted.step,
                operation=wanted.operation,
                variables=dict(wanted.variables),
                seen_gids=list(wanted.seen_gids),
                evidence=dict(wanted.evidence),
                idempotency_key=wanted.idempotency_key,
                created_at=created_at,
                send_before=send_before,
                readable_after=readable_after(send_before),
            )
    except IntegrityError as exc:
        raise UnsettledIntent("An earlier call for this order is not settled yet.") from exc


def readable_after(send_before: datetime) -> datetime:
    """From when on an effect that is not to be seen will not come any more."""
    lasts = settings.BACKHAUL.call_timeout_seconds + settings.BACKHAUL.settle_margin_seconds
    return send_before + timedelta(seconds=lasts)


def job_is_over_after(intent: Intent) -> datetime:
    """From when on a job of Shopify's that a call has begun, if it has, will not have its effect any more."""
    return readable_after(intent.send_before) + JOB_MARGINS * _margin()


def look_again(intent: Intent) -> None:
    """Nothing is to be seen yet: the next reading comes a margin later, and whoever asks earlier is told so."""
    intent.readable_after = real_now() + _margin()
    Intent.objects.filter(pk=intent.pk).update(readable_after=intent.readable_after)


def _margin() -> timedelta:
    return timedelta(seconds=settings.BACKHAUL.settle_margin_seconds)


def unsettled_intent(store: Store, subject_gid: str) -> Intent | None:
    """The one intent of this order or contract whose effect is not known, if there is one."""
    unsettled = Intent.objects.filter(store=store, subject_gid=subject_gid, state__in=Intent.UNSETTLED)
    return unsettled.select_related("task", "store").first()


def settle(
    intent: Intent, state: Intent.State, *, by: str, effect_gids: Sequence[str] = (), evidence: Variables | None = None
) -> bool:
    """Give an unsettled intent its final state, in the caller's transaction; False when it had one already."""
    known = {**intent.evidence, **(evidence or {})}
    settled = Intent.objects.filter(pk=intent.pk, state__in=Intent.UNSETTLED).update(
        state=state,
        settled_by=by,
        settled_at=None if state in Intent.UNSETTLED else real_now(),
        effect_gids=list(effect_gids),
        evidence=known,
    )
    intent.state, intent.effect_gids, intent.evidence = state, list(effect_gids), known
    return bool(settled)


def hold_order(intent: Intent) -> None:
    """Lock the order that an intent is about, in the caller's transaction and before any other row.

    Whoever mirrors an order holds it while writing its payment lines and waking its tasks; taking these in another
    order, two transactions could wait for each other.
    """
    SalesOrder.objects.select_for_update(no_key=True, of=("self",)).filter(
        store=intent.store_id, gid=intent.subject_gid
    ).first()


def keep_evidence(intent: Intent, evidence: Variables) -> None:
    """Add to what is known of a call without settling it."""
    intent.evidence = {**intent.evidence, **evidence}
    Intent.objects.filter(pk=intent.pk, state=Intent.State.OPEN).update(evidence=intent.evidence)
