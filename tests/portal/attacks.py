"""Every address of the portal as the resolver knows them, and everybody who has no business there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from backhaul.core.portal_rules import OF_CONTRACT, OF_DELIVERY
from backhaul.flows.clock import real_now
from backhaul.models import Change, ContractLine, PortalSession, SalesOrder
from backhaul.portal.registration import PREFIX
from backhaul.portal.visitor import COOKIE
from tests.support.contract_rows import change_row
from tests.support.portal import Customer, customer_row, entered, open_store, ticket_path

ROOT = "/portal/shop/"
SECRETS = ("SECRET-TEA", "ada@example.com", "#1001")
"""What nobody but Ada may read."""
KINDS = (*OF_CONTRACT, *OF_DELIVERY)
LEFT = "left"
"""The name here of the address that takes whatever no other takes; it has none in the resolver."""

PUBLIC: Mapping[str, tuple[str, ...]] = {
    "sign_in": ("sign-in",),
    "link_sent": ("sign-in/sent",),
    "follow_link": ("enter/forged",),
    "from_shop": ("from-shop", "from-shop/again", "from-shop/\n/x"),
    LEFT: ("nothing", "subscriptions", "enter/", "x/%00", "%0a"),
}
"""Pages that anybody may open, by the name of their address: they show nothing of anybody."""


@dataclass(frozen=True)
class Target:
    """Ada, with a subscription that has a change: whom the others are after."""

    ada: Customer
    change: Change

    @classmethod
    def of(cls, ada: Customer) -> "Target":
        """Everything of hers can be told from what others have."""
        ContractLine.objects.filter(contract=ada.contract).update(title="SECRET-TEA")
        SalesOrder.objects.filter(pk=ada.order.pk).update(name="#1001")
        return cls(ada, change_row(ada.contract))

    def inside(self, contract: str = "", change: str = "") -> dict[str, list[str]]:
        """Pages for whoever has entered, by the name of their address: Ada's, or with these ids in place of hers."""
        contract, change = contract or self.ada.contract.pk, change or self.change.pk
        return {
            "overview": [""],
            "sign_out": ["sign-out"],
            "subscription": [f"subscriptions/{contract}/"],
            "change": [f"subscriptions/{contract}/changes/{change}/"],
            "ask": [f"subscriptions/{contract}/{kind}/?delivery=1" for kind in KINDS],
        }

    def of_contract(self, contract: str = "", change: str = "") -> list[str]:
        """Those of them that are about a subscription."""
        pages = self.inside(contract, change)
        return [ROOT + path for name in ("subscription", "change", "ask") for path in pages[name]]


def names_in_resolver() -> set[str]:
    """The names of all addresses below a store's portal, as the installation would serve them."""
    portal = [one for one in get_resolver().url_patterns if str(one.pattern).startswith(PREFIX)]
    return {one.name or LEFT for resolver in portal for one in _below(resolver)}


def _below(one: URLPattern | URLResolver) -> Iterator[URLPattern]:
    if isinstance(one, URLPattern):
        yield one
        return
    for inner in one.url_patterns:
        yield from _below(inner)


def _holding(value: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = value
    return client


def _session_of(client: Client) -> str:
    return client.cookies[COOKIE].value


def _later(ada: Customer, **fields: object) -> Client:
    client = entered(ada)
    PortalSession.objects.update(**fields)
    return client


def _signed_out(ada: Customer) -> Client:
    client = entered(ada)
    kept = _session_of(client)
    client.post(f"{ROOT}sign-out")
    return _holding(kept)


def _altered(ada: Customer) -> Client:
    kept = _session_of(entered(ada))
    return _holding(kept[:-1] + ("A" if kept[-1] != "A" else "B"))


def _of_other_store(_: Customer) -> Client:
    elsewhere = customer_row(open_store("other"), 1, "ada@elsewhere.example")
    client = Client()
    client.post(ticket_path(elsewhere))
    return _holding(_session_of(client))


def _hash_of_session(ada: Customer) -> Client:
    entered(ada)
    return _holding(PortalSession.objects.get().token_sha256)


def _with_the_link_as_cookie(ada: Customer) -> Client:
    return _holding(ticket_path(ada).rpartition("/")[2])


OUTSIDERS: Mapping[str, Callable[[Customer], Client]] = {
    "nobody": lambda _: Client(),
    "a session that was idle for too long": lambda ada: _later(ada, seen_at=real_now() - timedelta(minutes=31)),
    "a session that is too old": lambda ada: _later(ada, started_at=real_now() - timedelta(hours=13)),
    "a session that was signed out": _signed_out,
    "a session altered by one character": _altered,
    "a session of the same customer number in another store": _of_other_store,
    "the stored hash of a session": _hash_of_session,
    "an unused link in place of a session": _with_the_link_as_cookie,
    "somebody with a nonsense cookie": lambda _: _holding("\x00\xff, ;="),
}
"""Whoever is not in the portal of this store, with what their browser holds."""
