"""What follows from the state of a bulk operation, how far back an import goes, and how one is recognised."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.backfill import (
    MOST_FAILURES,
    Again,
    Next,
    Progress,
    Read,
    Tries,
    Wait,
    begin_again,
    default_start,
    next_step,
)
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


def test_an_import_begins_again_by_itself_a_few_times_and_as_often_after_a_person_has_seen_it() -> None:
    tries, hopeless = Tries(), []
    for _ in range(2 * MOST_FAILURES):
        restart = begin_again(tries, Again("Cancelled."))
        tries = restart.tries
        hopeless.append(restart.is_hopeless)

    assert hopeless == [*[False] * (MOST_FAILURES - 1), True] * 2
    assert tries == Tries(2 * MOST_FAILURES, 0)


def test_an_import_that_may_not_see_every_field_reads_ids_from_then_on_and_is_hopeless_without_them() -> None:
    refused = Again("Denied.", ids_only=True)

    first = begin_again(Tries(), refused)
    later = begin_again(first.tries, Again("Expired."))
    again = begin_again(later.tries, refused)

    assert (first.is_hopeless, first.tries.ids_only) == (False, True)
    assert (later.is_hopeless, later.tries.ids_only) == (False, True)
    assert (again.is_hopeless, again.tries) == (True, Tries(3, 0, ids_only=True))


def test_an_import_goes_back_as_far_as_the_app_may_read() -> None:
    assert default_start(frozenset({"read_orders"}), NOW) == NOW - timedelta(days=60)
    assert default_start(frozenset({"read_all_orders"}), NOW) is None


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
