"""Every field of what orders are made of has an answer: nobody who reads one more field meets an internal error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
    is_object_type,
)

from shopify_sandbox import checkout, payment_control
from shopify_sandbox.schema import load_schema
from shopify_sandbox.state import refunding, returning
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.refunds import RestockType
from tests.shopify_sandbox.resolvers.contract_story import Story as ContractStory
from tests.shopify_sandbox.resolvers.shop import Shop

BODY = {
    "lines": [{"sku": "A", "quantity": 2, "price": "10", "duty": "1"}, {"sku": "P", "selling_plan": {"deliveries": 3}}],
    "payment": [{"kind": "gift_card", "amount": "5"}, {"kind": "authorised"}],
    "shipping": "3.50",
    "tip": "1.00",
    "additional_fees": [{"name": "Import", "price": "0.50"}],
    "presentment_currency": "USD",
    "rate": "0.75",
}

# What the sandbox has no notion of.
LEFT_OUT = {
    "App": {
        "apiKey",
        "developerType",
        "developerUrl",
        "embedded",
        "features",
        "isPostPurchaseAppInUse",
        "launchUrl",
        "previouslyInstalled",
        "pricingDetailsSummary",
        "publicCategory",
        "published",
        "shopifyDeveloped",
        "uninstallMessage",
        "webhookApiVersion",
    },
    "Customer": {"image"},
    "OrderApp": {"icon"},
    "Shop": set(),
}


def leaves(declared: GraphQLObjectType) -> str:
    """The scalar fields of a type that need no arguments."""
    left_out = LEFT_OUT.get(declared.name, set())
    chosen = [
        name
        for name, field in declared.fields.items()
        if is_leaf_type(get_named_type(field.type)) and not needs_arguments(field) and name not in left_out
    ]
    return " ".join(chosen) or "__typename"


def needs_arguments(field: GraphQLField) -> bool:
    """Whether an argument without a default is required."""
    return any(is_non_null_type(each.type) and each.default_value is Undefined for each in field.args.values())


def selections(typename: str) -> Iterator[str]:
    """Each field of the type, with the scalars below it."""
    declared = load_schema().type_map[typename]
    assert isinstance(declared, GraphQLObjectType)
    for name, field in declared.fields.items():
        if needs_arguments(field) or name in LEFT_OUT.get(typename, set()):
            continue
        below = get_named_type(field.type)
        arguments = "(first: 3)" if "first" in field.args else ""
        if is_leaf_type(below):
            yield f"{name}{arguments}"
        elif not is_object_type(below):
            yield f"{name}{arguments} {{ __typename }}"
        elif isinstance(below, GraphQLObjectType) and "nodes" in below.fields:
            node = get_named_type(below.fields["nodes"].type)
            inner = leaves(node) if isinstance(node, GraphQLObjectType) else "__typename"
            yield f"{name}{arguments} {{ pageInfo {{ hasNextPage endCursor }} nodes {{ {inner} }} }}"
        elif isinstance(below, GraphQLObjectType):
            yield f"{name}{arguments} {{ {leaves(below)} }}"


@pytest.fixture(scope="module")
def shop() -> Shop:
    """A shop with one order of every kind of part."""
    made = Shop()
    placed = checkout.place(made.world, BODY)
    first = made.fulfillment_orders({"id": placed["order"]})[0]
    made.fulfill({"fulfillmentOrderId": first["id"]}, trackingInfo={"number": "1"})
    payment_control.act(made.world, {"order": placed["order"], "do": "refund", "amount": "1.00"})
    order = made.world.find(Order, str(placed["order"]))
    assert order is not None
    line = order.fulfillments[0].lines[0]
    returning.create(made.world, order, [returning.LineWish(line, 1, "DEFECTIVE")])
    wish = refunding.LineWish(line.line_item, 1, RestockType.RETURN)
    refunding.create(made.world, order, refunding.Wish([wish], full_shipping=True, currency="USD"))
    return made


def root(shop: Shop, typename: str) -> str:
    """The root field that finds an object of the type."""
    order = shop.send("{ orders(first: 1) { nodes { id fulfillments { id } customer { id } } } }")["orders"]["nodes"][0]
    ids = {
        "Order": order["id"],
        "Fulfillment": order["fulfillments"][0]["id"],
        "FulfillmentOrder": shop.fulfillment_orders(order)[1]["id"],
        "Customer": order["customer"]["id"],
    }
    name = typename[0].lower() + typename[1:]
    return f'{name}(id: "{ids[typename]}")' if typename in ids else name


PARTS = {
    "AdditionalFee": "additionalFees {{ {} }}",
    "Duty": "lineItems(first: 5) {{ nodes {{ duties {{ {} }} }} }}",
    "LineItem": "lineItems(first: 5) {{ nodes {{ {} }} }}",
    "OrderAdjustment": "refunds {{ orderAdjustments(first: 5) {{ nodes {{ {} }} }} }}",
    "OrderTransaction": "transactions {{ {} }}",
    "Refund": "refunds {{ {} }}",
    "RefundLineItem": "refunds {{ refundLineItems(first: 5) {{ nodes {{ {} }} }} }}",
    "RefundShippingLine": "refunds {{ refundShippingLines(first: 5) {{ nodes {{ {} }} }} }}",
    "Return": "returns(first: 5) {{ nodes {{ {} }} }}",
    "ReturnLineItem": """returns(first: 5) {{ nodes {{
      returnLineItems(first: 5) {{ nodes {{ ... on ReturnLineItem {{ {} }} }} }} }} }}""",
    "ShippingLine": "shippingLines(first: 5) {{ nodes {{ {} }} }}",
    "SuggestedRefund": "suggestedRefund(suggestFullRefund: true) {{ {} }}",
}


@pytest.mark.parametrize("typename", PARTS)
def test_every_field_of_what_an_order_is_made_of_answers(shop: Shop, typename: str) -> None:
    everything = " ".join(selections(typename))

    answer = shop.answer(f"{{ {root(shop, 'Order')} {{ {PARTS[typename].format(everything)} }} }}")

    assert answer.get("errors", []) == []


@pytest.mark.parametrize("typename", ["Order", "FulfillmentOrder", "Fulfillment", "Customer", "Location"])
def test_every_field_answers(shop: Shop, typename: str) -> None:
    found = root(shop, typename)

    failures = [
        error["message"]
        for selection in selections(typename)
        for error in shop.answer(f"{{ {found} {{ {selection} }} }}").get("errors", [])
    ]

    assert failures == []


@pytest.mark.parametrize("typename", ["CalculatedOrder", "CalculatedLineItem"])
def test_every_field_of_an_edit_answers(shop: Shop, typename: str) -> None:
    order = shop.order()
    begun = shop.send(f'mutation {{ orderEditBegin(id: "{order["id"]}") {{ calculatedOrder {{ id }} }} }}')
    gid = begun["orderEditBegin"]["calculatedOrder"]["id"]
    part = {"CalculatedOrder": "{}", "CalculatedLineItem": "lineItems(first: 1) {{ nodes {{ {} }} }}"}[typename]

    failures = [
        error["message"]
        for selection in selections(typename)
        for error in shop.answer(
            f'{{ node(id: "{gid}") {{ ... on CalculatedOrder {{ {part.format(selection)} }} }} }}'
        ).get("errors", [])
    ]

    assert failures == []


SUBSCRIPTION_PARTS = {
    "CustomerPaymentMethod": "... on SubscriptionContract {{ customerPaymentMethod {{ {} }} }}",
    "SubscriptionContract": "... on SubscriptionContract {{ {} }}",
    "SubscriptionDiscountEntitledLines": """... on SubscriptionContract {{ discounts(first: 3) {{ nodes {{
      entitledLines {{ {} }} }} }} }}""",
    "SubscriptionDraft": "... on SubscriptionDraft {{ {} }}",
    "SubscriptionLine": "... on SubscriptionContract {{ lines(first: 3) {{ nodes {{ {} }} }} }}",
    "SubscriptionManualDiscount": "... on SubscriptionContract {{ discounts(first: 3) {{ nodes {{ {} }} }} }}",
}


@pytest.mark.parametrize("typename", SUBSCRIPTION_PARTS)
def test_every_field_of_a_contract_and_its_draft_answers(typename: str) -> None:
    story = ContractStory()
    contract = story.bought()
    first, value = story.draft(contract), {"value": {"percentage": 5}, "entitledLines": {"all": True}}
    story.staged("DiscountAdd", first, value)
    story.committed(first)
    draft = story.draft(contract)
    gid = draft["id"] if typename == "SubscriptionDraft" else contract["id"]

    failures = [
        error["message"]
        for selection in selections(typename)
        for error in story.shop.answer(
            f'{{ node(id: "{gid}") {{ {SUBSCRIPTION_PARTS[typename].format(selection)} }} }}'
        ).get("errors", [])
    ]

    assert failures == []
