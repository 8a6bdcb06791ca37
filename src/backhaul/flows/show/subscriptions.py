"""What is shown of a store's webhook subscriptions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from backhaul.core.webhook_plan import Standing, TopicStanding, scope_for
from backhaul.flows.check_webhooks import read_plan
from backhaul.models import Store


@dataclass(frozen=True)
class SubscriptionView:
    """A topic that we need: how things stand with it, where it is sent, and when one was last received.

    `scope` is the one to grant where the app lacks it.
    """

    topic: str
    standing: Standing
    words: str
    address: str
    last_received_at: datetime | None
    scope: str = ""

    @property
    def is_lacking(self) -> bool:
        return self.standing is not Standing.SUBSCRIBED


@dataclass(frozen=True)
class SubscriptionsView:
    """Every topic that a store is to send, and the address that we are reached at."""

    store: str
    address: str
    topics: list[SubscriptionView]

    @property
    def is_complete(self) -> bool:
        return not any(topic.is_lacking for topic in self.topics)


def subscriptions_view(store: Store) -> SubscriptionsView:
    """How things stand in Shopify now. Raises NoPublicAddress, ShopifyError."""
    plan = read_plan(store)
    latest = store.webhook_deliveries.order_by().values_list("topic").annotate(Max("received_at"))
    received = dict(latest)
    return SubscriptionsView(
        store.slug, plan.address, [_view(one, received.get(one.topic.name)) for one in plan.topics]
    )


def _view(one: TopicStanding, last_received_at: datetime | None) -> SubscriptionView:
    lacks_scope = one.standing is Standing.NOT_ALLOWED
    return SubscriptionView(
        one.topic.name,
        one.standing,
        one.standing.words,
        one.address,
        last_received_at,
        scope_for(one.topic) if lacks_scope else "",
    )
