"""What is remembered of deliveries."""

from shopify_sandbox.webhooks.delivery import Delivery
from shopify_sandbox.webhooks.ledger import KEPT, Ledger
from shopify_sandbox.webhooks.subscription import WebhookSubscription
from tests.shopify_sandbox.resolvers.shop import START

SUBSCRIPTION = WebhookSubscription(
    id=1, topic="ORDERS_CREATE", uri="http://localhost", created_at=START, updated_at=START, api_version="2026-10"
)


def delivery(number: int) -> Delivery:
    """One of many."""
    return Delivery(f"w{number}", f"e{number}", SUBSCRIPTION, "orders/create", START, b"{}")


def test_only_the_newest_are_kept_but_all_are_counted() -> None:
    ledger = Ledger()
    given = [delivery(number) for number in range(KEPT + 200)]

    for each in given:
        ledger.add(each)
    ledger.become(given[0], "delivered")
    ledger.become(given[-1], "delivered")

    assert ledger.counts == {"delivered": 2, "pending": KEPT + 198}
    assert ledger.chosen(lambda _each: True) == given[200:]


def test_the_newest_of_those_wanted_are_chosen_oldest_first() -> None:
    ledger = Ledger()
    given = [delivery(number) for number in range(6)]
    for each in given:
        ledger.add(each)

    chosen = ledger.chosen(lambda each: each.webhook_id in ("w1", "w3", "w5"), 2)

    assert chosen == [given[3], given[5]]
