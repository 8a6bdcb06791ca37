"""`backhaul privacy`."""

import json
import stat
from pathlib import Path

import pytest

from backhaul.models import PrivacyRequest, Store
from tests.cli.command_line import CommandLine
from tests.support.personal_rows import personal_order
from tests.support.privacy import data_requested
from tests.support.rows import LONG_AGO


@pytest.fixture
def request_(store: Store) -> PrivacyRequest:
    """What Anna asked for, gathered."""
    personal_order(store)
    return data_requested(store)


def test_what_was_found_is_written_to_a_file_for_its_owner_alone(
    backhaul: CommandLine, request_: PrivacyRequest, tmp_path: Path
) -> None:
    file = tmp_path / "anna.json"

    first = backhaul("privacy", "export", request_.pk, "--output", str(file))
    second = backhaul("privacy", "export", request_.pk, "--output", str(file))

    assert (first.code, second.code) == (0, 2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["kept"]["SalesOrder"][0]["facts"]["email"] == "anna@example.net"


def test_what_was_found_can_be_passed_on(backhaul: CommandLine, request_: PrivacyRequest) -> None:
    result = backhaul("privacy", "export", request_.pk, "--output", "-")

    assert result.json["customer"] == "gid://shopify/Customer/9000"


def test_requests_are_listed_and_shown_without_personal_data(backhaul: CommandLine, request_: PrivacyRequest) -> None:
    PrivacyRequest.objects.create(
        store=request_.store,
        shop_domain="shop.myshopify.com",
        topic="customers/redact",
        event_id="e",
        received_at=LONG_AGO,
        due_at=LONG_AGO,
    )

    late = backhaul("privacy", "list", "--overdue", "--json").json["items"]
    listed = backhaul("privacy", "list", "--store", "shop", "--state", "done")
    shown = backhaul("privacy", "show", request_.pk)

    assert [one["topic"] for one in late] == ["customers/redact"]
    assert request_.pk in listed.out
    assert "backhaul privacy export" in shown.out
    assert "Anna" not in listed.out + shown.out


def test_a_request_that_is_not_there_or_has_nothing_to_download(
    backhaul: CommandLine, store: Store, tmp_path: Path
) -> None:
    request = data_requested(store, run=False)

    assert backhaul("privacy", "show", "prv_nothing").code == 1
    assert backhaul("privacy", "export", request.pk, "--output", str(tmp_path / "x")).code == 1
    assert not (tmp_path / "x").exists()
