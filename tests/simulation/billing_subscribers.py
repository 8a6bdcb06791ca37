"""Who is charged: subscribers of many rhythms, paid at each delivery or for several, some at the ends of months."""

from random import Random
from typing import Any

from tests.simulation.asking import Asking
from tests.simulation.subscriptions_offers import ANOTHER_APP, OFFER, address
from tests.support.sandbox import Sandbox

END_OF_MONTH = [{"type": "MONTHDAY", "day": 31}]
SATURDAY = [{"type": "WEEKDAY", "day": 6}]
RHYTHMS: tuple[dict[str, Any], ...] = (
    {"interval": "MONTH", "every": 1, "paid": 1},
    {"interval": "MONTH", "every": 1, "paid": 3, "anchors": END_OF_MONTH},
    {"interval": "WEEK", "every": 9, "paid": 1, "anchors": SATURDAY},
    {"interval": "MONTH", "every": 2, "paid": 1, "maxCycles": 7},
    {"interval": "MONTH", "every": 1, "paid": 1, "anchors": END_OF_MONTH},
    {"interval": "WEEK", "every": 2, "paid": 4},
    {"interval": "DAY", "every": 45, "paid": 1, "minCycles": 2},
    {"interval": "MONTH", "every": 1, "paid": 12},
)
"""What lies between two deliveries, and how many deliveries are paid at a time."""


def offer(sandbox: Sandbox, number: int, *, variants: list[str]) -> str:
    """The gid of the plan of the rhythm with that number."""
    rhythm = dict(RHYTHMS[number])
    interval, every, paid = (rhythm.pop(name) for name in ("interval", "every", "paid"))
    anchors = rhythm.pop("anchors", [])
    shared = {"interval": interval, "anchors": anchors}
    plan = {
        "name": f"Plan {number}",
        "options": [f"Plan {number}"],
        "billingPolicy": {"recurring": {**shared, "intervalCount": every * paid, **rhythm}},
        "deliveryPolicy": {"recurring": {**shared, "intervalCount": every}},
        "pricingPolicies": [],
    }
    wanted = {"name": f"Club {number}", "options": ["Frequency"], "sellingPlansToCreate": [plan]}
    payload = sandbox.graphql(OFFER, input=wanted, resources={"productVariantIds": variants})["sellingPlanGroupCreate"]
    assert payload["userErrors"] == []
    return str(payload["sellingPlanGroup"]["sellingPlans"]["nodes"][0]["id"])


def subscribe(asking: Asking, random: Random, plan: str, variant: str, *, is_ours: bool = True) -> str:
    """A customer subscribes to the plan; returns the order's gid."""
    order: dict[str, Any] = {
        "lines": [
            {
                "sku": "coffee",
                "variant_id": variant,
                "price": f"{random.randint(100, 2500) / 100:.2f}",
                "quantity": random.randint(1, 3),
                "selling_plan": {"id": plan},
            }
        ],
        "payment": "paid",
        "currency": "EUR",
        "shipping": random.choice(["0.00", "4.95"]),
        "email": f"c{random.getrandbits(32)}@example.org",
        "shipping_address": address(random),
        **random.choice([{}, {}, {"presentment_currency": "JPY", "rate": "161.37"}]),
        **({} if is_ours else {"contract_app": ANOTHER_APP}),
    }
    return asking.buy(**order)
