"""What follows when an order or a subscription is cancelled, or a refund is made, on the other side.

Cancelling an order never cancels its contract, and the other way round (Shopify): whoever runs the shop is always told,
and what is done by itself is what a policy says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backhaul.core.cancel_reasons import REASON_WORDS, CancelReason
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.notices import Option, Recipient
from backhaul.core.subscription_calendar import day_of
from backhaul.core.subscription_policies import (
    ContractPolicy,
    LastOrderPolicy,
    RemainingPolicy,
    SubscriptionPolicies,
)
from backhaul.core.wanted_changes import Actor, Cancel

DECIDE_BEFORE = timedelta(days=1)
"""So long before the next charge or shipment a decision has to be made to have its effect."""

CANCEL_CONTRACT = "cancel_contract"
KEEP_CONTRACT = "keep_contract"
REFUND_REMAINING = "refund_remaining"
SHIP_REMAINING = "ship_remaining"
CANCEL_ORDER = "cancel_order"
SHIP_ORDER = "ship_order"


CHANGES: Mapping[str, Cancel | None] = {
    CANCEL_CONTRACT: Cancel(),
    KEEP_CONTRACT: None,
    REFUND_REMAINING: Cancel(remaining=RemainingPolicy.REFUND_REMAINING),
    SHIP_REMAINING: None,
    CANCEL_ORDER: Cancel(last_order=LastOrderPolicy.CANCEL_ORDER),
    SHIP_ORDER: None,
}
"""The change that each of these decisions asks for; None leaves everything as it is."""


@dataclass(frozen=True)
class ContractFacts:
    """What is known of a contract when something happens to it or its order, at the moment `now`.

    `remaining` paid deliveries are neither shipped nor handed over, the first of them due at `remaining_due_at`.
    `last_order`: the name of its order that is paid and not shipped at all, "" when there is none or it is handed over.
    `unfinished` paid deliveries have neither left nor been given back, wherever they are.
    Of `unknown_orders` it is not known what is left to ship.
    """

    name: str
    status: str
    ownership: Ownership
    is_prepaid: bool
    timezone: str
    now: datetime
    app_title: str = ""
    next_billing_at: datetime | None = None
    remaining: int = 0
    remaining_due_at: datetime | None = None
    last_order: str = ""
    unfinished: int = 0
    unknown_orders: int = 0

    @property
    def is_ended(self) -> bool:
        """Nothing will be charged any more."""
        return self.status in (ContractStatus.CANCELLED, ContractStatus.EXPIRED)


@dataclass(frozen=True)
class Told:
    """One thing to tell one recipient; with `options` it is to be decided, by `decide_by` if that is known.

    What is late already is to be decided at once.
    """

    recipient: Recipient
    kind: str
    words: str
    options: tuple[Option, ...] = ()
    decide_by: datetime | None = None


@dataclass(frozen=True)
class Aftermath:
    """What follows: who is told what, and the change that a policy asks for, if it does."""

    told: tuple[Told, ...]
    change: Cancel | None = None


def after_order_cancelled(
    order: str, contract: ContractFacts, policies: SubscriptionPolicies, *, lost_deliveries: int
) -> Aftermath:
    """An order of a contract was cancelled. `lost_deliveries`: paid ones that Shopify has closed with it."""
    lost = f" {_deliveries(lost_deliveries)} that had been paid for will not be shipped." if lost_deliveries else ""
    if contract.is_ended:
        words = f"Order {order} was cancelled.{lost} Its subscription {contract.name} had ended already."
        return Aftermath((_merchant("order_cancelled", words),))
    still = f"Order {order} was cancelled.{lost} Its subscription {contract.name} is still {contract.status}"
    words = f"{still}{_next_charge(contract)}."
    return _by_policy(policies.order_cancelled, contract, kind="order_cancelled", words=words)


def after_refund(
    order: str, contract: ContractFacts, policies: SubscriptionPolicies, *, amount: str, is_full: bool
) -> Aftermath:
    """A refund was made outside. Below 100 % nothing is ever done by itself."""
    if contract.is_ended:
        words = (
            f"{amount} of order {order} was refunded in Shopify. Its subscription {contract.name} had ended already."
        )
        return Aftermath((_merchant("refunded_elsewhere", words),))
    words = (
        f"{amount} of order {order} was refunded in Shopify{', which is all of it' if is_full else ''}. "
        f"Its subscription {contract.name} is still {contract.status}{_next_charge(contract)}."
    )
    policy = policies.fully_refunded if is_full else ContractPolicy.NOTIFY_ONLY
    return _by_policy(policy, contract, kind="refunded_elsewhere", words=words)


def after_contract_cancelled(
    contract: ContractFacts,
    policies: SubscriptionPolicies,
    *,
    actor: Actor | None,
    chosen: bool = False,
    reason: CancelReason | None = None,
) -> Aftermath:
    """A contract was cancelled, by `actor` through us or (None) by somebody elsewhere. The merchant is always told.

    Through us, what a policy does with paid goods was part of the change. `chosen`: it also said what becomes of them
    whatever the policy, so that nobody is to be asked. `reason`: why, where that was said.
    """
    by = {Actor.CUSTOMER: "by the customer", Actor.MERCHANT: "by a member of staff", Actor.BACKHAUL: "by policy"}
    because = f" ({REASON_WORDS[reason]})" if reason else ""
    words = f"Subscription {contract.name} was cancelled {by[actor] if actor else 'outside of Backhaul'}{because}."
    if contract.unknown_orders:
        words += f" What is left to ship of {_orders(contract.unknown_orders)} is not known: see Shopify."
    receipt = Told(
        Recipient.CUSTOMER, "contract_cancelled", "Your subscription was cancelled; you will not be charged again."
    )
    asks = policies.asks_at_the_end(is_prepaid=contract.is_prepaid) and not chosen
    after = _after_prepaid if contract.is_prepaid else _after_paid_each_time
    aftermath = after(contract, policies, words=words, is_decided=actor is not None and not asks)
    return replace(aftermath, told=(*aftermath.told, receipt))


def asking(policies: SubscriptionPolicies) -> SubscriptionPolicies:
    """The policies as they hold where it is not certain that they were meant for this: a person decides."""
    return replace(policies, prepaid_cancelled=RemainingPolicy.ASK_MERCHANT, last_order=LastOrderPolicy.ASK_MERCHANT)


def to_merchant(told: Sequence[Told]) -> tuple[Told, ...]:
    """What of it is for whoever runs the shop."""
    return tuple(one for one in told if one.recipient is Recipient.MERCHANT)


def why_pointless(options: Collection[str], contract: ContractFacts) -> str:
    """Why nothing is left to decide between these options; "" while there is.

    What is handed over may come back, and a layout that is not understood may be understood later: such deliveries keep
    a decision open.
    """
    if set(options) <= {CANCEL_CONTRACT, KEEP_CONTRACT} and contract.is_ended:
        return "Nothing is left to decide: the subscription has ended."
    if set(options) <= {REFUND_REMAINING, SHIP_REMAINING, CANCEL_ORDER, SHIP_ORDER} and not contract.unfinished:
        return "Nothing is left to decide: what was paid for is shipped, or was given back."
    return ""


def _after_prepaid(
    contract: ContractFacts, policies: SubscriptionPolicies, *, words: str, is_decided: bool
) -> Aftermath:
    kind = "contract_cancelled"
    if not contract.remaining:
        return Aftermath(
            (_merchant(kind, f"{words}{_nothing_left(contract, 'Nothing that was paid for is left to ship.')}"),)
        )
    left = f"{words} {_deliveries(contract.remaining)} that were paid for are left."
    if is_decided:
        return Aftermath((_merchant(kind, left),))
    match policies.prepaid_cancelled:
        case RemainingPolicy.REFUND_REMAINING:
            change = Cancel(remaining=RemainingPolicy.REFUND_REMAINING)
            return Aftermath((_merchant(kind, f"{left} By your policy they are refunded."),), change)
        case RemainingPolicy.SHIP_REMAINING:
            still = f"{left} By your policy they are still shipped.{_overdue(contract)}"
            told = replace(_merchant(kind, still), options=(_refund(),))
            return Aftermath((replace(told, decide_by=_before(contract.remaining_due_at, contract)),))
        case RemainingPolicy.ASK_MERCHANT:
            asked = f"{left} Decide whether they are shipped or refunded; until then they ship.{_overdue(contract)}"
            told = replace(_merchant(kind, asked), options=(_ship(), _refund()))
            return Aftermath((replace(told, decide_by=_before(contract.remaining_due_at, contract)),))


def _after_paid_each_time(
    contract: ContractFacts, policies: SubscriptionPolicies, *, words: str, is_decided: bool
) -> Aftermath:
    kind, order = "contract_cancelled", contract.last_order
    if not order:
        return Aftermath(
            (_merchant(kind, f"{words}{_nothing_left(contract, 'No paid order of it is left to ship.')}"),)
        )
    left = f"{words} Its order {order} is paid and not shipped yet."
    if is_decided:
        return Aftermath((_merchant(kind, left),))
    match policies.last_order:
        case LastOrderPolicy.CANCEL_ORDER:
            change = Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)
            return Aftermath((_merchant(kind, f"{left} By your policy it is cancelled and refunded."),), change)
        case LastOrderPolicy.SHIP_ORDER:
            told = replace(
                _merchant(kind, f"{left} By your policy it is still shipped."), options=(_cancel_order(order),)
            )
            return Aftermath((told,))
        case LastOrderPolicy.ASK_MERCHANT:
            asked = f"{left} Decide whether it is shipped, or cancelled and refunded; until then it ships."
            return Aftermath((replace(_merchant(kind, asked), options=(_ship_order(order), _cancel_order(order))),))


def _by_policy(policy: ContractPolicy, contract: ContractFacts, *, kind: str, words: str) -> Aftermath:
    options = (_cancel_contract(contract), _keep_contract())
    decide_by = _before(contract.next_billing_at, contract)
    match policy:
        case ContractPolicy.CANCEL_CONTRACT:
            return Aftermath((_merchant(kind, f"{words} By your policy it is cancelled, too."),), Cancel())
        case ContractPolicy.NOTIFY_ONLY:
            return Aftermath((replace(_merchant(kind, words), options=options, decide_by=decide_by),))
        case ContractPolicy.ASK:
            asked = f"{words} Decide whether it is cancelled, too; until then it goes on."
            return Aftermath((replace(_merchant(kind, asked), options=options, decide_by=decide_by),))


def _merchant(kind: str, words: str) -> Told:
    return Told(Recipient.MERCHANT, kind, words)


def _next_charge(contract: ContractFacts) -> str:
    if contract.status != ContractStatus.ACTIVE or contract.next_billing_at is None:
        return ""
    return f", with its next charge on {day_of(contract.next_billing_at, contract.timezone)}"


def _nothing_left(contract: ContractFacts, words: str) -> str:
    return "" if contract.unknown_orders else f" {words}"


def _orders(count: int) -> str:
    return "1 order" if count == 1 else f"{count} orders"


def _deliveries(count: int) -> str:
    return "1 delivery" if count == 1 else f"{count} deliveries"


def _before(due: datetime | None, contract: ContractFacts) -> datetime | None:
    return max(due - DECIDE_BEFORE, contract.now) if due else None


def _overdue(contract: ContractFacts) -> str:
    due = contract.remaining_due_at
    if due is None or due > contract.now:
        return ""
    return f" What was due on {day_of(due, contract.timezone)} may leave at any time."


def _cancel_contract(contract: ContractFacts) -> Option:
    if contract.ownership is Ownership.OURS:
        return Option(CANCEL_CONTRACT, "Cancel the subscription", "No further charge is made.")
    app = contract.app_title or "the app that it belongs to"
    return Option(CANCEL_CONTRACT, "Cancel the subscription", f"You are shown what to do in {app}.")


def _keep_contract() -> Option:
    return Option(KEEP_CONTRACT, "Keep the subscription", "It goes on, and is charged as before.")


def _refund() -> Option:
    return Option(REFUND_REMAINING, "Refund what remains", "The deliveries that are left are refunded, not shipped.")


def _ship() -> Option:
    return Option(SHIP_REMAINING, "Ship what remains", "The deliveries that are left are shipped on their dates.")


def _cancel_order(order: str) -> Option:
    return Option(CANCEL_ORDER, f"Cancel order {order}", "The order is cancelled in Shopify and refunded.")


def _ship_order(order: str) -> Option:
    return Option(SHIP_ORDER, f"Ship order {order}", "The order is shipped as any other.")
