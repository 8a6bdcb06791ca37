"""An order's payments as another client of Shopify sees them, and what a person does to them there."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backhaul.models import SalesOrder
from tests.support.shop import Shop

TRANSACTIONS = """query Transactions($id: ID!) { order(id: $id) { transactions(first: 50) { id kind status
 amountSet { presentmentMoney { amount } } parentTransaction { id } } } }"""


@dataclass(frozen=True)
class Transaction:
    """A transaction that Shopify shows; the amount is in the customer's currency."""

    gid: str
    kind: str
    status: str
    amount: Decimal
    parent_gid: str


def transactions(shop: Shop, order: SalesOrder) -> list[Transaction]:
    """Every transaction of the order, in Shopify's order."""
    found = shop.sandbox.graphql(TRANSACTIONS, id=order.gid)["order"]["transactions"]
    return [
        Transaction(
            gid=one["id"],
            kind=one["kind"],
            status=one["status"],
            amount=Decimal(one["amountSet"]["presentmentMoney"]["amount"]),
            parent_gid=(one["parentTransaction"] or {}).get("id", ""),
        )
        for one in found
    ]


def act_in_shopify(shop: Shop, order: SalesOrder, do: str, **details: Any) -> dict[str, Any]:
    """A person, or the gateway, acts on the order's payments."""
    answer = shop.sandbox.client.post(
        f"{shop.sandbox.url}/sandbox/payments", json={"order": order.gid, "do": do, **details}
    )
    assert answer.is_success, answer.text
    return dict(answer.json())
