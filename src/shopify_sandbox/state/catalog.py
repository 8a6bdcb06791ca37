"""Changes to products and variants: their metafields, their media, and what is sold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.given import Given, decimal, mapping, mappings, optional_text, texts
from shopify_sandbox.state.media import MEDIA_KINDS, Media
from shopify_sandbox.state.metafields import Metafield
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.world import World


def set_metafields(world: World, owner: Product | Variant, given: Iterable[Given]) -> None:
    """Give the owner these metafields; one with the same namespace and key is overwritten."""
    for each in given:
        namespace, key = str(each.get("namespace") or "custom"), str(each["key"])
        value = str(each.get("value") or "")
        kept = next((one for one in owner.metafields if (one.namespace, one.key) == (namespace, key)), None)
        if kept is None:
            made = Metafield(
                id=world.new_id(Metafield),
                owner=owner,
                namespace=namespace,
                key=key,
                type=str(each.get("type") or "single_line_text_field"),
                value=value,
                created_at=world.now(),
                updated_at=world.now(),
            )
            owner.metafields.append(world.add(made))
        else:
            kept.value, kept.updated_at = value, world.now()


def add_media(world: World, product: Product, given: Sequence[Given]) -> list[Media]:
    """Add files to a product; each is ready when the world's background jobs have run.

    Raises Refused for addresses that aren't any; nothing is added then (wording assumed).
    """
    problems = [
        UserError(("media", str(number), "originalSource"), "Media URL is invalid", "INVALID")
        for number, each in enumerate(given)
        if not str(each["originalSource"]).startswith(("https://", "http://"))
    ]
    if problems:
        raise Refused(*problems)
    return [_add_one(world, product, each) for each in given]


def _add_one(world: World, product: Product, given: Given) -> Media:
    made = MEDIA_KINDS[str(given["mediaContentType"])](
        id=world.new_id(MEDIA_KINDS[str(given["mediaContentType"])]),
        alt=optional_text(given.get("alt")),
        original_source=str(given["originalSource"]),
        created_at=world.now(),
        updated_at=world.now(),
    )
    product.media.append(world.add(made))
    world.later(world.job_delay, lambda: setattr(made, "status", "READY"))
    return made


def append_media(product: Product, given: Sequence[Given]) -> list[Variant]:
    """Show files of a product with variants of it. Raises Refused, changing nothing, when one doesn't fit."""
    pairs = [_pair(product, each, number) for number, each in enumerate(given)]
    for variant, media in pairs:
        variant.media.append(media)
    return [variant for variant, _ in pairs]


def _pair(product: Product, given: Given, number: int) -> tuple[Variant, Media]:
    """Codes are the schema's, the texts assumed."""
    place = ("variantMedia", str(number))
    variant = next((each for each in product.variants if each.gid == given["variantId"]), None)
    if variant is None:
        raise refused(
            "Variant does not exist on the specified product.",
            *place,
            "variantId",
            code="PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT",
        )
    wanted = texts(given["mediaIds"])
    if len(wanted) != 1:
        raise refused(
            "Only one media can be given per variant.", *place, "mediaIds", code="TOO_MANY_MEDIA_PER_INPUT_PAIR"
        )
    media = next((each for each in product.media if each.gid == wanted[0]), None)
    if media is None:
        raise refused(
            "Media does not exist on the specified product.", *place, "mediaIds", code="MEDIA_DOES_NOT_EXIST_ON_PRODUCT"
        )
    if media.status != "READY":
        raise refused("Non-ready media cannot be attached to variants.", *place, "mediaIds", code="NON_READY_MEDIA")
    if variant.media:
        raise refused("Variant already has media.", *place, "variantId", code="PRODUCT_VARIANT_ALREADY_HAS_MEDIA")
    return variant, media


def update_variants(world: World, product: Product, given: Sequence[Given]) -> list[Variant]:
    """Change variants of a product. Raises Refused, changing nothing, for an unknown one or a negative price."""
    found = [(_variant_for(product, each, number), each) for number, each in enumerate(given)]
    for variant, each in found:
        _update(world, variant, each)
    return [variant for variant, _ in found]


def _variant_for(product: Product, given: Given, number: int) -> Variant:
    place = ("variants", str(number))
    if given.get("id") is None:
        raise refused("Product variant is missing ID attribute", *place, "id", code="PRODUCT_VARIANT_ID_MISSING")
    variant = next((each for each in product.variants if each.gid == given["id"]), None)
    if variant is None:
        raise refused("Product variant does not exist", *place, "id", code="PRODUCT_VARIANT_DOES_NOT_EXIST")
    if given.get("price") is not None and decimal(given["price"]) < Decimal(0):
        raise refused("Price must be greater than or equal to 0", *place, "price", code="GREATER_THAN_OR_EQUAL_TO")
    return variant


def _update(world: World, variant: Variant, given: Given) -> None:
    item = mapping(given.get("inventoryItem"))
    if given.get("price") is not None:
        variant.price = decimal(given["price"])
    if "barcode" in given:
        variant.barcode = optional_text(given["barcode"])
    if given.get("taxable") is not None:
        variant.taxable = bool(given["taxable"])
    if "sku" in item:
        variant.sku = optional_text(item["sku"])
    if item.get("requiresShipping") is not None:
        variant.requires_shipping = bool(item["requiresShipping"])
    names = [str(each.get("name")) for each in mappings(given.get("optionValues"))]
    variant.title = " / ".join(names) or variant.title
    set_metafields(world, variant, mappings(given.get("metafields")))
    variant.updated_at = world.now()
