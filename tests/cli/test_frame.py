"""The frame around every command, with an installation that only remembers."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.cli.commands import COMMANDS
from backhaul.cli.frame import run, table
from backhaul.cli.installation import Check, ClockReading
from backhaul.core.errors import BackhaulError, UnknownStore
from backhaul.core.installation_errors import BadConfiguration, DatabaseUnreachable


class Remembering:
    """An installation in which nothing happens."""

    def __init__(self, *, checks: Sequence[Check] = (), error: BackhaulError | None = None) -> None:
        self.checks = checks
        self.error = error
        self.advanced = timedelta(0)
        self.served: tuple[str | None, int | None] | None = None

    def database(self) -> AbstractContextManager[None]:
        return nullcontext()

    def migrate(self) -> Sequence[str]:
        if self.error:
            raise self.error
        return ["backhaul.0001_initial"]

    def serve(self, *, host: str | None, port: int | None) -> int:
        self.served = (host, port)
        return 0

    def serve_web(self, *, host: str | None, port: int | None, parent: int | None) -> int:
        return 1

    def work(self, *, concurrency: int | None, parent: int | None) -> int:
        return 0

    def diagnose(self) -> Sequence[Check]:
        return self.checks

    def read_clock(self) -> ClockReading:
        return ClockReading(now=datetime(2026, 10, 1, tzinfo=UTC), offset=self.advanced)

    def advance_clock(self, by: timedelta) -> ClockReading:
        self.advanced += by
        return self.read_clock()


def no_demo(*, once: bool, as_json: bool) -> int:
    raise AssertionError("no demo was asked for")


def command(installation: Remembering, *arguments: str) -> int:
    return run(arguments, lambda _describe_only: installation, no_demo)


def test_a_result_is_shown_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    code = command(Remembering(), "migrate")

    assert (code, capsys.readouterr().out) == (0, "applied backhaul.0001_initial\n")


def test_a_result_is_shown_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code = command(Remembering(), "migrate", "--json")

    assert (code, json.loads(capsys.readouterr().out)) == (0, {"applied": ["backhaul.0001_initial"]})


@pytest.mark.parametrize(
    ("error", "code"),
    [(DatabaseUnreachable("Nobody answers."), 1), (BadConfiguration(["BACKHAUL_PORT: no"]), 2), (UnknownStore("x"), 2)],
)
def test_a_refusal_is_a_message_a_hint_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], error: BackhaulError, code: int
) -> None:
    found = command(Remembering(error=error), "migrate")

    shown = capsys.readouterr()
    assert found == code
    assert (shown.out, shown.err) == ("", f"Error: {error.message}\nHint: {error.hint}\n")


def test_a_refusal_is_readable_for_programs_too(capsys: pytest.CaptureFixture[str]) -> None:
    command(Remembering(error=UnknownStore("nowhere")), "migrate", "--json")

    shown = json.loads(capsys.readouterr().err)["error"]
    assert (shown["code"], shown["data"]["store"]) == ("unknown-store", "nowhere")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("migrate", "--nonsense"), ("serve", "--port", "x"), ("sandbox", "clock", "advance", "1D")],
)
def test_wrong_use_is_exit_code_two(arguments: tuple[str, ...]) -> None:
    assert command(Remembering(), *arguments) == 2


def test_help_needs_no_installation(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_describe_only: bool) -> Remembering:
        raise AssertionError("the installation was loaded")

    code = run(["--help"], refuse, no_demo)

    shown = capsys.readouterr().out
    assert code == 0
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_describes_itself(capsys: pytest.CaptureFixture[str], name: str) -> None:
    described: list[bool] = []

    def load(describe_only: bool) -> Remembering:
        described.append(describe_only)
        return Remembering()

    code = run([name, "--help"], load, no_demo)

    assert code == 0
    assert f"backhaul {name}" in capsys.readouterr().out
    assert described in ([], [True])


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = command(Remembering(), "--version")

    assert code == 0
    assert capsys.readouterr().out.startswith("backhaul ")


def test_a_failed_check_fails_the_doctor_and_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    checks = [Check("database", True, "fine"), Check("workers", False, "none", "Start one."), Check("stores", None, "")]

    code = command(Remembering(checks=checks), "doctor")

    shown = capsys.readouterr().out
    assert code == 1
    assert "FAIL  workers   none" in shown
    assert "Start one." in shown


def test_what_there_is_nothing_to_check_of_does_not_fail_the_doctor() -> None:
    assert command(Remembering(checks=[Check("stores", None, "none connected")]), "doctor") == 0


def test_the_exit_code_of_a_process_is_the_commands() -> None:
    assert command(Remembering(), "web") == 1


def test_port_zero_is_handed_on_as_it_is() -> None:
    installation = Remembering()

    command(installation, "serve", "--port", "0")

    assert installation.served == (None, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P1D", timedelta(days=1)),
        ("P2W", timedelta(weeks=2)),
        ("PT90M", timedelta(minutes=90)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
    ],
)
def test_the_clock_is_advanced_by_a_duration(text: str, expected: timedelta) -> None:
    installation = Remembering()

    code = command(installation, "sandbox", "clock", "advance", text)

    assert (code, installation.advanced) == (0, expected)


@pytest.mark.parametrize("text", ["", "P", "PT", "1D", "P1M", "P1Y", "-P1D", "P1.5D"])
def test_what_is_no_fixed_duration_is_refused(text: str) -> None:
    installation = Remembering()

    code = command(installation, "sandbox", "clock", "advance", "--", text)

    assert (code, installation.advanced) == (2, timedelta(0))


def test_a_table_is_aligned_under_its_columns() -> None:
    rows: list[dict[str, object]] = [{"id": "tsk_1", "state": "waiting"}, {"id": "tsk_22", "state": None}]

    assert table(rows, ["id", "state"]) == ["id      state", "tsk_1   waiting", "tsk_22"]
