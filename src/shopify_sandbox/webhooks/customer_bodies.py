"""The REST form of customers and products."""

from __future__ import annotations

from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.money import Money
from shopify_sandbox.state.products import Product
from shopify_sandbox.webhooks.rest_values import Body, address, instant
from shopify_sandbox.world import World


def customer_body(world: World, customer: Customer) -> Body:
    """A customer."""
    home = address(customer.default_address)
    return {
        "id": customer.id,
        "email": customer.email,
        "created_at": instant(world, customer.created_at),
        "updated_at": instant(world, customer.updated_at),
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "state": "disabled",
        "note": customer.note,
        "verified_email": bool(customer.email),
        "multipass_identifier": None,
        "tax_exempt": customer.tax_exempt,
        "tags": ", ".join(customer.tags),
        "currency": world.profile.currency,
        "phone": customer.phone,
        "admin_graphql_api_id": customer.gid,
        "default_address": {**home, "customer_id": customer.id, "default": True} if home else None,
    }


def product_body(world: World, product: Product) -> Body:
    """A product with its variants."""
    return {
        "id": product.id,
        "admin_graphql_api_id": product.gid,
        "title": product.title,
        "handle": product.handle,
        "body_html": product.description_html,
        "vendor": product.vendor,
        "product_type": product.product_type,
        "status": product.status.lower(),
        "tags": ", ".join(product.tags),
        "created_at": instant(world, product.created_at),
        "updated_at": instant(world, product.updated_at),
        "variants": [
            {
                "id": variant.id,
                "admin_graphql_api_id": variant.gid,
                "product_id": product.id,
                "title": variant.title,
                "sku": variant.sku,
                "price": Money(variant.price, world.profile.currency).text,
                "position": variant.position,
                "requires_shipping": variant.requires_shipping,
                "taxable": variant.taxable,
            }
            for variant in product.variants
        ],
    }
