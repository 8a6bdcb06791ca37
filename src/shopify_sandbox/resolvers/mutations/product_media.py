"""productCreateMedia and productVariantAppendMedia."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import catalog
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import mappings
from shopify_sandbox.state.products import Product


@mutation("media", "product", errors=("mediaUserErrors", "userErrors"))
def _create(info: Info, **args: object) -> dict[str, object]:
    product = product_for(info, args["productId"])
    added = catalog.add_media(world_of(info), product, mappings(args["media"]))
    world_of(info).emit("products/update", product)
    return {"media": added, "product": product}


@mutation("product", "productVariants")
def _append(info: Info, **args: object) -> dict[str, object]:
    product = product_for(info, args["productId"])
    variants = catalog.append_media(product, mappings(args["variantMedia"]))
    world_of(info).emit("products/update", product)
    return {"product": product, "productVariants": variants}


def product_for(info: Info, gid: object) -> Product:
    """The product that the argument `productId` names. Raises Refused when there is none."""
    product = visible(info, Product, gid)
    if product is None:
        raise refused("Product does not exist", "productId", code="PRODUCT_DOES_NOT_EXIST")
    return product


FIELDS = fields_of("Mutation", {"productCreateMedia": _create, "productVariantAppendMedia": _append})
