"""`backhaul store pause`, `resume`, `uninstall`, and what is shown of a store's scopes."""

from pathlib import Path

import pytest

from backhaul.models import Store, StoreCredential, WebhookSecret
from tests.cli.command_line import CommandLine


def test_a_store_is_paused_and_resumed_with_a_reason(backhaul: CommandLine, store: Store) -> None:
    paused = backhaul("store", "pause", "shop", "--reason", "Stocktaking")
    as_json = backhaul("store", "pause", "shop", "--reason", "Moving", "--json")
    resumed = backhaul("store", "resume", "shop", "--json")

    assert "paused by hand: Stocktaking" in paused.out
    assert (as_json.json["paused_by"], as_json.json["pause_reason"]) == ("person", "Moving")
    assert (resumed.json["state"], resumed.json["paused_by"]) == ("active", "")
    assert backhaul("store", "pause", "shop", "--reason", " ").code == 2


def test_what_a_missing_scope_costs_is_shown(backhaul: CommandLine, store: Store) -> None:
    StoreCredential.objects.update(granted_scopes=["write_orders"])

    result = backhaul("store", "resume", "shop")

    assert "missing scope: read_locations, for knowing your locations by name." in result.out
    assert "missing scope (optional): read_all_orders" in result.out
    assert "missing scope: read_orders" not in result.out
    assert "backhaul store secrets add" in result.out


def test_a_store_is_said_to_be_uninstalled(backhaul: CommandLine, store: Store) -> None:
    result = backhaul("store", "uninstall", "shop", "--yes", "--json")

    assert result.json["state"] == "uninstalled"
    assert result.json["uninstalled_at"]
    assert result.json["warnings"] == []
    refused = backhaul("store", "policy", "shop", "--notify-customer", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "store-uninstalled")
    assert "it can only be looked at" in backhaul("store", "uninstall", "shop", "--yes").out


def test_the_secret_of_webhooks_is_checked_with_the_rest(
    backhaul: CommandLine, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, secret = tmp_path / "token", tmp_path / "secret"
    token.write_text("shpat_x")
    secret.write_text("short")
    files = ("--token-file", str(token), "--webhook-secret-file", str(secret))

    result = backhaul("store", "add", "shop", "--shop-domain", "shop.myshopify.com", *files)

    assert result.code == 2
    assert not Store.objects.exists()
    assert not WebhookSecret.objects.exists()
