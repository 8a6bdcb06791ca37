"""Endpoints of the webhook inbox: look at, replay."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.instants import Instant
from backhaul.api.paging import PageQuery
from backhaul.flows.replay_deliveries import DeliveryFilter, replay_delivery
from backhaul.flows.show.pages import Page
from backhaul.flows.show.webhooks import (
    DeliveryDetail,
    DeliveryView,
    TopicView,
    delivery_detail,
    delivery_page,
    topic_list,
)


class WebhooksQuery(PageQuery):
    """Which webhooks, and which page of them."""

    topic: str = ""
    state: str = ""
    store: str = ""
    order: str = ""
    since: Instant | None = None

    def to_filter(self) -> DeliveryFilter:
        """As the read wants it."""
        since: datetime | None = self.since
        return DeliveryFilter(store=self.store, topic=self.topic, state=self.state, order_id=self.order, since=since)


@dataclass(frozen=True)
class Topics:
    """What each topic has sent."""

    items: list[TopicView]


def list_webhooks(request: HttpRequest, query: Annotated[WebhooksQuery, Query()]) -> Page[DeliveryView]:
    """Webhooks that came in, newest first; `order` is our id of an order, `since` when they were received."""
    return delivery_page(query.to_filter(), query.paging())


def list_webhook_topics(request: HttpRequest, store: str = "") -> Topics:
    """For each topic when a webhook last came, and how many did during the last day."""
    return Topics(topic_list(store))


def get_webhook(request: HttpRequest, webhook: str) -> DeliveryDetail:
    """One webhook with its body, without the personal data in it."""
    return delivery_detail(webhook)


def replay_webhook(request: HttpRequest, webhook: str) -> DeliveryView:
    """Have a webhook looked at again."""
    return delivery_detail(replay_delivery(webhook).pk).delivery
