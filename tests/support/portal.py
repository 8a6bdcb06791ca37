"""Customers of the portal, and the ways by which they get in."""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from backhaul.core.portal_access import LINK_LIVES
from backhaul.flows.portal_entry import make_ticket
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import Contract, SalesOrder, Store
from tests.support.contract_rows import contract_row, order_of_contract
from tests.support.rows import order_row, store_row

PUBLIC_URL = "http://testserver"
APP_SECRET = "the-secret-of-the-app"


@dataclass(frozen=True)
class Customer:
    """Somebody with one subscription and the order that has begun it."""

    store: Store
    gid: str
    email: str
    contract: Contract
    order: SalesOrder


def open_store(slug: str = "shop") -> Store:
    """A store whose portal is open, and whose app signs with APP_SECRET."""
    store = store_row(slug)
    set_portal(store, PortalChoices(is_open=True))
    remember_secret(store, APP_SECRET)
    return store


def customer_row(store: Store, number: int = 1, email: str = "ada@example.com") -> Customer:
    """A customer whose order shows this address."""
    gid = f"gid://shopify/Customer/{number}"
    order = order_row(store, 1000 + number)
    SalesOrder.objects.filter(pk=order.pk).update(customer_gid=gid, facts={"email": email})
    contract = contract_row(store, 5000 + number, customer_gid=gid)
    order_of_contract(contract, order)
    return Customer(store, gid, email, contract, order)


def ticket_path(customer: Customer) -> str:
    """The path of a link that lets the customer in, once."""
    address = make_ticket(customer.store, customer.gid, lives=LINK_LIVES)
    return address.removeprefix(PUBLIC_URL)


def entered(customer: Customer, **options: Any) -> Client:
    """A browser in which the customer has entered."""
    client = Client(**options)
    answer = client.post(ticket_path(customer))
    assert answer.status_code == 302, answer.content
    return client


def proxy_query(store: Store, *, secret: str = APP_SECRET, customer: str = "1", **changed: str) -> str:
    """The query of a call that the shop passes on, signed as Shopify signs it."""
    values = {
        "logged_in_customer_id": customer,
        "path_prefix": "/apps/subscriptions",
        "shop": store.shop_domain,
        "timestamp": str(int(datetime.now(UTC).timestamp())),
        **changed,
    }
    signed = "".join(sorted(f"{name}={value}" for name, value in values.items()))
    return urlencode({**values, "signature": hmac.digest(secret.encode(), signed.encode(), "sha256").hex()})


def words(answer: HttpResponseBase) -> str:
    """What a page says, without its markup."""
    assert isinstance(answer, HttpResponse)
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())
