"""An app made with Shopify's npm package @shopify/shopify-api works with the sandbox."""

from typing import Any

import pytest

from .installation import ForeignClients
from .operations import MISTAKEN, ORDER

pytestmark = pytest.mark.foreign
PROGRAM = "app_library.mjs"
APP = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}

Access = dict[str, str]
Order = dict[str, Any]


def test_its_credentials_buy_a_token_that_reads_an_order(clients: ForeignClients, access: Access, order: Order) -> None:
    answer = clients.run(PROGRAM, **access, **APP, query=ORDER, variables={"id": order["order"]})

    assert answer["session"]["shop"] == access["shop"]
    assert answer["session"]["accessToken"] != access["token"]
    assert "write_fulfillments" in answer["session"]["scope"].split(",")
    assert answer["data"]["order"]["name"] == order["name"]


def test_it_understands_that_its_secret_is_wrong(clients: ForeignClients, access: Access) -> None:
    answer = clients.run(PROGRAM, **access, **APP | {"client_secret": "guess"}, query=MISTAKEN)

    assert (answer["error"]["name"], answer["error"]["status"]) == ("HttpResponseError", 401)


def test_it_understands_a_mistake_in_a_query(clients: ForeignClients, access: Access) -> None:
    answer = clients.run(PROGRAM, **access, **APP, query=MISTAKEN)

    assert answer["error"]["name"] == "GraphqlQueryError"
    assert answer["error"]["message"] == "Field 'nam' doesn't exist on type 'Shop'"
