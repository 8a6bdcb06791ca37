"""Customers who are signed in to the shop with a browser, and the pages of the shop itself."""

from __future__ import annotations

import secrets
from html import escape
from urllib.parse import quote

from aiohttp import web

from shopify_sandbox.state.customers import Customer

from .shop import Sandbox, Shop

COOKIE = "storefront_customer"
HOME, ACCOUNT, LOGIN, LOGOUT = "/storefront", "/account", "/account/login", "/account/logout"
MOST_LISTED = 200
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
_LAYOUT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {shop}</title>
<link rel="icon" href="data:,">
<style>
  :root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
  body {{ max-width: 40rem; margin: 0 auto; padding: 1rem; }}
  nav a {{ margin-right: 1rem; }} button, select {{ font: inherit; padding: .3rem .8rem; max-width: 100%; }}
</style>
</head>
<body>
<header><p><strong>{shop}</strong></p><nav aria-label="Shop">{links}</nav></header>
<main>{inside}</main>
</body>
</html>
"""


def customer_of(shop: Shop, http: web.Request) -> Customer | None:
    """Who is signed in to the shop with this browser."""
    number = shop.visitors.get(http.cookies.get(COOKIE, ""))
    return None if number is None else shop.world.get(Customer, number)


def shop_page(shop: Shop, heading: str, *, inside: str = "", status: int = 200) -> web.Response:
    """A page of the shop: its name, its links, a heading, and HTML that stands there as it is."""
    proxy = shop.world.installation.app_proxy
    links = [(HOME, "Shop"), (ACCOUNT, "Account"), *([(proxy.path, proxy.title)] if proxy else [])]
    title = f"<h1>{escape(heading)}</h1>" if heading else ""
    text = _LAYOUT.format(
        shop=escape(shop.profile.shop_name),
        title=escape(heading or shop.profile.shop_name),
        links="".join(f'<a href="{path}">{words}</a>' for path, words in links),
        inside=title + inside,
    )
    headers = {"Content-Security-Policy": _POLICY} if not inside or heading else {}
    return web.Response(text=text, content_type="text/html", status=status, headers=headers)


class Storefront:
    """The pages of the present shop that are the shop's own. Nobody needs a password to sign in."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    @property
    def _shop(self) -> Shop:
        return self._sandbox.shop

    async def home(self, http: web.Request) -> web.Response:
        """What a visitor sees first."""
        customer = customer_of(self._shop, http)
        who = f"You are signed in as {escape(customer.display_name)}." if customer else "You are not signed in."
        return shop_page(self._shop, f"Welcome to {self._shop.profile.shop_name}", inside=f"<p>{who}</p>")

    async def account(self, http: web.Request) -> web.Response:
        """Who is signed in; whoever is not is asked to."""
        customer = customer_of(self._shop, http)
        if customer is None:
            raise web.HTTPFound(LOGIN)
        who = f"<p>{escape(customer.display_name)}, {escape(customer.email or 'without an address')}</p>"
        return shop_page(self._shop, "Your account", inside=f'{who}<p><a href="{LOGOUT}">Sign out</a></p>')

    async def login(self, http: web.Request) -> web.Response:
        """Choose which customer one is."""
        there = [each for each in self._shop.world.all(Customer) if each.erased_at is None][-MOST_LISTED:]
        options = "".join(f'<option value="{one.id}">{escape(_label(one))}</option>' for one in there)
        back = escape(_own_path(http.query.get("return_to", "")), quote=True)
        form = (
            f'<form method="post" action="{LOGIN}"><input type="hidden" name="return_to" value="{back}">'
            f'<p><label>Who are you? <select name="customer">{options}</select></label></p>'
            f"<p><button>Sign in</button></p></form>"
        )
        return shop_page(self._shop, "Sign in", inside=form if there else "<p>The shop has no customers yet.</p>")

    async def signed_in(self, http: web.Request) -> web.Response:
        """Sign in as the `customer` with this id or e-mail address, and go to `return_to`; 400 if there is none."""
        form = await http.post()
        customer = self._named(str(form.get("customer", "")))
        if customer is None:
            return shop_page(self._shop, "There is no such customer", status=400)
        token = secrets.token_urlsafe(16)
        self._shop.visitors[token] = customer.id
        answer = web.HTTPFound(_own_path(str(form.get("return_to", ""))))
        answer.set_cookie(COOKIE, token, httponly=True, samesite="Lax")
        raise answer

    async def logout(self, http: web.Request) -> web.Response:
        """Nobody is signed in with this browser any more."""
        self._shop.visitors.pop(http.cookies.get(COOKIE, ""), None)
        answer = web.HTTPFound(HOME)
        answer.del_cookie(COOKIE)
        raise answer

    def _named(self, text: str) -> Customer | None:
        number = text.rpartition("/")[2]
        if number.isascii() and number.isdigit():
            return self._shop.world.get(Customer, int(number))
        return self._shop.world.customer_with(text)


def _own_path(text: str) -> str:
    """A path of the shop to go back to; its first page for anything else."""
    return quote(text, safe="/?&=%#+-._~") if text.startswith("/") and text[1:2] not in ("/", "\\") else HOME


def _label(customer: Customer) -> str:
    return f"{customer.display_name} ({customer.email})" if customer.email else customer.display_name
