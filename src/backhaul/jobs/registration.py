"""What Procrastinate has to be told: which names run what, and what wakes the runner."""

from procrastinate import App

from backhaul.jobs.entries import run_entry
from backhaul.jobs.inbox import run_deliveries
from backhaul.jobs.round import go_round
from backhaul.jobs.runner import run_task
from backhaul.jobs.threads import with_own_connection
from backhaul.models.queue import (
    BEFORE_TASKS,
    ENTRY_QUEUE,
    GO_ROUND,
    INBOX_QUEUE,
    PROCESS_DELIVERIES,
    RUN_ENTRY,
    RUN_TASK,
    TASK_QUEUE,
)


def register(app: App, *, round_seconds: int) -> None:
    """Name the jobs on an app. The round comes every so many seconds of real time."""
    app.task(name=RUN_TASK, queue=TASK_QUEUE)(with_own_connection(run_task))
    app.task(name=RUN_ENTRY, queue=ENTRY_QUEUE)(with_own_connection(run_entry))
    app.task(name=PROCESS_DELIVERIES, queue=INBOX_QUEUE)(with_own_connection(run_deliveries))
    rounds = app.task(
        name=GO_ROUND, queue=ENTRY_QUEUE, queueing_lock=GO_ROUND, priority=BEFORE_TASKS, pass_context=False
    )(with_own_connection(_round_at))
    app.periodic(cron=_every(round_seconds))(rounds)


def _round_at(timestamp: int) -> None:
    go_round()


def _every(seconds: int) -> str:
    """A cron expression with seconds in its sixth place; from a minute on, whole minutes."""
    if seconds < 60:
        return f"* * * * * */{seconds}"
    return f"*/{min(seconds // 60, 59)} * * * * 0"
