"""Coming from the shop by its app proxy: signed by it, just now, once, and for this store."""

import re

import pytest
from django.test import Client

from backhaul.flows.clock import real_now
from backhaul.flows.webhook_secrets import add_secret, retire_secret
from backhaul.models import PortalProxyCall, PortalSession, PortalTicket, Store
from tests.support.portal import APP_SECRET, PUBLIC_URL, Customer, customer_row, open_store, proxy_query, words

FROM_SHOP = "/portal/shop/from-shop"


def _goes_to(page: bytes) -> str:
    found = re.search(rb'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return found[1].decode()


def test_a_customer_whom_the_shop_knows_enters_by_one_button(ada: Customer) -> None:
    client = Client()

    passed_on = Client().get(f"{FROM_SHOP}?{proxy_query(ada.store)}")
    path = _goes_to(passed_on.content).removeprefix(PUBLIC_URL)
    asked = client.get(path)
    client.post(path)

    assert (passed_on.status_code, asked.status_code) == (200, 200)
    assert "Set-Cookie" not in passed_on.headers
    assert "Apple" in words(client.get("/portal/shop/"))
    assert PortalSession.objects.get().customer_gid == ada.gid


def test_a_path_behind_the_proxys_is_taken_as_well(ada: Customer) -> None:
    assert Client().get(f"{FROM_SHOP}/anything/else?{proxy_query(ada.store)}").status_code == 200


def test_whom_the_shop_does_not_know_is_offered_a_link_by_mail(ada: Customer) -> None:
    answer = Client().get(f"{FROM_SHOP}?{proxy_query(ada.store, customer='')}")

    assert answer.status_code == 200
    assert f'href="{PUBLIC_URL}/portal/shop/sign-in"' in answer.content.decode()
    assert not PortalTicket.objects.exists()


def test_a_call_counts_once(ada: Customer) -> None:
    query = proxy_query(ada.store)

    statuses = [Client().get(f"{FROM_SHOP}?{query}").status_code for _ in range(2)]

    assert statuses == [200, 403]
    assert PortalTicket.objects.count() == 1


def test_a_call_that_was_signed_two_minutes_ago_or_for_later_is_refused(ada: Customer) -> None:
    now = int(real_now().timestamp())

    answers = [
        Client().get(f"{FROM_SHOP}?{proxy_query(ada.store, timestamp=str(now + seconds))}") for seconds in (-120, 120)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not PortalProxyCall.objects.exists()


def test_a_call_signed_with_another_secret_or_with_none_is_refused(ada: Customer) -> None:
    queries = (
        proxy_query(ada.store, secret="another"),
        proxy_query(ada.store).partition("&signature=")[0],
        proxy_query(ada.store).partition("&signature=")[0] + "&signature=" + "0" * 64,
    )

    assert [Client().get(f"{FROM_SHOP}?{query}").status_code for query in queries] == [403, 403, 403]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("logged_in_customer_id=1", "logged_in_customer_id=2"),
        ("timestamp=", "timestamp=1"),
        ("%2Fapps%2F", "%2Ftools%2F"),
        ("path_prefix", "page=2&path_prefix"),
        ("shop=", "shop=x&shop="),
    ],
)
def test_a_call_that_was_changed_on_the_way_is_refused(ada: Customer, before: str, after: str) -> None:
    query = proxy_query(ada.store)
    assert before in query

    answer = Client().get(f"{FROM_SHOP}?{query.replace(before, after)}")

    assert answer.status_code == 403
    assert not PortalTicket.objects.exists()


def test_a_call_of_one_shop_opens_no_other_store_even_with_the_same_app(ada: Customer) -> None:
    other = customer_row(open_store("other"))

    answer = Client().get(f"/portal/other/from-shop?{proxy_query(ada.store)}")

    assert answer.status_code == 403
    assert Client().get(f"/portal/other/from-shop?{proxy_query(other.store)}").status_code == 200


def test_parameters_that_the_customer_has_added_are_refused_although_the_shop_has_signed_them(ada: Customer) -> None:
    signed_too = proxy_query(ada.store, a="logged_in_customer_id=2lz=")

    answer = Client().get(f"{FROM_SHOP}?{signed_too}")

    assert _goes_to(answer.content) == "/apps/subscriptions/again"
    assert not PortalTicket.objects.exists()


def test_a_page_with_parameters_of_the_customers_own_is_opened_once_more_without_them(ada: Customer) -> None:
    with_more = proxy_query(ada.store, utm_source="mail")

    first = Client().get(f"{FROM_SHOP}?{with_more}")
    for_ever = Client().get(f"{FROM_SHOP}/again?{with_more}")
    second = Client().get(f"{FROM_SHOP}/again?{proxy_query(ada.store, path_prefix='/apps/other')}")

    assert (first.status_code, _goes_to(first.content)) == (200, "/apps/subscriptions/again")
    assert (for_ever.status_code, b"refresh" in for_ever.content) == (403, False)
    assert _goes_to(second.content).startswith(f"{PUBLIC_URL}/portal/shop/enter/")


@pytest.mark.parametrize("path", ["//evil.example/x", "https://evil.example", "/cart/clear", "/apps/x/y", "/apps/", ""])
def test_a_page_is_opened_again_at_no_other_place_than_an_apps(ada: Customer, path: str) -> None:
    answer = Client().get(f"{FROM_SHOP}?{proxy_query(ada.store, path_prefix=path, a='1')}")

    assert (answer.status_code, b"refresh" in answer.content) == (403, False)


def test_a_page_that_shopify_has_not_passed_on_is_not_opened_again(ada: Customer) -> None:
    answer = Client().get(f"{FROM_SHOP}?{proxy_query(ada.store, secret='another', a='1')}")

    assert (answer.status_code, b"refresh" in answer.content) == (403, False)


def test_while_a_secret_is_rotated_both_count_and_a_retired_one_does_not(store: Store, ada: Customer) -> None:
    add_secret(store, "the-newer-secret")
    with_both = [
        Client().get(f"{FROM_SHOP}?{proxy_query(store, secret=secret)}").status_code
        for secret in (APP_SECRET, "the-newer-secret")
    ]
    retire_secret(store, next(str(one.pk) for one in store.webhook_secrets.order_by("added_at")))

    answer = Client().get(f"{FROM_SHOP}?{proxy_query(store, path_prefix='/apps/later')}")

    assert (with_both, answer.status_code) == ([200, 200], 403)


def test_a_query_that_cannot_be_read_is_refused(ada: Customer) -> None:
    hostile = ["%ff=1", "&" * 100, "a=1&" * 100, "signature=%00", ""]

    assert {Client().get(f"{FROM_SHOP}?{query}").status_code for query in hostile} == {403}


def test_nothing_but_opening_the_page_uses_a_call_up(ada: Customer) -> None:
    address = f"{FROM_SHOP}?{proxy_query(ada.store)}"

    refused = [Client().post(address).status_code, Client().head(address).status_code]

    assert (refused, Client().get(address).status_code) == ([405, 405], 200)
