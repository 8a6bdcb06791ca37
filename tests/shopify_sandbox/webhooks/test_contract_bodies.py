"""Contracts over HTTP: their webhooks, who may read and change them, and what the sandbox's state tells."""

from __future__ import annotations

import pytest

from shopify_sandbox.options import Profile
from tests.shopify_sandbox.live import Json, Live
from tests.shopify_sandbox.webhooks.conftest import until

PLAN = {"name": "Monthly", "every": "P30D", "contract": True}
LINE = {"sku": "TEA", "price": "10.00", "quantity": 2, "selling_plan": PLAN}
PAUSE = """mutation($id: ID!) { subscriptionContractPause(subscriptionContractId: $id, actor: CUSTOMER) {
  contract { status revisionId } userErrors { field message code } } }"""
READ = "{ subscriptionContracts(first: 5) { nodes { id customerPaymentMethod { id } } } }"
DRAFT = """mutation($id: ID!) { subscriptionContractUpdate(contractId: $id) {
  draft { id deliveryOptions { __typename } } userErrors { message } } }"""


def bought(shop: Live) -> Json:
    """The contract of a customer who subscribed."""
    gid = shop.buy(lines=[LINE], payment="paid")["contracts"][0]
    found: Json = next(each for each in shop.read("state")["contracts"] if each["id"] == gid)
    return found


def test_a_contract_is_told_when_it_is_made_and_with_every_change(shop: Live) -> None:
    shop.subscribe("SUBSCRIPTION_CONTRACTS_CREATE", "SUBSCRIPTION_CONTRACTS_PAUSE", "SUBSCRIPTION_CONTRACTS_UPDATE")

    contract = bought(shop)
    paused = shop.ask(PAUSE, id=contract["id"])["data"]["subscriptionContractPause"]["contract"]
    until(lambda: len(shop.receiver.received) >= 3)

    bodies = {each.topic: each.told for each in shop.receiver.received}
    number = int(contract["id"].rsplit("/", 1)[1])
    order = contract["origin_order"]
    assert bodies["subscription_contracts/create"] == {
        "admin_graphql_api_id": contract["id"],
        "id": number,
        "billing_policy": {"interval": "day", "interval_count": 30, "min_cycles": None, "max_cycles": None},
        "currency_code": "CAD",
        "customer_id": int(contract["customer"].rsplit("/", 1)[1]),
        "admin_graphql_api_customer_id": contract["customer"],
        "delivery_policy": {"interval": "day", "interval_count": 30},
        "status": "active",
        "admin_graphql_api_origin_order_id": order,
        "origin_order_id": int(order.rsplit("/", 1)[1]),
        "revision_id": contract["revision"],
    }
    told = bodies["subscription_contracts/pause"]
    assert told == bodies["subscription_contracts/update"]
    assert (told["status"], told["revision_id"]) == ("paused", paused["revisionId"])


def test_the_state_tells_who_did_what(shop: Live) -> None:
    contract = bought(shop)

    shop.ask(PAUSE, id=contract["id"])

    (after,) = shop.read("state")["contracts"]
    assert [(each["what"], each["actor"]) for each in after["history"]] == [
        ("create", "CUSTOMER"),
        ("pause", "CUSTOMER"),
    ]
    assert (after["status"], after["lines"][0]["discounted_total"]) == ("PAUSED", "20.00")


@pytest.mark.parametrize(
    ("missing", "document", "named"),
    [
        ("own_subscription_contracts", READ, "subscriptionContracts"),
        ("own_subscription_contracts", PAUSE, "subscriptionContractPause"),
        ("customer_payment_methods", READ, "customerPaymentMethod"),
    ],
)
def test_contracts_need_their_scopes(shop: Live, missing: str, document: str, named: str) -> None:
    contract = bought(shop)
    scopes = sorted(each for each in Profile().scopes if not each.endswith(missing))
    shop.control("tokens", {"action": "scopes", "scopes": scopes})

    errors = shop.ask(document, id=contract["id"])["errors"]

    assert errors[0]["extensions"]["code"] == "ACCESS_DENIED"
    assert named in errors[0]["message"]


def test_delivery_options_take_as_long_as_they_are_told_to(shop: Live) -> None:
    contract = bought(shop)
    shop.control("delivery-options", {"delay": "PT5S"})
    query = "query($id: ID!) { subscriptionDraft(id: $id) { deliveryOptions { __typename } } }"

    draft = shop.ask(DRAFT, id=contract["id"])["data"]["subscriptionContractUpdate"]["draft"]
    shop.pass_time("PT6S")
    then = shop.ask(query, id=draft["id"])["data"]["subscriptionDraft"]["deliveryOptions"]

    assert draft["deliveryOptions"] is None
    assert then == {"__typename": "SubscriptionDeliveryOptionResultSuccess"}
    assert "unknown 'wait'" in shop.refusal("delivery-options", {"wait": "PT5S"})


def test_zones_and_codes_are_options_of_the_shop(shop: Live) -> None:
    rates = [{"title": "Ferry", "price": "3.00"}, {"title": "Bike", "price": "1", "kind": "local_delivery"}]
    zones = [{"name": "Island", "countries": ["CA"], "rates": rates}]
    shop.control("reset", {"shipping_zones": zones, "discount_codes": [{"code": "TEN", "percentage": 10}]})
    contract = bought(shop)
    query = """mutation($id: ID!) { subscriptionContractUpdate(contractId: $id) { draft {
      deliveryOptions { ... on SubscriptionDeliveryOptionResultSuccess { deliveryOptions { __typename
        ... on SubscriptionShippingOption { title price { amount } } } } }
      shippingOptions { ... on SubscriptionShippingOptionResultSuccess { shippingOptions { title } } } } } }"""

    draft = shop.ask(query, id=contract["id"])["data"]["subscriptionContractUpdate"]["draft"]

    assert draft["deliveryOptions"]["deliveryOptions"] == [
        {"__typename": "SubscriptionShippingOption", "title": "Ferry", "price": {"amount": "3.0"}},
        {"__typename": "SubscriptionLocalDeliveryOption"},
    ]
    assert draft["shippingOptions"]["shippingOptions"] == [{"title": "Ferry"}]
    assert "needs a code" in shop.refusal("reset", {"discount_codes": [{"code": "TEN"}]})
    assert "must be a list" in shop.refusal("reset", {"shipping_zones": {}})
