"""What merchants and customers wish changed of a subscription: wishes of random kinds, from what the mirror shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from backhaul.core.deliveries import DeliveryState
from backhaul.core.money import Money
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    Cancel,
    ChangeAddress,
    ChangeDiscount,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)
from backhaul.flows.clock import now
from backhaul.models import Contract, ContractLine, Delivery

TO_COME = (DeliveryState.UNBILLED, DeliveryState.LOCKED, DeliveryState.BILLED_UNSHIPPED, DeliveryState.SKIPPED)


@dataclass(frozen=True)
class Wishing:
    """Somebody with a wish about one contract."""

    contract: Contract
    random: Random
    variants: Sequence[str]

    def line(self) -> ContractLine:
        """One of the contract's lines."""
        return self.random.choice(list(self.contract.lines.all()))

    def delivery(self, *states: DeliveryState) -> Delivery | None:
        """One of the next deliveries in these states."""
        found = list(self.contract.deliveries.filter(state__in=states).order_by("due_at", "number")[:6])
        return self.random.choice(found) if found else None

    def money(self, most: str) -> Money:
        """An amount in the contract's currency."""
        currency = self.contract.currency
        return Money(Decimal(most) * self.random.randint(10, 100) / 100, currency).rounded()


def wish(wishing: Wishing) -> WantedChange:
    """One wish of a random kind."""
    kinds = [kind for weight, kind in _KINDS for _ in range(weight)]
    wanted: WantedChange | None = None
    while wanted is None:
        wanted = wishing.random.choice(kinds)(wishing)
    return wanted


def _address(wishing: Wishing) -> WantedChange:
    street = f"{wishing.random.randint(1, 99)} Market Street"
    given = GivenAddress(last_name="Claes", address1=street, city="Bruges", zip="8000", country_code="BE")
    abroad = GivenAddress(address1=street, city="Berlin", zip="10115", country_code="DE")
    return ChangeAddress(wishing.random.choice([given, given, given, abroad, GivenAddress(phone="+3250123456")]))


def _shipping(wishing: Wishing) -> WantedChange:
    return ChangeShipping(option_code="standard", option_title="Standard", price=wishing.money("9.00"))


def _quantity(wishing: Wishing) -> WantedChange:
    return ChangeQuantity(wishing.line().gid, wishing.random.choice([0, 1, 1, 2, 3, 4]))


def _swap(wishing: Wishing) -> WantedChange:
    price = wishing.random.choice([None, wishing.money("20.00")])
    return SwapVariant(wishing.line().gid, wishing.random.choice(wishing.variants), price)


def _price(wishing: Wishing) -> WantedChange:
    line = wishing.line()
    price = Money(line.current_price * wishing.random.randint(50, 130) / 100, wishing.contract.currency).rounded()
    return ChangePrice(line.gid, price, refund_paid=wishing.random.random() < 0.5)


def _discount(wishing: Wishing) -> WantedChange:
    if wishing.random.random() < 0.5:
        return ChangeDiscount(title="Thank you", percentage=wishing.random.randint(1, 20))
    return ChangeDiscount(title="Sorry", amount=wishing.money("2.00"))


def _date(wishing: Wishing) -> WantedChange | None:
    delivery = wishing.delivery(*TO_COME)
    if delivery is None or delivery.due_at is None:
        return None
    to = max(delivery.due_at, now()) + timedelta(days=wishing.random.randint(-10, 25))
    return MoveDate(delivery.number, to)


def _skip(wishing: Wishing) -> WantedChange | None:
    delivery = wishing.delivery(*TO_COME)
    return SkipDelivery(delivery.number) if delivery else None


def _unskip(wishing: Wishing) -> WantedChange | None:
    delivery = wishing.delivery(DeliveryState.SKIPPED)
    return UnskipDelivery(delivery.number) if delivery else None


def _payment_method(_wishing: Wishing) -> WantedChange:
    return ChangePaymentMethod()


def _note(wishing: Wishing) -> WantedChange:
    note = wishing.random.choice([None, "Call first", "", "Behind the house"])
    return ChangeNote(note, (("gift", wishing.random.choice(["yes", "no", ""])),))


def _pause(wishing: Wishing) -> WantedChange:
    return Pause(wishing.random.choice([None, *PausePolicy]))


def _resume(_wishing: Wishing) -> WantedChange:
    return Resume()


def _cancel(wishing: Wishing) -> WantedChange:
    remaining = wishing.random.choice([None, None, *RemainingPolicy])
    return Cancel(remaining, wishing.random.choice([None, None, *LastOrderPolicy]))


_KINDS: tuple[tuple[int, Callable[[Wishing], WantedChange | None]], ...] = (
    (5, _address),
    (2, _shipping),
    (5, _quantity),
    (3, _swap),
    (3, _price),
    (2, _discount),
    (6, _date),
    (6, _skip),
    (4, _unskip),
    (1, _payment_method),
    (2, _note),
    (4, _pause),
    (6, _resume),
    (1, _cancel),
)
