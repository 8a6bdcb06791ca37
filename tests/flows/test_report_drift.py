"""Contracts are held against their orders and the mirror, by a run every night and whenever somebody asks."""

from datetime import timedelta

import pytest

from backhaul.core.drift import DriftKind
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.core.subscription_calendar import day_of
from backhaul.core.subscription_policies import PausePolicy
from backhaul.core.wanted_changes import Actor, ChangeNote, Pause
from backhaul.flows import job_queue
from backhaul.flows.backfill import start_backfill
from backhaul.flows.clock import now
from backhaul.flows.job_queue import queue_due_entries
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.report_drift import check_contract, report_drift, report_now
from backhaul.flows.want_change import ChangeWish
from backhaul.jobs.entries import run_entry
from backhaul.models import Contract, Drift, JobQueueEntry, Notice, SalesOrder, SalesOrderLine, Store
from tests.support.payments import Calendar
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, edit_elsewhere, order_of, subscribe

MOVED = {
    "firstName": "Anna",
    "lastName": "Karenina",
    "address1": "Tverskaya 8",
    "city": "Moncton",
    "zip": "E1C 1A1",
    "provinceCode": "NB",
    "countryCode": "CA",
}
TO_ORDER = """mutation Move($input: OrderInput!) { orderUpdate(input: $input) {
 order { id } userErrors { field message } } }"""


def move_contract(shop: Shop, contract: Contract) -> None:
    """Somebody else gives the contract another address, and no order."""
    edit_elsewhere(shop, contract.gid, deliveryMethod={"shipping": {"address": MOVED}})


def move_order(shop: Shop, order: SalesOrder) -> None:
    moved = shop.sandbox.graphql(TO_ORDER, input={"id": order.gid, "shippingAddress": MOVED})["orderUpdate"]
    assert moved["userErrors"] == []


def entry_of(store: Store) -> JobQueueEntry:
    return JobQueueEntry.objects.select_related("store").get(store=store, kind=RecurringJob.DRIFT_REPORT)


def kinds(contract: Contract) -> list[str]:
    return [row.kind for row in check_contract(contract)]


def test_a_subscription_as_it_was_bought_agrees_with_its_order(shop: Shop) -> None:
    assert kinds(subscribe(shop)) == []
    assert kinds(subscribe(shop, each_time(shop))) == []


def test_another_address_of_the_contract_alone_is_found_and_is_one_row_however_often(shop: Shop) -> None:
    contract = subscribe(shop)
    move_contract(shop, contract)

    first = check_contract(contract)
    again = check_contract(contract)

    assert [(row.kind, row.order) for row in first] == [(DriftKind.ADDRESS_DIFFERS, order_of(contract))]
    assert [row.pk for row in again] == [row.pk for row in first]
    assert again[0].found_at == first[0].found_at
    assert "Moncton" not in again[0].words + again[0].remedy


def test_a_drift_that_is_gone_is_settled_by_itself_and_found_anew_when_it_comes_back(shop: Shop) -> None:
    contract = subscribe(shop)
    move_contract(shop, contract)
    check_contract(contract)
    move_order(shop, order_of(contract))

    found = kinds(contract)

    row = Drift.objects.get(kind=DriftKind.ADDRESS_DIFFERS)
    assert found == []
    assert row.settled_because == "Subscription and order have the same address."
    assert row.settled_at is not None
    edit_elsewhere(shop, contract.gid, deliveryMethod={"shipping": {"address": {**MOVED, "city": "Dieppe"}}})
    assert kinds(contract) == [DriftKind.ADDRESS_DIFFERS]
    assert Drift.objects.filter(kind=DriftKind.ADDRESS_DIFFERS).count() == 2


def test_while_a_change_is_under_way_an_open_drift_is_left_as_it_is(shop: Shop) -> None:
    contract = subscribe(shop)
    move_contract(shop, contract)
    check_contract(contract)
    wish = ChangeWish(ChangeNote("Ring twice"), Actor.MERCHANT, "ada")
    confirm_change(contract, wish, fingerprint=preview_change(contract, wish).plan.fingerprint)
    move_order(shop, order_of(contract))

    meanwhile = kinds(contract)
    run_pending()

    assert meanwhile == [DriftKind.ADDRESS_DIFFERS]
    assert kinds(contract) == []


def test_a_change_that_did_not_come_to_us_is_kept_as_read_now(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop)
    calendar.advance(hours=1)
    edit_elsewhere(shop, contract.gid, note="Leave it at the door")
    calendar.advance(hours=1)

    found = kinds(contract)

    row = Drift.objects.get(kind=DriftKind.MIRROR_BEHIND)
    assert found == []
    assert (row.settled_at is not None, row.settled_because) == (True, "Reading it again has put it right.")
    assert "door" not in row.words


def test_a_lost_delivery_comes_back_before_anything_is_found(shop: Shop) -> None:
    contract = subscribe(shop)
    contract.deliveries.filter(number=2).delete()

    found = kinds(contract)

    assert found == []
    assert contract.deliveries.exclude(order=None).count() == 3


