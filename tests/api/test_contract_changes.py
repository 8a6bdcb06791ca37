"""Changes of subscriptions over REST: preview, confirm, look at, tick off; and the drift that others leave."""

from collections.abc import Iterator
from typing import Any

import pytest

from backhaul.core.contracts import Ownership
from backhaul.models import Change, Contract
from backhaul.shopify.transport import close_transports
from tests.api.client import Caller, body_of, expect_problem
from tests.conftest import OwnDatabase
from tests.support.contract_rows import change_row, contract_row
from tests.support.rows import store_row
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, run_pending
from tests.support.subscriptions import edit_elsewhere, subscribe

NOTE: dict[str, Any] = {"kind": "note", "note": "Ring twice"}


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    yield connected(sandbox)
    close_transports()


def test_a_change_is_previewed_confirmed_and_shown_with_its_steps(api: Caller, shop: Shop) -> None:
    address = f"/contracts/{subscribe(shop).pk}/changes"
    preview = body_of(api.post(f"{address}?preview=true", NOTE))
    assert not Change.objects.exists()

    begun = body_of(api.post(address, {**NOTE, "fingerprint": preview["fingerprint"]}), 201)
    run_pending()

    shown = body_of(api.get(f"/contract-changes/{begun['id']}"))
    listed = body_of(api.get("/contract-changes", state="done"))["items"]
    assert [step["kind"] for step in begun["steps"]] == [step["kind"] for step in preview["steps"]]
    assert "Ring twice" in str(preview)
    assert "Ring twice" not in str(begun)
    assert (shown["state"], {step["state"] for step in shown["steps"]}) == ("done", {"done"})
    assert (shown["actor"], shown["requested_by"]) == ("merchant", "API")
    assert "Ring twice" not in str(shown["wanted"])
    assert [one["id"] for one in listed] == [begun["id"]]


def test_a_change_on_what_is_not_true_any_more_answers_the_new_preview(api: Caller, shop: Shop) -> None:
    contract = subscribe(shop)
    address = f"/contracts/{contract.pk}/changes"
    old = body_of(api.post(f"{address}?preview=true", NOTE))["fingerprint"]
    edit_elsewhere(shop, contract.gid, note="Leave it at the door")

    problem = expect_problem(api.post(address, {**NOTE, "fingerprint": old}), 409, "plan-outdated")

    assert problem["data"]["preview"]["fingerprint"] != old
    assert not Change.objects.exists()


def test_a_subscription_is_checked_for_drift_at_once(api: Caller, shop: Shop) -> None:
    contract = subscribe(shop)
    moved = {"firstName": "Anna", "lastName": "Karenina", "address1": "Tverskaya 8", "city": "Moncton"}
    elsewhere = {**moved, "zip": "E1C 1A1", "provinceCode": "NB", "countryCode": "CA"}
    edit_elsewhere(shop, contract.gid, deliveryMethod={"shipping": {"address": elsewhere}})

    found = body_of(api.post(f"/contracts/{contract.pk}/drift-check"))["items"]

    assert [one["kind"] for one in found] == ["address_differs"]
    assert body_of(api.get("/drifts"))["items"] == found


def test_what_is_no_change_is_refused_before_anything_is_read(api: Caller, db: None) -> None:
    address = f"/contracts/{contract_row(store_row()).pk}/changes"

    expect_problem(api.post(address, {**NOTE, "kind": "nonsense"}), 400, "bad-change")
    expect_problem(api.post(address, NOTE), 400, "bad-change")
    expect_problem(api.post("/contracts/con_none/changes?preview=true", NOTE), 404, "not-found")


def test_a_step_in_another_app_is_ticked_off_and_ours_is_not(api: Caller, db: None) -> None:
    contract: Contract = contract_row(store_row(), ownership=Ownership.ANOTHER_APP)
    change = change_row(contract)

    ticked = body_of(api.post(f"/change-steps/{change.steps.get().pk}/tick", {"by": "ada"}))

    assert [(step["state"], step["ticked_by"]) for step in ticked["steps"]] == [("done", "ada")]
    expect_problem(api.post("/change-steps/stp_none/tick"), 404, "not-found")
    expect_problem(api.get("/contract-changes/chg_none"), 404, "not-found")
