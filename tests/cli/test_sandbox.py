"""`backhaul sandbox` as its users run it."""

import re
from pathlib import Path

import httpx2

from tests.support.commands import backhaul, fresh_environment, start_backhaul


def test_it_runs_the_local_shopify_with_the_options_it_is_given(tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path)
    process = start_backhaul("sandbox", "--port", "0", "--token", "shpat_other", environment=environment)
    assert process.stdout is not None

    try:
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        answer = httpx2.post(
            f"{address.group()}/admin/api/2026-10/graphql.json",
            json={"query": "{ shop { name } }"},
            headers={"X-Shopify-Access-Token": "shpat_other"},
        )
    finally:
        process.terminate()
        process.communicate(timeout=30)

    assert answer.json()["data"]["shop"]["name"]
    assert not Path(environment["BACKHAUL_DATA_DIR"]).exists()


def test_its_options_are_described_by_the_local_shopify_itself(tmp_path: Path) -> None:
    shown = backhaul("sandbox", "run", "--help", environment=fresh_environment(tmp_path))

    assert shown.returncode == 0
    assert "--restore-rate" in shown.stdout


def test_its_exit_code_is_the_commands(tmp_path: Path) -> None:
    refused = backhaul("sandbox", "--nonsense", environment=fresh_environment(tmp_path))

    assert refused.returncode == 2
