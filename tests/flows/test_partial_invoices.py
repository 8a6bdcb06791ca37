"""Several invoices over one order: what each takes of its payments."""

from backhaul.flows.ask_for_payments import capture_by_hand
from backhaul.models import PaymentLine
from tests.support.payments import (
    GIFT_CARD,
    MANUAL,
    MULTI,
    ONE_CAPTURE,
    Calendar,
    act,
    capture_tasks,
    go_on,
    invoice,
    line_tasks,
    lines,
    paid_by,
    transactions,
)
from tests.support.shop import Shop, run_pending, state_of


def test_a_second_partial_invoice_gets_only_what_is_left(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "80.00"})
    invoice(order, "60.00")
    run_pending()

    second = invoice(order, "40.00")
    run_pending()

    assert lines(second) == [("authorised", "20", "20", "captured")]
    assert state_of(second.task) == ("needs_attention", "payments_short")
    assert "20.00 EUR" in second.task.outcome_detail
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", "60.00"), ("SUCCESS", "20.00")]
