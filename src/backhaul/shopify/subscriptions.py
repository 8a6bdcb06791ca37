"""Reads what a shop sends to this app, and what it gathers for it in the background."""

from backhaul.core.bulk import BulkState, ListedOperation
from backhaul.core.webhook_plan import SeenSubscription
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.one_reading import not_found
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.webhook_subscriptions import WebhookSubscriptionsWebhookSubscriptionsNodes
from backhaul.shopify.pages import Page, all_nodes


def read_subscriptions(exchange: Exchange) -> tuple[SeenSubscription, ...]:
    """Every webhook subscription that this app has made through the API, whoever made it.

    Those in the app's own configuration are not listed (schema of `webhookSubscriptions`).
    """

    def more(after: str) -> Page[WebhookSubscriptionsWebhookSubscriptionsNodes]:
        return exchange.query(queries.webhook_subscriptions(after)).data.webhook_subscriptions

    first = exchange.query(queries.webhook_subscriptions()).data.webhook_subscriptions
    return tuple(
        SeenSubscription(
            gid=node.id,
            topic=node.topic.value,
            address=node.uri,
            format=node.format.value,
            include_fields=tuple(node.include_fields),
            filter=node.filter_ or "",
            name=node.name or "",
        )
        for node in all_nodes(first, more)
    )


def read_bulk_operation(exchange: Exchange, gid: str) -> BulkState:
    """One bulk operation as it is now. Raises NotFoundInShopify."""
    reply = exchange.query(queries.bulk_operation(gid))
    found = reply.data.bulk_operation
    if found is None:
        raise not_found("bulk operation", gid, reply.request_id)
    return BulkState(
        gid=found.id,
        status=found.status.value,
        objects=found.root_object_count,
        error_code=found.error_code.value if found.error_code else "",
        url=found.url or "",
        partial_url=found.partial_data_url or "",
    )


def list_bulk_queries(exchange: Exchange) -> tuple[ListedOperation, ...]:
    """The newest bulk queries of this app, more than can run at once."""
    nodes = exchange.query(queries.bulk_operations("operation_type:query")).data.bulk_operations.nodes
    return tuple(ListedOperation(node.id, node.status.value, node.query) for node in nodes)
