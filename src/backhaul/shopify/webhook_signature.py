"""Signatures of webhooks: base64 of HMAC-SHA256 of the raw body with the app's secret (Shopify's documentation)."""

import base64
import hmac
from collections.abc import Sequence

from backhaul.shopify.secret import Secret


def matching_secret(body: bytes, signature: str, secrets: Sequence[Secret]) -> int | None:
    """The position of the secret that made the signature for this very body; None when none of them did.

    Every secret is tried and compared in constant time, whatever the signature is.
    """
    given = signature.encode("utf-8", "surrogatepass")
    found = None
    for position, secret in enumerate(secrets):
        if hmac.compare_digest(_signature(body, secret), given) and found is None:
            found = position
    return found


def _signature(body: bytes, secret: Secret) -> bytes:
    return base64.b64encode(hmac.digest(secret.reveal().encode(), body, "sha256"))
