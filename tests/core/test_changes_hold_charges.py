"""Which changes of a subscription keep its charges back, and for how long."""

from datetime import timedelta
from typing import Any

from backhaul.core.billing import Ask, Hold, Send, holds_charges
from backhaul.core.bills import BillWish
from backhaul.core.dunning import decide
from backhaul.core.wanted_changes import ChangePaymentMethod, Pause
from backhaul.core.wanted_json import wanted_json
from tests.core.billing_builders import CHARGED_AT, case


def test_asking_the_customer_for_a_card_keeps_no_charge_back_and_every_other_change_does() -> None:
    asks = wanted_json(ChangePaymentMethod())
    gives = wanted_json(ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/1"))

    assert not holds_charges(asks)
    assert holds_charges(gives)
    assert holds_charges(wanted_json(Pause()))
    assert holds_charges({})


def test_a_change_that_stays_under_way_for_days_is_a_persons_to_see_to() -> None:
    begun = CHARGED_AT - timedelta(days=3)
    held: dict[str, Any] = {"change": "chg_1", "change_since": begun, "wish": BillWish.CHARGE}

    waits = decide(case(now=CHARGED_AT, **held))
    asks = decide(case(now=CHARGED_AT + timedelta(minutes=1), **held))

    assert isinstance(waits, Hold)
    assert isinstance(asks, Ask)
    assert "chg_1" in asks.words
    assert isinstance(decide(case()), Send)
