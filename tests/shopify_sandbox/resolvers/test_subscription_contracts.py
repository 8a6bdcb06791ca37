"""Contracts as a whole: reading, their statuses, their next billing date, whose they are."""

from __future__ import annotations

import pytest

from tests.shopify_sandbox.resolvers.contract_story import Story, codes

STATUSES = {"Activate": "ACTIVE", "Pause": "PAUSED", "Cancel": "CANCELLED", "Expire": "EXPIRED", "Fail": "FAILED"}


def test_a_customer_who_subscribes_has_a_contract_with_the_order_as_its_origin() -> None:
    story = Story()

    contract = story.bought()

    line = contract["lines"]["nodes"][0]
    assert (contract["status"], contract["currencyCode"], contract["deliveryPrice"]["amount"]) == (
        "ACTIVE",
        "CAD",
        "5.0",
    )
    assert (line["sku"], line["quantity"], line["currentPrice"]) == (
        "TEA",
        2,
        {"amount": "10.0", "currencyCode": "CAD"},
    )
    assert contract["deliveryMethod"]["address"]["city"] == "Halifax"
    assert contract["orders"]["nodes"] == [contract["originOrder"]]
    assert "subscription_contracts/create" in story.heard


def test_the_line_of_an_order_and_the_customer_lead_to_the_contract() -> None:
    story = Story()
    contract = story.bought()
    document = """query($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { contract { id } } }
      customer { productSubscriberStatus subscriptionContracts(first: 5) { nodes { id } }
        paymentMethods(first: 5) { nodes { subscriptionContracts(first: 5) { nodes { id } } } } } } }"""

    order = story.shop.send(document, {"id": contract["originOrder"]["id"]})["order"]

    assert order["lineItems"]["nodes"][0]["contract"] == {"id": contract["id"]}
    assert order["customer"]["subscriptionContracts"]["nodes"] == [{"id": contract["id"]}]
    assert order["customer"]["paymentMethods"]["nodes"][0]["subscriptionContracts"]["nodes"] == [{"id": contract["id"]}]
    assert order["customer"]["productSubscriberStatus"] == "ACTIVE"


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_each_status_is_set_told_and_is_a_new_revision(name: str, status: str) -> None:
    story = Story()
    contract = story.bought()
    story.heard.clear()

    payload = story.changed(f"subscriptionContract{name}", contract, actor="CUSTOMER")

    assert (payload["userErrors"], payload["contract"]["status"]) == ([], status)
    assert int(payload["contract"]["revisionId"]) > int(contract["revisionId"])
    assert story.heard == [f"subscription_contracts/{name.lower()}", "subscription_contracts/update"]
    assert story.entity(contract).history[-1].actor == "CUSTOMER"


@pytest.mark.parametrize("end", ["Cancel", "Expire"])
@pytest.mark.parametrize("name", STATUSES)
def test_a_contract_that_ended_stays_as_it_is(end: str, name: str) -> None:
    story = Story()
    contract = story.bought()
    ended = story.changed(f"subscriptionContract{end}", contract)["contract"]

    payload = story.changed(f"subscriptionContract{name}", contract)

    assert payload["contract"] is None
    assert codes(payload) == [("subscriptionContractId", "CONTRACT_TERMINATED")]
    assert story.contract(contract["id"]) == ended


@pytest.mark.parametrize("before", ["Activate", "Pause", "Fail"])
def test_a_contract_is_activated_from_every_status_that_is_no_end(before: str) -> None:
    story = Story()
    contract = story.bought()
    story.changed(f"subscriptionContract{before}", contract)

    payload = story.changed("subscriptionContractActivate", contract)

    assert (payload["userErrors"], payload["contract"]["status"]) == ([], "ACTIVE")


def test_the_next_billing_date_is_moved_but_never_into_the_past() -> None:
    story = Story()
    contract = story.bought()
    name = "subscriptionContractSetNextBillingDate"

    moved = story.changed(name, contract, argument="contractId", date='"2027-01-05T10:00:00Z"')
    past = story.changed(name, contract, argument="contractId", date='"2026-10-05T10:00:00Z"')

    assert moved["contract"]["nextBillingDate"] == "2027-01-05T10:00:00Z"
    assert codes(past) == [("date", "INVALID")]
    assert story.contract(contract["id"])["nextBillingDate"] == "2027-01-05T10:00:00Z"


def test_the_contract_of_another_app_is_read_but_never_changed() -> None:
    story = Story()
    contract = story.bought(contract_app=4711)

    paused = story.changed("subscriptionContractPause", contract)
    drafted = story.drafted(contract)

    assert contract["app"] == {"id": "gid://shopify/App/4711"}
    assert codes(paused) == [("subscriptionContractId", "INVALID")]
    assert codes(drafted) == [("contractId", "INVALID")]
    assert story.contract(contract["id"]) == contract


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status:active", [1]),
        ("status:PAUSED", [0]),
        ("updated_at:>2026-11-05", [0]),
        ("created_at:<=2026-11-02T09:30:00Z", [0, 1]),
        ("id:{0}", [0]),
        ("id:>{0}", [1]),
        ("customer_id:1", []),
    ],
)
def test_contracts_are_searched_for(query: str, found: list[int]) -> None:
    story = Story()
    contracts = [story.bought(), story.bought()]
    story.shop.world.clock.set(story.shop.world.now().replace(day=9))
    story.changed("subscriptionContractPause", contracts[0])
    document = "query($query: String) { subscriptionContracts(first: 9, query: $query) { nodes { id } } }"

    text = query.format(*(each["id"].rsplit("/", 1)[1] for each in contracts))
    answer = story.shop.send(document, {"query": text})["subscriptionContracts"]["nodes"]

    assert [each["id"] for each in answer] == [contracts[number]["id"] for number in found]


def test_contracts_are_sorted_by_their_last_change() -> None:
    story = Story()
    contracts = [story.bought(), story.bought()]
    story.shop.world.clock.set(story.shop.world.now().replace(day=9))
    story.changed("subscriptionContractPause", contracts[0])
    document = "{ subscriptionContracts(first: 9, sortKey: UPDATED_AT, reverse: true) { nodes { id } } }"

    answer = story.shop.send(document)["subscriptionContracts"]["nodes"]

    assert [each["id"] for each in answer] == [each["id"] for each in contracts]


def test_contracts_drafts_and_payment_methods_are_found_as_nodes() -> None:
    story = Story()
    contract = story.bought()
    draft = story.draft(contract)
    ids = [contract["id"], draft["id"], contract["customerPaymentMethod"]["id"]]

    nodes = story.shop.send("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {"ids": ids})["nodes"]

    assert [each["__typename"] for each in nodes] == [
        "SubscriptionContract",
        "SubscriptionDraft",
        "CustomerPaymentMethod",
    ]
    assert [each["id"] for each in nodes] == ids
