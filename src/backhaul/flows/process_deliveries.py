"""Looks at what lies in the webhook inbox: each delivery is a hint, and most of them end in an order that is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import Q

from backhaul.core.errors import BadReference
from backhaul.core.inbox import DeliveryState
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.privacy import PrivacyTopic
from backhaul.core.refreshing import is_known_already
from backhaul.core.topics import TOPICS, About, Topic
from backhaul.core.webhook_body import Named, UnreadableBody, parse_body, what_it_names
from backhaul.flows.backfill import operation_finished
from backhaul.flows.clock import now
from backhaul.flows.lost_deliveries import tell_lost
from backhaul.flows.privacy import take_request
from backhaul.flows.store_life import app_uninstalled, scopes_changed
from backhaul.flows.want_contract import want_contract
from backhaul.flows.want_refresh import mirrored_order, want_refresh_of
from backhaul.models import Intent, SalesOrder, Store, WebhookDelivery

log = structlog.get_logger()


@dataclass(frozen=True)
class Followed:
    """What follows from a delivery, in words, and what it was found to be about."""

    words: str
    state: DeliveryState = DeliveryState.DONE
    order: SalesOrder | None = None
    subject_gid: str = ""


def process_deliveries(ids: Sequence[str]) -> None:
    """Look at each of these deliveries, in a transaction of its own. One that was looked at already is left alone.

    A defect leaves the deliveries from there on as they were: the round has them looked at again.
    """
    for delivery_id in ids:
        process_delivery(delivery_id)


def process_delivery(delivery_id: str) -> None:
    """Do what one delivery asks for, and say so in the same transaction; a second time finds it done.

    What it asks for is written to our tables; Shopify is asked by tasks alone.
    """
    with transaction.atomic():
        waiting = WebhookDelivery.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
        delivery = waiting.filter(pk=delivery_id, state=DeliveryState.RECEIVED).first()
        if delivery is None:
            return
        try:
            followed = _follow(delivery)
        except UnreadableBody as error:
            followed = Followed(error.message, DeliveryState.UNREADABLE)
        _end(delivery, followed)
        if followed.state is DeliveryState.UNREADABLE and delivery.topic in set(PrivacyTopic):
            tell_lost(delivery)  # nothing else would ever find out what the law demands
    log.debug("webhook.processed", delivery=delivery_id, topic=delivery.topic, state=delivery.state)


def note_failure(delivery_id: str, error: Exception) -> None:
    """Say on a delivery why looking at it failed; it is looked at again in the round, a few times."""
    words = f"Looking at it failed: {type(error).__name__}."
    WebhookDelivery.objects.filter(pk=delivery_id, state=DeliveryState.RECEIVED).update(result=words)


def _end(delivery: WebhookDelivery, followed: Followed) -> None:
    delivery.state, delivery.result, delivery.order = followed.state, followed.words, followed.order
    delivery.subject_gid = followed.subject_gid
    delivery.attempts += 1
    delivery.processed_at = now()
    delivery.save(update_fields=["state", "result", "order", "subject_gid", "attempts", "processed_at"])


def _follow(delivery: WebhookDelivery) -> Followed:
    topic = TOPICS.get(delivery.topic)
    if topic is None:
        return Followed("Backhaul has no use for this topic.", DeliveryState.IGNORED)
    return _FOLLOW[topic.about](delivery, topic)


def _follow_order(delivery: WebhookDelivery, topic: Topic) -> Followed:
    """The order is read again, unless the mirror shows a later state already; replayed ones are always followed."""
    named = what_it_names(parse_body(bytes(delivery.body)), topic)
    if delivery.store.state == Store.State.UNINSTALLED:
        words = "The app is uninstalled from the shop: nothing is read."
        return Followed(words, DeliveryState.IGNORED, subject_gid=named.subject_gid)
    order = _order_of(delivery.store, named)
    ours = _say_whose(delivery.store, named)
    if order and not delivery.replayed_at and is_known_already(named.updated_at, order.shopify_updated_at):
        return Followed(f"{ours}Already known: a later state was read.", order=order, subject_gid=named.subject_gid)
    learned = Learned(LearnedBy.WEBHOOK, topic.name, delivery.pk)
    task = want_refresh_of(delivery.store, order, gid=named.order_gid or named.subject_gid, learned=learned)
    return Followed(f"{ours}The order is read by {task.pk}.", order=order, subject_gid=named.subject_gid)


def _order_of(store: Store, named: Named) -> SalesOrder | None:
    """The mirrored order that a body names; by any of its fulfillment orders if it names no order itself."""
    candidates = (named.order_gid,) if named.order_gid else named.fulfillment_order_gids
    return next(filter(None, (mirrored_order(store, gid) for gid in candidates)), None)


def _say_whose(store: Store, named: Named) -> str:
    """Whether a call of ours has brought about what the webhook tells of: then nobody else has done anything."""
    if not named.order_gid or named.subject_gid == named.order_gid:
        return ""
    about = Q(effect_gids__contains=[named.subject_gid]) | Q(evidence__effect__refund=named.subject_gid)
    intents = Intent.objects.filter(store=store, subject_gid=named.order_gid)
    ours = intents.filter(about).first()
    if ours is not None:
        return f"It is our own: {ours.operation} of {ours.task_id}. "
    under_way = intents.filter(state__in=Intent.UNSETTLED).first()
    return f"It may be our own: the reply to {under_way.operation} is awaited. " if under_way else ""


def _follow_uninstall(delivery: WebhookDelivery, _topic: Topic) -> Followed:
    return Followed(app_uninstalled(delivery.store, delivery))


def _follow_scopes(delivery: WebhookDelivery, _topic: Topic) -> Followed:
    return Followed(scopes_changed(delivery.store, parse_body(bytes(delivery.body))))


def _follow_privacy(delivery: WebhookDelivery, _topic: Topic) -> Followed:
    try:
        return Followed(take_request(delivery.store, delivery, parse_body(bytes(delivery.body))))
    except BadReference as error:
        raise UnreadableBody(error.message) from error


def _follow_bulk_operation(delivery: WebhookDelivery, topic: Topic) -> Followed:
    """The import that waits for it goes on."""
    named = what_it_names(parse_body(bytes(delivery.body)), topic)
    return Followed(operation_finished(delivery.store, named.subject_gid), subject_gid=named.subject_gid)


def _follow_contract(delivery: WebhookDelivery, topic: Topic) -> Followed:
    """The contract is read again, whatever of it was told of."""
    contract_gid = what_it_names(parse_body(bytes(delivery.body)), topic).subject_gid
    if delivery.store.state == Store.State.UNINSTALLED:
        words = "The app is uninstalled from the shop: nothing is read."
        return Followed(words, DeliveryState.IGNORED, subject_gid=contract_gid)
    task = want_contract(delivery.store, contract_gid, Learned(LearnedBy.WEBHOOK, topic.name, delivery.pk))
    return Followed(f"The subscription contract is read by {task.pk}.", subject_gid=contract_gid)


_FOLLOW: Mapping[About, Callable[[WebhookDelivery, Topic], Followed]] = {
    About.ORDER: _follow_order,
    About.PART_OF_ORDER: _follow_order,
    About.FULFILLMENT_ORDER: _follow_order,
    About.UNINSTALLED: _follow_uninstall,
    About.SCOPES: _follow_scopes,
    About.PRIVACY: _follow_privacy,
    About.BULK_OPERATION: _follow_bulk_operation,
    About.CONTRACT: _follow_contract,
}
