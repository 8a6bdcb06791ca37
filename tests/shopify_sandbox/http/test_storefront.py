"""The storefront over HTTP: customers who sign in, and pages that the app answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx2
import pytest
from aiohttp import web

from shopify_sandbox.app_proxy import signature_of
from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.http import proxying
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.server import running, serving

SECRET = "sandbox-secret"
PAGE = "/apps/boxes"
LINE = {"sku": "TEA", "price": "5.00"}


@dataclass
class App:
    """An app that answers calls of its proxy, and notes them."""

    url: str = ""
    calls: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def answer(self, http: web.Request) -> web.StreamResponse:
        """What the last part of the path asks for."""
        self.calls.append(http)
        self.bodies.append(await http.read())
        match http.path.rpartition("/")[2]:
            case "moved":
                raise web.HTTPFound("/landed")
            case "liquid":
                return web.Response(text="<p>{{ shop.name }}</p>", content_type="application/liquid")
            case "bare":
                return web.Response(text="{% layout none %}<p>Bare</p>", content_type="application/liquid")
            case "broken" if http.transport is not None:
                http.transport.close()
        headers = {"Set-Cookie": "a=1", "X-Powered-By": "tea", "Cache-Control": "no-store", "X-Kept": "yes"}
        return web.Response(text=f"at {http.path}", status=207, headers=headers)


@dataclass(frozen=True)
class Shop:
    """The local Shopify as a visitor's browser, and the app behind it."""

    http: httpx2.Client
    app: App

    def customer(self, email: str = "ada@example.com") -> int:
        """Somebody who has bought; the customer's number."""
        order = self.http.post("/sandbox/checkout", json={"lines": [LINE], "email": email}).json()["order"]
        document = {"query": f'{{ order(id: "{order}") {{ customer {{ legacyResourceId }} }} }}'}
        headers = {"X-Shopify-Access-Token": "shpat_sandbox"}
        told = self.http.post("/admin/api/2026-10/graphql.json", json=document, headers=headers).json()
        return int(told["data"]["order"]["customer"]["legacyResourceId"])

    def sign_in(self, customer: object, return_to: str = "/account") -> httpx2.Response:
        """Sign in with this browser."""
        return self.http.post("/account/login", data={"customer": str(customer), "return_to": return_to})

    def set_proxy(self, **changed: object) -> None:
        """Give the app its proxy."""
        proxy = {"prefix": "apps", "subpath": "boxes", "url": f"{self.app.url}/from-shop", **changed}
        assert self.http.post("/sandbox/app", json={"proxy": proxy}).status_code == 200


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A shop whose app has a proxy at /apps/boxes."""
    app = App()
    served = web.Application()
    served.router.add_route("*", "/{path:.*}", app.answer)
    with (
        running(served) as app.url,
        serving(Sandbox(Profile(), shopify_domain())) as url,
        httpx2.Client(base_url=url, timeout=10) as http,
    ):
        shop = Shop(http, app)
        shop.set_proxy()
        yield shop


def test_a_visit_reaches_the_app_signed_with_the_customer_and_without_cookies(shop: Shop) -> None:
    number = shop.customer()
    shop.sign_in(number)

    answer = shop.http.get(f"{PAGE}/some/where?b=2&a=1", headers={"X-Forwarded-For": "6.6.6.6"})

    call = shop.app.calls[-1]
    given = dict(call.query)
    signature = given.pop("signature")
    assert (answer.status_code, answer.text) == (207, "at /from-shop/some/where")
    assert given["logged_in_customer_id"] == str(number)
    assert (given["path_prefix"], given["shop"], given["a"]) == (PAGE, "sandbox.myshopify.com", "1")
    assert signature == signature_of(list(given.items()), SECRET)
    assert "Cookie" not in call.headers
    assert (call.headers["X-Forwarded-For"], call.headers["X-Forwarded-Host"]) == (
        "127.0.0.1",
        shop.http.base_url.netloc.decode(),
    )


def test_the_apps_cookies_and_other_headers_of_its_own_do_not_reach_the_visitor(shop: Shop) -> None:
    answer = shop.http.get(PAGE)

    assert "Set-Cookie" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    assert (answer.headers["Cache-Control"], answer.headers["X-Kept"]) == ("no-store", "yes")


def test_nobody_is_signed_in_before_signing_in_and_after_signing_out(shop: Shop) -> None:
    shop.customer()
    shop.http.get(PAGE)
    shop.sign_in("ADA@example.com")
    shop.http.get(PAGE)
    shop.http.get("/account/logout")
    shop.http.get(PAGE)

    known = [call.query["logged_in_customer_id"] for call in shop.app.calls]

    assert [bool(each) for each in known] == [False, True, False]


def test_method_and_body_are_passed_on(shop: Shop) -> None:
    shop.http.post(f"{PAGE}/form", data={"a": "1"})
    answer = shop.http.head(PAGE)

    assert [call.method for call in shop.app.calls] == ["POST", "HEAD"]
    assert (shop.app.bodies[0], shop.app.calls[0].content_type) == (b"a=1", "application/x-www-form-urlencoded")
    assert answer.status_code == 207


def test_redirects_are_followed_in_the_visitors_stead_or_passed_on_as_the_proxy_is_set(shop: Shop) -> None:
    followed = shop.http.get(f"{PAGE}/moved")
    shop.set_proxy(redirects="passed_on")
    passed_on = shop.http.get(f"{PAGE}/moved")

    assert followed.text == "at /landed"
    assert (passed_on.status_code, passed_on.headers["Location"]) == (302, "/landed")


def test_liquid_stands_in_the_shops_layout_unless_it_wants_none(shop: Shop) -> None:
    inside, bare = shop.http.get(f"{PAGE}/liquid"), shop.http.get(f"{PAGE}/bare")

    assert "<main><p>{{ shop.name }}</p></main>" in inside.text
    assert inside.headers["Content-Type"].startswith("text/html")
    assert bare.text == "<p>Bare</p>"


def test_an_app_that_breaks_off_or_is_too_slow_gives_a_page_of_the_shop(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = shop.http.get(f"{PAGE}/broken")
    monkeypatch.setattr(proxying, "TOTAL_SECONDS", 0.0001)
    slow = shop.http.get(PAGE)

    assert (broken.status_code, slow.status_code) == (502, 504)


def test_pages_are_the_apps_only_while_it_is_installed_and_has_a_proxy(shop: Shop) -> None:
    statuses = [shop.http.get("/apps/other").status_code]
    shop.http.post("/sandbox/app", json={"uninstall": True})
    statuses.append(shop.http.get(PAGE).status_code)
    shop.http.post("/sandbox/app", json={"install": True, "proxy": None})
    statuses.append(shop.http.get(PAGE).status_code)

    assert statuses == [404, 404, 404]
    assert shop.app.calls == []


def test_the_shop_has_pages_to_sign_in_and_go_to_the_app(shop: Shop) -> None:
    shop.customer("<b>@example.com")
    shop.customer()

    nobody = shop.http.get("/account")
    form = shop.http.get("/account/login?return_to=/apps/boxes").text
    back = shop.sign_in("ada@example.com", "/apps/boxes?a=1")
    home = shop.http.get("/storefront").text

    assert (nobody.status_code, nobody.headers["Location"]) == (302, "/account/login")
    assert "&lt;b&gt;@example.com" in form
    assert "<b>@" not in form
    assert back.headers["Location"] == "/apps/boxes?a=1"
    assert "ada@example.com" in home
    assert f'href="{PAGE}"' in home


@pytest.mark.parametrize("away", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", ""])
def test_signing_in_leads_to_no_other_site(shop: Shop, away: str) -> None:
    shop.customer()

    assert shop.sign_in("ada@example.com", away).headers["Location"] == "/storefront"


def test_nobody_signs_in_as_somebody_who_is_not_there(shop: Shop) -> None:
    assert [shop.sign_in(each).status_code for each in ("", "1", "nobody@example.com")] == [400, 400, 400]


def test_how_the_proxy_stands_is_told_and_a_reset_takes_it_away(shop: Shop) -> None:
    there = shop.http.get("/sandbox/app").json()["proxy"]
    refused = shop.http.post("/sandbox/app", json={"proxy": {"subpath": "login", "url": "http://a.example"}})
    shop.http.post("/sandbox/reset", json={})

    assert (there["path"], there["redirects"]) == (PAGE, "followed")
    assert refused.status_code == 400
    assert shop.http.get("/sandbox/app").json()["proxy"] is None
