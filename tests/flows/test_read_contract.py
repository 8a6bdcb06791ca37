"""A subscription contract is read whole into the mirror, with its plan, its orders and its deliveries."""

from datetime import timedelta
from decimal import Decimal

import pytest

from backhaul.core.contracts import CycleStatus, Ownership
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.next_charge import open_cycles
from backhaul.core.shopify_errors import NotFoundInShopify
from backhaul.flows.clock import now
from backhaul.flows.contract_facts import contract_of, plan_terms_of
from backhaul.flows.mirror_contract import apply_contract
from backhaul.flows.read_contract import read_contract
from backhaul.models import Contract, SalesOrderLine, Task
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import ANNA, buy, each_time, edit_elsewhere, offer, skip_elsewhere, subscribe


def test_an_order_bought_with_a_plan_has_its_contract_read_and_its_deliveries_kept(shop: Shop) -> None:
    plan = offer(shop)

    order = buy(shop, plan)
    run_pending()

    row = Contract.objects.get()
    line = SalesOrderLine.objects.get(order=order)
    assert (line.contract_gid, line.selling_plan_gid, line.selling_plan_name) == (row.gid, plan, "Monthly")
    assert (row.status, row.ownership, row.is_prepaid, row.origin_order_gid) == ("ACTIVE", "ours", True, order.gid)
    assert [(one.order, one.is_origin) for one in row.orders.all()] == [(order, True)]
    assert [one.quantity for one in row.lines.all()] == [1]
    paid = row.deliveries.filter(order=order).order_by("number")
    assert [(one.number, one.state) for one in paid] == [(number, "billed_unshipped") for number in (1, 2, 3)]


def test_the_common_contract_takes_one_request_beside_its_plan(shop: Shop) -> None:
    subscribe(shop)

    asked = [(one["operation"], one["requested"]) for one in shop.sandbox.log() if "ontract" in one["operation"]]

    assert asked == [("OrderContracts", 21), ("Contract", 44)]
    assert reads(shop.sandbox, "SellingPlan") == 1


def test_a_second_reading_asks_neither_for_the_plan_nor_for_the_contracts_of_known_lines(shop: Shop) -> None:
    row = subscribe(shop)
    before = len(shop.sandbox.log())

    read_contract(shop.store, row.gid)

    assert [one["operation"] for one in shop.sandbox.log()[before:]] == ["Contract"]


def test_the_plans_terms_are_kept_as_they_were_at_the_first_reading(shop: Shop) -> None:
    anchors = [{"type": "MONTHDAY", "day": 15}]
    row = subscribe(shop, offer(shop, anchors=anchors, cutoff=5, preAnchorBehavior="NEXT"))

    terms = plan_terms_of(row)

    assert terms is not None
    assert (terms.name, terms.cutoff, terms.pre_anchor) == ("Monthly", 5, "NEXT")
    assert terms.billing is not None
    assert (terms.billing.interval, terms.billing.count, terms.billing.anchors[0].day) == ("MONTH", 3, 15)
    assert row.plan_missing == ""


def test_what_the_mirror_keeps_of_a_contract_is_what_was_read_of_it(shop: Shop) -> None:
    row = subscribe(shop)
    edit_elsewhere(
        shop,
        row.gid,
        note="Leave it at the door",
        customAttributes=[{"key": "Card", "value": "Happy birthday"}],
        deliveryMethod={"shipping": {"address": ANNA}},
        deliveryPrice="3.50",
    )

    read = read_contract(shop.store, row.gid)

    kept = contract_of(Contract.objects.get())
    assert kept.method is not None
    assert (kept.note, kept.attributes, kept.method) == (read.note, read.attributes, read.method)
    assert (kept.delivery_price.amount, kept.lines, kept.billing) == (Decimal("3.5"), read.lines, read.billing)
    assert (kept.cycles, kept.attempts, kept.ownership) == (read.cycles, read.attempts, Ownership.OURS)
    assert kept.revision == read.revision


def test_cycles_are_read_until_five_are_still_to_be_charged_however_many_are_skipped(shop: Shop) -> None:
    row = subscribe(shop, each_time(shop))
    for cycle in row.cycles.filter(status=CycleStatus.UNBILLED, expected_at__gt=now())[:4]:
        skip_elsewhere(shop, row, cycle.index)

    read = read_contract(shop.store, row.gid)

    assert len([one for one in open_cycles(read.cycles) if one.expected_at > now()]) >= 5


def test_cycles_are_read_until_the_date_that_is_wanted_and_some_behind_it(shop: Shop) -> None:
    row = subscribe(shop, each_time(shop))
    far = now() + timedelta(days=500)

    read = read_contract(shop.store, row.gid, ahead_to=far)

    assert sum(one.expected_at > far for one in read.cycles) >= 5
    assert read_contract(shop.store, row.gid).cycles == read.cycles[:7]


def test_every_field_that_was_changed_is_recorded_once_with_how_it_was_learnt(shop: Shop) -> None:
    row = subscribe(shop)
    edit_elsewhere(shop, row.gid, note="Leave it at the door", deliveryPrice="3.50")

    for _ in range(2):
        read_contract(shop.store, row.gid, learned=Learned(LearnedBy.RECONCILE))

    found = {one.path: (one.before, one.after, one.learned_by) for one in row.differences.all()}
    assert found == {
        "note": ("", "Leave it at the door", "reconcile"),
        "delivery/price": ("0.00 CAD", "3.50 CAD", "reconcile"),
    }


def test_a_reading_that_began_before_the_stored_one_changes_nothing(shop: Shop) -> None:
    row = subscribe(shop)
    early = read_contract(shop.store, row.gid)
    edit_elsewhere(shop, row.gid, note="Later")
    read_contract(shop.store, row.gid)
    row.refresh_from_db()

    apply_contract(shop.store, early, read_started_at=row.read_started_at - timedelta(seconds=1))
    apply_contract(shop.store, early, read_started_at=row.read_started_at + timedelta(hours=1))

    row.refresh_from_db()
    assert row.content["note"] == "Later"
    assert row.differences.count() == 1


def test_another_apps_contract_is_mirrored_as_such(shop: Shop) -> None:
    row = subscribe(shop, contract_app="gid://shopify/App/77")

    assert (row.ownership, row.app_gid) == (Ownership.ANOTHER_APP, "gid://shopify/App/77")


def test_a_contract_that_shopify_does_not_know_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFoundInShopify):
        read_contract(shop.store, "gid://shopify/SubscriptionContract/404")


def test_a_contract_is_refreshed_by_one_task_for_ever(shop: Shop) -> None:
    row = subscribe(shop)

    task = Task.objects.get(kind="refresh_contract")

    assert (task.state, task.outcome) == ("succeeded", "refreshed")
    assert task.serial_key == f"contract:{shop.store.pk}:{row.gid}"
