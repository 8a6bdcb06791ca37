"""Who has entered sees what is his, for as long as the session goes on, and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from backhaul.core.portal_policy import PortalPolicies
from backhaul.flows.clock import real_now
from backhaul.models import BillingCycle, Contract, PortalSession, Store
from backhaul.portal.visitor import Visitor
from tests.support.contract_rows import contract_row
from tests.support.portal import Customer, customer_row, entered, open_store, words

OVERVIEW = "/portal/shop/"


def visitor_of(customer: Customer) -> Visitor:
    """The customer, in the portal."""
    entered(customer)
    session = PortalSession.objects.get(customer_gid=customer.gid, store=customer.store)
    return Visitor(customer.store, session.customer_gid, session, PortalPolicies(is_open=True))


def test_a_visitor_reaches_his_own_subscriptions_alone(ada: Customer, bob: Customer) -> None:
    same_number_elsewhere = customer_row(open_store("other"), 1)

    visitor = visitor_of(ada)

    assert list(visitor.contracts()) == [ada.contract]
    for another in (bob.contract.pk, same_number_elsewhere.contract.pk, "con_unknown", "", "\x00"):
        with pytest.raises(Http404):
            visitor.contract(another)


def test_nobody_is_the_customer_of_contracts_without_one(ada: Customer) -> None:
    contract_row(ada.store, 9001, customer_gid="")

    nobody = Visitor(ada.store, "", PortalSession(), PortalPolicies(is_open=True))

    assert not nobody.contracts().exists()


def test_what_was_deleted_or_erased_is_not_there(ada: Customer) -> None:
    visitor = visitor_of(ada)
    Contract.objects.update(redacted_at=real_now())
    erased = visitor.contracts().count()
    Contract.objects.update(redacted_at=None, deleted_at=real_now())

    assert (erased, visitor.contracts().count()) == (0, 0)


def test_without_a_session_every_page_leads_to_the_form_for_a_link(store: Store) -> None:
    answers = [Client().get(OVERVIEW), Client().post(f"{OVERVIEW}sign-out")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"{OVERVIEW}sign-in")] * 2


@pytest.mark.parametrize(
    ("field", "ago", "is_in"),
    [
        ("seen_at", timedelta(minutes=29), True),
        ("seen_at", timedelta(minutes=31), False),
        ("started_at", timedelta(hours=11), True),
        ("started_at", timedelta(hours=13), False),
    ],
)
def test_a_session_ends_by_itself(ada: Customer, field: str, ago: timedelta, *, is_in: bool) -> None:
    client = entered(ada)
    PortalSession.objects.update(**{field: real_now() - ago})

    assert (client.get(OVERVIEW).status_code == 200) is is_in


def test_using_a_session_keeps_it_alive(ada: Customer) -> None:
    client = entered(ada)
    PortalSession.objects.update(seen_at=real_now() - timedelta(minutes=20))

    client.get(OVERVIEW)

    assert real_now() - PortalSession.objects.get().seen_at < timedelta(minutes=1)


def test_after_signing_out_the_cookie_is_worth_nothing(ada: Customer) -> None:
    client = entered(ada)
    kept = client.cookies["backhaul_portal"].value

    answer = client.post(f"{OVERVIEW}sign-out")
    left = answer.cookies["backhaul_portal"].value
    client.cookies["backhaul_portal"] = kept

    assert (answer.status_code, left) == (302, "")
    assert client.get(OVERVIEW).status_code == 302


def test_a_cookie_of_one_store_opens_no_other(ada: Customer) -> None:
    open_store("other")
    client = entered(ada)

    assert client.get("/portal/other/").status_code == 302


def test_a_forged_or_empty_cookie_opens_nothing(ada: Customer) -> None:
    entered(ada)
    session = PortalSession.objects.get()

    for value in ("", "x" * 43, session.token_sha256, str(session.pk), "\xff"):
        client = Client()
        client.cookies["backhaul_portal"] = value
        assert client.get(OVERVIEW).status_code == 302


def test_the_cookie_is_kept_from_scripts_other_paths_and_other_sites(ada: Customer) -> None:
    cookie = entered(ada).cookies["backhaul_portal"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", OVERVIEW)
    assert cookie["secure"] == ""  # the address of these tests is not https


def test_under_https_the_cookie_goes_over_https_alone(ada: Customer, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True  # as with an https address

    assert entered(ada).cookies["backhaul_portal"]["secure"] is True


def test_every_form_is_protected_against_being_sent_from_elsewhere(ada: Customer) -> None:
    client = entered(ada)
    client.handler.enforce_csrf_checks = True

    answer = client.post(f"{OVERVIEW}sign-out")

    assert answer.status_code == 403
    assert "Nothing was changed" in words(answer)
    assert client.get(OVERVIEW).status_code == 200


PLACES = ("", "sign-in", "sign-in/sent", "enter/forged", "from-shop", "sign-out", "contracts/con_unknown", "x/%0A")


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_is_kept_by_nobody_framed_by_nobody_and_loads_nothing_foreign(ada: Customer, place: str) -> None:
    for client in (Client(), entered(ada)):
        answer = client.get(f"{OVERVIEW}{place}")

        assert "no-store" in answer["Cache-Control"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "script-src" not in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert b"<script" not in answer.content
        assert b" style=" not in answer.content


def test_a_store_that_is_unknown_closed_or_uninstalled_is_not_there(store: Store, ada: Customer) -> None:
    client = entered(ada)
    Store.objects.update(state="uninstalled", uninstalled_at=real_now())

    answers = [client.get(OVERVIEW), client.get("/portal/nowhere/"), client.get("/portal/nowhere/sign-in")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({words(answer) for answer in answers}) == 1


def test_pages_are_in_the_browsers_language_and_english_otherwise(store: Store) -> None:
    german, english, other = (
        Client(headers={"accept-language": language}).get(f"{OVERVIEW}sign-in")
        for language in ("de-AT,de;q=0.9,en;q=0.5", "en-GB", "fi")
    )

    assert b'<html lang="de">' in german.content
    assert "E-Mail-Adresse" in words(german)
    assert words(english) == words(other)
    assert timezone.get_current_timezone_name() == "UTC"


def test_days_are_those_of_the_store(ada: Customer) -> None:
    Store.objects.filter(pk=ada.store.pk).update(timezone="Pacific/Auckland")
    late_in_march = datetime(2027, 3, 31, 23, tzinfo=UTC)
    Contract.objects.update(next_billing_at=late_in_march)
    BillingCycle.objects.filter(index=2).update(expected_at=late_in_march)
    client = entered(ada, headers={"accept-language": "de"})

    assert "1. April 2027" in words(client.get(OVERVIEW))
