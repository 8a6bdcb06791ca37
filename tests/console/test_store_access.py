"""A store's access in the console: pause, resume, uninstalled, new access, scopes."""

import pytest
from django.test import Client
from django.urls import reverse

from backhaul.models import Store
from tests.support.rows import store_row


@pytest.fixture
def store(db: None) -> Store:
    """A connected store that has granted nothing."""
    return store_row()


def _page(store: Store, name: str) -> str:
    return reverse(f"admin:backhaul_store_{name}", args=(store.pk,))


def test_a_store_is_paused_and_resumed(staff: Client, store: Store) -> None:
    staff.post(_page(store, "pause"), {"reason": "Stocktaking"})
    store.refresh_from_db()
    paused = (store.state, store.paused_by, store.pause_reason)
    form = staff.get(_page(store, "resume"))
    staff.post(_page(store, "resume"))
    store.refresh_from_db()

    assert paused == ("paused", "person", "Stocktaking")
    assert b"Stocktaking" in form.content
    assert store.state == "active"


def test_a_store_is_said_to_be_uninstalled(staff: Client, store: Store) -> None:
    asked = staff.get(_page(store, "uninstall"))
    before = Store.objects.get().state
    staff.post(_page(store, "uninstall"))

    assert b"credentials are deleted" in asked.content
    assert (before, Store.objects.get().state) == ("active", "uninstalled")
    answer = staff.post(_page(store, "resume"))
    assert b"can only be looked at" in answer.content


def test_the_page_says_what_missing_scopes_cost_and_what_is_to_be_seen_to(staff: Client, store: Store) -> None:
    page = staff.get(_page(store, "change"))

    assert b"read_all_orders" in page.content
    assert b"older than 60 days" in page.content
    assert b"No webhook of this store can be accepted" in page.content


def test_new_access_that_is_none_stands_above_the_form(staff: Client, store: Store) -> None:
    answer = staff.post(_page(store, "access"), {"token": "", "client_id": "", "client_secret": ""})

    assert answer.status_code == 200
    assert b"either a token" in answer.content


@pytest.mark.parametrize("page", ["pause", "resume", "uninstall", "access", "check_access"])
def test_an_onlooker_changes_nothing(onlooker: Client, store: Store, page: str) -> None:
    assert onlooker.post(_page(store, page), {"reason": "x"}).status_code == 403
