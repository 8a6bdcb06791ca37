"""Writes what was read of an order's payments into the mirror, and carries it over to its payment lines."""

import hashlib
from datetime import datetime

from django.db import transaction

from backhaul.core.errors import IncompletePayments
from backhaul.core.ledger import Ledger
from backhaul.core.line_states import states_of
from backhaul.core.matching import Match, match_elsewhere
from backhaul.core.netting import net
from backhaul.core.payment_lines import TakenBy
from backhaul.core.payments import SETTLED, RemotePayments, TransactionStatus
from backhaul.core.refunded import refunded_of
from backhaul.core.tasks import STILL_WAITS, WaitReason
from backhaul.flows.capture_records import refresh_line
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import given_by_memos
from backhaul.flows.payment_facts import lifetimes_of, lines_of
from backhaul.flows.refund_records import follow_refunds
from backhaul.flows.task_list import wake
from backhaul.models import Capture, Intent, OrderTransaction, PaymentLine, SalesOrder, Store

WAKES_ON_PAYMENT = (WaitReason.PAYMENT_PENDING, WaitReason.PAYMENT_EXPECTED, WaitReason.LAST_INVOICE)
CAPTURES = "orderCapture"
UPDATED_BY_READING = (
    "kind",
    "status",
    "amount",
    "currency",
    "parent_gid",
    "error_code",
    "expires_at",
    "unsettled",
    "is_capturable",
    "is_multi_capturable",
    "is_manual_gateway",
)


def apply_payments(store: Store, payments: RemotePayments, *, read_started_at: datetime) -> None:
    """Store an order's payments as read, in one transaction under its row lock.

    An order that is not mirrored yet gets its payments with its first snapshot.
    """
    with transaction.atomic():
        order = SalesOrder.objects.select_for_update(no_key=True).filter(store=store, gid=payments.gid).first()
        if order is not None:
            write_payments(order, payments, read_started_at=read_started_at)


def write_payments(order: SalesOrder, payments: RemotePayments, *, read_started_at: datetime) -> None:
    """Bring the mirror, the captures and the payment lines of a locked order up to a reading, and wake what waits.

    A reading that began before the stored one changes nothing; neither does one that was cut off change the lines.
    """
    if order.payments_read_started_at and read_started_at <= order.payments_read_started_at:
        return
    digest = digest_of(payments)
    changed = digest != order.payments_digest
    order.payments_read_started_at, order.payments_digest = read_started_at, digest
    order.financial_status = payments.financial_status or ""
    order.current_total_presentment = payments.current_total.amount if payments.current_total else None
    order.save(
        update_fields=[
            "payments_read_started_at",
            "payments_digest",
            "financial_status",
            "current_total_presentment",
        ]
    )
    if changed:
        _write_transactions(order, payments)
    try:
        ledger = ledger_of(order, payments)
    except IncompletePayments:
        return
    write_lines(order, payments, ledger)
    if changed:
        wake(order.tasks.filter(state__in=STILL_WAITS, wait_reason__in=WAKES_ON_PAYMENT))


def write_lines(order: SalesOrder, payments: RemotePayments, ledger: Ledger) -> None:
    """Carry what Shopify shows over to the payment lines of a locked order: ended captures, captures made elsewhere,
    refunds, and what became of the authorisations.

    While a capture of ours has no certain answer, money that it may have taken would pass for somebody else's: nothing
    is matched then, and of no line is it said that it is not owed any more. The next reading does both.
    """
    follow_refunds(order, payments)
    if not order.payment_lines.exists():
        return
    is_certain = not _is_capture_unsettled(order)
    _follow_captures(order, payments)
    if is_certain:
        _write_matches(order, match_elsewhere(ledger, payments, lines=lines_of(order), owned=_owned(order)))
    lines = lines_of(order)
    states = states_of(ledger, lines) if is_certain else {}
    told = {line_id: {"state": state, "detail": words} for line_id, (state, words) in states.items()}
    for line_id, refunded in refunded_of(ledger, lines, given_by_memos(order.pk)).items():
        PaymentLine.objects.filter(pk=line_id).update(refunded=refunded.amount, **told.get(line_id, {}))


def ledger_of(order: SalesOrder, payments: RemotePayments) -> Ledger:
    """The payments, netted, with what the store knows of its gateways. Raises IncompletePayments."""
    return net(payments, now=now(), lifetimes=lifetimes_of(order.store))


def digest_of(payments: RemotePayments) -> str:
    """A fingerprint of everything that decides what can be captured; it changes whenever that does."""
    ordered = sorted(repr(one) for one in payments.transactions)
    content = [*ordered, repr(payments.current_total), repr(payments.financial_status), repr(payments.cancelled_at)]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()


def _write_transactions(order: SalesOrder, payments: RemotePayments) -> None:
    """Transactions never disappear in Shopify; a reading that was cut off leaves what it does not show."""
    shown = [
        OrderTransaction(
            order=order,
            gid=one.gid,
            kind=one.kind,
            status=one.status,
            amount=one.amount.amount,
            currency=one.amount.currency,
            gateway=one.gateway,
            gateway_name=one.gateway_name,
            parent_gid=one.parent_gid or "",
            error_code=one.error_code or "",
            expires_at=one.expires_at,
            unsettled=one.unsettled.amount if one.unsettled else None,
            is_capturable=one.is_capturable,
            is_multi_capturable=one.is_multi_capturable,
            is_manual_gateway=one.is_manual_gateway,
            shopify_created_at=one.created_at,
        )
        for one in payments.transactions
    ]
    OrderTransaction.objects.bulk_create(
        shown,
        update_conflicts=True,
        unique_fields=["order", "gid"],
        update_fields=UPDATED_BY_READING,
    )


def _follow_captures(order: SalesOrder, payments: RemotePayments) -> None:
    """Captures end after their reply, well or badly."""
    for capture in Capture.objects.filter(line__order=order).select_related("line"):
        shown = payments.transaction(capture.transaction_gid)
        if shown is None or (shown.status == capture.status and (shown.error_code or "") == capture.error_code):
            continue
        capture.status, capture.error_code = shown.status, shown.error_code or ""
        capture.settled_at = (capture.settled_at or now()) if shown.status in SETTLED else None
        capture.save(update_fields=["status", "error_code", "settled_at"])
        refresh_line(capture.line)


def _is_capture_unsettled(order: SalesOrder) -> bool:
    """Whether a capture that looks like somebody else's may be ours: its call has no certain answer yet."""
    ours = Intent.objects.filter(store=order.store_id, subject_gid=order.gid, operation=CAPTURES)
    return ours.filter(state__in=Intent.UNSETTLED).exists()


def _owned(order: SalesOrder) -> frozenset[str]:
    ours = Intent.objects.filter(store=order.store_id, subject_gid=order.gid, operation=CAPTURES)
    return frozenset(gid for gids in ours.values_list("effect_gids", flat=True) for gid in gids)


def _write_matches(order: SalesOrder, matches: tuple[Match, ...]) -> None:
    lines = {line.pk: line for line in PaymentLine.objects.filter(order=order)}
    for match in matches:
        ended = match.status == TransactionStatus.SUCCESS  # a failed one is never matched
        Capture.objects.create(
            line=lines[match.line_id],
            transaction_gid=match.capture_gid,
            amount=match.amount.amount,
            taken_by=TakenBy.ELSEWHERE,
            status=match.status,
            created_at=now(),
            settled_at=now() if ended else None,
        )
        refresh_line(lines[match.line_id])
