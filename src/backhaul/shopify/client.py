"""What flows see of Shopify: typed reads of one store, and calls that change it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.budget import Priority
from backhaul.core.bulk import BulkState, ListedOperation
from backhaul.core.bulk_lines import GatheredOrder
from backhaul.core.comparison import ComparedContract, ComparedOrder, ComparedWork
from backhaul.core.contract_content import ContractReading, CycleReading
from backhaul.core.contracts import PlanTerms
from backhaul.core.money import Money
from backhaul.core.payment_calls import GivenBackUnits
from backhaul.core.payments import RemotePayments
from backhaul.core.refund_worth import OrderWorth
from backhaul.core.remote import RemoteFulfillment, RemoteFulfillmentOrder
from backhaul.core.remote_refunds import RemoteRefund
from backhaul.core.suggested import SuggestedRefund
from backhaul.core.wanted_changes import GivenAddress
from backhaul.core.webhook_plan import SeenSubscription
from backhaul.models import Store
from backhaul.shopify import billing_reading, changes, contract_editing, listing, subscriptions, suggesting
from backhaul.shopify.billing_reading import CycleBilling
from backhaul.shopify.budget import Reservation
from backhaul.shopify.bulk_reading import heads_of
from backhaul.shopify.changes import ChangedContract, ChangedFulfillmentOrder, ChangedOrder
from backhaul.shopify.contract_editing import Cancellation, DeliveryOptions
from backhaul.shopify.contract_reading import KnownContract, WholeContract, read_contract, read_plan
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.mapping import fulfillment_of, fulfillment_order_of
from backhaul.shopify.one_reading import not_found
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.operation import Call, Data_co
from backhaul.shopify.operations.queries.fragments import FulfillmentLineFields, FulfillmentOrderLineFields
from backhaul.shopify.operations.queries.locations import LocationsLocationsNodes
from backhaul.shopify.order_reading import OrderReading, complete_order, read_order
from backhaul.shopify.pages import Page, all_nodes
from backhaul.shopify.payment_mapping import payments_of
from backhaul.shopify.reply import Reply, TopError
from backhaul.shopify.transport import Guard, transport_for


@dataclass(frozen=True)
class ShopFacts:
    """What we keep of a shop, and what its app may do."""

    gid: str
    name: str
    domain: str
    currency: str
    timezone: str
    plan: str
    is_plus: bool
    is_development: bool
    scopes: frozenset[str]


@dataclass(frozen=True)
class RemoteLocation:
    """One of the shop's locations, inactive ones and those of fulfillment services included."""

    gid: str
    name: str
    is_active: bool
    fulfills_online_orders: bool


@dataclass(frozen=True)
class FoundOrder:
    """An order that a search for a name found."""

    gid: str
    name: str


@dataclass(frozen=True)
class FulfillmentReading:
    """One fulfillment with the order it belongs to. `read_started_at` is real time."""

    fulfillment: RemoteFulfillment
    order_gid: str
    read_started_at: datetime


@dataclass(frozen=True)
class FulfillmentOrderReading:
    """One fulfillment order with the order it belongs to. `read_started_at` is real time."""

    fulfillment_order: RemoteFulfillmentOrder
    order_gid: str
    read_started_at: datetime


@dataclass(frozen=True)
class PaymentsReading:
    """The payments of one order. `read_started_at` is real time."""

    payments: RemotePayments
    read_started_at: datetime
    errors: tuple[TopError, ...]


def connect(store: Store, *, priority: Priority) -> "Shopify":
    """A store's Shopify, over this process's connections to it; nothing is sent yet."""
    return Shopify(Exchange(store, priority=priority, transport=transport_for(store.pk)))


