"""Contracts made at once, a line's product changed at once, and customers' payment methods."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopify_sandbox.offers import DiscountCode
from shopify_sandbox.options import Profile
from shopify_sandbox.state.contracts import Contract, CycleState, Instrument
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.contract_story import CONTRACT, ERRORS, HOME, MONTHLY, NEXT, Json, Story, codes
from tests.shopify_sandbox.resolvers.shop import Shop

AT_ONCE = f"""mutation($input: SubscriptionContractAtomicCreateInput!) {{
  subscriptionContractAtomicCreate(input: $input) {{ contract {{ {CONTRACT} }} {ERRORS} }} }}"""
CHANGE = f"""mutation($id: ID!, $line: ID!, $input: SubscriptionContractProductChangeInput!) {{
  subscriptionContractProductChange(subscriptionContractId: $id, lineId: $line, input: $input, actor: CUSTOMER) {{
    contract {{ {CONTRACT} }} lineUpdated {{ id title currentPrice {{ amount }} }} {ERRORS} }} }}"""


def made_at_once(story: Story, *lines: dict[str, Any], **given: Any) -> Json:
    """subscriptionContractAtomicCreate's payload for a monthly contract."""
    customer = story.customer()
    contract = {
        "billingPolicy": MONTHLY,
        "deliveryPolicy": MONTHLY,
        "paymentMethodId": story.payment_method(customer),
        "deliveryMethod": {"shipping": {"address": HOME}},
    }
    wanted = {"customerId": customer.gid, "currencyCode": "CAD", "nextBillingDate": NEXT, "contract": contract}
    answer = story.shop.send(AT_ONCE, {"input": {**wanted, "lines": list(lines), **given}})
    payload: Json = answer["subscriptionContractAtomicCreate"]
    return payload


def a_line(story: Story, **given: Any) -> dict[str, Any]:
    """One unit at 20.00."""
    return {"productVariantId": story.variant(), "quantity": 1, "currentPrice": "20.00", **given}


def test_a_contract_is_made_at_once_with_lines_discounts_and_codes() -> None:
    profile = Profile(discount_codes=(DiscountCode("TEN", percentage=10),))
    story = Story(Shop(World(profile, Shop().world.clock)))
    discount = {"title": "Hello", "value": {"percentage": 50}}

    payload = made_at_once(
        story,
        {"line": a_line(story), "discounts": [discount]},
        {"line": a_line(story, quantity=2)},
        discountCodes=["TEN"],
    )

    contract = payload["contract"]
    assert payload["userErrors"] == []
    assert [each["lineDiscountedPrice"]["amount"] for each in contract["lines"]["nodes"]] == ["9.0", "36.0"]
    assert [each["type"] for each in contract["discounts"]["nodes"]] == ["MANUAL", "CODE_DISCOUNT"]
    assert story.heard[-1] == "subscription_contracts/create"


def test_a_contract_with_one_wrong_line_is_not_made_at_all() -> None:
    story = Story()

    payload = made_at_once(story, {"line": a_line(story)}, {"line": a_line(story, quantity=0)})

    assert (payload["contract"], codes(payload)) == (None, [("input.lines.1.line.quantity", "GREATER_THAN")])
    assert story.shop.world.all(Contract) == []


def test_the_product_of_a_line_is_changed_at_once() -> None:
    story = Story()
    contract = story.bought()
    line = contract["lines"]["nodes"][0]["id"]
    given = {"productVariantId": story.variant("Cocoa"), "currentPrice": "7.00"}

    answer = story.shop.send(CHANGE, {"id": contract["id"], "line": line, "input": given})
    payload = answer["subscriptionContractProductChange"]

    assert payload["lineUpdated"] == {"id": line, "title": "Cocoa", "currentPrice": {"amount": "7.0"}}
    assert int(payload["contract"]["revisionId"]) > int(contract["revisionId"])
    assert story.entity(contract).history[-1].actor == "CUSTOMER"


def test_the_product_of_a_line_is_not_changed_while_a_coming_cycle_is_edited() -> None:
    story = Story()
    contract = story.bought()
    entity = story.entity(contract)
    entity.cycles[2] = CycleState(index=2, content=entity.content)
    line = contract["lines"]["nodes"][0]["id"]

    answer = story.shop.send(CHANGE, {"id": contract["id"], "line": line, "input": {"currentPrice": "7.00"}})

    assert codes(answer["subscriptionContractProductChange"]) == [("subscriptionContractId", "HAS_FUTURE_EDITS")]
    assert story.contract(contract["id"]) == contract


METHOD = """query($id: ID!, $revoked: Boolean) { customerPaymentMethod(id: $id, showRevoked: $revoked) { id revokedAt
  customer { id } instrument { __typename ... on CustomerCreditCard { brand lastDigits maskedNumber expiresSoon }
    ... on CustomerShopPayAgreement { lastDigits inactive } } } }"""
EMAIL = """mutation($id: ID!) { customerPaymentMethodSendUpdateEmail(customerPaymentMethodId: $id) {
  customer { id } userErrors { field message } } }"""
URL = """mutation($id: ID!) { customerPaymentMethodGetUpdateUrl(customerPaymentMethodId: $id) {
  updatePaymentMethodUrl userErrors { field message code } } }"""
