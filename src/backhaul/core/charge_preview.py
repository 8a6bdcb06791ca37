"""The next charge of a subscription as its customer can expect it: when, for how many deliveries, how much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backhaul.core.bills import BillState
from backhaul.core.charges_to_come import ChargeToCome
from backhaul.core.contracts import ContractStatus, RemoteContract
from backhaul.core.money import Money, total
from backhaul.core.sentences import Sentence, say
from backhaul.core.subscription_calendar import day_of, deliveries_per_cycle


@dataclass(frozen=True)
class NextCharge:
    """The next charge; `amount` None where this cycle has a content of its own.

    It holds the goods of all of its deliveries and the delivery price, without what tax may be put on top.
    `is_at_most`: there are discounts, which Shopify takes off when it charges. `stands` says how a charge stands that
    has fallen due; `day` is then that of its next try, None where it has none.
    """

    day: date | None
    deliveries: int
    amount: Money | None
    is_at_most: bool = False
    stands: Sentence | None = None


_FAILED = say("The last payment has failed.")
_STANDS = {
    BillState.PENDING: say("The payment is being processed."),
    BillState.CHALLENGED: say("Your bank wants you to confirm the payment."),
    BillState.WAITS_FOR_CARD: say("The last payment has failed. It is charged when you have given another way to pay."),
    BillState.WAITS_FOR_STOCK: say("Not everything is in stock at the moment."),
    BillState.RETRYING: _FAILED,
}
_SEEN_TO = say("The shop sees to this charge.")


def preview_charge(contract: RemoteContract, to_come: ChargeToCome | None, zone: str) -> NextCharge | None:
    """What is charged next, as the contract says it now; None while nothing is.

    Assumed: the price of a prepaid line is that of a unit, and all units of the cycle are charged (nobody has recorded
    it; the schema does not say).
    """
    if to_come is None or contract.status != ContractStatus.ACTIVE:
        return None
    deliveries = deliveries_per_cycle(contract.billing, contract.delivery)
    has_own_content = to_come.cycle is not None and to_come.cycle.contract_edited
    return NextCharge(
        day=day_of(to_come.at, zone) if to_come.at is not None else None,
        deliveries=deliveries,
        amount=None if has_own_content else _amount(contract, deliveries),
        is_at_most=bool(contract.discounts),
        stands=_STANDS.get(to_come.state, _SEEN_TO) if to_come.state is not None else None,
    )


def _amount(contract: RemoteContract, deliveries: int) -> Money:
    goods = (
        Money(line.current_price.amount * Decimal(line.quantity * deliveries), line.current_price.currency)
        for line in contract.lines
    )
    return (total(goods, contract.currency) + contract.delivery_price).rounded()
