"""The PyPI package ShopifyAPI works with the sandbox: sessions and GraphQL."""

from typing import Any

import pytest

from tests.support.sandbox import Sandbox

from .installation import ForeignClients
from .operations import FULFILL, MISTAKEN, ORDER, shipment

pytestmark = pytest.mark.foreign
PROGRAM = "python_client.py"

Access = dict[str, str]
Order = dict[str, Any]


def test_it_reads_an_order_by_a_named_operation(clients: ForeignClients, access: Access, order: Order) -> None:
    document = f"query Shop {{ shop {{ name }} }} {ORDER}"

    answer = clients.run(PROGRAM, **access, query=document, operation_name="Order", variables={"id": order["order"]})

    assert answer["data"]["order"]["name"] == order["name"]
    assert answer["extensions"]["cost"]["actualQueryCost"] >= 1


def test_it_ships(clients: ForeignClients, access: Access, order: Order, sandbox: Sandbox) -> None:
    answer = clients.run(PROGRAM, **access, query=FULFILL, variables=shipment(order, quantity=2))

    made = answer["data"]["fulfillmentCreate"]
    assert made == {"fulfillment": {"status": "SUCCESS", "trackingInfo": [{"number": "T-1"}]}, "userErrors": []}
    assert sandbox.graphql(ORDER, id=order["order"])["order"]["displayFulfillmentStatus"] == "FULFILLED"


def test_it_is_told_of_a_mistake_in_a_query(clients: ForeignClients, access: Access) -> None:
    answer = clients.run(PROGRAM, **access, query=MISTAKEN)

    assert [error["message"] for error in answer["errors"]] == ["Field 'nam' doesn't exist on type 'Shop'"]


def test_a_wrong_token_is_refused_with_401(clients: ForeignClients, access: Access) -> None:
    answer = clients.run(PROGRAM, **{**access, "token": "shpat_guess"}, query=MISTAKEN)

    assert answer == {"status": 401}
