"""Subscription contracts, over REST."""

import pytest

from backhaul.models import Contract, SalesOrder
from tests.api.client import Caller, body_of, expect_problem
from tests.support.contract_rows import attempt_row, contract_row
from tests.support.personal_contracts import personal_contract
from tests.support.personal_rows import TELLTALE
from tests.support.rows import store_row


@pytest.fixture
def contract(order: SalesOrder) -> Contract:
    """Anna's contract, which has brought about the order."""
    return personal_contract(order)


def test_contracts_are_listed_by_filter(api: Caller, order: SalesOrder, contract: Contract) -> None:
    contract_row(order.store, 7001, status="CANCELLED")
    contract_row(store_row("other"), 7002)

    by_status = body_of(api.get("/contracts", status="cancelled"))["items"]
    by_order = body_of(api.get("/contracts", order=order.pk))["items"]
    of_store = body_of(api.get("/contracts", store="shop", limit="1"))

    assert [one["gid"] for one in by_status] == ["gid://shopify/SubscriptionContract/7001"]
    assert [(one["id"], one["ownership"], one["is_prepaid"]) for one in by_order] == [(contract.pk, "ours", False)]
    assert of_store["next_cursor"] is not None
    expect_problem(api.get("/contracts", store="nowhere"), 404, "unknown-store")


def test_a_contract_is_shown_whole_and_without_personal_data(
    api: Caller, order: SalesOrder, contract: Contract
) -> None:
    Contract.objects.filter(pk=contract.pk).update(payment_method_words="visa ending in 4242")
    contract.lines.update(title="Cake")
    contract.attempts.update(error_message="Declined")
    attempt_row(contract, 2, state="pending")

    answer = api.get(f"/contracts/{contract.pk}")
    by_number = body_of(api.get(f"/contracts/{contract.shopify_id}", store="shop"))

    shown = body_of(answer)
    assert by_number["contract"]["id"] == contract.pk
    assert [one["sku"] for one in shown["lines"]] == ["apple"]
    assert [(one["number"], one["state"], one["order"]) for one in shown["deliveries"]] == [
        (1, "billed_unshipped", order.name)
    ]
    assert [(one["index"], one["status"]) for one in shown["cycles"]] == [(1, "BILLED"), (2, "UNBILLED")]
    assert [(one["id"], one["is_origin"]) for one in shown["orders"]] == [(order.pk, True)]
    assert [one["state"] for one in shown["attempts"]] == ["failed", "pending"]
    assert [(one["field"], one["before"], one["after"]) for one in shown["differences"]] == [
        ("address: address1", "•••", "•••")
    ]
    assert {"field": "note", "path": "note", "value": "•••"} in shown["content"]
    assert [word for word in TELLTALE if word in str(shown)] == []


def test_a_contract_that_is_not_known_is_not_found(api: Caller, contract: Contract) -> None:
    expect_problem(api.get("/contracts/con_none"), 404, "not-found")
