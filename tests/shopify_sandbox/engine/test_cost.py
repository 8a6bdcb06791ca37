"""Prices of requests."""

import pytest
from graphql import OperationDefinitionNode, parse

from shopify_sandbox.engine.cost import Pricing
from shopify_sandbox.engine.selections import SelectionReader
from shopify_sandbox.schema import load_schema

ORDER = 'order(id: "gid://shopify/Order/1")'


def priced(text: str, **variables: object) -> tuple[Pricing, OperationDefinitionNode]:
    """A document's pricing and its operation."""
    document = parse(text)
    [operation] = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return Pricing(SelectionReader.of(load_schema(), document, variables=variables)), operation


def requested(text: str, **variables: object) -> int:
    """The points a document asks for."""
    pricing, operation = priced(text, **variables)
    return pricing.requested(operation)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ shop { name currencyCode } }", 1),
        (f"{{ {ORDER} {{ totalPriceSet {{ shopMoney {{ amount }} }} }} }}", 1),
        (f"{{ {ORDER} {{ transactions {{ id }} }} }}", 2),
        (f"{{ {ORDER} {{ customer {{ id }} shippingAddress {{ city }} }} }}", 3),
        ("{ orders(first: 1) { nodes { id } } }", 3),
        ("{ orders(first: 10) { nodes { id } pageInfo { hasNextPage } } }", 6),
        ("{ orders(first: 10) { edges { cursor node { id } } } }", 6),
        ("{ orders(first: 250) { nodes { id } } }", 13),
        ("{ ordersCount { count precision } }", 10),
        (f"{{ {ORDER} {{ lineItems(first: 10) {{ nodes {{ variant {{ id }} }} }} }} }}", 11),
    ],
)
def test_objects_lists_and_connections_have_their_prices(text: str, points: int) -> None:
    assert requested(text) == points


@pytest.mark.parametrize(
    ("field", "points"),
    [
        ('tagsAdd(id: "gid://shopify/Order/1", tags: "a") { node { id } userErrors { message } }', 10),
        ('orderCapture(input: {id: "a", parentTransactionId: "b", amount: "1"}) { transaction { id } }', 20),
        ('fulfillmentTrackingInfoUpdate(fulfillmentId: "a", trackingInfoInput: {}) { fulfillment { id } }', 50),
        ('orderUpdate(input: {id: "a"}) { order { customer { id } transactions { id } } }', 12),
        ('orderUpdate(input: {id: "a"}) { order { lineItems(first: 5) { nodes { id } } } }', 15),
    ],
)
def test_a_mutation_has_a_base_price_and_pays_for_what_lies_below_its_first_objects(field: str, points: int) -> None:
    assert requested(f"mutation {{ {field} }}") == points


def test_a_page_size_given_as_a_variable_counts() -> None:
    assert requested("query($n: Int) { orders(first: $n) { nodes { id } } }", n=250) == 13


def test_a_field_asked_for_twice_is_paid_once() -> None:
    fragment = "fragment F on Order { customer { id } }"

    assert requested(f"{{ {ORDER} {{ ...F customer {{ email }} }} }} {fragment}") == 2


def test_what_is_skipped_costs_nothing() -> None:
    text = f"query($wanted: Boolean!) {{ {ORDER} {{ customer @include(if: $wanted) {{ id }} }} }}"

    assert (requested(text, wanted=False), requested(text, wanted=True)) == (1, 2)


def test_an_abstract_type_costs_as_much_as_its_dearest_member() -> None:
    text = """{ node(id: "gid://shopify/Order/1") {
        ... on Order { customer { id } }
        ... on Location { name }
    } }"""

    assert requested(text) == 2


def test_the_answer_costs_what_came_and_never_more_than_was_asked() -> None:
    text = f"{{ {ORDER} {{ customer {{ id }} lineItems(first: 100) {{ nodes {{ variant {{ id }} }} }} }} }}"
    pricing, operation = priced(text)
    line = {"variant": {"id": "gid://shopify/ProductVariant/1"}}

    def taken(order: object) -> int:
        return pricing.actual(operation, {"order": order}, requested=pricing.requested(operation))

    nothing = taken(None)
    little = taken({"customer": None, "lineItems": {"nodes": [line]}})
    everything = taken({"customer": {"id": "c"}, "lineItems": {"nodes": [line] * 100}})

    assert (nothing, little, everything) == (0, 5, pricing.requested(operation))
    assert pricing.actual(operation, {"order": {"customer": {"id": "c"}, "lineItems": None}}, requested=1) == 1
