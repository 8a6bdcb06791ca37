"""Billing attempts: asked for once by their key, pending for a while, then a paid order, a failure, or a challenge.

The codes are the schema's; assumed are: that a key belongs to one contract; that a cycle which nobody selected may be
billed at any time; that a billed cycle can be billed again under another key, for which the schema names no error; that
an attempt goes on though its contract is paused or ended meanwhile; that the last cycle, billed, ends the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shopify_sandbox.state import (
    billing_cycles,
    billing_errors,
    billing_schedule,
    contract_changes,
    contract_money,
    renewals,
)
from shopify_sandbox.state.billing_plans import Ending, Outcome
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contracts import BillingAttempt, Content, Contract, ContractStatus, PaymentMethod
from shopify_sandbox.state.cycle_errors import ATTEMPT_ERRORS, refusal
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World

EARLIEST = timedelta(hours=24)
"""How long before its date a selected cycle can be billed (schema)."""
REJECTED, CHALLENGED = "OFF_SESSION_REJECTED", "ON_SESSION_CHALLENGED"


@dataclass(frozen=True)
class Wish:
    """How a cycle is to be billed. `path` leads to the fields of the input, for errors."""

    key: str
    selector: Mapping[str, object] | None = None
    origin_time: datetime | None = None
    skips_payment: bool = False
    respects_inventory: bool = True
    actor: str | None = None
    path: tuple[str, ...] = ()


def create(world: World, contract: Contract, wish: Wish) -> BillingAttempt:
    """The attempt made under that key before, else a new one, which is pending. Raises Refused."""
    if not wish.key.strip():
        raise refusal(ATTEMPT_ERRORS, "BLANK", *wish.path, "idempotencyKey")
    known = world.get(BillingAttempt, world.billing.keys.get(wish.key, 0))
    if known is not None:
        if known.contract is not contract:
            raise refusal(ATTEMPT_ERRORS, "INVALID", *wish.path, "idempotencyKey")
        return known
    _check_contract(contract)
    cycle = _cycle(world, contract, wish)
    _check_origin_time(contract, cycle, wish)
    ending = world.billing.ending_for(contract.id)
    if ending.outcome is Outcome.REFUSED:
        raise refusal(ATTEMPT_ERRORS, ending.error_code or "PROCESSING_FAILED")
    return _made(world, cycle, wish, ending)


def charge(world: World, contract: Contract, wish: Wish) -> BillingAttempt:
    """subscriptionBillingCycleCharge: bill a selected cycle, which no key protects from being billed twice.

    So that a cycle that is billed, or about to be, is refused (assumed). Raises Refused.
    """
    _check_contract(contract)
    cycle = _cycle(world, contract, wish)
    if cycle.state.billed or any(each.completed_at is None for each in billing_cycles.attempts(world, cycle)):
        raise refusal(ATTEMPT_ERRORS, "ALREADY_BILLED", "billingCycleSelector")
    origin = min(cycle.expected_at, world.now())
    ending = world.billing.ending_for(contract.id)
    if ending.outcome is Outcome.REFUSED:
        raise refusal(ATTEMPT_ERRORS, ending.error_code or "PROCESSING_FAILED")
    return _made(world, cycle, replace(wish, origin_time=origin), ending)


def meet_challenge(world: World, attempt: BillingAttempt, ending: Ending) -> None:
    """The customer has answered a challenge, or was brought to it and has not answered yet."""
    if attempt.completed_at is not None or attempt.next_action_url is None:
        return
    if ending.outcome is Outcome.CHALLENGED:
        attempt.challenge = CHALLENGED
        return
    attempt.next_action_url = attempt.challenge = None
    _end(world, attempt, ending)


def _check_contract(contract: Contract) -> None:
    if contract.status.is_over:
        raise refusal(ATTEMPT_ERRORS, "CONTRACT_TERMINATED", "subscriptionContractId")
    if contract.status is ContractStatus.PAUSED:
        raise refusal(ATTEMPT_ERRORS, "CONTRACT_PAUSED", "subscriptionContractId")


def _cycle(world: World, contract: Contract, wish: Wish) -> Cycle:
    """The selected cycle when it may be billed now, without a selector the current one."""
    field = (*wish.path, "billingCycleSelector")
    if wish.selector is None:
        cycle = billing_schedule.at(world, contract, world.now())
        if cycle is None:
            raise refusal(ATTEMPT_ERRORS, "CYCLE_INDEX_OUT_OF_RANGE", *field)
    else:
        cycle = billing_cycles.selected(world, contract, wish.selector, *field, kind=ATTEMPT_ERRORS)
    if cycle.state.skipped:
        raise refusal(ATTEMPT_ERRORS, "BILLING_CYCLE_SKIPPED", *field)
    if wish.selector is not None and world.now() < cycle.expected_at - EARLIEST:
        raise refusal(ATTEMPT_ERRORS, "BILLING_CYCLE_CHARGE_BEFORE_EXPECTED_DATE", *field)
    return cycle


def _check_origin_time(contract: Contract, cycle: Cycle, wish: Wish) -> None:
    if wish.origin_time is None:
        return
    field = (*wish.path, "originTime")
    if wish.origin_time < contract.created_at:
        raise refusal(ATTEMPT_ERRORS, "ORIGIN_TIME_BEFORE_CONTRACT_CREATION", *field)
    if not cycle.starts_at <= wish.origin_time <= cycle.ends_at:
        raise refusal(ATTEMPT_ERRORS, "ORIGIN_TIME_OUT_OF_RANGE", *field)


def _made(world: World, cycle: Cycle, wish: Wish, ending: Ending) -> BillingAttempt:
    attempt = BillingAttempt(
        id=world.new_id(BillingAttempt),
        contract=cycle.contract,
        idempotency_key=wish.key,
        cycle_index=cycle.index,
        created_at=world.now(),
        origin_time=wish.origin_time,
        respect_inventory_policy=wish.respects_inventory,
        skips_payment=wish.skips_payment,
        actor=wish.actor,
    )
    cycle.contract.attempts.append(world.add(attempt))
    world.billing.keys[wish.key] = attempt.id
    world.later(world.billing.delay, lambda: _end(world, attempt, ending))
    return attempt


def _end(world: World, attempt: BillingAttempt, ending: Ending) -> None:
    cycle = billing_schedule.numbered(world, attempt.contract, attempt.cycle_index)
    if cycle is None:
        _fail(world, attempt, Ending(Outcome.FAILURE, "UNEXPECTED_ERROR"))
    elif ending.outcome is Outcome.CHALLENGED:
        _challenge(world, attempt, ending)
    elif ending.outcome is Outcome.FAILURE:
        _fail(world, attempt, ending)
    elif obstacle := _obstacle(world, attempt, cycle):
        _fail(world, attempt, Ending(Outcome.FAILURE, obstacle))
    else:
        _succeed(world, attempt, cycle)


def _obstacle(world: World, attempt: BillingAttempt, cycle: Cycle) -> str | None:
    """Why the content can't be charged and sent, as SubscriptionBillingAttemptErrorCode."""
    content = cycle.content
    if content.requires_shipping and content.method is None:
        return "INVALID_SHIPPING_ADDRESS"
    return None if attempt.skips_payment else _payment_obstacle(world, content.payment_method)


