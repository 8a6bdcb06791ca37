"""Writes down what was captured, and keeps the sums and the state of payment lines in step with it."""

from decimal import Decimal

from backhaul.core.line_states import words_by_captures
from backhaul.core.payment_lines import LOST, LineState, TakenBy
from backhaul.core.payments import FAILED, SETTLED
from backhaul.flows.clock import now
from backhaul.flows.payment_facts import line_value
from backhaul.models import Capture, Intent, PaymentLine

BY_CAPTURES = (LineState.OPEN, LineState.REFUSED)
OUTLASTING = LOST | {LineState.NOT_OWED}


def record_capture(intent: Intent, capture_gid: str, *, status: str, error_code: str) -> None:
    """Write down a capture that a call of ours has made: a row for each line it was made for, and the lines' sums.

    In the caller's transaction, which holds the order. A second time it only brings the status up to date. Whatever
    was matched to a line as captured elsewhere gives way to it, so that no line has more taken than it is for.
    """
    shares = {line_id: Decimal(amount) for line_id, amount in intent.evidence["shares"]}
    mistaken = Capture.objects.filter(transaction_gid=capture_gid, line__order__gid=intent.subject_gid, intent=None)
    of_others = [capture.line for capture in mistaken.exclude(line__in=shares).select_related("line")]
    mistaken.delete()
    for line in PaymentLine.objects.filter(pk__in=shares).order_by("position"):
        Capture.objects.update_or_create(
            line=line,
            transaction_gid=capture_gid,
            defaults={"status": status, "error_code": error_code, "settled_at": now() if status in SETTLED else None},
            create_defaults={
                "amount": shares[line.pk],
                "taken_by": TakenBy.US,
                "intent": intent,
                "status": status,
                "error_code": error_code,
                "created_at": now(),
                "settled_at": now() if status in SETTLED else None,
            },
        )
        _give_way(line)
        refresh_line(line)
    for line in of_others:
        refresh_line(line)


def refresh_line(line: PaymentLine) -> None:
    """Bring a line's sums and state up to date with its captures; failed ones count nothing.

    The caller holds the order. That the authorisation has ended, or that nothing more is owed, outlasts this: only who
    has read the payments can say otherwise.
    """
    value = line_value(line)
    line.captured, line.pending = value.captured.amount, value.pending.amount
    ended = value.state_by_captures in BY_CAPTURES and line.state in OUTLASTING
    if not ended:
        line.state, line.detail = value.state_by_captures, words_by_captures(value)
    line.save(update_fields=["captured", "pending", "state", "detail"])


def _give_way(line: PaymentLine) -> None:
    """Take from what was matched to a line what is too much for it, latest first.

    A person may capture while our call is on its way; that money then belongs to no line, and stays a receipt.
    """
    counting = line.captures.exclude(status__in=FAILED)
    excess = sum((capture.amount for capture in counting), Decimal(0)) - line.amount
    for capture in counting.filter(taken_by=TakenBy.ELSEWHERE).order_by("-created_at", "-id"):
        if excess <= 0:
            return
        taken_back = min(excess, capture.amount)
        excess -= taken_back
        if taken_back == capture.amount:
            capture.delete()
        else:
            capture.amount -= taken_back
            capture.save(update_fields=["amount"])
