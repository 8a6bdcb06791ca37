"""Which customer an e-mail address belongs to, and at which address a customer is reached, by the mirror."""

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from backhaul.flows.customer_address import EMAIL, newest_address
from backhaul.models import Contract, SalesOrder, Store


def contracts_of_customer(store: Store, customer_gid: str) -> "QuerySet[Contract]":
    """The subscriptions of one customer of one store; none for nobody, and none that were deleted or erased."""
    contracts = Contract.objects.filter(store=store, customer_gid=customer_gid, deleted_at=None, redacted_at=None)
    return contracts.exclude(customer_gid="").select_related("store")


def customer_at(store: Store, address: str) -> str:
    """The customer with a subscription whose newest order has this e-mail address, small and capital letters alike.

    An address that only earlier orders have is not the customer's any more. Empty when there is nobody.
    """
    orders = _orders(store).annotate(address=Lower(KeyTextTransform(EMAIL, "facts")))
    found = orders.filter(address=address.lower()).order_by("-shopify_created_at", "-shopify_id")
    for customer_gid in dict.fromkeys(found.values_list("customer_gid", flat=True)):
        is_current = address_of(store, customer_gid).lower() == address.lower()
        if is_current and contracts_of_customer(store, customer_gid).exists():
            return customer_gid
    return ""


def address_of(store: Store, customer_gid: str) -> str:
    """The e-mail address of the customer's newest order that shows one; empty when none does."""
    return newest_address(_orders(store).filter(customer_gid=customer_gid))


def _orders(store: Store) -> "QuerySet[SalesOrder]":
    return SalesOrder.objects.filter(store=store, redacted_at=None, deleted_at=None).exclude(customer_gid="")
