"""What a second process does in a test: `python -m tests.shopify.process token|budget STORE_ID`, prints what it got."""

import sys

import django

django.setup()

from backhaul.core.budget import Priority  # noqa: E402 -- Django has to be set up first
from backhaul.core.shopify_errors import BudgetEmpty  # noqa: E402
from backhaul.models import Store  # noqa: E402
from backhaul.shopify import budget  # noqa: E402
from backhaul.shopify.tokens import Tokens  # noqa: E402
from backhaul.shopify.transport import Transport  # noqa: E402


def fetch_token(store_id: str) -> str:
    """The current token, fetched if need be."""
    return Tokens(Store.objects.get(pk=store_id), Transport()).current().reveal()


def take_all(store_id: str) -> str:
    """Reserve seven points at a time until the bucket says no; the sum."""
    granted = 0.0
    try:
        while True:
            granted += budget.reserve(store_id, 7, Priority.EFFECT).points
    except BudgetEmpty:
        return str(granted)


if __name__ == "__main__":
    sys.stdin.readline()  # the test lets all processes start at once
    print({"token": fetch_token, "budget": take_all}[sys.argv[1]](sys.argv[2]))  # noqa: T201
