"""What a customer is shown of the deliveries of a subscription, and what can be changed about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backhaul.core.deliveries import Delivery as KeptDelivery
from backhaul.core.deliveries import DeliveryState
from backhaul.core.layout import Tracked
from backhaul.core.portal_delivery_rules import why_not_delivery
from backhaul.core.portal_policy import PortalPolicies
from backhaul.core.portal_rules import Standing
from backhaul.core.sent_parcels import parcels_of_deliveries
from backhaul.core.sentences import Sentence, say
from backhaul.core.wanted_changes import ChangeKind
from backhaul.core.web_addresses import web_address
from backhaul.flows.deliveries import tracked_deliveries
from backhaul.flows.mirrored_order import with_work, work_of
from backhaul.models import Contract, Fulfillment, SalesOrder

OVER = (DeliveryState.SHIPPED, DeliveryState.REMOVED)


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
    options: Sequence[Option] = ()

    @property
    def possible(self) -> list[Option]:
        """What can be asked for now."""
        return [option for option in self.options if option.is_possible]

    @property
    def becauses(self) -> list[Sentence]:
        """Why something, or everything, is not possible, each reason once."""
        return list(dict.fromkeys(option.because for option in self.options if option.because is not None))


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


def customer_deliveries(
    contract: Contract, standing: Standing, portal: PortalPolicies
) -> dict[DeliveryState, list[CustomerDelivery]]:
    """The deliveries by how they stand, from the mirror."""
    titles = {line.gid: line.title for line in contract.lines.all()}
    orders = _orders(contract)
    parcels = _parcels(standing.deliveries, orders)
    shown: dict[DeliveryState, list[CustomerDelivery]] = {}
    for one in tracked_deliveries(contract):
        found = orders.get(one.delivery.order_gid or "")
        view = _delivery(one, found, titles, sent=parcels.get(one.delivery.number, ()), standing=standing)
        options = [
            Option(kind, why_not_delivery(kind, one.delivery, standing, portal)) for kind in _kinds(one.delivery)
        ]
        shown.setdefault(one.delivery.state, []).append(replace(view, options=options))
    return shown


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
    order: SalesOrder | None,
    titles: Mapping[str, str],
    *,
    sent: Sequence[Fulfillment],
    standing: Standing,
) -> CustomerDelivery:
    one = tracked.delivery
    names = {line.gid: line.title for line in order.lines.all()} if order else titles
    moment = max((row.shopify_created_at for row in sent), default=one.due_at)
    return CustomerDelivery(
        number=one.number,
        day=standing.day(moment) if moment else None,
        words=_STATE[one.state],
        goods=[(names.get(gid, ""), units) for gid, units in tracked.whole.items()],
        order=order.name if order else "",
        parcels=[link for row in sent for link in _links(row)],
    )


def _kinds(delivery: KeptDelivery) -> tuple[ChangeKind, ...]:
    if delivery.state in OVER:
        return ()
    return (ChangeKind.UNSKIP,) if delivery.state is DeliveryState.SKIPPED else (ChangeKind.DATE, ChangeKind.SKIP)


def _links(row: Fulfillment) -> list[ParcelLink]:
    found = [one for one in row.tracking if isinstance(one, Mapping) and (one.get("number") or one.get("url"))]
    return [ParcelLink(_parcel_words(one), web_address(str(one.get("url") or ""))) for one in found]


def _parcel_words(tracking: Mapping[str, object]) -> str:
    return " ".join(str(tracking[part]) for part in ("company", "number") if tracking.get(part)) or "→"
