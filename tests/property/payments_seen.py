"""What must hold of an order's payments at any moment, and when all has settled: our rows against Shopify's."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backhaul.core.balance import Balance, explain
from backhaul.core.payment_lines import LOST, Line, LineKind, LineState, TakenBy, claims
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.payment_facts import kept_money, line_value, lines_of
from backhaul.models import Capture, Intent, PaymentLine, PostedInvoice, SalesOrder, Task
from tests.support.payments import CASH, Shown

ZERO = Decimal(0)
RECEIVED = ("SALE", "CAPTURE")
AMOUNT = re.compile(r"^(-?[\d.]+) [A-Z]{3} ")


@dataclass(frozen=True)
class Seen:
    """An order as Shopify shows it; `foreign` are the transactions that people made there."""

    order: SalesOrder
    transactions: Sequence[Shown]
    worth: Decimal
    foreign: Collection[str]

    def of(self, *kinds: str) -> list[Shown]:
        """Transactions of these kinds that have not failed."""
        return [one for one in self.transactions if one.kind in kinds and not one.failed]

    def get(self, gid: str) -> Shown:
        return next(one for one in self.transactions if one.gid == gid)

    @property
    def received(self) -> Decimal:
        """What was received or is on its way, less what was given back; cash that has yet to come does not count."""
        coming = [one for one in self.of(*RECEIVED) if one.status == "SUCCESS" or one.gateway != CASH["gateway"]]
        return _sum(coming) - _sum(self.of("REFUND"))


def check(seen: Seen) -> None:
    """What holds at any moment, whatever has been done and not been found out yet."""
    _no_authorisation_gives_more_than_it_has(seen)
    _what_is_written_down_is_what_shopify_shows(seen)
    _nothing_is_counted_twice(seen)
    _only_what_nobody_wanted_was_voided(seen)
    for invoice in PostedInvoice.objects.filter(order=seen.order):
        balance = balance_of(invoice)
        assert balance.over.amount == 0, balance.sentences
        assert balance.paid.amount + balance.captured.amount + balance.pending.amount <= invoice.total
        assert _sum_in_words(balance) == invoice.total, balance.sentences


def check_needed_by_none(void: Shown, seen: Seen) -> None:
    """What was voided just now could have gone to no invoice that lacks money: each has had a line of it before."""
    for invoice in PostedInvoice.objects.filter(order=seen.order):
        had_of_it = invoice.payment_lines.filter(transaction_gid=void.parent).exists()
        assert had_of_it or balance_of(invoice).missing.amount == 0, balance_of(invoice).sentences


def balance_of(invoice: PostedInvoice) -> Balance:
    """What the invoice's total consists of."""
    rows = PaymentLine.objects.filter(invoice=invoice).order_by("position").prefetch_related("captures")
    refunded = {row.pk: kept_money(row.refunded, row.currency) for row in rows}
    return explain(kept_money(invoice.total, invoice.currency), [line_value(row) for row in rows], refunded=refunded)


def _no_authorisation_gives_more_than_it_has(seen: Seen) -> None:
    for one in seen.of("AUTHORIZATION"):
        assert _sum(child for child in seen.of("CAPTURE") if child.parent == one.gid) <= one.amount
        lines = [line for line in lines_of(seen.order) if line.transaction_gid == one.gid]
        wanted = sum((line.open.amount for line in lines if claims(line, one.gid)), ZERO)
        had = sum((line.captured.amount + line.pending.amount for line in lines), ZERO)
        assert wanted + had <= one.amount, f"{wanted} are still wanted of {one}, {had} were had"


def _what_is_written_down_is_what_shopify_shows(seen: Seen) -> None:
    written: Mapping[str, list[Capture]] = defaultdict(list)
    for capture in Capture.objects.filter(line__order=seen.order).select_related("line"):
        written[capture.transaction_gid].append(capture)
    for gid, parts in written.items():
        shown, together = seen.get(gid), sum((part.amount for part in parts), ZERO)
        assert {part.line.transaction_gid for part in parts} == {shown.parent}
        ours = {part.taken_by for part in parts} == {TakenBy.US}
        assert together == shown.amount if ours else together <= shown.amount
    ours_in_shopify = {one.gid for one in seen.transactions if one.kind == "CAPTURE"} - set(seen.foreign)
    lost = Intent.objects.filter(subject_gid=seen.order.gid, state__in=Intent.UNSETTLED).count()
    assert len(ours_in_shopify - set(written)) <= lost


def _nothing_is_counted_twice(seen: Seen) -> None:
    counted: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines_of(seen.order):
        if line.kind is LineKind.PAID:
            counted[line.transaction_gid] += line.amount.amount
        for taken in line.taken:
            counted[taken.gid] += taken.amount.amount
    for gid, amount in counted.items():
        assert amount <= seen.get(gid).amount


def _only_what_nobody_wanted_was_voided(seen: Seen) -> None:
    ours = {one.parent for one in seen.of("VOID") if one.gid not in seen.foreign}
    voided = PaymentLine.objects.filter(transaction_gid__in=ours, order=seen.order, state=LineState.VOIDED)
    assert not voided.exclude(task__state=TaskState.CANCELLED).exists()


