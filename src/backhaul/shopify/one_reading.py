"""One reading of an order: its requests, what was said beside them, and whether the order stood still meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backhaul.core.shopify_errors import NotFoundInShopify
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.expected_costs import expected_points
from backhaul.shopify.operations.operation import Call, Data_co, Json
from backhaul.shopify.reply import Reply, TopError


@dataclass
class Spent:
    """What an order has taken so far, over all its readings."""

    exchange: Exchange
    requests: int = 0
    points: float = 0.0


@dataclass
class OneReading:
    """Requests that are to show one state of an order; `changed` when they do not."""

    spent: Spent
    errors: list[TopError] = field(default_factory=list)
    replies: list[tuple[str, Mapping[str, Json]]] = field(default_factory=list)
    changed: bool = False

    def query(self, call: Call[Data_co], *, is_content: bool = True) -> Reply[Data_co]:
        """Ask, and keep account of it; what is no content says nothing of whether the order has changed."""
        reply = self.spent.exchange.query(call)
        requested = reply.cost.requested if reply.cost else None
        self.spent.requests += 1
        self.spent.points += expected_points(call.operation) if requested is None else requested
        self.errors += reply.errors
        if is_content:
            self.replies.append((call.operation.name, reply.raw))
        return reply

    def compare(self, now: object, before: object) -> None:
        """Two requests that should show the same and don't: something has changed between them."""
        self.changed = self.changed or now != before


def not_found(thing: str, gid: str, request_id: str | None) -> NotFoundInShopify:
    """The error for an object that came back as null."""
    return NotFoundInShopify(f"Shopify has no {thing} {gid}, or does not show it to us.", request_id=request_id)
