"""Passes pages of the storefront on to the app, as Shopify's app proxy does."""

from __future__ import annotations

import time
from dataclasses import dataclass

import aiohttp
from aiohttp import hdrs, web

from shopify_sandbox.app_proxy import FOLLOWED, AppProxy, Call, headers_for_app, headers_for_visitor, signed_query

from .shop import Sandbox
from .visitors import customer_of, shop_page

TOTAL_SECONDS = 10
MOST_REDIRECTS = 5
LIQUID = "application/liquid"
WITHOUT_LAYOUT = "{% layout none %}"


@dataclass(frozen=True)
class _Answer:
    """What the app has said."""

    status: int
    headers: list[tuple[str, str]]
    content_type: str
    body: bytes


class Proxy:
    """The proxy of the app that is on the sandbox's present shop."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle(self, http: web.Request) -> web.Response:
        """The app's answer under the shop's name; 404 where no app answers, 502 and 504 when it does not."""
        installation = self._sandbox.shop.world.installation
        proxy = installation.app_proxy if installation.installed else None
        address = proxy.target(http.rel_url.raw_path, self._query(http, proxy)) if proxy is not None else None
        if proxy is None or address is None:
            return shop_page(self._sandbox.shop, "Page not found", status=404)
        try:
            return self._shown(await _asked(http, address, proxy))
        except TimeoutError:
            return shop_page(self._sandbox.shop, f"The app did not answer within {TOTAL_SECONDS} seconds", status=504)
        except aiohttp.ClientError as error:
            return shop_page(self._sandbox.shop, f"The app could not be asked: {type(error).__name__}", status=502)

    def _query(self, http: web.Request, proxy: AppProxy) -> str:
        """Signed with real time, as the app's clock on a call's age is real whatever the sandbox's clock shows."""
        customer = customer_of(self._sandbox.shop, http)
        call = Call(
            shop_domain=self._sandbox.shop.profile.shop_domain,
            customer_id=customer.id if customer is not None else None,
            path_prefix=proxy.path,
            timestamp=int(time.time()),
        )
        return signed_query(http.rel_url.raw_query_string, call, self._sandbox.shop.world.installation.signing_secret)

    def _shown(self, answer: _Answer) -> web.Response:
        if answer.content_type != LIQUID:
            return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
        text = answer.body.decode("utf-8", "replace")
        kept = [pair for pair in answer.headers if pair[0].lower() != "content-type"]
        if WITHOUT_LAYOUT in text:
            return web.Response(
                status=answer.status, headers=kept, text=text.replace(WITHOUT_LAYOUT, ""), content_type="text/html"
            )
        page = shop_page(self._sandbox.shop, "", inside=text, status=answer.status)
        page.headers.extend(kept)
        return page


async def _asked(http: web.Request, address: str, proxy: AppProxy) -> _Answer:
    headers = headers_for_app(http.headers, client_ip=http.remote or "", host=http.host)
    timeout = aiohttp.ClientTimeout(total=TOTAL_SECONDS)
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout, auto_decompress=False) as session,
        session.request(
            http.method,
            address,
            headers=headers,
            data=await http.read() or None,
            allow_redirects=proxy.redirects == FOLLOWED,
            max_redirects=MOST_REDIRECTS,
            skip_auto_headers=(hdrs.USER_AGENT, hdrs.CONTENT_TYPE),
        ) as answer,
    ):
        kept = headers_for_visitor(answer.headers)
        return _Answer(answer.status, kept, answer.content_type, await answer.read())
