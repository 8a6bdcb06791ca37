"""Plans the capture of a payment line on its order's payments as just read: the call, or why none is made."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backhaul.core import gids
from backhaul.core.capture_case import CaptureCircumstances, Case, look_at
from backhaul.core.decisions import Done, Person, Replan, Verdict, WaitUntil
from backhaul.core.ledger import Ledger
from backhaul.core.line_states import not_owed_words
from backhaul.core.payment_calls import CapturePayment
from backhaul.core.payment_lines import LOST, Line, LineKind, LineState, PartialCapture, TakenBy, was_replaced
from backhaul.core.tasks import WaitReason

LAST_CHANCE = timedelta(hours=24)
"""How long before its authorisation expires a line is captured that has waited for the last invoice."""
LAST_WORD = timedelta(hours=1)
"""How long before its authorisation expires a line no longer waits for what another posted invoice may need of it."""
LAST_INVOICE_CHECK = timedelta(days=1)
RETRIEVAL_CHECK = timedelta(minutes=1)


@dataclass(frozen=True)
class CapturePlan:
    """Either a `call`, or the `verdict` without one.

    `states` has what has become of each line of the authorisation, to be saved before the call. `notes` say what the
    call leaves or loses. `check_again_at`: when to look again should the call be pending.
    """

    call: CapturePayment | None
    verdict: Verdict | None
    notes: tuple[str, ...]
    states: Mapping[str, tuple[LineState, str]] = field(hash=False)
    check_again_at: datetime


def plan_capture(
    line_id: str, ledger: Ledger, *, lines: Sequence[Line], circumstances: CaptureCircumstances
) -> CapturePlan:
    """Decide what to capture for a payment line; `lines` are all of the order, with what others captured matched.

    A call never takes more than the line has open, than the authorisation holds, and than is owed for the order. An
    authorisation that allows one capture only is captured once, for all its open lines; whatever that leaves is lost,
    so it waits for the last invoice where the store's policy says so, but not until it is too late. What was refused
    is tried again only when a person says so. Raises BadMoney when the line is in another currency than the order.
    """
    case = look_at(line_id, ledger, lines=lines, circumstances=circumstances)
    answers = (question(case) for question in _QUESTIONS)
    verdict = next((answer for answer in answers if answer is not None), None)
    return CapturePlan(
        call=_call(case) if verdict is None else None,
        verdict=verdict,
        notes=_notes(case) if verdict is None else (),
        states={one.id: case.states[one.id] for one in lines if one.transaction_gid == case.line.transaction_gid},
        check_again_at=circumstances.check_again_at,
    )


def _has_ended(case: Case) -> Verdict | None:
    ended = case.line.kind is LineKind.PAID or case.state in (LineState.CAPTURED, LineState.NOT_OWED)
    return Done(case.words) if ended else None


def _is_being_captured(case: Case) -> Verdict | None:
    return case.wait(case.words) if case.state is LineState.PENDING else None


def _is_behind(case: Case) -> Verdict | None:
    """Shopify may show a moment later what it has just done; what was read then is not to be decided on."""
    gids_taken = [taken.gid for one in case.same_authorisation for taken in one.taken if taken.counts]
    if all(case.ledger.has_capture(gid) for gid in gids_taken):
        return None
    return case.wait("Shopify does not show yet what was captured a moment ago.")


def _is_lost(case: Case) -> Verdict | None:
    if case.state not in LOST:
        return None
    return Person(f"{case.words} {_REPLACED if was_replaced(case.line, case.lines) else _PAY_AGAIN}")


def _is_unmatched(case: Case) -> Verdict | None:
    """A capture that is on no line yet would be made a second time."""
    known = {taken.gid for one in case.lines for taken in one.taken}
    known |= {one.transaction_gid for one in case.lines if one.kind is LineKind.PAID}
    captures = [one for one in case.ledger.receipts if one.authorisation_gid == case.line.transaction_gid]
    if all(one.gid in known for one in captures):
        return None
    return Replan("Someone has captured of the authorisation; that is looked at first.")


def _another_capture_is_pending(case: Case) -> Verdict | None:
    ours = {taken.gid for one in case.lines for taken in one.taken if taken.by is TakenBy.US}
    pending = [one for one in case.ledger.undecided if one.authorisation_gid == case.line.transaction_gid]
    takes_one = case.authorisation is not None and case.authorisation.takes_one_capture
    if any(takes_one or one.gid not in ours for one in pending):
        return case.wait("Another capture of the same authorisation is still being processed.")
    return None


def _was_refused(case: Case) -> Verdict | None:
    if case.state is not LineState.REFUSED or case.circumstances.may_try_again:
        return None
    return Person(f"{case.words} {TRY_AGAIN}")


def _is_in_doubt(case: Case) -> Verdict | None:
    """A payment that is still processed may leave a line of the call unowed, or not."""
    surely, perhaps = case.owed.surely, case.owed.perhaps
    if all(surely.get(one.id) == perhaps.get(one.id) for one in case.takers):
        return None
    return case.wait("Another payment of the order is still being processed; this one may not be needed.")


def _holds_nothing(case: Case) -> Verdict | None:
    if case.own_amount > case.nothing:
        return None
    if case.authorisation is not None and case.authorisation.pending > case.nothing:
        return case.wait("Another capture of the same authorisation is still being processed.")
    return Person(f"{case.line.open} was not captured: nothing of the authorisation is left for it. {_PAY_AGAIN}")


def _waits_for_posted_invoice(case: Case) -> Verdict | None:
    """Whoever wants the capture at once wants what is invoiced already, and does not want to lose it."""
    now = case.circumstances.now
    expires_at = case.authorisation.expires_at if case.authorisation else None
    is_too_late = expires_at is not None and now >= expires_at - LAST_WORD
    if case.lost <= case.nothing or is_too_late or not case.circumstances.others_are_retrieved:
        return None
    words = (
        f"The authorisation allows one capture only, and another invoice that was posted may need the remaining "
        f"{case.lost} of it: its payments are being retrieved first."
    )
    return WaitUntil(WaitReason.LAST_INVOICE, now + RETRIEVAL_CHECK, words)


def _waits_for_last_invoice(case: Case) -> Verdict | None:
    wishes = case.circumstances
    if case.lost <= case.nothing or not wishes.more_may_be_invoiced or wishes.capture_now:
        return None
    if wishes.policy is not PartialCapture.AT_LAST_INVOICE or _is_last_chance(case):
        return None
    expires_at = case.authorisation.expires_at if case.authorisation else None
    until = wishes.now + LAST_INVOICE_CHECK
    words = (
        f"The authorisation allows one capture only: capturing {case.amount} now would lose the remaining {case.lost}, "
        "and more of the order may be invoiced. It waits for the last invoice"
    )
    if expires_at is None:
        return WaitUntil(WaitReason.LAST_INVOICE, until, f"{words}. {_EXPIRY_UNKNOWN}")
    until = min(until, expires_at - LAST_CHANCE)
    return WaitUntil(WaitReason.LAST_INVOICE, until, f"{words}, but at the longest {_EXPIRY_KNOWN}")


_QUESTIONS: Sequence[Callable[[Case], Verdict | None]] = (
    _has_ended,
    _is_being_captured,
    _is_behind,
    _is_lost,
    _is_unmatched,
    _another_capture_is_pending,
    _was_refused,
    _is_in_doubt,
    _holds_nothing,
    _waits_for_posted_invoice,
    _waits_for_last_invoice,
)
"""Asked in this order; the first that has an answer decides, and when none has, the call is made."""

_PAY_AGAIN = (
    "Have the customer pay it again and retrieve the payments of the invoice again, or cancel this task and settle it "
    "in another way."
)
_REPLACED = "If the invoice's payment lines cover it by now, cancel this task; nothing more is to be paid then."
TRY_AGAIN = (
    "Retry it, or have the customer pay in another way: then void this authorisation in Shopify and retrieve the "
    "payments of the invoice again."
)
_EXPIRY_UNKNOWN = (
    "When the authorisation expires is not known: capture it by hand before, or tell how long its gateway keeps "
    "authorisations."
)
_EXPIRY_KNOWN = "until a day before the authorisation expires: then it is captured, and the rest is lost."


def _is_last_chance(case: Case) -> bool:
    expires_at = case.authorisation.expires_at if case.authorisation else None
    return expires_at is not None and case.circumstances.now >= expires_at - LAST_CHANCE


def _call(case: Case) -> CapturePayment:
    gid = case.line.transaction_gid
    content = [case.amount.text, *(f"{share.line_id}={share.amount.text}" for share in case.shares)]
    text = "|".join([*content, str(case.ledger.captures_of(gid))])
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return CapturePayment(
        step=f"capture:{gids.short_id(gid)}:{digest}",
        order_gid=case.ledger.order_gid,
        authorisation_gid=gid,
        amount=case.amount,
        shares=case.shares,
    )


def _notes(case: Case) -> tuple[str, ...]:
    notes = []
    others = case.amount - case.own_amount
    owed = case.owed.surely.get(case.line.id, case.nothing)
    if owed < case.line.open:
        notes.append(not_owed_words(case.line.open - owed))
    if case.own_amount < owed:
        notes.append(f"{owed - case.own_amount} of it cannot be captured: the authorisation holds no more.")
    if others > case.nothing:
        notes.append(f"The same capture takes {others} for other payment lines of the authorisation.")
    if case.lost > case.nothing:
        notes.append(f"The authorisation allows one capture only: the remaining {case.lost} of it is lost by this one.")
        if case.circumstances.more_may_be_invoiced and _is_last_chance(case):
            notes.append("It was made before the last invoice, as the authorisation was about to expire.")
    return tuple(notes)
