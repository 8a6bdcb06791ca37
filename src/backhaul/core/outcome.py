"""How a run of a task ends, said in a shopkeeper's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.decisions import Done, Person, ReadBackFirst, Replan, RetryAt, Verdict, WaitUntil
from backhaul.core.plan import CreateFulfillment, Plan
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.core.units import count, plus


@dataclass(frozen=True)
class Outcome:
    """The name, the state that the task takes, and one or two sentences.

    `wake_at` and `wait_reason` are there when something waits, also beside NEEDS_ATTENTION. `counts`: this was a
    failed try. CONTINUE (state pending) means: read the order and plan again now.
    """

    name: OutcomeName
    state: TaskState
    words: str
    wake_at: datetime | None = None
    wait_reason: WaitReason | None = None
    counts: bool = False


def outcome(plan: Plan, results: Mapping[str, Verdict]) -> Outcome:
    """How a run ends that made the calls of `plan`; `results` has the verdict on each call by its step.

    A call that Shopify has refused for good must not be made again before a person says so: give its Person verdict
    again on later runs. A call without a verdict was not made, and is planned anew. In this order: what has failed is
    tried again; what has changed is planned again; then a person is asked; then it waits; then it has ended.
    """
    verdicts: list[Verdict] = [results.get(call.step) or Replan("Not all calls were made.") for call in plan.calls]
    if any(isinstance(results.get(call.step), Done) for call in plan.calls if not isinstance(call, CreateFulfillment)):
        verdicts.append(Replan("The order has been made ready; what is left is planned anew."))
    verdicts += [WaitUntil(wait.reason, wait.until, wait.words) for wait in plan.waits]
    verdicts += [Person(f"{_say(count(attention.units))}: {attention.words}") for attention in plan.attention]
    tally = _tally(plan, results)
    return unfinished(verdicts, progress=tally.words) or _ended(plan, tally)


def unfinished(verdicts: Sequence[Verdict], *, progress: str = "") -> Outcome | None:
    """How a run ends in which not every verdict is Done; None when all are. `progress` says what was done so far."""
    retries = [verdict for verdict in verdicts if isinstance(verdict, RetryAt)]
    if retries:
        first = min(retries, key=lambda retry: retry.at)
        return _waiting(OutcomeName.WAITING_UNTIL, WaitReason.RETRY, first.at, words=first.words, counts=True)
    changed = [verdict.words for verdict in verdicts if isinstance(verdict, Replan | ReadBackFirst)]
    if changed:
        return Outcome(OutcomeName.CONTINUE, TaskState.PENDING, changed[0])
    waits = sorted((verdict for verdict in verdicts if isinstance(verdict, WaitUntil)), key=lambda wait: wait.until)
    asking = [verdict.words for verdict in verdicts if isinstance(verdict, Person)]
    if asking:
        words = _join([progress, *asking])
        wake_at, reason = (waits[0].until, waits[0].reason) if waits else (None, None)
        return Outcome(OutcomeName.NEEDS_ATTENTION, TaskState.NEEDS_ATTENTION, words, wake_at, reason)
    if not waits:
        return None
    reason = waits[0].reason
    name = OutcomeName.WAITING_FOR_HOLD if reason is WaitReason.HOLD else OutcomeName.WAITING_UNTIL
    return _waiting(name, reason, waits[0].until, words=_join([progress, *(wait.words for wait in waits)]))


def stopped(*, sent_units: int, of_units: int, undone: bool) -> Outcome:
    """How a sending task ends that was called off, by an undo or by a person, with what it had sent by then."""
    if sent_units == 0 and undone:
        words = "The posting was undone before anything was sent."
        return Outcome(OutcomeName.UNDONE_BEFORE_SENDING, TaskState.CANCELLED, words)
    return Outcome(
        OutcomeName.STOPPED, TaskState.CANCELLED, f"Called off after {sent_units} of {of_units} units were sent."
    )


@dataclass(frozen=True)
class _Tally:
    sent: int
    adopted: int

    @property
    def words(self) -> str:
        sent = f"{_say(self.sent)} sent." if self.sent else ""
        adopted = f"{_say(self.adopted)} fulfilled by someone else already." if self.adopted else ""
        return _join([sent, adopted])


def _tally(plan: Plan, results: Mapping[str, Verdict]) -> _Tally:
    made = [
        call.units
        for call in plan.calls
        if isinstance(call, CreateFulfillment) and isinstance(results.get(call.step), Done)
    ]
    sent = count(plus(*made)) + count(plan.already) - count(plan.already_adopted)
    return _Tally(sent=sent, adopted=count(plan.adopted) + count(plan.already_adopted))


def _ended(plan: Plan, tally: _Tally) -> Outcome:
    short = count(plan.short)
    if short and tally.sent + tally.adopted == 0:
        words = f"{_say(short)} left unsent: {_why_short(plan)}"
        return Outcome(OutcomeName.LEFT_UNSENT, TaskState.SUCCEEDED, words)
    if short:
        words = _join([tally.words, f"{_say(short)} left unsent: {_why_short(plan)}"])
        return Outcome(OutcomeName.SENT_IN_PART, TaskState.SUCCEEDED, words)
    name = OutcomeName.ADOPTED if tally.adopted and not tally.sent else OutcomeName.SENT
    return Outcome(name, TaskState.SUCCEEDED, _join([tally.words, *(note.words for note in plan.notes)]))


def _waiting(name: OutcomeName, reason: WaitReason, until: datetime, *, words: str, counts: bool = False) -> Outcome:
    return Outcome(name, TaskState.WAITING, words, until, reason, counts)


def _why_short(plan: Plan) -> str:
    return ", ".join(dict.fromkeys(shortfall.reason.replace("_", " ") for shortfall in plan.shortfalls)) + "."


def _say(units: int) -> str:
    return "1 unit" if units == 1 else f"{units} units"


def _join(sentences: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))
