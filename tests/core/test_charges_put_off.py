"""How long a charge is come back to that Shopify puts off."""

from datetime import timedelta

from backhaul.core.billing import MOST_REFUSALS, Ask, Hold, put_off
from tests.core.billing_builders import CHARGED_AT


def test_a_charge_that_shopify_puts_off_is_come_back_to_ever_later_and_then_a_person_is_asked() -> None:
    answers = [put_off("Not now.", times=times, now=CHARGED_AT) for times in range(1, MOST_REFUSALS + 2)]

    waits = [one.until - CHARGED_AT for one in answers if isinstance(one, Hold)]
    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert max(waits) <= timedelta(hours=6)
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=30)
    assert [isinstance(one, Ask) for one in answers[MOST_REFUSALS - 1 :]] == [True, True]
