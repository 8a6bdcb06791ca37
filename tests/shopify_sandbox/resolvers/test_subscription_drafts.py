"""Drafts of contracts: staging content, committing, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopify_sandbox.state.contracts import Content, CycleState
from tests.shopify_sandbox.resolvers.contract_story import HOME, MONTHLY, NEXT, Story, codes

TORONTO = {**HOME, "address1": "1 Front Street", "city": "Toronto", "provinceCode": "ON", "zip": "M5J 2X2"}


def test_a_draft_shows_its_changes_and_the_contract_has_them_with_the_commit() -> None:
    story = Story()
    contract = story.bought()
    draft = story.draft(contract)
    given = {"note": "Ring twice", "deliveryPrice": "7.50", "customAttributes": [{"key": "gift", "value": "yes"}]}

    staged = story.staged("Update", draft, given)["draft"]
    before = story.contract(contract["id"])
    committed = story.committed(draft)["contract"]

    assert (staged["note"], staged["deliveryPrice"]["amount"]) == ("Ring twice", "7.5")
    assert before == contract
    assert (committed["note"], committed["deliveryPrice"]["amount"]) == ("Ring twice", "7.5")
    assert committed["customAttributes"] == [{"key": "gift", "value": "yes"}]
    assert int(committed["revisionId"]) > int(contract["revisionId"])
    assert story.heard[-1] == "subscription_contracts/update"
    assert story.entity(contract).history[-1].actor == "MERCHANT"


def test_a_committed_draft_can_not_be_read_changed_or_committed_again() -> None:
    story = Story()
    draft = story.draft(story.bought())
    story.committed(draft)

    read = story.shop.send("query($id: ID!) { subscriptionDraft(id: $id) { id } }", {"id": draft["id"]})
    changed = story.staged("Update", draft, {"note": "Late"})
    again = story.committed(draft)

    assert read == {"subscriptionDraft": None}
    assert codes(changed) == codes(again) == [("draftId", "COMMITTED")]


def test_a_draft_made_before_another_change_is_stale() -> None:
    story = Story()
    contract = story.bought()
    first, second = story.draft(contract), story.draft(contract)
    story.staged("Update", first, {"note": "First"})
    story.staged("Update", second, {"note": "Second"})
    story.committed(first)

    refused = story.committed(second)

    assert codes(refused) == [("draftId", "STALE_CONTRACT")]
    assert story.contract(contract["id"])["note"] == "First"


@pytest.mark.parametrize("name", ["Pause", "Cancel", "Activate"])
def test_a_change_of_status_makes_drafts_stale(name: str) -> None:
    story = Story()
    contract = story.bought()
    draft = story.draft(contract)
    story.changed(f"subscriptionContract{name}", contract)

    refused = story.committed(draft)

    assert codes(refused) == [("draftId", "STALE_CONTRACT")]


def test_a_contract_that_ended_has_no_more_drafts() -> None:
    story = Story()
    contract = story.bought()
    story.changed("subscriptionContractCancel", contract)

    refused = story.drafted(contract)

    assert (refused["draft"], codes(refused)) == (None, [("contractId", "INVALID")])


def test_an_edit_of_a_coming_cycle_must_be_gone_before_the_contract_changes() -> None:
    story = Story()
    contract = story.bought()
    entity = story.entity(contract)
    draft = story.draft(contract)
    entity.cycles[2] = edited = CycleState(index=2, content=entity.content)

    refused = story.committed(draft)
    edited.content = None
    committed = story.committed(draft)

    assert codes(refused) == [("draftId", "HAS_FUTURE_EDITS")]
    assert committed["userErrors"] == []


def test_a_new_address_keeps_the_shipping_option_until_another_is_chosen() -> None:
    story = Story()
    draft = story.draft(story.bought())

    moved = story.staged("Update", draft, {"deliveryMethod": {"shipping": {"address": TORONTO}}})["draft"]
    option = {"title": "Express", "code": "Express"}
    chosen = story.staged("Update", draft, {"deliveryMethod": {"shipping": {"shippingOption": option}}})["draft"]

    assert moved["deliveryMethod"]["address"]["city"] == "Toronto"
    assert moved["deliveryMethod"]["shippingOption"]["title"] == "Standard"
    assert chosen["deliveryMethod"]["address"]["city"] == "Toronto"
    assert chosen["deliveryMethod"]["shippingOption"] == {**option, "presentmentTitle": "Express"}


def test_goods_can_be_delivered_locally_or_picked_up() -> None:
    story = Story()
    draft = story.draft(story.bought())
    warehouse = story.shop.world.locations[1]
    local = {"address": TORONTO, "localDeliveryOption": {"title": "Bike", "phone": "+16135551111"}}
    pickup = {"pickupOption": {"title": "At the door", "locationId": warehouse.gid}}

    delivered = story.staged("Update", draft, {"deliveryMethod": {"localDelivery": local}})["draft"]
    picked_up = story.staged("Update", draft, {"deliveryMethod": {"pickup": pickup}})["draft"]

    assert delivered["deliveryMethod"]["localDeliveryOption"] == {"title": "Bike", "phone": "+16135551111"}
    assert picked_up["deliveryMethod"]["pickupOption"]["location"] == {"name": warehouse.name}


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"note": "x" * 5001}, "input.note", "INVALID_NOTE_LENGTH"),
    ({"deliveryPrice": "-1"}, "input.deliveryPrice", "GREATER_THAN_OR_EQUAL_TO"),
    ({"nextBillingDate": "2026-10-01T00:00:00Z"}, "input.nextBillingDate", "INVALID_BILLING_DATE"),
    (
        {"billingPolicy": {"interval": "MONTH", "intervalCount": 0}},
        "input.billingPolicy.intervalCount",
        "GREATER_THAN",
    ),
    (
        {"billingPolicy": {**MONTHLY, "minCycles": 3, "maxCycles": 3}},
        "input.billingPolicy.maxCycles",
        "SELLING_PLAN_MAX_CYCLES_MUST_BE_GREATER_THAN_MIN_CYCLES",
    ),
    (
        {"billingPolicy": MONTHLY, "deliveryPolicy": {"interval": "MONTH", "intervalCount": 2}},
        "input.deliveryPolicy",
        "DELIVERY_MUST_BE_MULTIPLE_OF_BILLING",
    ),
    (
        {"billingPolicy": {**MONTHLY, "anchors": [{"type": "MONTHDAY", "day": 32}]}},
        "input.billingPolicy.anchors.0.day",
        "NOT_IN_RANGE",
    ),
    (
        {"billingPolicy": {**MONTHLY, "anchors": [{"type": "WEEKDAY", "day": 1}]}},
        "input.billingPolicy.anchors.0.type",
        "INVALID",
    ),
    ({"paymentMethodId": "gid://shopify/CustomerPaymentMethod/none"}, "input.paymentMethodId", "INVALID"),
    ({"deliveryMethod": {}}, "input.deliveryMethod", "INVALID"),
    (
        {"deliveryMethod": {"shipping": {"address": {**HOME, "zip": ""}}}},
        "input.deliveryMethod.shipping.address.zip",
        "BLANK",
    ),
    (
        {"deliveryMethod": {"localDelivery": {"address": HOME}}},
        "input.deliveryMethod.localDelivery.localDeliveryOption",
        "MISSING_LOCAL_DELIVERY_OPTIONS",
    ),
]


@pytest.mark.parametrize(("given", "field", "code"), REFUSED)
def test_what_can_not_be_is_refused_and_the_draft_stays_as_it_was(given: dict[str, Any], field: str, code: str) -> None:
    story = Story()
    draft = story.draft(story.bought())

    refused = story.staged("Update", draft, {"note": "Valid", **given})
    after = story.staged("Update", draft, {})

    assert (refused["draft"], codes(refused)) == (None, [(field, code)])
    assert after["draft"] == draft


def test_the_payment_method_must_be_the_customers_own() -> None:
    story = Story()
    draft = story.draft(story.bought())
    other = story.payment_method(story.customer("other@example.com"))

    refused = story.staged("Update", draft, {"paymentMethodId": other})

    assert codes(refused) == [("input.paymentMethodId", "CUSTOMER_MISMATCH")]


def test_a_new_contract_is_made_of_a_draft() -> None:
    story = Story()
    draft = story.created(contract={"note": "Hello"})["draft"]
    line = {"productVariantId": story.variant(), "quantity": 2, "currentPrice": "12.00"}
    story.staged("LineAdd", draft, line)
    story.heard.clear()

    payload = story.committed(draft)

    contract = payload["contract"]
    assert payload["userErrors"] == []
    assert (contract["status"], contract["nextBillingDate"], contract["note"]) == ("ACTIVE", NEXT, "Hello")
    assert (contract["originOrder"], contract["orders"]["nodes"]) == (None, [])
    assert [(each["title"], each["quantity"]) for each in contract["lines"]["nodes"]] == [("Coffee", 2)]
    assert story.heard == ["subscription_contracts/create"]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"customerId": "gid://shopify/Customer/1"}, "input.customerId", "CUSTOMER_DOES_NOT_EXIST"),
        ({"currencyCode": "EUR"}, "input.currencyCode", "CURRENCY_NOT_ENABLED"),
        ({"nextBillingDate": "2026-01-01T00:00:00Z"}, "input.nextBillingDate", "INVALID_BILLING_DATE"),
        ({"contract": {"billingPolicy": None}}, "input.contract.billingPolicy", "PRESENCE"),
    ],
)
def test_a_new_contract_needs_a_customer_a_currency_and_policies(given: dict[str, Any], field: str, code: str) -> None:
    story = Story()

    refused = story.created(**given)

    assert (refused["draft"], codes(refused)) == (None, [(field, code)])


def test_a_contract_without_lines_method_or_payment_method_is_not_made() -> None:
    story = Story()
    line = {"productVariantId": story.variant(), "quantity": 1, "currentPrice": "12.00"}
    empty = story.created()["draft"]
    homeless = story.created(contract={"deliveryMethod": None})["draft"]
    unpaid = story.created(contract={"paymentMethodId": None})["draft"]
    for draft in (homeless, unpaid):
        story.staged("LineAdd", draft, line)

    found = [codes(story.committed(draft)) for draft in (empty, homeless, unpaid)]

    assert found == [
        [("draftId", "INVALID_LINES")],
        [("draftId", "DELIVERY_METHOD_REQUIRED")],
        [("draftId", "MISSING_CUSTOMER_PAYMENT_METHOD")],
    ]


def test_the_status_and_the_next_billing_date_are_changed_by_a_draft() -> None:
    story = Story()
    draft = story.draft(story.bought())
    story.staged("Update", draft, {"status": "PAUSED", "nextBillingDate": "2027-02-01T08:00:00Z"})
    story.heard.clear()

    contract = story.committed(draft)["contract"]

    assert (contract["status"], contract["nextBillingDate"]) == ("PAUSED", "2027-02-01T08:00:00Z")
    assert story.heard == ["subscription_contracts/pause", "subscription_contracts/update"]


OPTIONS = """query($id: ID!, $address: MailingAddressInput) { subscriptionDraft(id: $id) {
  deliveryOptions(deliveryAddress: $address) { __typename
    ... on SubscriptionDeliveryOptionResultSuccess { deliveryOptions {
      ... on SubscriptionShippingOption { title code price { amount currencyCode } } } }
    ... on SubscriptionDeliveryOptionResultFailure { message } } } }"""


def test_delivery_options_are_null_while_they_are_computed() -> None:
    story = Story()
    draft = story.draft(story.bought())
    story.shop.world.delivery_options_delay = timedelta(seconds=5)
    variables = {"id": draft["id"], "address": TORONTO}

    first = story.shop.send(OPTIONS, variables)["subscriptionDraft"]["deliveryOptions"]
    story.shop.world.clock.advance(timedelta(seconds=5))
    then = story.shop.send(OPTIONS, variables)["subscriptionDraft"]["deliveryOptions"]
    other = story.shop.send(OPTIONS, {"id": draft["id"], "address": HOME})["subscriptionDraft"]["deliveryOptions"]

    assert (first, other) == (None, None)
    assert then["deliveryOptions"] == [
        {"title": "Standard", "code": "Standard", "price": {"amount": "5.0", "currencyCode": "CAD"}},
        {"title": "Express", "code": "Express", "price": {"amount": "15.0", "currencyCode": "CAD"}},
    ]


@pytest.mark.parametrize("country", ["JP", "BR"])
def test_an_address_that_nobody_ships_to_has_no_delivery_options(country: str) -> None:
    story = Story()
    draft = story.draft(story.bought())
    address = {**HOME, "countryCode": country, "provinceCode": None}

    found = story.shop.send(OPTIONS, {"id": draft["id"], "address": address})["subscriptionDraft"]["deliveryOptions"]

    assert found["__typename"] == "SubscriptionDeliveryOptionResultFailure"
    assert found["message"]


def test_a_content_is_shared_but_never_changed_in_place() -> None:
    story = Story()
    contract = story.bought()
    content: Content = story.entity(contract).content
    draft = story.draft(contract)

    story.staged("Update", draft, {"note": "Another", "deliveryMethod": {"shipping": {"address": TORONTO}}})

    assert story.entity(contract).content is content
    assert content.note is None


def test_a_renewal_that_uses_up_a_discount_makes_drafts_stale() -> None:
    story = Story()
    contract = story.bought()
    first = story.draft(contract)
    once = {"value": {"percentage": 50}, "entitledLines": {"all": True}, "recurringCycleLimit": 1}
    story.staged("DiscountAdd", first, once)
    story.committed(first)
    draft = story.draft(contract)

    story.renewed(contract)

    assert story.contract(contract["id"])["discounts"]["nodes"][0]["usageCount"] == 1
    assert codes(story.committed(draft)) == [("draftId", "STALE_CONTRACT")]
