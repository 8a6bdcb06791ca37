"""What an order tells besides its lines and work: totals, customer, attributes; and what stays hidden."""

from decimal import Decimal
from typing import Any

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys
from backhaul.core.remote_customer import RemoteAddress, RemoteCustomer
from backhaul.shopify.client import Shopify
from backhaul.shopify.order_reading import FULFILLMENTS_INCOMPLETE
from tests.shopify.replies import (
    ORDER_GID,
    address,
    connection,
    error,
    fulfillment,
    fulfillment_order,
    money,
    order,
    order_line,
    reply,
    transaction,
)
from tests.shopify.scripted_server import ScriptedServer

TWO_CURRENCIES = {
    "shopMoney": {"amount": "12.5", "currencyCode": "CAD"},
    "presentmentMoney": {"amount": "9.1", "currencyCode": "USD"},
}


def both(amount: str, other: str) -> BothMoneys:
    return BothMoneys(Money(Decimal(amount), "CAD"), Money(Decimal(other), "USD"))


def test_every_total_is_read_in_both_currencies(server: ScriptedServer, shopify: Shopify) -> None:
    names = [name for name in order() if name.endswith("Set")]
    rounding = {"paymentSet": TWO_CURRENCIES}
    content = order(**dict.fromkeys(names, TWO_CURRENCIES), totalCashRoundingAdjustment=rounding, taxesIncluded=True)
    server.answer_operation("Order", reply({"order": content}))

    found = shopify.read_order(ORDER_GID).order.money

    assert set(found.amounts.values()) == {both("12.5", "9.1")}
    assert len(found.amounts) == 22
    assert found.taxes_included


def test_totals_that_shopify_does_not_give_are_left_out(server: ScriptedServer, shopify: Shopify) -> None:
    optional = ("subtotalPriceSet", "totalTaxSet", "totalDiscountsSet")
    server.answer_operation("Order", reply({"order": order(**dict.fromkeys(optional))}))

    found = shopify.read_order(ORDER_GID).order.money

    assert (found.subtotal, found.tax, found.discounts, found.duties, found.additional_fees) == (None,) * 5
    assert found.total is not None


def test_whom_an_order_is_for_and_what_was_written_on_it_are_read(server: ScriptedServer, shopify: Shopify) -> None:
    content = order(
        email="ada@shop.example",
        phone="+1555",
        note="ring twice",
        customAttributes=[{"key": "gift", "value": "yes"}, {"key": "wrap", "value": None}],
        customer={"id": "gid://shopify/Customer/1", "displayName": "Ada L"},
        shippingAddress=address(name="Ada L", city="Halifax", countryCodeV2="XX"),
        cancelReason="SULKING",
        cancelledAt="2026-01-02T10:00:00Z",
    )
    server.answer_operation("Order", reply({"order": content}))

    found = shopify.read_order(ORDER_GID).order

    assert (found.email, found.phone, found.note) == ("ada@shop.example", "+1555", "ring twice")
    assert found.attributes == (("gift", "yes"), ("wrap", ""))
    assert found.customer == RemoteCustomer("gid://shopify/Customer/1", "Ada L")
    assert found.shipping_address == RemoteAddress(name="Ada L", city="Halifax", country_code="XX")
    assert found.cancel_reason == "SULKING"


def test_an_order_for_nobody_that_goes_nowhere_is_read(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order()}))

    found = shopify.read_order(ORDER_GID).order

    assert (found.customer, found.shipping_address, found.email, found.note) == (None, None, None, None)
    assert found.hidden == frozenset()


def test_what_shopify_would_not_show_is_named_and_not_taken_for_cleared(
    server: ScriptedServer, shopify: Shopify
) -> None:
    paths: list[list[str | int]] = [
        ["order", "customer"],
        ["order", "shippingAddress"],
        ["order", "lineItems", "nodes", 0, "variant"],
        ["order", "fulfillmentOrders", "nodes", 0, "assignedLocation", "location"],
        ["order", "subtotalPriceSet"],
    ]
    denied = [error("Access denied", "ACCESS_DENIED", path=path) for path in paths]
    content = order(lineItems=connection(order_line(1, variant=None)), subtotalPriceSet=None)
    server.answer_operation("Order", reply({"order": content}, errors=denied))

    reading = shopify.read_order(ORDER_GID)

    assert reading.order.hidden == {"customer", "shipping_address", "lines/variant_gid", "money"}
    assert len(reading.errors) == 5


