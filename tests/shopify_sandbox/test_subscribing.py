"""What a customer who buys with a selling plan gets: prices, dates of delivery, a contract."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from shopify_sandbox import checkout
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state.contracts import PaymentMethod
from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup
from tests.shopify_sandbox.resolvers.subscription_story import THE_15TH, Subscriptions, a_plan

TEN_PERCENT = {"fixed": {"adjustmentType": "PERCENTAGE", "adjustmentValue": {"percentage": 10}}}


def test_a_prepaid_plan_makes_one_delivery_per_month_and_bills_after_the_last() -> None:
    here = Subscriptions()

    order = here.buy()

    assert here.units(order) == [("OPEN", 1), ("SCHEDULED", 1), ("SCHEDULED", 1)]
    assert here.dates(order) == ["2026-12-02T09:30:00Z", "2027-01-02T09:30:00Z"]
    assert here.contract(order).next_billing_date == datetime(2027, 2, 2, 9, 30, tzinfo=UTC)


def test_a_plan_with_an_anchor_schedules_even_the_first_delivery() -> None:
    here = Subscriptions()
    plan = here.offer(a_plan(anchors=THE_15TH, preAnchorBehavior="NEXT"))

    order = here.buy(plan)

    assert here.units(order) == [("SCHEDULED", 1)] * 3
    assert here.dates(order) == ["2026-11-15T05:00:00Z", "2026-12-15T05:00:00Z", "2027-01-15T05:00:00Z"]
    assert here.contract(order).next_billing_date == datetime(2027, 2, 15, 5, tzinfo=UTC)


def test_a_subscription_billed_with_each_delivery_is_not_prepaid() -> None:
    here = Subscriptions()

    order = here.buy(here.offer(a_plan(billing=1)))

    assert here.units(order) == [("OPEN", 1)]
    assert not order.is_prepaid


def test_the_orders_line_has_the_units_of_all_deliveries_and_the_contracts_line_those_of_one() -> None:
    here = Subscriptions()

    order = here.buy(line={"quantity": 2})

    assert order.lines[0].quantity == 6
    assert [line.quantity for line in here.contract(order).content.lines] == [2]


@pytest.mark.parametrize(
    ("policies", "paid", "later"),
    [
        ([TEN_PERCENT], "9.00", ["9.00"]),
        ([{"fixed": {"adjustmentType": "FIXED_AMOUNT", "adjustmentValue": {"fixedValue": "12"}}}], "0.00", ["0.00"]),
        ([{"fixed": {"adjustmentType": "PRICE", "adjustmentValue": {"fixedValue": "7.5"}}}], "7.50", ["7.50"]),
        (
            [
                {
                    "recurring": {
                        "afterCycle": 2,
                        "adjustmentType": "PERCENTAGE",
                        "adjustmentValue": {"percentage": 25},
                    }
                },
                TEN_PERCENT,
            ],
            "9.00",
            ["9.00", "7.50"],
        ),
    ],
)
def test_a_plans_pricing_policies_are_the_lines_price_and_the_contracts_future_ones(
    policies: list[dict[str, object]], paid: str, later: list[str]
) -> None:
    here = Subscriptions()
    plan = here.offer({**a_plan(), "pricingPolicies": policies})

    order = here.buy(plan)

    (line,) = here.contract(order).content.lines
    assert line.pricing_policy is not None
    assert order.lines[0].unit_price.shop.amount == Decimal(paid)
    assert line.pricing_policy.base_price.amount == 10
    assert [each.computed_price.text for each in line.pricing_policy.cycle_discounts] == later


def test_a_customer_who_pays_in_another_currency_has_a_contract_in_it() -> None:
    here = Subscriptions()
    plan = here.offer({**a_plan(), "pricingPolicies": [TEN_PERCENT]})

    contract = here.contract(here.buy(plan, presentment_currency="EUR", rate="0.50"))

    (line,) = contract.content.lines
    assert line.pricing_policy is not None
    assert (contract.currency, line.current_price.text, line.current_price.currency) == ("EUR", "4.50", "EUR")
    assert line.pricing_policy.base_price.text == "5.00"


def test_lines_of_one_rhythm_share_a_contract_and_others_have_their_own() -> None:
    here = Subscriptions()
    prepaid, monthly = here.offer(a_plan()), here.offer(a_plan(billing=1))
    plans = {"A": prepaid, "B": monthly, "C": prepaid}
    lines = [{"sku": sku, "selling_plan": {"id": plan}} for sku, plan in plans.items()]

    order = here.buy(lines=[*lines, {"sku": "ONCE"}])

    skus = [[line.sku for line in each.content.lines] for each in here.contracts(order)]
    assert skus == [["A", "C"], ["B"]]
    assert order.lines[3].contract_id is None


def test_a_line_tells_its_plan_and_its_contract() -> None:
    here = Subscriptions()
    plan = here.offer(a_plan())
    document = """query($id: ID!) { order(id: $id) { lineItems(first: 3) { nodes {
      sellingPlan { name sellingPlanId } contract { id } } } } }"""

    order = here.buy(plan)
    told = here.shop.send(document, {"id": order.gid})["order"]["lineItems"]["nodes"][0]

    assert told["sellingPlan"] == {"name": "Monthly, prepaid", "sellingPlanId": plan}
    assert told["contract"] == {"id": here.contract(order).gid}


def test_a_plan_made_up_at_the_checkout_makes_a_contract_only_when_it_is_asked_for() -> None:
    here = Subscriptions()
    plan = {"deliveries": 3, "every": "P30D"}

    without = here.buy(line={"selling_plan": plan})
    bound = here.buy(line={"selling_plan": {**plan, "contract": True}})

    assert here.contracts(without) == []
    contract = here.contract(bound)
    assert (contract.content.billing.count, contract.content.delivery.count) == (90, 30)
    assert contract.next_billing_date == datetime(2027, 1, 31, 9, 30, tzinfo=UTC)
    assert here.units(bound) == here.units(without)


def test_a_contract_knows_whose_app_sold_it_and_what_it_is_charged_with() -> None:
    here = Subscriptions()

    order = here.buy(contract_app="gid://shopify/App/77", payment_method={"brand": "amex", "last_digits": "0005"})

    contract = here.contract(order)
    assert contract.app_id == 77
    assert contract.content.payment_method in here.shop.world.all(PaymentMethod)
    assert contract.content.payment_method is not None
    assert contract.content.payment_method.instrument.brand == "amex"


def test_the_contract_is_told_of_after_the_order() -> None:
    here = Subscriptions()
    plan = here.offer(a_plan())
    heard: list[str] = []
    here.shop.world.listeners.append(lambda topic, _subject: heard.append(topic))

    here.buy(plan)

    assert heard.index("orders/create") < heard.index("subscription_contracts/create")


def test_a_plan_that_changes_later_leaves_the_contract_as_it_was_bought() -> None:
    here = Subscriptions()
    plan = here.offer(a_plan())
    order = here.buy(plan)
    (group,) = here.shop.world.all(SellingPlanGroup)
    document = """mutation($id: ID!, $plan: ID!) { sellingPlanGroupUpdate(id: $id, input: { sellingPlansToUpdate: [{
      id: $plan, deliveryPolicy: { recurring: { cutoff: 9 } } }] }) { userErrors { message } } }"""

    here.shop.send(document, {"id": group.gid, "plan": plan})

    terms = here.contract(order).plan
    assert terms is not None
    assert (terms.plan_gid, terms.cutoff) == (plan, None)
    assert here.units(here.buy(plan)) == here.units(order)


@pytest.mark.parametrize(
    "change",
    [
        {"lines": [{"selling_plan": {"id": "gid://shopify/SellingPlan/1"}}]},
        {"lines": [{"selling_plan": {"id": "gid://shopify/SellingPlan/1", "deliveries": 3}}]},
        {"lines": [{"selling_plan": {"contract": True, "every": "PT36H"}}]},
        {"lines": [{"selling_plan": {"contract": True}}], "email": None},
        {"lines": [{"sku": "A"}], "contract_app": "mine"},
        {"lines": [{"sku": "A"}], "payment_method": {"kind": "cash"}},
        {"lines": [{"sku": "A"}], "payment_method": {"expiry_month": 13}},
    ],
)
def test_a_subscription_that_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    here = Subscriptions()
    before = here.shop.world.snapshot()

    with pytest.raises(BadControlRequest):
        checkout.place(here.shop.world, change)

    assert here.shop.world.snapshot() == before


def test_a_plan_is_sold_for_the_variants_of_its_group_only() -> None:
    here = Subscriptions()
    plan = here.offer(a_plan())
    document = 'mutation { productCreate(product: {title: "Tea"}) { product { variants(first: 1) { nodes { id } } } } }'
    product = here.shop.send(document)["productCreate"]["product"]

    with pytest.raises(BadControlRequest, match="not offered"):
        here.buy(plan, line={"variant_id": product["variants"]["nodes"][0]["id"]})


@pytest.mark.parametrize(
    ("anchor", "fits"),
    [
        ({"type": "WEEKDAY", "day": 7, "cutoffDay": 1}, True),
        ({"type": "WEEKDAY", "day": 8}, False),
        ({"type": "MONTHDAY", "day": 31, "cutoffDay": 31}, True),
        ({"type": "MONTHDAY", "day": 0}, False),
        ({"type": "YEARDAY", "day": 31, "month": 12}, True),
        ({"type": "YEARDAY", "day": 1}, False),
        ({"type": "YEARDAY", "day": 1, "month": 1, "cutoffDay": 1}, False),
    ],
)
def test_an_anchors_values_stay_in_their_ranges(anchor: dict[str, object], *, fits: bool) -> None:
    here = Subscriptions()

    codes = here.offer(a_plan(anchors=[anchor]), expected="code")

    assert codes == ("[]" if fits else "['INVALID']")


@pytest.mark.parametrize("missing", ["interval", "intervalCount"])
def test_a_plan_needs_to_say_how_often(missing: str) -> None:
    here = Subscriptions()
    delivery = {"interval": "MONTH", "intervalCount": 1, missing: None}

    code = here.offer({**a_plan(), "deliveryPolicy": {"recurring": delivery}}, expected="code")

    assert code == "['BLANK']"


def test_billing_must_be_a_multiple_of_delivery() -> None:
    here = Subscriptions()

    code = here.offer(a_plan(intervalCount=2), expected="code")

    assert code == "['SELLING_PLAN_BILLING_CYCLE_MUST_BE_A_MULTIPLE_OF_DELIVERY_CYCLE']"
