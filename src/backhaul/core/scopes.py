"""The scopes that Backhaul asks of a shop's app: what each is needed for, and what its absence costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

READ_ALL_ORDERS = "read_all_orders"
READ_CONTRACTS = "read_own_subscription_contracts"
READABLE_FOR = timedelta(days=60)
"""Older orders are shown only to apps with the scope read_all_orders (schema)."""


@dataclass(frozen=True)
class Scope:
    """One access scope. `without` says, to a shopkeeper, what is lost when it is not granted."""

    handle: str
    needed_for: str
    without: str
    is_required: bool = False


SCOPES: tuple[Scope, ...] = (
    Scope(
        "read_orders",
        "reading orders, their payments and their refunds",
        "No order can be read: nothing can be posted, and nothing is kept true.",
        is_required=True,
    ),
    Scope(
        "write_orders",
        "capturing, voiding and refunding payments",
        "Invoices can be posted, but no money is captured, released or given back.",
        is_required=True,
    ),
    Scope(
        "read_merchant_managed_fulfillment_orders",
        "seeing what is to be fulfilled from your own locations",
        "What your own locations have to ship is silently missing from every order: no shipment can be sent.",
        is_required=True,
    ),
    Scope(
        "write_merchant_managed_fulfillment_orders",
        "fulfilling from your own locations",
        "Shipments stay unsent: Shopify and the customer never hear that the goods have left.",
        is_required=True,
    ),
    Scope(
        "read_locations",
        "knowing your locations by name",
        "Locations cannot be listed or mapped, and a shipment cannot say where it left from.",
        is_required=True,
    ),
    Scope(
        READ_ALL_ORDERS,
        "orders that are older than 60 days",
        "Orders older than 60 days cannot be read any more: long prepaid terms and late invoices stop there, and the "
        "past cannot be imported. Shopify has to approve this scope.",
    ),
    Scope(
        "read_third_party_fulfillment_orders",
        "seeing what fulfillment services have to ship for you",
        "What a fulfillment service ships is silently missing from the order: it looks smaller than it is.",
    ),
    Scope(
        "write_third_party_fulfillment_orders",
        "fulfilling what is assigned to a fulfillment service",
        "A shipment of goods that are assigned to a fulfillment service needs a person.",
    ),
    Scope(
        "read_products",
        "knowing which product variant a line stands for",
        "Lines are known by SKU and title alone; which variant they stand for is not shown.",
    ),
    Scope(
        "read_customers",
        "knowing which customer an order belongs to",
        "Orders of one customer are not found together; a privacy request reaches only the orders that it names.",
    ),
    Scope(
        READ_CONTRACTS,
        "knowing subscriptions: which orders belong to one, what is due next",
        "Subscriptions are not known: orders of theirs are shipped and invoiced like any other. Shopify has to approve "
        "this scope.",
    ),
    Scope(
        "write_own_subscription_contracts",
        "changing your own app's subscriptions",
        "Subscriptions are shown, and their orders changed with them; what a subscription itself needs is left to you.",
    ),
    Scope(
        "read_customer_payment_methods",
        "seeing what a subscription is paid with",
        "What a subscription is paid with, and that it was revoked, is not shown.",
    ),
    Scope("read_returns", "seeing returns", "Returns are not shown with their orders, only the refunds they lead to."),
)
"""Every scope that is of use, the required ones first. What needs which is in the official schema."""


def held(granted: Iterable[str]) -> frozenset[str]:
    """The scopes that a grant amounts to: one to write includes the one to read, as Shopify grants it."""
    handles = frozenset(granted)
    return handles | {f"read_{handle.removeprefix('write_')}" for handle in handles if handle.startswith("write_")}


def missing(granted: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes that a grant lacks, the required ones first."""
    known = held(granted)
    return tuple(scope for scope in SCOPES if scope.handle not in known)


def missing_required(granted: Iterable[str]) -> tuple[str, ...]:
    """The handles of those without which Backhaul cannot do its work."""
    return tuple(scope.handle for scope in missing(granted) if scope.is_required)


@dataclass(frozen=True)
class ScopeChange:
    """What a new grant changes: the scopes of use that are lost with it, and those that came with it."""

    lost: tuple[Scope, ...]
    gained: tuple[Scope, ...]


def compare(before: Iterable[str], after: Iterable[str]) -> ScopeChange:
    """Compare two grants by what they amount to."""
    lacking_before, lacking_after = missing(before), missing(after)
    return ScopeChange(
        lost=tuple(scope for scope in lacking_after if scope not in lacking_before),
        gained=tuple(scope for scope in lacking_before if scope not in lacking_after),
    )


def tell_lost(lost: Iterable[Scope]) -> str:
    """What the merchant is told when scopes were taken away."""
    told = " ".join(f"{scope.handle}: {scope.without}" for scope in lost)
    return f"Shopify has taken scopes away from the app. {told} Grant them again; what waits for them then goes on."
