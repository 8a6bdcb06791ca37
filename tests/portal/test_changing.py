"""A customer changes a subscription on its pages: the form, the preview, the change."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backhaul.core.contract_changes import ChangeState
from backhaul.core.deliveries import DeliveryState
from backhaul.core.portal_access import LINK_LIVES
from backhaul.core.portal_allowance import MOST_PLANS, MOST_PREVIEWS
from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.clock import real_now
from backhaul.flows.portal_entry import make_ticket
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.models import Change, Contract, PortalAllowance
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.portal import PUBLIC_URL, words
from tests.support.sandbox import Sandbox, reads
from tests.support.shop import Shop, connected, run_pending
from tests.support.subscriptions import each_time, edit_elsewhere, shown_contract, subscribe

HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)([a-z0-9_]+)"(?: value="([^"]*)")?')

BACK = re.compile(r"You get [^ ]*\d+\.\d\d back")


@dataclass(frozen=True)
class Subscriber:
    """A customer in the portal with a subscription that is there in the sandbox."""

    shop: Shop
    contract: Contract
    client: Client

    def page(self, rest: str = "") -> str:
        return f"/portal/{self.shop.store.slug}/subscriptions/{self.contract.pk}/{rest}"

    def ask(self, kind: str, **given: str) -> Any:
        """The preview of what is asked for."""
        return self.client.post(self.page(f"{kind}/"), given)

    def confirm(self, kind: str, preview: Any) -> Any:
        """Press the button of a preview."""
        return self.client.post(self.page(f"{kind}/"), dict(HIDDEN.findall(preview.content.decode())))


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    yield connected(sandbox)
    close_transports()


def subscriber(shop: Shop, plan: str | None = None) -> Subscriber:
    contract = subscribe(shop, plan, email="ada@example.com")
    set_portal(shop.store, PortalChoices(is_open=True, allowed=frozenset(CustomerChange), notice_days=0))
    client = Client()
    address = make_ticket(shop.store, contract.customer_gid, lives=LINK_LIVES)
    assert client.post(address.removeprefix(PUBLIC_URL)).status_code == 302
    return Subscriber(shop, contract, client)


def test_a_customer_who_looks_at_very_many_changes_is_asked_to_wait_and_can_confirm_what_was_shown(shop: Shop) -> None:
    ada = subscriber(shop)
    preview = ada.ask("pause")
    PortalAllowance.objects.update(plans=MOST_PREVIEWS)
    before = reads(shop.sandbox, "Contract")

    refused = ada.ask("pause")
    reads_when_refused = reads(shop.sandbox, "Contract") - before
    begun = ada.confirm("pause", preview)

    assert (refused.status_code, reads_when_refused, begun.status_code) == (429, 0, 303)
    assert 1 < int(refused["Retry-After"]) <= 601
    assert "Please try again in 10 minutes." in words(refused)


def test_confirming_forged_previews_again_and_again_ends_as_looking_does(shop: Shop) -> None:
    ada = subscriber(shop)
    PortalAllowance.objects.create(
        store=shop.store, customer_gid=ada.contract.customer_gid, since=real_now(), plans=MOST_PLANS
    )
    before = len(shop.sandbox.log())

    refused = ada.ask("pause", fingerprint="forged")

    assert (refused.status_code, len(shop.sandbox.log()) - before) == (429, 0)
    assert not Change.objects.exists()


def test_a_delivery_is_skipped_with_a_preview_and_one_button(shop: Shop) -> None:
    ada = subscriber(shop, each_time(shop))
    one = ada.contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number")[0]

    preview = ada.client.get(f"{ada.page('skip/')}?delivery={one.number}")
    begun = ada.confirm("skip", preview)
    under_way = words(ada.client.get(begun["Location"]))
    run_pending()

    assert "is skipped: nothing is charged on that day." in words(preview)
    assert begun.status_code == 303
    assert "This is being carried out now" in under_way
    assert "Everything is done." in words(ada.client.get(begun["Location"]))
    assert ada.contract.deliveries.get(pk=one.pk).state == DeliveryState.SKIPPED


def test_a_cancellation_with_a_refund_shows_the_amount_and_keeps_the_reason(shop: Shop) -> None:
    ada = subscriber(shop)

    form = ada.client.get(ada.page("cancel/"))
    preview = ada.ask("cancel", choice="refund_remaining", reason="too_much", note="The cellar is full.")
    begun = ada.confirm("cancel", preview)
    run_pending()

    change = Change.objects.get()
    assert "Refund it, and do not send it" in words(form)
    assert (amount := BACK.search(words(preview)))
    assert (change.wanted["reason"], change.wanted["note"]) == ("too_much", "The cellar is full.")
    assert change.state == ChangeState.DONE
    assert shown_contract(shop, ada.contract)["status"] == "CANCELLED"
    assert amount[0] in words(ada.client.get(begun["Location"]))


def test_pressed_twice_it_is_begun_once(shop: Shop) -> None:
    ada = subscriber(shop, each_time(shop))
    preview = ada.client.get(ada.page("pause/"))

    first, second = ada.confirm("pause", preview), ada.confirm("pause", preview)

    assert first["Location"] == second["Location"]
    assert Change.objects.count() == 1


def test_what_has_changed_meanwhile_is_shown_anew_and_nothing_begun(shop: Shop) -> None:
    ada = subscriber(shop, each_time(shop))
    preview = ada.client.get(ada.page("pause/"))
    edit_elsewhere(shop, ada.contract.gid, note="Leave it at the door")

    anew = ada.confirm("pause", preview)

    assert anew.status_code == 409
    assert "Something has changed meanwhile" in words(anew)
    assert not Change.objects.exists()
    assert ada.confirm("pause", anew).status_code == 303


def test_a_day_that_is_not_possible_is_refused_and_can_be_corrected(shop: Shop) -> None:
    ada = subscriber(shop, each_time(shop))
    first, second = ada.contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number")[:2]
    assert first.due_at is not None
    before = first.due_at - timedelta(days=2)

    refused = ada.ask("date", delivery=str(second.number), to=f"{before:%Y-%m-%d}")
    again = ada.client.post(ada.page("date/"), {**dict(HIDDEN.findall(refused.content.decode())), "edit": "1"})

    assert "Another delivery comes before: choose a day from" in words(refused)
    assert not Change.objects.exists()
    assert f'value="{before:%Y-%m-%d}"' in again.content.decode()


def test_a_choice_that_was_not_offered_is_not_taken(shop: Shop) -> None:
    ada = subscriber(shop)
    set_portal(shop.store, PortalChoices(allowed={CustomerChange.CANCEL}))

    preview = ada.ask("cancel", choice="refund_remaining")

    assert not BACK.search(words(preview))
    assert "paid for and still come" in words(preview)


def test_a_shop_that_cannot_be_reached_is_said_and_nothing_begun(shop: Shop) -> None:
    ada = subscriber(shop, each_time(shop))
    shop.sandbox.faults({"kind": "status", "status": 503, "rate": 1})

    answer = ada.client.get(ada.page("pause/"))

    assert answer.status_code in (500, 503)
    assert "could not be reached" in words(answer)
    assert not Change.objects.exists()
