"""How a run ends that did not come to its own end: an error of ours, of Shopify's, or a defect."""

from datetime import timedelta

from django.db import InterfaceError, OperationalError

from backhaul.core.decisions import Person, RetryAt, Verdict, WaitUntil
from backhaul.core.errors import BackhaulError
from backhaul.core.outcome import Outcome
from backhaul.core.retries import decide_after_defect, decide_after_failure
from backhaul.core.shopify_errors import ShopifyError, StoreFrozen, StoreLocked, Unauthorised
from backhaul.core.tasks import WaitReason
from backhaul.flows.clock import now, real_now
from backhaul.flows.effects.intents import ReadBackPending
from backhaul.flows.effects.settle import EffectUnclear
from backhaul.flows.endings import Evidence, attention, waiting
from backhaul.flows.store_pauses import pause_store
from backhaul.models import Store, Task

RECHECK_UNCLEAR = timedelta(hours=1)
AFTER_DATABASE = timedelta(seconds=5)


def outcome_after(error: Exception, task: Task, *, jitter: float) -> Outcome:
    """What follows for a task whose run ended in an error; a store that refuses us is paused with it."""
    if isinstance(error, ReadBackPending):
        return waiting(WaitReason.READ_BACK, now() + (error.readable_after - real_now()), error.message)
    if isinstance(error, EffectUnclear) and error.task_id != task.pk:
        return waiting(WaitReason.OTHER_TASK, now() + RECHECK_UNCLEAR, error.message)
    pause_if_refused(task.store, error)
    if isinstance(error, BackhaulError):
        verdict = decide_after_failure(error, task.attempts + 1, now=now(), jitter=jitter, changing=False)
    else:
        verdict = decide_after_defect(task.attempts + 1, now=now(), jitter=jitter)
    return _outcome(verdict)


def pause_if_refused(store: Store, error: Exception) -> None:
    """Pause a store that Shopify does not let us into (401, 402, 423), whoever met the refusal."""
    if isinstance(error, Unauthorised | StoreFrozen | StoreLocked):
        pause_store(store, reason=error.message)


def database_away() -> Outcome:
    """What follows when the database went away during a run: it goes on soon, and the task is not to blame."""
    return waiting(WaitReason.RETRY, now() + AFTER_DATABASE, "The database did not answer for a moment.")


def _outcome(verdict: Verdict) -> Outcome:
    match verdict:
        case RetryAt(at, words):
            return waiting(WaitReason.RETRY, at, words, counts=True)
        case WaitUntil(reason, until, words):
            return waiting(reason, until, words)
        case Person(words):
            return attention(words)
    raise AssertionError(f"{verdict} does not end a run")


def evidence_of(error: Exception) -> Evidence:
    """What a failed run leaves for the person who looks at it."""
    if isinstance(error, OperationalError | InterfaceError):
        return Evidence(error_code="database-away", message=type(error).__name__)
    if not isinstance(error, BackhaulError):
        return Evidence(error_code="defect", message=type(error).__name__)
    request_id = error.request_id or "" if isinstance(error, ShopifyError) else ""
    reply = {"reply": error.evidence} if isinstance(error, ShopifyError) and error.evidence else {}
    return Evidence(error.code, error.message, error.hint, request_id, {**error.data, **reply})
