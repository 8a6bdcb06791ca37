"""Credit memos over units of an order, posted: what is checked, and what no shipment can take from then on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from backhaul.core.credit_errors import MoreThanCanBeGivenBack, MoreThanOrderReceived
from backhaul.core.errors import BackhaulError, ExternalNumberTaken, MoreThanOutstanding
from backhaul.flows.post_credit_memo import post_credit_memo, post_units_memo
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.posted_facts import posted_of
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.stock import posted_unsent, remaining_of, withheld_of
from backhaul.models import PostedCreditMemo, SalesOrder, Task
from tests.support.credits import credit_request, paid_invoice, refunds
from tests.support.invoices import invoice_line, invoice_request
from tests.support.shop import Shop, run_pending, state_of
from tests.support.unit_credits import APPLE, give_units, prepaid, still_to_ship, units_request


def in_thread(do: Callable[[], object]) -> object:
    """What it returns, or the refusal; its connection is closed."""
    try:
        return do()
    except BackhaulError as refusal:
        return refusal
    finally:
        connection.close()


def test_the_statement_names_its_lines_and_computes_what_was_not_given(shop: Shop) -> None:
    order = prepaid(shop, tax_rate="0.13", shipping="8.00")

    posted = give_units(order, units={"box": 2}, shipping="share", reason="Moved away")

    (line,) = posted.memo.lines.all()
    assert (line.quantity, f"{line.amount:.2f}", line.restock) == (2, "67.80", "cancel")
    assert (f"{posted.memo.shipping:.2f}", f"{posted.memo.total:.2f}") == ("4.52", "72.32")
    assert (posted.memo.invoice, posted.task.kind, posted.is_new) == (None, "give_back_units", True)


def test_the_same_credit_memo_again_is_the_first_one_also_once_it_was_carried_out(shop: Shop) -> None:
    order = prepaid(shop)
    first = give_units(order, units={"box": 4})
    run_pending()

    again = give_units(order, units={"box": 4})

    assert (again.memo, again.is_new) == (first.memo, False)


def test_another_content_under_the_same_number_is_refused(shop: Shop) -> None:
    order = prepaid(shop)
    give_units(order, units={"box": 2})

    with pytest.raises(ExternalNumberTaken):
        give_units(order, units={"box": 1})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"units": {"box": 5}}, "more-than-can-be-given-back"),
        ({"units": {"box": 0}}, "bad-quantity"),
        ({"units": {"pear": 1}}, "unknown-line"),
        ({"restock": "return"}, "more-than-can-be-given-back"),
        ({"restock": "throw away"}, "bad-reference"),
        ({"currency": "USD"}, "credit-not-in-order-currency"),
        ({"total": "120.01"}, "more-than-order-received"),
        ({"total": "0.00"}, "nothing-to-give-back"),
        ({"total": "-1.00"}, "bad-money"),
        ({"amounts": {"box": "10.00"}, "total": "11.00"}, "credit-is-not-the-sum"),
        ({"booked_only": True}, "credit-amounts-unclear"),
    ],
)
def test_what_cannot_be_given_back_is_refused_and_nothing_is_kept(
    shop: Shop, given: dict[str, object], code: str
) -> None:
    order = prepaid(shop)

    with pytest.raises(BackhaulError) as refusal:
        post_units_memo(order, units_request(**given))  # type: ignore[arg-type]

    assert refusal.value.code == code
    assert not PostedCreditMemo.objects.exists()
    assert not Task.objects.filter(kind="give_back_units").exists()


def test_no_more_is_given_back_than_the_order_has_brought(shop: Shop) -> None:
    order = prepaid(shop)
    give_units(order, "CM-1", {"box": 1}, total="100.00")

    with pytest.raises(MoreThanOrderReceived, match=r"20\.00 CAD is left"):
        give_units(order, "CM-2", {"box": 1}, total="30.00")


def test_an_order_that_nothing_was_received_for_has_nothing_to_give_back(shop: Shop) -> None:
    order = shop.order(lines=[APPLE], payment="authorised")

    with pytest.raises(MoreThanOrderReceived):
        give_units(order, units={"apple": 1})


def test_units_that_are_being_given_back_cannot_be_posted_as_shipped(shop: Shop) -> None:
    order = prepaid(shop)
    give_units(order, "CM-7", units={"box": 3})

    with pytest.raises(
        MoreThanOutstanding, match=r"only 1 is outstanding, and 3 are being given back by credit memo CM-7"
    ):
        shop.ship(order, "S-1", box=2)

    assert shop.ship(order, "S-2", box=1).is_new


def test_units_that_were_posted_as_shipped_cannot_be_given_back(shop: Shop) -> None:
    order = prepaid(shop)
    shop.ship(order, "S-1", box=3)

    with pytest.raises(MoreThanCanBeGivenBack, match=r"3 posted as shipped and not sent yet"):
        give_units(order, units={"box": 2})

    assert remaining_of(order) == {order.lines.get().gid: 1}


def test_units_are_kept_back_until_the_mirror_shows_their_refund_and_counted_once_from_then_on(shop: Shop) -> None:
    order = shop.order(lines=[APPLE])
    line = order.lines.get().gid
    posted = give_units(order, units={"apple": 4})
    before = (withheld_of(order), remaining_of(order))

    run_pending()

    order = SalesOrder.objects.get(pk=order.pk)
    assert before == ({line: 4}, {line: 2})
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert (withheld_of(order), remaining_of(order)) == ({}, {line: 2})
    assert shop.ship(order, "S-1", apple=2).is_new


def test_a_credit_memo_that_was_called_off_lets_its_units_go(shop: Shop) -> None:
    order = prepaid(shop)
    posted = give_units(order, units={"box": 3})

    cancel_task(posted.task.pk, reason="The customer stays.")

    assert withheld_of(order) == {}
    assert shop.ship(order, "S-1", box=4).is_new


def test_money_alone_keeps_nothing_from_being_shipped(shop: Shop) -> None:
    order = prepaid(shop)

    give_units(order, units={"box": 3}, restock="no_restock")

    assert withheld_of(order) == {}
    assert shop.ship(order, "S-1", box=4).is_new


def test_the_same_units_are_not_given_back_twice_in_whatever_way(shop: Shop) -> None:
    order = prepaid(shop)
    give_units(order, "CM-1", units={"box": 3}, restock="no_restock", total="9.00")

    with pytest.raises(MoreThanCanBeGivenBack, match=r"3 being given back already"):
        give_units(order, "CM-2", units={"box": 2})


def test_a_shipment_that_is_sent_leaves_what_was_given_back_alone(shop: Shop) -> None:
    order = shop.order(lines=[APPLE])
    shipped = shop.ship(order, "S-1", apple=2)
    unsent = posted_unsent(order)
    posted = give_units(order, units={"apple": 4})

    run_pending()

    assert unsent == {order.lines.get().gid: 2}
    assert state_of(shipped.task) == ("succeeded", "sent")
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert shop.fulfilled(order) == {"apple": 2}
    assert refunds(shop, order) == [("40.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {}


@pytest.mark.parametrize("turn", range(3))
def test_a_shipment_and_a_credit_memo_of_the_same_units_at_once_never_both_succeed(shop: Shop, turn: int) -> None:
    order = prepaid(shop)

    with ThreadPoolExecutor(2) as pool:
        tries = [
            pool.submit(in_thread, lambda: shop.ship(order, "S-1", box=3)),
            pool.submit(in_thread, lambda: give_units(order, units={"box": 3})),
        ]
        ends = [one.result() for one in (tries if turn % 2 else reversed(tries))]
    run_pending()

    refusals = [one for one in ends if isinstance(one, BackhaulError)]
    assert [type(one) for one in refusals] in ([MoreThanOutstanding], [MoreThanCanBeGivenBack])
    given_back = sum(float(amount) for amount, _ in refunds(shop, order))
    assert given_back in (0, 90)
    assert not (given_back and shop.fulfilled(order).get("box", 0) > 1)


def test_the_same_credit_memo_posted_twice_at_once_is_one(shop: Shop) -> None:
    order = prepaid(shop)

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(in_thread, lambda: give_units(order, units={"box": 3})) for _ in range(2)]
        ends = [one.result() for one in tries]
    run_pending()

    assert not [one for one in ends if isinstance(one, BackhaulError)]
    assert PostedCreditMemo.objects.count() == 1
    assert refunds(shop, order) == [("90.00", "SUCCESS")]


@pytest.mark.parametrize(("invoiced", "credited"), [(0, "0"), (2, "0"), (4, "20"), (6, "40")])
def test_an_invoice_is_credited_as_far_as_the_units_given_back_must_have_been_invoiced(
    shop: Shop, invoiced: int, credited: str
) -> None:
    order = shop.order(lines=[APPLE])
    if invoiced:
        total = f"{invoiced}0.00"
        lines = [invoice_line("apple", invoiced, total)]
        post_invoice(order, invoice_request("I-1", lines, total=total, currency="CAD"))
    shop.ship(order, "S-1", apple=2)

    give_units(order, units={"apple": 4})

    assert posted_of(order, order.facts).credited == Decimal(credited)


def test_what_is_about_to_be_given_back_of_the_order_is_not_given_back_of_its_invoice(shop: Shop) -> None:
    invoice = paid_invoice(shop)
    give_units(invoice.order, "CM-1", units={}, total="60.00")

    with pytest.raises(MoreThanOrderReceived):
        post_credit_memo(invoice, credit_request("CM-2", "60.00"))
    rest = post_credit_memo(invoice, credit_request("CM-3", "40.00"))
    run_pending()

    assert state_of(rest.task)[0] == "succeeded"
    assert sorted(refunds(shop, invoice.order)) == [("40.00", "SUCCESS"), ("60.00", "SUCCESS")]
