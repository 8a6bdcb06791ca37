"""Deliveries over a contract's life: expected by its cycles, paid by its orders, with numbers that stay."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from backhaul.core.contracts import CycleStatus
from backhaul.core.deliveries import DeliveryState
from backhaul.core.delivery_keeping import Kept, Outlook, PaidOrder, follow
from backhaul.core.remote import RemoteOrder
from tests.core.contract_builders import (
    BOUGHT,
    COFFEE_LINE,
    CONTRACT,
    MONTHLY,
    NOW,
    QUARTERLY,
    contract,
    cycles,
    kept_of,
    month,
    outlook,
    part,
    prepaid,
)

UNBILLED, LOCKED, SKIPPED = DeliveryState.UNBILLED, DeliveryState.LOCKED, DeliveryState.SKIPPED
RENEWAL = "gid://shopify/Order/2"
MONTHLY_OUTLOOK = outlook(contract(billing=MONTHLY, cycles=cycles(MONTHLY)))


def first() -> RemoteOrder:
    return prepaid(part(1, 0), part(2, 1), part(3, 2))


def renewal(**changes: Any) -> RemoteOrder:
    made = prepaid(part(4, 3), part(5, 4), part(6, 5))
    return replace(made, **{"gid": RENEWAL, "created_at": month(3), **changes})


def single(number: int, at: int) -> RemoteOrder:
    """The order of one monthly delivery."""
    made = prepaid(part(number, at), quantity=1)
    return replace(made, gid=f"gid://shopify/Order/{number}", created_at=month(at))


def states(kept: Kept) -> list[tuple[int, DeliveryState, int | None]]:
    return [(one.delivery.number, one.delivery.state, one.delivery.cycle_index) for one in kept.deliveries]


def expected(kept: Kept) -> list[tuple[int, DeliveryState, int | None]]:
    return [entry for entry in states(kept) if entry[2] is not None]


def test_each_cycle_of_a_monthly_subscription_is_an_expected_delivery() -> None:
    kept = kept_of(single(1, 0), outlook_=MONTHLY_OUTLOOK)

    assert expected(kept) == [(2, UNBILLED, 2), (3, UNBILLED, 3), (4, UNBILLED, 4)]
    assert kept.deliveries[1].delivery.units == {COFFEE_LINE: 1}
    assert kept.deliveries[1].delivery.due_at == month(1)


def test_each_cycle_of_a_prepaid_subscription_promises_all_its_deliveries() -> None:
    kept = kept_of(first(), outlook_=outlook(contract(cycles=cycles(QUARTERLY, number=2))))

    assert expected(kept) == [(4, UNBILLED, 2), (5, UNBILLED, 2), (6, UNBILLED, 2)]
    assert [one.delivery.due_at for one in kept.deliveries[3:]] == [month(3), month(4), month(5)]


def test_a_renewal_order_takes_over_what_was_expected_of_its_cycle() -> None:
    before = kept_of(first())

    after = kept_of(first(), renewal(), before=before, outlook_=outlook(contract(cycles=cycles(QUARTERLY, billed=2))))

    assert [(one.delivery.number, one.delivery.order_gid) for one in after.deliveries[:6]] == [
        (1, first().gid),
        (2, first().gid),
        (3, first().gid),
        (4, RENEWAL),
        (5, RENEWAL),
        (6, RENEWAL),
    ]
    assert [one.delivery.id for one in after.deliveries[3:6]] == ["dlv_4", "dlv_5", "dlv_6"]
    assert after.deliveries[3].whole == {"gid://shopify/LineItem/11": 1}


def test_an_order_that_is_read_before_its_cycle_takes_over_the_cycle_that_had_begun() -> None:
    before = kept_of(first())

    early = kept_of(first(), renewal(), before=before)
    after = kept_of(first(), renewal(), before=early, outlook_=outlook(contract(cycles=cycles(QUARTERLY, billed=2))))

    assert early.deliveries[3].delivery.order_gid == RENEWAL
    assert after.deliveries == early.deliveries


def test_a_cycle_that_is_billed_waits_locked_for_its_order() -> None:
    before = kept_of(first())
    billed = outlook(contract(cycles=cycles(QUARTERLY, billed=2)))
    paid = [PaidOrder(first().gid, first(), {}), PaidOrder(RENEWAL, None, {})]

    kept = follow(CONTRACT, billed, paid, kept=before.deliveries, now=NOW)

    assert [entry[:2] for entry in expected(kept)[:3]] == [(4, LOCKED), (5, LOCKED), (6, LOCKED)]
    assert kept.unknown_because[RENEWAL] == "We have not read it yet."


def test_what_was_expected_of_a_cycle_that_is_billed_and_laid_out_without_it_is_forgotten() -> None:
    before = kept_of(first())
    more = prepaid(part(4, 3), part(5, 4), quantity=2, gid=RENEWAL, created_at=month(3))

    after = kept_of(first(), more, before=before, outlook_=outlook(contract(cycles=cycles(QUARTERLY, billed=2))))

    assert [one.delivery.number for one in after.deliveries][:6] == [1, 2, 3, 4, 5, 7]


def test_more_deliveries_than_were_expected_get_new_numbers() -> None:
    before = kept_of(first(), outlook_=outlook(contract(cycles=cycles(QUARTERLY, number=2))))
    four = prepaid(*(part(4 + at, 3 + at) for at in range(4)), quantity=4, gid=RENEWAL, created_at=month(3))

    after = kept_of(first(), four, before=before, outlook_=outlook(contract(cycles=cycles(QUARTERLY, billed=2))))

    assert [one.delivery.number for one in after.deliveries if one.delivery.order_gid == RENEWAL] == [4, 5, 6, 7]


def test_the_next_cycle_is_locked_while_a_billing_attempt_is_pending() -> None:
    kept = kept_of(single(1, 0), outlook_=replace(MONTHLY_OUTLOOK, is_pending=True))

    assert expected(kept) == [(2, LOCKED, 2), (3, UNBILLED, 3), (4, UNBILLED, 4)]


def with_status(*billed: int, number: int = 5) -> Outlook:
    """A monthly outlook in which these cycles are billed."""
    found = cycles(MONTHLY, number=number, billed=0)
    told = (replace(one, status=CycleStatus.BILLED) if one.index in billed else one for one in found)
    return replace(MONTHLY_OUTLOOK, cycles=tuple(told))


def test_an_order_takes_the_delivery_of_its_cycle_over_one_that_stayed_unbilled() -> None:
    before = kept_of(single(1, 0), outlook_=with_status(1))

    read = kept_of(single(1, 0), single(4, 2), before=before, outlook_=with_status(1, 3))
    unread = kept_of(single(1, 0), single(4, 2), before=before, outlook_=with_status(1))

    for after in (read, unread):
        own = [one.delivery for one in after.deliveries if one.delivery.order_gid == single(4, 2).gid]
        assert [(one.id, one.cycle_index) for one in own] == [("dlv_3", 3)]


def test_a_cycle_that_failed_is_charged_late_with_the_delivery_that_was_expected_of_it() -> None:
    before = kept_of(single(1, 0), outlook_=with_status(1))
    passed = kept_of(single(1, 0), single(4, 2), before=before, outlook_=with_status(1, 3))

    late = replace(single(5, 2), created_at=month(2) + timedelta(days=3))
    after = kept_of(single(1, 0), single(4, 2), late, before=passed, outlook_=with_status(1, 2, 3))

    assert [one.delivery.id for one in after.deliveries if one.delivery.order_gid == late.gid] == ["dlv_2"]


def test_each_cycle_that_a_pending_attempt_may_bill_is_locked() -> None:
    overdue = replace(with_status(1, number=4), is_pending=True)

    kept = kept_of(single(1, 0), outlook_=overdue, now=month(2))

    assert expected(kept) == [(2, LOCKED, 2), (3, LOCKED, 3), (4, UNBILLED, 4)]


def test_a_cycle_that_is_passed_is_not_the_locked_one() -> None:
    passed = replace(with_status(1, 3), is_pending=True)

    kept = kept_of(single(1, 0), outlook_=passed, now=month(3))

    assert (2, UNBILLED, 2) in expected(kept)
    assert [entry[2] for entry in expected(kept) if entry[1] is LOCKED] == [4]


def test_a_skipped_cycle_is_a_skipped_delivery_and_not_the_locked_one() -> None:
    skipped = tuple(replace(one, skipped=one.index == 2) for one in MONTHLY_OUTLOOK.cycles)

    kept = kept_of(single(1, 0), outlook_=replace(MONTHLY_OUTLOOK, cycles=skipped, is_pending=True))

    assert expected(kept) == [(2, SKIPPED, 2), (3, LOCKED, 3), (4, UNBILLED, 4)]


def test_a_skipped_delivery_stays_known_when_its_cycle_has_passed() -> None:
    skipped = tuple(replace(one, skipped=one.index == 2) for one in MONTHLY_OUTLOOK.cycles)
    before = kept_of(single(1, 0), outlook_=replace(MONTHLY_OUTLOOK, cycles=skipped))
    later = tuple(replace(one, status=CycleStatus.BILLED) for one in skipped[2:3])

    after = kept_of(
        single(1, 0), single(2, 2), before=before, outlook_=replace(MONTHLY_OUTLOOK, cycles=(*later, skipped[3]))
    )

    assert [(number, state) for number, state, _ in states(after)] == [
        (1, DeliveryState.BILLED_UNSHIPPED),
        (2, SKIPPED),
        (3, DeliveryState.BILLED_UNSHIPPED),
        (4, UNBILLED),
    ]


def test_a_date_that_is_moved_moves_its_delivery_and_keeps_its_number() -> None:
    before = kept_of(single(1, 0), outlook_=MONTHLY_OUTLOOK)
    moved = tuple(replace(one, expected_at=one.expected_at + timedelta(days=4)) for one in MONTHLY_OUTLOOK.cycles)

    after = kept_of(single(1, 0), before=before, outlook_=replace(MONTHLY_OUTLOOK, cycles=moved))

    assert expected(after) == expected(before)
    assert after.deliveries[1].delivery.due_at == month(1) + timedelta(days=4)


def test_nothing_is_expected_of_a_contract_that_has_ended() -> None:
    before = kept_of(first())

    after = kept_of(first(), before=before, outlook_=outlook(is_ended=True))

    assert [one.delivery.number for one in after.deliveries] == [1, 2, 3]


def test_numbers_wait_for_the_first_order_so_that_they_are_in_order_of_time() -> None:
    soon = BOUGHT + timedelta(minutes=1)
    unread = follow(CONTRACT, outlook(), [PaidOrder(first().gid, None, {})], kept=(), now=soon)
    unrouted = kept_of(prepaid(), now=soon)

    after = kept_of(first(), before=unrouted, now=soon)

    assert unread.deliveries == unrouted.deliveries == ()
    assert [one.delivery.number for one in after.deliveries if one.delivery.order_gid] == [1, 2, 3]


def test_a_contract_whose_first_order_never_shows_has_its_future_after_an_hour() -> None:
    kept = follow(CONTRACT, outlook(), [], kept=(), now=NOW)

    assert {one.delivery.state for one in kept.deliveries} == {UNBILLED}


def test_deliveries_of_an_order_that_is_no_longer_linked_are_kept() -> None:
    before = kept_of(first())

    after = kept_of(before=before)

    assert [one.delivery.number for one in after.deliveries if one.delivery.order_gid] == [1, 2, 3]
