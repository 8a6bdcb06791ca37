"""The Task List and the Job Queue over REST."""

import pytest

from backhaul.models import SalesOrder, Store, Task
from tests.api.client import Caller, body_of, expect_problem, order_path, shipment
from tests.support.rows import LONG_AGO, order_row

LATER = "2096-01-01T00:00:00Z"


def _post(api: Caller, number: str = "S-1") -> str:
    """Post one apple; returns the task's id."""
    body = shipment(number, lines=[{"sku": "apple", "quantity": 1}])
    return str(body_of(api.post(order_path("1001", "/shipments"), body), 201)["task"]["id"])


def test_tasks_are_listed_newest_first_and_page_by_page(api: Caller, order: SalesOrder) -> None:
    written = [_post(api, f"S-{number}") for number in range(5)]

    first = body_of(api.get("/tasks", limit="3"))
    second = body_of(api.get("/tasks", limit="3", cursor=first["next_cursor"]))

    assert [task["id"] for task in first["items"] + second["items"]] == written[::-1]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WzEsMl0", "WyIyMDI2LTAxLTAxIiwgIngiXQ", "é", "A" * 400])
def test_a_cursor_from_elsewhere_is_refused(api: Caller, store: Store, cursor: str) -> None:
    expect_problem(api.get("/tasks", cursor=cursor), 400, "bad-reference")


def test_tasks_are_filtered(api: Caller, order: SalesOrder) -> None:
    task = _post(api)

    for query in ({"state": "pending"}, {"kind": "send_fulfillment"}, {"store": "shop"}, {"order": order.pk}):
        assert [found["id"] for found in body_of(api.get("/tasks", **query))["items"]] == [task]
    assert body_of(api.get("/tasks", state="running"))["items"] == []


def test_a_task_is_postponed_retried_and_cancelled(api: Caller, order: SalesOrder) -> None:
    task = _post(api)

    postponed = body_of(api.post(f"/tasks/{task}/postpone", {"until": LATER}))
    retried = body_of(api.post(f"/tasks/{task}/retry"))
    cancelled = body_of(api.post(f"/tasks/{task}/cancel", {"reason": "Not needed"}))

    assert (postponed["state"], postponed["wake_at"]) == ("waiting", LATER)
    assert postponed["waits_for"] == "A person has postponed it."
    assert retried["state"] == "pending"
    assert (cancelled["state"], cancelled["outcome_detail"]) == ("cancelled", "Not needed")


def test_a_decision_stays_with_the_task_and_lets_it_run(api: Caller, order: SalesOrder) -> None:
    task = _post(api)
    api.post(f"/tasks/{task}/postpone", {"until": LATER})

    chosen = body_of(api.post(f"/tasks/{task}/choose", {"scheduled": "open_early"}))
    found = body_of(api.get(f"/tasks/{task}"))

    assert chosen["state"] == "pending"
    assert found["choices"] == {"scheduled": "open_early"}


@pytest.mark.parametrize(
    ("action", "body", "status", "code"),
    [
        ("postpone", {"until": "2001-01-01T00:00:00Z"}, 400, "bad-input"),
        ("postpone", {"until": "soon"}, 400, "bad-reference"),
        ("postpone", {}, 400, "invalid-request-body"),
        ("cancel", {"reason": " "}, 400, "bad-input"),
        ("choose", {}, 400, "bad-input"),
        ("choose", {"scheduled": "never"}, 400, "invalid-request-body"),
    ],
)
def test_a_steering_that_says_nothing_is_refused(
    api: Caller, order: SalesOrder, action: str, body: object, status: int, code: str
) -> None:
    task = _post(api)

    expect_problem(api.post(f"/tasks/{task}/{action}", body), status, code)

    assert Task.objects.get().state == "pending"


@pytest.mark.parametrize(
    ("action", "body"),
    [("retry", {}), ("postpone", {"until": LATER}), ("cancel", {"reason": "x"}), ("choose", {"resend": True})],
)
def test_an_ended_task_cannot_be_steered(api: Caller, order: SalesOrder, action: str, body: object) -> None:
    task = _post(api)
    api.post(f"/tasks/{task}/cancel", {"reason": "Not needed"})

    expect_problem(api.post(f"/tasks/{task}/{action}", body), 409, "state-conflict")


@pytest.mark.parametrize("choice", [{"resend": True}, {"leave_short": True}])
def test_there_is_nothing_to_decide_for_a_task_that_sends_no_shipment(
    api: Caller, order: SalesOrder, choice: object
) -> None:
    lines = [{"sku": "apple", "quantity": 1, "amount": "1.00"}]
    body = {"external_number": "I-1", "currency": "EUR", "total": "1.00", "tax_included": True, "lines": lines}
    task = body_of(api.post(order_path("1001", "/invoices"), body), 201)["task"]["id"]

    expect_problem(api.post(f"/tasks/{task}/choose", choice), 400, "bad-input")


@pytest.mark.parametrize("path", ["/tasks/tsk_1", "/shipments/shp_1"])
def test_what_is_not_there_is_not_found(api: Caller, store: Store, path: str) -> None:
    expect_problem(api.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tasks/tsk_1/retry", {}),
        ("/tasks/tsk_1/cancel", {"reason": "x"}),
        ("/intents/itn_1/resolve", {"effect": None}),
        ("/shipments/shp_1/undo", {}),
    ],
)
def test_what_is_not_there_cannot_be_steered(api: Caller, store: Store, path: str, body: object) -> None:
    expect_problem(api.post(path, body), 404, "not-found")


def test_a_task_shows_its_tries_as_evidence(api: Caller, order: SalesOrder) -> None:
    task = Task.objects.get(pk=_post(api))
    task.tries.create(fencing=1, worker="w", started_at=LONG_AGO, error_code="reply-lost", evidence={"reply": "<html>"})

    found = body_of(api.get(f"/tasks/{task.pk}"))

    assert found["attempts"][0]["error_code"] == "reply-lost"
    assert found["attempts"][0]["evidence"] == {"reply": "<html>"}
    assert found["task"]["document_id"].startswith("shp_")


def test_the_job_queue_shows_what_recurs_for_a_store(api: Caller, store: Store) -> None:
    jobs = body_of(api.get("/jobs", store="shop"))["items"]

    assert "task_list_runner" in [job["kind"] for job in jobs]
    assert all(job["does"] for job in jobs)
    expect_problem(api.get("/jobs", store="nowhere"), 404, "unknown-store")


def test_orders_are_listed_by_filter_and_cursor(api: Caller, store: Store) -> None:
    orders = [order_row(store, number) for number in range(1001, 1005)]
    with_pear = order_row(store, 1010, pear=1)

    first = body_of(api.get("/orders", limit="2"))
    rest = body_of(api.get("/orders", limit="250", cursor=first["next_cursor"]))
    found = body_of(api.get("/orders", sku="pear"))

    listed = [order["id"] for order in first["items"] + rest["items"]]
    assert sorted(listed) == sorted([with_pear.pk, *(order.pk for order in orders)])
    assert [order["id"] for order in found["items"]] == [with_pear.pk]
    assert body_of(api.get("/orders", name="1001"))["items"][0]["id"] == orders[0].pk
    assert body_of(api.get("/orders", updated_since=LATER))["items"] == []
