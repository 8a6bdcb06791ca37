"""Runs `backhaul` as its users do: in a process of its own, in an environment of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

COMMAND = (sys.executable, "-m", "backhaul.site.main")


def fresh_environment(directory: Path, **variables: str) -> dict[str, str]:
    """The environment of a machine that has never seen Backhaul, whose home is in this directory."""
    ours = ("BACKHAUL_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "XDG_", "PG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    home = directory / "home"
    home.mkdir(exist_ok=True)
    return {**kept, "HOME": str(home), "BACKHAUL_DATA_DIR": str(directory / "data"), **variables}


def backhaul(
    *arguments: str, environment: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """One command, carried out."""
    return subprocess.run(
        [*COMMAND, *arguments], env=dict(environment), cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def start_backhaul(*arguments: str, environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    """One command, started; whoever starts it has to end it."""
    return subprocess.Popen(
        [*COMMAND, *arguments], env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_until(holds: Callable[[], bool], *, seconds: float = 90, why: Callable[[], object] | None = None) -> None:
    """Returns as soon as it holds; fails the test when it never does, telling `why` not."""
    deadline = time.monotonic() + seconds
    while not holds():
        reason = why() if why and time.monotonic() >= deadline else ""
        assert time.monotonic() < deadline, f"{holds} did not come true within {seconds} s {reason}"
        time.sleep(0.05)


def processes_that_mention(text: str) -> list[int]:
    """The processes whose command line holds this text, zombies not counted."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(text) in command:
                found.append(int(entry.name))
    return found
