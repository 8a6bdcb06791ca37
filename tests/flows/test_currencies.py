"""Captures in the customer's currency, to its own minor unit, whatever the shop's is."""

from decimal import Decimal
from typing import Any

import pytest

from backhaul.models import Capture, Intent
from tests.support.payments import APPLES, MULTI, ONE_CAPTURE, act, invoice, lines, paid_by, transactions, worth
from tests.support.shop import Shop, run_pending, state_of

CURRENCIES: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "yen": ({"currency": "JPY", "lines": [{**APPLES, "price": "101"}]}, ("333", "677")),
    "euro": ({"currency": "EUR"}, ("33.33", "66.67")),
    "dinar": ({"currency": "KWD", "lines": [{**APPLES, "price": "1.001"}]}, ("3.337", "6.673")),
    "yen of a euro shop": ({"presentment_currency": "JPY", "rate": "161.37"}, ("5389", "10751")),
    "dinar of a dollar shop": (
        {"currency": "USD", "presentment_currency": "KWD", "rate": "0.3071"},
        ("10.236", "20.474"),
    ),
}


@pytest.mark.parametrize("name", CURRENCIES)
def test_two_invoices_take_an_authorisation_to_its_last_minor_unit(shop: Shop, name: str) -> None:
    checkout, (one, rest) = CURRENCIES[name]
    order = paid_by(shop, MULTI, **checkout)

    first = invoice(order, one, units=3)
    run_pending()
    second = invoice(order, rest, units=7)
    run_pending()

    assert Decimal(one) + Decimal(rest) == worth(shop, order) == order.total_presentment
    assert transactions(shop, order, "CAPTURE") == [("SUCCESS", one), ("SUCCESS", rest)]
    assert [made.amount for made in Capture.objects.order_by("created_at")] == [Decimal(one), Decimal(rest)]
    assert [state_of(posted.task)[1] for posted in (first, second)] == ["payments_saved"] * 2
    assert all(one.capturable == 0 for one in act(shop, order))


@pytest.mark.parametrize("name", CURRENCIES)
def test_the_call_names_the_customers_currency_and_its_own_decimals(shop: Shop, name: str) -> None:
    checkout, (one, _) = CURRENCIES[name]
    order = paid_by(shop, ONE_CAPTURE, **checkout)

    posted = invoice(order, one, units=3, final=True)
    run_pending()

    sent = Intent.objects.get().variables["input"]
    assert (sent["amount"], sent["currency"]) == (one, order.presentment_currency)
    assert [line[2:] for line in lines(posted)] == [(f"{Decimal(one).normalize():f}", "captured")]


def test_sums_in_words_have_the_currencys_own_decimals(shop: Shop) -> None:
    order = paid_by(shop, {**MULTI, "amount": "1.500"}, currency="KWD")

    posted = invoice(order, "2.125")
    run_pending()

    assert state_of(posted.task)[1] == "payments_short"
    assert posted.task.outcome_detail.startswith(
        "2.125 KWD is invoiced. 1.500 KWD of it is authorised and has yet to be captured. "
        "0.625 KWD of it is not covered by any payment."
    )
