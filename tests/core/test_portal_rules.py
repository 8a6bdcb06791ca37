"""What a customer may do, and the sentence where it is not possible."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.change_steps import Situation
from backhaul.core.contracts import (
    AttemptState,
    ContractStatus,
    CycleStatus,
    Ownership,
    RemoteAttempt,
    RemoteContract,
    Rhythm,
)
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.portal_delivery_rules import why_not_delivery
from backhaul.core.portal_policy import CustomerChange, PortalPolicies
from backhaul.core.portal_rules import OF_CONTRACT, OF_DELIVERY, Standing, last_payment_failed, next_charge_at, why_not
from backhaul.core.wanted_changes import ChangeKind
from tests.core.change_world import CONFIRMING, handed_over, locked, monthly, situation, term
from tests.core.contract_builders import MONTHLY, NOW, contract, cycles, month

OFFERED = (*OF_CONTRACT, *OF_DELIVERY)
ALL = PortalPolicies(is_open=True, allowed=frozenset(CustomerChange), notice_days=0)
WEEK = replace(ALL, notice_days=7)
DATE, SKIP, UNSKIP = ChangeKind.DATE, ChangeKind.SKIP, ChangeKind.UNSKIP
ADDRESS, PAUSE, RESUME, CANCEL = ChangeKind.ADDRESS, ChangeKind.PAUSE, ChangeKind.RESUME, ChangeKind.CANCEL
PAID = ChangeKind.PAYMENT_METHOD
WITH_GAP = tuple(
    replace(one, status=CycleStatus.UNBILLED) if one.index == 3 else one for one in cycles(MONTHLY, number=6, billed=4)
)
"""The third cycle stayed unbilled, the fourth is billed."""


def standing(where: Situation | None = None, **changes: object) -> Standing:
    """What a customer sees of the situation: of a monthly contract unless told."""
    where = where or situation(of=monthly())
    paid = [one for side in where.orders for one in side.layout.deliveries]
    found = Standing(
        contract=where.contract,
        ownership=where.ownership,
        deliveries=(*paid, *where.future),
        billed_cycles=sum(one.status == "BILLED" for one in where.contract.cycles),
        timezone=where.timezone,
        now=where.now,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def of(found: RemoteContract) -> Standing:
    return standing(situation(of=found))


def delivery(where: Standing, state: DeliveryState) -> Delivery:
    """The first delivery in that state."""
    return next(one for one in where.deliveries if one.state is state)


def words(kind: ChangeKind, where: Standing, portal: PortalPolicies = ALL) -> str:
    return str(why_not(kind, where, portal) or "")


@pytest.mark.parametrize("kind", [ADDRESS, PAUSE, CANCEL, PAID])
def test_an_active_subscription_can_be_changed(kind: ChangeKind) -> None:
    assert why_not(kind, standing(), ALL) is None


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (CustomerChange.ADDRESS, {ADDRESS}),
        (CustomerChange.DATE, {DATE}),
        (CustomerChange.SKIP, {SKIP, UNSKIP}),
        (CustomerChange.PAUSE, {PAUSE, RESUME}),
        (CustomerChange.CANCEL, {CANCEL}),
    ],
)
def test_what_the_shop_does_not_allow_is_left_to_it(change: CustomerChange, kinds: set[ChangeKind]) -> None:
    others = replace(ALL, allowed=ALL.allowed - {change})

    refused = {kind for kind in OFFERED if words(kind, standing(), others).startswith("The shop does this for you")}

    assert refused == kinds


@pytest.mark.parametrize("kind", OFFERED)
def test_a_portal_that_is_not_open_lets_nobody_change_anything(kind: ChangeKind) -> None:
    assert words(kind, standing(), replace(ALL, is_open=False)) == "The shop does this for you: please write to it."


def test_prices_are_never_the_customers_to_change() -> None:
    assert why_not(ChangeKind.PRICE, standing(), ALL) is not None


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize("status", [ContractStatus.CANCELLED, ContractStatus.EXPIRED])
def test_an_ended_subscription_cannot_be_changed(kind: ChangeKind, status: ContractStatus) -> None:
    assert words(kind, of(monthly(status=status))) == "This subscription has ended."


def test_a_status_that_is_not_known_is_left_to_the_shop() -> None:
    assert "write to the shop" in words(CANCEL, of(monthly(status="FROZEN")))


@pytest.mark.parametrize("kind", OFFERED)
def test_one_change_at_a_time(kind: ChangeKind) -> None:
    assert "Another change" in words(kind, standing(is_changing=True))


@pytest.mark.parametrize("kind", [ADDRESS, PAUSE, CANCEL, PAID])
def test_another_apps_subscription_is_changed_there(kind: ChangeKind) -> None:
    assert "managed in “Boxes”" in words(kind, standing(ownership=Ownership.ANOTHER_APP))


def test_a_subscription_of_no_app_is_left_to_the_shop() -> None:
    assert "managed elsewhere" in words(PAUSE, standing(ownership=Ownership.NOBODY))


def test_a_paid_delivery_of_another_apps_subscription_can_still_be_moved() -> None:
    where = standing(situation(term()), ownership=Ownership.ANOTHER_APP)
    paid = next(one for one in where.deliveries if one.order_gid and one.due_at == month(2))
    unpaid = delivery(where, DeliveryState.UNBILLED)

    assert why_not_delivery(DATE, paid, where, ALL) is None
    assert "managed in “Boxes”" in str(why_not_delivery(SKIP, unpaid, where, ALL))


def test_a_paused_subscription_is_resumed_and_an_active_one_paused() -> None:
    paused = of(monthly(status=ContractStatus.PAUSED))

    assert why_not(RESUME, paused, ALL) is None
    assert words(PAUSE, paused) == "This subscription is paused already."
    assert words(RESUME, standing()) == "This subscription is not paused."


def test_no_address_is_given_while_a_payment_is_taken_but_it_can_be_cancelled() -> None:
    charging = of(locked(monthly(), CONFIRMING))

    assert "A payment is being taken" in words(ADDRESS, charging)
    assert why_not(CANCEL, charging, ALL) is None


def test_a_picked_up_subscription_has_no_address() -> None:
    method = contract().method
    assert method is not None

    assert "pick this subscription up" in words(ADDRESS, of(monthly(method=replace(method, kind="Pickup"))))
    assert "The shop changes" in words(ADDRESS, of(monthly(method=replace(method, kind="LocalDelivery"))))


def test_a_least_number_of_billings_is_kept_and_the_day_named_from_which_it_can_be_cancelled() -> None:
    least = replace(MONTHLY, min_cycles=4)
    bound = of(monthly(billing=least, cycles=cycles(MONTHLY, number=6, billed=2)))

    found = why_not(CANCEL, bound, ALL)

    assert found is not None
    assert dict(found.values) == {"least": 4, "day": month(3).date()}


def test_a_least_number_that_is_reached_keeps_nobody() -> None:
    reached = of(monthly(billing=replace(MONTHLY, min_cycles=2), cycles=cycles(MONTHLY, number=6, billed=2)))

    assert why_not(CANCEL, reached, ALL) is None


def test_without_cycles_the_day_is_reckoned_or_left_out() -> None:
    least = Rhythm("MONTH", 1, min_cycles=3)
    reckoned = replace(of(monthly(billing=least, cycles=())), billed_cycles=1)
    unknown = replace(of(monthly(billing=least, cycles=(), next_billing_at=None)), billed_cycles=1)

    assert f"from {month(3):%Y-%m-%d} on" in words(CANCEL, reckoned)
    assert words(CANCEL, unknown).endswith("at least 3 times before it can be cancelled.")


@pytest.mark.parametrize(("days_before", "is_possible"), [(8, True), (7, True), (6, False), (0, False)])
def test_a_notice_counts_days_of_the_stores_calendar(days_before: int, is_possible: bool) -> None:
    now = month(2) - timedelta(days=days_before, hours=1)
    where = replace(standing(), now=now)
    next_one = next(one for one in where.deliveries if one.due_at == month(2))

    assert (why_not_delivery(SKIP, next_one, where, WEEK) is None) is is_possible
    assert (why_not(PAUSE, where, WEEK) is None) is is_possible
    assert why_not(CANCEL, where, WEEK) is None


def test_the_notice_ends_with_the_day_in_the_stores_zone() -> None:
    """23:30 UTC of the last possible day is the next day already in Berlin."""
    now = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
    here, there = replace(standing(), now=now), replace(standing(), now=now, timezone="Europe/Berlin")
    next_one = next(one for one in here.deliveries if one.due_at == month(2))

    assert why_not_delivery(SKIP, next_one, here, WEEK) is None
    assert "was possible until 2026-12-08" in str(why_not_delivery(SKIP, next_one, there, WEEK))


def overdue(state: AttemptState | None, *, days: int) -> Standing:
    """So many days after the second charge was due, with its last try in that state."""
    tries = (RemoteAttempt("1", "key", state, month(2)),) if state else ()
    return replace(of(monthly(attempts=tries)), now=month(2) + timedelta(days=days))


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (AttemptState.FAILED, 0, ""),
        (AttemptState.FAILED, 14, ""),
        (None, 0, "about to be made"),
        (None, 3, ""),
        (AttemptState.PENDING, 3, "is being taken"),
    ],
)
def test_a_payment_that_failed_keeps_nobody_from_pausing_or_skipping(
    state: AttemptState | None, days: int, expected: str
) -> None:
    where = overdue(state, days=days)
    due = next(one for one in where.deliveries if one.due_at == month(2))

    paused = str(why_not(PAUSE, where, WEEK) or "")
    skipped = str(why_not_delivery(SKIP, due, where, WEEK) or "")

    assert (expected in paused, expected in skipped) == (True, True)
    assert bool(paused) is bool(skipped) is bool(expected)


def test_after_a_failed_payment_a_pause_keeps_the_notice_of_the_charge_to_come() -> None:
    where = overdue(AttemptState.FAILED, days=28)

    assert f"The charge of {month(3):%Y-%m-%d} is near" in words(PAUSE, where, WEEK)


def test_a_failed_payment_is_said_until_the_charge_is_made_or_passed() -> None:
    failed = overdue(AttemptState.FAILED, days=3)
    passed = replace(failed, contract=replace(failed.contract, cycles=WITH_GAP))

    assert last_payment_failed(failed)
    assert not last_payment_failed(passed)
    assert not last_payment_failed(overdue(AttemptState.PENDING, days=3))


def test_a_delivery_of_a_cycle_that_is_passed_is_gone() -> None:
    where = overdue(AttemptState.FAILED, days=3)
    gone = next(one for one in where.deliveries if one.due_at == month(2))
    passed = replace(where, contract=replace(where.contract, cycles=WITH_GAP))

    assert str(why_not_delivery(SKIP, gone, passed, ALL)) == "The day of this delivery is past."


def test_a_charge_that_is_due_is_waited_for() -> None:
    where = replace(standing(), now=month(2) + timedelta(minutes=1))
    due = next(one for one in where.deliveries if one.due_at == month(2))

    assert "about to be made" in str(why_not_delivery(SKIP, due, where, ALL))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (DeliveryState.SHIPPED, "has left already"),
        (DeliveryState.BILLED_HANDED_OVER, "being prepared already"),
        (DeliveryState.REMOVED, "refunded or cancelled"),
        (DeliveryState.LOCKED, "being charged"),
        (DeliveryState.UNKNOWN, "write to the shop"),
    ],
)
@pytest.mark.parametrize("kind", [DATE, SKIP, UNSKIP])
def test_what_is_out_of_hand_cannot_be_changed(kind: ChangeKind, state: DeliveryState, expected: str) -> None:
    where = standing()
    one = replace(where.deliveries[-1], state=state)

    assert expected in str(why_not_delivery(kind, one, where, ALL))


def test_a_skipped_delivery_is_only_unskipped_and_another_one_only_skipped() -> None:
    where = standing()
    usual = delivery(where, DeliveryState.UNBILLED)
    skipped = replace(usual, state=DeliveryState.SKIPPED)

    assert why_not_delivery(UNSKIP, skipped, where, ALL) is None
    assert str(why_not_delivery(SKIP, skipped, where, ALL)) == "This delivery is skipped."
    assert str(why_not_delivery(DATE, skipped, where, ALL)) == "This delivery is skipped."
    assert str(why_not_delivery(UNSKIP, usual, where, ALL)) == "This delivery is not skipped."


def test_a_skipped_delivery_whose_day_is_past_is_gone() -> None:
    where = standing()
    skipped = replace(delivery(where, DeliveryState.UNBILLED), state=DeliveryState.SKIPPED, due_at=NOW)

    assert str(why_not_delivery(UNSKIP, skipped, where, ALL)) == "The day of this delivery is past."


def test_a_paid_delivery_that_is_due_is_the_shops_to_hold() -> None:
    where = standing(situation(term()))
    due = next(one for one in where.deliveries if one.due_at == month(1))

    assert "only the shop may still hold it back" in str(why_not_delivery(DATE, due, where, ALL))


def test_a_notice_counts_for_paid_deliveries_too() -> None:
    where = standing(situation(term()), now=month(2) - timedelta(days=6))
    paid = next(one for one in where.deliveries if one.due_at == month(2))

    assert "until 2026-12-08" in str(why_not_delivery(DATE, paid, where, WEEK))
    assert why_not_delivery(DATE, paid, where, ALL) is None


def test_what_is_handed_over_is_said_to_be_prepared() -> None:
    where = standing(situation(handed_over()))
    gone = delivery(where, DeliveryState.BILLED_HANDED_OVER)

    assert "being prepared" in str(why_not_delivery(DATE, gone, where, ALL))


def test_nothing_is_skipped_while_nothing_is_charged() -> None:
    paused = of(monthly(status=ContractStatus.PAUSED))
    one = delivery(paused, DeliveryState.UNBILLED)

    assert "The subscription is paused" in str(why_not_delivery(SKIP, one, paused, ALL))


def test_the_next_charge_is_that_of_the_first_cycle_that_is_neither_billed_nor_skipped() -> None:
    found = monthly()
    skipping = replace(found, cycles=tuple(replace(one, skipped=one.index == 3) for one in found.cycles))

    assert next_charge_at(found) == month(2)
    assert next_charge_at(skipping) == month(3)
    assert next_charge_at(replace(found, status=ContractStatus.PAUSED)) is None
    assert next_charge_at(replace(found, cycles=(), next_billing_at=month(4))) == month(4)


def test_deliveries_of_one_charge_are_changed_by_the_first_of_them() -> None:
    where = standing(situation())
    first, second, third = [one for one in where.deliveries if one.cycle_index == 2]

    assert why_not_delivery(DATE, first, where, ALL) is None
    assert why_not_delivery(SKIP, first, where, ALL) is None
    assert f"together with that of {first.due_at:%Y-%m-%d}" in str(why_not_delivery(SKIP, second, where, ALL))
    assert why_not_delivery(DATE, third, where, ALL) is not None
