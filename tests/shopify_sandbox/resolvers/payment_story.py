"""Orders and their payments, as a customer, an app, a gateway and a person in the admin see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shopify_sandbox import checkout, payment_control
from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import PROFILE, START, Shop

MONEY = """query($id: ID!) { order(id: $id) { displayFinancialStatus capturable canMarkAsPaid fullyPaid unpaid closed
  totalCapturable totalOutstandingSet { shopMoney { amount } presentmentMoney { amount } }
  totalReceivedSet { shopMoney { amount } presentmentMoney { amount } } netPaymentSet { presentmentMoney { amount } }
  transactions { id kind status gateway formattedGateway manualPaymentGateway manuallyCapturable multiCapturable
    authorizationExpiresAt errorCode parentTransaction { id } paymentDetails { ... on CardPaymentDetails { number } }
    amountSet { shopMoney { amount } presentmentMoney { amount currencyCode } }
    totalUnsettledSet { shopMoney { amount } presentmentMoney { amount } } } } }"""
CAPTURE = """mutation($input: OrderCaptureInput!) { orderCapture(input: $input) {
  transaction { id kind status errorCode amountSet { presentmentMoney { amount } } } userErrors { field message } } }"""
VOID = """mutation($id: ID!) { transactionVoid(parentTransactionId: $id) {
  transaction { id kind status } userErrors { field message code } } }"""


class Story:
    """One order of 20.00 of a shop's currency, unless told otherwise, and everything that is done about its money."""

    def __init__(self, *, options: dict[str, object] | None = None, **bought: object) -> None:
        profile = PROFILE.overridden(options or {})
        self.shop = Shop(World(profile, SandboxClock(START, monotonic=lambda: 0.0)))
        self.heard: list[str] = []
        bought.setdefault("lines", [{"sku": "BEANS", "price": "20"}])
        placed = checkout.place(self.shop.world, bought)
        self.order = str(placed["order"])
        self.shop.world.listeners.append(lambda topic, _subject: self.heard.append(topic))

    def read(self) -> dict[str, Any]:
        """The order's money as an app reads it."""
        told: dict[str, Any] = self.shop.send(MONEY, {"id": self.order})["order"]
        return told

    @property
    def status(self) -> str:
        """displayFinancialStatus."""
        return str(self.read()["displayFinancialStatus"])

    def transaction(self, number: int = 0) -> dict[str, Any]:
        """One of its transactions, the first payment by default."""
        found: dict[str, Any] = self.read()["transactions"][number]
        return found

    def capture(self, amount: str, *, parent: int = 0, **given: object) -> dict[str, Any]:
        """orderCapture's payload."""
        wanted = {"id": self.order, "parentTransactionId": self.transaction(parent)["id"], "amount": amount, **given}
        payload: dict[str, Any] = self.shop.send(CAPTURE, {"input": wanted})["orderCapture"]
        return payload

    def refusal(self, amount: str, **given: Any) -> str:
        """What a capture is refused with."""
        payload = self.capture(amount, **given)
        assert payload["transaction"] is None
        return str(payload["userErrors"][0]["message"])

    def void(self, parent: int = 0) -> dict[str, Any]:
        """transactionVoid's payload."""
        payload: dict[str, Any] = self.shop.send(VOID, {"id": self.transaction(parent)["id"]})["transactionVoid"]
        return payload

    def act(self, do: str, **given: object) -> dict[str, Any]:
        """What POST /sandbox/payments does and answers."""
        return payment_control.act(self.shop.world, {"order": self.order, "do": do, **given})

    def next(self, **given: object) -> None:
        """How the gateway is to answer next."""
        payment_control.act(self.shop.world, given)

    def wait(self, **duration: float) -> None:
        """Let time pass."""
        self.shop.world.clock.advance(timedelta(**duration))
