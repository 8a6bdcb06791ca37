"""How bulk operations begin, run side by side, end and are cancelled."""

from __future__ import annotations

import pytest

from tests.shopify_sandbox.bulk.conftest import PRODUCTS, Story, errors

LISTED = "query($query: String) { bulkOperations(first: 9, query: $query) { nodes { id } } }"
CURRENT = "query($type: BulkOperationType!) { currentBulkOperation(type: $type) { id status } }"


def test_an_operation_is_created_runs_and_completes_by_the_clock(story: Story) -> None:
    story.product("Beans")

    created = story.query()["bulkOperation"]
    completed = story.finished({"bulkOperation": created, "userErrors": []})

    assert (created["status"], created["objectCount"], created["fileSize"], created["url"]) == (
        "CREATED",
        "0",
        None,
        None,
    )
    assert (completed["status"], completed["objectCount"], completed["rootObjectCount"]) == ("COMPLETED", "1", "1")
    assert completed["completedAt"] is not None
    assert completed["query"] == PRODUCTS


def test_an_operation_that_is_polled_has_ended_at_the_second_look(story: Story) -> None:
    operation = story.query()["bulkOperation"]

    looks = [story.read(operation)["status"] for _ in range(2)]

    assert looks == ["CREATED", "COMPLETED"]


def test_an_operation_that_finds_nothing_leaves_no_file(story: Story) -> None:
    completed = story.finished(story.query())

    assert (completed["status"], completed["fileSize"], completed["url"]) == ("COMPLETED", None, None)


def test_five_queries_run_at_once_and_a_sixth_is_told_which(story: Story) -> None:
    running = [story.query()["bulkOperation"]["id"] for _ in range(5)]

    refused = story.query()

    text = "A bulk query operation for this app and shop is already in progress: " + ", ".join(running) + "."
    assert refused["userErrors"] == [{"field": None, "message": text, "code": "OPERATION_IN_PROGRESS"}]


def test_before_2026_one_query_runs_at_a_time(story: Story) -> None:
    story.version = "2025-10"
    first = story.query()["bulkOperation"]["id"]

    refused = errors(story.query())

    assert refused == [f"A bulk query operation for this app and shop is already in progress: {first}."]


def test_a_cancelled_operation_makes_room_once_it_has_stopped(story: Story) -> None:
    running = [story.query()["bulkOperation"] for _ in range(5)]

    payload = story.cancel(running[0])
    still_full = errors(story.query())
    story.wait()

    assert (payload["bulkOperation"]["status"], payload["userErrors"]) == ("CANCELING", [])
    assert len(still_full) == 1
    assert story.read(running[0])["status"] == "CANCELED"
    assert story.query()["userErrors"] == []


def test_what_has_ended_can_not_be_cancelled(story: Story) -> None:
    completed = story.finished(story.query())

    payload = story.cancel(completed)

    assert payload["bulkOperation"]["status"] == "COMPLETED"
    assert [each["message"] for each in payload["userErrors"]] == [
        "A bulk operation cannot be canceled when it is completed"
    ]


def test_an_unknown_operation_can_not_be_cancelled(story: Story) -> None:
    payload = story.cancel({"id": "gid://shopify/BulkOperation/1"})

    assert errors(payload) == ["Bulk operation does not exist"]


def test_a_result_expires_after_seven_days(story: Story) -> None:
    story.product("Beans")
    completed = story.finished(story.query())

    story.wait("P7D")

    assert story.read(completed)["status"] == "EXPIRED"
    assert story.read(completed)["url"] is None
    assert story.http.get(completed["url"]).status_code == 404


def test_a_query_without_the_scope_fails_with_the_reason(story: Story) -> None:
    story.http.post("/sandbox/tokens", json={"action": "scopes", "scopes": ["read_orders"]})

    failed = story.finished(story.query())

    assert (failed["status"], failed["errorCode"], failed["completedAt"]) == ("FAILED", "ACCESS_DENIED", None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (None, ["newer", "older"]),
        ("status:completed", ["newer", "older"]),
        ("status:canceled", []),
        ("operation_type:mutation", ["newer"]),
        ("status:completed AND operation_type:query", ["older"]),
        ("created_at:<2000-01-01", []),
        ("heard_of:never", ["newer", "older"]),
    ],
)
def test_operations_are_listed_newest_first_and_found_by_their_filters(
    story: Story, query: str | None, found: list[str]
) -> None:
    older = story.finished(story.query())
    path = story.upload([{"product": {"title": "Beans"}}])
    made = story.mutate(
        "mutation($product: ProductCreateInput!) { productCreate(product: $product) { product { id } } }", path
    )
    ids = {story.finished(made)["id"]: "newer", older["id"]: "older"}

    nodes = story.send(LISTED, query=query)["bulkOperations"]["nodes"]

    assert [ids[node["id"]] for node in nodes] == found


def test_the_current_operation_is_the_newest_of_its_type(story: Story) -> None:
    story.query()
    newest = story.query()["bulkOperation"]

    assert story.send(CURRENT, type="QUERY")["currentBulkOperation"] == {"id": newest["id"], "status": "CREATED"}
    assert story.send(CURRENT, type="MUTATION")["currentBulkOperation"] is None


def test_an_operation_is_a_node(story: Story) -> None:
    operation = story.query()["bulkOperation"]

    node = story.send("query($id: ID!) { node(id: $id) { id ... on BulkOperation { type } } }", id=operation["id"])[
        "node"
    ]

    assert node == {"id": operation["id"], "type": "QUERY"}
