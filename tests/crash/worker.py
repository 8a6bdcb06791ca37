"""Starts real workers for the crash tests: reads a plan a line, forks a worker that carries it out, prints its pid.

What a worker needs is imported once, before the fork. Each worker is the product's own, with the settings of its
environment; the plan only says on which database it works, and at which function its process dies or stands still.
"""

import functools
import gc
import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TextIO

from django.db import connections

from backhaul.site.preparation import prepare
from tests.crash.points import Plan, Point

TASK_OF: dict[str, Callable[..., str]] = {
    "backhaul.jobs.runner:_run": lambda task, _lease: str(task.pk),
    "backhaul.flows.task_list:end_run": lambda lease, *_: str(lease.task_id),
}
"""What makes up the run of a task, and how each part of it is asked which task it is."""
_depths = threading.local()


def main() -> None:
    """Until the end of input: one worker a line."""
    prepare(describe_only=False)
    work = importlib.import_module("backhaul.jobs.worker").run_worker
    supervisor = importlib.import_module("backhaul.site.supervisor")
    transports = importlib.import_module("backhaul.shopify.deadline")
    transports.DeadlineTransport(most_connections=1, keep_idle_seconds=0).close()  # has read the certificates for all
    gc.freeze()  # what is there already is no worker's garbage
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a dead worker: it is gone at once
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _work(Plan.from_json(line), work, supervisor.stop_on_signals())
        _say(sys.stdout, str(pid))


def _work(plan: Plan, work: Callable[..., None], stop: threading.Event) -> None:
    os.dup2(os.open(plan.output, os.O_WRONLY | os.O_CREAT | os.O_APPEND), sys.stderr.fileno())
    connections["default"].settings_dict["NAME"] = plan.database
    for number, point in enumerate(plan.points):
        _plant(point, number)
    try:
        work(concurrency=1, stop=stop)
    finally:
        os._exit(0)


def _plant(point: Point, number: int) -> None:
    """Makes the point itself deadly, then marks what it has to be inside of, which may be the point's own call."""
    within, run = f"within {number}", f"run {number}"
    marks = [mark for mark, is_asked in ((within, point.within), (run, point.task_id)) if is_asked]
    _replace(point.at, lambda original: _deadly(original, point, marks))
    if point.within:
        _replace(point.within, lambda original: _marked(original, within))
    if point.task_id:
        for name, task_of in TASK_OF.items():
            _replace(name, _mark_of_run(run, point, task_of))


def _mark_of_run(
    run: str, point: Point, task_of: Callable[..., str]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return lambda original: _marked(original, run, only=lambda *given: task_of(*given) == point.task_id)


def _replace(name: str, wrapped: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    module, _, path = name.partition(":")
    *owners, last = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    setattr(owner, last, wrapped(getattr(owner, last)))


def _marked(
    original: Callable[..., Any], mark: str, *, only: Callable[..., bool] = lambda *_, **__: True
) -> Callable[..., Any]:
    @functools.wraps(original)
    def marked(*args: Any, **kwargs: Any) -> Any:
        before = getattr(_depths, mark, 0)
        setattr(_depths, mark, before + only(*args, **kwargs))
        try:
            return original(*args, **kwargs)
        finally:
            setattr(_depths, mark, before)

    return marked


def _deadly(original: Callable[..., Any], point: Point, marks: list[str]) -> Callable[..., Any]:
    calls = 0

    @functools.wraps(original)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        counts = all(getattr(_depths, mark, 0) > 0 for mark in marks)
        calls += counts
        strikes = counts and calls == point.nth
        if strikes and point.when == "before":
            _strike(point)
        result = original(*args, **kwargs)
        if strikes and point.when == "after":
            _strike(point)
        return result

    return deadly


def _strike(point: Point) -> None:
    _say(sys.stderr, f"{os.getpid()} {point.does}s itself {point}")
    os.kill(os.getpid(), signal.SIGKILL if point.does == "kill" else signal.SIGSTOP)
    time.sleep(0.2)  # a signal to oneself may take effect some instructions later


def _say(stream: TextIO, text: str) -> None:
    stream.write(f"{text}\n")
    stream.flush()


if __name__ == "__main__":
    main()
