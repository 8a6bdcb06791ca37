"""Webhooks over HTTP: each is on the disk with its job before its 200, or refused with a reason, and never a 500."""

import json
from datetime import UTC, datetime

import pytest

from backhaul.models import Store, WebhookSecret
from tests.intake.conftest import SECRETS
from tests.intake.rows import jobs, the_delivery
from tests.support.rows import LONG_AGO
from tests.support.webhooks import Web, headers_of, signed

ORDER = b'{"id": 820982911946154508, "note": null, "total_price": 12.50}'
LARGE = b" " * 10_000_000
UNPARSED = {
    "empty": b"",
    "not JSON": b"<order/>",
    "10,000 deep": b"[" * 10_000 + b"]" * 10_000,
    "not UTF-8": b'{"note":"\xff\xfe"}',
    "with NUL": b'{"note":"\x00\\u0000"}',
    "large": b"[" + b" " * 7_900_000 + b"]",
}
UNUSUAL = {
    "an event id that is far too long": {"Event_Id": "e" * 5000},
    "ids of letters that are not ASCII": {"Event_Id": "é", "Webhook_Id": "é"},
    "a date that is none": {"Triggered_At": "yesterday"},
    "a date without a zone": {"Triggered_At": "2026-11-22T07:00:00"},
    "a date before PostgreSQL's calendar": {"Triggered_At": "0001-01-01T00:00:00+14:00"},
    "a version that is far too long": {"API_Version": "v" * 500},
    "a name that is far too long": {"Name": "n" * 5000},
    "tabs": {"Name": "a\tb"},
}


def problem_of(body: bytes) -> str:
    """The code of a problem document."""
    return str(json.loads(body)["code"])


def test_a_signed_webhook_is_stored_with_its_job_and_answered_without_a_word(web: Web) -> None:
    answer = web.deliver(ORDER, event_id="event-1", Webhook_Id="webhook-1", Name="ours")

    row = the_delivery()
    assert (answer.status, answer.body) == (200, b"")
    assert (row.store.slug, row.topic, row.name, row.event_id) == ("one", "orders/updated", "ours", "event-1")
    assert (row.webhook_id, row.api_version, row.state) == ("webhook-1", "2026-10", "received")
    assert row.triggered_at == datetime(2026, 11, 22, 7, 0, 0, 123456, UTC)
    assert bytes(row.body) == ORDER
    assert row.secret == WebhookSecret.objects.get(store__slug="one")
    assert jobs() == [[row.pk]]


def test_the_shop_is_known_in_capital_letters_too(web: Web) -> None:
    assert web.deliver(shop="One.MyShopify.COM").status == 200


def test_only_post_is_possible(web: Web) -> None:
    answers = {method: web.request(method, None, {}) for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")}

    assert {(answer.status, answer.headers["allow"]) for answer in answers.values()} == {(405, "POST")}
    assert problem_of(answers["GET"].body) == "webhook-method-not-allowed"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Hmac_Sha256": signed(ORDER, "guessed")}, 401, "webhook-signature-wrong"),
        ({"Hmac_Sha256": signed(ORDER + b" ")}, 401, "webhook-signature-wrong"),
        ({"Hmac_Sha256": "no base64 at all"}, 401, "webhook-signature-wrong"),
        ({"Hmac_Sha256": signed(ORDER, SECRETS["two"])}, 401, "webhook-signature-wrong"),
        ({"Hmac_Sha256": ""}, 401, "webhook-signature-missing"),
        ({"Topic": ""}, 400, "webhook-header-missing"),
        ({"Topic": "t" * 129}, 400, "webhook-header-unusable"),
        ({"Shop_Domain": ""}, 400, "webhook-header-missing"),
        ({"Shop_Domain": "s" * 9000}, 400, "webhook-header-unusable"),
        ({"Shop_Domain": "other.myshopify.com"}, 404, "unknown-shop"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(web: Web, headers: dict[str, str], status: int, code: str) -> None:
    answer = web.deliver(ORDER, **headers)

    assert (answer.status, problem_of(answer.body)) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert jobs() == []


def test_ten_megabytes_are_refused_by_their_announced_length(web: Web) -> None:
    answer = web.deliver(LARGE)

    assert (answer.status, problem_of(answer.body)) == (413, "webhook-too-large")


def test_ten_megabytes_in_chunks_are_refused_too(web: Web) -> None:
    pieces = (LARGE[:1_000_000] for _ in range(10))

    answer = web.request("POST", pieces, headers_of(LARGE))

    assert (answer.status, problem_of(answer.body)) == (413, "webhook-too-large")


def test_a_body_in_chunks_is_taken_in(web: Web) -> None:
    answer = web.request("POST", iter([ORDER[:10], ORDER[10:]]), headers_of(ORDER))

    assert answer.status == 200
    assert bytes(the_delivery().body) == ORDER


@pytest.mark.parametrize("body", UNPARSED.values(), ids=UNPARSED)
def test_a_signed_body_is_stored_as_it_is(web: Web, body: bytes) -> None:
    answer = web.deliver(body)

    assert answer.status == 200
    assert bytes(the_delivery().body) == body


@pytest.mark.parametrize("headers", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_headers_do_not_keep_a_webhook_out(web: Web, headers: dict[str, str]) -> None:
    answer = web.deliver(ORDER, **headers)

    assert answer.status == 200
    assert the_delivery().topic == "orders/updated"


def test_an_unknown_topic_is_taken_in(web: Web) -> None:
    assert web.deliver(ORDER, Topic="planets/landed").status == 200
    assert the_delivery().topic == "planets/landed"


@pytest.mark.parametrize("headers", [{"Event_Id": ""}, {"Event_Id": "", "Webhook_Id": ""}], ids=["event", "both"])
def test_without_an_event_id_the_same_delivery_is_still_known_again(web: Web, headers: dict[str, str]) -> None:
    known = {"Webhook_Id": "webhook-1", **headers}

    answers = [web.deliver(ORDER, **known), web.deliver(ORDER, **known)]

    assert [answer.status for answer in answers] == [200, 200]
    assert the_delivery().duplicates == 1


def test_the_same_event_of_two_stores_is_two_deliveries(web: Web) -> None:
    for slug, secret in SECRETS.items():
        web.deliver(ORDER, event_id="event-1", shop=f"{slug}.myshopify.com", secret=secret)

    assert sorted(len(ids) for ids in jobs()) == [1, 1]
    assert {store.slug: store.webhook_deliveries.count() for store in Store.objects.all()} == {"one": 1, "two": 1}


@pytest.mark.parametrize(
    "state",
    [
        {"state": "paused", "pause_reason": "for a test", "paused_by": "person"},
        {"state": "uninstalled", "uninstalled_at": LONG_AGO},
    ],
    ids=["paused", "uninstalled"],
)
def test_a_store_that_does_not_work_still_takes_its_webhooks_in(web: Web, state: dict[str, object]) -> None:
    stores = Store.objects.filter(slug="one")
    stores.update(**state)

    answer = web.deliver(ORDER, Topic="shop/redact")
    stores.update(state="active", pause_reason="", paused_by="", uninstalled_at=None)

    assert answer.status == 200
