"""What a customer is shown of a subscription: how it stands, its deliveries, and what can be changed about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backhaul.core.contracts import ContractStatus
from backhaul.core.deliveries import Delivery as KeptDelivery
from backhaul.core.deliveries import DeliveryState
from backhaul.core.layout import Tracked
from backhaul.core.money import Money
from backhaul.core.next_charge import NextCharge, next_charge
from backhaul.core.portal_policy import PortalPolicies
from backhaul.core.portal_rules import OF_CONTRACT, OF_DELIVERY, Standing, why_not, why_not_delivery
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.sent_parcels import parcels_of_deliveries
from backhaul.core.sentences import Sentence, say
from backhaul.core.subscription_calendar import day_of
from backhaul.core.wanted_changes import ChangeKind
from backhaul.core.web_addresses import split
from backhaul.flows.customer_changes import standing_of
from backhaul.flows.deliveries import tracked_deliveries
from backhaul.flows.mirrored_order import with_work, work_of
from backhaul.flows.plan_change import under_way
from backhaul.models import Contract, Fulfillment, SalesOrder

MOST_PAST = 24
"""So many deliveries that are over are shown, the latest ones."""


@dataclass(frozen=True)
class ParcelLink:
    """Where a parcel can be followed; `url` is "" or one of http(s)."""

    words: str
    url: str


@dataclass(frozen=True)
class Option:
    """A change that can be asked for, or (`because`) why it cannot."""

    kind: ChangeKind
    because: Sentence | None

    @property
    def is_possible(self) -> bool:
        return self.because is None


@dataclass(frozen=True)
class CustomerDelivery:
    """A delivery. `goods` are what is in it, `day` when it is due or has left, `words` how it stands."""

    number: int
    day: date | None
    words: Sentence
    goods: Sequence[tuple[str, int]]
    order: str
    parcels: Sequence[ParcelLink]
    options: Sequence[Option]


@dataclass(frozen=True)
class Goods:
    """A line of the subscription: so many of these at each delivery, for this price each."""

    title: str
    variant: str
    quantity: int
    price: Money


@dataclass(frozen=True)
class CustomerContract:
    """A subscription as its customer sees it.

    `under_way` is the id of the change that is being carried out, "" when there is none.
    """

    id: str
    title: str
    status: str
    words: Sentence
    goods: Sequence[Goods]
    charge: NextCharge | None
    next_delivery: date | None
    paid_with: str
    has_no_payment: bool
    address: RemoteAddress | None
    under_way: str
    options: Sequence[Option]


@dataclass(frozen=True)
class CustomerContractPage:
    """A subscription with its deliveries: what comes and is paid, what comes and is not, what is skipped or over."""

    contract: CustomerContract
    paid: Sequence[CustomerDelivery]
    unpaid: Sequence[CustomerDelivery]
    skipped: Sequence[CustomerDelivery]
    past: Sequence[CustomerDelivery]


_STATUS: Mapping[str, Sentence] = {
    ContractStatus.ACTIVE: say("Active"),
    ContractStatus.PAUSED: say("Paused: nothing is charged until you resume it"),
    ContractStatus.FAILED: say("The last payment has failed"),
    ContractStatus.CANCELLED: say("Cancelled"),
    ContractStatus.EXPIRED: say("Ended"),
}
_STATE: Mapping[DeliveryState, Sentence] = {
    DeliveryState.UNBILLED: say("Not paid yet"),
    DeliveryState.LOCKED: say("Payment is being taken"),
    DeliveryState.BILLED_UNSHIPPED: say("Paid, to be sent"),
    DeliveryState.BILLED_HANDED_OVER: say("Paid, being prepared"),
    DeliveryState.SHIPPED: say("Sent"),
    DeliveryState.REMOVED: say("Refunded or cancelled"),
    DeliveryState.SKIPPED: say("Skipped"),
    DeliveryState.UNKNOWN: say("Ask the shop how this one stands"),
}
_PAST = (DeliveryState.SHIPPED, DeliveryState.REMOVED)


def customer_contract(contract: Contract, portal: PortalPolicies) -> CustomerContract:
    """The subscription in short, from the mirror."""
    return _in_short(contract, standing_of(contract), portal)


def customer_contract_page(contract: Contract, portal: PortalPolicies) -> CustomerContractPage:
    """The subscription with its deliveries, from the mirror."""
    standing = standing_of(contract)
    titles = {line.gid: line.title for line in contract.lines.all()}
    orders = _orders(contract)
    parcels = _parcels(standing.deliveries, orders)
    shown: dict[DeliveryState, list[CustomerDelivery]] = {}
    for one in tracked_deliveries(contract):
        view = _delivery(one, standing, portal, titles=titles, orders=orders, parcels=parcels)
        shown.setdefault(one.delivery.state, []).append(view)
    unpaid = [*shown.get(DeliveryState.LOCKED, []), *shown.get(DeliveryState.UNBILLED, [])]
    skipped = shown.get(DeliveryState.SKIPPED, [])
    past = [view for state in _PAST for view in shown.get(state, [])]
    paid_states = (DeliveryState.BILLED_HANDED_OVER, DeliveryState.BILLED_UNSHIPPED, DeliveryState.UNKNOWN)
    return CustomerContractPage(
        contract=_in_short(contract, standing, portal),
        paid=_by_day([view for state in paid_states for view in shown.get(state, [])]),
        unpaid=_by_day(unpaid),
        skipped=_by_day([one for one in skipped if one.day is None or one.day >= standing.today]),
        past=list(reversed(_by_day(past)))[:MOST_PAST],
    )


def _in_short(contract: Contract, standing: Standing, portal: PortalPolicies) -> CustomerContract:
    remote = standing.contract
    names = [line.title for line in remote.lines]
    change = under_way(contract)
    return CustomerContract(
        id=contract.pk,
        title=", ".join(names),
        status=remote.status,
        words=_STATUS.get(remote.status, say("Ask the shop how this subscription stands")),
        goods=[Goods(line.title, line.variant_title or "", line.quantity, line.current_price) for line in remote.lines],
        charge=next_charge(remote, standing.timezone),
        next_delivery=_next_delivery(standing),
        paid_with=remote.payment_method_words,
        has_no_payment=remote.payment_method_revoked,
        address=remote.method.address if remote.method else None,
        under_way=change.pk if change else "",
        options=[Option(kind, why_not(kind, standing, portal)) for kind in OF_CONTRACT],
    )


def _next_delivery(standing: Standing) -> date | None:
    """The day of the first delivery that is to come; unpaid ones count only while something is charged."""
    to_come = {DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER}
    if standing.contract.status == ContractStatus.ACTIVE:
        to_come |= {DeliveryState.UNBILLED, DeliveryState.LOCKED}
    dates = [one.due_at for one in standing.deliveries if one.state in to_come and one.due_at is not None]
    return standing.day(min(dates)) if dates else None


def _orders(contract: Contract) -> dict[str, SalesOrder]:
    rows = with_work(SalesOrder.objects.filter(store=contract.store, contracts__contract=contract))
    return {row.gid: row for row in rows}


def _parcels(deliveries: Sequence[KeptDelivery], orders: Mapping[str, SalesOrder]) -> dict[int, list[Fulfillment]]:
    """The fulfillments by the number of the delivery that they carried."""
    found: dict[int, list[Fulfillment]] = {}
    for gid, order in orders.items():
        rows = {row.gid: row for row in order.fulfillments.all()}
        own = [one for one in deliveries if one.order_gid == gid]
        for number, parcels in parcels_of_deliveries(own, work_of(order).fulfillments).items():
            found[number] = [rows[one.gid] for one in parcels]
    return found


def _delivery(
    tracked: Tracked,
    standing: Standing,
    portal: PortalPolicies,
    *,
    titles: Mapping[str, str],
    orders: Mapping[str, SalesOrder],
    parcels: Mapping[int, Sequence[Fulfillment]],
) -> CustomerDelivery:
    one = tracked.delivery
    order = orders.get(one.order_gid or "")
    names = {line.gid: line.title for line in order.lines.all()} if order else titles
    sent = parcels.get(one.number, ())
    moment = max((row.shopify_created_at for row in sent), default=one.due_at)
    possible = (
        [] if one.state in _PAST else [Option(k, why_not_delivery(k, one, standing, portal)) for k in OF_DELIVERY]
    )
    return CustomerDelivery(
        number=one.number,
        day=day_of(moment, standing.timezone) if moment else None,
        words=_STATE[one.state],
        goods=[(names.get(gid, ""), units) for gid, units in tracked.whole.items()],
        order=order.name if order else "",
        parcels=[link for row in sent for link in _links(row)],
        options=possible,
    )


def _links(row: Fulfillment) -> list[ParcelLink]:
    found = [one for one in row.tracking if isinstance(one, Mapping) and (one.get("number") or one.get("url"))]
    return [ParcelLink(_parcel_words(one), _web_address(str(one.get("url") or ""))) for one in found]


def _parcel_words(tracking: Mapping[str, object]) -> str:
    return " ".join(str(tracking[part]) for part in ("company", "number") if tracking.get(part)) or "→"


def _web_address(url: str) -> str:
    """The address if it is one of the web: anybody may have written it into Shopify."""
    return url if split(url).scheme in ("http", "https") else ""


def _by_day(views: Sequence[CustomerDelivery]) -> list[CustomerDelivery]:
    return sorted(views, key=lambda view: (view.day is None, view.day or date.min, view.number))
