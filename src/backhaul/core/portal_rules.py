"""What a customer may do about a subscription and each of its deliveries, and the sentence where it is not possible.

Shown on the pages from what the mirror knows, and asked again with what Shopify has just shown before anything begins.

The notice counts days of the store's calendar: with one of 2 days, what is charged on the 15th is changed on the 13th
at the latest. Cancelling needs no notice, since nothing is charged after it; neither do an address and a way of paying.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backhaul.core.contracts import LOCKING, ContractStatus, Ownership, RemoteContract
from backhaul.core.deliveries import Delivery
from backhaul.core.minimum_term import first_day_to_cancel, missing_billings
from backhaul.core.next_charge import CHARGED_WITHIN, next_charge, open_cycles, payment_failed
from backhaul.core.portal_policy import CustomerChange, PortalPolicies
from backhaul.core.sentences import Sentence, say
from backhaul.core.subscription_calendar import day_of
from backhaul.core.wanted_changes import (
    ChangeKind,
)

OF_CONTRACT = (
    ChangeKind.ADDRESS,
    ChangeKind.PAYMENT_METHOD,
    ChangeKind.PAUSE,
    ChangeKind.RESUME,
    ChangeKind.CANCEL,
)
OF_DELIVERY = (ChangeKind.DATE, ChangeKind.SKIP, ChangeKind.UNSKIP)
_ASKED_OF_POLICY: Mapping[ChangeKind, CustomerChange] = {
    ChangeKind.ADDRESS: CustomerChange.ADDRESS,
    ChangeKind.DATE: CustomerChange.DATE,
    ChangeKind.SKIP: CustomerChange.SKIP,
    ChangeKind.UNSKIP: CustomerChange.SKIP,
    ChangeKind.PAUSE: CustomerChange.PAUSE,
    ChangeKind.RESUME: CustomerChange.PAUSE,
    ChangeKind.CANCEL: CustomerChange.CANCEL,
}
_ALWAYS = frozenset({ChangeKind.PAYMENT_METHOD})
"""No policy keeps a customer from paying in another way. What is in neither is the shop's to do."""

_USABLE = frozenset({ContractStatus.ACTIVE, ContractStatus.PAUSED, ContractStatus.FAILED})


@dataclass(frozen=True)
class Standing:
    """A subscription as a customer sees it: its contract, and all of its deliveries that are known.

    `is_changing`: another change of it is under way.
    """

    contract: RemoteContract
    ownership: Ownership
    deliveries: tuple[Delivery, ...]
    billed_cycles: int
    timezone: str
    now: datetime
    is_changing: bool = False

    @property
    def today(self) -> date:
        """The day in the store's zone."""
        return day_of(self.now, self.timezone)

    def day(self, moment: datetime) -> date:
        """The day on which the store lives through the moment."""
        return day_of(moment, self.timezone)


def why_not(kind: ChangeKind, standing: Standing, portal: PortalPolicies) -> Sentence | None:
    """Why the customer cannot ask for this kind of change of the subscription now; None if they can."""
    return (
        _not_permitted(kind, portal)
        or _not_now(standing)
        or (not_ours(standing) if kind in OF_CONTRACT else None)
        or _OWN.get(kind, _nothing_else)(standing, portal)
    )


def next_charge_at(contract: RemoteContract) -> datetime | None:
    """When it is charged next; None while it is not ACTIVE."""
    return next_charge(contract) if contract.status == ContractStatus.ACTIVE else None


def last_payment_failed(standing: Standing) -> bool:
    """Whether what is charged next is overdue because its last try has failed."""
    at = next_charge_at(standing.contract)
    return at is not None and at <= standing.now and payment_failed(standing.contract, since=at)


def _not_permitted(kind: ChangeKind, portal: PortalPolicies) -> Sentence | None:
    if portal.is_open and (kind in _ALWAYS or (kind in _ASKED_OF_POLICY and portal.allows(_ASKED_OF_POLICY[kind]))):
        return None
    return say("The shop does this for you: please write to it.")


