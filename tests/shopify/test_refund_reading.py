"""Reading what refunds and returns consist of, where an order has any."""

from decimal import Decimal
from typing import Any

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys
from backhaul.core.remote_refunds import RemoteRefundLine
from backhaul.shopify.client import Shopify
from backhaul.shopify.refund_reading import REFUNDS_UNREADABLE
from tests.shopify.replies import (
    ORDER_GID,
    UPDATED,
    connection,
    error,
    money,
    order,
    order_return,
    refund,
    refund_line,
    reply,
    returned_line,
)
from tests.shopify.scripted_server import ScriptedServer

LATER = "2026-01-02T10:00:05Z"
TWO_CURRENCIES = {
    "shopMoney": {"amount": "12.5", "currencyCode": "CAD"},
    "presentmentMoney": {"amount": "9.1", "currencyCode": "USD"},
}


def answer(server: ScriptedServer, *refunds: dict[str, Any], **more: Any) -> None:
    """An order with these refunds."""
    head = order(refunds=[{"id": one["id"]} for one in refunds], **more)
    server.answer_operation("Order", reply({"order": head}))
    server.answer_operation("OrderRefunds", reply({"order": {"updatedAt": UPDATED, "refunds": list(refunds)}}))


def returns_page(*returns: dict[str, Any], after: str | None = None) -> dict[str, Any]:
    return reply({"order": {"updatedAt": UPDATED, "returns": connection(*returns, after=after)}})


def test_an_order_without_refunds_and_returns_is_not_asked_for_them(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order()}))

    found = shopify.read_order(ORDER_GID).order

    assert (found.refunds, found.returns, found.return_status) == ((), (), "NO_RETURN")
    assert server.operations() == ["Order"]


def test_a_refund_is_read_with_its_lines_and_transactions(server: ScriptedServer, shopify: Shopify) -> None:
    line = refund_line(
        1,
        quantity=2,
        restockType="TELEPORT",
        location={"id": "gid://shopify/Location/1"},
        subtotalSet=TWO_CURRENCIES,
        totalTaxSet=TWO_CURRENCIES,
    )
    answer(
        server,
        refund(1, note="sorry", refundLineItems=connection(line), **{"return": {"id": "gid://shopify/Return/1"}}),
    )

    (found,) = shopify.read_order(ORDER_GID).order.refunds or ()

    both = BothMoneys(Money(Decimal("12.5"), "CAD"), Money(Decimal("9.1"), "USD"))
    assert (found.gid, found.note, found.return_gid) == ("gid://shopify/Refund/1", "sorry", "gid://shopify/Return/1")
    assert found.transaction_gids == ("gid://shopify/OrderTransaction/1",)
    assert found.lines == (
        RemoteRefundLine(
            "gid://shopify/LineItem/1",
            2,
            "TELEPORT",
            gid="gid://shopify/RefundLineItem/1",
            location_gid="gid://shopify/Location/1",
            subtotal=both,
            tax=both,
        ),
    )


def test_a_refund_line_without_an_id_and_a_refund_without_a_date_are_read(
    server: ScriptedServer, shopify: Shopify
) -> None:
    answer(server, refund(1, createdAt=None, refundLineItems=connection(refund_line(1, id=None))))

    (found,) = shopify.read_order(ORDER_GID).order.refunds or ()

    assert (found.created_at, found.lines[0].gid) == (None, None)


def test_251_lines_and_251_transactions_of_a_refund_are_all_read(server: ScriptedServer, shopify: Shopify) -> None:
    first = connection(*(refund_line(number) for number in range(1, 8)), after="a")
    made = connection({"id": "gid://shopify/OrderTransaction/1"}, after="t")
    answer(server, refund(1, refundLineItems=first, transactions=made))
    rest = connection(*(refund_line(number) for number in range(8, 252)))
    server.answer_operation("RefundLinesNext", reply({"refund": {"updatedAt": UPDATED, "refundLineItems": rest}}))
    others = connection(*({"id": f"gid://shopify/OrderTransaction/{number}"} for number in range(2, 252)))
    server.answer_operation("RefundTransactionsNext", reply({"refund": {"updatedAt": UPDATED, "transactions": others}}))

    reading = shopify.read_order(ORDER_GID)

    (found,) = reading.order.refunds or ()
    assert (len(found.lines), len(found.transaction_gids)) == (251, 251)
    assert (reading.requests, reading.errors) == (4, ())


