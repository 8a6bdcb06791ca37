"""The topics of webhooks: what each is about, which scopes it needs, what of its body is asked for.

Topics and their scopes are those of the Admin API's WebhookSubscriptionTopic; a topic is spelled as its webhooks'
header has it, orders/create.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from backhaul.core.privacy import PrivacyTopic
from backhaul.core.scopes import READ_CONTRACTS, held


class About(StrEnum):
    """What a webhook of a topic tells of, and with it where its body names the order or the subscription contract."""

    ORDER = "order"
    PART_OF_ORDER = "part_of_order"
    FULFILLMENT_ORDER = "fulfillment_order"
    UNINSTALLED = "uninstalled"
    SCOPES = "scopes"
    PRIVACY = "privacy"
    BULK_OPERATION = "bulk_operation"
    CONTRACT = "contract"


@dataclass(frozen=True)
class Topic:
    """One topic. `kind` is Shopify's type of what the body itself describes; one of `scopes` is enough, none is none.

    `include_fields` are the members of the body that we ask for, all of them when it is empty. `is_subscribed`: each
    store is to send it; the others are understood when they come, by a subscription that somebody else has made.
    """

    name: str
    about: About
    kind: str = ""
    scopes: frozenset[str] = frozenset()
    include_fields: tuple[str, ...] = ()
    is_subscribed: bool = True

    @property
    def enum_name(self) -> str:
        """The topic as the Admin API's WebhookSubscriptionTopic has it, ORDERS_CREATE."""
        return self.name.replace("/", "_").upper()

    def is_allowed(self, granted: Collection[str]) -> bool:
        """Whether an app with these scopes may subscribe to it; who may write may read."""
        return not self.scopes or bool(self.scopes & held(granted))


ORDERS_DELETE = "orders/delete"

_READ_ORDERS = frozenset({"read_orders", "read_marketplace_orders", "read_buyer_membership_orders"})
_READ_WORK = frozenset(
    {
        "read_merchant_managed_fulfillment_orders",
        "read_assigned_fulfillment_orders",
        "read_third_party_fulfillment_orders",
        "read_marketplace_fulfillment_orders",
    }
)
_READ_FULFILLMENTS = frozenset({"read_fulfillments", "read_marketplace_orders"})
_READ_RETURNS = frozenset({"read_returns", "read_marketplace_returns", "read_buyer_membership_orders"})
_READ_CONTRACTS = frozenset({READ_CONTRACTS})

_IDS = ("id", "admin_graphql_api_id", "updated_at")
_IDS_OF_PART = ("id", "admin_graphql_api_id", "order_id")


def _orders(event: str, *, is_subscribed: bool = True) -> Topic:
    return Topic(f"orders/{event}", About.ORDER, "Order", _READ_ORDERS, _IDS, is_subscribed)


def _work(name: str) -> Topic:
    """Their bodies have ids and statuses only."""
    return Topic(name, About.FULFILLMENT_ORDER, "FulfillmentOrder", _READ_WORK)


def _returns(event: str, more: frozenset[str] = frozenset()) -> Topic:
    fields = ("id", "admin_graphql_api_id", "order")
    return Topic(f"returns/{event}", About.PART_OF_ORDER, "Return", _READ_RETURNS | more, fields)


def _contracts(event: str) -> Topic:
    """Their bodies are the contract itself."""
    fields = ("id", "admin_graphql_api_id", "revision_id")
    return Topic(f"subscription_contracts/{event}", About.CONTRACT, "SubscriptionContract", _READ_CONTRACTS, fields)


def _parts_of_contracts(name: str) -> Topic:
    """Their bodies name the contract, and hold nothing about a person."""
    return Topic(name, About.CONTRACT, "", _READ_CONTRACTS)


_KNOWN = (
    _orders("create"),
    _orders("updated"),
    _orders("cancelled"),
    Topic("orders/edited", About.PART_OF_ORDER, "OrderEdit", _READ_ORDERS, ("order_edit",)),
    Topic(ORDERS_DELETE, About.ORDER, "Order", frozenset({"read_orders"}), ("id",)),
    *(_orders(event, is_subscribed=False) for event in ("paid", "fulfilled", "partially_fulfilled")),
    Topic(
        "orders/risk_assessment_changed", About.PART_OF_ORDER, "OrderRiskAssessment", _READ_ORDERS, is_subscribed=False
    ),
    Topic("order_transactions/create", About.PART_OF_ORDER, "OrderTransaction", _READ_ORDERS, _IDS_OF_PART),
    Topic(
        "tender_transactions/create",
        About.PART_OF_ORDER,
        "TenderTransaction",
        frozenset({"read_orders"}),
        is_subscribed=False,
    ),
    Topic("refunds/create", About.PART_OF_ORDER, "Refund", _READ_ORDERS, _IDS_OF_PART),
    *(_returns(event) for event in ("request", "approve", "decline", "reopen", "update", "process")),
    *(_returns(event, _READ_ORDERS) for event in ("cancel", "close")),
    *(
        Topic(f"fulfillments/{event}", About.PART_OF_ORDER, "Fulfillment", _READ_FULFILLMENTS, _IDS_OF_PART)
        for event in ("create", "update")
    ),
    *(
        Topic(
            f"fulfillment_events/{event}",
            About.PART_OF_ORDER,
            "FulfillmentEvent",
            frozenset({"read_fulfillments"}),
            is_subscribed=False,
        )
        for event in ("create", "delete")
    ),
    *(
        _work(f"fulfillment_orders/{event}")
        for event in (
            "order_routing_complete",
            "scheduled_fulfillment_order_ready",
            "rescheduled",
            "moved",
            "split",
            "merged",
            "cancelled",
            "placed_on_hold",
            "hold_released",
            "progress_reported",
            "manually_reported_progress_stopped",
            "fulfillment_request_submitted",
            "fulfillment_request_accepted",
            "fulfillment_request_rejected",
            "cancellation_request_submitted",
            "cancellation_request_accepted",
            "cancellation_request_rejected",
            "fulfillment_service_failed_to_complete",
            "line_items_prepared_for_local_delivery",
            "line_items_prepared_for_pickup",
        )
    ),
    _work("fulfillment_holds/added"),
    _work("fulfillment_holds/released"),
    Topic("bulk_operations/finish", About.BULK_OPERATION, "BulkOperation"),
    Topic("app/uninstalled", About.UNINSTALLED, include_fields=("id", "myshopify_domain")),
    Topic("app/scopes_update", About.SCOPES),
    *(Topic(topic, About.PRIVACY, is_subscribed=False) for topic in PrivacyTopic),
    *(_contracts(event) for event in ("create", "update", "activate", "pause", "cancel", "fail", "expire")),
    *(_parts_of_contracts(f"subscription_billing_attempts/{event}") for event in ("success", "failure", "challenged")),
    *(_parts_of_contracts(f"subscription_billing_cycles/{event}") for event in ("skip", "unskip")),
    *(_parts_of_contracts(f"subscription_billing_cycle_edits/{event}") for event in ("create", "update", "delete")),
)

TOPICS: dict[str, Topic] = {topic.name: topic for topic in _KNOWN}
"""Every topic that we understand. What the law requires is set in the app's own configuration, not subscribed to."""

SUBSCRIBED: tuple[Topic, ...] = tuple(topic for topic in _KNOWN if topic.is_subscribed)
"""What each store is to send us, as far as its scopes allow."""
