"""The orders that billing makes: what they contain, cost and deliver, and what of the contract moves on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from shopify_sandbox.state import totals
from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.contracts import Contract, DeliveryKind, DeliveryMethod, DeliveryOption, ManualDiscount
from shopify_sandbox.state.money import Money
from tests.shopify_sandbox.resolvers.billing_story import Billing, a_billing_shop
from tests.shopify_sandbox.resolvers.subscription_story import THE_15TH, a_plan

ORDER = """query($id: ID!) { order(id: $id) { sourceName note email displayFinancialStatus unpaid
  totalPriceSet { presentmentMoney { amount } } customAttributes { key value } shippingAddress { city }
  shippingLine { title code originalPriceSet { presentmentMoney { amount } } } merchantEditable
  discountApplications(first: 5) { nodes { __typename value { ... on PricingPercentageValue { percentage } } } }
  transactions { kind status gateway amountSet { presentmentMoney { amount } } }
  lineItems(first: 9) { nodes { quantity contract { id } sellingPlan { name sellingPlanId }
    originalUnitPriceSet { presentmentMoney { amount } } discountAllocations { allocatedAmountSet {
      presentmentMoney { amount } } } } } } }"""
MONEY = "presentmentMoney"
RECURRING = {"adjustmentType": "PERCENTAGE", "adjustmentValue": {"percentage": 50}, "afterCycle": 2}


@pytest.fixture
def here() -> Billing:
    return a_billing_shop()


def with_discount(contract: Contract, **given: object) -> None:
    """Give the contract a manual discount."""
    discount = ManualDiscount(uuid="d", title="Loyal", **given)  # type: ignore[arg-type]
    contract.content = replace(contract.content, discounts=(discount,))


def to_lyon(contract: Contract) -> None:
    """Let the contract be shipped to Lyon for 4.50, with a note and an attribute."""
    address = Address(id=5, city="Lyon", country_code="FR", last_name="Roux", address1="1 Rue", zip="69001")
    contract.content = replace(
        contract.content,
        method=DeliveryMethod(DeliveryKind.SHIPPING, DeliveryOption("Post", "Post", "POST"), address=address),
        delivery_price=Money(Decimal("4.50"), contract.currency),
        lines=tuple(replace(line, requires_shipping=True) for line in contract.content.lines),
        note="Ring twice",
        custom_attributes=(("gift", "yes"),),
    )


def test_a_renewal_is_a_paid_order_of_the_contract_with_its_address_price_and_note(here: Billing) -> None:
    contract = here.monthly(email="ana@example.com")
    to_lyon(contract)

    order = here.shop.send(ORDER, {"id": here.renew(contract).gid})["order"]

    assert order["sourceName"] == "subscription_contract_checkout_one"
    assert (order["note"], order["email"], order["shippingAddress"]["city"]) == (
        "Ring twice",
        "ana@example.com",
        "Lyon",
    )
    assert order["customAttributes"] == [{"key": "gift", "value": "yes"}]
    assert (order["shippingLine"]["title"], order["shippingLine"]["originalPriceSet"][MONEY]["amount"]) == (
        "Post",
        "4.5",
    )
    assert (order["displayFinancialStatus"], order["totalPriceSet"][MONEY]["amount"]) == ("PAID", "14.5")
    assert [(each["kind"], each["amountSet"][MONEY]["amount"]) for each in order["transactions"]] == [("SALE", "14.5")]
    assert order["lineItems"]["nodes"][0]["contract"]["id"] == contract.gid


def test_a_renewal_is_told_as_any_order_before_the_attempts_success(here: Billing) -> None:
    contract = here.monthly()
    here.told.clear()

    here.renew(contract)

    told = here.topics("")
    assert told[0] == "orders/create"
    assert told.index("orders/paid") < told.index("subscription_billing_attempts/success")


def test_a_renewal_is_one_of_the_contracts_orders(here: Billing) -> None:
    contract = here.monthly()

    order = here.renew(contract)

    assert contract.orders == [contract.origin_order, order]


def test_a_prepaid_renewal_has_one_delivery_for_each_month_paid(here: Billing) -> None:
    contract = here.prepaid()

    order = here.renew(contract)

    assert order.lines[0].quantity == 3
    assert here.units(order) == [("OPEN", 1), ("SCHEDULED", 1), ("SCHEDULED", 1)]
    assert here.dates(order) == ["2027-03-02T09:30:00Z", "2027-04-02T08:30:00Z"]
    assert totals.total(order).presentment.amount == 30


def test_a_prepaid_renewal_cannot_be_edited(here: Billing) -> None:
    order = here.shop.send(ORDER, {"id": here.renew(here.prepaid()).gid})["order"]

    assert not order["merchantEditable"]


def test_a_renewal_billed_late_delivers_by_its_origin_time(here: Billing) -> None:
    contract = here.contract(here.buy(here.offer(a_plan(anchors=THE_15TH, preAnchorBehavior="NEXT"))))
    here.until("2027-02-25T12:00:00Z")

    attempt = here.attempt(contract, billingCycleSelector={"index": 1}, originTime="2027-02-15T04:00:00Z")

    here.ended(attempt)
    assert here.dates(contract.orders[-1]) == ["2027-03-15T04:00:00Z", "2027-04-15T04:00:00Z"]


def test_a_skipped_payment_makes_an_unpaid_order(here: Billing) -> None:
    contract = here.monthly()
    here.until("2026-12-02T09:30:00Z")

    here.ended(here.attempt(contract, paymentProcessingPolicy="SKIP_PAYMENT_AND_CREATE_UNPAID_ORDER"))

    order = here.shop.send(ORDER, {"id": contract.orders[-1].gid})["order"]
    assert (order["displayFinancialStatus"], order["unpaid"], order["transactions"]) == ("PENDING", True, [])


def test_a_discount_is_taken_off_and_shown_as_manual(here: Billing) -> None:
    contract = here.monthly(line={"quantity": 2})
    with_discount(contract, percentage=25)

    order = here.shop.send(ORDER, {"id": here.renew(contract).gid})["order"]

    assert order["totalPriceSet"][MONEY]["amount"] == "15.0"
    (line,) = order["lineItems"]["nodes"]
    assert [each["allocatedAmountSet"][MONEY]["amount"] for each in line["discountAllocations"]] == ["5.0"]
    assert order["discountApplications"]["nodes"] == [
        {"__typename": "ManualDiscountApplication", "value": {"percentage": 25.0}}
    ]


def test_a_discount_for_one_cycle_is_used_up_by_it(here: Billing) -> None:
    contract = here.monthly()
    with_discount(contract, percentage=100, cycle_limit=1)

    free, full = here.renew(contract, 1), here.renew(contract, 2)

    assert [totals.total(each).presentment.text for each in (free, full)] == ["0.00", "10.00"]
    assert (free.transactions, free.financial_status_given) == ([], "PAID")
    assert len(full.transactions) == 1


def test_the_price_changes_after_as_many_payments_as_the_plan_says(here: Billing) -> None:
    plan = here.offer({**a_plan(billing=1), "pricingPolicies": [{"recurring": RECURRING}, _no_discount()]})
    contract = here.contract(here.buy(plan))

    prices = [here.renew(contract, index).lines[0].unit_price.presentment.amount for index in (1, 2, 3)]

    assert prices == [10, 5, 5]


def test_a_cycle_with_a_content_of_its_own_bills_that_and_the_next_one_the_contracts(here: Billing) -> None:
    contract = here.monthly()
    here.edit_content(contract, 1, quantity=5)

    first, second = here.renew(contract, 1), here.renew(contract, 2)

    assert (first.lines[0].quantity, second.lines[0].quantity) == (5, 1)


def test_a_skipped_cycle_makes_no_order_and_the_next_one_is_billed(here: Billing) -> None:
    contract = here.monthly()
    here.change("Skip", contract, 1)

    order = here.renew(contract, 2)

    assert order.created_at == datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
    assert len(contract.orders) == 2


def _no_discount() -> dict[str, object]:
    return {"fixed": {"adjustmentType": "PERCENTAGE", "adjustmentValue": {"percentage": 0}}}
