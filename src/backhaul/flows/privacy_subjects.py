"""Finds what is kept about a customer: the orders, the webhooks that name them, the texts they are known by."""

import json
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from backhaul.core import gids
from backhaul.core.contract_facts import is_personal_path
from backhaul.core.erasing import Json, names_any, values_in_body, values_in_facts
from backhaul.flows.privacy_contracts import personal_content
from backhaul.models import (
    BillingAttempt,
    Change,
    Contract,
    ContractDifference,
    OrderDifference,
    OrderSnapshot,
    PrivacyRequest,
    SalesOrder,
    WebhookDelivery,
)

IDS_AT_ONCE = 200


def orders_of(request: PrivacyRequest) -> "QuerySet[SalesOrder]":
    """The orders of the request's customer and those that it names, of its store alone."""
    wanted = Q(gid__in=request.order_gids)
    if request.customer_gid:
        wanted |= Q(customer_gid=request.customer_gid)
    return SalesOrder.objects.filter(wanted, store=request.store)


def contracts_of(request: PrivacyRequest, orders: Sequence[SalesOrder]) -> "QuerySet[Contract]":
    """The subscriptions of the request's customer, and those that have brought about one of these orders."""
    wanted = Q(orders__order__in=[order.pk for order in orders])
    if request.customer_gid:
        wanted |= Q(customer_gid=request.customer_gid)
    found = Contract.objects.filter(wanted, store=request.store).values("pk")
    return Contract.objects.filter(pk__in=found)


def deliveries_of(
    request: PrivacyRequest, orders: Sequence[SalesOrder], contracts: Sequence[Contract] = ()
) -> list[str]:
    """The ids of the store's webhooks that belong to these orders, or whose bodies name what the customer has."""
    ours = WebhookDelivery.objects.filter(store=request.store)
    found = set(ours.filter(order__in=orders).values_list("pk", flat=True))
    named = {*_gids(request, orders), *(contract.gid for contract in contracts)}
    wanted = {gids.short_id(gid) for gid in named}
    names = frozenset(wanted | named)
    numbers = sorted(wanted)
    for start in range(0, len(numbers), IDS_AT_ONCE):
        pattern = rf"\m({'|'.join(numbers[start : start + IDS_AT_ONCE])})\M"
        text = Func(F("body"), Value("escape"), function="encode", output_field=TextField())
        near = ours.annotate(text=text).filter(text__regex=pattern).exclude(pk__in=found)
        for delivery in near.only("body").iterator(chunk_size=IDS_AT_ONCE):
            content = content_of(delivery)
            if content is None or names_any(content, names):
                found.add(delivery.pk)
    return sorted(found)


def _gids(request: PrivacyRequest, orders: Iterable[SalesOrder]) -> Iterator[str]:
    yield from (order.gid for order in orders)
    yield from request.order_gids
    if request.customer_gid:
        yield request.customer_gid


def content_of(delivery: WebhookDelivery) -> Json | None:
    """A webhook's body as JSON; None when it is none."""
    try:
        content: Json = json.loads(bytes(delivery.body))
    except (ValueError, RecursionError):
        return None
    return content


def known_values(
    orders: Sequence[SalesOrder], delivery_ids: Sequence[str], contracts: Sequence[Contract] = ()
) -> frozenset[str]:
    """The texts by which the customer can be recognised: names, addresses, numbers, notes, former ones included."""
    values: set[str] = set()
    for order in orders:
        values |= values_in_facts(order.facts)
    for snapshot in OrderSnapshot.objects.filter(order__in=orders).iterator(chunk_size=IDS_AT_ONCE):
        values |= values_in_body(snapshot.body)
    for delivery in WebhookDelivery.objects.filter(pk__in=delivery_ids).iterator(chunk_size=IDS_AT_ONCE):
        values |= values_in_body(content_of(delivery))
    for difference in OrderDifference.objects.filter(order__in=orders):
        for text in filter(None, (difference.before, difference.after)):
            values |= values_in_facts({difference.path: text})
    return frozenset(values | _values_of(contracts))


def _values_of(contracts: Sequence[Contract]) -> set[str]:
    values: set[str] = set()
    for contract in contracts:
        values |= values_in_facts(personal_content(contract))
    for difference in ContractDifference.objects.filter(contract__in=contracts):
        if is_personal_path(difference.path):
            for text in filter(None, (difference.before, difference.after)):
                values |= values_in_facts({difference.path: text})
    attempts = BillingAttempt.objects.filter(contract__in=contracts).exclude(next_action_url="")
    values |= set(attempts.values_list("next_action_url", flat=True))
    for change in Change.objects.filter(contract__in=contracts).prefetch_related("steps"):
        values |= values_in_body(change.wanted)
        for step in change.steps.all():
            values |= values_in_body(step.params)
    return values
