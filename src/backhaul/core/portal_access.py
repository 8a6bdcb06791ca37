"""Who gets into the portal, and for how long: lifetimes, limits, and what of an app proxy's call is believed."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from backhaul.core import gids
from backhaul.core.portal_errors import ProxyCallRefused

LINK_LIVES = timedelta(minutes=15)
TICKET_LIVES = timedelta(minutes=5)
"""How long the way from the shop to the portal stays open for a customer whom the shop knows."""
SESSION_LIVES = timedelta(hours=12)
SESSION_IDLES = timedelta(minutes=30)
NOTE_SEEN_EVERY = timedelta(minutes=1)
PROXY_WINDOW = timedelta(seconds=90)
"""How far the shop's clock and ours may be apart, in both directions."""
REQUEST_LIVES = timedelta(hours=1)
"""Who has asked for a link longer ago than this does not wait for it any more."""
LIMIT_WITHIN = timedelta(hours=1)
LINKS_PER_ADDRESS = 3
LINKS_PER_NETWORK = 20
KEEP_TRACES = timedelta(days=1)
"""How long tickets and sessions that have ended, and requests for links, are kept."""

_PROXY_VALUES = {
    "logged_in_customer_id": re.compile(r"(?:[1-9][0-9]{0,17})?"),
    "path_prefix": re.compile(r"/[a-z]{1,20}/[A-Za-z0-9_-]{1,64}"),
    "shop": re.compile(r"[a-z0-9][a-z0-9.-]{0,253}"),
    "signature": re.compile(r"[0-9a-f]{64}"),
    "timestamp": re.compile(r"[1-9][0-9]{0,10}"),
}
_PROXY_PAGE = re.compile(r"/(?:apps|a|community|tools)/[A-Za-z0-9_-]{1,64}")
AGAIN = "again"
"""The last part of the path at which a page is opened a second time, without the parameters it had at first."""


class Language(StrEnum):
    """The languages in which customers are written to."""

    ENGLISH = "en"
    GERMAN = "de"


@dataclass(frozen=True)
class ProxyCall:
    """A call that the shop passed on; it proves nothing before its signature is checked."""

    shop_domain: str
    customer_gid: str
    path_prefix: str
    at: datetime
    signature: str
    signed_text: str


def read_proxy_call(pairs: Sequence[tuple[str, str]]) -> ProxyCall:
    """What the query of an app proxy's call says. Raises ProxyCallRefused.

    Shopify signs names and values written one after the other without anything between them, so that one signature
    fits several queries: `a=logged_in_customer_id=2` signs as `a=` beside `logged_in_customer_id=2` would. Whoever may
    have Shopify sign a parameter could so be anybody. Therefore nothing is taken but the five parameters that Shopify
    adds, each once and without an equals sign in its value: then the signed text can be read in one way only.
    (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies)
    """
    values = dict(pairs)
    if len(pairs) != len(values) or values.keys() != _PROXY_VALUES.keys():
        raise ProxyCallRefused("The query is not the one that Shopify adds to a call of its app proxy.")
    wrong = [name for name, pattern in _PROXY_VALUES.items() if not pattern.fullmatch(values[name])]
    if wrong:
        raise ProxyCallRefused(f"The value of {wrong[0]} is not of the form that Shopify gives it.")
    customer = values["logged_in_customer_id"]
    signed = sorted((name, value) for name, value in values.items() if name != "signature")
    return ProxyCall(
        shop_domain=values["shop"],
        customer_gid=gids.gid("Customer", customer) if customer else "",
        path_prefix=values["path_prefix"],
        at=datetime.fromtimestamp(int(values["timestamp"]), UTC),
        signature=values["signature"],
        signed_text="".join(f"{name}={value}" for name, value in signed),
    )


def text_of_query(pairs: Sequence[tuple[str, str]]) -> str:
    """What Shopify signs of a query with whatever parameters: repeated ones share their name, with commas between.

    It says that Shopify has passed the query on, and not where one parameter ends and the next begins.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name != "signature":
            values.setdefault(name, []).append(value)
    return "".join(sorted(f"{name}={','.join(given)}" for name, given in values.items()))


def page_without_parameters(pairs: Sequence[tuple[str, str]]) -> str:
    """The path in the shop at which the visitor's page can be opened again without parameters of his own.

    Empty where none is named, where several are, or where there were no others than Shopify's. It is believed to be one
    of an app's pages, and nothing else: a path of the shop, whoever has written it.
    """
    named = [value for name, value in pairs if name == "path_prefix"]
    has_more = {name for name, _ in pairs} > _PROXY_VALUES.keys()
    return f"{named[0]}/{AGAIN}" if has_more and len(named) == 1 and _PROXY_PAGE.fullmatch(named[0]) else ""


def require_recent(call: ProxyCall, now: datetime) -> None:
    """Raise ProxyCallRefused unless the call was signed a moment ago."""
    if abs(now - call.at) > PROXY_WINDOW:
        raise ProxyCallRefused("The call was signed too long ago, or the clocks differ by more than 90 seconds.")


def session_has_ended(*, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session is over: twelve hours after it began, half an hour after it was last used."""
    return now >= started_at + SESSION_LIVES or now >= seen_at + SESSION_IDLES


def network_of(address: str) -> str:
    """The network that a limit counts for: an IPv4 address by itself, of IPv6 what one household has (/64).

    Whatever is no address counts as one network, so that nobody escapes the limit by being unreadable.
    """
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        if mapped is None:
            return str(ipaddress.ip_network((int(parsed), 64), strict=False))
        parsed = mapped
    return str(parsed)


def may_ask(*, asked_for_address: int, asked_from_network: int) -> bool:
    """Whether one more link is sent, after so many within the last hour."""
    return asked_for_address < LINKS_PER_ADDRESS and asked_from_network < LINKS_PER_NETWORK


def masked(address: str) -> str:
    """An e-mail address that its owner recognises and nobody else learns: a•••@example.com."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at and name else ""