def test_lines_tell_what_is_left_to_refund_and_their_price_after_discounts(
    server: ScriptedServer, shopify: Shopify
) -> None:
    line = order_line(1, quantity=3, currentQuantity=2, refundableQuantity=1, discountedTotalSet=TWO_CURRENCIES)
    server.answer_operation("Order", reply({"order": order(lineItems=connection(line))}))

    (found,) = shopify.read_order(ORDER_GID).order.lines

    assert (found.quantity, found.current_quantity, found.refundable_quantity) == (3, 2, 1)
    assert found.discounted_total == both("12.5", "9.1")
    assert found.presentment_unit_price == Money(Decimal("12.5"), "CAD")


def test_three_hundred_transactions_and_fulfillments_come_in_one_request(
    server: ScriptedServer, shopify: Shopify
) -> None:
    content = order(
        transactions=[transaction(number) for number in range(1, 301)],
        transactionsCount={"count": 300},
        fulfillments=[fulfillment(number) for number in range(1, 301)],
    )
    server.answer_operation("Order", reply({"order": content}))

    reading = shopify.read_order(ORDER_GID)

    assert reading.order.payments is not None
    assert (len(reading.order.payments.transactions), reading.order.payments.transaction_count) == (300, 300)
    assert len(reading.order.fulfillments) == 300
    assert (reading.requests, reading.errors) == (1, ())


def test_fulfillments_that_shopify_counts_and_does_not_show_are_an_error_beside_the_rest(
    server: ScriptedServer, shopify: Shopify
) -> None:
    content = order(fulfillments=[fulfillment(1)], fulfillmentsCount={"count": 2})
    server.answer_operation("Order", reply({"order": content}))
    shown = {"fulfillments": connection(fulfillment(1))}
    server.answer_operation("FulfillmentsOfFulfillmentOrder", reply({"fulfillmentOrder": shown}))

    reading = shopify.read_order(ORDER_GID)

    assert [one.code for one in reading.errors] == [FULFILLMENTS_INCOMPLETE]
    assert reading.order.hidden == {"fulfillments"}


def test_a_count_that_shopify_does_not_give_takes_the_list_as_it_is(server: ScriptedServer, shopify: Shopify) -> None:
    content = order(fulfillments=[fulfillment(1)], fulfillmentsCount=None)
    server.answer_operation("Order", reply({"order": content}))

    reading = shopify.read_order(ORDER_GID)

    assert (len(reading.order.fulfillments), reading.requests) == (1, 1)


def raw(server: ScriptedServer, shopify: Shopify, **more: Any) -> Any:
    server.answer_operation("Order", reply({"order": order(**more)}))
    return shopify.read_order(ORDER_GID).order.raw


def test_the_answers_are_kept_as_they_came_but_for_cursors_and_what_has_no_sequence(
    server: ScriptedServer, shopify: Shopify
) -> None:
    actions = [{"action": "MOVE"}, {"action": "HOLD"}]
    work = [fulfillment_order(1, supportedActions=found) for found in (actions, actions[::-1])]

    first = raw(server, shopify, tags=["b", "a"], fulfillmentOrders=connection(work[0]))
    second = raw(server, shopify, tags=["a", "b"], fulfillmentOrders=connection(work[1]))

    assert first == second
    assert first["Order"][0]["order"]["tags"] == ["a", "b"]
    assert "pageInfo" not in first["Order"][0]["order"]["lineItems"]


def test_another_answer_is_other_content(server: ScriptedServer, shopify: Shopify) -> None:
    assert raw(server, shopify) != raw(server, shopify, totalOutstandingSet=money("1.0"))


def test_text_that_no_database_takes_is_kept_as_far_as_it_can_be(server: ScriptedServer, shopify: Shopify) -> None:
    found = raw(server, shopify, note="a\x00b\ud800c")

    assert found["Order"][0]["order"]["note"] == "a\ufffdb?c"
