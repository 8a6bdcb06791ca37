"""The hourly check of a store's webhook subscriptions, and their repair."""

from typing import Any

import pytest
from django.conf import settings

from backhaul.core.recurring import RecurringJob
from backhaul.core.topics import SUBSCRIBED
from backhaul.flows.check_webhooks import NO_ADDRESS, NoPublicAddress, check_webhooks, read_plan
from backhaul.flows.clock import now
from backhaul.models import Intent, JobQueueEntry, Store, StoreCredential, Task, WebhookSubscription
from tests.support.shop import Shop, connected, let_lost_replies_be_old, run_pending, state_of, wake_all

LIST = """{ webhookSubscriptions(first: 250) { nodes { id topic uri format includeFields filter } } }"""
MAKE = """mutation Make($topic: WebhookSubscriptionTopic!, $given: WebhookSubscriptionInput!) {
 webhookSubscriptionCreate(topic: $topic, webhookSubscription: $given) {
 webhookSubscription { id } userErrors { message } } }"""
DELETE = """mutation Delete($id: ID!) { webhookSubscriptionDelete(id: $id) { userErrors { message } } }"""
OURS = "https://back.example/webhooks/shopify"


@pytest.fixture(autouse=True)
def public_url(monkeypatch: pytest.MonkeyPatch) -> None:
    at_address(monkeypatch, "https://back.example")


def at_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    changed = settings.BACKHAUL.model_copy(update={"public_url": url})
    monkeypatch.setattr(settings, "BACKHAUL", changed)


def subscriptions(shop: Shop) -> list[dict[str, Any]]:
    return list(shop.sandbox.graphql(LIST)["webhookSubscriptions"]["nodes"])


def subscribe(shop: Shop, topic: str, **given: Any) -> str:
    made = shop.sandbox.graphql(MAKE, topic=topic, given=given)["webhookSubscriptionCreate"]
    assert not made["userErrors"], made
    return str(made["webhookSubscription"]["id"])


def check(store: Store) -> str:
    return check_webhooks(JobQueueEntry.objects.get(store=store, kind=RecurringJob.WEBHOOK_CHECK))


def repair() -> Task:
    run_pending()
    return Task.objects.get(kind="repair_webhooks")


def test_every_topic_is_subscribed_to_once(shop: Shop) -> None:
    first = check(shop.store)
    task = repair()
    second = check(shop.store)
    run_pending()

    found = subscriptions(shop)
    assert first.startswith(f"0 of {len(SUBSCRIBED)} topics are subscribed to; being repaired: orders/create")
    assert state_of(task) == ("succeeded", "webhooks_repaired")
    assert second == f"{len(SUBSCRIBED)} of {len(SUBSCRIBED)} topics are subscribed to"
    assert sorted(one["topic"] for one in found) == sorted(topic.enum_name for topic in SUBSCRIBED)
    assert {one["uri"] for one in found} == {OURS}
    assert set(WebhookSubscription.objects.values_list("gid", flat=True)) == {one["id"] for one in found}


def test_bodies_hold_as_little_as_will_do(shop: Shop) -> None:
    check(shop.store)
    repair()

    fields = {one["topic"]: set(one["includeFields"]) for one in subscriptions(shop)}
    assert fields["ORDERS_UPDATED"] == {"id", "admin_graphql_api_id", "updated_at"}


def test_one_that_shopify_has_removed_is_made_again_by_the_same_task(shop: Shop) -> None:
    check(shop.store)
    task = repair()
    gone = subscriptions(shop)[0]
    shop.sandbox.graphql(DELETE, id=gone["id"])

    words = check(shop.store)
    again = repair()

    assert "being repaired" in words
    assert again == task
    assert sum(one["topic"] == gone["topic"] for one in subscriptions(shop)) == 1
    assert not WebhookSubscription.objects.filter(gid=gone["id"]).exists()