def _not_now(standing: Standing) -> Sentence | None:
    contract = standing.contract
    if contract.is_ended:
        return say("This subscription has ended.")
    if contract.status not in _USABLE:
        return say("This subscription cannot be changed here at the moment: please write to the shop.")
    if standing.is_changing:
        return say("Another change of this subscription is being carried out. Try again when it is done.")
    return None


def not_ours(standing: Standing) -> Sentence | None:
    if standing.ownership is Ownership.OURS:
        return None
    app = standing.contract.app_title
    if standing.ownership is Ownership.ANOTHER_APP and app:
        return say("This subscription is managed in “{app}”: change it there, or write to the shop.", app=app)
    return say("This subscription is managed elsewhere: please write to the shop.")


def _nothing_else(_: Standing, __: PortalPolicies) -> Sentence | None:
    return None


def _address(standing: Standing, _: PortalPolicies) -> Sentence | None:
    method = standing.contract.method
    if method is not None and method.kind == "Pickup":
        return say("You pick this subscription up: it has no delivery address.")
    if method is not None and method.kind != "Shipping":
        return say("The shop changes the address of this kind of delivery: please write to it.")
    return being_charged(standing)


def _pause(standing: Standing, portal: PortalPolicies) -> Sentence | None:
    if standing.contract.status == ContractStatus.PAUSED:
        return say("This subscription is paused already.")
    at = next_charge_at(standing.contract)
    if at is None:
        return None
    if at > standing.now or (because := _about_to_be_charged(at, standing)) is None:
        coming = [one.expected_at for one in open_cycles(standing.contract.cycles) if one.expected_at > standing.now]
        return charged_too_soon(min(coming, default=at), standing, portal)
    return because


def _resume(standing: Standing, _: PortalPolicies) -> Sentence | None:
    if standing.contract.status != ContractStatus.PAUSED:
        return say("This subscription is not paused.")
    return None


def _cancel(standing: Standing, _: PortalPolicies) -> Sentence | None:
    missing = missing_billings(standing.contract, billed=standing.billed_cycles)
    if not missing:
        return None
    least = standing.contract.billing.min_cycles or 0
    day = first_day_to_cancel(missing, standing.contract, standing.timezone)
    if day is None:
        return say("This subscription is charged at least {least} times before it can be cancelled.", least=least)
    return say(
        "This subscription is charged at least {least} times: it can be cancelled from {day} on.", least=least, day=day
    )


def _payment_method(standing: Standing, _: PortalPolicies) -> Sentence | None:
    if standing.contract.payment_method_gid is None:
        return say("The shop changes how you pay for this subscription: please write to it.")
    return None


_OWN: Mapping[ChangeKind, Callable[[Standing, PortalPolicies], Sentence | None]] = {
    ChangeKind.ADDRESS: _address,
    ChangeKind.PAUSE: _pause,
    ChangeKind.RESUME: _resume,
    ChangeKind.CANCEL: _cancel,
    ChangeKind.PAYMENT_METHOD: _payment_method,
}


def being_charged(standing: Standing) -> Sentence | None:
    if any(attempt.state in LOCKING for attempt in standing.contract.attempts):
        return say("A payment is being taken at this moment. Try again when it is done.")
    return None


def _about_to_be_charged(at: datetime, standing: Standing) -> Sentence | None:
    """That a charge whose date has come is still made: not once it has failed, nor when nobody makes it for a day."""
    if because := being_charged(standing):
        return because
    if payment_failed(standing.contract, since=at) or standing.now - at > CHARGED_WITHIN:
        return None
    return say("The charge of {day} is about to be made. Try again when it is done.", day=standing.day(at))


def charged_too_soon(at: datetime, standing: Standing, portal: PortalPolicies) -> Sentence | None:
    """Why a charge is too near to be changed; one that has failed or was not made waits for nobody's notice."""
    if at <= standing.now:
        return _about_to_be_charged(at, standing)
    last = standing.day(at) - timedelta(days=portal.notice_days)
    if standing.today > last:
        return say("The charge of {day} is near: this was possible until {last}.", day=standing.day(at), last=last)
    return None
