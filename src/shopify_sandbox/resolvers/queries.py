"""The root fields that find one thing by its id, and node and nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shopify_sandbox import api_versions
from shopify_sandbox.bulk.operation import BulkOperation
from shopify_sandbox.engine.envelopes import TopLevelError
from shopify_sandbox.installation import INSTALLATION_GID
from shopify_sandbox.resolvers import order_edits, payment_methods, subscription_drafts
from shopify_sandbox.resolvers.bulk_operations import looked_at
from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, Resolver, context_of, world_of
from shopify_sandbox.resolvers.fulfillment_orders import app_of
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.returns import NODE_KINDS as RETURN_KINDS
from shopify_sandbox.resolvers.returns import ReturnableFulfillment, returnable_fulfillment
from shopify_sandbox.resolvers.search import fulfillment_order_filter, numbers_of
from shopify_sandbox.resolvers.visibility import visible_fulfillment_orders
from shopify_sandbox.state import routing
from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import BillingAttempt, Contract, PaymentMethod
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.draft_orders import DraftOrder, DraftOrderLine
from shopify_sandbox.state.entities import Entity, type_of
from shopify_sandbox.state.jobs import CancelJobResult, Job
from shopify_sandbox.state.locations import FulfillmentService, Location
from shopify_sandbox.state.orders import (
    Fulfillment,
    FulfillmentEvent,
    FulfillmentLine,
    FulfillmentOrder,
    FulfillmentOrderLine,
    Hold,
    LineItem,
    MerchantRequest,
    Order,
)
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.state.refunds import Refund
from shopify_sandbox.state.segments import Segment
from shopify_sandbox.state.selling_plan_groups import SellingPlan, SellingPlanGroup
from shopify_sandbox.state.statuses import FulfillmentOrderStatus
from shopify_sandbox.state.transactions import Transaction

_KINDS: tuple[type[Entity], ...] = (
    Address,
    BillingAttempt,
    Contract,
    Customer,
    DraftOrder,
    DraftOrderLine,
    Fulfillment,
    FulfillmentEvent,
    FulfillmentLine,
    FulfillmentOrder,
    FulfillmentOrderLine,
    FulfillmentService,
    Hold,
    LineItem,
    Location,
    MerchantRequest,
    Order,
    Product,
    Refund,
    Segment,
    SellingPlan,
    SellingPlanGroup,
    Transaction,
    Variant,
    *RETURN_KINDS,
)
NODE_KINDS = {kind.typename: kind for kind in _KINDS}


def by_id(kind: type[Entity]) -> Resolver:
    """A root field that finds by its argument `id`."""
    return lambda _source, info, **args: visible(info, kind, args["id"])


def node_for(info: Info, gid: str) -> object:
    """The object of any type that the id names, null when there is none."""
    operation = world_of(info).find(BulkOperation, gid)
    if operation is not None:
        return looked_at(info, operation)
    for job_kind in (Job, CancelJobResult):
        found = next((each for each in world_of(info).jobs if isinstance(each, job_kind) and each.gid == gid), None)
        if found is not None:
            return found
    name = _type_named(gid)
    if name in _FINDERS:
        return _FINDERS[name](info, gid)
    kind = NODE_KINDS.get(name)
    if kind is None:
        return {"__typename": "Shop"} if name == "Shop" else None
    return visible(info, kind, gid)


def _type_named(gid: str) -> str:
    """The type in a global id, also in one without a number, as those of payment methods are."""
    return type_of(gid) or gid.removeprefix("gid://shopify/").partition("/")[0]


# Types whose ids are looked up in ways of their own.
_FINDERS: dict[str, Callable[[Info, str], object]] = {
    **dict.fromkeys(order_edits.NAMES, order_edits.node),
    ReturnableFulfillment.typename: returnable_fulfillment,
    Draft.typename: subscription_drafts.readable,
    PaymentMethod.typename: payment_methods.readable,
}


def _node(_source: object, info: Info, **args: object) -> object:
    return node_for(info, str(args["id"]))


def _nodes(_source: object, info: Info, **args: object) -> list[object]:
    ids = args["ids"]
    assert isinstance(ids, Sequence)
    return [node_for(info, str(gid)) for gid in ids]


def _job(_source: object, info: Info, **args: object) -> object:
    return next((each for each in world_of(info).jobs if isinstance(each, Job) and each.gid == args["id"]), None)


def _location(_source: object, info: Info, **args: object) -> object:
    if args.get("id") is None:
        return routing.default_location(world_of(info))
    return visible(info, Location, args["id"])


def _fulfillment_orders(_source: object, info: Info, **args: object) -> object:
    everything = visible_fulfillment_orders(context_of(info), world_of(info).all(FulfillmentOrder))
    shown = [each for each in everything if args.get("includeClosed") or not each.is_closed]
    fits = fulfillment_order_filter(world_of(info), args.get("query"))
    matching = [each for each in shown if fits(each)]
    by_update = args.get("sortKey") == "UPDATED_AT"
    return connection(matching, args, key=(lambda each: getattr(each, "updated_at", None)) if by_update else _by_id)


def _assigned(_source: object, info: Info, **args: object) -> object:
    """Those at locations of the app's own fulfillment services; an app without one is refused (recorded)."""
    own = {each.location.id for each in world_of(info).all(FulfillmentService) if each.made_by_app}
    if not own:
        raise TopLevelError('["The api_client is not associated with any fulfillment service."]')
    wanted = {
        "CANCELLATION_REQUESTED": ("CANCELLATION_REQUESTED",),
        "FULFILLMENT_REQUESTED": ("SUBMITTED",),
        "FULFILLMENT_ACCEPTED": ("ACCEPTED",),
        "FULFILLMENT_UNSUBMITTED": ("UNSUBMITTED",),
    }.get(str(args.get("assignmentStatus")))
    locations = numbers_of(args.get("locationIds"))
    shown = [
        each
        for each in visible_fulfillment_orders(context_of(info), world_of(info).all(FulfillmentOrder))
        if each.location.id in own
        and (wanted is None or each.request_status.value in wanted)
        and (not locations or each.location.id in locations)
    ]
    return connection(shown, args, key=_by_id)


