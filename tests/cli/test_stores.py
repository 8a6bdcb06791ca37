"""`backhaul store`: the token never stands on the command line."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from backhaul.models import Store
from backhaul.shopify.transport import close_transports
from tests.cli.command_line import CommandLine
from tests.conftest import OwnDatabase
from tests.support.commands import backhaul as in_a_process
from tests.support.contract_rows import contract_row
from tests.support.rows import WAREHOUSE
from tests.support.sandbox import TOKEN, Sandbox

ADD = ("store", "add", "shop", "--shop-domain", "shop.myshopify.com")


@pytest.fixture
def shopify(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox, and a database that other processes see."""
    yield sandbox
    close_transports()


def test_a_store_is_connected_with_a_token_from_a_file(backhaul: CommandLine, shopify: Sandbox, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(f"{TOKEN}\n")

    result = backhaul(*ADD, "--api-url", shopify.url, "--token-file", str(token), "--json")

    assert result.code == 0, result.err
    assert result.json["missing_scopes"] == []
    assert TOKEN not in result.out
    assert backhaul("store", "check", "shop").code == 0


def test_a_token_is_read_from_standard_input(
    backhaul: CommandLine, shopify: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{TOKEN}\n"))

    assert backhaul(*ADD, "--api-url", shopify.url).code == 0


def test_an_order_is_read_shown_and_shipped_by_separate_commands(
    shopify: Sandbox, own_database: OwnDatabase, backhaul: CommandLine, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    backhaul(*ADD, "--api-url", shopify.url, "--token-file", str(token))
    placed = shopify.checkout(lines=[{"sku": "apple", "title": "Apple", "price": "1.00", "quantity": 2}])

    read = in_a_process("orders", "import", placed["order"], environment=own_database.environment)
    line = ("--number", "S-1", "--line", "apple=2", "--json")
    shipped = in_a_process("ship", placed["order"], *line, environment=own_database.environment)

    assert read.returncode == 0, read.stderr
    assert shipped.returncode == 0, shipped.stderr
    assert '"external_number": "S-1"' in shipped.stdout


@pytest.mark.parametrize("content", ["", "x" * 20_000])
def test_an_empty_or_endless_token_is_refused(backhaul: CommandLine, db: None, tmp_path: Path, content: str) -> None:
    token = tmp_path / "token"
    token.write_text(content)

    assert backhaul(*ADD, "--token-file", str(token)).code == 2
    assert backhaul(*ADD, "--token-file", str(tmp_path / "missing")).code == 2
    assert not Store.objects.exists()


def test_policies_and_mappings_are_set_and_shown(backhaul: CommandLine, store: Store) -> None:
    backhaul("store", "policy", "shop", "--scheduled", "open_early", "--no-notify-customer", "--partial-capture", "now")
    backhaul("store", "policy", "shop", "--expiry-notice-hours", "24, 2")
    backhaul("store", "map-location", "shop", "MAIN", WAREHOUSE)
    backhaul("store", "map-gateway", "shop", "manual", "BANK", "--authorisation-days", "14")
    result = backhaul("store", "map-carrier", "shop", "BP", "Bpost", "--json")

    assert result.json["policies"]["scheduled"] == "open_early"
    assert result.json["locations"][0]["code"] == "MAIN"
    assert result.json["carriers"][0]["company"] == "Bpost"
    assert result.json["gateways"][0]["payment_method"] == "BANK"
    assert result.json["gateways"][0]["authorisation_days"] == 14
    assert result.json["policies"]["partial_capture"] == "now"
    assert result.json["policies"]["expiry_notice_hours"] == [24, 2]
    assert backhaul("store", "policy", "nowhere").code == 2
    assert "shop" in backhaul("store", "list").out


def test_hours_and_days_that_cannot_be_are_refused(backhaul: CommandLine, store: Store) -> None:
    for hours in ("soon", "0", "1.5", "²", "721", "9" * 30):
        assert backhaul("store", "policy", "shop", "--expiry-notice-hours", hours).code == 2

    assert backhaul("store", "map-gateway", "shop", "manual", "BANK", "--authorisation-days", "0").code == 2
    assert "notices of expiry: none" in backhaul("store", "policy", "shop", "--expiry-notice-hours", "").out
    store.refresh_from_db()
    assert store.expiry_notice_hours == []


def test_tags_of_orders_are_chosen_by_templates(backhaul: CommandLine, store: Store) -> None:
    chosen = backhaul("store", "tag-policy", "shop", "--tag", "subscription", "--tag", "{plan}", "--json").json
    words = backhaul("store", "tag-policy", "shop", "--contracts", "all", "--placed-from", "2026-11-01").out
    refused = backhaul("store", "tag-policy", "shop", "--tag", "{colour}")

    assert chosen["tag_policy"]["templates"] == ["subscription", "{plan}"]
    assert "orders of all subscriptions are tagged: “subscription”, “{plan}”, placed since 2026-11-01" in words
    assert refused.code == 2
    assert "does not stand for anything" in refused.err
    assert "are tagged: nothing" in backhaul("store", "tag-policy", "shop", "--no-tags").out


def test_subscription_policies_are_set_for_the_store_and_for_one_plan(backhaul: CommandLine, store: Store) -> None:
    contract_row(store)

    backhaul("store", "subscription-policy", "shop", "--order-cancelled", "ask")
    of_plan = backhaul(
        "store", "subscription-policy", "shop", "--plan", "5", "--prepaid-cancelled", "ask_merchant", "--json"
    ).json
    dropped = backhaul("store", "subscription-policy", "shop", "--plan", "5", "--drop", "--json").json

    assert of_plan["subscription_policies"]["order_cancelled"] == "ask"
    assert [one["prepaid_cancelled"] for one in of_plan["plan_policies"]] == ["ask_merchant"]
    assert dropped["plan_policies"] == []
    assert backhaul("store", "subscription-policy", "shop", "--plan", "x").code == 2
