"""`backhaul store secrets`: the secret never stands on the command line, nor in what is printed."""

from pathlib import Path

from backhaul.models import Store, WebhookSecret
from tests.cli.command_line import CommandLine

FIRST, SECOND = "the-first-secret", "the-second-secret"


def file_with(directory: Path, secret: str) -> str:
    path = directory / "secret"
    path.write_text(f"{secret}\n")
    return str(path)


def test_a_secret_is_added_listed_and_retired(backhaul: CommandLine, store: Store, tmp_path: Path) -> None:
    first = backhaul("store", "secrets", "add", "shop", "--secret-file", file_with(tmp_path, FIRST), "--json").json
    backhaul("store", "secrets", "add", "shop", "--secret-file", file_with(tmp_path, SECOND))

    retired = backhaul("store", "secrets", "retire", "shop", first["fingerprint"])
    listed = backhaul("store", "secrets", "list", "shop", "--json")

    assert retired.code == 0, retired.err
    assert {(row["fingerprint"] == first["fingerprint"], row["state"]) for row in listed.json} == {
        (True, "retired"),
        (False, "counts"),
    }
    assert FIRST not in listed.out


def test_the_last_secret_stays(backhaul: CommandLine, store: Store, tmp_path: Path) -> None:
    backhaul("store", "secrets", "add", "shop", "--secret-file", file_with(tmp_path, FIRST))

    refused = backhaul("store", "secrets", "retire", "shop", WebhookSecret.objects.get().pk, "--json")

    assert (refused.code, refused.json["error"]["code"]) == (1, "last-webhook-secret")


def test_a_store_without_a_secret_says_what_that_means(backhaul: CommandLine, store: Store) -> None:
    assert "refused" in backhaul("store", "secrets", "list", "shop").out
