"""The app that bills: every cycle that has fallen due is charged; some fail, some are challenged, some take days."""

from random import Random
from typing import Any

from tests.support.sandbox import Sandbox

ENDINGS: tuple[dict[str, Any], ...] = (
    {"outcome": "failure", "error_code": "INSUFFICIENT_FUNDS"},
    {"outcome": "failure", "error_code": "EXPIRED_PAYMENT_METHOD"},
    {"outcome": "challenged"},
    {"outcome": "challenged", "met_after": "P2D"},
    {"outcome": "challenged", "met_after": "PT3H", "ends_as": "failure"},
)
MOST_AT_ONCE = 3
"""A long step may let several cycles of a contract fall due."""


def bill(sandbox: Sandbox, random: Random, counts: dict[str, int]) -> None:
    """Charge what is due; a contract whose attempt is pending waits."""
    plans = random.sample(ENDINGS, 1) if random.random() < 0.25 else []
    delay = random.choice(["PT0S", "PT0S", "PT0S", "P1D", "P4D"])
    sandbox.control("billing", forget=True, delay=delay, next=plans)
    for _ in range(MOST_AT_ONCE):
        made = sandbox.control("billing", do="charge")["attempts"]
        counts["renewals"] = counts.get("renewals", 0) + len(made)
        if not made:
            return


def answer(sandbox: Sandbox, random: Random, attempts: list[dict[str, Any]]) -> None:
    """Customers answer challenges, or open them and go away."""
    for attempt in attempts:
        if attempt["next_action_url"] and not attempt["completed"] and random.random() < 0.5:
            outcome = random.choice(["success", "failure", "challenged"])
            sandbox.control("billing", do="answer", attempt=attempt["id"], outcome=outcome)
