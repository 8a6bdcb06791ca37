"""The field in which people write an instant, in the time zone of the store."""

from datetime import UTC, datetime

import pytest
from django import forms

from backhaul.console.moment_field import MomentField, ask_in_zone, common_zone
from tests.support.rows import store_row


class Asked(forms.Form):
    when = MomentField("When")


def asked(text: str, zone: str) -> Asked:
    form = Asked({"when": text})
    ask_in_zone(form, zone)
    return form


@pytest.mark.parametrize(("text", "hour"), [("2026-07-01T09:00", 7), ("2026-12-01T09:00", 8)])
def test_what_is_written_is_meant_by_the_clock_of_the_zone(text: str, hour: int) -> None:
    form = asked(text, "Europe/Brussels")

    assert form.is_valid()
    found = form.cleaned_data["when"]
    assert (found.hour, found.tzinfo) == (hour, UTC)
    assert form.fields["when"].label == "When (Europe/Brussels)"


@pytest.mark.parametrize("text", ["2026-03-29T02:30", "2026-10-25T02:30"])
def test_an_hour_that_the_clock_leaves_out_or_has_twice_is_refused_beside_the_field(text: str) -> None:
    form = asked(text, "Europe/Brussels")

    assert not form.is_valid()
    assert "Europe/Brussels" in str(form.errors["when"])


@pytest.mark.parametrize(
    ("text", "zone"), [("0001-01-01T00:00", "Europe/Berlin"), ("9999-12-31T23:00", "America/New_York")]
)
def test_an_instant_at_the_edge_of_the_calendar_is_refused_beside_the_field(text: str, zone: str) -> None:
    form = asked(text, zone)

    assert not form.is_valid()
    assert form.errors["when"] == ["Enter a valid date/time."]


def test_what_stands_there_already_is_shown_by_the_clock_of_the_zone() -> None:
    form = Asked(initial={"when": datetime(2026, 7, 1, 7, tzinfo=UTC)})
    ask_in_zone(form, "Europe/Brussels")

    assert 'value="2026-07-01T09:00"' in str(form["when"])


@pytest.mark.django_db
def test_stores_of_several_zones_have_utc_in_common() -> None:
    first, second = store_row("first"), store_row("second")
    zones = []
    for zone in ("Europe/Brussels", "America/New_York"):
        for store in (first, second) if zone.startswith("Europe") else (second,):
            store.timezone = zone
            store.save()
        zones.append(common_zone())

    assert zones == ["Europe/Brussels", "UTC"]
