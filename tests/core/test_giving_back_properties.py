"""Whatever was paid, invoiced, refunded elsewhere and given back before: no more is given back than is there."""

from hypothesis import given
from hypothesis import strategies as st

from backhaul.core.giving_back import CreditMemo, plan_refund
from backhaul.core.ledger import Ledger
from backhaul.core.money import total
from backhaul.core.payment_lines import Line
from backhaul.core.payments import RemoteTransaction
from backhaul.core.refunded import Given, parts_of
from tests.core.payment_builders import FAILURE, PENDING, SUCCESS, eur, gid, ledger, paid_line, refund, sale

INVOICES = ("inv_1", "inv_2")
statuses = st.sampled_from([SUCCESS, PENDING, FAILURE])


@st.composite
def orders(draw: st.DrawFn) -> tuple[Ledger, list[Line], list[Given]]:
    """Sales, each invoiced in parts by two invoices, and refunds of them: ours and other people's."""
    transactions: list[RemoteTransaction] = []
    lines: list[Line] = []
    ours: list[Given] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        amount = draw(st.integers(1, 100))
        transactions.append(sale(number, str(amount)))
        left = amount
        for invoice in INVOICES:
            part = draw(st.integers(0, left))
            left -= part
            if part:
                lines.append(paid_line(len(lines) + 1, str(part), of=number, invoice=invoice))
                ours += _ours(draw, number, part, invoice, transactions)
        elsewhere = draw(st.integers(0, amount - _standing(ours, number)))
        if elsewhere:
            transactions.append(refund(100 + len(transactions), str(elsewhere), of=number))
    return ledger(*transactions), lines, ours


def _ours(draw: st.DrawFn, number: int, part: int, invoice: str, transactions: list[RemoteTransaction]) -> list[Given]:
    """A refund that a credit memo over the invoice has made of its part, if any."""
    amount, status = draw(st.integers(0, part)), draw(statuses)
    if not amount:
        return []
    made = refund(100 + len(transactions), str(amount), of=number, status=status)
    transactions.append(made)
    return [Given(made.gid, draw(st.sampled_from(["crm_1", "crm_9"])), invoice, gid(number), eur(str(amount)), status)]


def _standing(ours: list[Given], number: int) -> int:
    return int(sum(one.amount.amount for one in ours if one.receipt_gid == gid(number) and not one.failed))


@given(order=orders(), wanted=st.integers(1, 300))
def test_no_more_is_given_back_than_the_memo_says_the_invoice_took_and_the_payment_keeps(
    order: tuple[Ledger, list[Line], list[Given]], wanted: int
) -> None:
    books, lines, ours = order
    memo = CreditMemo("crm_1", "CM-1", "inv_1", "I-1", eur(str(wanted)))

    plan = plan_refund(memo, books, lines, ours, may_try_again=True)

    before = total((one.amount for one in ours if one.memo_id == memo.id and not one.failed), "EUR")
    asked = total((call.amount for call in plan.calls), "EUR")
    assert plan.short is not None
    assert before + asked + plan.short == memo.total or before > memo.total
    for call in plan.calls:
        receipt = books.receipt(call.receipt_gid)
        parts = [part for part in parts_of(books, lines, ours) if part.receipt.gid == call.receipt_gid]
        assert receipt is not None
        assert eur("0") < call.amount <= receipt.kept
        assert call.amount <= total((part.kept for part in parts if part.invoice_id == memo.invoice_id), "EUR")


@given(order=orders())
def test_what_lines_have_kept_is_never_more_than_their_payment_has(
    order: tuple[Ledger, list[Line], list[Given]],
) -> None:
    books, lines, ours = order

    parts = parts_of(books, lines, ours)

    for receipt in books.receipts:
        kept = total((part.kept for part in parts if part.receipt.gid == receipt.gid), "EUR")
        assert kept <= receipt.kept
    assert all(eur("0") <= part.refunded <= part.received for part in parts)


@given(order=orders(), wanted=st.integers(1, 300))
def test_all_of_it_is_given_back_where_the_invoice_has_it(
    order: tuple[Ledger, list[Line], list[Given]], wanted: int
) -> None:
    books, lines, ours = order
    memo = CreditMemo("crm_2", "CM-2", "inv_1", "I-1", eur(str(wanted)))
    there = total((part.kept for part in parts_of(books, lines, ours) if part.invoice_id == "inv_1"), "EUR")

    plan = plan_refund(memo, books, lines, ours, may_try_again=True)

    assert total((call.amount for call in plan.calls), "EUR") == min(memo.total, there)
