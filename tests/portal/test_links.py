"""Links by mail: who gets one, that it works once, and that no other one works."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from backhaul.flows.clock import real_now
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.models import PortalLinkRequest, PortalSession, PortalTicket, Store, Task
from tests.support.portal import Customer, customer_row, entered, open_store, ticket_path, words

OVERVIEW = "/portal/shop/"


def test_opening_a_link_changes_nothing_however_often(ada: Customer) -> None:
    path, client = ticket_path(ada), Client()

    answers = [client.get(path), client.get(path), client.head(path)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not PortalSession.objects.exists()
    assert PortalTicket.objects.get().used_at is None
    assert "a•••@example.com" in words(answers[0])


def test_the_button_lets_in_once(ada: Customer) -> None:
    path, client, second = ticket_path(ada), Client(), Client()

    first = client.post(path)
    again = second.post(path)

    assert (first.status_code, first["Location"]) == (302, OVERVIEW)
    assert "Apple" in words(client.get(OVERVIEW))
    assert (again.status_code, second.get(OVERVIEW).status_code) == (410, 302)
    assert PortalSession.objects.count() == 1


def test_a_link_that_is_too_old_is_refused_opened_or_sent(ada: Customer) -> None:
    path = ticket_path(ada)
    PortalTicket.objects.update(expires_at=real_now() - timedelta(seconds=1))

    assert [Client().get(path).status_code, Client().post(path).status_code] == [410, 410]
    assert not PortalSession.objects.exists()


def test_a_forged_link_and_one_of_another_store_are_refused_with_the_same_words(ada: Customer) -> None:
    other = customer_row(open_store("other"))
    of_another_store = ticket_path(other).replace("/portal/other/", "/portal/shop/")
    forged = f"{OVERVIEW}enter/{'x' * 43}"
    used = ticket_path(ada)
    Client().post(used)

    answers = [Client().post(path) for path in (of_another_store, forged, used, f"{forged}%00")]

    assert {answer.status_code for answer in answers} == {410}
    assert len({words(answer) for answer in answers}) == 1
    assert PortalSession.objects.count() == 1


def test_entering_again_in_the_same_browser_ends_who_was_in_before(ada: Customer, bob: Customer) -> None:
    client = entered(ada)
    before = client.cookies["backhaul_portal"].value

    client.post(ticket_path(bob))

    assert PortalSession.objects.get(customer_gid=ada.gid).ended_at is not None
    assert client.cookies["backhaul_portal"].value != before


def test_only_hashes_of_what_opens_the_portal_are_stored(ada: Customer) -> None:
    path = ticket_path(ada)
    client = Client()
    client.post(path)
    secrets = (path.rpartition("/")[2], client.cookies["backhaul_portal"].value)

    stored = [str(list(model.objects.values())) for model in (PortalTicket, PortalSession)]

    assert all(len(secret) == 43 for secret in secrets)
    assert [secret for secret in secrets if any(secret in text for text in stored)] == []


def test_every_address_gets_the_same_answer_and_a_task(ada: Customer) -> None:
    sign_in = f"{OVERVIEW}sign-in"

    known = Client().post(sign_in, {"address": "Ada@Example.com"}, follow=True)
    unknown = Client().post(sign_in, {"address": "nobody@example.com"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert Task.objects.filter(kind="send_portal_link").count() == 2


def test_asking_does_as_much_for_an_address_that_nobody_has(ada: Customer) -> None:
    """The customer is looked for later, by the task: the request itself cannot take longer for one that exists."""
    asked = []
    for address in ("ada@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(f"{OVERVIEW}sign-in", {"address": address})
        asked.append([query["sql"].split()[0] for query in queries.captured_queries])

    assert asked[0] == asked[1]


def test_what_was_typed_is_encrypted_and_the_hashes_cannot_be_guessed(ada: Customer) -> None:
    Client().post(f"{OVERVIEW}sign-in", {"address": "ada@example.com"})

    row = PortalLinkRequest.objects.get()

    assert "ada" not in str(vars(row))
    assert len(row.address_key) == len(row.network_key) == 64


def test_a_fourth_link_within_an_hour_is_not_sent_and_the_answer_stays_the_same(ada: Customer) -> None:
    client = Client()

    answers = [client.post(f"{OVERVIEW}sign-in", {"address": "ada@example.com"}, follow=True) for _ in range(4)]

    assert len({answer.content for answer in answers}) == 1
    assert PortalLinkRequest.objects.count() == 3


def test_after_an_hour_links_are_sent_again(ada: Customer) -> None:
    for _ in range(3):
        Client().post(f"{OVERVIEW}sign-in", {"address": "ada@example.com"})
    PortalLinkRequest.objects.update(asked_at=real_now() - timedelta(minutes=61))

    Client().post(f"{OVERVIEW}sign-in", {"address": "ada@example.com"})

    assert PortalLinkRequest.objects.count() == 4


def test_a_network_asks_for_twenty_links_in_an_hour_at_most(ada: Customer) -> None:
    for number in range(21):
        Client().post(f"{OVERVIEW}sign-in", {"address": f"{number}@example.com"})
    Client(REMOTE_ADDR="203.0.113.9").post(f"{OVERVIEW}sign-in", {"address": "21@example.com"})

    assert PortalLinkRequest.objects.count() == 21


def test_behind_a_proxy_the_network_is_the_one_that_the_proxy_saw(ada: Customer, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(21):
        seen = {"x-forwarded-for": f"198.51.100.{number}, 203.0.113.7", "x-forwarded-proto": "https"}
        Client(headers=seen).post(f"{OVERVIEW}sign-in", {"address": f"{number}@example.com"}, secure=True)

    assert PortalLinkRequest.objects.count() == 20


def test_behind_two_proxies_the_network_is_the_one_that_the_outer_one_saw(ada: Customer, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"proxies": 2})
    for number in range(21):
        seen = {"x-forwarded-for": f"192.0.2.1, 198.51.100.{number}, 203.0.113.7", "x-forwarded-proto": "https"}
        Client(headers=seen).post(f"{OVERVIEW}sign-in", {"address": f"{number}@example.com"}, secure=True)

    assert PortalLinkRequest.objects.count() == 21


def test_without_a_proxy_nobody_says_himself_where_he_comes_from(ada: Customer) -> None:
    for number in range(21):
        claimed = {"x-forwarded-for": f"203.0.113.{number}"}
        Client(headers=claimed).post(f"{OVERVIEW}sign-in", {"address": f"{number}@example.com"})

    assert PortalLinkRequest.objects.count() == 20


@pytest.mark.parametrize("address", ["", "ada", "a@b@c", "ada@example.com\r\nBcc: x@example.com", "a" * 250 + "@b.de"])
def test_what_is_no_address_is_said_beside_the_field(ada: Customer, address: str) -> None:
    answer = Client().post(f"{OVERVIEW}sign-in", {"address": address})

    assert answer.status_code == 422
    assert b'aria-invalid="true"' in answer.content
    assert not Task.objects.filter(kind="send_portal_link").exists()


def test_a_closed_portal_lets_nobody_in_or_ask(store: Store, ada: Customer) -> None:
    path, client = ticket_path(ada), entered(ada)

    set_portal(store, PortalChoices(is_open=False))
    shut = [client.get(OVERVIEW), Client().post(path), Client().get(f"{OVERVIEW}sign-in")]
    set_portal(store, PortalChoices(is_open=True))

    assert [answer.status_code for answer in shut] == [404, 404, 404]
    assert client.get(OVERVIEW).status_code == 302
    assert Client().post(path).status_code == 410
