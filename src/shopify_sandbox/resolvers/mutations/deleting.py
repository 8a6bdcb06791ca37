"""customerDelete, customerRequestDataErasure, productDelete and productVariantsBulkDelete."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import deleting
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import mapping, texts
from shopify_sandbox.state.products import Product

_SHOP = {"__typename": "Shop"}


@mutation("deletedCustomerId", shop=_SHOP)
def _delete_customer(info: Info, **args: object) -> dict[str, object]:
    customer = visible(info, Customer, mapping(args["input"])["id"])
    if customer is None:
        raise refused("Customer can't be found", "id")
    deleting.delete_customer(world_of(info), customer)
    return {"deletedCustomerId": customer.gid, "shop": _SHOP}


@mutation("customerId")
def _request_erasure(info: Info, **args: object) -> dict[str, object]:
    customer = _customer(info, args)
    deleting.request_erasure(world_of(info), customer)
    return {"customerId": customer.gid}


@mutation("customerId")
def _cancel_erasure(info: Info, **args: object) -> dict[str, object]:
    customer = _customer(info, args)
    deleting.cancel_erasure(customer)
    return {"customerId": customer.gid}


def _customer(info: Info, args: dict[str, object]) -> Customer:
    customer = visible(info, Customer, args["customerId"])
    if customer is None:
        raise refused("Customer does not exist", "customerId", code="DOES_NOT_EXIST")
    return customer


@mutation("deletedProductId", "productDeleteOperation", shop=_SHOP)
def _delete_product(info: Info, **args: object) -> dict[str, object]:
    if not args.get("synchronous", True):
        raise NotImplementedInSandbox("productDelete(synchronous: false)")
    product = visible(info, Product, mapping(args["input"])["id"])
    if product is None:
        raise refused("Product does not exist", "id")
    deleting.delete_product(world_of(info), product)
    return {"deletedProductId": product.gid, "productDeleteOperation": None, "shop": _SHOP}


@mutation("product")
def _delete_variants(info: Info, **args: object) -> dict[str, object]:
    product = visible(info, Product, args["productId"])
    if product is None:
        raise refused("Product does not exist", "productId", code="PRODUCT_DOES_NOT_EXIST")
    deleting.delete_variants(world_of(info), product, texts(args["variantsIds"]))
    return {"product": product}


FIELDS = fields_of(
    "Mutation",
    {
        "customerCancelDataErasure": _cancel_erasure,
        "customerDelete": _delete_customer,
        "customerRequestDataErasure": _request_erasure,
        "productDelete": _delete_product,
        "productVariantsBulkDelete": _delete_variants,
    },
)
