"""What follows from the state of a bulk operation, how far back an import goes, and how one is recognised."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.backfill import Again, Next, Progress, Read, Wait, default_start, next_step, search_for
from backhaul.core.bulk import BulkState, ListedOperation, find_operation
from backhaul.core.readback import Absent, Found, Unsure

GID, OTHER = "gid://shopify/BulkOperation/1", "gid://shopify/BulkOperation/2"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (BulkState(GID, "CREATED"), Wait()),
        (BulkState(GID, "RUNNING", 12), Wait()),
        (BulkState(GID, "CANCELING"), Wait()),
        (BulkState(GID, "SLEEPING"), Wait()),
        (BulkState(GID, "COMPLETED", url="https://x"), Read("https://x")),
        (BulkState(GID, "COMPLETED"), Read("")),
        (BulkState(GID, "FAILED", error_code="TIMEOUT", partial_url="https://y"), Read("https://y", is_partial=True)),
    ],
)
def test_what_follows_from_the_state_of_an_operation(state: BulkState, following: Next) -> None:
    assert next_step(state) == following


@pytest.mark.parametrize(
    ("state", "ids_only"),
    [
        (BulkState(GID, "FAILED", error_code="INTERNAL_SERVER_ERROR"), False),
        (BulkState(GID, "FAILED", error_code="ACCESS_DENIED", partial_url="https://y"), True),
        (BulkState(GID, "CANCELED"), False),
        (BulkState(GID, "EXPIRED"), False),
    ],
)
def test_what_cannot_be_read_is_gathered_again(state: BulkState, ids_only: bool) -> None:
    following = next_step(state)

    assert isinstance(following, Again)
    assert following.ids_only is ids_only


def test_an_import_goes_back_as_far_as_the_app_may_read() -> None:
    assert default_start(frozenset({"read_orders"}), NOW) == NOW - timedelta(days=60)
    assert default_start(frozenset({"read_all_orders"}), NOW) is None
    assert search_for(NOW) == "created_at:>='2026-05-01T12:00:00Z'"
    assert search_for(None) == ""


def test_progress_is_said_with_the_number_of_orders_once_it_is_known() -> None:
    assert Progress(4200, 10000).words == "4,200 of 10,000 orders"
    assert Progress(0, None).words == "0 orders"
    assert Progress(3, 3, new=1, skipped=2).ended_words == "3 orders: 1 new, 2 known as they are"


@pytest.mark.parametrize(
    ("listed", "owned", "finding"),
    [
        ([], frozenset(), Absent()),
        ([ListedOperation(OTHER, "RUNNING", "{ other }")], frozenset(), Absent()),
        ([ListedOperation(GID, "RUNNING", " { ours }\n")], frozenset(), Found((GID,))),
        ([ListedOperation(GID, "COMPLETED", "{ ours }")], frozenset({GID}), Absent()),
    ],
)
def test_a_lost_operation_is_found_by_the_very_text_of_its_query(
    listed: list[ListedOperation], owned: frozenset[str], finding: Absent | Found
) -> None:
    assert find_operation("{ ours }", listed, owned=owned) == finding


def test_two_operations_of_the_same_text_are_for_a_person() -> None:
    twice = [ListedOperation(gid, "RUNNING", "{ ours }") for gid in (GID, OTHER)]

    assert isinstance(find_operation("{ ours }", twice, owned=frozenset()), Unsure)
