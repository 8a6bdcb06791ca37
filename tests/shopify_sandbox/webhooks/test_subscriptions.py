"""Webhook subscriptions over GraphQL."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shopify_sandbox import resolvers
from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.engine.bucket import Bucket
from shopify_sandbox.engine.documents import Documents
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.engine.execute import Engine
from shopify_sandbox.options import Profile
from shopify_sandbox.resolvers.context import RequestContext
from shopify_sandbox.resolvers.default import FieldResolver
from shopify_sandbox.resolvers.registry import merged
from shopify_sandbox.schema import load_access, load_schema
from shopify_sandbox.webhooks import subscriptions
from shopify_sandbox.world import World

CREATE = """mutation Create($topic: WebhookSubscriptionTopic!, $given: WebhookSubscriptionInput!) {
  result: webhookSubscriptionCreate(topic: $topic, webhookSubscription: $given) {
    webhookSubscription {
      id topic uri callbackUrl format filter includeFields metafieldNamespaces
      endpoint { __typename ... on WebhookHttpEndpoint { callbackUrl } ... on WebhookEventBridgeEndpoint { arn } }
    }
    userErrors { field message }
  }
}"""
UPDATE = """mutation Update($id: ID!, $given: WebhookSubscriptionInput!) {
  result: webhookSubscriptionUpdate(id: $id, webhookSubscription: $given) {
    webhookSubscription { id uri filter includeFields }
    userErrors { field message }
  }
}"""
DELETE = """mutation Delete($id: ID!) {
  result: webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}"""
LIST = """query List($query: String, $topics: [WebhookSubscriptionTopic!]) {
  webhookSubscriptions(first: 10, query: $query, topics: $topics) { nodes { id topic } }
  webhookSubscriptionsCount(query: $query) { count }
}"""
UNKNOWN = "gid://shopify/WebhookSubscription/1"
HOOK = "https://example.com/hook"

Ask = Callable[..., Json]


@pytest.fixture
def ask() -> Ask:
    """Run a document in a shop of its own; the answer's data."""
    clock = SandboxClock()
    world = World(Profile(), clock)
    engine = Engine(
        Documents(load_schema()),
        load_access(),
        resolve_field=FieldResolver(merged(resolvers.FIELDS, subscriptions.FIELDS)),
        resolve_type=resolvers.resolve_type,
        bucket=Bucket(clock, size=100_000, per_second=1),
    )

    def run(text: str, **variables: object) -> Json:
        context = RequestContext(world, load_access().all_scopes, world.profile.app_id, "2026-10")
        body = engine.perform(engine.prepare(text, variables), context, request_id="test").body
        assert "errors" not in body
        data = body["data"]
        assert isinstance(data, dict)
        return data

    return run


def created(ask: Ask, topic: str = "ORDERS_CREATE", **given: object) -> Json:
    """Create a subscription; its fields."""
    result = ask(CREATE, topic=topic, given={"uri": HOOK} | given)["result"]
    assert result["userErrors"] == []  # type: ignore[index]
    return result["webhookSubscription"]  # type: ignore[index, no-any-return]


def refusals(result: object) -> list[tuple[object, object]]:
    """(field, message) of a payload's errors."""
    assert isinstance(result, dict)
    return [(error["field"], error["message"]) for error in result["userErrors"]]


def test_a_new_subscription_has_its_defaults(ask: Ask) -> None:
    subscription = created(ask)

    assert subscription | {"id": ""} == {
        "id": "",
        "topic": "ORDERS_CREATE",
        "uri": HOOK,
        "callbackUrl": HOOK,
        "format": "JSON",
        "filter": None,
        "includeFields": [],
        "metafieldNamespaces": [],
        "endpoint": {"__typename": "WebhookHttpEndpoint", "callbackUrl": HOOK},
    }


def test_the_old_name_of_the_address_is_taken_too(ask: Ask) -> None:
    result = ask(CREATE, topic="ORDERS_CREATE", given={"callbackUrl": HOOK})["result"]

    assert refusals(result) == []


def test_an_event_source_of_this_app_is_taken(ask: Ask) -> None:
    arn = "arn:aws:events:us-east-1::event-source/aws.partner/shopify.com/347082227713/source"

    subscription = created(ask, uri=arn)

    assert subscription["endpoint"] == {"__typename": "WebhookEventBridgeEndpoint", "arn": arn}


def test_the_apps_own_namespace_is_written_out(ask: Ask) -> None:
    subscription = created(ask, metafieldNamespaces=["$app:mine", "custom"])

    assert subscription["metafieldNamespaces"] == ["app--347082227713--mine", "custom"]


def test_the_same_topic_and_address_twice_is_refused(ask: Ask) -> None:
    created(ask)

    result = ask(CREATE, topic="ORDERS_CREATE", given={"uri": HOOK})["result"]

    field = ["webhookSubscription", "callbackUrl"]
    assert refusals(result) == [(field, "Address for this topic has already been taken")]


