"""Another client of the shop, which sees what Shopify shows and what it has carried out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from backhaul.models import SalesOrder
from tests.support.payments import act
from tests.support.shop import Shop

GIDS = """query Gids($id: ID!) { order(id: $id) { id fulfillments(first: 50) { id } transactions(first: 50) { id }
 fulfillmentOrders(first: 50) { nodes { id } } } }"""


class Witness:
    """It has watched the shop since it was made."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._seen = len(shop.sandbox.log())

    def mutations(self, order: SalesOrder) -> Counter[str]:
        """How often Shopify has carried out which mutation of this order, whatever it has answered."""
        return self.carried_out(self._gids(order))

    def carried_out(self, gids: set[str]) -> Counter[str]:
        """How often Shopify has carried out which mutation that names one of these ids."""
        entries = self._shop.sandbox.log()[self._seen :]
        return Counter(
            entry["root_fields"][0]
            for entry in entries
            if entry["type"] == "mutation" and entry["carried_out"] and gids & set(_texts(entry["variables"]))
        )

    def fulfillments(self, order: SalesOrder) -> list[tuple[str, int, str]]:
        """Status, units and tracking number of every fulfillment that Shopify shows."""
        return sorted(
            (
                one["status"],
                sum(line["quantity"] for line in one["fulfillmentLineItems"]["nodes"]),
                ",".join(info["number"] for info in one["trackingInfo"]),
            )
            for one in self._shop.fulfillments(order)
        )

    def statuses(self, order: SalesOrder) -> dict[str, str]:
        """Status of every fulfillment that Shopify shows, by gid."""
        return {one["id"]: one["status"] for one in self._shop.fulfillments(order)}

    def transactions(self, order: SalesOrder, *kinds: str) -> list[tuple[str, str, str]]:
        """Kind, status and amount of every transaction that there is in Shopify, or of those of these kinds."""
        shown = act(self._shop, order)
        return sorted((one.kind, one.status, f"{one.amount:.2f}") for one in shown if not kinds or one.kind in kinds)

    def captured(self, order: SalesOrder) -> list[str]:
        """What was captured, by whomever."""
        return [amount for _, status, amount in self.transactions(order, "CAPTURE") if status == "SUCCESS"]

    def money_moved(self, order: SalesOrder) -> dict[str, str]:
        """Status of every capture and refund that there is in Shopify, by gid."""
        return {one.gid: one.status for one in act(self._shop, order) if one.kind in ("CAPTURE", "REFUND")}

    def faults(self) -> list[dict[str, Any]]:
        """The rules by which the sandbox misbehaves, with how often each has struck."""
        client = self._shop.sandbox.client
        return list(client.get(f"{self._shop.sandbox.url}/sandbox/faults").json()["rules"])

    def _gids(self, order: SalesOrder) -> set[str]:
        found = self._shop.sandbox.graphql(GIDS, id=order.gid)["order"]
        listed = (*found["fulfillments"], *found["transactions"], *found["fulfillmentOrders"]["nodes"])
        return {found["id"], *(one["id"] for one in listed)}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
