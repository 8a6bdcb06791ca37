"""Deletes a customer's personal data wherever it is kept, and keeps what the law on accounts demands."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, Q

from backhaul.core.erasing import Json, ids_only, is_personal_path, without_person, without_values
from backhaul.core.outcome import Outcome
from backhaul.core.personal_fields import FIELDS, Personal
from backhaul.core.privacy import PrivacyState
from backhaul.core.tasks import OutcomeName
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import succeeded
from backhaul.flows.kept_answers import answers_about_orders
from backhaul.flows.leases import Lease
from backhaul.flows.portal_traces import forget_visitor
from backhaul.flows.privacy import end_request, request_of
from backhaul.flows.privacy_contracts import erase_contracts
from backhaul.flows.privacy_protection import Lifted, lift_protection
from backhaul.flows.privacy_reach import rows_of_contracts, rows_of_orders, tables
from backhaul.flows.privacy_subjects import content_of, contracts_of, deliveries_of, known_values, orders_of
from backhaul.models import (
    Contract,
    IdempotentRequest,
    OrderDifference,
    OrderRefund,
    OrderSnapshot,
    PostedCreditMemo,
    PostedInvoice,
    PostedShipment,
    PrivacyRequest,
    SalesOrder,
    Task,
    WebhookDelivery,
)

REPLIES = frozenset({"reply", "said"})
"""Beginnings of Shopify's own answers in evidence: a name may be cut off in them, and then no search finds it."""
DOCUMENTS: tuple[type[Model], ...] = (PostedShipment, PostedInvoice, PostedCreditMemo)


@dataclass(frozen=True)
class _Subject:
    """Whom it is about: orders, subscriptions, the webhooks that name them, the texts they are known by."""

    orders: Sequence[SalesOrder]
    contracts: Sequence[Contract]
    delivery_ids: Collection[str]
    values: frozenset[str]

    @property
    def order_ids(self) -> list[str]:
        return [order.pk for order in self.orders]


def redact_customer(task: Task, lease: Lease) -> Outcome:
    """Delete the personal data of the request's customer, in one transaction: all of it, or nothing.

    A second run finds nothing left, and adds nothing to what the first has recorded. What was read of the orders before
    this is not applied after it, and what is read later is kept without personal data.
    """
    request = request_of(task)
    if request.state != PrivacyState.OPEN:
        return succeeded(OutcomeName.REDACTED, request.result)
    with transaction.atomic():
        orders = list(orders_of(request).select_for_update(no_key=True, of=("self",)).order_by("pk"))
        contracts = list(contracts_of(request, orders).select_for_update(no_key=True).order_by("pk"))
        delivery_ids = deliveries_of(request, orders, contracts)
        subject = _Subject(orders, contracts, delivery_ids, known_values(orders, delivery_ids, contracts))
        visitors = {
            request.customer_gid,
            *(order.customer_gid for order in orders),
            *(contract.customer_gid for contract in contracts),
        }
        counts = _erase(subject)
        counts["traces of the portal deleted"] = forget_visitor(request.store_id, visitors, contracts)
        exports = PrivacyRequest.objects.filter(store=request.store, customer_gid=request.customer_gid)
        counts["exports deleted"] = exports.exclude(Q(export_encrypted="") | Q(customer_gid="")).update(
            export_encrypted=""
        )
        row = PrivacyRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
        end_request(row, PrivacyState.DONE, _words(counts), counts=+counts)
    return succeeded(OutcomeName.REDACTED, row.result)


