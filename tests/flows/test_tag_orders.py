"""Orders of subscriptions get the tags that they lack, once; nothing that was there is touched."""

from datetime import timedelta

import pytest

from backhaul.core.contracts import Ownership
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tags import BadTag, TaggedContracts, TagState
from backhaul.flows.clock import now
from backhaul.flows.compare_nightly import compare_nightly
from backhaul.flows.read_contract import import_contract
from backhaul.flows.read_order import import_order
from backhaul.flows.show.tags import tags_shown
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.tag_policy import TagChoices, set_tag_policy
from backhaul.flows.want_tags import TAG_LEFT_OUT, TAG_ORDER
from backhaul.jobs.runner import run_task
from backhaul.models import Contract, JobQueueEntry, Notice, OrderTag, SalesOrder, Store, Task
from tests.support.contract_rows import contract_row
from tests.support.shop import Shop, run_pending, state_of
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


def test_the_first_order_of_a_subscription_is_tagged(shop: Shop) -> None:
    _tag(shop, "subscription", "{prepaid}", "{first}", "{renewal}", "delivery {number}")

    contract = subscribe(shop, tags=["gift"])

    order = order_of(contract)
    assert _tags(shop, order) == ["delivery 1-3", "first", "gift", "prepaid", "subscription"]
    assert {row.state for row in OrderTag.objects.filter(order=order)} == {TagState.THERE}
    task = Task.objects.get(kind=TAG_ORDER)
    assert (task.state, task.outcome) == ("succeeded", "tagged")
    assert "“subscription” is on the order" in task.outcome_detail


def _compare(shop: Shop) -> str:
    """A whole nightly comparison, and what it says."""
    for _ in range(9):
        ran: Ran = compare_nightly(JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.NIGHTLY_COMPARISON))
        if ran.goes_on_after is None:
            return ran.words
    raise AssertionError("it never ends")


def test_only_what_is_missing_is_sent_and_only_once(shop: Shop) -> None:
    _tag(shop, "subscription", "{prepaid}")

    order = order_of(subscribe(shop, tags=["SUBSCRIPTION", "gift"]))
    for _ in range(2):
        import_order(shop.store, order.gid)
        run_pending()

    assert _added(shop) == [["prepaid"]]
    assert _tags(shop, order) == ["gift", "prepaid", "SUBSCRIPTION"]


def test_an_order_that_no_subscription_has_bought_is_not_tagged(shop: Shop) -> None:
    _tag(shop, "subscription")

    shop.order(lines=[{"sku": "coffee", "price": "10.00"}])
    run_pending()

    assert _added(shop) == []


def test_a_store_without_templates_tags_nothing(shop: Shop) -> None:
    order = order_of(subscribe(shop))

    assert _tags(shop, order) == []
    assert tags_shown(order) == []


def test_a_tag_that_a_person_takes_off_stays_off(shop: Shop) -> None:
    _tag(shop, "subscription", "{prepaid}")
    order = order_of(subscribe(shop))
    shop.sandbox.graphql(REMOVE, id=order.gid, tags=["Prepaid"])

    order = import_order(shop.store, order.gid)
    run_pending()
    words = _compare(shop)
    run_pending()

    assert _tags(shop, order) == ["subscription"]
    assert len(_added(shop)) == 1
    assert "missing" not in words
    assert {one.tag: one.words for one in tags_shown(order)}[
        "prepaid"
    ] == "was taken off in Shopify, and is not put back"


def test_a_tag_that_was_taken_off_before_it_was_wanted_stays_off(shop: Shop) -> None:
    order = order_of(subscribe(shop, tags=["Subscription", "gift"]))
    shop.sandbox.graphql(REMOVE, id=order.gid, tags=["Subscription"])
    import_order(shop.store, order.gid)
    _tag(shop, "subscription", "{prepaid}")

    _compare(shop)
    run_pending()

    assert _tags(shop, order) == ["gift", "prepaid"]


def test_a_tag_that_a_person_puts_back_is_known_to_be_there_again(shop: Shop) -> None:
    _tag(shop, "subscription")
    order = order_of(subscribe(shop))
    for document in (REMOVE, ADD):
        shop.sandbox.graphql(document, id=order.gid, tags=["subscription"])
        order = import_order(shop.store, order.gid)

    assert [row.state for row in order.wanted_tags.all()] == [TagState.THERE]


def test_a_reading_from_before_the_tag_was_added_does_not_make_it_taken_off(shop: Shop) -> None:
    _tag(shop, "subscription")
    order = order_of(subscribe(shop))
    OrderTag.objects.update(seen_at=now() + timedelta(days=1))
    SalesOrder.objects.update(tags=[], snapshot_sha256="")
    shop.sandbox.graphql(REMOVE, id=order.gid, tags=["subscription"])

    order = import_order(shop.store, order.gid)

    assert [row.state for row in order.wanted_tags.all()] == [TagState.THERE]


