"""What the transactions of an order come to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backhaul.core.errors import IncompletePayments
from backhaul.core.ledger import Authorisation, Holding, Ledger
from backhaul.core.netting import net
from backhaul.core.payments import TransactionKind, TransactionStatus
from tests.core.payment_builders import (
    FAILURE,
    NOW,
    PENDING,
    authorisation,
    capture,
    eur,
    gid,
    gift_card,
    ledger,
    movement,
    payments,
    refund,
    sale,
    void,
)


def only(found: Ledger) -> Authorisation:
    (one,) = found.authorisations
    return one


def test_an_authorisation_holds_what_no_capture_has_taken() -> None:
    found = only(
        ledger(authorisation(1, "100", several=True), capture(2, "30", of=1), capture(3, "20", of=1, status=PENDING))
    )

    assert (found.captured, found.pending, found.capturable) == (eur("30"), eur("20"), eur("50"))
    assert found.holding is Holding.OPEN


@pytest.mark.parametrize("status", [FAILURE, TransactionStatus.ERROR])
def test_a_failed_capture_takes_nothing_and_is_kept_with_its_code(status: str) -> None:
    found = ledger(authorisation(1, "100"), capture(2, "100", of=1, status=status, error="CARD_DECLINED"))

    assert only(found).capturable == eur("100")
    assert [(one.error_code, one.authorisation_gid) for one in found.failed] == [("CARD_DECLINED", gid(1))]


@pytest.mark.parametrize("status", ["PENDING", "AWAITING_RESPONSE", "UNKNOWN", "SOMETHING_NEW"])
def test_a_capture_that_may_still_succeed_is_set_aside(status: str) -> None:
    found = ledger(authorisation(1, "100"), capture(2, "40", of=1, status=status))

    assert (only(found).captured, only(found).pending) == (eur("0"), eur("40"))
    assert [one.authorisation_gid for one in found.undecided] == [gid(1)]


def test_shopifys_own_figure_limits_it_and_includes_what_is_pending() -> None:
    one = authorisation(1, "100", unsettled="60", several=True)

    found = only(ledger(one, capture(2, "20", of=1, status=PENDING)))

    assert found.capturable == eur("40")


def test_a_pending_capture_keeps_the_rest_of_a_single_capture_authorisation_from_others() -> None:
    found = only(ledger(authorisation(1, "100", unsettled="100"), capture(2, "20", of=1, status=PENDING)))

    assert (found.capturable, found.holding) == (eur("0"), Holding.OPEN)


def test_an_authorisation_is_good_for_nothing_when_shopify_says_so() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False)))

    assert (found.capturable, found.holding) == (eur("0"), Holding.GONE)


def test_a_pending_capture_leaves_open_what_becomes_of_the_authorisation() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False), capture(2, "40", of=1, status=PENDING)))

    assert (found.capturable, found.holding) == (eur("0"), Holding.OPEN)


def test_a_wholly_captured_authorisation_is_captured() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False), capture(2, "100", of=1)))

    assert (found.capturable, found.holding) == (eur("0"), Holding.CAPTURED)


def test_a_voided_authorisation_is_told_apart_from_a_captured_one() -> None:
    found = only(ledger(authorisation(1, "100"), void(2, "100", of=1)))

    assert (found.captured, found.voided, found.capturable) == (eur("0"), eur("100"), eur("0"))
    assert found.holding is Holding.VOIDED


def test_a_failed_void_voids_nothing() -> None:
    found = only(ledger(authorisation(1, "100"), void(2, "100", of=1, status=FAILURE)))

    assert (found.voided, found.capturable) == (eur("0"), eur("100"))


def test_a_void_of_no_amount_still_says_why_nothing_can_be_captured() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False), void(2, "0", of=1)))

    assert found.holding is Holding.VOIDED


def test_an_authorisation_past_shopifys_date_has_expired() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False, unsettled="100", expires_at=NOW)))

    assert (found.capturable, found.holding) == (eur("0"), Holding.EXPIRED)


def test_an_order_that_is_expired_in_shopify_has_expired_authorisations() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False), financial_status="EXPIRED"))

    assert found.holding is Holding.EXPIRED


def test_our_clock_does_not_expire_what_shopify_lets_be_captured() -> None:
    found = only(ledger(authorisation(1, "100", expires_at=NOW - timedelta(minutes=1))))

    assert (found.capturable, found.holding) == (eur("100"), Holding.OPEN)


def test_an_estimated_date_expires_nothing() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False), lifetimes={"cards": timedelta(hours=1)}, now=NOW))

    assert found.expires_at is not None
    assert found.expires_at < NOW
    assert found.holding is Holding.GONE


def test_what_one_capture_has_left_of_a_single_capture_authorisation_is_gone_not_expired() -> None:
    found = only(ledger(authorisation(1, "100", is_capturable=False, expires_at=NOW), capture(2, "40", of=1)))

    assert found.holding is Holding.GONE


def test_shopifys_date_comes_before_any_estimate() -> None:
    later = NOW + timedelta(days=3)

    found = only(ledger(authorisation(1, "9", expires_at=later), lifetimes={"cards": timedelta(days=1)}))

    assert (found.expires_at, found.expiry_is_estimated) == (later, False)


def test_without_a_date_of_shopifys_the_gateways_lifetime_is_an_estimate() -> None:
    one = authorisation(1, "9")

    found = only(ledger(one, lifetimes={"cards": timedelta(days=5)}))

    assert (found.expires_at, found.expiry_is_estimated) == (one.created_at + timedelta(days=5), True)


def test_shopify_payments_authorisations_live_seven_days_unless_the_store_says_otherwise() -> None:
    one = authorisation(1, "9", gateway="shopify_payments")

    built_in = only(ledger(one)).expires_at
    said = only(ledger(one, lifetimes={"shopify_payments": timedelta(days=30)})).expires_at

    assert (built_in, said) == (one.created_at + timedelta(days=7), one.created_at + timedelta(days=30))


def test_an_unknown_expiry_is_none() -> None:
    found = only(ledger(authorisation(1, "9")))

    assert (found.expires_at, found.expiry_is_estimated) == (None, False)


@pytest.mark.parametrize(
    ("several", "manual", "once"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_only_manual_and_multi_capturable_authorisations_take_several_captures(
    several: bool, manual: bool, once: bool
) -> None:
    assert only(ledger(authorisation(1, "9", several=several, manual=manual))).takes_one_capture is once


def test_sales_gift_cards_and_captures_are_receipts_and_refunds_reduce_them() -> None:
    found = ledger(
        authorisation(1, "50"),
        capture(2, "50", of=1),
        sale(3, "30"),
        gift_card(4, "20"),
        refund(5, "10", of=2),
        refund(6, "5", of=3, status=PENDING),
        refund(7, "20", of=4, status=FAILURE),
    )

    assert [(one.gid, one.kept) for one in found.receipts] == [
        (gid(2), eur("40")),
        (gid(3), eur("25")),
        (gid(4), eur("20")),
    ]
    assert found.net_received == eur("85")


def test_a_refund_that_names_the_authorisation_is_of_its_captures() -> None:
    found = ledger(sale(1, "10"), authorisation(2, "50"), capture(3, "50", of=2), refund(4, "15", of=2))

    assert [one.refunded for one in found.receipts] == [eur("0"), eur("15")]


def test_a_refund_that_names_nothing_is_of_its_gateway_first_and_is_never_forgotten() -> None:
    found = ledger(gift_card(1, "20"), sale(2, "10"), refund(3, "15", of=None))

    assert [one.refunded for one in found.receipts] == [eur("5"), eur("10")]
    assert found.net_received == eur("15")


def test_what_is_owed_leaves_out_what_came_and_what_is_coming() -> None:
    found = ledger(
        authorisation(1, "60"),
        capture(2, "10", of=1),
        capture(3, "20", of=1, status=PENDING),
        sale(4, "15", status=PENDING),
        worth="100",
    )

    assert found.owed == eur("55")


def test_a_pending_bank_transfer_or_authorisation_is_still_owed() -> None:
    found = ledger(sale(1, "60", status=PENDING, manual=True), authorisation(2, "40", status=PENDING), worth="100")

    assert found.owed == eur("100")
    assert [(one.is_manual, one.sets_aside) for one in found.undecided] == [(True, False), (False, True)]
    assert found.authorisations == ()


def test_more_received_than_the_order_is_worth_is_owed_below_zero() -> None:
    assert ledger(sale(1, "60"), worth="50").owed == eur("-10")


def test_without_a_total_of_shopifys_it_is_not_known_what_is_owed() -> None:
    assert ledger(sale(1, "60")).owed is None


def test_change_suggested_refunds_and_unknown_kinds_count_nothing() -> None:
    found = ledger(
        sale(1, "60"),
        movement(TransactionKind.CHANGE, 2, "5", of=1),
        movement(TransactionKind.SUGGESTED_REFUND, 3, "60", of=1),
        replace(sale(4, "9"), kind="STABLECOIN_PROMISE"),
        worth="60",
    )

    assert (found.net_received, found.owed) == (eur("60"), eur("0"))


def test_an_emv_authorisation_is_an_authorisation() -> None:
    found = ledger(replace(authorisation(1, "60"), kind=TransactionKind.EMV_AUTHORIZATION))

    assert only(found).capturable == eur("60")


def test_nothing_is_decided_on_a_list_that_was_cut_off() -> None:
    read = payments(authorisation(1, "60"), count=2)

    with pytest.raises(IncompletePayments) as raised:
        net(read, now=NOW, lifetimes={})

    assert not raised.value.can_retry
    assert raised.value.data == {"order": read.gid, "read": 1, "of": 2}
