"""Sees to what follows when a subscription's order is cancelled or refunded elsewhere, or the subscription itself ends.

It looks at what the mirror shows, not at webhooks: whichever of order and contract is read last, what follows is the
same, and each event is told once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from backhaul.core.cancel_reasons import CancelReason
from backhaul.core.cancellation import (
    Aftermath,
    ContractFacts,
    after_contract_cancelled,
    after_order_cancelled,
    after_refund,
    asking,
    to_merchant,
    why_pointless,
)
from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contract_facts import STATUS
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.deliveries import DeliveryState
from backhaul.core.money import Money, total
from backhaul.core.tasks import ENDED
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.flows.clock import now
from backhaul.flows.next_charge import next_charge_of
from backhaul.flows.notices import Telling, close_notice, tell, to_decide
from backhaul.flows.subscription_policies import policies_of
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.models import (
    Change,
    ChangeStep,
    Contract,
    ContractDifference,
    ContractOrder,
    Delivery,
    Intent,
    Notice,
    OrderRefund,
    SalesOrder,
    Store,
)

BY_POLICY = "policy"
TELL_OF_END = "tell_of_end"
REFUND_CREATE = "refundCreate"
HAD_EFFECT = (Intent.State.DONE, *Intent.UNSETTLED)
"""A call of ours in one of these states has changed Shopify, or may have."""
UNFINISHED = (DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER, DeliveryState.UNKNOWN)


def see_to_aftermath(contract: Contract) -> None:
    """Tell of what happened to the contract and its orders and was not told yet; write the changes policies ask for;
    close notices that ask for what has no effect any more.

    In the caller's transaction, under the contract's row lock, after its deliveries were brought up to date. What was
    there before the store was connected is history: nobody is told.
    """
    for order in _orders(contract):
        if order.cancelled_at is None:
            _see_to_refunds(contract, order)
        elif order.cancelled_at >= _connected_at(contract.store) and not _is_ours(contract, order):
            lost = _lost_deliveries(contract, order)
            facts = facts_of(contract)
            aftermath = after_order_cancelled(
                order.name, facts, policies_of(contract), lost_deliveries=lost if facts.is_prepaid else 0
            )
            _follow(contract, order, aftermath, key=f"order_cancelled:{order.pk}:{contract.pk}")
    see_to_end(contract)
    close_pointless(contract)


def see_to_end(contract: Contract, *, at_last: bool = False) -> None:
    """Tell of a cancelled contract, once its orders are known, or `at_last`; under its row lock.

    Unless the mirror has seen it happen, policies do nothing: it may be long ago.
    """
    key = f"contract_cancelled:{contract.pk}"
    is_witnessed = _has_seen_the_end(contract)
    maybe_history = contract.shopify_updated_at >= _connected_at(contract.store)
    if contract.status != ContractStatus.CANCELLED or not (is_witnessed or maybe_history):
        return
    if not at_last and not _is_told(key) and awaits_orders(contract) and _still_waits(contract):
        return
    change = _cancelled_by(contract)
    policies = policies_of(contract)
    aftermath = after_contract_cancelled(
        facts_of(contract),
        policies if is_witnessed else asking(policies),
        actor=Actor(change.actor) if change else None,
        chosen=change is not None and bool(change.wanted.keys() & {"remaining", "last_order"}),
        reason=_reason(change),
    )
    if not is_witnessed:
        aftermath = replace(aftermath, told=to_merchant(aftermath.told))
    _follow(contract, None, aftermath, key=key)


def awaits_orders(contract: Contract) -> bool:
    """Whether an order of the contract is not read yet, or its deliveries are not understood."""
    return _unknown_orders(contract).exists()


def close_pointless(contract: Contract) -> None:
    """Close the contract's notices whose decision has no effect any more, with the reason; under the same lock."""
    for notice in to_decide(Notice.objects.filter(contract=contract)).select_for_update(no_key=True).order_by("pk"):
        because = why_pointless([str(option["name"]) for option in notice.options], facts_of(contract))
        if because:
            close_notice(notice, because)


def facts_of(contract: Contract) -> ContractFacts:
    """What the rule has to know of the contract, from the mirror."""
    remaining = _deliveries(contract).filter(state=DeliveryState.BILLED_UNSHIPPED)
    due: Iterable[datetime] = [one.due_at for one in remaining if one.due_at is not None]
    return ContractFacts(
        name=str(contract),
        status=contract.status,
        ownership=Ownership(contract.ownership),
        is_prepaid=contract.is_prepaid,
        timezone=contract.store.timezone,
        now=now(),
        app_title=contract.app_title,
        next_billing_at=next_charge_of(contract).at,
        remaining=len(remaining),
        remaining_due_at=min(due, default=None),
        last_order=_last_order(contract),
        unknown_orders=_unknown_orders(contract).count(),
        unfinished=_deliveries(contract).filter(state__in=UNFINISHED).exclude(order=None).count(),
    )


def _orders(contract: Contract) -> list[SalesOrder]:
    return list(SalesOrder.objects.filter(contracts__contract=contract).order_by("shopify_created_at"))


def _unknown_orders(contract: Contract) -> "QuerySet[ContractOrder]":
    return ContractOrder.objects.filter(Q(order=None) | ~Q(layout_unknown=""), contract=contract)


def _deliveries(contract: Contract) -> "QuerySet[Delivery]":
    return Delivery.objects.filter(contract=contract)