REVOKE = """mutation($id: ID!) { customerPaymentMethodRevoke(customerPaymentMethodId: $id) {
  revokedCustomerPaymentMethodId userErrors { field message } } }"""


def test_a_customer_is_asked_for_new_details_of_a_card() -> None:
    story = Story()
    gid = story.bought()["customerPaymentMethod"]["id"]

    asked = story.shop.send(EMAIL, {"id": gid})["customerPaymentMethodSendUpdateEmail"]
    url = story.shop.send(URL, {"id": gid})["customerPaymentMethodGetUpdateUrl"]
    method = story.shop.send(METHOD, {"id": gid})["customerPaymentMethod"]

    assert (asked["customer"], asked["userErrors"]) == (method["customer"], [])
    assert method["instrument"]["__typename"] == "CustomerCreditCard"
    assert (url["updatePaymentMethodUrl"], codes(url)) == (None, [("customerPaymentMethodId", "INVALID_INSTRUMENT")])


def test_who_pays_by_shop_pay_is_led_to_an_address() -> None:
    story = Story()
    contract = story.bought()
    method = story.entity(contract).content.payment_method
    assert method is not None
    method.instrument = Instrument(kind="CustomerShopPayAgreement")

    url = story.shop.send(URL, {"id": method.gid})["customerPaymentMethodGetUpdateUrl"]

    assert url["updatePaymentMethodUrl"].startswith("https://")
    assert url["userErrors"] == []


def test_a_revoked_payment_method_is_shown_on_request_only() -> None:
    story = Story()
    contract = story.bought()
    gid = contract["customerPaymentMethod"]["id"]

    revoked = story.shop.send(REVOKE, {"id": gid})["customerPaymentMethodRevoke"]
    asked = story.shop.send(EMAIL, {"id": gid})["customerPaymentMethodSendUpdateEmail"]
    hidden = story.shop.send(METHOD, {"id": gid})["customerPaymentMethod"]
    shown = story.shop.send(METHOD, {"id": gid, "revoked": True})["customerPaymentMethod"]

    assert revoked["revokedCustomerPaymentMethodId"] == gid
    assert (asked["customer"], asked["userErrors"][0]["field"]) == (None, ["customerPaymentMethodId"])
    assert hidden is None
    assert shown["revokedAt"] is not None
    assert story.contract(contract["id"])["customerPaymentMethod"] is None
    assert story.heard[-1] == "customer_payment_methods/revoke"


@pytest.mark.parametrize("document", [EMAIL, URL, REVOKE])
def test_an_unknown_payment_method_is_refused(document: str) -> None:
    story = Story()

    (payload,) = story.shop.send(document, {"id": "gid://shopify/CustomerPaymentMethod/none"}).values()

    assert payload["userErrors"][0]["field"] == ["customerPaymentMethodId"]


ERASE = "mutation($id: ID!) { customerRequestDataErasure(customerId: $id) { userErrors { message } } }"
DELETE = "mutation($id: ID!) { customerDelete(input: {id: $id}) { deletedCustomerId userErrors { field } } }"


def test_an_erased_customers_contract_is_cancelled_and_names_nobody() -> None:
    story = Story()
    contract = story.bought()
    customer = story.entity(contract).customer.gid
    document = """query($id: ID!) { subscriptionContract(id: $id) { status customer { id }
      deliveryMethod { __typename } } }"""

    deleted = story.shop.send(DELETE, {"id": customer})["customerDelete"]
    story.shop.send(ERASE, {"id": customer})
    story.shop.world.clock.advance(timedelta(days=11))
    after = story.shop.send(document, {"id": contract["id"]})["subscriptionContract"]

    assert (deleted["deletedCustomerId"], deleted["userErrors"]) == (None, [{"field": ["id"]}])
    assert after == {"status": "CANCELLED", "customer": None, "deliveryMethod": None}


def test_a_line_keeps_its_title_when_its_product_is_deleted() -> None:
    story = Story()
    variant = story.variant("Coffee")
    contract = made_at_once(story, {"line": a_line(story, productVariantId=variant)})["contract"]
    delete = "mutation($id: ID!) { productDelete(input: {id: $id}) { deletedProductId } }"
    find = "query($id: ID!) { productVariant(id: $id) { product { id } } }"
    product = story.shop.send(find, {"id": variant})["productVariant"]["product"]["id"]

    story.shop.send(delete, {"id": product})

    line = story.contract(contract["id"])["lines"]["nodes"][0]
    assert (line["title"], line["variantId"], line["currentPrice"]["amount"]) == ("Coffee", None, "20.0")


def test_who_asked_to_be_forgotten_gets_no_new_contract() -> None:
    story = Story()
    customer = story.customer()
    story.shop.send(ERASE, {"id": customer.gid})

    payload = made_at_once(story, {"line": a_line(story)})

    assert codes(payload) == [("input.customerId", "CUSTOMER_REDACTED")]


def test_a_revoked_payment_method_pays_for_no_contract() -> None:
    story = Story()
    contract = story.bought()
    gid = contract["customerPaymentMethod"]["id"]
    draft = story.draft(contract)
    story.shop.send(REVOKE, {"id": gid})

    refused = story.staged("Update", draft, {"paymentMethodId": gid})
    committed = story.committed(draft)

    assert codes(refused) == [("input.paymentMethodId", "INVALID")]
    assert committed["userErrors"] == []
