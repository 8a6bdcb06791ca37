"""What commands need of the installation they run in; the site hands it over."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True)
class Check:
    """One thing a diagnosis looked at. `ok` is None where there was nothing to look at."""

    name: str
    ok: bool | None
    detail: str
    hint: str = ""


@dataclass(frozen=True)
class ClockReading:
    """What the product's clock shows, how far it was advanced, and what a connected sandbox's clock shows."""

    now: datetime
    offset: timedelta
    sandboxes: dict[str, str] = field(default_factory=dict)
    tasks_run: int = 0


class Installation(Protocol):
    """One installation of Backhaul: its database, its clock and its processes."""

    def database(self) -> AbstractContextManager[None]:
        """The database, reached and migrated, for the length of a block.

        Raises DatabaseUnreachable, DataDirectoryUnusable, MigrationsPending or ClockRefused.
        """
        ...

    def migrate(self) -> Sequence[str]:
        """Brings the tables to this version; returns the names of the migrations that were applied."""
        ...

    def serve(self, *, host: str | None, port: int | None) -> int:
        """Migrates, then runs the web server and the worker until told to stop; returns the exit code."""
        ...

    def serve_web(self, *, host: str | None, port: int | None, parent: int | None) -> int:
        """Runs the web server until told to stop, or until its parent is gone; returns the exit code."""
        ...

    def work(self, *, concurrency: int | None, parent: int | None) -> int:
        """Carries out tasks until told to stop, or until its parent is gone; returns the exit code."""
        ...

    def diagnose(self) -> Sequence[Check]:
        """Looks at everything that has to be right; raises nothing."""
        ...

    def read_clock(self) -> ClockReading:
        """What the clocks show."""
        ...

    def advance_clock(self, by: timedelta) -> ClockReading:
        """Advances the sandboxes and the product together, then runs what became due."""
        ...


# Given True when only a description is wanted: then nothing is written and nothing is started.
InstallationLoader = Callable[[bool], Installation]


class DemoPlayer(Protocol):
    """Plays the demo in an installation of its own."""

    def __call__(self, *, once: bool, as_json: bool) -> int:
        """Plays the story, then ends, or stays open until told to stop; 0 when every step did what it should."""
        ...
