"""Signatures of webhooks: base64 of HMAC-SHA256 of the raw body with the app's secret (Shopify's documentation)."""

import base64
import hmac
from collections.abc import Sequence

from backhaul.shopify.secret import Secret


def signature_of(body: bytes, secret: Secret) -> str:
    """The signature that Shopify sends with this body when it knows this secret."""
    return base64.b64encode(_digest(body, secret)).decode("ascii")


def matching_secret(body: bytes, signature: str, secrets: Sequence[Secret]) -> int | None:
    """The position of the secret that made the signature for this very body; None when none of them did.

    Every secret is tried and compared in constant time, whatever the signature is.
    """
    given = signature.encode("utf-8", "surrogatepass")
    found = None
    for position, secret in enumerate(secrets):
        if hmac.compare_digest(base64.b64encode(_digest(body, secret)), given) and found is None:
            found = position
    return found


def _digest(body: bytes, secret: Secret) -> bytes:
    return hmac.digest(secret.reveal().encode(), body, "sha256")
