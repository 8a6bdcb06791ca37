"""Checks that a webhook's body is about the shop that its headers name: only the body is signed."""

import json
from collections.abc import Mapping


def names_another_shop(body: bytes | Mapping[str, object], shop_domain: str) -> bool:
    """Whether the body names a shop, and a different one.

    Several shops may share an app and its secret; a header with another shop's domain would then go unnoticed.
    """
    content: object = body
    if isinstance(body, bytes):
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            return False
    if not isinstance(content, Mapping):
        return False
    named = content.get("myshopify_domain") or content.get("shop_domain")
    return isinstance(named, str) and named.casefold() != shop_domain.casefold()
