"""The sandbox's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from shopify_sandbox.clock import ClockError, SandboxClock, parse_duration

START = datetime(2026, 10, 1, 12, tzinfo=UTC)


class Stopwatch:
    """Real time that passes only when told."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_time_passes_as_real_time_does() -> None:
    real = Stopwatch()
    clock = SandboxClock(START, monotonic=real)

    real.seconds = 90

    assert clock.now() == START + timedelta(seconds=90)


def test_advancing_runs_callbacks_in_the_order_they_fall_due_each_at_its_own_instant() -> None:
    clock = SandboxClock(START, monotonic=Stopwatch())
    seen: list[tuple[str, datetime]] = []
    clock.schedule(START + timedelta(days=2), lambda: seen.append(("second", clock.now())))
    clock.schedule(START + timedelta(days=1), lambda: seen.append(("first", clock.now())))

    clock.advance(timedelta(days=3))

    assert seen == [("first", START + timedelta(days=1)), ("second", START + timedelta(days=2))]
    assert clock.now() == START + timedelta(days=3)


def test_a_callback_scheduled_by_a_callback_runs_in_the_same_advance_when_it_is_due() -> None:
    clock = SandboxClock(START, monotonic=Stopwatch())
    seen: list[datetime] = []

    def schedule_another() -> None:
        clock.schedule(clock.now() + timedelta(hours=1), lambda: seen.append(clock.now()))

    clock.schedule(START + timedelta(hours=1), schedule_another)

    clock.advance(timedelta(hours=2))

    assert seen == [START + timedelta(hours=2)]


def test_what_real_time_made_due_runs_at_the_next_look() -> None:
    real = Stopwatch()
    clock = SandboxClock(START, monotonic=real)
    seen: list[str] = []
    clock.schedule(START + timedelta(seconds=10), lambda: seen.append("due"))

    real.seconds = 9
    clock.run_due()
    real.seconds = 11
    clock.run_due()

    assert seen == ["due"]


def test_a_cancelled_callback_never_runs() -> None:
    clock = SandboxClock(START, monotonic=Stopwatch())
    seen: list[str] = []
    entry = clock.schedule(START + timedelta(hours=1), lambda: seen.append("ran"))

    entry.cancel()
    clock.advance(timedelta(hours=2))

    assert seen == []


def test_the_clock_is_never_turned_back() -> None:
    clock = SandboxClock(START, monotonic=Stopwatch())

    with pytest.raises(ClockError):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ClockError):
        clock.set(START - timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P1D", timedelta(days=1)),
        ("PT90S", timedelta(seconds=90)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P2W", timedelta(weeks=2)),
    ],
)
def test_a_duration_of_fixed_length_is_read(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "P", "1 day", "P1M", "P1Y", "PT", "P-1D"])
def test_a_duration_that_is_unclear_is_refused(text: str) -> None:
    with pytest.raises(ClockError):
        parse_duration(text)
