"""Pages of channels, own words and endpoints."""

from collections.abc import Mapping

import pytest
from django.test import Client

from backhaul.models import Channel, Endpoint, EventDelivery, NoticeWords
from tests.console.conftest import Things

ROOT = "/console/backhaul"


def page(client: Client, address: str) -> str:
    answer = client.get(f"{ROOT}/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def done(client: Client, address: str, data: Mapping[str, object]) -> str:
    answer = client.post(f"{ROOT}/{address}", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_channel_is_added_and_changed(staff: Client, things: Things) -> None:
    channel = {"kind": "mail", "target": "boss@example.com", "rhythm": "daily", "digest_hour": "7", "language": "de"}

    said = done(staff, "channel/add-one/", {**channel, "kinds": ["drifts_found"], "is_on": "on"})
    added = Channel.objects.exclude(shown="o…@example.com").get()
    done(staff, f"channel/{added.pk}/change-it/", {"rhythm": "at_once", "digest_hour": "7", "language": "en"})

    assert "Notices go to b…@example.com" in said
    assert (added.rhythm, added.kinds, added.is_on) == ("daily", ["drifts_found"], True)
    added.refresh_from_db()
    assert (added.rhythm, added.kinds, added.is_on) == ("at_once", [], False)


def test_what_a_flow_refuses_stands_above_the_form(staff: Client, things: Things) -> None:
    channel = {"kind": "mail", "target": "boss", "rhythm": "daily", "digest_hour": "7", "language": "de"}

    assert "this is not a mail address" in done(staff, "channel/add-one/", channel)


def test_a_channel_is_removed(staff: Client, things: Things) -> None:
    done(staff, f"channel/{Channel.objects.get().pk}/remove/", {})

    assert not Channel.objects.exists()


def test_own_words_are_written_and_dropped(staff: Client, things: Things) -> None:
    words = {"kind": "drifts_found", "language": "en", "subject": "{{ shop }}"}

    refused = done(staff, "noticewords/write/", {**words, "body": "{{ wrods }}"})
    done(staff, "noticewords/write/", {**words, "body": "{{ words }}"})
    kept = NoticeWords.objects.get(kind="drifts_found")
    form = page(staff, f"noticewords/{kept.pk}/rewrite/")
    done(staff, f"noticewords/{kept.pk}/drop/", {})

    assert "line 1, character 1" in refused
    assert "{{ words }}" in form
    assert not NoticeWords.objects.filter(kind="drifts_found").exists()


def test_an_endpoint_shows_its_secret_once(staff: Client, things: Things) -> None:
    new = {"url": "http://127.0.0.1:9/other", "events": ["delivery.due"], "name": "other"}

    said = done(staff, "endpoint/add-one/", new)
    endpoint = Endpoint.objects.get(name="other")
    rotated = done(staff, f"endpoint/{endpoint.pk}/rotate/", {"overlap_hours": ""})

    assert "whsec_" in said
    assert "whsec_" in rotated
    assert "whsec_" not in page(staff, f"endpoint/{endpoint.pk}/change/")
    assert endpoint.secret_encrypted not in page(staff, f"endpoint/{endpoint.pk}/change/")


def test_an_endpoint_is_switched_off_and_removed(staff: Client, things: Things) -> None:
    endpoint = Endpoint.objects.get()
    done(staff, f"endpoint/{endpoint.pk}/change-it/", {"name": "books", "events": ["delivery.due"]})
    endpoint.refresh_from_db()
    refused = done(staff, f"endpoint/{endpoint.pk}/missed/", {"since": "2026-01-01T00:00"})
    done(staff, f"endpoint/{endpoint.pk}/remove/", {})

    assert (endpoint.is_on, endpoint.events) == (False, ["delivery.due"])
    assert "is switched off" in refused
    assert not Endpoint.objects.exists()


def test_a_delivery_shows_what_is_sent(staff: Client, things: Things) -> None:
    delivery = EventDelivery.objects.get()

    shown = page(staff, f"eventdelivery/{delivery.pk}/change/")
    done(staff, f"eventdelivery/{delivery.pk}/replay/", {})

    assert "shp_1" in shown


def test_a_notice_shows_whom_it_was_sent_to(staff: Client, things: Things) -> None:
    shown = page(staff, f"notice/{things.notice.pk}/change/")

    assert "mail o…@example.com" in shown
    assert "The mail server cannot be used." in shown


@pytest.mark.parametrize("address", ["channel/add-one/", "endpoint/add-one/", "noticewords/write/"])
def test_an_onlooker_can_change_nothing(onlooker: Client, things: Things, address: str) -> None:
    assert onlooker.get(f"{ROOT}/{address}").status_code == 403