def test_orders_that_lack_a_tag_are_found_at_night_and_counted(shop: Shop) -> None:
    first, second = (order_of(subscribe(shop)) for _ in range(2))
    _tag(shop, "subscription", "{prepaid}")

    words = _compare(shop)
    run_pending()

    assert "4 tags missing on 2 orders, being added" in words
    assert _tags(shop, first) == _tags(shop, second) == ["prepaid", "subscription"]
    assert "missing" not in _compare(shop)


def test_orders_placed_before_the_day_that_tags_begin_are_left_alone(shop: Shop) -> None:
    order = order_of(subscribe(shop))
    tomorrow = day_of(now(), shop.store.timezone) + timedelta(days=1)
    set_tag_policy(shop.store, TagChoices(templates=["subscription"], placed_from=tomorrow))

    _compare(shop)
    run_pending()

    assert _tags(shop, order) == []


def test_orders_from_before_the_store_was_connected_are_tagged_only_when_asked_for(shop: Shop) -> None:
    _tag(shop, "subscription")
    Store.objects.update(created_at=now() + timedelta(days=3))
    shop.store.refresh_from_db()
    order = order_of(subscribe(shop))
    before = _tags(shop, order)

    set_tag_policy(shop.store, TagChoices(placed_from=day_of(now(), "UTC") - timedelta(days=2)))
    _compare(shop)
    run_pending()

    assert before == []
    assert _tags(shop, order) == ["subscription"]


def test_another_apps_subscriptions_are_tagged_only_by_policy(shop: Shop) -> None:
    order = order_of(subscribe(shop, each_time(shop)))
    Contract.objects.update(ownership=Ownership.ANOTHER_APP)
    _tag(shop, "box {number}")

    _compare(shop)
    run_pending()
    ours_alone = _tags(shop, order)
    set_tag_policy(shop.store, TagChoices(contracts=TaggedContracts.ALL))
    _compare(shop)
    run_pending()

    assert ours_alone == []
    assert _tags(shop, order) == ["box 1"]


def test_a_plan_whose_name_cannot_be_a_tag_is_told_once_and_the_other_tags_are_added(shop: Shop) -> None:
    _tag(shop, "subscription", "{plan}", "delivery {number} of {total}")

    orders = [order_of(subscribe(shop, offer(shop))) for _ in range(2)]

    assert [_tags(shop, order) for order in orders] == [["Monthly", "subscription"]] * 2
    told = Notice.objects.get(kind=TAG_LEFT_OUT)
    assert "goes without the tag of “delivery {number} of {total}”" in told.words
    assert "renews without end" in told.words
    (left_out,) = [one for one in tags_shown(orders[0]) if one.state == "left_out"]
    assert left_out.words.startswith("is left out: the subscription renews without end")


def test_a_template_is_filled_once_for_an_order_whatever_becomes_of_its_deliveries(shop: Shop) -> None:
    _tag(shop, "box {number}")
    contract = subscribe(shop)
    contract.deliveries.filter(number=3).update(number=99)

    import_contract(shop.store, contract.gid)
    _compare(shop)
    run_pending()

    assert _tags(shop, order_of(contract)) == ["box 1-3"]


def test_templates_changed_before_the_task_has_run_are_the_ones_that_count(shop: Shop) -> None:
    _tag(shop, "one")
    order = buy(shop)
    for task in Task.objects.exclude(kind=TAG_ORDER):
        run_task(task.pk)
    task = Task.objects.get(kind=TAG_ORDER)
    _tag(shop)

    run_pending()
    after_none = _tags(shop, order)
    _tag(shop, "one")
    _compare(shop)
    run_pending()

    assert after_none == []
    assert _tags(shop, order) == ["one"]
    assert state_of(task) == ("succeeded", "tagged")


def test_a_task_that_a_person_has_called_off_is_not_written_again(shop: Shop) -> None:
    order = order_of(subscribe(shop))
    _tag(shop, "subscription")
    _compare(shop)
    cancel_task(Task.objects.get(kind=TAG_ORDER).pk, reason="Not this one.")

    words = _compare(shop)
    run_pending()

    assert _tags(shop, order) == []
    assert "missing" not in words


def test_a_tag_that_would_be_split_is_refused_when_it_is_configured(store: Store) -> None:
    contract_row(store)

    with pytest.raises(BadTag, match="Shopify splits tags at commas"):
        set_tag_policy(store, TagChoices(templates=["ok", "sub,scription"]))

    store.refresh_from_db()
    assert store.order_tags == []
