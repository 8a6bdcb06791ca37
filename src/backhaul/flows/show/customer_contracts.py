"""What a customer is shown of a subscription: how it stands, its deliveries, and what can be changed about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backhaul.core.charge_preview import NextCharge, preview_charge
from backhaul.core.charges_to_come import ChargeToCome
from backhaul.core.contracts import AttemptState, ContractStatus, RemoteContract
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.money import Money
from backhaul.core.payment_words import said_of_payment
from backhaul.core.portal_policy import PortalPolicies
from backhaul.core.portal_rules import OF_CONTRACT, Standing, last_payment_failed, why_not
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.sentences import Sentence, say
from backhaul.core.wanted_changes import ChangeKind
from backhaul.core.web_addresses import web_address
from backhaul.flows.customer_changes import standing_of
from backhaul.flows.next_charge import charge_to_come_of
from backhaul.flows.plan_change import under_way
from backhaul.flows.show.customer_deliveries import OVER, CustomerDelivery, Option, customer_deliveries
from backhaul.models import Contract

MOST_SOON = 3
MOST_OVER = 24
MOST_AHEAD = 12
"""So many deliveries are shown that are to come and not paid at first sight, that are over, and not paid in all."""


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

    `under_way` is the id of the change that is being carried out, `confirm_at` the address where a payment waits to be
    confirmed; each "" when there is none.
    """

    id: str
    title: str
    status: str
    words: Sentence
    goods: Sequence[Goods]
    charge: NextCharge | None
    next_delivery: date | None
    paid_with: Sentence | None
    has_no_payment: bool
    confirm_at: str
    address: RemoteAddress | None
    under_way: str
    has_ended: bool
    options: Sequence[Option]


@dataclass(frozen=True)
class CustomerContractPage:
    """A subscription with its deliveries: what comes and is paid, what comes and is not, what is skipped or over."""

    contract: CustomerContract
    paid: Sequence[CustomerDelivery]
    unpaid: Sequence[CustomerDelivery]
    skipped: Sequence[CustomerDelivery]
    past: Sequence[CustomerDelivery]

    @property
    def soon(self) -> Sequence[CustomerDelivery]:
        """The unpaid ones that come first."""
        return self.unpaid[:MOST_SOON]

    @property
    def later(self) -> Sequence[CustomerDelivery]:
        """The unpaid ones after these."""
        return self.unpaid[MOST_SOON:]


_STATUS: Mapping[str, Sentence] = {
    ContractStatus.ACTIVE: say("Active"),
    ContractStatus.PAUSED: say("Paused: nothing is charged until you resume it"),
    ContractStatus.FAILED: say("The last payment has failed"),
    ContractStatus.CANCELLED: say("Cancelled"),
    ContractStatus.EXPIRED: say("Ended"),
}


def customer_contract(contract: Contract, portal: PortalPolicies) -> CustomerContract:
    """The subscription in short, from the mirror."""
    return _in_short(contract, standing_of(contract), portal, charged_next=charge_to_come_of(contract))


def customer_contract_page(contract: Contract, portal: PortalPolicies) -> CustomerContractPage:
    """The subscription with its deliveries, from the mirror."""
    standing, charged_next = standing_of(contract), charge_to_come_of(contract)
    shown = customer_deliveries(contract, standing, portal)
    to_come = _unpaid_to_come(standing, charged_next)
    unpaid = [*shown.get(DeliveryState.LOCKED, []), *shown.get(DeliveryState.UNBILLED, [])]
    skipped = shown.get(DeliveryState.SKIPPED, [])
    past = [view for state in OVER for view in shown.get(state, [])]
    paid_states = (DeliveryState.BILLED_HANDED_OVER, DeliveryState.BILLED_UNSHIPPED, DeliveryState.UNKNOWN)
    return CustomerContractPage(
        contract=_in_short(contract, standing, portal, charged_next=charged_next),
        paid=_by_day([view for state in paid_states for view in shown.get(state, [])]),
        unpaid=_by_day([one for one in unpaid if one.number in to_come])[:MOST_AHEAD],
        skipped=_by_day([one for one in skipped if one.day is None or one.day >= standing.today]),
        past=list(reversed(_by_day(past)))[:MOST_OVER],
    )


