"""The chapter of a customer who comes from the shop's own page into the portal, with a browser that runs no scripts."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2
from django.conf import settings

from backhaul.core.errors import BackhaulError
from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.portal_policies import PortalChoices, portal_address, set_portal
from backhaul.models import Contract
from backhaul.site.demo.local_shopify import TIMEOUT_SECONDS
from backhaul.site.demo.sight import Sight
from backhaul.site.demo.stage import Stage
from backhaul.site.demo.subscriptions import BEANS, ROLE

PAGE = "apps/subscriptions"
_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HEADING = re.compile(r"<h1>([^<]+)</h1>")


class NoWayIn(BackhaulError):
    """A page did not lead on to the next one."""

    code = "no-way-in"


@dataclass(frozen=True)
class _Browser:
    """A customer's browser, which keeps the cookies of each site."""

    http: httpx2.Client

    def open(self, address: str, **form: str) -> httpx2.Response:
        """A page, or what it answers to a form. Raises NoWayIn."""
        method = "POST" if form else "GET"
        try:
            answer = self.http.request(method, address, data=form or None, follow_redirects=True)
            answer.raise_for_status()
        except httpx2.HTTPError as exc:
            raise NoWayIn(f"The customer's browser could not open {address.partition('/enter/')[0]}: {exc}") from exc
        return answer


def come_from_the_shop(stage: Stage, sight: Sight) -> None:
    """The customer signs in to the shop, opens its page for subscriptions, and is in the portal with one button."""
    set_portal(stage.store, PortalChoices(is_open=True, allowed=list(CustomerChange)))
    portal = portal_address(stage.store)
    prefix, _, subpath = PAGE.partition("/")
    proxy = {"prefix": prefix, "subpath": subpath, "url": f"{portal}from-shop"}
    stage.shopify.ask("POST", "/sandbox/app", {"proxy": proxy})
    sight.there.append(f"the shop's page /{PAGE} is answered by the portal")
    contract = Contract.objects.get(orders__order=stage.order(ROLE))
    with httpx2.Client(timeout=TIMEOUT_SECONDS) as http:
        shown = _enter(_Browser(http), stage.shopify.url, contract.customer_gid)
    sight.here.append(f"the customer is in the portal: {shown.url}")
    sight.equal("the page that is shown", str(shown.url), portal)
    sight.equal("its heading", _found(_HEADING, shown), "Your subscriptions")
    sight.equal("whether it shows the subscription", str(BEANS["title"]) in shown.text, True)


def _enter(browser: _Browser, shop: str, customer_gid: str) -> httpx2.Response:
    browser.open(f"{shop}/account/login", customer=customer_gid)
    passed_on = browser.open(f"{shop}/{PAGE}")
    entrance = urljoin(str(passed_on.url), _found(_REFRESH, passed_on))
    if not entrance.startswith(settings.BACKHAUL.public_url):
        raise NoWayIn("The page of the shop does not lead to the portal.")
    button = browser.open(entrance)
    return browser.open(entrance, csrfmiddlewaretoken=_found(_FORM_TOKEN, button))


def _found(pattern: re.Pattern[str], page: httpx2.Response) -> str:
    found = pattern.search(page.text)
    if found is None:
        raise NoWayIn(f"The page at {page.url.host} is not the one that was expected.")
    return html.unescape(found[1])
