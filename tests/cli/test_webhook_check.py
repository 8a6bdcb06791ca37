"""`backhaul webhooks check` and `repair`."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from backhaul.core.topics import SUBSCRIBED
from backhaul.shopify.transport import close_transports
from tests.cli.command_line import CommandLine
from tests.conftest import OwnDatabase
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, run_pending


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    reached = settings.BACKHAUL.model_copy(update={"public_url": "https://back.example"})
    monkeypatch.setattr(settings, "BACKHAUL", reached)
    yield connected(sandbox)
    close_transports()


def test_check_tells_what_is_missing_and_fails(backhaul: CommandLine, shop: Shop) -> None:
    result = backhaul("webhooks", "check")

    assert result.code == 1
    assert f"shop: 0 of {len(SUBSCRIBED)} topics are sent to https://back.example/webhooks/shopify" in result.out
    assert "orders/create" in result.out


def test_after_a_repair_check_finds_nothing_missing(backhaul: CommandLine, shop: Shop) -> None:
    repaired = backhaul("webhooks", "repair", "--store", "shop", "--json")
    run_pending()

    result = backhaul("webhooks", "check", "--json")

    assert repaired.json["shop"].startswith("tsk_")
    assert result.code == 0
    assert {topic["standing"] for topic in result.json[0]["topics"]} == {"subscribed"}


def test_without_an_address_it_is_wrong_use_and_says_what_to_set(
    backhaul: CommandLine, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = settings.BACKHAUL.model_copy(update={"public_url": ""})
    monkeypatch.setattr(settings, "BACKHAUL", nowhere)

    result = backhaul("webhooks", "check")

    assert result.code == 2
    assert "BACKHAUL_PUBLIC_URL" in result.err
