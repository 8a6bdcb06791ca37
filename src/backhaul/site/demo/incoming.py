"""The chapter of orders that come in: by webhooks, again when they change, and also when every webhook is lost."""

from datetime import timedelta

from backhaul.core.differences import DifferenceState
from backhaul.core.learned import LearnedBy
from backhaul.core.tasks import ENDED
from backhaul.core.topics import SUBSCRIBED
from backhaul.flows.differences import ORDER_CONFLICT, resolve_conflict
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import (
    MissedChange,
    Notice,
    OrderDifference,
    SalesOrder,
    Task,
    WebhookDelivery,
    WebhookSubscription,
)
from backhaul.site.demo.local_shopify import SIGNING_SECRET
from backhaul.site.demo.shipments import mug
from backhaul.site.demo.sight import Sight
from backhaul.site.demo.stage import Stage

EQUAL_DELIVERIES = 500
NEW_STREET, LATER_STREET = "8 Canal Street", "11 Canal Street"


def be_told_of_changes(stage: Stage, sight: Sight) -> None:
    """Shopify is asked for webhooks by a task of its own; what they are signed with is the app's secret."""
    remember_secret(stage.store, SIGNING_SECRET)
    made = WebhookSubscription.objects.filter(store=stage.store)
    stage.wait(lambda: made.count() == len(SUBSCRIBED))
    sight.here.append(f"{made.count()} webhook subscriptions, made by a task on the Task List")
    sight.there.append(f"webhooks go to {made[0].address if made else 'nobody'}")
    sight.equal("the topics that are subscribed to", made.count(), len(SUBSCRIBED))


def let_an_order_come_in(stage: Stage, sight: Sight) -> None:
    """A customer buys; a webhook tells of it, and the order is read."""
    placed = stage.shopify.place_order([mug(4)])
    stage.names["comes in"] = placed.name
    orders = SalesOrder.objects.filter(store=stage.store, gid=placed.gid)
    stage.wait(orders.exists)
    _wait_for_the_inbox(stage)
    told = WebhookDelivery.objects.filter(store=stage.store, topic="orders/create")
    sight.there.append(f"a customer has bought: {placed.name}")
    sight.here.append(f"{told.count()} webhook of a new order, {orders.count()} sales order read")
    sight.equal("the orders read", orders.count(), 1)


def deliver_it_again(stage: Stage, sight: Sight) -> None:
    """Shopify delivers the same webhook many times over; it is kept once, and causes nothing more."""
    first = WebhookDelivery.objects.filter(store=stage.store, topic="orders/create").latest("received_at")
    refreshes = Task.objects.filter(store=stage.store, kind=REFRESH_ORDER).count()
    sent = stage.shopify.deliver_again(first.webhook_id, times=EQUAL_DELIVERIES)
    first.refresh_from_db()
    sight.there.append(f"the webhook was delivered {sent} times more")
    sight.here.append(f"kept once, counted {first.duplicates} times")
    sight.equal("the duplicates counted", first.duplicates, EQUAL_DELIVERIES)
    after = Task.objects.filter(store=stage.store, kind=REFRESH_ORDER).count()
    sight.equal("the tasks to read orders", after, refreshes)


def change_the_address(stage: Stage, sight: Sight) -> None:
    """Staff correct an address in Shopify; nothing has left yet, so it is followed and noted down."""
    stage.someone_else.send_to(stage.order("comes in").gid, NEW_STREET)
    changed = OrderDifference.objects.filter(order=stage.order("comes in"), path="shipping_address/address1")
    stage.wait(changed.exists)
    sight.there.append(f"the order goes to {NEW_STREET}")
    _differences(sight, [one.path for one in changed], [one.state for one in changed], DifferenceState.APPLIED)


def change_it_again_too_late(stage: Stage, sight: Sight) -> None:
    """Three mugs leave; then the address is changed once more. The mirror follows, and a person is asked."""
    posted = stage.post("comes in", "S-IN-1", {"MUG": 3}, tracking="1Z-IN")
    stage.wait_until_over(posted.task)
    stage.someone_else.send_to(stage.order("comes in").gid, LATER_STREET)
    conflicts = OrderDifference.objects.filter(order=stage.order("comes in"), state=DifferenceState.CONFLICT)
    stage.wait(conflicts.exists)
    sight.shipment(posted, "succeeded", "sent")
    sight.there.append(f"the order goes to {LATER_STREET}")
    sight.here += [f"conflict: {one.words}" for one in conflicts]
    sight.equal("the conflicts", [one.path for one in conflicts], ["shipping_address/address1"])
    sight.notice(Notice.objects.filter(store=stage.store, kind=ORDER_CONFLICT).first(), ORDER_CONFLICT)


def say_that_it_is_dealt_with(stage: Stage, sight: Sight) -> None:
    """Whoever has spoken with the customer marks the conflict as resolved, with a note."""
    conflicts = OrderDifference.objects.filter(order=stage.order("comes in"), state=DifferenceState.CONFLICT)
    while (one := conflicts.first()) is not None:
        resolve_conflict(one.pk, note="The customer sends one back.", by="demo")
    resolved = OrderDifference.objects.filter(order=stage.order("comes in"), state=DifferenceState.RESOLVED)
    sight.here += [f"{one.path}: {one.resolution}" for one in resolved]
    sight.equal("the conflicts that are left", conflicts.count(), 0)


def lose_every_webhook(stage: Stage, sight: Sight) -> None:
    """No webhook arrives; a quarter of an hour later reconciling finds the order, and counts what was missed."""
    stage.shopify.lose_webhooks()
    placed = stage.shopify.place_order([mug(1)])
    stage.names["missed"] = placed.name
    stage.let_pass(timedelta(minutes=15))
    missed = MissedChange.objects.filter(order__gid=placed.gid, order__store=stage.store)
    stage.wait(missed.exists)
    stage.shopify.behave()
    sight.there.append(f"a customer has bought: {placed.name}; none of its webhooks was delivered")
    sight.here += [f"{LearnedBy(one.found_by).words}: {one.words}" for one in missed]
    sight.equal("the orders that no webhook told of", missed.values("order").distinct().count(), 1)


def _wait_for_the_inbox(stage: Stage) -> None:
    """Until everything that was delivered so far has been looked at, and every order that it names is read."""
    waiting = WebhookDelivery.objects.filter(store=stage.store, state="received")
    reading = Task.objects.filter(store=stage.store, kind=REFRESH_ORDER).exclude(state__in=ENDED)
    stage.wait(lambda: not waiting.exists() and not reading.exists())


def _differences(sight: Sight, paths: list[str], states: list[str], expected: DifferenceState) -> None:
    sight.here += [f"noted: {path} has changed, {state}" for path, state in zip(paths, states, strict=True)]
    sight.equal("what became of the change", states, [expected.value])
