"""Signatures of app proxy calls: hex of HMAC-SHA256 of the sorted parameters with the app's secret (Shopify's docs)."""

import hmac
from collections.abc import Sequence

from backhaul.shopify.secret import Secret


def is_signed(text: str, signature: str, secrets: Sequence[Secret]) -> bool:
    """Whether one of the secrets made the signature; every secret is tried, and compared in constant time."""
    given = signature.encode("utf-8", "surrogatepass")
    fits = [hmac.compare_digest(_signature(text, secret), given) for secret in secrets]
    return any(fits)


def _signature(text: str, secret: Secret) -> bytes:
    return hmac.digest(secret.reveal().encode(), text.encode(), "sha256").hex().encode()
