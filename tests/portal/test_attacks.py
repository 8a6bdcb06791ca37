"""Nobody reaches another customer's subscription: every address of the portal, tried by everybody who may not."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backhaul.models import Change, Contract, PortalSession, PortalTicket, Store
from backhaul.portal.pages import PROTECTION
from tests.portal.attacks import OUTSIDERS, PUBLIC, ROOT, SECRETS, Target, names_in_resolver
from tests.support.portal import Customer, customer_row, entered, open_store, proxy_query, ticket_path, words

METHODS = ("GET", "HEAD", "POST", "DELETE")
AWAY = "next=//evil.example/&return_to=https://evil.example&url=https://evil.example&continue=//evil.example"


@pytest.fixture
def target(ada: Customer) -> Target:
    """Ada with everything that she has."""
    return Target.of(ada)


def tells_nothing(answer: HttpResponseBase) -> bool:
    """Whether the answer has nothing of Ada's, opens nothing, leads nowhere else, and is kept by nobody."""
    body = getattr(answer, "content", b"").decode()
    leads = answer.headers.get("Location", ROOT)
    gives = [name for name in answer.cookies if name != settings.CSRF_COOKIE_NAME and answer.cookies[name].value]
    kept = [name for name, value in PROTECTION.items() if name not in answer.headers]
    return not [one for one in SECRETS if one in body] and leads.startswith("/portal/") and not gives and not kept


def test_every_address_that_there_is_is_tried_here(target: Target) -> None:
    assert names_in_resolver() == {*PUBLIC, *target.inside()}


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_whoever_has_not_entered_is_asked_to_and_learns_and_changes_nothing(target: Target, outsider: str) -> None:
    client = OUTSIDERS[outsider](target.ada)
    sessions = list(PortalSession.objects.order_by("pk").values())

    inside = [ROOT + path for paths in target.inside().values() for path in paths]
    answers = {(method, path): client.generic(method, path) for path in inside for method in METHODS}

    assert {answer.status_code for answer in answers.values()} == {302}
    assert {answer.headers["Location"] for answer in answers.values()} == {f"{ROOT}sign-in"}
    assert [one for one, answer in answers.items() if not tells_nothing(answer)] == []
    assert list(PortalSession.objects.order_by("pk").values()) == sessions
    assert Change.objects.count() == 1


@pytest.mark.parametrize("outsider", ["nobody", "a session of the same customer number in another store"])
def test_pages_for_anybody_show_nothing_of_anybody(target: Target, outsider: str) -> None:
    client = OUTSIDERS[outsider](target.ada)
    pages = [ROOT + path for paths in PUBLIC.values() for path in paths]

    answers = {(method, path): client.generic(method, path) for path in pages for method in METHODS}

    assert [one for one, answer in answers.items() if not tells_nothing(answer)] == []
    assert {answer.status_code for answer in answers.values()} <= {200, 403, 404, 405, 410, 422}


def test_another_customers_pages_are_not_there_in_the_words_and_with_the_work_of_what_never_was(
    target: Target, bob: Customer
) -> None:
    client = entered(bob)
    hers, nobodys = target.of_contract(), target.of_contract("con_never", "chg_never")
    client.get(f"{ROOT}nothing")

    def tried(path: str, method: str) -> tuple[int, str, int]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.generic(method, path)
        assert tells_nothing(answer), path
        return answer.status_code, words(answer), len(queries)

    found = {(path, method): tried(path, method) for path in hers for method in ("GET", "HEAD", "POST")}
    never = {(path, method): tried(path, method) for path in nobodys for method in ("GET", "HEAD", "POST")}

    assert list(found.values()) == list(never.values())
    assert {status for status, _, _ in found.values()} == {404}
    assert Change.objects.count() == 1


def test_her_change_is_not_there_below_a_subscription_of_ones_own(target: Target, bob: Customer) -> None:
    answer = entered(bob).get(f"{ROOT}subscriptions/{bob.contract.pk}/changes/{target.change.pk}/")

    assert (answer.status_code, tells_nothing(answer)) == (404, True)


def test_a_subscription_that_has_changed_hands_is_its_new_customers_alone(target: Target, bob: Customer) -> None:
    hers, his = entered(target.ada), entered(bob)
    Contract.objects.filter(pk=target.ada.contract.pk).update(customer_gid=bob.gid)
    pages = target.of_contract()[:2]

    before, after = [hers.get(path) for path in pages], [his.get(path) for path in pages]

    assert [answer.status_code for answer in before] == [404, 404]
    assert all(tells_nothing(answer) for answer in [*before, hers.get(ROOT)])
    assert [answer.status_code for answer in after] == [200, 200]


def _used(ada: Customer) -> str:
    path = ticket_path(ada)
    Client().post(path)
    return path


def _expired(ada: Customer) -> str:
    path = ticket_path(ada)
    PortalTicket.objects.update(expires_at=PortalTicket.objects.get().made_at)
    return path


def _of_other_store(_: Customer) -> str:
    return ticket_path(customer_row(open_store("other"))).replace("/portal/other/", ROOT)


def _altered(ada: Customer) -> str:
    path = ticket_path(ada)
    return path[:-1] + ("A" if path[-1] != "A" else "B")


def _hash(ada: Customer) -> str:
    ticket_path(ada)
    return f"{ROOT}enter/{PortalTicket.objects.get().token_sha256}"


def _session(ada: Customer) -> str:
    return f"{ROOT}enter/{entered(ada).cookies['backhaul_portal'].value}"


