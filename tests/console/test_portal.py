"""The customer portal in the console."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.portal_policies import PortalChoices, portal_of, set_portal
from backhaul.models import Store, Task
from tests.support.portal import PUBLIC_URL, customer_row
from tests.support.rows import store_row


@pytest.fixture
def store(db: None, settings: Settings) -> Store:
    """A connected store of an installation that can be reached."""
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"public_url": PUBLIC_URL})
    return store_row()


def _page(store: Store) -> str:
    return reverse("admin:backhaul_store_portal", args=(store.pk,))


def test_a_portal_is_opened_with_what_customers_may_do(staff: Client, store: Store) -> None:
    asked = staff.get(_page(store))
    staff.post(_page(store), {"is_open": "on", "allowed": ["skip", "pause"], "notice_days": "2"})
    opened = portal_of(store)
    staff.post(_page(store), {"allowed": ["skip"], "notice_days": "2"})

    assert f"{PUBLIC_URL}/portal/shop/from-shop".encode() in asked.content
    assert (opened.is_open, set(opened.allowed)) == (True, {CustomerChange.SKIP, CustomerChange.PAUSE})
    assert (portal_of(store).is_open, portal_of(store).notice_days) == (False, 2)


def test_a_link_is_mailed_from_a_contracts_page(staff: Client, store: Store) -> None:
    contract = customer_row(store, 7).contract
    page = reverse("admin:backhaul_contract_portal_link", args=(contract.pk,))
    refused = staff.post(page, {"language": "de"})
    set_portal(store, PortalChoices(is_open=True))

    staff.post(page, {"language": "de"})

    assert b"is not open" in refused.content
    assert Task.objects.filter(kind="send_portal_link").count() == 1


def test_an_onlooker_opens_nothing_and_sends_nothing(onlooker: Client, store: Store) -> None:
    contract = customer_row(store, 7).contract
    page = reverse("admin:backhaul_contract_portal_link", args=(contract.pk,))

    assert onlooker.post(_page(store), {"is_open": "on", "notice_days": "1"}).status_code == 403
    assert onlooker.post(page, {"language": "de"}).status_code == 403