def test_a_filter_must_say_what_it_filters_on(ask: Ask) -> None:
    result = ask(CREATE, topic="ORDERS_CREATE", given={"uri": HOOK, "filter": "expensive ones"})["result"]

    assert refusals(result) == [(["webhookSubscription"], subscriptions.BAD_FILTER)]


def test_a_missing_address_is_refused(ask: Ask) -> None:
    result = ask(CREATE, topic="ORDERS_CREATE", given={})["result"]

    assert refusals(result) == [(["webhookSubscription", "callbackUrl"], "Address can't be blank")]


def test_an_update_changes_what_is_given_and_leaves_the_rest(ask: Ask) -> None:
    gid = created(ask, includeFields=["id"], filter="id:1")["id"]

    result = ask(UPDATE, id=gid, given={"uri": f"{HOOK}/2", "filter": ""})["result"]

    assert result["webhookSubscription"] == {  # type: ignore[index]
        "id": gid,
        "uri": f"{HOOK}/2",
        "filter": "",
        "includeFields": ["id"],
    }


def test_a_deleted_subscription_is_gone(ask: Ask) -> None:
    gid = created(ask)["id"]

    result = ask(DELETE, id=gid)["result"]

    assert result["deletedWebhookSubscriptionId"] == gid  # type: ignore[index]
    assert ask(LIST)["webhookSubscriptions"] == {"nodes": []}


def test_an_unknown_subscription_can_be_neither_changed_nor_deleted(ask: Ask) -> None:
    update, delete = ask(UPDATE, id=UNKNOWN, given={"uri": HOOK}), ask(DELETE, id=UNKNOWN)

    expected = [(["id"], "Webhook subscription does not exist")]
    assert refusals(update["result"]) == refusals(delete["result"]) == expected


def test_subscriptions_are_listed_by_topic_and_query(ask: Ask) -> None:
    first, second = created(ask), created(ask, topic="ORDERS_PAID")

    by_topic = ask(LIST, topics=["ORDERS_PAID"])["webhookSubscriptions"]
    by_id = ask(LIST, query=f"id:{str(first['id']).rsplit('/', 1)[-1]}")
    by_date = ask(LIST, query="created_at:<2000-01-01")

    assert by_topic == {"nodes": [{"id": second["id"], "topic": "ORDERS_PAID"}]}
    assert by_id["webhookSubscriptions"] == {"nodes": [{"id": first["id"], "topic": "ORDERS_CREATE"}]}
    assert by_date["webhookSubscriptionsCount"] == {"count": 0}


def test_a_subscription_has_the_apps_version_whatever_the_request_asks_for() -> None:
    clock = SandboxClock(datetime(2026, 11, 2, tzinfo=UTC), monotonic=lambda: 0.0)
    world = World(Profile(webhook_api_version="2027-01"), clock)
    engine = Engine(
        Documents(load_schema()),
        load_access(),
        resolve_field=FieldResolver(merged(resolvers.FIELDS, subscriptions.FIELDS)),
        resolve_type=resolvers.resolve_type,
        bucket=Bucket(clock, size=1000, per_second=1),
    )
    text = f"""mutation {{ webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: {{uri: "{HOOK}"}}) {{
      webhookSubscription {{ apiVersion {{ handle displayName supported }} }} }} }}"""

    context = RequestContext(world, load_access().all_scopes, "1", "2026-10")
    data = engine.perform(engine.prepare(text, {}), context, request_id="r").body["data"]

    assert data == {
        "webhookSubscriptionCreate": {
            "webhookSubscription": {
                "apiVersion": {"handle": "2027-01", "displayName": "2027-01 (Release candidate)", "supported": False}
            }
        }
    }


def test_subscriptions_are_counted_by_topic_and_endpoint(ask: Ask) -> None:
    ask(CREATE, topic="ORDERS_CREATE", given={"uri": HOOK})
    ask(CREATE, topic="ORDERS_PAID", given={"uri": f"{HOOK}/paid"})

    counts = [
        ask(LIST, query=query)["webhookSubscriptionsCount"]["count"]  # type: ignore[index]
        for query in ("topic:ORDERS_CREATE", "topic:orders/paid", f"endpoint:'{HOOK}'", "-topic:ORDERS_PAID")
    ]

    assert counts == [1, 1, 1, 1]


def test_what_is_negated_is_left_out(ask: Ask) -> None:
    first = ask(CREATE, topic="ORDERS_CREATE", given={"uri": HOOK})["result"]["webhookSubscription"]  # type: ignore[index]
    second = ask(CREATE, topic="ORDERS_PAID", given={"uri": HOOK})["result"]["webhookSubscription"]  # type: ignore[index]
    number = first["id"].rsplit("/", 1)[1]

    found = ask(LIST, query=f"-id:{number}")["webhookSubscriptions"]["nodes"]  # type: ignore[index]

    assert [each["id"] for each in found] == [second["id"]]
