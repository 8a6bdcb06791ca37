"""How payments go, and what goes wrong on the way: declines of every class, challenges, delays, lost replies."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from backhaul.core.declines import DECLINES, Decline
from tests.support.sandbox import Sandbox

CHARGE = "subscriptionBillingAttemptCreate"
CHANGING = (CHARGE, CHARGE, "subscriptionContractSetNextBillingDate", "subscriptionBillingCycleSkip")
"""What is asked of Shopify in charging; a charge most of all must not happen twice."""
REPLIES: tuple[dict[str, Any], ...] = (
    {"kind": "500_after"},
    {"kind": "500_before"},
    {"kind": "body", "body": '{"data": {', "carried_out": True},
    {"kind": "body", "body": "<html>Bad gateway</html>", "carried_out": False},
    {"kind": "status", "status": 502, "carried_out": True},
    {"kind": "late", "seconds": 0.05},
    {"kind": "throttled"},
)
"""Replies that are lost, with and without what was asked for being done; none of them takes time."""
DELAYS = ("PT0S", "PT0S", "PT0S", "PT0S", "PT5H", "P2D", "P16D")
Ending = dict[str, Any]


def _declined(random: Random, decline: Decline) -> Ending:
    codes = sorted(code for code, known in DECLINES.items() if known is decline)
    return {"outcome": "failure", "error_code": random.choice(codes)}


CHALLENGES: tuple[Ending, ...] = (
    {"outcome": "challenged", "met_after": "P2D"},
    {"outcome": "challenged", "met_after": "PT3H", "ends_as": "failure"},
    {"outcome": "challenged"},
    {"outcome": "challenged"},
)
OTHERS: tuple[Ending, ...] = (
    {"outcome": "failure", "error_code": "CARD_DECLINED", "times": 4},
    {"outcome": "failure", "error_code": "INSUFFICIENT_FUNDS", "times": 2},
    {"outcome": "failure", "error_code": "EXPIRED_PAYMENT_METHOD", "times": 2},
    {"outcome": "refused", "error_code": "THROTTLED"},
)


@dataclass
class Cards:
    """The customers' cards and the network. Endings come as from a deck of cards: each before any comes again."""

    sandbox: Sandbox
    random: Random
    counts: Counter[str]
    _deck: list[Ending] = field(default_factory=list)

    def shuffle(self) -> None:
        """From now on the next payments end in other ways, and another reply may be lost."""
        plans = [self._draw()] if self.random.random() < 0.6 else []
        delay = self.random.choice(DELAYS) if self.random.random() < 0.5 else "PT0S"
        self.sandbox.control("billing", forget=True, delay=delay, next=plans)
        self.counts["replies lost"] += sum(rule["fired"] for rule in self._rules())
        rule = {**self.random.choice(REPLIES), "operation": self.random.choice(CHANGING), "nth": 1}
        self.sandbox.faults(*([rule] if self.random.random() < 0.4 else []))

    def behave(self) -> None:
        """Every payment succeeds at once, and no reply is lost."""
        self.counts["replies lost"] += sum(rule["fired"] for rule in self._rules())
        self.sandbox.faults()
        self.sandbox.control("billing", forget=True, delay="PT0S")

    def _draw(self) -> Ending:
        if not self._deck:
            self._deck = [*(_declined(self.random, one) for one in Decline), *CHALLENGES, *OTHERS]
            self.random.shuffle(self._deck)
        return self._deck.pop()

    def _rules(self) -> list[dict[str, Any]]:
        found = self.sandbox.client.get(f"{self.sandbox.url}/sandbox/faults").json()
        return list(found["rules"])
