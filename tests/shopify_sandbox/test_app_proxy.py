"""What the calls of the app proxy carry, and which proxies an app can have."""

import re
from urllib.parse import parse_qsl

import pytest

from shopify_sandbox.app_proxy import AppProxy, Call, headers_for_app, headers_for_visitor, parse, signed_query
from shopify_sandbox.control_input import BadControlRequest

SECRET = "hush"


def call(customer: int | None) -> Call:
    """The call in the example of Shopify's documentation."""
    return Call("shop-name.myshopify.com", customer, "/apps/awesome_reviews", 1317327555)


@pytest.mark.parametrize(
    ("customer", "signature"),
    [
        (1, "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb"),
        (None, "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb"),
    ],
)
def test_calls_are_signed_as_in_the_examples_of_the_documentation(customer: int | None, signature: str) -> None:
    query = signed_query("extra=1&extra=2", call(customer), SECRET)

    assert query == (
        f"extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id={customer or ''}"
        f"&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature={signature}"
    )


def test_what_a_visitor_gives_under_a_name_that_shopify_adds_does_not_count() -> None:
    forged = "logged_in_customer_id=2&shop=x&timestamp=9&path_prefix=%2F&signature=0&a=1"

    query = dict(parse_qsl(signed_query(forged, call(1), SECRET), keep_blank_values=True))

    assert (query["logged_in_customer_id"], query["shop"], query["a"]) == ("1", "shop-name.myshopify.com", "1")
    assert signed_query(forged, call(1), SECRET) == signed_query("a=1", call(1), SECRET)


def test_bytes_that_are_no_text_are_passed_on_as_they_are() -> None:
    assert signed_query("a=%FF", call(1), SECRET).startswith("a=%FF&shop=")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/apps/boxes", "https://app.example/from-shop?q"),
        ("/apps/boxes/", "https://app.example/from-shop/?q"),
        ("/apps/boxes/a%2Fb/c", "https://app.example/from-shop/a%2Fb/c?q"),
        ("/apps/boxes2", None),
        ("/a/boxes", None),
        ("/apps", None),
    ],
)
def test_the_proxys_path_and_what_is_below_it_goes_to_the_app(path: str, address: str | None) -> None:
    assert AppProxy("https://app.example/from-shop", "apps", "boxes").target(path, "q") == address


def test_no_cookie_passes_in_either_direction() -> None:
    to_app = headers_for_app(
        {"Cookie": "a=1", "Accept": "text/html", "X-Forwarded-For": "6.6.6.6"}, client_ip="1.2.3.4", host="shop.example"
    )
    to_visitor = headers_for_visitor({"Set-Cookie": "a=1", "Server": "x", "Cache-Control": "no-store"})

    assert to_app == [
        ("Accept", "text/html"),
        ("Accept-Encoding", "identity"),
        ("X-Forwarded-For", "1.2.3.4"),
        ("X-Forwarded-Host", "shop.example"),
    ]
    assert to_visitor == [("Cache-Control", "no-store")]


def test_a_proxy_can_be_given_as_one_text() -> None:
    assert parse("tools/my-boxes=http://127.0.0.1:8000/portal/shop/from-shop/") == AppProxy(
        "http://127.0.0.1:8000/portal/shop/from-shop", "tools", "my-boxes"
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"prefix": "pages", "subpath": "x", "url": "https://a.example"}, "prefix must be one of apps, a, community"),
        ({"subpath": "x" * 31, "url": "https://a.example"}, "subpath must be"),
        ({"subpath": "admin", "url": "https://a.example"}, "none of admin, login, password, services"),
        ({"subpath": "x/y", "url": "https://a.example"}, "subpath must be"),
        ({"subpath": "x", "url": "ftp://a.example"}, "url must be an address"),
        ({"subpath": "x", "url": "https://a.example/?b=1"}, "without a query"),
        ({"subpath": "x", "url": "https://[a"}, "url must be an address"),
        ({"subpath": "x", "url": "https://a.example", "redirects": "sometimes"}, "redirects must be one of"),
        ({"subpath": "x", "url": "https://a.example", "name": "y"}, "unknown 'name'"),
        ("apps/x", "url must be an address"),
        (7, "must be an object"),
    ],
)
def test_a_proxy_that_cannot_be_is_refused_with_the_reason(value: object, reason: str) -> None:
    with pytest.raises(BadControlRequest, match=re.escape(reason)):
        parse(value)
