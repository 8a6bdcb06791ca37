"""A request with an Idempotency-Key is carried out once, however often and however fast it comes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from backhaul.flows.answer_once import Answer, answer_once, answer_once_outside
from backhaul.models import IdempotentRequest, PostedShipment, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem, json_of, order_path, shipment
from tests.conftest import OwnDatabase
from tests.support.rows import LONG_AGO, order_row, store_row

POST = order_path("1001", "/shipments")


class Killed(BaseException):
    """The end of the process, at the worst moment."""


def test_the_same_request_gets_the_same_answer(api: Caller, order: SalesOrder) -> None:
    first = api.post(POST, shipment(), key="k")

    second = api.post(POST, shipment(), key="k")

    assert (first.status_code, second.status_code) == (201, 201)
    assert json_of(first) == json_of(second)
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body"),
    [(POST, shipment("S-2")), (f"{POST}?store=shop", shipment()), ("/orders/import", {"reference": "1"})],
)
def test_the_same_key_with_another_request_is_a_conflict(
    api: Caller, order: SalesOrder, path: str, body: object
) -> None:
    api.post(POST, shipment(), key="k")

    answer = api.post(path, body, key="k")

    expect_problem(answer, 409, "idempotency-key-reused")
    assert PostedShipment.objects.count() == 1


def test_a_refused_request_may_be_corrected_under_its_key(api: Caller, order: SalesOrder) -> None:
    expect_problem(api.post(POST, shipment(location="Moon"), key="k"), 400, "unknown-location")

    answer = api.post(POST, shipment(), key="k")

    assert body_of(answer, 201)["external_number"] == "S-1"


def test_a_crash_before_the_answer_is_kept_leaves_neither_the_work_nor_the_key(store: Store) -> None:
    def die() -> Answer:
        order_row(store)
        raise Killed

    with pytest.raises(Killed):
        answer_once("k", "hash", die)

    assert not SalesOrder.objects.exists()
    assert not IdempotentRequest.objects.exists()


def test_work_outside_a_transaction_gives_its_key_back_when_it_is_refused(store: Store) -> None:
    def refuse() -> Answer:
        raise Killed

    with pytest.raises(Killed):
        answer_once_outside("k", "hash", refuse)

    assert answer_once_outside("k", "hash", lambda: Answer(200, {"done": 1})) == Answer(200, {"done": 1})
    assert answer_once_outside("k", "hash", refuse) == Answer(200, {"done": 1}, is_repeated=True)


def test_a_key_whose_work_has_not_ended_is_busy(api: Caller, store: Store) -> None:
    answers: list[int] = []

    def ask_again() -> Answer:
        again = api.post("/stores/shop/check", {}, key="k")
        answers.append(again.status_code)
        return Answer(200, None)

    body_hash = _hash_of(api)
    answer_once_outside("k", body_hash, ask_again)

    assert answers == [409]


def test_a_key_left_behind_by_a_dead_process_can_be_used_again(store: Store) -> None:
    IdempotentRequest.objects.create(key="k", body_hash="hash", created_at=LONG_AGO)

    answer = answer_once_outside("k", "hash", lambda: Answer(200, {"done": 1}))

    assert answer == Answer(200, {"done": 1})


def test_equal_requests_at_the_same_instant_post_once(own_database: OwnDatabase) -> None:
    order_row(store_row())

    def post(key: str) -> tuple[int, str]:
        try:
            answer = Caller().post(POST, shipment(), key=key)
            return answer.status_code, json_of(answer)["id"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, ["k"] * 4 + ["a", "b", "c", "d"]))

    assert len({posted for _status, posted in answers}) == 1
    assert {status for status, _posted in answers} <= {200, 201}
    assert PostedShipment.objects.count() == 1


def _hash_of(api: Caller) -> str:
    """The hash that the check of the store leaves under a key; it fails, since no Shopify answers there."""
    kept: list[str] = []
    original = IdempotentRequest.objects.create

    def note(**fields: object) -> IdempotentRequest:
        kept.append(str(fields["body_hash"]))
        return original(**fields)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IdempotentRequest.objects, "create", note)
        api.post("/stores/shop/check", {}, key="other")
    return kept[0]
