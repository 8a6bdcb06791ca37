"""A customer's data is deleted from subscriptions too, and nothing is written from what was deleted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.contracts import RemoteContract, RemoteDeliveryMethod
from backhaul.core.notice_errors import NothingLeftToDecide
from backhaul.core.notices import Option
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.wanted_changes import Actor, ChangeAddress, ChangeKind, GivenAddress
from backhaul.flows.clock import real_now
from backhaul.flows.contract_facts import contract_of
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.finish_change import CHANGE_NOT_DONE, PLAN_ANEW
from backhaul.flows.mirror_contract import apply_contract
from backhaul.flows.notices import Telling, tell
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.jobs.runner import run_task
from backhaul.models import Change, ChangeStep, Contract, Notice, PrivacyRequest, Store, Task
from tests.support.contract_rows import contract_row
from tests.support.inbox import delivery_row, processed
from tests.support.personal_contracts import address_change, personal_contract
from tests.support.personal_rows import CUSTOMER, TELLTALE, personal_order
from tests.support.rows import LONG_AGO, store_row
from tests.support.whole_database import everything

pytestmark = pytest.mark.django_db
PAYLOAD = {"customer": {"id": 9000}, "orders_to_redact": []}


def redacted(store: Store) -> PrivacyRequest:
    delivery = processed(delivery_row(store, "customers/redact", PAYLOAD))
    request = PrivacyRequest.objects.get(event_id=delivery.event_id)
    assert request.task_id is not None
    run_task(request.task_id)
    request.refresh_from_db()
    return request


def change_under_way(contract: Contract, kind: ChangeKind, params: dict[str, object]) -> Task:
    change = Change.objects.create(
        contract=contract, kind=kind, wanted=params, actor=Actor.MERCHANT, fingerprint="0", created_at=LONG_AGO
    )
    with transaction.atomic():
        task = write_task(TaskOrder("change_step", f"{kind}:{contract.pk}", contract.store, contract_gid=contract.gid))
    ChangeStep.objects.create(
        change=change,
        position=0,
        key="0",
        side=Side.CONTRACT,
        kind=StepKind.EDIT_CONTRACT,
        subject_gid=contract.gid,
        params=params,
        words="Do it.",
        task=task,
    )
    return task


def as_shopify_shows(contract: Contract) -> RemoteContract:
    """The contract, had nothing been deleted."""
    address = RemoteAddress(name="Anna Karenina", address1="Nevsky 7", zip="19116")
    return replace(
        contract_of(contract),
        revision=int(contract.revision) + 1,
        customer_gid=CUSTOMER,
        note="for her birthday",
        method=RemoteDeliveryMethod("Shipping", address, "standard", "Standard"),
        hidden=frozenset(),
        raw={"note": "for her birthday"},
    )


def test_a_subscription_without_any_order_is_found_by_its_customer() -> None:
    contract = contract_row(
        store_row(), customer_gid=CUSTOMER, content={"note": "for her birthday", "status": "ACTIVE"}
    )

    request = redacted(contract.store)

    contract.refresh_from_db()
    assert (contract.customer_gid, contract.content) == ("", {"status": "ACTIVE"})
    assert contract.redacted_at is not None
    assert request.counts["subscriptions"] == 1


def test_a_later_reading_is_kept_without_the_customer_whatever_shopify_shows() -> None:
    contract = personal_contract(personal_order(store_row()))
    redacted(contract.store)
    contract.refresh_from_db()

    for seconds in (-60, 1):
        at = real_now() + timedelta(seconds=seconds)
        apply_contract(contract.store, as_shopify_shows(contract), read_started_at=at)

    contract.refresh_from_db()
    assert [word for word in TELLTALE if word in everything()] == []
    assert contract.content["delivery/option_title"] == "Standard"
    assert "address" in contract.content["hidden"]


def test_what_would_write_an_address_is_called_off_and_nothing_else_is() -> None:
    contract = contract_row(store_row(), customer_gid=CUSTOMER)
    other = contract_row(contract.store, 5002, customer_gid=CUSTOMER)
    moves = change_under_way(contract, ChangeKind.ADDRESS, {"address": {"address1": "Nevsky 7"}})
    skips = change_under_way(other, ChangeKind.SKIP, {"cycle_index": 2})

    request = redacted(contract.store)

    moves.refresh_from_db()
    skips.refresh_from_db()
    assert (moves.state, skips.state) == ("cancelled", "pending")
    assert ChangeStep.objects.get(task=skips).params == {"cycle_index": 2}
    assert "Nevsky" not in everything()
    assert request.counts["steps called off"] == 1


def test_a_change_that_is_still_to_be_planned_is_called_off_with_its_address() -> None:
    contract = contract_row(store_row(), customer_gid=CUSTOMER)
    wish = ChangeWish(ChangeAddress(GivenAddress(address1="Nevsky 7")), Actor.MERCHANT, "boss")
    with transaction.atomic():
        task = want_change(contract, wish, key="x")

    redacted(contract.store)

    task.refresh_from_db()
    assert task.state == "cancelled"
    assert "Nevsky" not in everything()


def test_whether_the_rest_of_a_personal_change_is_planned_anew_is_not_asked_any_more() -> None:
    contract = contract_row(store_row(), customer_gid=CUSTOMER)
    moved = address_change(contract, ChangeState.SUPERSEDED)
    paused = Change.objects.create(
        contract=contract,
        kind=ChangeKind.PAUSE,
        wanted={"kind": "pause"},
        actor=Actor.MERCHANT,
        fingerprint="0",
        state=ChangeState.SUPERSEDED,
        created_at=LONG_AGO,
        settled_at=LONG_AGO,
    )
    for change in (moved, paused):
        options = (Option(PLAN_ANEW, "Plan the rest anew", "It is begun."),)
        telling = Telling(CHANGE_NOT_DONE, change.pk, change.pk, "Not whole.", options=options)
        tell(contract.store, None, telling, contract=contract)

    redacted(contract.store)

    with pytest.raises(NothingLeftToDecide, match="personal data was deleted"):
        decide_notice(Notice.objects.get(subject_id=moved.pk).pk, PLAN_ANEW, by="ada")
    assert decide_notice(Notice.objects.get(subject_id=paused.pk).pk, PLAN_ANEW, by="ada").decision == PLAN_ANEW
