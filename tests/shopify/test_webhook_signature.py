"""Signatures of webhooks."""

import pytest

from backhaul.shopify.secret import Secret
from backhaul.shopify.webhook_signature import matching_secret

# RFC 4231, test case 2.
BODY, SECRET = b"what do ya want for nothing?", Secret("Jefe")
SIGNATURE = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="


def test_the_secret_that_signed_as_the_standard_says_is_found_among_several() -> None:
    assert matching_secret(BODY, SIGNATURE, [Secret("new"), SECRET, Secret("old")]) == 1


@pytest.mark.parametrize(
    "signature", ["", SIGNATURE[:-1], SIGNATURE + "=", SIGNATURE.lower(), " ", "é", "\udcff", "W9zBRr9g" * 5000]
)
def test_anything_else_is_no_signature(signature: str) -> None:
    assert matching_secret(BODY, signature, [SECRET]) is None


def test_a_changed_body_does_not_fit() -> None:
    assert matching_secret(BODY + b"\n", SIGNATURE, [SECRET]) is None


def test_without_secrets_nothing_fits() -> None:
    assert matching_secret(BODY, SIGNATURE, []) is None