def _payment_obstacle(world: World, method: PaymentMethod | None) -> str | None:
    if method is None:
        return "PAYMENT_METHOD_NOT_SPECIFIED"
    if method.revoked_at is not None:
        return "PAYMENT_METHOD_NOT_FOUND"
    now, card = world.now(), method.instrument
    return "EXPIRED_PAYMENT_METHOD" if (card.expiry_year, card.expiry_month) < (now.year, now.month) else None


def _challenge(world: World, attempt: BillingAttempt, ending: Ending) -> None:
    attempt.next_action_url = f"https://{world.profile.shop_domain}/subscriptions/payment_challenge/{attempt.id}"
    attempt.challenge = REJECTED
    world.emit("subscription_billing_attempts/challenged", attempt)
    if ending.met_after is not None:
        outcome = Ending(ending.ends_as, ending.error_code, ending.error_message)
        world.later(ending.met_after, lambda: meet_challenge(world, attempt, outcome))


def _fail(world: World, attempt: BillingAttempt, ending: Ending) -> None:
    code = ending.error_code or "CARD_DECLINED"
    attempt.completed_at = world.now()
    attempt.error_code = code
    attempt.error_message = ending.error_message or billing_errors.SENTENCES[code]
    attempt.contract.last_payment_status = "FAILED"
    attempt.contract.last_billing_error = billing_errors.type_for_contract(code)
    attempt.contract.updated_at = world.now()
    world.emit("subscription_billing_attempts/failure", attempt)


def _succeed(world: World, attempt: BillingAttempt, cycle: Cycle) -> None:
    now, contract, content = world.now(), attempt.contract, cycle.content
    combined = billing_cycles.together(world, cycle)
    order = renewals.order_for(
        world, contract, content, charged_at=now, origin_time=attempt.origin_time, paid=not attempt.skips_payment
    )
    attempt.order, attempt.completed_at = order, now
    for each in combined:
        _billed(world, each, order, charged=content)
    world.emit("subscription_billing_attempts/success", attempt)
    for each in combined:
        _go_on(world, each, keeps_date=attempt.keeps_date)


def _billed(world: World, cycle: Cycle, order: Order, *, charged: Content) -> None:
    contract = cycle.contract
    billing_cycles.kept_state(cycle).billed = True
    contract.orders.append(order)
    contract.last_payment_status, contract.last_billing_error = "SUCCEEDED", None
    before = contract.content
    contract.content = contract_money.after_billing(before, charged, billings=len(contract.orders))
    contract.updated_at = world.now()
    if contract.content != before:
        contract_changes.revise(world, contract)


def _go_on(world: World, cycle: Cycle, *, keeps_date: bool) -> None:
    """Behind the last cycle the contract expires; else its app moves the next billing date on, or the shop does."""
    contract = cycle.contract
    following = billing_schedule.next_to_bill(world, contract, after=cycle.index)
    if following is None:
        if not contract.status.is_over:
            contract_changes.set_status(world, contract, ContractStatus.EXPIRED)
    elif keeps_date or world.billing.next_billing_date_leads:
        contract_changes.set_next_billing_date(world, contract, following.expected_at)
