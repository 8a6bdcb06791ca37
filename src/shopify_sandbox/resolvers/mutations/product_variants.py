"""productVariantsBulkUpdate."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.mutations.product_media import product_for
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import catalog
from shopify_sandbox.state.given import mappings


@mutation("product", "productVariants")
def _update(info: Info, **args: object) -> dict[str, object]:
    product = product_for(info, args["productId"])
    variants = catalog.update_variants(world_of(info), product, mappings(args["variants"]))
    world_of(info).emit("products/update", product)
    return {"product": product, "productVariants": variants}


FIELDS = fields_of("Mutation", {"productVariantsBulkUpdate": _update})
