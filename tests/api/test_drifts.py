"""Drift between subscriptions and their orders, over REST."""

import pytest

from backhaul.models import Contract, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.contract_rows import contract_row, drift_row
from tests.support.rows import LONG_AGO, store_row


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


def test_drifts_are_listed_by_filter_open_ones_unless_asked_otherwise(
    api: Caller, contract: Contract, order: SalesOrder
) -> None:
    found = drift_row(contract, order=order)
    drift_row(contract, "billing_failed", settled_at=LONG_AGO)
    drift_row(contract_row(store_row("other"), 5002))

    of_contract = body_of(api.get("/drifts", contract=contract.pk))["items"]
    settled = body_of(api.get("/drifts", state="settled"))["items"]

    assert [(one["id"], one["contract"], one["order_name"]) for one in of_contract] == [(found.pk, "5001", "#1001")]
    assert [(one["kind"], one["state"]) for one in settled] == [("billing_failed", "settled")]
    assert len(body_of(api.get("/drifts", state="all", store="shop"))["items"]) == 2
    assert len(body_of(api.get("/drifts", kind="address_differs", order=order.pk))["items"]) == 1
    expect_problem(api.get("/drifts", state="lost"), 400, "invalid-request-body")


def test_a_drift_says_what_to_do_about_it(api: Caller, contract: Contract) -> None:
    shown = body_of(api.get(f"/drifts/{drift_row(contract).pk}"))

    assert (shown["remedy"], shown["state"]) == ("Find out which one is right.", "open")
    expect_problem(api.get("/drifts/drf_none"), 404, "not-found")


def test_an_unknown_contract_is_not_checked(api: Caller, store: Store) -> None:
    expect_problem(api.post("/contracts/con_none/drift-check"), 404, "not-found")
