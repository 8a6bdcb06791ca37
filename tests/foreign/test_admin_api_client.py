"""Shopify's npm package @shopify/admin-api-client works with the sandbox."""

from typing import Any

import pytest

from tests.support.sandbox import Sandbox

from .installation import ForeignClients
from .operations import FULFILL, MISTAKEN, ORDER, shipment

pytestmark = pytest.mark.foreign
PROGRAM = "admin_client.mjs"

Access = dict[str, str]
Order = dict[str, Any]


def test_it_reads_an_order_and_what_that_cost(clients: ForeignClients, access: Access, order: Order) -> None:
    answer = clients.run(PROGRAM, **access, query=ORDER, variables={"id": order["order"]})

    assert "errors" not in answer
    assert answer["data"]["order"] == {
        "name": order["name"],
        "displayFulfillmentStatus": "UNFULFILLED",
        "totalPriceSet": {"shopMoney": {"amount": "25.0", "currencyCode": "CAD"}},
    }
    assert answer["extensions"]["cost"]["throttleStatus"]["maximumAvailable"] == 2000


def test_it_ships(clients: ForeignClients, access: Access, order: Order, sandbox: Sandbox) -> None:
    answer = clients.run(PROGRAM, **access, query=FULFILL, variables=shipment(order, quantity=2))

    made = answer["data"]["fulfillmentCreate"]
    assert made == {"fulfillment": {"status": "SUCCESS", "trackingInfo": [{"number": "T-1"}]}, "userErrors": []}
    assert sandbox.graphql(ORDER, id=order["order"])["order"]["displayFulfillmentStatus"] == "FULFILLED"


def test_a_user_error_reaches_it_as_data(clients: ForeignClients, access: Access, order: Order) -> None:
    answer = clients.run(PROGRAM, **access, query=FULFILL, variables=shipment(order, quantity=3))

    refused = answer["data"]["fulfillmentCreate"]
    assert "errors" not in answer
    assert refused["fulfillment"] is None
    assert refused["userErrors"] != []


def test_it_understands_that_a_token_is_wrong(clients: ForeignClients, access: Access) -> None:
    answer = clients.run(PROGRAM, **{**access, "token": "shpat_guess"}, query=MISTAKEN)

    assert answer["errors"] == {"networkStatusCode": 401, "message": "GraphQL Client: Unauthorized"}


def test_it_understands_a_mistake_in_a_query(clients: ForeignClients, access: Access) -> None:
    answer = clients.run(PROGRAM, **access, query=MISTAKEN)

    [error] = answer["errors"]["graphQLErrors"]
    assert answer["errors"]["networkStatusCode"] == 200
    assert error["message"] == "Field 'nam' doesn't exist on type 'Shop'"


def test_it_understands_that_it_is_throttled(
    clients: ForeignClients, access: Access, order: Order, sandbox: Sandbox
) -> None:
    sandbox.faults({"kind": "throttled", "operation": "order"})

    answer = clients.run(PROGRAM, **access, query=ORDER, variables={"id": order["order"]})

    [error] = answer["errors"]["graphQLErrors"]
    assert error["extensions"]["code"] == "THROTTLED"


def test_its_own_retries_get_past_an_overloaded_shop(
    clients: ForeignClients, access: Access, order: Order, sandbox: Sandbox
) -> None:
    sandbox.faults({"kind": "status", "status": 503, "operation": "order", "times": 1})

    answer = clients.run(PROGRAM, **access, query=ORDER, variables={"id": order["order"]}, retries=1)

    assert answer["data"]["order"]["name"] == order["name"]
    assert [request["status"] for request in sandbox.log()] == [503, 200]
