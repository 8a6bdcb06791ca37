"""Customers: they buy, in several currencies, with every kind of payment, once or as prepaid subscriptions."""

from random import Random
from typing import Any

from tests.simulation.asking import Asking

GOODS = ("apple", "pear", "plum", "quince", "medlar")
PAYMENTS: tuple[Any, ...] = (
    "paid",
    "authorised",
    "none",
    [{"kind": "authorised", "gateway": "manual"}],
    [{"kind": "authorised", "gateway": "shopify_payments", "multi_capturable": True}],
    [{"kind": "pending", "gateway": "bogus", "settle_after": "PT20H", "settles_as": "success"}],
    [{"kind": "pending", "gateway": "bogus", "settle_after": "P2D", "settles_as": "failure"}],
    [{"kind": "gift_card", "amount": "3.00"}, {"kind": "paid"}],
)
ADDRESS = {"address1": "1 Orchard Road", "city": "Ghent", "zip": "9000", "countryCode": "BE", "lastName": "Peeters"}


def buy(asking: Asking, random: Random) -> str:
    """One order; returns its gid."""
    order: dict[str, Any] = {
        "lines": [_line(random, sku) for sku in random.sample(GOODS, random.randint(1, 4))],
        "payment": random.choice(PAYMENTS),
        "currency": "EUR",
        "tags": random.sample(["vip", "gift", "first"], random.randint(0, 2)),
        "shipping": random.choice(["0.00", "4.95"]),
    }
    order |= random.choice([{}, {}, {"tax_rate": "0.21"}, {"tax_rate": "0.06", "taxes_included": True}])
    order |= random.choice([{}, {}, {"presentment_currency": "JPY", "rate": "161.37"}])
    order |= random.choice([{}, {"email": "a.peeters@example.org"}, {"shipping_address": ADDRESS}])
    order |= random.choice([{}, {}, {"routing_delay": "PT10M"}])
    if "presentment_currency" in order and len(order["payment"]) == 2:
        order["payment"] = "paid"  # what a gift card takes is not a round amount there
    return asking.buy(**order)


def _line(random: Random, sku: str) -> dict[str, Any]:
    line: dict[str, Any] = {"sku": sku, "title": sku.title(), "price": f"{random.randint(100, 2500) / 100:.2f}"}
    line["quantity"] = random.randint(1, 5)
    if random.random() < 0.15:
        line["selling_plan"] = {"name": "Prepaid", "deliveries": random.randint(2, 4), "every": "P10D"}
    return line


def pay_later(asking: Asking, random: Random, order: str) -> None:
    """What was to be paid by hand is paid."""
    asking.ask(
        "orderMarkAsPaid",
        "mutation($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) { userErrors { message } } }",
        input={"id": order},
    )
