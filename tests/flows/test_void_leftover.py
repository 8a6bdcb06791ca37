"""What no invoice needs is given back to the customer: authorisations are voided, when a person asks for it."""

import pytest

from backhaul.flows.ask_for_payments import MoreToInvoice, retrieve_again, void_leftovers
from backhaul.models import Intent
from tests.support.payments import (
    MULTI,
    ONE_CAPTURE,
    act,
    go_on,
    invoice,
    lines,
    next_answer,
    paid_by,
    transactions,
    words_of,
)
from tests.support.shop import Shop, run_pending, state_of, wake_all


def test_an_authorisation_that_no_invoice_needs_is_voided(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "60.00", "expires_in": "P3D"}, {**MULTI, "amount": "40.00"})
    posted = invoice(order, "60.00", final=True)
    run_pending()

    asked = void_leftovers(posted.invoice)
    run_pending()

    assert state_of(asked.task) == ("succeeded", "voided")
    assert asked.task.outcome_detail == "40.00 EUR that was authorised and not needed is released."
    assert transactions(shop, order, "VOID") == [("SUCCESS", "40.00")]
    assert lines(posted) == [("authorised", "60", "60", "captured")]


def test_one_that_was_captured_in_part_is_kept_and_lapses_by_itself(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "60.00", final=True)
    run_pending()

    asked = void_leftovers(posted.invoice)
    run_pending()

    assert state_of(asked.task) == ("succeeded", "nothing_to_void")
    assert "the remaining 40.00 EUR lapses by itself" in asked.task.outcome_detail
    assert transactions(shop, order, "VOID") == []


def test_while_more_may_be_invoiced_nothing_is_voided(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "60.00")

    with pytest.raises(MoreToInvoice):
        void_leftovers(posted.invoice)

    run_pending()
    assert transactions(shop, order, "VOID") == []


def test_what_a_refused_capture_may_still_want_is_kept(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    next_answer(shop, next_capture={"answer": "failure"})
    posted = invoice(order, "60.00", final=True)
    run_pending()

    asked = void_leftovers(posted.invoice)
    run_pending()

    assert state_of(asked.task) == ("succeeded", "nothing_to_void")
    assert "an invoice still needs it" in asked.task.outcome_detail
    assert transactions(shop, order, "VOID") == []


def test_it_waits_until_every_invoice_has_taken_what_it_needs(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    posted = invoice(order, "60.00", final=True)

    asked = void_leftovers(posted.invoice)
    run_pending()

    assert lines(posted) == [("authorised", "60", "60", "captured")]
    assert state_of(asked.task) == ("succeeded", "nothing_to_void")


def test_what_the_customer_has_authorised_anew_is_kept_for_the_invoice_that_lost_its_payment(shop: Shop) -> None:
    order = paid_by(shop, ONE_CAPTURE)
    posted = invoice(order, "60.00", final=True)
    next_answer(shop, next_capture={"answer": "failure"})
    run_pending()
    act(shop, order, "void")
    act(shop, order, "authorise", **{**ONE_CAPTURE, "amount": "60.00"})

    asked = void_leftovers(posted.invoice)
    run_pending()
    retrieve_again(posted.invoice)
    run_pending()

    assert state_of(asked.task) == ("succeeded", "nothing_to_void")
    assert "60.00 EUR" in asked.task.outcome_detail
    assert lines(posted) == [("authorised", "60", "0", "voided"), ("authorised", "60", "60", "captured")]


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_a_void_whose_reply_was_lost_is_made_once(shop: Shop, fault: str, settled: str) -> None:
    order = paid_by(shop, {**MULTI, "amount": "60.00", "expires_in": "P3D"}, {**MULTI, "amount": "40.00"})
    posted = invoice(order, "60.00", final=True)
    run_pending()
    shop.sandbox.faults({"operation": "transactionVoid", "nth": 1, "kind": fault})
    asked = void_leftovers(posted.invoice)
    run_pending()

    wake_all()
    go_on()

    assert Intent.objects.filter(operation="transactionVoid").earliest("created_at").state == settled
    assert state_of(asked.task)[0] == "succeeded"
    assert transactions(shop, order, "VOID") == [("SUCCESS", "40.00")]


def test_a_void_that_the_gateway_refuses_is_a_persons(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "60.00", "expires_in": "P3D"}, {**MULTI, "amount": "40.00"})
    posted = invoice(order, "60.00", final=True)
    run_pending()
    next_answer(shop, next_void={"answer": "failure"})

    asked = void_leftovers(posted.invoice)
    run_pending()

    assert state_of(asked.task)[0] == "needs_attention"
    assert "void" in words_of(asked.task)
