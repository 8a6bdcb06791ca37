"""Writes what was read of a subscription contract into the mirror, and only when it is not older than what is there."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from backhaul.core import gids
from backhaul.core.contract_facts import carried_content, content_differences, content_of, without_person
from backhaul.core.contracts import ContractStatus, PlanTerms, RemoteContract
from backhaul.core.learned import BY_TASK, Learned
from backhaul.core.outgoing import EventType
from backhaul.core.redacted_contract import without_subscriber
from backhaul.core.tasks import STILL_WAITS, WaitReason
from backhaul.flows.aftermath import see_to_aftermath
from backhaul.flows.clock import now
from backhaul.flows.contract_json import plan_json, rhythm_json
from backhaul.flows.contract_orders import link_orders, want_orders
from backhaul.flows.deliveries import keep_deliveries
from backhaul.flows.events import emit
from backhaul.flows.mirror_contract_rows import write_attempts, write_contract_lines, write_cycles
from backhaul.flows.snapshots import sha256_of
from backhaul.flows.task_list import wake
from backhaul.flows.want_tags import want_tags_of
from backhaul.models import Contract, ContractDifference, Store, Task

WAKES_ON_CHANGE = (
    WaitReason.HOLD,
    WaitReason.SCHEDULED,
    WaitReason.ROUTING,
    WaitReason.PAYMENT_PENDING,
    WaitReason.OTHER_APP,
    WaitReason.BILLING,
    WaitReason.CONFIRMATION,
    WaitReason.NEXT_CHARGE,
    WaitReason.NEW_CARD,
)


@dataclass(frozen=True)
class PlanSeen:
    """What was found of the contract's selling plan at its first reading: its terms, or why there are none."""

    terms: PlanTerms | None
    missing: str = ""


def apply_contract(
    store: Store,
    remote: RemoteContract,
    *,
    read_started_at: datetime,
    learned: Learned = BY_TASK,
    plan: PlanSeen | None = None,
) -> Contract:
    """Store a contract as read, in one transaction under its row lock, and wake what waits for such a change.

    A reading that began before the stored one, or of an earlier revision, changes nothing; one with the same content
    changes only when it was read. `plan` is kept with the first reading, and never changed. Its orders that the mirror
    does not know yet are wanted. Of a contract whose customer's data was deleted, none is kept again.
    """
    with transaction.atomic():
        want_orders(store, remote, learned)  # locks orders, which come before contracts
        row, is_new = _locked(store, remote, read_started_at)
        if not is_new and not (read_started_at > row.read_started_at and remote.revision >= row.revision):
            return row
        _keep_plan(row, plan)
        if row.redacted_at is not None:
            remote = without_subscriber(remote, titles=dict(row.lines.values_list("gid", "title")))
        if _takes_content(row, remote):
            row.read_started_at, row.deleted_at = read_started_at, None
            row.save()
            return row
        _write(row, remote, read_started_at, is_new=is_new, learned=learned)
        waiting = Task.objects.filter(store=store, state__in=STILL_WAITS, wait_reason__in=WAKES_ON_CHANGE)
        of_orders = Q(change_step__change__contract=row, wait_reason=WaitReason.OTHER_APP)
        wake(waiting.filter(of_orders | Q(serial_key=f"contract:{store.pk}:{remote.gid}")))
    return row


def note_contract_gone(row: Contract, *, read_from: datetime) -> bool:
    """Keep a contract that Shopify does not show any more, with the date; a later reading that shows it is right.

    Returns whether that is new.
    """
    with transaction.atomic():
        locked = Contract.objects.select_for_update(no_key=True).get(pk=row.pk)
        if locked.deleted_at is not None or locked.read_started_at > read_from:
            return False
        locked.deleted_at, locked.read_started_at, locked.snapshot_sha256 = now(), read_from, ""
        locked.save(update_fields=["deleted_at", "read_started_at", "snapshot_sha256"])
        keep_deliveries(locked)
    return True


