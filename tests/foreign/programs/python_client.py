"""One operation by the PyPI package ShopifyAPI; JSON in, JSON in the last line out."""

import json
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import shopify


def session_at(sandbox_url: str, version: str, token: str) -> Any:
    """A session with the sandbox; the library puts its address together from the shop's name, a domain and a port."""
    address = urlsplit(sandbox_url)
    shop, domain = str(address.hostname).split(".", 1)
    shopify.Session.setup(protocol=address.scheme, myshopify_domain=domain, port=address.port)
    return shopify.Session(shop, version, token)


def main() -> None:
    """Do what standard input asks for."""
    asked = json.load(sys.stdin)
    shopify.ShopifyResource.activate_session(session_at(asked["sandbox"], asked["version"], asked["token"]))
    try:
        answer = json.loads(
            shopify.GraphQL().execute(asked["query"], asked.get("variables"), asked.get("operation_name"))
        )
    except HTTPError as refused:
        answer = {"status": refused.code}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")


main()
