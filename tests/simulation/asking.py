"""How people in the town ask Shopify for things: one request a wish; a refusal is an answer too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.sandbox import TOKEN, Sandbox

ORDER = """query Look($id: ID!) { order(id: $id) { id name cancelledAt presentmentCurrencyCode
 lineItems(first: 20) { nodes { id quantity currentQuantity refundableQuantity requiresShipping } }
 fulfillmentOrders(first: 40) { nodes { id status assignedLocation { location { id } }
  lineItems(first: 20) { nodes { id remainingQuantity } } } }
 fulfillments { id status fulfillmentLineItems(first: 20) { nodes { id quantity } } }
 transactions { id kind status totalUnsettledSet { presentmentMoney { amount } } } } }"""


@dataclass
class Answers:
    """How often each wish was granted and refused."""

    granted: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    reasons: set[str] = field(default_factory=set)

    def count(self, wish: str, errors: list[str]) -> None:
        """Note one answer."""
        counts = self.refused if errors else self.granted
        counts[wish] = counts.get(wish, 0) + 1
        self.reasons |= {f"{wish}: {error}" for error in errors}


class Asking:
    """Another client of the shop: its staff's browser, its warehouse's program."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.answers = Answers()

    def look(self, order: str) -> dict[str, Any]:
        """The order as it is now; empty when it is gone."""
        return dict(self._post(ORDER, {"id": order})["data"]["order"] or {})

    def ask(self, wish: str, mutation: str, **variables: Any) -> Mapping[str, Any] | None:
        """The payload of a mutation, None when it was refused."""
        body = self._post(mutation, variables)
        errors = [error["message"] for error in body.get("errors", [])]
        payload = next(iter((body.get("data") or {}).values()), None) or {}
        errors += [error["message"] for error in payload.get("userErrors", [])]
        self.answers.count(wish, errors)
        return None if errors else payload

    def buy(self, **order: Any) -> str:
        """A customer buys; returns the order's gid."""
        self.answers.count("buy", [])
        return str(self._sandbox.checkout(**order)["order"])

    def control(self, wish: str, path: str, **body: Any) -> None:
        """What no client can do: a gateway, or a customer, acts."""
        answer = self._sandbox.client.post(f"{self._sandbox.url}{path}", json=body)
        self.answers.count(wish, [] if answer.is_success else [answer.text[:200]])

    def _post(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._sandbox.client.post(
            self._sandbox.graphql_url,
            json={"query": query, "variables": dict(variables)},
            headers={"X-Shopify-Access-Token": TOKEN},
        )
        assert answer.is_success, answer.text[:500]
        return dict(answer.json())
