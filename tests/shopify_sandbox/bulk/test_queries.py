"""What bulk queries may ask, and the files they leave."""

from __future__ import annotations

import json

import pytest

from tests.shopify_sandbox.bulk.conftest import Story, errors


def test_each_node_is_a_line_and_names_the_node_above_it(story: Story) -> None:
    field = {"namespace": "custom", "key": "roast", "type": "single_line_text_field", "value": "dark"}
    product = story.product("Beans", metafields=[field])

    completed = story.finished(
        story.query("""{ products { edges { node { title id
          variants { edges { node { id title } } } metafields { edges { node { key value } } } } } } }""")
    )

    root, variant, metafield = story.rows(completed)
    assert root == {"title": "Beans", "id": product}
    assert (variant["title"], variant["__parentId"]) == ("Default Title", product)
    assert metafield == {"key": "roast", "value": "dark", "__parentId": product}
    assert (completed["objectCount"], completed["rootObjectCount"]) == ("3", "1")


def test_slashes_are_escaped_and_the_size_counts_every_byte(story: Story) -> None:
    product = story.product("Thé")

    completed = story.finished(story.query("{ products { edges { node { id title } } } }"))

    expected = '{"id":' + json.dumps(product).replace("/", "\\/") + ',"title":"Thé"}\n'
    assert story.http.get(completed["url"]).content == expected.encode()
    assert completed["fileSize"] == str(len(expected.encode()))


@pytest.mark.parametrize(("grouped", "order"), [(True, ["A", "a", "B", "b"]), (False, ["A", "B", "a", "b"])])
def test_children_follow_their_parent_when_objects_are_grouped(story: Story, grouped: bool, order: list[str]) -> None:
    names = {story.product("A"): ("A", "a"), story.product("B"): ("B", "b")}

    completed = story.finished(
        story.query("{ products { edges { node { id variants { edges { node { sku } } } } } } }", grouped=grouped)
    )

    rows = story.rows(completed)
    assert [names[row["__parentId"]][1] if "__parentId" in row else names[row["id"]][0] for row in rows] == order


def test_pages_do_not_limit_what_is_read(story: Story) -> None:
    titles = [f"Product {number}" for number in range(260)]
    path = story.upload([{"product": {"title": title}} for title in titles])
    text = "mutation($product: ProductCreateInput!) { productCreate(product: $product) { product { id } } }"
    story.finished(story.mutate(text, path))

    completed = story.finished(story.query("{ products(first: 2) { edges { node { title } } } }"))

    assert [row["title"] for row in story.rows(completed)] == titles


def test_aliases_fragments_objects_and_lists_stay_on_their_line(story: Story) -> None:
    story.product("Beans", tags=["b", "a"])

    completed = story.finished(
        story.query("""query { found: products(query: "tag:a") { edges { node { ...Shown } } } }
          fragment Shown on Product { name: title tags seo { title } }""")
    )

    assert story.rows(completed) == [{"name": "Beans", "tags": ["a", "b"], "seo": {"title": None}}]


def test_members_of_an_interface_are_written_with_what_was_asked_of_them(story: Story) -> None:
    product = story.product("Beans")
    story.send(
        """mutation($id: ID!, $media: [CreateMediaInput!]!) { productCreateMedia(productId: $id, media: $media) {
          mediaUserErrors { message } } }""",
        id=product,
        media=[{"mediaContentType": "IMAGE", "originalSource": "https://pictures.example/1.png", "alt": "A bag"}],
    )

    completed = story.finished(
        story.query("""{ products { edges { node { id
          media { edges { node { alt ... on MediaImage { status } } } } } } } }""")
    )

    assert story.rows(completed)[1] == {"alt": "A bag", "status": "READY", "__parentId": product}


DEEP = """{ sellingPlanGroups { edges { node { id products { edges { node { id variants { edges { node { id
  metafields { edges { node { id } } } } } } } } } } } } }"""
MANY = """{ products { edges { node { id a: variants { edges { node { id } } } b: variants { edges { node { id } } }
  c: media { edges { node { id } } } d: metafields { edges { node { id } } } e: collections { edges { node { id } } }
  } } } }"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ shop { id } }", "Bulk queries must contain at least one connection."),
        ("", "Invalid bulk query: syntax error, unexpected end of file"),
        ("{ products {", "Invalid bulk query: syntax error, unexpected end of file at [1, 12]"),
        ("{ nothing }", "Invalid bulk query: Field 'nothing' doesn't exist on type 'QueryRoot'"),
        (MANY, "Bulk queries cannot contain more than 5 connections."),
        (DEEP, "Bulk queries cannot contain connections with a nesting depth greater than 2."),
    ],
)
def test_a_query_that_may_not_run_in_bulk_is_refused(story: Story, text: str, message: str) -> None:
    refused = story.query(text)

    assert refused["bulkOperation"] is None
    assert refused["userErrors"] == [{"field": ["query"], "message": message, "code": "INVALID"}]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{ products { nodes { id } } }", "Invalid connection fields: 'products'"),
        ('{ node(id: "gid://shopify/Shop/1") { id } }', "cannot contain a top level `node` field"),
        ("{ products { edges { node { variants { edges { node { id } } } } } } }", "without 'id': products."),
        ("{ products { edges { node { key: id variants { edges { node { id } } } } } } }", "without 'id': products."),
        (
            "{ orders { edges { node { id refunds { transactions { edges { node { id } } } } } } } }",
            "a connection field within a list field",
        ),
        ('mutation { orderClose(input: {id: "gid://shopify/Order/1"}) { order { id } } }', "only query operations"),
    ],
)
def test_documented_limits_are_kept(story: Story, text: str, part: str) -> None:
    assert part in errors(story.query(text))[0]


def test_a_list_without_connections_is_no_obstacle(story: Story) -> None:
    assert story.query("{ orders { edges { node { id refunds { id } } } } }")["userErrors"] == []


def test_connections_stand_two_levels_below_that_at_the_top(story: Story) -> None:
    order = story.http.post("/sandbox/checkout", json={"lines": [{"sku": "TEA"}, {"sku": "MUG"}]}).json()

    completed = story.finished(
        story.query(
            """{ orders { edges { node { id fulfillmentOrders { edges { node { id
              lineItems { edges { node { remainingQuantity } } } } } } } } } }""",
            grouped=True,
        )
    )

    root, work, *lines = story.rows(completed)
    assert root == {"id": order["order"]}
    assert work["__parentId"] == order["order"]
    assert lines == [{"remainingQuantity": 1, "__parentId": work["id"]}] * 2
