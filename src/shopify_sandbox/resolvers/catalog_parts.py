"""Metafields and media of products and variants, and the root fields that list variants."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.lists import counted
from shopify_sandbox.resolvers.query_language import Term, parse
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state.given import texts
from shopify_sandbox.state.media import MEDIA_KINDS, Media
from shopify_sandbox.state.metafields import Metafield
from shopify_sandbox.state.products import Product, Variant

Owner = Product | Variant

_OWNER_TYPES = {"Product": "PRODUCT", "ProductVariant": "PRODUCTVARIANT"}


def _metafields(owner: Owner, _info: Info, **args: object) -> object:
    namespace, keys = args.get("namespace"), texts(args.get("keys"))
    found = [
        each
        for each in owner.metafields
        if namespace in (None, each.namespace)
        and (not keys or each.key in keys or f"{each.namespace}.{each.key}" in keys)
    ]
    return connection(found, args, key=_by_id)


def _metafield(owner: Owner, info: Info, **args: object) -> Metafield | None:
    """Without a namespace the app's own is meant (schema)."""
    namespace = args.get("namespace") or f"app--{context_of(info).app_id}"
    return next((each for each in owner.metafields if (each.namespace, each.key) == (namespace, args["key"])), None)


def _media(owner: Owner, _info: Info, **args: object) -> object:
    return connection(owner.media, args)


def _json_value(metafield: Metafield) -> object:
    try:
        return json.loads(metafield.value)
    except ValueError:
        return metafield.value


_METAFIELD: dict[str, Callable[[Metafield], object]] = {
    "compareDigest": lambda metafield: hashlib.sha256(metafield.value.encode()).hexdigest(),
    "jsonValue": _json_value,
    "legacyResourceId": lambda metafield: str(metafield.id),
    "ownerType": lambda metafield: _OWNER_TYPES[metafield.owner.typename],
    "sizeInBytes": lambda metafield: len(metafield.value.encode()),
}

_IMAGE: dict[str, Callable[[Media], object]] = {
    "fileStatus": lambda media: media.status,
    "image": lambda media: _picture(media) if media.status == "READY" else None,
    "originalSource": lambda media: {"url": media.original_source},
    "preview": lambda media: {"image": _picture(media), "status": media.status} if media.status == "READY" else None,
}


def _picture(media: Media) -> Mapping[str, object]:
    return {"id": f"gid://shopify/ImageSource/{media.id}", "altText": media.alt, "url": media.original_source}


def _variants(_source: object, info: Info, **args: object) -> object:
    found = [each for each in world_of(info).all(Variant) if _matches(each, args.get("query"))]
    key = _VARIANT_SORT.get(str(args.get("sortKey")), _by_id)
    return connection(found, args, key=key)


def _variants_count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(world_of(info).all(Variant)), args.get("limit"))


def _by_id(item: object) -> object:
    return getattr(item, "id", None)


_VARIANT_SORT: dict[str, Callable[[object], object]] = {
    "SKU": lambda variant: getattr(variant, "sku", None),
    "TITLE": lambda variant: getattr(variant, "title", None),
    "NAME": lambda variant: getattr(variant, "display_name", None),
    "POSITION": lambda variant: getattr(variant, "position", None),
}

_VARIANT_TEXTS: dict[str, Callable[[Variant], list[str]]] = {
    "barcode": lambda variant: [variant.barcode or ""],
    "id": lambda variant: [str(variant.id)],
    "option1": lambda variant: variant.title.split(" / ")[:1],
    "product_id": lambda variant: [str(variant.product.id)],
    "product_ids": lambda variant: [str(variant.product.id)],
    "product_status": lambda variant: [variant.product.status],
    "product_type": lambda variant: [variant.product.product_type],
    "sku": lambda variant: [variant.sku or ""],
    "tag": lambda variant: variant.product.tags,
    "title": lambda variant: [variant.title, variant.product.title],
    "vendor": lambda variant: [variant.product.vendor],
}


def _matches(variant: Variant, query: object) -> bool:
    """Filters by text, a list of which stands for any of it; fields nobody knows are ignored, as Shopify does."""

    def decide(term: Term) -> bool:
        if term.field is None:
            return term.value.casefold() in f"{variant.display_name} {variant.sku or ''}".casefold()
        read = _VARIANT_TEXTS.get(term.field)
        return read is None or any(_is(text, word) for text in read(variant) for word in term.value.split(","))

    return parse(query)(decide)


def _is(text: str, word: str) -> bool:
    wanted, found = word.rsplit("/", 1)[-1].casefold(), text.casefold()
    return found.startswith(wanted[:-1]) and bool(found) if wanted.endswith("*") else found == wanted


_OWNED: dict[str, Callable[..., object]] = {"media": _media, "metafield": _metafield, "metafields": _metafields}

FIELDS = {
    **fields_of("Product", _OWNED),
    **fields_of("ProductVariant", _OWNED),
    **fields_of("Metafield", {name: derived(function) for name, function in _METAFIELD.items()}),
    **fields_of("QueryRoot", {"productVariants": _variants, "productVariantsCount": _variants_count}),
    **{
        (kind.typename, name): derived(function)
        for kind in MEDIA_KINDS.values()
        for name, function in _IMAGE.items()
        if kind.typename == "MediaImage" or name in ("fileStatus", "preview")
    },
}