def _unpaid_to_come(standing: Standing, charged_next: ChargeToCome | None) -> frozenset[int]:
    """The numbers of the unpaid deliveries whose day is not past, or whose payment is being taken or still tried.

    Days that went by while the subscription was paused, or that were passed, are not to come.
    """
    is_paused = standing.contract.status == ContractStatus.PAUSED
    cycle = charged_next.cycle if charged_next is not None and not is_paused else None

    def is_to_come(one: Delivery) -> bool:
        is_tried = one.state is DeliveryState.LOCKED or (cycle is not None and one.cycle_index == cycle.index)
        return is_tried or one.due_at is None or standing.day(one.due_at) >= standing.today

    unpaid = (one for one in standing.deliveries if one.state in (DeliveryState.LOCKED, DeliveryState.UNBILLED))
    return frozenset(one.number for one in unpaid if is_to_come(one))


def _in_short(
    contract: Contract, standing: Standing, portal: PortalPolicies, *, charged_next: ChargeToCome | None
) -> CustomerContract:
    remote = standing.contract
    names = [line.title for line in remote.lines]
    change = under_way(contract)
    return CustomerContract(
        id=contract.pk,
        title=", ".join(names),
        status=remote.status,
        words=_STATUS.get(_shown_status(standing), say("Ask the shop how this subscription stands")),
        goods=[Goods(line.title, line.variant_title or "", line.quantity, line.current_price) for line in remote.lines],
        charge=preview_charge(remote, charged_next, standing.timezone),
        next_delivery=_next_delivery(standing),
        paid_with=said_of_payment(remote.payment_method_words) if remote.payment_method_words else None,
        has_no_payment=remote.payment_method_revoked,
        confirm_at=_confirm_at(remote),
        address=remote.method.address if remote.method else None,
        under_way=change.pk if change else "",
        has_ended=remote.is_ended,
        options=[Option(kind, why_not(kind, standing, portal)) for kind in _offered(standing)],
    )


def _shown_status(standing: Standing) -> str:
    """A failed payment is said though the subscription goes on."""
    return ContractStatus.FAILED if last_payment_failed(standing) else standing.contract.status


def _offered(standing: Standing) -> list[ChangeKind]:
    """What there is to ask for; of pausing and resuming only the one that has an effect."""
    is_paused = standing.contract.status == ContractStatus.PAUSED
    left_out = ChangeKind.PAUSE if is_paused else ChangeKind.RESUME
    return [] if standing.contract.is_ended else [kind for kind in OF_CONTRACT if kind is not left_out]


def _confirm_at(contract: RemoteContract) -> str:
    """Where the customer confirms the newest payment, if the bank asks for that."""
    last = max(contract.attempts, key=lambda one: (one.created_at, one.gid), default=None)
    if last is None or last.state != AttemptState.ACTION_REQUIRED:
        return ""
    return web_address(last.next_action_url or "")


def _next_delivery(standing: Standing) -> date | None:
    """The day of the first delivery that is to come; unpaid ones count while something is charged."""
    paid = {DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER}
    unpaid = {DeliveryState.UNBILLED, DeliveryState.LOCKED} if standing.contract.status == ContractStatus.ACTIVE else ()
    dated = [(one.state, standing.day(one.due_at)) for one in standing.deliveries if one.due_at is not None]
    days = [day for state, day in dated if state in paid or (state in unpaid and day >= standing.today)]
    return min(days, default=None)


def _by_day(views: Sequence[CustomerDelivery]) -> list[CustomerDelivery]:
    return sorted(views, key=lambda view: (view.day is None, view.day or date.min, view.number))
