"""Reading an order's payments, and what their values become."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.money import Money
from backhaul.core.payments import RemoteTransaction
from backhaul.core.shopify_errors import BrokenReply, NotFoundInShopify
from backhaul.shopify.client import Shopify
from backhaul.shopify.order_reading import PAYMENTS_UNREADABLE
from tests.shopify.replies import ORDER_GID, error, money, order, payments, reply, transaction
from tests.shopify.scripted_server import ScriptedServer

TWO_CURRENCIES = {
    "shopMoney": {"amount": "12.5", "currencyCode": "CAD"},
    "presentmentMoney": {"amount": "9.1", "currencyCode": "USD"},
}


def of(number: int) -> str:
    return f"gid://shopify/OrderTransaction/{number}"


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_everything_that_was_read_becomes_a_value_in_the_customers_currency(
    server: ScriptedServer, shopify: Shopify
) -> None:
    authorised = transaction(
        1,
        kind="AUTHORIZATION",
        amountSet=TWO_CURRENCIES,
        totalUnsettledSet=TWO_CURRENCIES,
        manuallyCapturable=True,
        multiCapturable=True,
        manualPaymentGateway=True,
        authorizationExpiresAt="2026-01-08T10:00:00Z",
    )
    content = payments(
        authorised,
        currentTotalPriceSet=TWO_CURRENCIES,
        presentmentCurrencyCode="USD",
        displayFinancialStatus="AUTHORIZED",
        cancelledAt="2026-01-02T10:00:00Z",
    )
    server.answer_operation("OrderPayments", reply({"order": content}))

    found = shopify.read_payments(ORDER_GID).payments

    assert (found.gid, found.currency, found.presentment_currency) == (ORDER_GID, "CAD", "USD")
    assert (found.current_total, found.financial_status, found.transaction_count) == (usd("9.1"), "AUTHORIZED", 1)
    assert found.updated_at == found.cancelled_at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert found.transactions == (
        RemoteTransaction(
            gid=of(1),
            kind="AUTHORIZATION",
            status="SUCCESS",
            amount=usd("9.1"),
            gateway="shopify_payments",
            created_at=datetime(2026, 1, 1, 10, tzinfo=UTC),
            gateway_name="Shopify Payments",
            unsettled=usd("9.1"),
            expires_at=datetime(2026, 1, 8, 10, tzinfo=UTC),
            is_capturable=True,
            is_multi_capturable=True,
            is_manual_gateway=True,
        ),
    )


def test_kinds_statuses_and_error_codes_that_nobody_knows_are_kept(server: ScriptedServer, shopify: Shopify) -> None:
    failed = transaction(
        2, kind="TELEPORT", status="DREAMING", errorCode="TOO_TIRED", parentTransaction={"id": of(1)}, gateway=None
    )
    server.answer_operation("OrderPayments", reply({"order": payments(failed, displayFinancialStatus="ODD")}))

    found = shopify.read_payments(ORDER_GID).payments

    only = found.transactions[0]
    assert (only.kind, only.status, only.error_code) == ("TELEPORT", "DREAMING", "TOO_TIRED")
    assert (only.parent_gid, only.gateway, found.financial_status) == (of(1), "", "ODD")


@pytest.mark.parametrize(
    ("shown", "count", "told"), [(2, {"count": 251}, 251), (2, None, 2), (250, None, 251), (250, {"count": 250}, 250)]
)
def test_a_list_that_was_cut_is_shorter_than_the_count_says(
    server: ScriptedServer, shopify: Shopify, shown: int, count: Any, told: int
) -> None:
    content = payments(*(transaction(number) for number in range(shown)), transactionsCount=count)
    server.answer_operation("OrderPayments", reply({"order": content}))

    found = shopify.read_payments(ORDER_GID).payments

    assert (len(found.transactions), found.transaction_count) == (shown, told)


@pytest.mark.parametrize("broken", [money("12,50"), money("1e3"), money("12.50", "EUR")])
def test_an_amount_that_cannot_be_reckoned_with_is_no_answer(
    server: ScriptedServer, shopify: Shopify, broken: Any
) -> None:
    content = payments(transaction(1, amountSet=broken))
    server.answer_operation("OrderPayments", reply({"order": content}))

    with pytest.raises(BrokenReply):
        shopify.read_payments(ORDER_GID)


def test_an_answer_that_hides_which_authorisation_was_captured_is_none(
    server: ScriptedServer, shopify: Shopify
) -> None:
    hidden = error("Access denied", "ACCESS_DENIED", path=["order", "transactions", 0, "parentTransaction"])
    server.answer_operation(
        "OrderPayments", reply({"order": payments(transaction(1, kind="CAPTURE"))}, errors=[hidden])
    )

    with pytest.raises(BrokenReply):
        shopify.read_payments(ORDER_GID)


def test_an_error_beside_what_only_informs_is_kept_with_the_payments(server: ScriptedServer, shopify: Shopify) -> None:
    hidden = error("Only for Plus", path=["order", "transactions", 0, "authorizationExpiresAt"])
    server.answer_operation("OrderPayments", reply({"order": payments(transaction(1))}, errors=[hidden]))

    reading = shopify.read_payments(ORDER_GID)

    assert len(reading.payments.transactions) == 1
    assert [one.message for one in reading.errors] == ["Only for Plus"]


def test_an_order_that_shopify_does_not_show_is_not_found(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("OrderPayments", reply({"order": None}))

    with pytest.raises(NotFoundInShopify):
        shopify.read_payments(ORDER_GID)


def test_a_whole_order_is_read_with_its_payments(server: ScriptedServer, shopify: Shopify) -> None:
    content = {**order(), **payments(transaction(1), transaction(2, kind="REFUND", parentTransaction={"id": of(1)}))}
    server.answer_operation("Order", reply({"order": content}))

    found = shopify.read_order(ORDER_GID).order.payments

    assert found is not None
    assert [(one.gid, one.parent_gid) for one in found.transactions] == [(of(1), None), (of(2), of(1))]
    assert found.seen_gids == (of(1), of(2))


def test_an_order_whose_payments_make_no_sense_can_be_shipped_all_the_same(
    server: ScriptedServer, shopify: Shopify
) -> None:
    content = {**order(), **payments(transaction(1, amountSet=money("much")))}
    server.answer_operation("Order", reply({"order": content}))

    reading = shopify.read_order(ORDER_GID)

    assert reading.order.payments is None
    assert [one.code for one in reading.errors] == [PAYMENTS_UNREADABLE]
    assert len(reading.order.lines) == 1
