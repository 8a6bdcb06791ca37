"""Connects a store without a shop, whose webhooks are signed with a given secret.

Started by `benchmarks.intake`, never by hand: `shop secret`.
"""

import sys
from datetime import UTC, datetime

import django

django.setup()

from backhaul.flows.webhook_secrets import remember_secret  # noqa: E402 -- Django has to be set up first
from backhaul.models import Store  # noqa: E402


def main(shop: str, secret: str) -> None:
    """Write both."""
    store = Store.objects.create(
        slug="benchmark", shop_domain=shop, api_url="http://127.0.0.1:9", created_at=datetime.now(UTC)
    )
    remember_secret(store, secret)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
