"""What a successful change means to our own tables; written in the transaction that settles its intent."""

from collections.abc import Callable, Sequence

from backhaul.core.backfill import BackfillPhase
from backhaul.core.payments import TransactionStatus
from backhaul.core.shipment import SentKind
from backhaul.core.sought import SoughtFulfillment, parse_sought
from backhaul.core.webhook_plan import name_of
from backhaul.flows.capture_records import record_capture
from backhaul.flows.clock import now
from backhaul.flows.order_tags import note_added
from backhaul.flows.refund_records import record_refund, refunds_of_effect
from backhaul.flows.shipment_facts import record_sent, shipment_of
from backhaul.models import Backfill, Intent, ShipmentFulfillment, WebhookSubscription


def record_effect(intent: Intent, effect_gids: Sequence[str]) -> None:
    """Write down what a change has brought about; a change without a row of ours needs none."""
    recorder = _RECORDERS.get(intent.operation)
    if recorder:
        recorder(intent, effect_gids)


def _record_created(intent: Intent, effect_gids: Sequence[str]) -> None:
    posted = shipment_of(intent.task)
    sought = parse_sought(intent.operation, intent.variables, intent.evidence["lines"])
    assert isinstance(sought, SoughtFulfillment)
    for gid in effect_gids:
        record_sent(
            posted,
            fulfillment_gid=gid,
            units=dict(sought.units),
            kind=SentKind.CREATED,
            details={"created_at": now(), "intent": intent, "location_gid": intent.evidence["location"] or ""},
        )


def _record_cancelled(intent: Intent, effect_gids: Sequence[str]) -> None:
    sent = ShipmentFulfillment.objects.filter(shipment__store=intent.store, fulfillment_gid__in=effect_gids)
    sent.filter(cancelled_at=None).update(cancelled_at=now())


def _record_captured(intent: Intent, effect_gids: Sequence[str]) -> None:
    """Where nobody knows the status, as when a person has named the transaction, the next reading tells it."""
    effect = intent.evidence.get("effect", {})
    for gid in effect_gids:
        record_capture(
            intent,
            gid,
            status=effect.get("status", TransactionStatus.UNKNOWN),
            error_code=effect.get("error_code", ""),
        )


def _record_refunded(intent: Intent, effect_gids: Sequence[str]) -> None:
    for made in refunds_of_effect(intent, effect_gids):
        record_refund(intent, made)


def _record_subscription(intent: Intent, effect_gids: Sequence[str]) -> None:
    """Whatever its address becomes later, it stays one of ours."""
    wanted = intent.variables["webhookSubscription"]
    topic = intent.evidence.get("topic") or name_of(intent.variables["topic"])
    for gid in effect_gids:
        WebhookSubscription.objects.update_or_create(
            store=intent.store, gid=gid, defaults={"topic": topic, "address": wanted["uri"], "seen_at": now()}
        )


def _record_bulk_operation(intent: Intent, effect_gids: Sequence[str]) -> None:
    """What has changed since the call was written is not in the file, and read by reconciling."""
    for gid in effect_gids:
        backfill = Backfill.objects.select_for_update(no_key=True).get(task=intent.task_id)
        backfill.operation_gid, backfill.phase = gid, BackfillPhase.GATHERING
        backfill.cursor = {**backfill.cursor, "read_started_at": intent.created_at.isoformat()}
        backfill.save(update_fields=["operation_gid", "phase", "cursor"])


def _record_tags(intent: Intent, effect_gids: Sequence[str]) -> None:
    """The reply shows what the order has now; where it was lost, a reading has shown that they are there."""
    shown = intent.evidence.get("effect", {}).get("tags", intent.variables["tags"])
    for gid in effect_gids:
        note_added(intent.store_id, gid, added=intent.variables["tags"], shown=shown)


_RECORDERS: dict[str, Callable[[Intent, Sequence[str]], None]] = {
    "fulfillmentCreate": _record_created,
    "fulfillmentCancel": _record_cancelled,
    "orderCapture": _record_captured,
    "refundCreate": _record_refunded,
    "webhookSubscriptionCreate": _record_subscription,
    "webhookSubscriptionUpdate": _record_subscription,
    "bulkOperationRunQuery": _record_bulk_operation,
    "tagsAdd": _record_tags,
}
