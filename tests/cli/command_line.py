"""Command lines carried out in this process, on the database that the test uses."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, cast

import pytest

from backhaul.cli.frame import run
from backhaul.cli.installation import Installation


class ThisDatabase:
    """An installation that has nothing but the database of the test."""

    def database(self) -> AbstractContextManager[None]:
        """It is there already."""
        return nullcontext()


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed as JSON; log lines may stand above it."""
        return json.loads((self.out or self.err).splitlines()[-1])


CommandLine = Callable[..., Result]


def command_line(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Carries out one command line after the other."""

    def carry_out(*arguments: str) -> Result:
        capsys.readouterr()
        code = run(arguments, lambda _describe_only: cast(Installation, ThisDatabase()), _no_demo)
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return carry_out


def _no_demo(*, once: bool, as_json: bool) -> int:
    raise AssertionError("no test of these commands plays the demo")