def check_settled(seen: Seen) -> None:
    """What holds when nothing is on its way any more: what could be had is there, and what is missing has a name."""
    assert not Intent.objects.filter(subject_gid=seen.order.gid, state__in=Intent.UNSETTLED).exists()
    for capture in Capture.objects.filter(line__order=seen.order):
        assert capture.status == seen.get(capture.transaction_gid).status
    for row in PaymentLine.objects.filter(order=seen.order).select_related("task"):
        _line_is_where_it_can_get(row, seen)
    for invoice in PostedInvoice.objects.filter(order=seen.order):
        balance = balance_of(invoice)
        if balance.missing.amount > 0:
            _nothing_was_left_for(invoice, seen)
            _is_named(invoice, balance)


def _line_is_where_it_can_get(row: PaymentLine, seen: Seen) -> None:
    line, state = line_value(row), LineState(row.state)
    if row.kind == LineKind.PAID:
        return
    assert row.task is not None
    what = f"{row.detail} | {row.task.state} {row.task.outcome}: {row.task.outcome_detail}"
    if state is LineState.CAPTURED:
        assert line.captured == line.amount, what
        return
    assert row.detail, what
    assert line.open.amount > 0, what
    if row.task.state == TaskState.CANCELLED:
        return
    match state:
        case LineState.OPEN:
            waits = row.task.state == TaskState.WAITING and row.task.wait_reason == WaitReason.LAST_INVOICE
            capturable = seen.get(line.transaction_gid).capturable
            assert waits or (row.task.state == TaskState.NEEDS_ATTENTION and capturable < line.open.amount), what
        case LineState.NOT_OWED:
            assert row.task.outcome in ("not_owed", "captured_in_part", "not_captured"), what
        case _:
            assert state in (*LOST, LineState.REFUSED), what
            assert row.task.state == TaskState.NEEDS_ATTENTION, what
            assert row.task.outcome in ("not_captured", "captured_in_part"), what


def _nothing_was_left_for(invoice: PostedInvoice, seen: Seen) -> None:
    """Neither received money nor an authorisation has anything that an invoice that lacks money could take."""
    lines = lines_of(seen.order)
    mine = {(line.transaction_gid, line.kind) for line in lines if line.invoice_id == invoice.pk}
    for one in seen.of("AUTHORIZATION"):
        if (one.gid, LineKind.AUTHORISED) not in mine:
            claimed = sum((line.open.amount for line in lines if claims(line, one.gid)), ZERO)
            assert one.capturable <= claimed, f"{one.capturable - claimed} of {one} is free"
    kept = _kept(seen)
    for one in seen.of(*RECEIVED):
        if one.status == "SUCCESS" and (one.gid, LineKind.PAID) not in mine:
            counted = sum((_counted(line, one.gid) for line in lines), ZERO)
            assert kept[one.gid] <= counted, f"{kept[one.gid] - counted} of {one} is there"


def _is_named(invoice: PostedInvoice, balance: Balance) -> None:
    """What is missing is said by the last task that looked for it, or by the task of the line that has lost it."""
    lost = [task for task in _capture_tasks(invoice) if task.outcome in ("not_captured", "captured_in_part")]
    last = max(_retrievals(invoice), key=lambda task: task.created_at)
    assert last.outcome in ("payments_short", "nothing_to_capture") or lost, (last.outcome, last.outcome_detail)
    if last.outcome == "payments_short":
        assert last.state == TaskState.NEEDS_ATTENTION, last.outcome_detail
        parts = [amount for amount in (balance.short, *balance.lost.values()) if amount.amount > 0]
        assert all(str(amount) in last.outcome_detail for amount in parts) or lost, (last.outcome_detail, parts)


def _retrievals(invoice: PostedInvoice) -> list[Task]:
    later = [asked.task for asked in invoice.later_tasks.select_related("task")]
    return [invoice.task, *(task for task in later if task.kind == invoice.task.kind)]


def _capture_tasks(invoice: PostedInvoice) -> list[Task]:
    rows = PaymentLine.objects.filter(invoice=invoice).exclude(task=None).select_related("task")
    return [row.task for row in rows if row.task]


def _counted(line: Line, gid: str) -> Decimal:
    paid = line.amount.amount if line.kind is LineKind.PAID and line.transaction_gid == gid else ZERO
    return paid + sum((taken.amount.amount for taken in line.taken if taken.gid == gid), ZERO)


def _kept(seen: Seen) -> dict[str, Decimal]:
    kept = {one.gid: one.amount for one in seen.of(*RECEIVED)}
    for refund in seen.of("REFUND"):
        assert refund.parent is not None
        kept[refund.parent] -= refund.amount
    return kept


def _sum(transactions: Iterable[Shown]) -> Decimal:
    return sum((one.amount for one in transactions), ZERO)


def _sum_in_words(balance: Balance) -> Decimal:
    """What the sentences after the first add up to; what was given back since is a part of the others."""
    said = [sentence for sentence in balance.sentences[1:] if "given back since" not in sentence]
    found = [AMOUNT.match(sentence) for sentence in said]
    assert all(found), said
    return sum((Decimal(one.group(1)) for one in found if one), ZERO)
