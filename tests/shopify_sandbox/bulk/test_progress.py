"""Bulk operations that take their time, fail on their way, or have much to read; and what can be downloaded."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from tests.shopify_sandbox.bulk.conftest import Story

ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id sku } } } } } } }"
NAME = "{ shop { name } }"


def test_counts_grow_with_the_time_that_an_operation_takes(story: Story) -> None:
    story.orders(200)
    story.plan(seconds=1000)
    operation = story.query(ORDERS)["bulkOperation"]

    looks = [looked_at(story, operation, "PT250S") for _ in range(5)]

    counts = [int(look["objectCount"]) for look in looks]
    assert [look["status"] for look in looks[:3]] == ["RUNNING"] * 3
    assert counts == sorted(counts)
    assert 0 < counts[0] < counts[1] < counts[2] < 400
    assert (looks[-1]["status"], counts[-1], looks[-1]["rootObjectCount"]) == ("COMPLETED", 400, "200")


def test_an_operation_that_runs_is_cancelled_where_it_is(story: Story) -> None:
    story.orders(200)
    story.plan(seconds=1000)
    operation = story.query(ORDERS)["bulkOperation"]
    running = looked_at(story, operation, "PT500S")

    story.cancel(operation)
    cancelled = looked_at(story, operation, "P1D")

    assert cancelled["status"] == "CANCELED"
    assert cancelled["objectCount"] == running["objectCount"]
    assert (cancelled["url"], cancelled["partialDataUrl"]) == (None, None)


@pytest.mark.parametrize("grouped", [True, False])
def test_an_operation_fails_on_its_way_and_leaves_what_it_had(story: Story, grouped: bool) -> None:
    story.orders(60)
    story.plan(fail_next="INTERNAL_SERVER_ERROR", after_objects=50)

    failed = story.finished(story.query(ORDERS, grouped=grouped))

    assert (failed["status"], failed["errorCode"], failed["objectCount"]) == ("FAILED", "INTERNAL_SERVER_ERROR", "50")
    assert (failed["url"], failed["completedAt"]) == (None, None)
    assert len(story.rows({"url": failed["partialDataUrl"]})) == 50
    assert story.finished(story.query(ORDERS))["status"] == "COMPLETED"


def test_an_operation_that_fails_at_once_leaves_nothing(story: Story) -> None:
    story.orders(2)
    story.plan(fail_next="TIMEOUT")

    failed = story.finished(story.query(ORDERS))

    assert (failed["status"], failed["objectCount"], failed["partialDataUrl"]) == ("FAILED", "0", None)


def test_what_a_failed_operation_left_goes_after_seven_days(story: Story) -> None:
    story.orders(60)
    story.plan(fail_next="TIMEOUT", after_objects=10)
    failed = story.finished(story.query(ORDERS))

    story.wait("P7D")

    assert story.read(failed)["status"] == "FAILED"
    assert story.read(failed)["partialDataUrl"] is None
    assert story.http.get(failed["partialDataUrl"]).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fail_next": "SOMETHING"},
        {"after_objects": 5},
        {"seconds": 5, "after_objects": 5},
        {"seconds": 0},
        {"cut_download": 0},
        {"seconds": "long"},
        {"fail_next": "TIMEOUT", "after_objects": -1},
        {"fail_next": "TIMEOUT", "when": "now"},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(story: Story, body: dict[str, object]) -> None:
    assert story.http.post("/sandbox/bulk", json=body).status_code == 400


def test_requests_are_answered_while_much_is_read(story: Story) -> None:
    story.orders(3000)
    operation = story.query(ORDERS)["bulkOperation"]
    story.read(operation)

    answered = 0
    while story.read(operation)["status"] == "RUNNING":
        story.send(NAME)
        answered += 1

    assert answered > 2
    assert story.read(operation)["objectCount"] == "6000"


def test_reading_in_bulk_costs_nothing_while_it_runs(story: Story) -> None:
    story.orders(500)
    before = bucket(story)

    story.finished(story.query(ORDERS))

    assert bucket(story) >= before - 20


def test_an_order_changed_while_it_is_read_is_there_once(story: Story) -> None:
    story.orders(100)
    story.plan(seconds=100)
    operation = story.query(ORDERS)["bulkOperation"]
    looked_at(story, operation, "PT50S")

    story.orders(5)
    completed = looked_at(story, operation, "PT100S")

    ids = [row["id"] for row in story.rows(completed) if "name" in row]
    assert len(ids) == len(set(ids)) == 100


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-", 206, 0, None),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=100-", 206, 100, None),
        ("bytes=-50", 206, -50, None),
        ("lines=1-2", 200, 0, None),
    ],
)
def test_a_part_of_a_result_can_be_downloaded(
    story: Story, asked: str, status: int, first: int, last: int | None
) -> None:
    story.orders(60)
    url = story.finished(story.query(ORDERS))["url"]
    whole = story.http.get(url)

    part = story.http.get(url, headers={"Range": asked})

    assert part.status_code == status
    assert part.content == whole.content[first:last]
    assert part.headers["Content-Length"] == str(len(part.content))
    assert whole.headers["Content-Length"] == str(len(whole.content))
    start = first % len(whole.content)
    expected = f"bytes {start}-{start + len(part.content) - 1}/{len(whole.content)}"
    assert part.headers.get("Content-Range") == (expected if status == 206 else None)


def test_a_range_behind_the_end_is_none_and_one_of_another_file_is_the_whole(story: Story) -> None:
    story.orders(1)
    completed = story.finished(story.query(ORDERS))
    size = int(completed["fileSize"])

    behind = story.http.get(completed["url"], headers={"Range": f"bytes={size}-"})
    other = story.http.get(completed["url"], headers={"Range": "bytes=5-", "If-Range": '"other"'})

    assert (behind.status_code, behind.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert (other.status_code, len(other.content)) == (200, size)


def test_a_result_is_streamed(story: Story) -> None:
    story.orders(1500)
    url = story.finished(story.query(ORDERS))["url"]

    with story.http.stream("GET", url) as response:
        chunks = list(response.iter_raw())

    assert len(chunks) > 1
    assert all(json.loads(line) for line in b"".join(chunks).splitlines())


def test_a_download_that_breaks_off_is_gone_on_with(story: Story) -> None:
    story.orders(1500)
    url = story.finished(story.query(ORDERS))["url"]
    whole = story.http.get(url).content
    story.plan(cut_download=100_000)

    kept = downloaded_until_it_breaks(story, url)
    rest = story.http.get(url, headers={"Range": f"bytes={len(kept)}-"})

    assert 0 < len(kept) <= 100_000 < len(whole)
    assert rest.status_code == 206
    assert kept + rest.content == whole


def looked_at(story: Story, operation: dict[str, Any], duration: str) -> dict[str, Any]:
    """The operation after some time."""
    story.wait(duration)
    return story.read(operation)


def bucket(story: Story) -> float:
    """The points there are."""
    return float(story.http.get("/sandbox/bucket").json()["currentlyAvailable"])


def downloaded_until_it_breaks(story: Story, url: str) -> bytes:
    """What arrived before the connection broke; fails the test when it didn't."""
    kept = bytearray()
    try:
        with story.http.stream("GET", url) as response:
            for chunk in response.iter_raw():
                kept += chunk
    except httpx2.RemoteProtocolError:
        return bytes(kept)
    pytest.fail("it arrived whole")
