"""Subscription contracts: one, many, those of a customer or of an order's line.

That an app may read the contracts of another is assumed.
"""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.contract_content import content_fields, counted_fields, policy_fields
from shopify_sandbox.resolvers.fulfillment_orders import app_of
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.search import contract_matches
from shopify_sandbox.resolvers.visibility import may_see_order
from shopify_sandbox.state import contract_forgetting
from shopify_sandbox.state.contracts import Content, Contract, ContractStatus
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.orders import LineItem, Order

_SORT: dict[str, Callable[[object], object]] = {
    "CREATED_AT": lambda contract: getattr(contract, "created_at", None),
    "ID": lambda contract: getattr(contract, "id", None),
    "STATUS": lambda contract: getattr(contract, "status", None),
    "UPDATED_AT": lambda contract: getattr(contract, "updated_at", None),
}
# Which of a customer's contracts says the most about the customer (assumed).
_SUBSCRIBER = (
    ContractStatus.ACTIVE,
    ContractStatus.PAUSED,
    ContractStatus.FAILED,
    ContractStatus.EXPIRED,
    ContractStatus.CANCELLED,
)


def content_of(source: object) -> Content:
    """A contract's content."""
    assert isinstance(source, Contract)
    return source.content


def app_of_contract(contract: Contract, info: Info, **_args: object) -> dict[str, object]:
    """The app that made the contract; of other apps no more than the id is known."""
    own = app_of(info)
    gid = f"gid://shopify/App/{contract.app_id}"
    return own if own["id"] == gid else {"__typename": "App", "id": gid, "title": f"App {contract.app_id}"}


def _contracts(_source: object, info: Info, **args: object) -> object:
    now = world_of(info).now()
    found = [each for each in world_of(info).all(Contract) if contract_matches(each, args.get("query"), now=now)]
    return connection(found, args, key=_SORT[str(args.get("sortKey") or "CREATED_AT")])


def _of_customer(customer: Customer, info: Info, **args: object) -> object:
    return connection(contract_forgetting.contracts_of(world_of(info), customer), args)


def _subscriber(customer: Customer, info: Info, **_args: object) -> str:
    statuses = {each.status for each in contract_forgetting.contracts_of(world_of(info), customer)}
    return next((each.value for each in _SUBSCRIBER if each in statuses), "NEVER_SUBSCRIBED")


def _of_line(line: LineItem, info: Info, **_args: object) -> Contract | None:
    return None if line.contract_id is None else world_of(info).get(Contract, line.contract_id)


def customer_of(contract: Contract, info: Info, **_args: object) -> Customer | None:
    """The customer, none once they were erased."""
    return world_of(info).get(Customer, contract.customer.id)


def _orders(contract: Contract, info: Info, **args: object) -> object:
    return connection([each for each in contract.orders if may_see_order(context_of(info), each)], args)


def _origin(contract: Contract, info: Info, **_args: object) -> Order | None:
    order = contract.origin_order
    return order if order is not None and may_see_order(context_of(info), order) else None


FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "subscriptionContract": lambda _source, info, **args: visible(info, Contract, args["id"]),
            "subscriptionContracts": _contracts,
        },
    ),
    **content_fields("SubscriptionContract", content_of),
    **counted_fields("SubscriptionContract", content_of),
    **policy_fields("SubscriptionContract", content_of),
    **fields_of(
        "SubscriptionContract",
        {
            "app": app_of_contract,
            "currencyCode": derived(lambda contract: contract.currency),
            "customer": customer_of,
            "lastBillingAttemptErrorType": derived(lambda contract: contract.last_billing_error),
            "orders": _orders,
            "originOrder": _origin,
            "revisionId": derived(lambda contract: str(contract.revision)),
        },
    ),
    **fields_of("Customer", {"productSubscriberStatus": _subscriber, "subscriptionContracts": _of_customer}),
    **fields_of("LineItem", {"contract": _of_line}),
}
