"""Runs child processes until told to stop, and starts again those that die."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog

STOP_SECONDS = 30
GIVE_UP_AFTER = 5
QUICK_DEATH_SECONDS = 20
LOOK_EVERY_SECONDS = 0.2

log = structlog.get_logger()


class Child:
    """One process that has to run. It is given up when it dies quickly again and again.

    What it says goes to the file `output`, or to where this process's own words go.
    """

    def __init__(self, name: str, command: Sequence[str], *, output: Path | None = None) -> None:
        self.name = name
        self._command = list(command)
        self._output = output
        self._quick_deaths = 0
        self._start_at = 0.0
        self._started_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def hopeless(self) -> bool:
        """Whether starting it again makes no sense."""
        return self._quick_deaths >= GIVE_UP_AFTER

    def look_after(self) -> None:
        """Starts it when it doesn't run and its pause is over; the pause doubles with every quick death."""
        if self._process is not None and self._process.poll() is not None:
            self._note_death(self._process.returncode)
        if self._process is None and time.monotonic() >= self._start_at and not self.hopeless:
            self._process = self._start()
            self._started_at = time.monotonic()
            log.info("process.started", process=self.name, pid=self._process.pid)

    def tell(self, sent: signal.Signals) -> None:
        """Sends it a signal if it runs."""
        if self._process is not None:
            self._process.send_signal(sent)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within that time."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _start(self) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops its children in order.
        if self._output is None:
            return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, start_new_session=True)
        with self._output.open("ab") as file:
            return subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True
            )

    def _note_death(self, code: int) -> None:
        lived = time.monotonic() - self._started_at
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 0
        pause = 0.5 * 2**self._quick_deaths if self._quick_deaths else 0
        log.error("process.died", process=self.name, exit_code=code, lived_seconds=round(lived, 1), pause_seconds=pause)
        self._process, self._start_at = None, time.monotonic() + pause


def run_until_stopped(commands: Mapping[str, Sequence[str]], *, each_round: Callable[[], None]) -> int:
    """Runs the commands until SIGTERM, SIGINT or SIGHUP; returns 0, or 1 when one of them could not be kept running.

    When it returns none of them runs any more.
    """
    stop = stop_on_signals()
    children = [Child(name, command) for name, command in commands.items()]
    try:
        while not stop.is_set() and not any(child.hopeless for child in children):
            for child in children:
                child.look_after()
            each_round()
            stop.wait(LOOK_EVERY_SECONDS)
    finally:
        stop_all(children)
    return 1 if any(child.hopeless for child in children) else 0


def stop_on_signals() -> threading.Event:
    """An event that is set when this process is told to stop."""
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: stop.set())
    return stop


def stop_all(children: Sequence[Child]) -> None:
    """Tells them all to stop, kills those that don't; afterwards none of them runs any more."""
    for child in children:
        child.tell(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if not child.wait(deadline - time.monotonic()):
            log.error("process.killed", process=child.name)
            child.tell(signal.SIGKILL)
            child.wait(STOP_SECONDS)
