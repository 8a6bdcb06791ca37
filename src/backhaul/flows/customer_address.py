"""The mail address of a customer, as far as our mirror shows it."""

from django.db.models import QuerySet

from backhaul.models import Contract, ContractOrder, SalesOrder, Store

EMAIL = "email"


def address_of(store: Store, *, order: SalesOrder | None, contract: Contract | None) -> str:
    """The address that the customer of an order or of a contract has given last; "" when none is known.

    It is looked for in the order, in the contract's orders, then in other orders of the same customer in the store. Of
    a customer whose personal data was deleted there is none.
    """
    if (order and order.redacted_at) or (contract and contract.redacted_at):
        return ""
    orders = SalesOrder.objects.filter(store=store, redacted_at=None)
    places = [orders.filter(pk=order.pk)] if order else []
    if contract:
        gids = ContractOrder.objects.filter(contract=contract).values("order_gid")
        places += [orders.filter(gid__in=gids), _of_customer(orders, contract.customer_gid)]
    elif order:
        places.append(_of_customer(orders, order.customer_gid))
    return next(filter(None, (newest_address(place).strip() for place in places)), "")


def newest_address(orders: "QuerySet[SalesOrder]") -> str:
    """The e-mail address of the newest of these orders that shows one; "" when none does."""
    shown = orders.filter(facts__has_key=EMAIL).exclude(facts__email="")
    facts = shown.order_by("-shopify_created_at", "-shopify_id").values_list("facts", flat=True).first()
    return str(facts[EMAIL]) if facts else ""


def _of_customer(orders: "QuerySet[SalesOrder]", customer_gid: str) -> "QuerySet[SalesOrder]":
    return orders.filter(customer_gid=customer_gid) if customer_gid else orders.none()
