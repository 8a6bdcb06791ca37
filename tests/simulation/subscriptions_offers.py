"""What the shop offers and who subscribes: plans of many rhythms, bought in several currencies, some of another app."""

from random import Random
from typing import Any

from tests.simulation.asking import Asking
from tests.support.sandbox import Sandbox

ANOTHER_APP = 4711
RHYTHMS = (("MONTH", 1, 1), ("MONTH", 1, 3), ("MONTH", 1, 6), ("MONTH", 2, 1), ("WEEK", 4, 3), ("WEEK", 3, 1))
"""The interval, how many of it lie between two deliveries, and how many deliveries are paid at a time."""
OFFER = """mutation Offer($input: SellingPlanGroupInput!, $resources: SellingPlanGroupResourceInput!) {
 sellingPlanGroupCreate(input: $input, resources: $resources) { sellingPlanGroup { sellingPlans(first: 1) {
 nodes { id } } } userErrors { message } } }"""
PRODUCT = """mutation Product($product: ProductCreateInput!) { productCreate(product: $product) {
 product { variants(first: 1) { nodes { id } } } userErrors { message } } }"""
GOODS = ("Coffee", "Tea", "Cocoa")


def offer(sandbox: Sandbox, random: Random, number: int, *, variants: list[str]) -> str:
    """The gid of a new selling plan for these goods."""
    interval, count, deliveries = RHYTHMS[number % len(RHYTHMS)]
    anchors = _anchors(random, interval) if random.random() < 0.4 else []
    billing = {"interval": interval, "intervalCount": count * deliveries, "anchors": anchors}
    billing |= random.choice([{}, {}, {"minCycles": 2}, {"maxCycles": random.randint(2, 6)}])
    delivery: dict[str, Any] = {"interval": interval, "intervalCount": count, "anchors": anchors}
    if anchors:
        delivery |= {"cutoff": random.choice([0, 0, 3]), "preAnchorBehavior": random.choice(["ASAP", "NEXT"])}
    less = {"adjustmentType": "PERCENTAGE", "adjustmentValue": {"percentage": 10.0}}
    plan = {
        "name": f"Plan {number}",
        "options": [f"Plan {number}"],
        "billingPolicy": {"recurring": billing},
        "deliveryPolicy": {"recurring": delivery},
        "pricingPolicies": random.choice([[], [{"fixed": less}]]),
    }
    wanted = {"name": f"Club {number}", "options": ["Frequency"], "sellingPlansToCreate": [plan]}
    goods = {"productVariantIds": variants}
    payload = sandbox.graphql(OFFER, input=wanted, resources=goods)["sellingPlanGroupCreate"]
    assert payload["userErrors"] == []
    return str(payload["sellingPlanGroup"]["sellingPlans"]["nodes"][0]["id"])


def stock(sandbox: Sandbox) -> list[str]:
    """The variants of the goods that are sold."""
    made = [sandbox.graphql(PRODUCT, product={"title": title})["productCreate"] for title in GOODS]
    return [str(one["product"]["variants"]["nodes"][0]["id"]) for one in made]


def subscribe(asking: Asking, random: Random, plan: str, variants: list[str]) -> str:
    """A customer buys with the plan; returns the order's gid."""
    order: dict[str, Any] = {
        "lines": [_line(random, plan, variant) for variant in random.sample(variants, random.randint(1, 2))],
        "payment": "paid",
        "currency": "EUR",
        "shipping": random.choice(["0.00", "4.95"]),
        "email": f"c{random.getrandbits(32)}@example.org",
        "shipping_address": address(random),
    }
    order |= random.choice([{}, {}, {"tax_rate": "0.21"}, {"tax_rate": "0.06", "taxes_included": True}])
    order |= random.choice([{}, {}, {}, {"presentment_currency": "JPY", "rate": "161.37"}])
    order |= random.choice([{}, {}, {}, {"routing_delay": "PT10M"}])
    order |= {"contract_app": ANOTHER_APP} if random.random() < 0.15 else {}
    if random.random() < 0.15:
        order["lines"].append({"sku": "mug", "title": "Mug", "price": "7.50", "quantity": random.randint(1, 2)})
    return asking.buy(**order)


def address(random: Random) -> dict[str, str]:
    """Somewhere that the shop ships to."""
    street = f"{random.randint(1, 99)} Canal Street"
    return {"address1": street, "city": "Ghent", "zip": "9000", "countryCode": "BE", "lastName": "Peeters"}


def _line(random: Random, plan: str, variant: str) -> dict[str, Any]:
    return {
        "sku": f"sku-{variant.rsplit('/', 1)[-1]}",
        "variant_id": variant,
        "price": f"{random.randint(100, 2500) / 100:.2f}",
        "quantity": random.randint(1, 3),
        "selling_plan": {"id": plan},
    }


def _anchors(random: Random, interval: str) -> list[dict[str, Any]]:
    if interval == "WEEK":
        return [{"type": "WEEKDAY", "day": random.randint(1, 7)}]
    return [{"type": "MONTHDAY", "day": random.choice([1, 15, 28, 31])}]