class Shopify:
    """One store's Shopify. Every method raises errors of core's ShopifyError tree, and none may be called inside a
    transaction."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def read_order(
        self, gid: str, *, has_returns: bool = False, known_lines: Collection[str] | None = None
    ) -> OrderReading:
        """The whole order; `has_returns` when we know of some already. Raises NotFoundInShopify.

        With `known_lines`, those of which the subscription is known, it is asked for of the others.
        """
        return read_order(self._exchange, gid, has_returns=has_returns, known_lines=known_lines)

    def read_payments(self, order_gid: str) -> PaymentsReading:
        """All transactions of an order, and what it is worth now. Raises NotFoundInShopify, BrokenReply."""
        reply = self._exchange.query(queries.order_payments(order_gid))
        found = reply.data.order
        if found is None:
            raise not_found("order", order_gid, reply.request_id)
        return PaymentsReading(payments_of(found, reply.errors), reply.started_at, reply.errors)

    def read_worth(self, order_gid: str, line_gids: Sequence[str], refunds: Sequence[RemoteRefund]) -> OrderWorth:
        """What lines and shipping of an order are worth. Raises NotFoundInShopify, BrokenReply."""
        return suggesting.read_worth(self._exchange, order_gid, line_gids, refunds)

    def suggest_refund(self, order_gid: str, units: Sequence[GivenBackUnits], *, shipping: Money) -> SuggestedRefund:
        """What Shopify would give back for units and shipping. Raises NotFoundInShopify."""
        return suggesting.suggest_refund(self._exchange, order_gid, units, shipping=shipping)

    def read_fulfillment(self, gid: str) -> FulfillmentReading:
        """One fulfillment by its id, with all its lines. Raises NotFoundInShopify."""
        reply = self._exchange.query(queries.fulfillment(gid))
        found = reply.data.fulfillment
        if found is None:
            raise not_found("fulfillment", gid, reply.request_id)

        def more(after: str) -> Page[FulfillmentLineFields] | None:
            page = self._exchange.query(queries.fulfillment_lines_next(gid, after)).data.fulfillment
            return page.fulfillment_line_items if page else None

        fulfillment = fulfillment_of(found, all_nodes(found.fulfillment_line_items, more))
        return FulfillmentReading(fulfillment, found.order.id, reply.started_at)

    def read_fulfillment_order(self, gid: str) -> FulfillmentOrderReading:
        """One fulfillment order by its id, with all its lines. Raises NotFoundInShopify."""
        reply = self._exchange.query(queries.fulfillment_order(gid))
        found = reply.data.fulfillment_order
        if found is None:
            raise not_found("fulfillment order", gid, reply.request_id)

        def more(after: str) -> Page[FulfillmentOrderLineFields] | None:
            page = self._exchange.query(queries.fulfillment_order_lines_next(gid, after)).data.fulfillment_order
            return page.line_items if page else None

        order = fulfillment_order_of(found, all_nodes(found.line_items, more))
        return FulfillmentOrderReading(order, found.order_id, reply.started_at)

    def read_contract(self, gid: str, *, now: datetime, known: KnownContract) -> WholeContract:
        """The whole subscription contract; `now` is Shopify's time. Raises NotFoundInShopify."""
        return read_contract(self._exchange, gid, now=now, known=known)

    def read_plan(self, plan_gid: str, variant_gid: str | None) -> PlanTerms | None:
        """A selling plan's terms, if it is shown; the variant is one that is sold with it."""
        return read_plan(self._exchange, plan_gid, variant_gid)

    def orders_changed_since(self, since: datetime) -> Iterator[ChangedOrder]:
        """Every order changed at or after an instant, oldest change first, each change once."""
        return changes.orders_changed_since(self._exchange, since)

    def fulfillment_orders_changed_since(self, since: datetime) -> Iterator[ChangedFulfillmentOrder]:
        """Every fulfillment order changed at or after an instant, oldest change first, each change once."""
        return changes.fulfillment_orders_changed_since(self._exchange, since)

    def contracts_changed_since(self, since: datetime) -> Iterator[ChangedContract]:
        """Every subscription contract changed at or after an instant, oldest change first, each change once."""
        return changes.contracts_changed_since(self._exchange, since)

    def list_contracts(self, after: str | None) -> Iterator[tuple[Sequence[ComparedContract], str | None]]:
        """Pages of all subscription contracts with a few fields each, from a cursor on, each with the one behind it."""
        return listing.list_contracts(self._exchange, after)

    def find_orders(self, name: str) -> tuple[FoundOrder, ...]:
        """Orders of exactly this name ("#1001", "EN1001-A") or, for plain digits, this number; several are possible."""
        wanted = name.strip()
        if not wanted:
            return ()
        nodes = self._exchange.query(queries.orders_named(_named(wanted))).data.orders.nodes
        return tuple(
            FoundOrder(node.id, node.name)
            for node in nodes
            if node.name in (wanted, f"#{wanted}") or str(node.number) == wanted
        )

    def read_shop(self) -> ShopFacts:
        """The shop and the scopes its app was given."""
        data = self._exchange.query(queries.shop()).data
        shop = data.shop
        return ShopFacts(
            gid=shop.id,
            name=shop.name,
            domain=shop.myshopify_domain,
            currency=shop.currency_code.value,
            timezone=shop.iana_timezone,
            plan=shop.plan.public_display_name,
            is_plus=shop.plan.shopify_plus,
            is_development=shop.plan.partner_development,
            scopes=frozenset(scope.handle for scope in data.current_app_installation.access_scopes),
        )

    def read_locations(self) -> tuple[RemoteLocation, ...]:
        """All locations of the shop."""

        def more(after: str) -> Page[LocationsLocationsNodes]:
            return self._exchange.query(queries.locations(after)).data.locations

        first = self._exchange.query(queries.locations()).data.locations
        return tuple(
            RemoteLocation(node.id, node.name, node.is_active, node.fulfills_online_orders)
            for node in all_nodes(first, more)
        )

    def read_subscriptions(self) -> tuple[SeenSubscription, ...]:
        """Every webhook subscription that this app has made through the API."""
        return subscriptions.read_subscriptions(self._exchange)

    def read_bulk_operation(self, gid: str) -> BulkState:
        """One bulk operation as it is now. Raises NotFoundInShopify."""
        return subscriptions.read_bulk_operation(self._exchange, gid)

    def list_bulk_queries(self) -> tuple[ListedOperation, ...]:
        """The newest bulk queries of this app, more than can run at once."""
        return subscriptions.list_bulk_queries(self._exchange)

    def list_orders(self, created_from: datetime | None) -> Iterator[Sequence[ComparedOrder]]:
        """Pages of the orders created at or after an instant, or of all, oldest first, with a few fields each."""
        return listing.list_orders(self._exchange, created_from)

    def present_orders(self, gids: Sequence[str]) -> frozenset[str]:
        """Those of at most 250 orders that Shopify shows us."""
        return listing.present_orders(self._exchange, gids)

    def present_work(self, gids: Sequence[str]) -> dict[str, ComparedWork]:
        """At most 250 fulfillment orders as Shopify shows them now, by gid."""
        return listing.present_work(self._exchange, gids)

    def complete_orders(
        self, gathered: Sequence[GatheredOrder], *, read_started_at: datetime
    ) -> Iterator[tuple[GatheredOrder, OrderReading | None]]:
        """The orders that a bulk operation has gathered, whole, as if each had been read by itself.

        One that has changed meanwhile comes without its reading.
        """
        for one, head in zip(gathered, heads_of(self._exchange, gathered), strict=True):
            whole = head and complete_order(self._exchange, head, read_started_at=read_started_at)
            yield one, whole or None

    def read_content(self, contract_gid: str) -> ContractReading:
        """A contract with all that an edit can change. Raises NotFoundInShopify."""
        return contract_editing.read_content(self._exchange, contract_gid)

    def read_cycle(self, contract_gid: str, index: int) -> CycleReading | None:
        """One billing cycle with the content of its own; None when Shopify does not show it."""
        return contract_editing.read_cycle(self._exchange, contract_gid, index)

    def read_billing(self, contract_gid: str, index: int) -> CycleBilling | None:
        """One billing cycle with every attempt to bill it; None when Shopify does not show it."""
        return billing_reading.read_billing(self._exchange, contract_gid, index)

    def edited_cycles(self, contract_gid: str) -> Sequence[int]:
        """The unbilled cycles whose contract was edited for them alone, by index."""
        return contract_editing.edited_cycles(self._exchange, contract_gid)

    def delivery_options(self, draft_gid: str, address: GivenAddress) -> DeliveryOptions | None:
        """The ways to ship a draft's goods to an address; None while Shopify is working them out."""
        return contract_editing.delivery_options(self._exchange, draft_gid, address)

    def read_contract_address(self, contract_gid: str) -> GivenAddress | None:
        """Where a contract ships to, whole; None when it ships nowhere, or we may not see it."""
        return contract_editing.read_contract_address(self._exchange, contract_gid)

    def read_order_address(self, order_gid: str) -> GivenAddress | None:
        """Where an order goes, whole; None when it goes nowhere, or we may not see it."""
        return contract_editing.read_order_address(self._exchange, order_gid)

    def destinations_elsewhere(self, order_gid: str, address: GivenAddress) -> Sequence[str]:
        """The fulfillment orders, still to be shipped, that go elsewhere than to that address."""
        return contract_editing.destinations_elsewhere(self._exchange, order_gid, address)

    def read_cancellation(self, job_gid: str) -> Cancellation | None:
        """How far an orderCancel has come; None when Shopify has forgotten it."""
        return contract_editing.read_cancellation(self._exchange, job_gid)

    def reserve(self, call: Call[BaseModel]) -> Reservation:
        """Set aside what a call will cost, before anything is written about it.

        Sleeps up to five seconds. Raises BudgetEmpty, MaxCostExceeded, Unauthorised, NetworkFailure: nothing was sent.
        """
        return self._exchange.reserve(call)

    def release(self, reservation: Reservation) -> None:
        """Give back a reservation whose call will not be made after all."""
        self._exchange.release(reservation)

    def call(self, call: Call[Data_co], *, reservation: Reservation, guard: Guard | None = None) -> Reply[Data_co]:
        """Make a call once, with no retry, and settle its reservation.

        The guard is asked right before the headers and right before the body are written, and holds the call back by
        raising, best NotSent. The error's `effect` says whether Shopify may have carried the call out.
        """
        return self._exchange.send(call, reservation=reservation, guard=guard)


def _named(name: str) -> str:
    escaped = name.removeprefix("#").replace("\\", "\\\\").replace('"', '\\"')
    return f'name:"{escaped}"'
