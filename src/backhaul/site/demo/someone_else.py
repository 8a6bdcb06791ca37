"""Another app at work in the same shop: what it sees, and what it does there without telling us."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backhaul.core.errors import BackhaulError
from backhaul.site.demo.local_shopify import LocalShopify

PATH = "/admin/api/2026-10/graphql.json"
FULFILLMENTS = """query($order: ID!) { order(id: $order) { fulfillments(first: 50) { id createdAt status
 location { name } trackingInfo(first: 10) { number }
 fulfillmentLineItems(first: 50) { nodes { quantity lineItem { sku } } } } } }"""
WORK = """query($order: ID!) { order(id: $order) { fulfillmentOrders(first: 50) { nodes { id status
 lineItems(first: 50) { nodes { id remainingQuantity lineItem { sku } } } } } } }"""
HOLD = """mutation($id: ID!) { fulfillmentOrderHold(id: $id,
 fulfillmentHold: {reason: AWAITING_PAYMENT, reasonNotes: "The bank asks back."}) { userErrors { message } } }"""
RELEASE = "mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }"
FULFIL = """mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
 userErrors { message } } }"""
PAYMENTS = """query($order: ID!) { order(id: $order) { transactions(first: 50) {
 kind status errorCode formattedGateway amountSet { presentmentMoney { amount } } } } }"""
LINES = """query($order: ID!) { order(id: $order) { lineItems(first: 50) { nodes { id sku } } } }"""
TAKE_BACK = """mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
 userErrors { message } } }"""
SEND_TO = """mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }"""
CITIES = """query($contract: ID!, $order: ID!) { subscriptionContract(id: $contract) { deliveryMethod {
 ... on SubscriptionDeliveryMethodShipping { address { city } } } }
 order(id: $order) { shippingAddress { city } } }"""
CARDS = "Shopify Payments"


@dataclass(frozen=True)
class Payment:
    """A transaction as Shopify shows it to anyone; the amount is in the customer's currency."""

    kind: str
    amount: str
    gateway: str = CARDS
    status: str = "SUCCESS"
    error: str = ""

    def __str__(self) -> str:
        words = [self.kind, self.amount, self.status, self.error]
        gateway = "" if self.gateway == CARDS else f", {self.gateway}"
        return " ".join(word for word in words if word not in ("SUCCESS", "")) + gateway


@dataclass(frozen=True)
class Parcel:
    """A fulfillment as Shopify shows it to anyone."""

    location: str
    units: Mapping[str, int]
    tracking: tuple[str, ...] = ()
    status: str = "SUCCESS"

    def __str__(self) -> str:
        goods = ", ".join(f"{quantity} {sku}" for sku, quantity in self.units.items())
        numbers = f", tracking {' and '.join(self.tracking)}" if self.tracking else ""
        return f"{self.status}: {goods} from {self.location}{numbers}"


class RefusedElsewhere(BackhaulError):
    """Shopify has refused what the other app wanted."""

    code = "refused-elsewhere"


class SomeoneElse:
    """An app with a token of its own."""

    def __init__(self, shopify: LocalShopify) -> None:
        self._shopify = shopify
        self._token = shopify.other_token()

    def parcels(self, order_gid: str) -> list[Parcel]:
        """The order's fulfillments, oldest first."""
        found = self._call(FULFILLMENTS, order=order_gid)["order"]["fulfillments"]
        return [
            Parcel(
                location=str(one["location"]["name"]),
                units={line["lineItem"]["sku"]: line["quantity"] for line in one["fulfillmentLineItems"]["nodes"]},
                tracking=tuple(entry["number"] for entry in one["trackingInfo"]),
                status=str(one["status"]),
            )
            for one in sorted(found, key=lambda one: (str(one["createdAt"]), str(one["id"])))
        ]

    def payments(self, order_gid: str) -> list[Payment]:
        """The order's transactions, in Shopify's sequence."""
        found = self._call(PAYMENTS, order=order_gid)["order"]["transactions"]
        return [
            Payment(
                kind=str(one["kind"]),
                amount=f"{Decimal(one['amountSet']['presentmentMoney']['amount']):.2f}",
                gateway=str(one["formattedGateway"]),
                status=str(one["status"]),
                error=str(one["errorCode"] or ""),
            )
            for one in found
        ]

    def send_to(self, order_gid: str, street: str) -> None:
        """Give the order another address."""
        address = {"address1": street, "city": "Ghent", "zip": "9000", "countryCode": "BE", "lastName": "Peeters"}
        self._call(SEND_TO, input={"id": order_gid, "shippingAddress": address})

    def take_back(self, order_gid: str, units: Mapping[str, int]) -> None:
        """Refund units of what the customer has bought that have not been paid for yet."""
        lines = self._call(LINES, order=order_gid)["order"]["lineItems"]["nodes"]
        refunded = [
            {"lineItemId": line["id"], "quantity": units[line["sku"]], "restockType": "NO_RESTOCK"}
            for line in lines
            if line["sku"] in units
        ]
        self._call(TAKE_BACK, input={"orderId": order_gid, "refundLineItems": refunded}, key=order_gid)

    def cities(self, contract_gid: str, order_gid: str) -> dict[str, str]:
        """Where a subscription contract and one of its orders go."""
        found = self._call(CITIES, contract=contract_gid, order=order_gid)
        method = found["subscriptionContract"]["deliveryMethod"] or {}
        return {
            "subscription": str((method.get("address") or {}).get("city")),
            "order": str((found["order"]["shippingAddress"] or {}).get("city")),
        }

    def hold(self, order_gid: str) -> None:
        """Put everything of the order that can be fulfilled on hold."""
        for work in self._work(order_gid, "OPEN"):
            self._call(HOLD, id=work["id"])

    def release(self, order_gid: str) -> None:
        """Take every hold of the order away."""
        for work in self._work(order_gid, "ON_HOLD"):
            self._call(RELEASE, id=work["id"])

    def fulfil_all(self, order_gid: str, *, tracking: str) -> None:
        """Fulfil everything of the order that can be fulfilled, as one parcel."""
        entries = [{"fulfillmentOrderId": work["id"]} for work in self._work(order_gid, "OPEN")]
        fulfillment = {"lineItemsByFulfillmentOrder": entries, "trackingInfo": {"number": tracking}}
        self._call(FULFIL, fulfillment=fulfillment)

    def _work(self, order_gid: str, status: str) -> list[dict[str, Any]]:
        found = self._call(WORK, order=order_gid)["order"]["fulfillmentOrders"]["nodes"]
        return [work for work in found if work["status"] == status]

    def _call(self, query: str, **variables: object) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        told = self._shopify.ask("POST", PATH, body, headers={"X-Shopify-Access-Token": self._token})
        data: dict[str, Any] = told.get("data") or {}
        refused = [error for payload in data.values() for error in (payload or {}).get("userErrors", ())]
        problems = [str(problem["message"]) for problem in [*told.get("errors", ()), *refused]]
        if problems:
            raise RefusedElsewhere(f"Shopify refused what another app asked for: {'; '.join(problems)}")
        return data