def _theme(_source: object, _info: Info, **_args: object) -> object:
    """The shop has no themes; for an unknown one Shopify answers at top level (recorded)."""
    raise TopLevelError("Theme does not exist", "NOT_FOUND")


def _members_query(_source: object, _info: Info, **_args: object) -> object:
    """The shop keeps no queries of segment members; for an unknown one Shopify fails at the field (recorded)."""
    raise TopLevelError("Something went wrong", "INTERNAL_SERVER_ERROR")


def _manual_holds(_source: object, info: Info, **args: object) -> object:
    everything = visible_fulfillment_orders(context_of(info), world_of(info).all(FulfillmentOrder))
    held = [each for each in everything if each.status is FulfillmentOrderStatus.ON_HOLD]
    fits = fulfillment_order_filter(world_of(info), args.get("query"))
    return connection([each for each in held if fits(each)], args, key=_by_id)


def _by_id(item: object) -> object:
    return getattr(item, "id", None)


def _installation(_source: object, info: Info, **_args: object) -> dict[str, object]:
    scopes = sorted(context_of(info).scopes)
    return {
        "id": INSTALLATION_GID,
        "app": app_of(info),
        "accessScopes": [{"handle": scope, "description": scope} for scope in scopes],
    }


FIELDS = fields_of(
    "QueryRoot",
    {
        "app": lambda _source, info, **_args: app_of(info),
        "assignedFulfillmentOrders": _assigned,
        "currentAppInstallation": _installation,
        "customer": by_id(Customer),
        "customerSegmentMembersQuery": _members_query,
        "fulfillment": by_id(Fulfillment),
        "fulfillmentOrder": by_id(FulfillmentOrder),
        "fulfillmentOrders": _fulfillment_orders,
        "fulfillmentService": by_id(FulfillmentService),
        "job": _job,
        "location": _location,
        "manualHoldsFulfillmentOrders": _manual_holds,
        "node": _node,
        "nodes": _nodes,
        "order": by_id(Order),
        "product": by_id(Product),
        "publicApiVersions": lambda _source, info, **_args: api_versions.public(world_of(info).now()),
        "productVariant": by_id(Variant),
        "refund": by_id(Refund),
        "theme": _theme,
        "shop": lambda _source, _info, **_args: {"__typename": "Shop"},
    },
)