def _lost_deliveries(contract: Contract, order: SalesOrder) -> int:
    """Paid deliveries that went with the order; what was refunded before it was cancelled is not among them."""
    with_order = _deliveries(contract).filter(order=order).exclude(state=DeliveryState.SHIPPED)
    return with_order.exclude(state=DeliveryState.REMOVED, ended_at__lt=order.cancelled_at).count()


def _last_order(contract: Contract) -> str:
    """The newest order of which nothing is shipped or handed over yet."""
    untouched = SalesOrder.objects.filter(contracts__contract=contract, cancelled_at=None)
    untouched = untouched.filter(deliveries__state=DeliveryState.BILLED_UNSHIPPED)
    begun = (DeliveryState.SHIPPED, DeliveryState.BILLED_HANDED_OVER, DeliveryState.UNKNOWN)
    last = untouched.exclude(deliveries__state__in=begun).order_by("-shopify_created_at").first()
    return last.name if last else ""


def _is_ours(contract: Contract, order: SalesOrder) -> bool:
    """Whether a change of this very subscription had the order cancelled: then it was told with the change."""
    steps = ChangeStep.objects.filter(change__contract=contract, kind=StepKind.CANCEL_ORDER, order=order)
    return steps.filter(task__intents__operation="orderCancel", task__intents__state__in=HAD_EFFECT).exists()


def _see_to_refunds(contract: Contract, order: SalesOrder) -> None:
    refunds = order.refunds.filter(shopify_created_at__gte=_connected_at(contract.store))
    elsewhere = [refund for refund in refunds if not _made_by_us(order, refund)]
    if not elsewhere or _is_refund_under_way(order):
        return
    given = total((_amount(refund, order) for refund in order.refunds.all()), order.presentment_currency)
    received = Money(order.total_presentment or Decimal(0), order.presentment_currency)
    for refund in elsewhere:
        aftermath = after_refund(
            order.name,
            facts_of(contract),
            policies_of(contract),
            amount=str(_amount(refund, order)),
            is_full=received.amount > 0 and given >= received,
        )
        _follow(contract, order, aftermath, key=f"refunded_elsewhere:{refund.gid}:{contract.pk}")


def _amount(refund: OrderRefund, order: SalesOrder) -> Money:
    return Money(refund.total_presentment or Decimal(0), order.presentment_currency)


def _made_by_us(order: SalesOrder, refund: OrderRefund) -> bool:
    about = Q(effect_gids__contains=[refund.gid]) | Q(evidence__effect__refund=refund.gid)
    about |= Q(effect_gids__overlap=refund.transaction_gids)
    return Intent.objects.filter(about, store=order.store_id, subject_gid=order.gid).exists()


def _is_refund_under_way(order: SalesOrder) -> bool:
    """While the reply to a refund of ours is awaited, a new refund may be that one; the next reading knows."""
    unsettled = Intent.objects.filter(store=order.store_id, subject_gid=order.gid, state__in=Intent.UNSETTLED)
    return unsettled.filter(operation=REFUND_CREATE).exists()


def _still_waits(contract: Contract) -> bool:
    """Whether the task that tells of the end at the latest is still to do so; it is written where there is none."""
    wanted = TaskOrder(TELL_OF_END, f"{TELL_OF_END}:{contract.pk}", contract.store, contract_gid=contract.gid)
    return write_task(wanted).state not in ENDED


def _has_seen_the_end(contract: Contract) -> bool:
    """Whether the contract was cancelled after the store was connected.

    Shopify does not say when that was (schema): the mirror has held it in another status, or it is younger.
    """
    changed = ContractDifference.objects.filter(contract=contract, path=STATUS, after=ContractStatus.CANCELLED)
    return contract.shopify_created_at >= _connected_at(contract.store) or changed.exclude(before=None).exists()


def _cancelled_by(contract: Contract) -> Change | None:
    """The change of ours that has cancelled the contract, if it was one of ours.

    In another app's contract it is the app that carries out what the change has chosen.
    """
    steps = ChangeStep.objects.filter(
        change__contract=contract, kind=StepKind.SET_STATUS, params__status=ContractStatus.CANCELLED.value
    )
    by_us = Q(task__intents__operation="subscriptionContractCancel", task__intents__state__in=HAD_EFFECT)
    by_app = Q(side=Side.APP, change__kind=ChangeKind.CANCEL)
    return Change.objects.filter(steps__in=steps.filter(by_us | by_app)).distinct().first()


def _reason(change: Change | None) -> CancelReason | None:
    """Why it was cancelled, as chosen from the list."""
    named = change.wanted.get("reason") if change else None
    return CancelReason(named) if named in set(CancelReason) else None


def _follow(contract: Contract, order: SalesOrder | None, aftermath: Aftermath, *, key: str) -> None:
    """Tell each recipient once; a change that a policy asks for is written with the first telling."""
    if _is_told(key):
        return
    about = order.gid if order else contract.gid
    for told in aftermath.told:
        words = Telling(
            told.kind, about, f"{key}:{told.recipient}", told.words, told.recipient, told.options, told.decide_by
        )
        tell(contract.store, order, words, contract=contract)
    if aftermath.change is not None:
        want_change(contract, ChangeWish(aftermath.change, Actor.BACKHAUL, BY_POLICY), key=key)


def _is_told(key: str) -> bool:
    return Notice.objects.filter(unique_key=f"{key}:merchant").exists()


def _connected_at(store: Store) -> datetime:
    """When the store was connected, in whole seconds as Shopify's moments are."""
    return store.created_at.replace(microsecond=0)
