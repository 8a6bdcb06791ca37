"""Steps of a change that act on an order of the subscription, carried out in the sandbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from backhaul.core.change_steps import Side, Step, StepKind
from backhaul.flows.read_order import read_order
from backhaul.models import Contract, Intent, PostedCreditMemo, SalesOrder, Task
from tests.support.change_steps import carry_out, ending, order_step, task_of, write_change, write_steps
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, wake_all
from tests.support.subscriptions import subscribe

CANCEL = (
    'mutation { orderCancel(orderId: "%s", reason: OTHER, restock: true, refund: false) { userErrors { message } } }'
)
OPEN = 'mutation { fulfillmentOrderOpen(id: "%s") { userErrors { message } } }'


def origin(contract: Contract) -> SalesOrder:
    """The order that the subscription was bought with."""
    order = contract.orders.get().order
    assert order is not None
    return order


def deliveries(contract: Contract, *statuses: str) -> list[str]:
    """The fulfillment orders of the first order in one of these states, the soonest first."""
    remote = read_order(contract.store, origin(contract).gid)
    found = [one for one in remote.fulfillment_orders if one.status in statuses]
    return [one.gid for one in sorted(found, key=lambda one: str(one.fulfill_at))]


def date_of(contract: Contract, gid: str) -> datetime:
    """When Shopify has the delivery fulfilled."""
    found = read_order(contract.store, origin(contract).gid).fulfillment_order(gid)
    assert found is not None
    assert found.fulfill_at is not None
    return found.fulfill_at


def finish(contract: Contract) -> None:
    """The change is over."""
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)


def test_an_order_gets_the_new_address_and_keeps_what_is_not_given(shop: Shop) -> None:
    contract = subscribe(shop)
    before = read_order(shop.store, origin(contract).gid).shipping_address

    ended = carry_out(
        order_step(contract, origin(contract), StepKind.UPDATE_ORDER, address={"address1": "Other Street 9"})
    )

    after = read_order(shop.store, origin(contract).gid).shipping_address
    assert ended == ("succeeded", "changed")
    assert before is not None
    assert after is not None
    assert (after.address1, after.city, after.name) == ("Other Street 9", before.city, before.name)


def test_attributes_are_merged_and_the_note_is_replaced(shop: Shop) -> None:
    contract = subscribe(shop, note="old", attributes={"Gift": "yes"})
    wanted = {"note": "Ring twice", "attributes": [["Card", "Merry"]]}
    before = read_order(shop.store, origin(contract).gid).attributes

    ended = carry_out(order_step(contract, origin(contract), StepKind.UPDATE_ORDER, **wanted))

    after = read_order(shop.store, origin(contract).gid)
    assert ended == ("succeeded", "changed")
    assert (after.note, after.attributes) == ("Ring twice", (*before, ("Card", "Merry")))


def test_a_scheduled_delivery_gets_another_date(shop: Shop) -> None:
    contract = subscribe(shop)
    (first, _) = deliveries(contract, "SCHEDULED")
    date = date_of(contract, first) + timedelta(days=5)

    ended = carry_out(
        order_step(contract, origin(contract), StepKind.RESCHEDULE, fulfillment_order=first, date=date.isoformat())
    )

    assert ended == ("succeeded", "changed")
    assert date_of(contract, first) == date


def test_a_delivery_that_is_moved_onto_the_next_ones_date_may_be_merged_into_it(shop: Shop) -> None:
    contract = subscribe(shop)
    (first, second) = deliveries(contract, "SCHEDULED")
    date = date_of(contract, second)

    ended = carry_out(
        order_step(contract, origin(contract), StepKind.RESCHEDULE, fulfillment_order=first, date=date.isoformat())
    )

    remote = read_order(shop.store, origin(contract).gid)
    units = [
        sum(line.remaining for line in one.lines)
        for one in remote.fulfillment_orders
        if one.status == "SCHEDULED" and one.fulfill_at == date
    ]
    assert ended == ("succeeded", "changed")
    assert sum(units) == 2


def test_a_delivery_that_was_opened_meanwhile_is_not_rescheduled(shop: Shop) -> None:
    contract = subscribe(shop)
    (first, _) = deliveries(contract, "SCHEDULED")
    date = date_of(contract, first) + timedelta(days=5)
    step = order_step(contract, origin(contract), StepKind.RESCHEDULE, fulfillment_order=first, date=date.isoformat())
    shop.sandbox.graphql(OPEN % first)

    ended = carry_out(step)

    assert ended == ("cancelled", "superseded")
    assert not Intent.objects.exists()


def test_a_date_in_the_past_is_a_persons_decision(shop: Shop) -> None:
    contract = subscribe(shop)
    (first, _) = deliveries(contract, "SCHEDULED")
    params = {"fulfillment_order": first, "date": "2020-01-01T00:00:00+00:00"}

    ended = carry_out(order_step(contract, origin(contract), StepKind.RESCHEDULE, **params))

    assert ended == ("needs_attention", "needs_attention")


def test_an_open_delivery_is_held_and_released_again(shop: Shop) -> None:
    contract = subscribe(shop)
    (first,) = deliveries(contract, "OPEN")
    held = carry_out(order_step(contract, origin(contract), StepKind.HOLD, fulfillment_order=first, reason="Paused"))
    states = [deliveries(contract, "ON_HOLD")]
    finish(contract)

    released = carry_out(order_step(contract, origin(contract), StepKind.RELEASE, fulfillment_order=first))

    assert (held, released) == (("succeeded", "changed"), ("succeeded", "changed"))
    assert [*states, deliveries(contract, "OPEN")] == [[first], [first]]


def test_a_hold_that_is_there_already_is_not_put_there_twice(shop: Shop) -> None:
    contract = subscribe(shop)
    (first,) = deliveries(contract, "OPEN")
    change = write_change(contract)
    params = {"fulfillment_order": first, "reason": "Paused"}
    steps = [Step(key, Side.ORDER, StepKind.HOLD, origin(contract).gid, "", params) for key in ("a", "b")]
    (one, other) = write_steps(change, steps)

    run_pending()

    assert {ending(one), ending(other)} == {("succeeded", "changed"), ("succeeded", "already_so")}
    assert Intent.objects.filter(operation="fulfillmentOrderHold").count() == 1


def test_units_are_given_back_by_a_credit_memo_that_the_step_waits_for(shop: Shop) -> None:
    contract = subscribe(shop)
    line = origin(contract).lines.get().gid

    step = order_step(contract, origin(contract), StepKind.GIVE_BACK, units={line: 2}, restock="cancel")
    ended = carry_out(step)

    memo = PostedCreditMemo.objects.get()
    assert ended == ("succeeded", "changed")
    assert (memo.reference, memo.task.outcome) == (step.pk, "refunded")
    assert len(deliveries(contract, "OPEN", "SCHEDULED")) == 1


def test_units_that_were_posted_as_shipped_meanwhile_are_not_given_back(shop: Shop) -> None:
    contract = subscribe(shop)
    line = origin(contract).lines.get().gid
    step = order_step(contract, origin(contract), StepKind.GIVE_BACK, units={line: 3}, restock="cancel")
    Task.objects.filter(pk=step.task_id).update(state="waiting", wait_reason="hold", wake_at="2099-01-01T00:00Z")
    (first,) = deliveries(contract, "OPEN")
    document = """mutation Ship($id: ID!) { fulfillmentCreate(fulfillment: {lineItemsByFulfillmentOrder: [
        {fulfillmentOrderId: $id}]}) { userErrors { message } } }"""
    shop.sandbox.graphql(document, id=first)

    wake_all()
    run_pending()

    assert ending(step) == ("cancelled", "superseded")
    assert not PostedCreditMemo.objects.exists()


def test_an_order_is_cancelled_and_waited_for(shop: Shop) -> None:
    contract = subscribe(shop)
    step = order_step(contract, origin(contract), StepKind.CANCEL_ORDER, reason="CUSTOMER", refund=True)

    first = carry_out(step)
    shop.sandbox.advance("PT1M")
    wake_all()
    run_pending()

    assert first in (("waiting", "waiting_until"), ("succeeded", "changed"))
    assert ending(step) == ("succeeded", "changed")
    assert read_order(shop.store, origin(contract).gid).cancelled_at is not None
    assert Intent.objects.filter(operation="orderCancel").count() == 1


def test_an_order_that_somebody_has_cancelled_is_cancelled_already_and_not_changed_any_more(shop: Shop) -> None:
    contract = subscribe(shop)
    cancel = order_step(contract, origin(contract), StepKind.CANCEL_ORDER, reason="CUSTOMER", refund=True)
    shop.sandbox.graphql(CANCEL % origin(contract).gid)
    shop.sandbox.advance("PT1M")

    cancelled = carry_out(cancel)
    finish(contract)
    updated = carry_out(order_step(contract, origin(contract), StepKind.UPDATE_ORDER, note="Ring twice"))

    assert cancelled == ("succeeded", "already_so")
    assert updated == ("cancelled", "superseded")


def test_a_step_is_superseded_when_one_that_it_depends_on_was_not_done(shop: Shop) -> None:
    contract = subscribe(shop)
    (first, _) = deliveries(contract, "SCHEDULED")
    gid = origin(contract).gid
    one = Step("a", Side.ORDER, StepKind.RESCHEDULE, gid, "", {"fulfillment_order": first, "date": "2099-01-01T00:00Z"})
    other = Step("b", Side.ORDER, StepKind.UPDATE_ORDER, gid, "", {"note": "Ring twice"}, depends_on=("a",))
    free = Step("c", Side.ORDER, StepKind.UPDATE_ORDER, gid, "", {"note": "Ring thrice"})
    steps: Sequence[Step] = (one, other, free)
    shop.sandbox.graphql(OPEN % first)

    written = write_steps(write_change(contract), steps)
    run_pending()

    assert [ending(step) for step in written] == [
        ("cancelled", "superseded"),
        ("cancelled", "superseded"),
        ("succeeded", "changed"),
    ]
    assert "An earlier step was not done" in task_of(written[1]).outcome_detail


@pytest.mark.parametrize("fault", ["500_after", "500_before"])
@pytest.mark.parametrize("kind", ["orderUpdate", "fulfillmentOrderReschedule", "fulfillmentOrderHold", "orderCancel"])
def test_a_lost_reply_is_read_back_and_nothing_happens_twice(shop: Shop, kind: str, fault: str) -> None:
    contract = subscribe(shop)
    (held,) = deliveries(contract, "OPEN")
    (moved, _) = deliveries(contract, "SCHEDULED")
    date = date_of(contract, moved) + timedelta(days=5)
    params: dict[str, tuple[StepKind, dict[str, object]]] = {
        "orderUpdate": (StepKind.UPDATE_ORDER, {"note": "Ring twice", "address": {"address1": "Other Street 9"}}),
        "fulfillmentOrderReschedule": (
            StepKind.RESCHEDULE,
            {"fulfillment_order": moved, "date": date.isoformat()},
        ),
        "fulfillmentOrderHold": (StepKind.HOLD, {"fulfillment_order": held, "reason": "Paused"}),
        "orderCancel": (StepKind.CANCEL_ORDER, {"reason": "CUSTOMER", "refund": True}),
    }
    shop.sandbox.faults({"operation": kind, "nth": 1, "kind": fault})
    step = order_step(contract, origin(contract), params[kind][0], **params[kind][1])
    waiting = carry_out(step)

    let_lost_replies_be_old(jobs=True)
    shop.sandbox.advance("PT1M")
    for _ in range(3):
        wake_all()
        run_pending()

    assert waiting == ("waiting", "waiting_until")
    assert ending(step) == ("succeeded", "changed")
    settled = Intent.objects.filter(operation=kind).order_by("created_at")
    wanted = ["done"] if fault == "500_after" else ["absent", "done"]
    assert [intent.state for intent in settled] == wanted


def test_a_cancellation_that_shopify_is_still_at_is_waited_for_and_never_asked_for_twice(shop: Shop) -> None:
    shop.sandbox.reset(job_seconds=1800)
    contract = subscribe(shop)
    shop.sandbox.faults({"operation": "orderCancel", "nth": 1, "kind": "500_after"})
    step = order_step(contract, origin(contract), StepKind.CANCEL_ORDER, reason="CUSTOMER", refund=True)
    carry_out(step)
    let_lost_replies_be_old()
    wake_all()
    run_pending()
    meanwhile = ending(step), Intent.objects.get(operation="orderCancel").state

    shop.sandbox.advance("PT31M")
    let_lost_replies_be_old()
    for _ in range(2):
        wake_all()
        run_pending()

    assert meanwhile == (("waiting", "waiting_until"), "open")
    assert ending(step) == ("succeeded", "changed")
    assert Intent.objects.get(operation="orderCancel").state == "done"
