"""A delivery that is not billed yet is moved to another date: it is on that date, by its number, and charged once."""

from datetime import datetime, timedelta

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.deliveries import DeliveryState
from backhaul.core.wanted_changes import Actor, MoveDate, SkipDelivery, UnskipDelivery
from backhaul.flows.clock import now
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.read_contract import read_contract
from backhaul.flows.take_place import take_place
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Contract, Delivery
from tests.flows.test_changes_on_both_sides import carried_out
from tests.flows.test_renewals import bill
from tests.support.inbox import let_webhooks_arrive
from tests.support.payments import Calendar
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, shown_contract, skip_elsewhere, subscribe

CYCLES = """query Cycles($id: ID!) { subscriptionBillingCycles(contractId: $id, first: 6,
 billingCyclesIndexRangeSelector: { startIndex: 1, endIndex: 6 }) {
 nodes { cycleIndex billingAttemptExpectedDate skipped status } } }"""

MONTHS_AHEAD = 8
YEAR = timedelta(days=365)


def next_two(contract: Contract) -> tuple[Delivery, Delivery]:
    """The next two deliveries that are not billed yet."""
    first, second = contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number")[:2]
    return first, second


def between(first: Delivery, second: Delivery) -> datetime:
    """A date nine days after the first, which is in the period of the second one."""
    assert first.due_at is not None
    assert second.due_at is not None
    date = first.due_at + timedelta(days=9)
    assert date < second.due_at
    return date


def charges(shop: Shop, contract: Contract) -> list[datetime]:
    """When Shopify has the contract charged, as another client sees it."""
    found = shop.sandbox.graphql(CYCLES, id=contract.gid)["subscriptionBillingCycles"]["nodes"]
    return [datetime.fromisoformat(one["billingAttemptExpectedDate"]) for one in found if not one["skipped"]]


def test_a_delivery_that_is_moved_beyond_its_period_is_on_that_date_by_its_number(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first, second = next_two(contract)
    before, to = charges(shop, contract), between(first, second)

    change = carried_out(contract, MoveDate(first.number, to))

    assert (change.state, change.words) == (ChangeState.DONE, "Everything is done.")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.due_at) == (DeliveryState.UNBILLED, to)
    assert second.state == DeliveryState.SKIPPED
    assert charges(shop, contract) == [to, *before[2:]]
    assert datetime.fromisoformat(shown_contract(shop, contract)["nextBillingDate"]) == to


def test_a_delivery_is_moved_further_ahead_than_cycles_are_read_otherwise(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first, _ = next_two(contract)
    assert first.due_at is not None
    read_before = contract.cycles.count()
    to = first.due_at + timedelta(days=MONTHS_AHEAD * 31)

    change = carried_out(contract, MoveDate(first.number, to))
    read_contract(shop.store, contract.gid)

    assert (change.state, change.words) == (ChangeState.DONE, "Everything is done.")
    first.refresh_from_db()
    assert (first.state, first.due_at) == (DeliveryState.UNBILLED, to)
    assert read_before < MONTHS_AHEAD < contract.cycles.count()
    assert contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number").first() == first
    assert datetime.fromisoformat(shown_contract(shop, contract)["nextBillingDate"]) == to


def test_a_date_further_ahead_than_shopify_shows_is_refused_and_changes_nothing(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first, _ = next_two(contract)

    preview = preview_change(contract, ChangeWish(MoveDate(first.number, now() + 4 * YEAR), Actor.MERCHANT, "ada"))

    assert preview.plan.steps == ()
    assert "is too far ahead" in " ".join(preview.plan.impossible)


def test_a_moved_delivery_is_paid_for_once_and_the_order_is_its_own(hooked: Shop, calendar: Calendar) -> None:
    contract = subscribe(hooked, each_time(hooked))
    first, second = next_two(contract)
    to = between(first, second)
    carried_out(contract, MoveDate(first.number, to))
    calendar.advance(days=(to - now()).days + 1)
    let_webhooks_arrive(hooked)
    (due,) = contract.cycles.filter(status="UNBILLED", skipped=False, expected_at__lte=now())

    bill(hooked, contract, due.index, key="moved")
    calendar.advance(minutes=10)
    let_webhooks_arrive(hooked)

    renewal = contract.orders.get(is_origin=False)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.order, first.state) == (renewal.order, DeliveryState.BILLED_UNSHIPPED)
    assert (second.order, second.state) == (None, DeliveryState.SKIPPED)
    assert not contract.cycles.filter(status="UNBILLED", skipped=False, expected_at__lte=now()).exists()


def test_taking_another_ones_place_twice_takes_it_once(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first, second = next_two(contract)
    change = carried_out(contract, MoveDate(first.number, between(first, second)))
    step = change.steps.get(kind=StepKind.SKIP_CYCLE)

    take_place(step)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (DeliveryState.UNBILLED, DeliveryState.SKIPPED)


def test_the_rest_of_a_move_is_planned_anew_where_the_other_period_was_changed_meanwhile(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first, second = next_two(contract)
    to = between(first, second)
    wish = ChangeWish(MoveDate(first.number, to), Actor.MERCHANT, "ada")
    change = confirm_change(contract, wish, fingerprint=preview_change(contract, wish).plan.fingerprint)
    skip_elsewhere(shop, contract, second.cycle_index)
    run_pending()
    change.refresh_from_db()

    state = change.state
    carried_out(contract, UnskipDelivery(first.number))
    anew = carried_out(contract, MoveDate(first.number, to))

    assert (state, anew.state) == (ChangeState.SUPERSEDED, ChangeState.DONE)
    assert list(anew.steps.values_list("kind", flat=True)) == [StepKind.SCHEDULE_CYCLE]
    assert contract.deliveries.get(number=first.number).due_at == to


def test_the_one_that_was_left_out_can_be_taken_up_again_in_its_new_place(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    first, second = next_two(contract)
    before = charges(shop, contract)
    carried_out(contract, MoveDate(first.number, between(first, second)))

    change = carried_out(contract, UnskipDelivery(second.number))

    assert change.state == ChangeState.DONE
    assert contract.deliveries.get(number=second.number).due_at == before[0]
    assert len(charges(shop, contract)) == len(before)


def test_the_renewal_behind_a_skipped_paid_delivery_moves_with_all_that_it_pays_for(shop: Shop) -> None:
    contract = subscribe(shop)
    unpaid = contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number")[0]
    last = contract.deliveries.exclude(order=None).order_by("-number")[0]
    before = charges(shop, contract)

    change = carried_out(contract, SkipDelivery(2))

    assert change.state == ChangeState.DONE, change.words
    unpaid.refresh_from_db()
    put_off = contract.deliveries.get(number=2).due_at
    assert last.due_at is not None
    assert put_off is not None
    assert unpaid.due_at is not None
    assert last.due_at < put_off < unpaid.due_at == charges(shop, contract)[0]
    assert len(charges(shop, contract)) == len(before) - 1
