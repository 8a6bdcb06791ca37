"""What a customer may do about one delivery of a subscription, and whether exactly what is asked for may be."""

from datetime import timedelta

from backhaul.core.contracts import ContractStatus
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.next_charge import last_billed
from backhaul.core.portal_policy import CustomerChange, PortalPolicies
from backhaul.core.portal_rules import Standing, being_charged, charged_too_soon, not_ours, why_not
from backhaul.core.sentences import Sentence, say
from backhaul.core.subscription_policies import LastOrderPolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    KINDS,
    Cancel,
    ChangeKind,
    ChangePaymentMethod,
    MoveDate,
    Pause,
    SkipDelivery,
    UnskipDelivery,
    WantedChange,
)

NO_SUCH_DELIVERY = say("There is no such delivery any more.")


def why_not_delivery(
    kind: ChangeKind, delivery: Delivery, standing: Standing, portal: PortalPolicies
) -> Sentence | None:
    """Why the customer cannot ask for this kind of change of one delivery now; None if they can."""
    because = why_not(kind, standing, portal) or _out_of_hand(delivery, standing)
    if because is not None:
        return because
    if (delivery.state is DeliveryState.SKIPPED) is not (kind is ChangeKind.UNSKIP):
        return _wrong_way(delivery)
    if delivery.order_gid is not None:
        return _paid_too_late(delivery, standing, portal)
    return (
        not_ours(standing)
        or _unpaid_too_late(kind, delivery, standing, portal)
        or _charged_with_another(kind, delivery, standing)
    )


def why_not_wanted(wanted: WantedChange, standing: Standing, portal: PortalPolicies) -> Sentence | None:
    """Why the customer cannot ask for exactly this; None if they can. What only a shop decides is refused, too."""
    kind = KINDS[type(wanted)]
    if isinstance(wanted, MoveDate | SkipDelivery | UnskipDelivery):
        found = (one for one in standing.deliveries if one.number == wanted.delivery_number)
        delivery = next(found, None)
        if delivery is None:
            return NO_SUCH_DELIVERY
        return why_not_delivery(kind, delivery, standing, portal)
    return why_not(kind, standing, portal) or _not_theirs_to_decide(wanted, portal)


def _not_theirs_to_decide(wanted: WantedChange, portal: PortalPolicies) -> Sentence | None:
    match wanted:
        case Cancel(remaining=RemainingPolicy.ASK_MERCHANT) | Cancel(last_order=LastOrderPolicy.ASK_MERCHANT):
            is_theirs = False
        case Cancel(remaining=remaining, last_order=last_order):
            chosen = (remaining, last_order) != (None, None)
            is_theirs = not chosen or portal.allows(CustomerChange.CHOOSE_REMAINING)
        case Pause(policy=policy):
            is_theirs = policy is None
        case ChangePaymentMethod(payment_method_gid=gid):
            is_theirs = gid is None
        case _:
            is_theirs = True
    return None if is_theirs else say("The shop decides about this: please write to it.")


def _out_of_hand(delivery: Delivery, standing: Standing) -> Sentence | None:
    match delivery.state:
        case DeliveryState.SHIPPED:
            return say("This delivery has left already.")
        case DeliveryState.BILLED_HANDED_OVER:
            return say("This delivery is being prepared already: only the shop may still stop it.")
        case DeliveryState.REMOVED:
            return say("This delivery was refunded or cancelled.")
        case DeliveryState.LOCKED:
            return being_charged(standing) or say("This delivery is being charged at this moment.")
        case DeliveryState.UNKNOWN:
            return say("Please write to the shop about this delivery.")
        case _:
            return None


def _wrong_way(delivery: Delivery) -> Sentence:
    if delivery.state is DeliveryState.SKIPPED:
        return say("This delivery is skipped.")
    return say("This delivery is not skipped.")


def _paid_too_late(delivery: Delivery, standing: Standing, portal: PortalPolicies) -> Sentence | None:
    if delivery.due_at is None or delivery.due_at <= standing.now:
        return say("This delivery is paid for and due: only the shop may still hold it back.")
    leaves = standing.day(delivery.due_at)
    last = leaves - timedelta(days=portal.notice_days)
    if standing.today > last:
        return say("This delivery leaves on {day}: it could be changed until {last}.", day=leaves, last=last)
    return None


def _unpaid_too_late(
    kind: ChangeKind, delivery: Delivery, standing: Standing, portal: PortalPolicies
) -> Sentence | None:
    if standing.contract.status == ContractStatus.PAUSED:
        return say("The subscription is paused: nothing is charged or sent until you resume it.")
    if kind is ChangeKind.UNSKIP and delivery.due_at is not None and delivery.due_at <= standing.now:
        return say("The day of this delivery is past.")
    cycle = standing.contract.cycle(delivery.cycle_index or 0)
    if cycle is not None and cycle.index < last_billed(standing.contract.cycles):
        return say("The day of this delivery is past.")
    at = cycle.expected_at if cycle is not None else delivery.due_at
    return charged_too_soon(at, standing, portal) if at is not None else None


def _charged_with_another(kind: ChangeKind, delivery: Delivery, standing: Standing) -> Sentence | None:
    """Deliveries of one charge have one date until they are paid for, and are skipped by the first of them."""
    own = (one for one in standing.deliveries if one.order_gid is None and one.cycle_index == delivery.cycle_index)
    first = min(own, key=lambda one: (str(one.due_at or ""), one.number), default=delivery)
    if first.number == delivery.number or kind is ChangeKind.UNSKIP or first.due_at is None:
        return None
    return say("This delivery is charged together with that of {day}: change that one.", day=standing.day(first.due_at))
