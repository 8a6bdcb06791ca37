"""customerCreate, productCreate and productSet, as far as orders need customers and products."""

from __future__ import annotations

from decimal import Decimal

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.search import numbers_of
from shopify_sandbox.state.addresses import Address, address_from
from shopify_sandbox.state.catalog import set_metafields
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, decimal, mapping, mappings, optional_text, texts
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.state.tags import normalized
from shopify_sandbox.world import World


@mutation("customer")
def _create_customer(info: Info, **args: object) -> dict[str, object]:
    world, given = world_of(info), mapping(args["input"])
    email, phone = optional_text(given.get("email")), optional_text(given.get("phone"))
    first_name, last_name = optional_text(given.get("firstName")), optional_text(given.get("lastName"))
    if not (email or phone or first_name or last_name):
        raise refused("A name, phone number, or email address must be present")
    if email and "@" not in email:
        raise refused("Email is invalid", "email")
    if email and world.customer_with(email) is not None:
        raise refused("Email has already been taken", "email")
    addresses = [address_from(world.new_id(Address), each) for each in mappings(given.get("addresses"))]
    made = Customer(
        id=world.new_id(Customer),
        created_at=world.now(),
        updated_at=world.now(),
        email=email,
        phone=phone,
        first_name=first_name,
        last_name=last_name,
        note=optional_text(given.get("note")),
        tags=normalized(texts(given.get("tags"))),
        tax_exempt=bool(given.get("taxExempt")),
        default_address=addresses[0] if addresses else None,
    )
    world.add(made)
    world.emit("customers/create", made)
    return {"customer": made}


@mutation("product")
def _create_product(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args.get("product") or args.get("input"))
    product = _product(world_of(info), given)
    _add_variant(world_of(info), product, {})
    world_of(info).emit("products/create", product)
    return {"product": product, "shop": {"__typename": "Shop"}}


@mutation("product", "productSetOperation")
def _set_product(info: Info, **args: object) -> dict[str, object]:
    world, given = world_of(info), mapping(args["input"])
    product = _product(world, given)
    for variant in mappings(given.get("variants")) or [{}]:
        _add_variant(world, product, variant)
    world.emit("products/create", product)
    return {"product": product, "productSetOperation": None}


def _product(world: World, given: Given) -> Product:
    title = optional_text(given.get("title"))
    if title is None:
        raise refused("Title can't be blank", "title")
    handle = optional_text(given.get("handle")) or "-".join(title.lower().split())
    product = Product(
        id=world.new_id(Product),
        title=title,
        handle=handle,
        created_at=world.now(),
        updated_at=world.now(),
        vendor=optional_text(given.get("vendor")) or world.profile.shop_name,
        product_type=optional_text(given.get("productType")) or "",
        status=optional_text(given.get("status")) or "ACTIVE",
        description_html=optional_text(given.get("descriptionHtml")) or "",
        tags=normalized(texts(given.get("tags"))),
    )
    set_metafields(world, product, mappings(given.get("metafields")))
    return world.add(product)


def _add_variant(world: World, product: Product, given: Given) -> None:
    item = mapping(given.get("inventoryItem"))
    price = given.get("price")
    names = [str(each.get("name")) for each in mappings(given.get("optionValues"))]
    variant = Variant(
        id=world.new_id(Variant),
        product=product,
        created_at=world.now(),
        updated_at=world.now(),
        title=" / ".join(names) or "Default Title",
        sku=optional_text(given.get("sku")) or optional_text(item.get("sku")),
        barcode=optional_text(given.get("barcode")),
        price=Decimal(0) if price is None else decimal(price),
        requires_shipping=bool(item.get("requiresShipping", True)),
        taxable=bool(given.get("taxable", True)),
        position=len(product.variants) + 1,
        inventory_item_id=world.new_id("InventoryItem"),
    )
    for level in mappings(given.get("inventoryQuantities")):
        for location in numbers_of([level["locationId"]]):
            variant.inventory[location] = int(str(level["quantity"]))
    set_metafields(world, variant, mappings(given.get("metafields")))
    product.variants.append(world.add(variant))


FIELDS = fields_of(
    "Mutation",
    {"customerCreate": _create_customer, "productCreate": _create_product, "productSet": _set_product},
)
