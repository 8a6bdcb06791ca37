"""How the capture of a payment line ends."""

from collections.abc import Mapping, Sequence

from backhaul.core.capture import TRY_AGAIN, CapturePlan
from backhaul.core.decisions import Person, Replan, Verdict
from backhaul.core.line_states import captured_words
from backhaul.core.money import zero
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.payment_failures import why_failed
from backhaul.core.payment_lines import Line, LineKind, LineState, TakenBy
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason


def capture_outcome(plan: CapturePlan, results: Mapping[str, Verdict], line: Line) -> Outcome:
    """How a run ends that made the call of `plan`; `line` is as it is now, the capture recorded.

    Only what Shopify has confirmed is captured: a call that is still processed is waited for, and one that it has
    refused is for a person. When a call could take only a part, the payments are read again to say what became of the
    rest.
    """
    if plan.call is None:
        return _without_call(plan, line)
    going_on = unfinished([results.get(plan.call.step) or Replan("The call was not made.")])
    if going_on is not None:
        return going_on
    nothing = zero(line.amount.currency)
    if line.pending > nothing:
        words = f"{line.pending} is being captured at this moment."
        until, reason = plan.check_again_at, WaitReason.PAYMENT_PENDING
        return Outcome(OutcomeName.WAITING_UNTIL, TaskState.WAITING, words, until, reason)
    if line.state_by_captures is LineState.REFUSED:
        last = line.taken[-1]
        words = f"The capture of {last.amount} was refused: {why_failed(last.error_code)}."
        return _for_a_person(line, f"{words} {TRY_AGAIN}")
    if line.open > nothing:
        return Outcome(OutcomeName.CONTINUE, TaskState.PENDING, f"{line.open} of it is not captured yet.")
    return _captured(line, plan.notes)


def _without_call(plan: CapturePlan, line: Line) -> Outcome:
    verdict = plan.verdict or Replan("Nothing was decided.")
    if isinstance(verdict, Person):
        return _for_a_person(line, verdict.words)
    going_on = unfinished([verdict])
    if going_on is not None:
        return going_on
    state, words = plan.states[line.id]
    if line.kind is LineKind.PAID:
        return Outcome(OutcomeName.NOTHING_TO_DO, TaskState.SUCCEEDED, words)
    if state is not LineState.NOT_OWED:
        return _captured(line)
    if line.captured <= zero(line.amount.currency):
        return Outcome(OutcomeName.NOT_OWED, TaskState.SUCCEEDED, words)
    return Outcome(OutcomeName.CAPTURED_IN_PART, TaskState.SUCCEEDED, f"{captured_words(line)} {words}")


def _for_a_person(line: Line, words: str) -> Outcome:
    """Named by whether anything of the line was captured; what was comes first."""
    if line.captured <= zero(line.amount.currency):
        return Outcome(OutcomeName.NOT_CAPTURED, TaskState.NEEDS_ATTENTION, words)
    return Outcome(OutcomeName.CAPTURED_IN_PART, TaskState.NEEDS_ATTENTION, f"{captured_words(line)} {words}")


def _captured(line: Line, notes: Sequence[str] = ()) -> Outcome:
    by_us = any(one.by is TakenBy.US and one.counts for one in line.taken)
    name = OutcomeName.CAPTURED if by_us else OutcomeName.CAPTURED_ELSEWHERE
    return Outcome(name, TaskState.SUCCEEDED, " ".join([captured_words(line), *notes]))
