"""Which webhook subscriptions are made, corrected and left alone."""

from typing import Any

import pytest

from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.readback import Absent, Found
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.core.topics import SUBSCRIBED, TOPICS, Topic
from backhaul.core.webhook_plan import (
    CreateSubscription,
    SeenSubscription,
    Standing,
    SubscriptionPlan,
    UpdateSubscription,
    check_words,
    find_correction,
    find_subscription,
    name_of,
    plan_subscriptions,
    repair_outcome,
    scope_for,
)

OURS = "https://back.example/webhooks/shopify"
FORMER = "https://old.example/webhooks/shopify"
THEIRS = "https://other.example/hooks"
CREATE = TOPICS["orders/create"]
FINISH = TOPICS["bulk_operations/finish"]
GRANTED = frozenset({"read_orders"})


def seen(topic: Topic = CREATE, **values: Any) -> SeenSubscription:
    defaults = {"gid": "gid://shopify/WebhookSubscription/1", "topic": topic.enum_name, "address": OURS}
    return SeenSubscription(**{**defaults, "include_fields": topic.include_fields, **values})


def plan(
    *subscriptions: SeenSubscription, made_by_us: tuple[str, ...] = (), wanted: Topic = CREATE
) -> SubscriptionPlan:
    return plan_subscriptions([wanted], subscriptions, address=OURS, made_by_us=made_by_us, granted=GRANTED)


def test_what_is_missing_is_made_with_as_few_fields_as_will_do() -> None:
    found = plan()

    assert found.topics[0].standing is Standing.MISSING
    assert found.changes == (CreateSubscription("orders/create", OURS, CREATE.include_fields),)


def test_what_is_there_as_we_need_it_is_left() -> None:
    found = plan(seen(include_fields=tuple(reversed(CREATE.include_fields))))

    assert (found.changes, found.lacking) == ((), ())


@pytest.mark.parametrize("wrong", [{"include_fields": ()}, {"format": "XML"}, {"filter": "total_price:>100"}])
def test_one_of_our_address_that_is_not_as_we_need_it_is_corrected(wrong: dict[str, Any]) -> None:
    found = plan(seen(**wrong))

    assert found.topics[0].standing is Standing.WRONG
    assert found.changes == (UpdateSubscription(seen().gid, "orders/create", OURS, CREATE.include_fields),)


def test_one_that_we_made_for_a_former_address_is_given_the_new_one() -> None:
    found = plan(seen(address=FORMER), made_by_us=(seen().gid,))

    assert isinstance(found.changes[0], UpdateSubscription)
    assert found.changes[0].gid == seen().gid


@pytest.mark.parametrize("address", [THEIRS, FORMER])
def test_those_of_others_are_never_touched(address: str) -> None:
    found = plan(seen(address=address))

    assert found.changes == (CreateSubscription("orders/create", OURS, CREATE.include_fields),)


def test_a_right_one_beside_a_former_one_is_enough() -> None:
    old = seen(gid="gid://shopify/WebhookSubscription/0", address=FORMER)

    assert plan(old, seen(), made_by_us=(old.gid,)).changes == ()


def test_a_topic_whose_scope_is_missing_is_named_and_not_tried() -> None:
    found = plan(wanted=TOPICS["returns/request"])

    assert (found.topics[0].standing, found.changes) == (Standing.NOT_ALLOWED, ())
    assert "returns/request" in check_words(found)
    assert "read_returns" in check_words(found)


def test_a_topic_that_needs_no_scope_is_subscribed_to_with_all_its_members() -> None:
    assert plan(wanted=FINISH).changes == (CreateSubscription("bulk_operations/finish", OURS),)


def test_another_address_is_another_step_so_that_a_refusal_does_not_last() -> None:
    assert CreateSubscription("orders/create", OURS).step != CreateSubscription("orders/create", FORMER).step


@pytest.mark.parametrize("topic", [topic for topic in SUBSCRIBED if topic.scopes], ids=lambda topic: topic.name)
def test_the_scope_to_grant_is_one_for_the_shops_own(topic: Topic) -> None:
    assert scope_for(topic) in (
        "read_orders",
        "read_fulfillments",
        "read_returns",
        "read_merchant_managed_fulfillment_orders",
        "read_own_subscription_contracts",
    )


@pytest.mark.parametrize(
    ("verdicts", "state", "name"),
    [
        ([Done()], TaskState.SUCCEEDED, OutcomeName.WEBHOOKS_REPAIRED),
        ([], TaskState.SUCCEEDED, OutcomeName.NOTHING_TO_DO),
        ([Person("Not approved.")], TaskState.NEEDS_ATTENTION, OutcomeName.NEEDS_ATTENTION),
        ([Replan("It has changed.")], TaskState.PENDING, OutcomeName.CONTINUE),
    ],
)
def test_how_a_repair_ends(verdicts: list[Done | Person | Replan], state: TaskState, name: OutcomeName) -> None:
    found = plan()

    ending = repair_outcome(found, dict(zip([change.step for change in found.changes], verdicts, strict=False)))

    assert (ending.state, ending.name) == (state, name)


def test_a_refused_topic_is_named() -> None:
    found = plan()

    ending = repair_outcome(found, {found.changes[0].step: Person("Not approved.")})

    assert ending.words == "orders/create: Not approved."


def test_a_lost_call_is_found_by_its_topic_and_address() -> None:
    assert find_subscription("ORDERS_CREATE", OURS, [seen()]) == Found((seen().gid,))
    assert find_subscription("ORDERS_UPDATED", OURS, [seen()]) == Absent()
    assert find_subscription("ORDERS_CREATE", FORMER, [seen()]) == Absent()


def test_a_lost_correction_is_found_when_the_subscription_is_as_wanted() -> None:
    assert find_correction(seen().gid, OURS, CREATE.include_fields, [seen()]) == Found((seen().gid,))
    assert find_correction(seen().gid, OURS, (), [seen()]) == Absent()
    assert find_correction("gid://shopify/WebhookSubscription/2", OURS, CREATE.include_fields, [seen()]) == Absent()


def test_a_topic_that_we_do_not_know_keeps_shopifys_name() -> None:
    assert (name_of("ORDERS_CREATE"), name_of("MOON_FULL")) == ("orders/create", "MOON_FULL")
