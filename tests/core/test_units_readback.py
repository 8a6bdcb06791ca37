"""Whether a refund of units whose answer was lost was made, told from the order's refunds."""

from typing import Any

import pytest

from backhaul.core.payments import RemotePayments, RemoteTransaction
from backhaul.core.readback import Absent, Finding, Found, Unsure
from backhaul.core.remote_refunds import RemoteRefund, RemoteRefundLine
from backhaul.core.units_readback import is_of_one_payment, made_refunds, read_back_units
from tests.core.payment_builders import NOW, PENDING, gid, payments, refund, sale
from tests.core.refund_builders import LINE, OTHER

REFUND = "gid://shopify/Refund/7"


def sent(*money: tuple[int, str], units: int = 3, restock: str = "CANCEL") -> dict[str, Any]:
    """The variables of a call that gives back units of a line; 40 of one payment and 50 of another unless told."""
    shares = money or ((1, "40.00"), (2, "50.00"))
    return {
        "input": {
            "orderId": "gid://shopify/Order/1",
            "currency": "EUR",
            "refundLineItems": [
                {"lineItemId": LINE, "quantity": 1, "restockType": restock, "locationId": "there"},
                {"lineItemId": LINE, "quantity": units - 1, "restockType": restock, "locationId": "here"},
            ],
            "transactions": [{"parentId": gid(number), "amount": amount} for number, amount in shares],
        },
        "key": "k",
    }


def shown(
    *transactions: int, units: int = 3, restock: str = "CANCEL", line: str = LINE, gid_: str = REFUND
) -> RemoteRefund:
    """A refund as Shopify shows it."""
    lines = (RemoteRefundLine(line, units, restock),)
    return RemoteRefund(gid_, NOW, lines=lines, transaction_gids=tuple(gid(number) for number in transactions))


MONEY = (
    sale(1, "40.00"),
    sale(2, "80.00"),
    refund(8, "40.00", of=1),
    refund(9, "50.00", of=2, status=PENDING),
)


def find(
    *refunds: RemoteRefund,
    call: dict[str, Any] | None = None,
    seen: frozenset[str] = frozenset(),
    owned: frozenset[str] = frozenset(),
    money: tuple[RemoteTransaction, ...] = MONEY,
) -> Finding:
    return read_back_units(call or sent(), refunds, payments(*money), seen=seen, owned=owned)


def test_a_new_refund_of_the_same_units_and_payments_is_ours() -> None:
    found = find(shown(8, 9))

    assert isinstance(found, Found)
    assert found.gids == (gid(8), gid(9))
    made = made_refunds(found.facts)
    assert [(one.receipt_gid, one.amount.text, one.status) for one in made] == [
        (gid(1), "40.00", "SUCCESS"),
        (gid(2), "50.00", "PENDING"),
    ]


@pytest.mark.parametrize(
    "refund",
    [
        shown(8, 9, units=2),
        shown(8, 9, restock="NO_RESTOCK"),
        shown(8, 9, line=OTHER),
        shown(8),
        shown(),
    ],
)
def test_a_refund_of_another_content_is_somebody_elses(refund: RemoteRefund) -> None:
    assert find(refund) == Absent()


def test_a_refund_that_was_there_before_or_is_another_calls_is_not_ours() -> None:
    assert find(shown(8, 9), seen=frozenset({REFUND})) == Absent()
    assert find(shown(8, 9), owned=frozenset({gid(9)})) == Absent()


def test_two_of_the_very_same_content_are_a_persons() -> None:
    more = (*MONEY, refund(18, "40.00", of=1), refund(19, "50.00", of=2))

    found = find(shown(8, 9), shown(18, 19, gid_="gid://shopify/Refund/8"), money=more)

    assert isinstance(found, Unsure)
    assert found.candidates == (REFUND, "gid://shopify/Refund/8")


def test_refunds_or_payments_that_cannot_be_seen_are_a_persons() -> None:
    cut = RemotePayments(**{**vars(payments(*MONEY)), "transaction_count": 9})

    assert isinstance(read_back_units(sent(), None, payments(), seen=frozenset(), owned=frozenset()), Unsure)
    assert isinstance(read_back_units(sent(), [], cut, seen=frozenset(), owned=frozenset()), Unsure)


def test_a_call_for_money_of_one_payment_alone_is_read_back_by_its_transaction() -> None:
    alone = {"input": {"transactions": [{"parentId": gid(1), "amount": "5.00"}]}}

    assert is_of_one_payment(alone)
    assert not is_of_one_payment(sent())
    assert not is_of_one_payment({"input": {"transactions": [{}, {}]}})
