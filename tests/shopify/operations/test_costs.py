"""Shopify's rule for the requested cost."""

import pytest
from graphql import build_schema, parse
from scripts.operations.costs import requested_cost

SCHEMA = build_schema(
    """
    type Query { shop: Shop orders(first: Int): OrderConnection node: Node }
    type Mutation { orderUpdate: Payload fulfillmentTrackingInfoUpdate: Payload }
    type Payload { order: Order userErrors: [OrderUserError!]! }
    type OrderUserError { message: String code: String }
    type Shop { name: String plan: Plan places: [Plan] }
    type Plan { name: String }
    interface Node { id: ID }
    type Order implements Node { id: ID total: MoneyBag plan: Plan lines(first: Int): LineConnection }
    type Line implements Node { id: ID plan: Plan shop: Shop }
    type MoneyBag { shopMoney: MoneyV2 }
    type MoneyV2 { amount: String }
    type PageInfo { hasNextPage: Boolean }
    type OrderConnection { nodes: [Order] pageInfo: PageInfo }
    type LineConnection { nodes: [Line] pageInfo: PageInfo }
    """
)


@pytest.mark.parametrize(
    ("document", "points"),
    [
        ("query Q { shop { name } }", 1),
        ("query Q { shop { name plan { name } } }", 2),
        ("query Q { shop { places { name } } }", 2),
        ("query Q { orders(first: 1) { nodes { id } pageInfo { hasNextPage } } }", 3),
        ("query Q { orders(first: 2) { nodes { id } } }", 3),
        ("query Q { orders(first: 3) { nodes { id } } }", 4),
        ("query Q { orders(first: 10) { nodes { id total { shopMoney { amount } } } } }", 6),
        ("query Q { orders(first: 250) { nodes { id } } }", 13),
        ("query Q { orders(first: 10) { nodes { lines(first: 10) { nodes { plan { name } } } } } }", 46),
        ("query Q { node { id ... on Order { plan { name } } ... on Line { plan { name } shop { name } } } }", 3),
        ("query Q { shop { ...P } } fragment P on Shop { plan { name } }", 2),
        ("mutation Q { orderUpdate { order { id } userErrors { message code } } }", 10),
        ("mutation Q { orderUpdate { order { plan { name } } } }", 11),
        ("mutation Q { fulfillmentTrackingInfoUpdate { order { id } } }", 50),
    ],
)
def test_the_requested_cost_of_a_document(document: str, points: int) -> None:
    assert requested_cost(parse(document), SCHEMA, "Q") == points


def test_a_page_size_that_is_a_variable_is_refused() -> None:
    document = parse("query Q($n: Int) { orders(first: $n) { nodes { id } } }")

    with pytest.raises(ValueError, match="literal"):
        requested_cost(document, SCHEMA, "Q")
