"""`backhaul backfill`."""

from backhaul.models import Backfill, Store
from tests.cli.command_line import CommandLine


def test_an_import_is_started_once_shown_and_called_off(backhaul: CommandLine, store: Store) -> None:
    started = backhaul("backfill", "start", "--created-from", "2026-01-01T00:00:00Z")
    again = backhaul("backfill", "start", "--json")
    shown = backhaul("backfill", "show")
    cancelled = backhaul("backfill", "cancel", again.json["id"], "--reason", "not now")

    assert (started.code, again.code, cancelled.code) == (0, 0, 0)
    assert "past orders of shop created since 2026-01-01" in started.out
    assert again.json["id"] == Backfill.objects.get().pk
    assert "0 orders" in shown.out
    assert "cancelled" in cancelled.out


def test_without_any_it_says_so(backhaul: CommandLine, store: Store) -> None:
    assert backhaul("backfill", "show").out == "No past orders have been imported.\n"


def test_an_instant_that_is_none_is_wrong_use(backhaul: CommandLine, store: Store) -> None:
    result = backhaul("backfill", "start", "--created-from", "yesterday")

    assert (result.code, Backfill.objects.count()) == (2, 0)
