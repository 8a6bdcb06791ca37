"""Metafields, media and variants of products."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shopify_sandbox.resolvers.shop import Shop

CREATE = """mutation($product: ProductCreateInput!) { productCreate(product: $product) {
  product { id variants(first: 1) { nodes { id } } } userErrors { message } } }"""
ADD_MEDIA = """mutation($id: ID!, $media: [CreateMediaInput!]!) { productCreateMedia(productId: $id, media: $media) {
  media { id status mediaContentType } mediaUserErrors { field message code } userErrors { message } } }"""
APPEND = """mutation($id: ID!, $pairs: [ProductVariantAppendMediaInput!]!) {
  productVariantAppendMedia(productId: $id, variantMedia: $pairs) {
    productVariants { media(first: 5) { nodes { id } } } userErrors { field code } } }"""
UPDATE = """mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $id, variants: $variants) {
    productVariants { sku price barcode metafields(first: 5) { nodes { key value } } }
    userErrors { field message code } } }"""
PICTURE = {"mediaContentType": "IMAGE", "originalSource": "https://pictures.example/1.png", "alt": "A bag"}
FIELD = {"namespace": "custom", "key": "roast", "type": "single_line_text_field", "value": "dark"}


class Story:
    """A product with one variant."""

    def __init__(self, **given: object) -> None:
        self.shop = Shop()
        made = self.shop.send(CREATE, {"product": {"title": "Beans", **given}})["productCreate"]["product"]
        self.product: str = made["id"]
        self.variant: str = made["variants"]["nodes"][0]["id"]

    def add_media(self, *media: object) -> dict[str, Any]:
        """productCreateMedia's payload."""
        payload: dict[str, Any] = self.shop.send(ADD_MEDIA, {"id": self.product, "media": list(media)})[
            "productCreateMedia"
        ]
        return payload

    def append(self, media: str, variant: str | None = None) -> dict[str, Any]:
        """productVariantAppendMedia's payload."""
        pairs = [{"variantId": variant or self.variant, "mediaIds": [media]}]
        payload: dict[str, Any] = self.shop.send(APPEND, {"id": self.product, "pairs": pairs})[
            "productVariantAppendMedia"
        ]
        return payload

    def update(self, **given: object) -> dict[str, Any]:
        """productVariantsBulkUpdate's payload."""
        variants = [{"id": self.variant, **given}]
        payload: dict[str, Any] = self.shop.send(UPDATE, {"id": self.product, "variants": variants})[
            "productVariantsBulkUpdate"
        ]
        return payload

    def found(self, query: str) -> int:
        """How many variants a search finds."""
        document = "query($query: String) { productVariants(first: 5, query: $query) { nodes { id } } }"
        return len(self.shop.send(document, {"query": query})["productVariants"]["nodes"])


def test_metafields_are_found_by_namespace_and_key() -> None:
    story = Story(metafields=[FIELD, {**FIELD, "namespace": "other"}])

    product = story.shop.send(
        """query($id: ID!) { product(id: $id) { metafields(first: 5, namespace: "custom") { nodes { key value type } }
          one: metafield(namespace: "custom", key: "roast") { value ownerType jsonValue }
          none: metafield(key: "roast") { value } } }""",
        {"id": story.product},
    )["product"]

    assert product["metafields"]["nodes"] == [{"key": "roast", "value": "dark", "type": "single_line_text_field"}]
    assert product["one"] == {"value": "dark", "ownerType": "PRODUCT", "jsonValue": "dark"}
    assert product["none"] is None


def test_media_are_ready_a_moment_after_they_were_added() -> None:
    story = Story()

    added = story.add_media(PICTURE)["media"]
    document = "query($id: ID!) { product(id: $id) { media(first: 5) { nodes { id status alt } } } }"
    later = story.shop.send(document, {"id": story.product})["product"]["media"]["nodes"]

    assert [(each["status"], each["mediaContentType"]) for each in added] == [("UPLOADED", "IMAGE")]
    assert later == [{"id": added[0]["id"], "status": "READY", "alt": "A bag"}]


def test_media_of_a_product_are_shown_with_its_variant_once() -> None:
    story = Story()
    media = story.add_media(PICTURE)["media"][0]["id"]

    first, second = story.append(media), story.append(media)

    assert first["productVariants"][0]["media"]["nodes"] == [{"id": media}]
    assert second["productVariants"] is None
    assert [each["code"] for each in second["userErrors"]] == ["PRODUCT_VARIANT_ALREADY_HAS_MEDIA"]


@pytest.mark.parametrize(
    ("media", "variant", "code"),
    [
        ("gid://shopify/MediaImage/1", None, "MEDIA_DOES_NOT_EXIST_ON_PRODUCT"),
        ("gid://shopify/MediaImage/1", "gid://shopify/ProductVariant/1", "PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT"),
    ],
)
def test_media_and_variant_must_be_of_the_product(media: str, variant: str | None, code: str) -> None:
    refused = Story().append(media, variant)

    assert [each["code"] for each in refused["userErrors"]] == [code]


def test_what_is_no_address_is_no_media() -> None:
    refused = Story().add_media(PICTURE, {**PICTURE, "originalSource": "picture.png"})

    assert refused["media"] is None
    assert [each["field"] for each in refused["mediaUserErrors"]] == [["media", "1", "originalSource"]]


def test_variants_change_in_what_is_given_alone() -> None:
    story = Story()
    story.update(price="12.50", inventoryItem={"sku": "BEANS"}, metafields=[FIELD])

    payload = story.update(barcode="0815", metafields=[{**FIELD, "value": "light"}])

    assert payload["userErrors"] == []
    assert payload["productVariants"] == [
        {
            "sku": "BEANS",
            "price": "12.50",
            "barcode": "0815",
            "metafields": {"nodes": [{"key": "roast", "value": "light"}]},
        }
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"id": None}, "PRODUCT_VARIANT_ID_MISSING"),
        ({"id": "gid://shopify/ProductVariant/1"}, "PRODUCT_VARIANT_DOES_NOT_EXIST"),
        ({"price": "-1"}, "GREATER_THAN_OR_EQUAL_TO"),
    ],
)
def test_a_variant_that_can_not_be_changed_stays_as_it_is(given: dict[str, object], code: str) -> None:
    refused = Story().update(**given)

    assert refused["productVariants"] is None
    assert [each["code"] for each in refused["userErrors"]] == [code]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("sku:BEANS", 1),
        ("sku:bea*", 1),
        ("sku:TEA", 0),
        ("tag:hot", 1),
        ("title:beans", 1),
        ("-sku:BEANS", 0),
        ("bean", 1),
    ],
)
def test_variants_are_searched(query: str, count: int) -> None:
    story = Story(tags=["hot"])
    story.update(inventoryItem={"sku": "BEANS"})

    assert story.found(query) == count
