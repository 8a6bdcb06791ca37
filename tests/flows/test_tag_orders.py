"""Orders of subscriptions get their tags in Shopify: what is missing, once, and nothing of what was there is touched."""

import pytest

from backhaul.core.tags import BadTag, TaggedContracts, TagState
from backhaul.flows.find import find_order
from backhaul.flows.show.tags import tags_shown
from backhaul.flows.tag_policy import TagChoices, set_tag_policy
from backhaul.flows.want_tags import TAG_LEFT_OUT, TAG_ORDER
from backhaul.models import Contract, Notice, OrderTag, SalesOrder, Task
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import buy, each_time, offer, order_of, subscribe

TAGS = "query Tags($id: ID!) { order(id: $id) { tags } }"
ADD = "mutation Add($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }"
REMOVE = "mutation Remove($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { userErrors { message } } }"


def _tag(shop: Shop, *templates: str) -> None:
    set_tag_policy(shop.store, TagChoices(templates=templates))
    shop.store.refresh_from_db()


def _tags(shop: Shop, order: SalesOrder) -> list[str]:
    return list(shop.sandbox.graphql(TAGS, id=order.gid)["order"]["tags"])


def _added(shop: Shop) -> list[list[str]]:
    """The tags of each tagsAdd that was carried out."""
    calls = [one for one in shop.sandbox.log() if one["root_fields"] == ["tagsAdd"] and one["carried_out"]]
    return [one["variables"]["tags"] for one in calls]


def _read_again(shop: Shop, order: SalesOrder) -> SalesOrder:
    from_shopify = shop.order  # a test reads an order as a person would: by asking for it
    assert from_shopify
    return find_order(order.pk)


def test_the_first_order_of_a_subscription_is_tagged(shop: Shop) -> None:
    _tag(shop, "subscription", "{prepaid}", "{first}", "{renewal}", "delivery {number}")

    contract = subscribe(shop, tags=["gift"])

    order = order_of(contract)
    assert _tags(shop, order) == ["delivery 1-3", "first", "gift", "prepaid", "subscription"]
    assert {row.state for row in OrderTag.objects.filter(order=order)} == {TagState.THERE}
    task = Task.objects.get(kind=TAG_ORDER)
    assert (task.state, task.outcome) == ("succeeded", "tagged")
    assert "“subscription” is on the order" in task.outcome_detail
