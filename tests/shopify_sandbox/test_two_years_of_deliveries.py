"""Over two years every delivery of a subscription comes once, on its date, whoever pays for how many of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shopify_sandbox import billing_control
from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.state import anchors, billing_schedule
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.rhythms import PlanTerms
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import PROFILE, Shop
from tests.shopify_sandbox.resolvers.subscription_story import Subscriptions

ZONE = ZoneInfo(PROFILE.timezone)
END = date(2029, 1, 1)

WEEKDAYS = st.builds(lambda day: {"type": "WEEKDAY", "day": day}, st.integers(1, 7))
MONTHDAYS = st.builds(lambda day: {"type": "MONTHDAY", "day": day}, st.integers(1, 31))
RHYTHMS = st.one_of(
    st.tuples(st.just("WEEK"), st.integers(2, 6), st.none() | WEEKDAYS),
    st.tuples(st.just("MONTH"), st.integers(1, 3), st.none() | MONTHDAYS),
)


def a_plan(rhythm: tuple[str, int, object], paid: int, cutoff: int, pre_anchor: str) -> dict[str, object]:
    """A plan that bills so many deliveries at once."""
    interval, count, anchor = rhythm
    shared = {"interval": interval, "anchors": [anchor] if anchor else []}
    return {
        "name": "Club",
        "options": ["Club"],
        "billingPolicy": {"recurring": {**shared, "intervalCount": count * paid}},
        "deliveryPolicy": {
            "recurring": {**shared, "intervalCount": count, "cutoff": cutoff, "preAnchorBehavior": pre_anchor}
        },
        "pricingPolicies": [],
    }


def renew(here: Subscriptions, contract: Contract) -> None:
    """Bill every cycle when it is to be billed, until two years have passed."""
    world = here.shop.world
    billing_control.act(world, {"delay": "PT0S"})
    while True:
        cycle = billing_schedule.next_to_bill(world, contract)
        assert cycle is not None
        if cycle.expected_at.astimezone(ZONE).date() >= END:
            return
        world.clock.set(cycle.expected_at)
        billing_control.act(world, {"do": "charge", "contract": contract.gid})
        world.clock.run_due()


def delivered(here: Subscriptions) -> list[date]:
    """The days of all deliveries of all orders, as the shop's calendar has them."""
    found = []
    for order in here.shop.world.all(Order):
        for line in order.lines:
            found += [(share.fulfill_at or order.created_at) for share in line.shares]
    return sorted(each.astimezone(ZONE).date() for each in found)


def wanted(terms: PlanTerms, bought: datetime) -> Iterator[date]:
    """The days that the plan promises, one payment after another."""
    first = anchors.checkout_schedule(terms, bought, ZONE)
    yield from (each.astimezone(ZONE).date() for each in first.deliveries)
    billed = first.next_billing.astimezone(ZONE).date()
    while True:
        yield from islice(anchors.series(billed, terms.delivery), terms.deliveries_per_billing)
        billed = anchors.following(billed, terms.billing)


@given(
    RHYTHMS,
    st.integers(1, 4),
    st.integers(0, 6),
    st.sampled_from(["ASAP", "NEXT"]),
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 1, 28), timezones=st.just(ZONE)),  # noqa: DTZ001 — it has a zone
)
@settings(max_examples=25, deadline=None)
def test_every_promised_delivery_comes_once_and_on_its_day(
    rhythm: tuple[str, int, object], paid: int, cutoff: int, pre_anchor: str, bought: datetime
) -> None:
    here = Subscriptions(Shop(World(PROFILE, SandboxClock(bought, monotonic=lambda: 0.0))))
    order = here.buy(here.offer(a_plan(rhythm, paid, cutoff, pre_anchor)))
    contract = here.contract(order)

    renew(here, contract)

    assert contract.plan is not None
    days = delivered(here)
    assert days == list(islice(wanted(contract.plan, order.created_at), len(days)))
    assert len(set(days)) == len(days)
    assert len(days) >= len(list(takewhile(lambda day: day < END, wanted(contract.plan, order.created_at)))) - paid
