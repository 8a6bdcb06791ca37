"""`backhaul portal`: open, close, look at, mail a link."""

import pytest
from pytest_django import Settings

from backhaul.models import PortalSession, Store, Task
from tests.cli.command_line import CommandLine
from tests.support.portal import PUBLIC_URL, customer_row, entered


@pytest.fixture(autouse=True)
def reachable(settings: Settings) -> None:
    """The installation has a public address."""
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"public_url": PUBLIC_URL})


def test_a_portal_is_opened_changed_looked_at_and_closed(backhaul: CommandLine, store: Store) -> None:
    opened = backhaul("portal", "open", "shop", "--allow", "skip", "--allow", "date", "--notice-days", "3", "--json")
    entered(customer_row(store, 7))
    shown = backhaul("portal", "show", "shop")
    changed = backhaul("portal", "policy", "shop", "--allow-nothing", "--json")
    closed = backhaul("portal", "close", "shop", "--json")

    assert opened.json["allowed"] == ["date", "skip"]
    assert opened.json["proxy_address"] == f"{PUBLIC_URL}/portal/shop/from-shop"
    assert "at the latest 3 days before" in shown.out
    assert "customers who are in it now: 1" in shown.out
    assert (changed.json["is_open"], changed.json["allowed"], changed.json["notice_days"]) == (True, [], 3)
    assert (closed.json["is_open"], closed.json["visitors"]) == (False, 0)
    assert PortalSession.objects.get().ended_at is not None


def test_a_link_is_mailed_by_a_task_and_not_shown(backhaul: CommandLine, store: Store) -> None:
    customer = customer_row(store, 7)
    refused = backhaul("portal", "link", customer.contract.pk, "--json")
    backhaul("portal", "open", "shop")

    sent = backhaul("portal", "link", customer.contract.pk, "--language", "de", "--json")

    assert (refused.code, refused.json["error"]["code"]) == (1, "portal-closed")
    assert sent.json["id"] == Task.objects.get(kind="send_portal_link").pk
    assert "enter/" not in sent.out


def test_without_a_public_address_a_portal_is_not_opened(
    backhaul: CommandLine, store: Store, settings: Settings
) -> None:
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"public_url": ""})

    refused = backhaul("portal", "open", "shop", "--json")

    assert (refused.code, refused.json["error"]["code"]) == (1, "no-portal-address")
    assert "nowhere" in backhaul("portal", "show", "shop").out
