"""When something is said of an authorisation that ends, and in which words."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from backhaul.core.expiry import (
    URGENT,
    Expiring,
    NoticeKind,
    due_notice,
    notice_words,
    priority_of,
    unclaimed,
)
from backhaul.core.ledger import Authorisation, Holding
from backhaul.core.moments import in_zone
from backhaul.core.money import Money
from backhaul.core.payment_lines import LineState
from tests.core.builders import NOW

HOURS = (72, 24, 6)
AFTER_EXPIRY = (
    "It cannot be captured any more: ask the customer to pay again, then retrieve the invoice's payments again."
)


def _euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def _ending(
    in_hours: float, *, invoice: str = "I-1", state: LineState = LineState.OPEN, is_estimated: bool = False
) -> Expiring:
    return Expiring(
        subject="pay_1",
        order_name="#1001",
        amount=_euros("60"),
        gateway_name="Shopify Payments",
        expires_at=NOW + timedelta(hours=in_hours),
        is_estimated=is_estimated,
        invoice_number=invoice,
        state=state,
    )


def _threshold(in_hours: float) -> str | None:
    notice = due_notice(_ending(in_hours), hours_before=HOURS, now=NOW)
    return notice.unique_key.rpartition(":")[2] if notice else None


def test_nothing_is_said_before_the_first_notice_is_due() -> None:
    assert due_notice(_ending(72.1), hours_before=HOURS, now=NOW) is None
    assert due_notice(_ending(1), hours_before=(), now=NOW) is None


@pytest.mark.parametrize(
    ("in_hours", "threshold"), [(72, "72"), (25, "72"), (24, "24"), (6.5, "24"), (6, "6"), (0.1, "6")]
)
def test_of_several_notices_that_are_due_only_the_nearest_is_given(in_hours: float, threshold: str) -> None:
    assert _threshold(in_hours) == threshold


@pytest.mark.parametrize("state", [LineState.OPEN, LineState.EXPIRED])
def test_after_its_end_one_notice_says_so(state: LineState) -> None:
    notices = [due_notice(_ending(-hours, state=state), hours_before=HOURS, now=NOW) for hours in (0, 30)]

    assert [notice and notice.kind for notice in notices] == [NoticeKind.EXPIRED, NoticeKind.EXPIRED]


def test_an_authorisation_that_shopify_calls_expired_has_ended_before_its_estimated_date() -> None:
    notice = due_notice(_ending(30, state=LineState.EXPIRED, is_estimated=True), hours_before=HOURS, now=NOW)

    assert notice is not None
    assert notice.kind is NoticeKind.EXPIRED


def test_another_date_has_notices_of_its_own() -> None:
    first = due_notice(_ending(5), hours_before=HOURS, now=NOW)
    second = due_notice(_ending(4), hours_before=HOURS, now=NOW)
    later = due_notice(_ending(5), hours_before=HOURS, now=NOW + timedelta(hours=1))

    assert first is not None
    assert second is not None
    assert first.unique_key != second.unique_key
    assert first == later


@pytest.mark.parametrize(
    ("ending", "what", "advice"),
    [
        (
            _ending(23),
            "Order #1001, invoice I-1: 60.00 EUR authorised by Shopify Payments expires tomorrow, in 23 hours.",
            "It is not captured yet: look at its task, or capture it by hand before then.",
        ),
        (
            _ending(0.5, invoice="", is_estimated=True),
            "Order #1001: 60.00 EUR authorised by Shopify Payments expires about tomorrow, in 1 hour.",
            "It is not invoiced yet: post the invoice before then, or the money is lost.",
        ),
        (
            _ending(-2, state=LineState.EXPIRED),
            "Order #1001, invoice I-1: 60.00 EUR authorised by Shopify Payments expired tomorrow.",
            AFTER_EXPIRY,
        ),
    ],
)
def test_a_notice_says_what_when_and_what_can_be_done(ending: Expiring, what: str, advice: str) -> None:
    assert notice_words(ending, until="tomorrow", now=NOW) == f"{what} {advice}"


def test_a_refused_capture_and_an_estimate_have_words_of_their_own() -> None:
    refused = notice_words(_ending(5, state=LineState.REFUSED), until="soon", now=NOW)
    pending = notice_words(_ending(5, state=LineState.PENDING), until="soon", now=NOW)
    estimated = notice_words(_ending(-1, is_estimated=True), until="now", now=NOW)
    unclaimed_one = notice_words(_ending(-1, invoice=""), until="now", now=NOW)

    assert "Its last capture was refused" in refused
    assert "is being processed" in pending
    assert "Shopify is asked" in estimated
    assert "It was not invoiced" in unclaimed_one


@pytest.mark.parametrize(("in_hours", "priority"), [(25, 0), (24, URGENT), (1, URGENT), (0, 0), (-3, 0)])
def test_a_task_goes_first_in_its_last_day(in_hours: float, priority: int) -> None:
    assert priority_of(NOW + timedelta(hours=in_hours), NOW) == priority


def test_a_task_without_a_date_goes_where_it_stands() -> None:
    assert priority_of(None, NOW) == 0


@pytest.mark.parametrize(
    ("holding", "claimed", "left"),
    [
        (Holding.OPEN, "0", "50"),
        (Holding.OPEN, "40", "10"),
        (Holding.OPEN, "80", "0"),
        (Holding.EXPIRED, "40", "15"),
        (Holding.CAPTURED, "0", "0"),
        (Holding.VOIDED, "0", "0"),
        (Holding.GONE, "0", "0"),
    ],
)
def test_what_nobody_counts_on_is_what_captures_and_lines_leave_of_an_authorisation(
    holding: Holding, claimed: str, left: str
) -> None:
    authorisation = Authorisation(
        gid="gid://shopify/OrderTransaction/1",
        gateway="shopify_payments",
        gateway_name="Shopify Payments",
        created_at=NOW,
        authorised=_euros("100"),
        captured=_euros("25"),
        pending=_euros("20"),
        voided=_euros("0"),
        capturable=_euros("50"),
        holding=holding,
        takes_one_capture=False,
    )

    assert unclaimed(authorisation, claimed=_euros(claimed)) == _euros(left)


def test_an_instant_is_written_in_the_time_zone_of_the_store() -> None:
    moment = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)

    assert in_zone(moment, "Europe/Brussels") == "2026-07-01 14:30 (Europe/Brussels)"
    assert in_zone(moment, "America/New_York") == "2026-07-01 08:30 (America/New_York)"
    assert in_zone(moment, "Nowhere/Land") == "2026-07-01 12:30 (UTC)"
    assert in_zone(moment, "../etc") == "2026-07-01 12:30 (UTC)"
