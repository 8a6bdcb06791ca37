"""Finds what a request names: a store by its slug, an order by any of its names, a document by its id."""

from typing import TypeVar

from django.db.models import Manager, Model, Q, QuerySet

from backhaul.core.errors import AmbiguousOrder, NoStore, NotFound, StoreRequired, UnknownOrder, UnknownStore
from backhaul.models import Contract, PaymentLine, PostedInvoice, PostedShipment, SalesOrder, Store

Row = TypeVar("Row", bound=Model)


def by_id(rows: QuerySet[Row] | Manager[Row], row_id: str, what: str) -> Row:
    """The row of that id; `what` it is, in words. Raises NotFound."""
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise NotFound(what, row_id)
    return found


def find_store(slug: str | None) -> Store:
    """The store of that slug, or the only one. Raises UnknownStore, NoStore, StoreRequired (several)."""
    known = list(Store.objects.exclude(state=Store.State.UNINSTALLED).values_list("slug", flat=True))
    if slug:
        store = Store.objects.filter(slug=slug).first() if "\x00" not in slug else None
        if store is None:
            raise UnknownStore(slug, known)
        return store
    if len(known) > 1:
        raise StoreRequired(known)
    if not known:
        raise NoStore
    return Store.objects.get(slug=known[0])


def find_stores(slug: str = "") -> list[Store]:
    """The store of that slug, or all that are connected. Raises UnknownStore."""
    if slug:
        return [find_store(slug)]
    return list(Store.objects.exclude(state=Store.State.UNINSTALLED).order_by("slug"))


def find_order(reference: str, *, store_slug: str | None = None) -> SalesOrder:
    """The order that a text names: our id, Shopify's gid or number, or its name ("#1001" or "1001").

    Our id is enough by itself; anything else needs the store as soon as there are two.
    Raises UnknownOrder, AmbiguousOrder, UnknownStore, StoreRequired.
    """
    reference = reference.strip()
    orders = SalesOrder.objects.select_related("store")
    if reference.startswith("ord_"):
        order = orders.filter(pk=reference).first()
        if order is None or (store_slug and order.store.slug != store_slug):
            raise UnknownOrder(reference)
        return order
    return _only(orders.filter(_named(reference), store=find_store(store_slug)), reference)


def find_contract(reference: str, *, store_slug: str | None = None) -> Contract:
    """The subscription contract that a text names: our id, or Shopify's gid or number within the store.

    Raises NotFound, UnknownStore, StoreRequired.
    """
    contracts = Contract.objects.select_related("store")
    if reference.startswith("con_"):
        found = contracts.filter(pk=reference).first()
    else:
        is_number = reference.isascii() and reference.isdigit() and len(reference) < 19
        named = Q(shopify_id=int(reference)) if is_number else Q(gid=reference)
        found = contracts.filter(named, store=find_store(store_slug)).first()
    if found is None or (store_slug and found.store.slug != store_slug):
        raise NotFound("contract", reference)
    return found


def _named(reference: str) -> Q:
    names = Q(gid=reference) | Q(name=reference) | Q(name=f"#{reference}")
    if reference.isascii() and reference.isdigit() and len(reference) < 19:
        names |= Q(shopify_id=int(reference))
    return names


def _only(candidates: QuerySet[SalesOrder], reference: str) -> SalesOrder:
    found = list(candidates[:3])
    if not found:
        raise UnknownOrder(reference)
    if len(found) > 1:
        raise AmbiguousOrder(reference, [order.pk for order in found])
    return found[0]


def find_shipment(shipment_id: str) -> PostedShipment:
    """The posted shipment of that id, with its order and store. Raises NotFound."""
    return by_id(PostedShipment.objects.select_related("order", "store", "task"), shipment_id, "shipment")


def find_invoice(invoice_id: str) -> PostedInvoice:
    """The posted invoice of that id, with its order and store. Raises NotFound."""
    return by_id(PostedInvoice.objects.select_related("order", "store", "task"), invoice_id, "invoice")


def find_payment_line(line_id: str) -> PaymentLine:
    """The payment line of that id. Raises NotFound."""
    return by_id(PaymentLine.objects.select_related("invoice"), line_id, "payment line")
