"""What others than the app do to contracts and orders."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox import contract_control
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.orders import Order
from tests.shopify_sandbox.resolvers.subscription_story import Subscriptions

ADDRESS = {
    "firstName": "Ada",
    "lastName": "Example",
    "address1": "1 New Road",
    "city": "Moncton",
    "provinceCode": "NB",
    "countryCode": "CA",
    "zip": "E1C 1A1",
}


def subscribed() -> tuple[Subscriptions, Order]:
    """A shop and a prepaid order of it."""
    here = Subscriptions()
    return here, here.buy()


def act(here: Subscriptions, **body: object) -> dict[str, Any]:
    """What the control endpoint answers."""
    return contract_control.act(here.shop.world, body)


def listen(here: Subscriptions) -> list[str]:
    """The topics told from now on."""
    heard: list[str] = []
    here.shop.world.listeners.append(lambda topic, _subject: heard.append(topic))
    return heard


def test_a_customer_cancels_in_the_portal() -> None:
    here, order = subscribed()
    heard = listen(here)

    told = act(here, contract=here.contract(order).gid, do="cancel", actor="CUSTOMER")["contract"]

    assert told["status"] == "CANCELLED"
    assert told["history"][-1]["actor"] == "CUSTOMER"
    assert heard == ["subscription_contracts/cancel", "subscription_contracts/update"]
    assert here.units(order) == [("OPEN", 1), ("SCHEDULED", 1), ("SCHEDULED", 1)]


def test_a_cancelled_contract_can_not_be_paused() -> None:
    here, order = subscribed()
    gid = here.contract(order).gid
    act(here, contract=gid, do="cancel")

    with pytest.raises(BadControlRequest, match="cannot be changed once terminated"):
        act(here, contract=gid, do="pause")


def test_a_new_address_of_the_contract_is_a_new_revision_and_leaves_the_order_alone() -> None:
    here, order = subscribed()
    before = here.contract(order).revision

    told = act(here, contract=here.contract(order).gid, do="address", address=ADDRESS, actor="CUSTOMER")["contract"]

    assert int(told["revision"]) > before
    method = here.contract(order).content.method
    assert method is not None
    assert method.address is not None
    assert method.address.city == "Moncton"
    assert order.shipping_address is not None
    assert order.shipping_address.city == "Halifax"


def test_another_app_changes_content_and_lines_at_once() -> None:
    here, order = subscribed()
    line = here.contract(order).content.lines[0].gid

    act(
        here,
        contract=here.contract(order).id,
        do="update",
        input={"note": "Ring twice"},
        lines=[{"line": line, "input": {"quantity": 4, "currentPrice": "8.00"}}],
    )

    content = here.contract(order).content
    assert content.note == "Ring twice"
    assert [(each.quantity, each.current_price.text) for each in content.lines] == [(4, "8.00")]


def test_a_refused_change_leaves_nothing_behind() -> None:
    here, order = subscribed()
    line = here.contract(order).content.lines[0].gid
    before = here.contract(order).revision

    with pytest.raises(BadControlRequest, match="at least one line"):
        act(here, contract=here.contract(order).gid, do="update", lines=[{"line": line, "input": None}])

    assert here.contract(order).revision == before
    assert here.shop.world.all(Draft) == []


def test_a_cycle_is_skipped_and_taken_up_again() -> None:
    here, order = subscribed()
    heard = listen(here)

    act(here, contract=here.contract(order).gid, do="skip", cycle=2)
    skipped = here.contract(order).cycles[2].skipped
    act(here, contract=here.contract(order).gid, do="unskip", cycle=2)

    assert (skipped, here.contract(order).cycles[2].skipped) == (True, False)
    assert [each for each in heard if each.endswith("skip")] == [
        "subscription_billing_cycles/skip",
        "subscription_billing_cycles/unskip",
    ]


def test_a_customer_gives_another_card_and_takes_it_back() -> None:
    here, order = subscribed()
    gid = here.contract(order).gid
    heard = listen(here)

    act(here, contract=gid, do="change_payment_method", payment_method={"last_digits": "1881"})
    act(here, contract=gid, do="revoke_payment_method")

    method = here.contract(order).content.payment_method
    assert method is not None
    assert method.instrument.last_digits == "1881"
    assert method.revoked_at is not None
    assert heard == ["customer_payment_methods/update", "customer_payment_methods/revoke"]


def test_the_merchant_cancels_an_order_and_its_contract_goes_on() -> None:
    here, order = subscribed()

    told = act(here, order=order.name, do="cancel", reason="CUSTOMER")["order"]

    assert told["cancelled"] is True
    assert here.contract(order).status == "ACTIVE"


def test_the_merchant_changes_an_orders_address_and_not_the_contracts() -> None:
    here, order = subscribed()

    told = act(here, order=order.gid, do="address", address=ADDRESS)["order"]

    assert told["shipping_address"]["city"] == "Moncton"
    method = here.contract(order).content.method
    assert method is not None
    assert method.address is not None
    assert method.address.city == "Halifax"


def test_the_merchant_ships_opens_and_moves_deliveries() -> None:
    here, order = subscribed()
    first, second, third = (each["id"] for each in here.deliveries(order))

    act(here, order=order.gid, do="fulfil", fulfillment_order=first)
    act(here, order=order.gid, do="open", fulfillment_order=second)
    act(here, order=order.gid, do="reschedule", fulfillment_order=third, fulfill_at="2027-05-01T00:00:00Z")

    assert here.units(order) == [("CLOSED", 0), ("OPEN", 1), ("SCHEDULED", 1)]
    assert here.dates(order) == ["2027-05-01T00:00:00Z"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"do": "cancel", "contract": "gid://shopify/SubscriptionContract/1"},
        {"do": "pause", "order": True},
        {"do": "cancel", "contract": True, "actor": "NOBODY"},
        {"do": "cancel", "contract": True, "cycle": 2},
        {"do": "skip", "contract": True, "cycle": 0},
        {"do": "skip", "contract": True, "cycle": 900},
        {"do": "address", "contract": True, "address": {"street": "x"}},
        {"do": "address", "contract": True},
        {"do": "update", "contract": True, "input": {"colour": "red"}},
        {"do": "update", "contract": True, "lines": {}},
        {"do": "next_billing_date", "contract": True, "date": "soon"},
        {"do": "next_billing_date", "contract": True, "date": "2020-01-01T00:00:00Z"},
        {"do": "open", "order": True, "fulfillment_order": 1},
        {"do": "reschedule", "order": True, "fulfillment_order": True, "fulfill_at": "2027-05-01T00:00:00Z"},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(body: dict[str, object]) -> None:
    here, order = subscribed()
    known = {"contract": here.contract(order).gid, "order": order.gid, "fulfillment_order": here.deliveries(order)[0]}
    wanted = {key: known[key] if value is True else value for key, value in body.items()}
    heard = listen(here)

    with pytest.raises(BadControlRequest):
        act(here, **wanted)

    assert heard == []