def test_a_contract_that_shopify_does_not_show_any_more_is_found_while_paid_deliveries_are_left(shop: Shop) -> None:
    contract = subscribe(shop)
    unknown = f"{contract.gid}9"
    SalesOrderLine.objects.filter(contract_gid=contract.gid).update(contract_gid=unknown)
    Contract.objects.filter(pk=contract.pk).update(gid=unknown)
    contract.refresh_from_db()

    assert kinds(contract) == [DriftKind.CONTRACT_GONE]


def test_work_that_shopify_does_not_open_is_overdue_after_a_day(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop)
    order = order_of(contract)
    late = order.fulfillment_orders.filter(status="SCHEDULED").order_by("fulfill_at")[0]
    calendar.advance(hours=1)
    assert late.fulfill_at is not None
    past = now() - timedelta(days=2)
    late.fulfill_at = past
    late.save()

    evidence_words = [row.words for row in check_contract(contract) if row.kind == DriftKind.WORK_OVERDUE]

    assert len(evidence_words) == 1
    assert f"was due on {day_of(past, shop.store.timezone)}" in evidence_words[0]


def test_the_night_tells_once_of_new_drift_and_counts_it(shop: Shop) -> None:
    first, second = subscribe(shop), subscribe(shop, each_time(shop))
    move_contract(shop, first)
    move_contract(shop, second)

    ran = report_drift(entry_of(shop.store))
    again = report_drift(entry_of(shop.store))

    assert ran == Ran("2 subscriptions checked: 2 new drifts, 2 open")
    assert again == Ran("2 subscriptions checked: 0 new drifts, 2 open")
    notice = Notice.objects.get(kind="drifts_found")
    assert notice.words == ("2 new drifts between subscriptions and their orders were found. Open altogether: 2.")
    assert entry_of(shop.store).cursor == {}


def test_a_night_without_new_drift_tells_nothing(shop: Shop) -> None:
    subscribe(shop)

    assert report_now(shop.store) == "1 subscription checked: 0 new drifts, 0 open"
    assert not Notice.objects.filter(kind="drifts_found").exists()


def test_a_run_whose_time_is_used_up_goes_on_where_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        subscribe(shop)
    monkeypatch.setattr(job_queue, "TURN", timedelta(0))
    assert report_drift(entry_of(shop.store)) == Ran(
        "0 subscriptions checked: 0 new drifts, 0 open; goes on", timedelta(0)
    )
    place = min(Contract.objects.values_list("pk", flat=True))
    entry = entry_of(shop.store)
    entry.cursor = {**entry.cursor, "place": place, "checked": 1}
    entry.save()
    before = reads(shop.sandbox)
    monkeypatch.undo()

    ran = report_drift(entry_of(shop.store))

    assert ran == Ran("2 subscriptions checked: 0 new drifts, 0 open")
    assert reads(shop.sandbox) - before == 1


def test_a_contract_that_cannot_be_understood_does_not_keep_the_others_from_being_checked(shop: Shop) -> None:
    for _ in range(2):
        subscribe(shop)
    broken = {"operation": "subscriptionContract", "nth": 1, "kind": "body", "body": "{", "status": 200}
    shop.sandbox.faults(broken)

    assert report_drift(entry_of(shop.store)).words == (
        "1 subscription checked: 0 new drifts, 0 open; 1 could not be read"
    )


def test_ended_contracts_are_checked_only_while_something_paid_is_left(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    Contract.objects.filter(pk=contract.pk).update(status="CANCELLED")
    contract.deliveries.exclude(order=None).update(state="shipped")

    assert report_drift(entry_of(shop.store)).words.startswith("0 subscriptions checked")
    contract.deliveries.exclude(order=None).update(state="billed_unshipped")
    assert report_drift(entry_of(shop.store)).words.startswith("1 subscription checked")


def test_past_orders_are_imported_first(shop: Shop) -> None:
    start_backfill(shop.store)

    assert report_drift(entry_of(shop.store)).goes_on_after == timedelta(minutes=10)


def test_a_store_that_was_connected_before_gets_the_report_by_itself(shop: Shop) -> None:
    entry_of(shop.store).delete()

    queue_due_entries()
    run_entry(entry_of(shop.store).pk)

    assert entry_of(shop.store).last_result == "0 subscriptions checked: 0 new drifts, 0 open"


def test_a_delivery_that_is_held_for_a_pause_is_told_once_after_a_week(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop)
    wish = ChangeWish(Pause(PausePolicy.HOLD), Actor.MERCHANT, "ada")
    confirm_change(contract, wish, fingerprint=preview_change(contract, wish).plan.fingerprint)
    run_pending()
    calendar.advance(days=6)
    early = kinds(contract)

    calendar.advance(days=2)
    late = [kinds(contract) for _ in range(2)]

    assert (early, late) == ([], [[DriftKind.HELD_TOO_LONG]] * 2)
    notice = Notice.objects.get(kind="hold_reminder")
    assert "does not leave by itself" in notice.words
    assert notice.contract == contract