LINKS: dict[str, Callable[[Customer], str]] = {
    "used": _used,
    "expired": _expired,
    "of another store": _of_other_store,
    "altered by one character": _altered,
    "one character shorter": lambda ada: ticket_path(ada)[:-1],
    "its stored hash": _hash,
    "the token of a session": _session,
    "forged": lambda _: f"{ROOT}enter/{'A' * 43}",
    "with odd bytes": lambda _: f"{ROOT}enter/%ff%00%0a",
}


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_is_not_good_lets_nobody_in_and_does_not_say_why(target: Target, link: str) -> None:
    path = LINKS[link](target.ada)
    count = PortalSession.objects.count()

    answers = [Client().generic(method, path) for method in METHODS]

    assert {answer.status_code for answer in answers} == {410}
    assert {words(answer) for answer in answers if words(answer)} == {words(Client().get(f"{ROOT}enter/forged"))}
    assert all(tells_nothing(answer) for answer in answers)
    assert PortalSession.objects.count() == count


@pytest.mark.parametrize("method", [one for one in METHODS if one != "POST"])
def test_a_good_link_is_used_up_by_pressing_its_button_alone(target: Target, method: str) -> None:
    path = ticket_path(target.ada)

    Client().generic(method, path)

    assert not PortalSession.objects.exists()
    assert Client().post(path).status_code == 302


def test_a_call_of_the_shop_counts_once_in_whatever_order_it_is_written(target: Target) -> None:
    query = proxy_query(target.ada.store)
    backwards = "&".join(reversed(query.split("&")))

    statuses = [Client().get(f"{ROOT}from-shop?{one}").status_code for one in (backwards, query, f"{query}&", query)]

    assert statuses == [200, 403, 403, 403]
    assert PortalTicket.objects.count() == 1


@pytest.mark.parametrize("path", ["sign-in", "sign-out", "ticket", "ask", "", "subscription"])
def test_no_form_can_be_sent_from_elsewhere(target: Target, path: str) -> None:
    client = entered(target.ada, enforce_csrf_checks=False)
    client.handler.enforce_csrf_checks = True
    pages = target.of_contract()
    address = {"ticket": ticket_path(target.ada), "ask": pages[2], "subscription": pages[0]}.get(path, ROOT + path)
    client.get(ROOT)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    forged: list[dict[str, str]] = [
        {},
        {"csrfmiddlewaretoken": "A" * 64},
        {"csrfmiddlewaretoken": token[::-1]},
        {"csrfmiddlewaretoken": token, "HTTP_ORIGIN": "https://evil.example"},
        {"csrfmiddlewaretoken": token, "HTTP_ORIGIN": "null"},
        {"csrfmiddlewaretoken": token, "HTTP_ORIGIN": "http://testserver.evil.example"},
    ]

    answers = [_sent(client, address, given) for given in forged]

    assert [answer.status_code for answer in answers] == [403] * len(forged)
    assert all(tells_nothing(answer) for answer in answers)
    assert PortalSession.objects.get().ended_at is None
    assert Change.objects.count() == 1


def _sent(client: Client, address: str, given: dict[str, str]) -> HttpResponseBase:
    headers = {name: value for name, value in given.items() if name.startswith("HTTP_")}
    body = {name: value for name, value in given.items() if name not in headers}
    return client.post(address, body, **headers)  # type: ignore[arg-type]  # what is left are headers


def test_no_address_leads_away_whatever_is_written_into_it(target: Target, bob: Customer) -> None:
    public, inside = ([path for paths in pages.values() for path in paths] for pages in (PUBLIC, target.inside()))
    for client in (Client(headers={"x-forwarded-host": "evil.example"}), entered(bob)):
        for path in [*public, *inside, ticket_path(bob).removeprefix(ROOT)]:
            for method in ("GET", "POST"):
                answer = client.generic(method, f"{ROOT}{path}{'&' if '?' in path else '?'}{AWAY}")

                assert answer.headers.get("Location", ROOT).startswith(ROOT), path
                assert b"evil.example" not in answer.content, path


def test_a_session_that_somebody_has_put_into_a_browser_is_not_the_one_that_is_entered_with(
    target: Target, bob: Customer
) -> None:
    attackers = entered(bob).cookies["backhaul_portal"].value
    victim = Client()
    victim.cookies["backhaul_portal"] = attackers

    victim.post(ticket_path(target.ada))

    attacker = Client()
    attacker.cookies["backhaul_portal"] = attackers
    assert victim.cookies["backhaul_portal"].value != attackers
    assert "SECRET-TEA" in words(victim.get(ROOT))
    assert attacker.get(ROOT).status_code == 302


@pytest.mark.parametrize("state", ["closed", "uninstalled"])
def test_of_a_portal_that_is_not_open_there_is_nothing_whoever_asks(target: Target, state: str) -> None:
    client, link = entered(target.ada), ticket_path(target.ada)
    if state == "closed":
        Store.objects.get().portal_policy.delete()
    else:
        Store.objects.update(state=Store.State.UNINSTALLED, uninstalled_at=target.change.created_at)
    pages = [ROOT + path for paths in (*PUBLIC.values(), *target.inside().values()) for path in paths]

    answers = [client.generic(method, path) for path in [*pages, link] for method in ("GET", "POST")]

    assert {answer.status_code for answer in answers} == {404}
    assert all(tells_nothing(answer) for answer in answers)
