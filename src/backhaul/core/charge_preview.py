"""The next charge of a subscription as its customer can expect it: when, for how many deliveries, how much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backhaul.core.contracts import RemoteContract
from backhaul.core.money import Money, total
from backhaul.core.next_charge import next_to_bill
from backhaul.core.portal_rules import next_charge_at
from backhaul.core.subscription_calendar import day_of, deliveries_per_cycle


@dataclass(frozen=True)
class NextCharge:
    """The next charge; `amount` None where this cycle has a content of its own.

    It holds the goods of all of its deliveries and the delivery price, without what tax may be put on top.
    `is_at_most`: there are discounts, which Shopify takes off when it charges.
    """

    day: date
    deliveries: int
    amount: Money | None
    is_at_most: bool = False


def preview_charge(contract: RemoteContract, zone: str) -> NextCharge | None:
    """What is charged next, as the contract says it now; None while nothing is.

    Assumed: the price of a prepaid line is that of a unit, and all units of the cycle are charged (nobody has recorded
    it; the schema does not say).
    """
    at = next_charge_at(contract)
    if at is None:
        return None
    cycle = next_to_bill(contract)
    deliveries = deliveries_per_cycle(contract.billing, contract.delivery)
    has_own_content = cycle is not None and cycle.contract_edited
    amount = None if has_own_content else _amount(contract, deliveries)
    return NextCharge(day_of(at, zone), deliveries, amount, is_at_most=bool(contract.discounts))


def _amount(contract: RemoteContract, deliveries: int) -> Money:
    goods = (
        Money(line.current_price.amount * Decimal(line.quantity * deliveries), line.current_price.currency)
        for line in contract.lines
    )
    return (total(goods, contract.currency) + contract.delivery_price).rounded()