def _erase(subject: _Subject) -> Counter[str]:
    """Empty what is personal by nature, then search the rest for what the customer is known by."""
    lift_protection(Lifted.FOR_CUSTOMER)
    counts: Counter[str] = Counter()
    for order in subject.orders:
        _strip_order(order, subject.values)
    counts["orders"] = len(subject.orders)
    counts["snapshots deleted"] = OrderSnapshot.objects.filter(order__in=subject.orders).delete()[0]
    refunds = OrderRefund.objects.filter(order__in=subject.orders).exclude(note="")
    counts["notes of refunds emptied"] = refunds.update(note="")
    counts["differences emptied"] = _empty_differences(subject)
    counts["webhooks reduced to ids"] = _reduce_deliveries(subject.delivery_ids)
    counts += erase_contracts(subject.contracts, subject.values)
    counts["texts changed"] = _search_rows(subject) + _search_answers(subject)
    for model in DOCUMENTS:
        rows = rows_of_orders(model, subject.order_ids)
        counts["documents kept"] += rows.count() if rows is not None else 0
    lift_protection(Lifted.NOT)
    return counts


def _strip_order(order: SalesOrder, values: frozenset[str]) -> None:
    """A reading that began before this instant is older than the order from now on."""
    order.facts = without_values(without_person(order.facts), values)
    order.customer_gid, order.snapshot_sha256 = "", ""
    order.redacted_at, order.read_started_at = now(), max(order.read_started_at, real_now())
    order.save(update_fields=["facts", "customer_gid", "snapshot_sha256", "redacted_at", "read_started_at"])


def _empty_differences(subject: _Subject) -> int:
    personal = [
        difference.pk
        for difference in OrderDifference.objects.filter(order__in=subject.orders).only("path")
        if is_personal_path(difference.path)
    ]
    emptied = OrderDifference.objects.filter(pk__in=personal).update(before=None, after=None)
    for difference in OrderDifference.objects.filter(order__in=subject.orders).exclude(pk__in=personal):
        before, after = (without_values(text, subject.values) for text in (difference.before, difference.after))
        if (before, after) != (difference.before, difference.after):
            OrderDifference.objects.filter(pk=difference.pk).update(before=before, after=after)
    return emptied


def _reduce_deliveries(delivery_ids: Collection[str]) -> int:
    with_bodies = WebhookDelivery.objects.filter(pk__in=delivery_ids).exclude(body=b"")
    reduced = 0
    for delivery in with_bodies.iterator(chunk_size=200):
        body = json.dumps(ids_only(content_of(delivery)) or {}).encode()
        reduced += WebhookDelivery.objects.filter(pk=delivery.pk).update(body=body)
    return reduced


def _search_rows(subject: _Subject) -> int:
    """Take what the customer is known by out of every text that belongs to the orders or subscriptions."""
    changed = 0
    for model in tables():
        searched = [name for name, kind in FIELDS.get(model.__name__, {}).items() if kind is Personal.SEARCHED]
        reached = (rows_of_orders(model, subject.order_ids), rows_of_contracts(model, subject.contracts))
        for rows in reached if searched else ():
            for row in rows.only(*searched).iterator(chunk_size=200) if rows is not None else ():
                changed += _search_row(row, searched, subject.values)
    return changed


def _search_row(row: Model, names: Sequence[str], values: frozenset[str]) -> bool:
    before: dict[str, Json] = {name: getattr(row, name) for name in names}
    after = {name: without_values(_without_replies(value), values) for name, value in before.items()}
    if after == before:
        return False
    type(row)._base_manager.filter(pk=row.pk).update(**after)
    return True


def _without_replies(value: Json) -> Json:
    return {key: item for key, item in value.items() if key not in REPLIES} if isinstance(value, dict) else value


def _search_answers(subject: _Subject) -> int:
    return sum(
        _search_row(answer, ["answer"], subject.values)
        for answer in IdempotentRequest.objects.filter(pk__in=answers_about_orders(subject.order_ids))
    )


def _words(counts: Counter[str]) -> str:
    done = ", ".join(f"{number} {what}" for what, number in counts.items() if number and what != "documents kept")
    if not counts["orders"] and not counts["subscriptions"]:
        return f"No order of this customer is kept here. {done}".strip()
    return (
        f"Personal data deleted: {done}. Kept, as the law on accounts demands: amounts, quantities and "
        f"{counts['documents kept']} posted documents."
    )
