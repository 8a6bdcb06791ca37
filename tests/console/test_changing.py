"""Changing a subscription in the console: the kind, its form, the preview, the change."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from backhaul.models import Change, Contract
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.console.conftest import Things
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected
from tests.support.subscriptions import edit_elsewhere, subscribe


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    yield connected(sandbox)
    close_transports()


@pytest.fixture
def staff(shop: Shop) -> Client:
    """Someone who may do everything, in the database that the shop's store is in."""
    client = Client()
    client.force_login(User.objects.create_superuser("boss"))
    return client


def address_of(contract: Contract, kind: str) -> str:
    return f"/console/backhaul/contract/{contract.pk}/change-subscription/?kind={kind}"


def text_of(client: Client, address: str, given: dict[str, str] | None = None) -> str:
    answer = client.post(address, given, follow=True) if given is not None else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def fingerprint_in(page: str) -> str:
    found = re.search(r'name="fingerprint" value="([0-9a-f]+)"', page)
    assert found is not None, page
    return found[1]


def test_a_change_is_asked_for_shown_and_begun(shop: Shop, staff: Client) -> None:
    contract = subscribe(shop)
    address, asked = address_of(contract, "note"), {"note": "Ring twice"}

    kinds = text_of(staff, address_of(contract, ""))
    form = text_of(staff, address)
    preview = text_of(staff, address, asked)
    assert not Change.objects.exists()
    begun = text_of(staff, address, {**asked, "fingerprint": fingerprint_in(preview)})

    change = Change.objects.get()
    assert "Another address" in kinds
    assert 'name="note"' in form
    assert "What will be done" in preview
    assert "The change is under way." in begun
    assert (change.contract, change.kind, change.requested_by) == (contract, "note", "boss")


def test_what_has_changed_since_the_preview_is_shown_anew(shop: Shop, staff: Client) -> None:
    contract = subscribe(shop)
    address, asked = address_of(contract, "note"), {"note": "Ring twice"}
    old = fingerprint_in(text_of(staff, address, asked))
    edit_elsewhere(shop, contract.gid, note="Leave it at the door")

    page = text_of(staff, address, {**asked, "fingerprint": old})

    assert "This is the new preview." in page
    assert fingerprint_in(page) != old
    assert not Change.objects.exists()


def test_what_cannot_be_is_said_above_the_form(shop: Shop, staff: Client) -> None:
    contract = subscribe(shop)
    line = contract.lines.get()

    nothing = text_of(staff, address_of(contract, "address"), {})
    negative = text_of(staff, address_of(contract, "quantity"), {"line": line.gid, "quantity": "-3"})

    assert "What will be done" not in nothing + negative
    assert not Change.objects.exists()
    assert 'name="quantity"' in negative


def test_changing_needs_its_permission(things: Things, onlooker: Client) -> None:
    assert onlooker.post(address_of(things.contract, "note"), {"note": "x"}).status_code == 403