def test_a_refund_made_while_the_order_is_read_has_it_read_again(server: ScriptedServer, shopify: Shopify) -> None:
    head = order(refunds=[{"id": "gid://shopify/Refund/1"}])
    two = [refund(1), refund(2)]
    again = {**head, "updatedAt": LATER, "refunds": [{"id": one["id"]} for one in two]}
    server.answer_operation("Order", reply({"order": head}), reply({"order": again}))
    server.answer_operation("OrderRefunds", reply({"order": {"updatedAt": LATER, "refunds": two}}))

    reading = shopify.read_order(ORDER_GID)

    assert server.operations() == ["Order", "OrderRefunds"] * 2
    assert len(reading.order.refunds or ()) == 2
    assert reading.errors == ()


def test_refunds_that_make_no_sense_leave_the_rest_of_the_order_readable(
    server: ScriptedServer, shopify: Shopify
) -> None:
    answer(server, refund(1, totalRefundedSet=money("1e400")))

    reading = shopify.read_order(ORDER_GID)

    assert reading.order.refunds is None
    assert [one.code for one in reading.errors] == [REFUNDS_UNREADABLE]
    assert reading.order.hidden == {"refunds"}


def test_returns_are_read_in_brief_with_the_units_of_each_line(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order(returnStatus="IN_PROGRESS")}))
    lines = connection(returned_line(2), returned_line(1), returned_line(3, of_line=2), {"quantity": 5}, after="x")
    server.answer_operation(
        "OrderReturns",
        returns_page(order_return(1, status="PONDERED", totalQuantity=12, returnLineItems=lines), after="a"),
        returns_page(order_return(2)),
    )
    rest = {"status": "PONDERED", "returnLineItems": connection(returned_line(1, of_line=2))}
    server.answer_operation("ReturnLinesNext", reply({"return": rest}))

    first, second = shopify.read_order(ORDER_GID).order.returns or ()

    assert (first.status, first.total_quantity, second.name) == ("PONDERED", 12, "#1001-R2")
    assert first.units == (("gid://shopify/LineItem/1", 3), ("gid://shopify/LineItem/2", 4))


def test_returns_that_the_app_may_not_see_leave_the_rest_of_the_order_readable(
    server: ScriptedServer, shopify: Shopify
) -> None:
    server.answer_operation("Order", reply({"order": order(returnStatus="PONDERING")}))
    denied = error("Access denied for returns field.", "ACCESS_DENIED", path=["order", "returns"])
    server.answer_operation("OrderReturns", reply({"order": None}, errors=[denied]))

    reading = shopify.read_order(ORDER_GID)

    assert (reading.order.returns, reading.order.return_status) == (None, "PONDERING")
    assert [one.code for one in reading.errors] == ["ACCESS_DENIED"]
    assert reading.order.hidden == {"returns"}


def test_the_return_of_a_refund_that_is_hidden_is_said_to_be(server: ScriptedServer, shopify: Shopify) -> None:
    made = refund(1)
    denied = error("Access denied", "ACCESS_DENIED", path=["order", "refunds", 0, "return"])
    server.answer_operation("Order", reply({"order": order(refunds=[{"id": made["id"]}])}))
    page = {"order": {"updatedAt": UPDATED, "refunds": [made]}}
    server.answer_operation("OrderRefunds", reply(page, errors=[denied]))

    found = shopify.read_order(ORDER_GID).order

    assert len(found.refunds or ()) == 1
    assert found.hidden == {"refunds/return_gid"}


def test_returns_that_are_known_are_asked_for_even_when_the_order_speaks_of_none(
    server: ScriptedServer, shopify: Shopify
) -> None:
    server.answer_operation("Order", reply({"order": order()}))
    server.answer_operation("OrderReturns", returns_page(order_return(1, status="CANCELED")))

    found = shopify.read_order(ORDER_GID, has_returns=True).order

    assert [one.status for one in found.returns or ()] == ["CANCELED"]