def test_those_of_others_stay_and_ours_follow_a_new_address(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = subscribe(shop, "ORDERS_CREATE", uri="https://other.example/hooks")
    check(shop.store)
    repair()
    before = {one["id"] for one in subscriptions(shop)}
    at_address(monkeypatch, "https://new.example")

    check(shop.store)
    repair()

    found = {one["id"]: one["uri"] for one in subscriptions(shop)}
    assert found.pop(theirs) == "https://other.example/hooks"
    assert {*found, theirs} == before
    assert set(found.values()) == {"https://new.example/webhooks/shopify"}


def test_a_filter_that_keeps_webhooks_from_us_is_taken_away(shop: Shop) -> None:
    wrong = subscribe(shop, "ORDERS_CREATE", uri=OURS, filter="total_price:>100")

    check(shop.store)
    repair()

    found = next(one for one in subscriptions(shop) if one["id"] == wrong)
    assert (found["filter"] or "", "updated_at" in found["includeFields"]) == ("", True)


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_a_lost_reply_never_makes_two(shop: Shop, fault: str, settled: str) -> None:
    shop.sandbox.faults({"operation": "webhookSubscriptionCreate", "nth": 3, "kind": fault})
    check(shop.store)
    waiting = state_of(repair())

    shop.sandbox.faults()
    let_lost_replies_be_old()
    wake_all()
    task = repair()

    assert waiting == ("waiting", "waiting_until")
    assert state_of(task)[0] == "succeeded"
    assert set(Intent.objects.values_list("state", flat=True)) == {"done", settled}
    assert len(subscriptions(shop)) == len(SUBSCRIBED) == WebhookSubscription.objects.count()


def test_a_lost_correction_is_read_back(shop: Shop) -> None:
    subscribe(shop, "ORDERS_CREATE", uri=OURS)
    shop.sandbox.faults({"operation": "webhookSubscriptionUpdate", "nth": 1, "kind": "500_after"})
    check(shop.store)
    repair()

    let_lost_replies_be_old()
    wake_all()
    task = repair()

    assert state_of(task)[0] == "succeeded"
    assert Intent.objects.get(operation="webhookSubscriptionUpdate").state == "done"


def test_an_address_that_shopify_does_not_take_is_a_persons(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    at_address(monkeypatch, "http://back.example")
    check(shop.store)

    task = repair()

    assert state_of(task) == ("needs_attention", "needs_attention")
    assert "BACKHAUL_PUBLIC_URL" in task.outcome_detail
    assert subscriptions(shop) == []


def test_a_topic_whose_scope_is_missing_is_named_and_the_others_made(shop: Shop) -> None:
    scopes = ["read_orders", "read_merchant_managed_fulfillment_orders"]
    StoreCredential.objects.filter(store=shop.store).update(granted_scopes=scopes)

    words = check(shop.store)
    task = repair()

    assert state_of(task) == ("succeeded", "webhooks_repaired")
    assert "grant read_fulfillments, read_own_subscription_contracts, read_returns" in words
    assert "grant read_fulfillments, read_own_subscription_contracts, read_returns" in task.outcome_detail
    assert not {"RETURNS_REQUEST", "FULFILLMENTS_CREATE"} & {one["topic"] for one in subscriptions(shop)}


def test_without_an_address_the_result_says_what_to_set(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    at_address(monkeypatch, "")

    words = check(shop.store)

    assert words == NO_ADDRESS
    assert not Task.objects.exists()
    with pytest.raises(NoPublicAddress):
        read_plan(shop.store)


def test_what_another_store_has_made_is_not_taken_for_ours(shop: Shop) -> None:
    other = connected(shop.sandbox, "other")
    former = subscribe(shop, "ORDERS_CREATE", uri="https://old.example/webhooks/shopify")
    WebhookSubscription.objects.create(
        store=other.store,
        gid=former,
        topic="orders/create",
        address="https://old.example/webhooks/shopify",
        seen_at=now(),
    )

    changes = {change.topic: change for change in read_plan(shop.store).changes}
    others = {change.topic: change for change in read_plan(other.store).changes}

    assert not hasattr(changes["orders/create"], "gid")
    assert others["orders/create"].gid == former  # type: ignore[union-attr]
