"""The calls that change a store rather than an order, as they are sent, and what their replies name."""

from backhaul.core.bulk import RunBulkQuery
from backhaul.core.readback import Found
from backhaul.core.topics import TOPICS
from backhaul.core.webhook_plan import CreateSubscription, UpdateSubscription
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.mutations.bulk_operation_run_query import BulkOperationRunQuery
from backhaul.shopify.operations.mutations.enums import WebhookSubscriptionFormat, WebhookSubscriptionTopic
from backhaul.shopify.operations.mutations.webhook_subscription_create import WebhookSubscriptionCreate
from backhaul.shopify.operations.mutations.webhook_subscription_update import WebhookSubscriptionUpdate


def subscribe(change: CreateSubscription) -> Prepared:
    """All members of a body are sent where none are named."""
    given = {"include_fields": list(change.include_fields)} if change.include_fields else {}
    subscription = mutations.WebhookSubscriptionInput(
        uri=change.address, format=WebhookSubscriptionFormat.JSON, **given
    )
    topic = WebhookSubscriptionTopic(TOPICS[change.topic].enum_name)
    return Prepared("webhookSubscriptionCreate", mutations.webhook_subscription_create(topic, subscription))


def correct(change: UpdateSubscription) -> Prepared:
    """A filter that would keep webhooks from us is taken away."""
    subscription = mutations.WebhookSubscriptionInput(
        uri=change.address,
        format=WebhookSubscriptionFormat.JSON,
        include_fields=list(change.include_fields),
        filter_="",
    )
    call = mutations.webhook_subscription_update(change.gid, subscription)
    return Prepared("webhookSubscriptionUpdate", call, {"topic": change.topic})


def gather(change: RunBulkQuery) -> Prepared:
    """The lines of an order follow it in the file."""
    return Prepared("bulkOperationRunQuery", mutations.bulk_operation_run_query(change.query))


def subscribed(data: WebhookSubscriptionCreate) -> Found:
    """The new subscription."""
    made = data.webhook_subscription_create and data.webhook_subscription_create.webhook_subscription
    return Found((made.id,)) if made else Found(())


def corrected(data: WebhookSubscriptionUpdate) -> Found:
    """The subscription."""
    made = data.webhook_subscription_update and data.webhook_subscription_update.webhook_subscription
    return Found((made.id,)) if made else Found(())


def gathering(data: BulkOperationRunQuery) -> Found:
    """The bulk operation; it has only begun."""
    made = data.bulk_operation_run_query and data.bulk_operation_run_query.bulk_operation
    return Found((made.id,)) if made else Found(())