def _locked(store: Store, remote: RemoteContract, read_started_at: datetime) -> tuple[Contract, bool]:
    return Contract.objects.select_for_update(no_key=True).get_or_create(
        store=store,
        gid=remote.gid,
        defaults={
            "shopify_id": gids.number_of(remote.gid, "SubscriptionContract"),
            "revision": remote.revision,
            "status": remote.status,
            "ownership": remote.ownership,
            "currency": remote.currency,
            "delivery_price": remote.delivery_price.amount,
            "shopify_created_at": remote.created_at,
            "shopify_updated_at": remote.updated_at,
            "read_started_at": read_started_at,
        },
    )


def _keep_plan(row: Contract, plan: PlanSeen | None) -> None:
    if plan is not None and not row.plan and not row.plan_missing:
        row.plan = plan_json(plan.terms) if plan.terms else None
        row.plan_missing = plan.missing[:255]


def _takes_content(row: Contract, remote: RemoteContract) -> bool:
    """Give the row the fingerprint of what was read; returns whether it had that one already.

    Of the same pages more cycles are kept as time passes.
    """
    last = remote.cycles[-1].index if remote.cycles else 0
    seen = None if remote.raw is None else {**remote.raw, "last_cycle": last}
    before, row.snapshot_sha256 = row.snapshot_sha256, sha256_of(seen)
    return bool(before) and before == row.snapshot_sha256


def _write(row: Contract, remote: RemoteContract, read_started_at: datetime, *, is_new: bool, learned: Learned) -> None:
    was_cancelled = is_new or row.status == ContractStatus.CANCELLED
    _write_head(row, remote, read_started_at)
    seen = content_of(remote)
    if not is_new:
        _record(row, seen, learned)
    row.content = carried_content(row.content, seen)
    row.save()
    write_contract_lines(row, remote.lines)
    write_cycles(row, remote.cycles)
    write_attempts(row, remote.attempts)
    link_orders(row, remote)
    keep_deliveries(row)
    see_to_aftermath(row)
    want_tags_of(row)
    if row.status == ContractStatus.CANCELLED and not was_cancelled:
        emit(row.store, EventType.CONTRACT_CANCELLED, {"contract_id": row.pk}, key=f"{row.pk}:{row.revision}")


def _write_head(row: Contract, remote: RemoteContract, read_started_at: datetime) -> None:
    row.revision, row.status, row.currency = remote.revision, remote.status, remote.currency
    row.billing, row.delivery = rhythm_json(remote.billing), rhythm_json(remote.delivery)
    row.is_prepaid, row.delivery_price = remote.is_prepaid, remote.delivery_price.amount
    row.shopify_created_at, row.shopify_updated_at = remote.created_at, remote.updated_at
    row.read_started_at, row.deleted_at = read_started_at, None
    if "app" not in remote.hidden:
        row.ownership, row.app_gid, row.app_title = (
            remote.ownership,
            remote.app_gid or "",
            (remote.app_title or "")[:255],
        )
    if "customer" not in remote.hidden:
        row.customer_gid = remote.customer_gid or ""
    if "next_billing_at" not in remote.hidden:
        row.next_billing_at = remote.next_billing_at
    if "origin_order" not in remote.hidden:
        row.origin_order_gid = remote.origin_order_gid or ""
    if "payment_method" not in remote.hidden:
        row.payment_method_gid = remote.payment_method_gid or ""
        row.payment_method_words = remote.payment_method_words[:255]
        row.payment_method_revoked = remote.payment_method_revoked
    row.last_payment_status = remote.last_payment_status or ""
    row.last_billing_error = remote.last_billing_error or ""


def _record(row: Contract, seen: dict[str, str], learned: Learned) -> None:
    """What has changed since the last reading, field by field; read twice, nothing differs any more."""
    known = dict(row.content)
    if row.redacted_at is not None:
        known, seen = without_person(known), without_person(seen)
    ContractDifference.objects.bulk_create(
        ContractDifference(
            contract=row,
            path=one.path[:512],
            before=one.before,
            after=one.after,
            revision=row.revision,
            learned_by=learned.by,
            topic=learned.topic,
            noticed_at=now(),
        )
        for one in content_differences(known, seen)
    )
