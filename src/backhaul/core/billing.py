"""Decides about the charge of one billing cycle: whether, when, and what follows from the tries so far.

A try is made only when every earlier one of ours is seen to have failed, and each has a key that follows from its
number: whoever works it out, and however often it is sent, Shopify takes it for one charge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from backhaul.core.billing_dates import charge_at, origin_time
from backhaul.core.billing_policy import BillingPolicy, LackingStock
from backhaul.core.bills import BillState, BillWish
from backhaul.core.contracts import (
    ENDED_CONTRACT,
    LOCKING,
    AttemptState,
    ContractStatus,
    CycleStatus,
    Ownership,
    RemoteAttempt,
    RemoteCycle,
)
from backhaul.core.money import Money
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tasks import WaitReason
from backhaul.core.wanted_changes import ChangeKind

BY_SOMEBODY_ELSE = "Somebody else has charged it."
LONGEST_PENDING = timedelta(days=14)
"""After that a person is asked to look; what is under way goes on."""
LONGEST_CHANGE = timedelta(days=3)
"""So long a change of the subscription keeps its charges back before a person is asked to see to it."""
LOOK_AGAIN = timedelta(hours=1)
FIRST_LOOK = timedelta(minutes=1)
ASK_AGAIN = timedelta(days=1)
COME_BACK, LONGEST_BACK = timedelta(minutes=10), timedelta(hours=6)
MOST_REFUSALS = 8
"""So often, in about a day, Shopify may put a charge off before a person is asked."""


@dataclass(frozen=True)
class Try:
    """One of our tries as Shopify shows it. `method`: what it was to be paid with, "" where that is not known."""

    number: int
    attempt: RemoteAttempt
    method: str = ""
    oversold: bool = False

    @property
    def failed_at(self) -> datetime:
        """When it had failed."""
        return self.attempt.completed_at or self.attempt.created_at


@dataclass(frozen=True)
class Circumstances:
    """What is true of the store and the contract at this moment.

    `change` names a change that is under way and keeps charges back (see `holds_charges`), since `change_since`.
    `method` is a fingerprint of what the contract is paid with. `later_billed`: a later cycle is billed already.
    `other_pending`: a payment for another cycle of the contract is under way.
    """

    now: datetime
    timezone: str
    policy: BillingPolicy
    status: str
    ownership: Ownership
    method: str = ""
    method_revoked: bool = False
    later_billed: bool = False
    other_pending: bool = False
    change: str = ""
    change_since: datetime | None = None
    wish: BillWish | None = None


@dataclass(frozen=True)
class ChargeCase:
    """A cycle with all attempts at it, our own by their number, and what else is true now."""

    cycle: RemoteCycle
    tries: tuple[Try, ...]
    others: tuple[RemoteAttempt, ...]
    now_true: Circumstances

    @property
    def charge_at(self) -> datetime:
        """When the first try is due."""
        return charge_at(self.cycle.expected_at, timezone=self.now_true.timezone, hour=self.now_true.policy.hour)

    @property
    def wants_charge(self) -> bool:
        """A person wants it charged now."""
        return self.now_true.wish is BillWish.CHARGE


@dataclass(frozen=True)
class Send:
    """Charge the cycle: try `number`."""

    number: int
    origin_time: datetime
    oversells: bool = False


@dataclass(frozen=True)
class Hold:
    """Nothing can be done before `until`, or before what is waited for happens. `next_try_at`: when it is charged."""

    state: BillState
    reason: WaitReason
    until: datetime
    words: str
    next_try_at: datetime | None = None


@dataclass(frozen=True)
class Ask:
    """A person has to decide; looked at again by `until`, because it may settle itself."""

    words: str
    until: datetime


@dataclass(frozen=True)
class End:
    """Nothing more is to be done. `is_wrong`: the merchant has to hear of it. `charged`: the total of its order."""

    state: BillState
    words: str
    order_gid: str = ""
    is_wrong: bool = False
    charged: Money | None = None


@dataclass(frozen=True)
class GiveUp:
    """The last try has failed: the policy says what becomes of the subscription."""

    words: str


@dataclass(frozen=True)
class SkipIt:
    """The cycle is skipped instead."""

    words: str


Decision = Send | Hold | Ask | End | GiveUp | SkipIt


def seen_tries(attempts: Sequence[RemoteAttempt], keys: Sequence[str]) -> tuple[RemoteAttempt, ...]:
    """Our tries among the attempts, in order; `keys` are those of try 1, 2, …, up to the first that is missing."""
    by_key = {one.idempotency_key: one for one in attempts}
    return tuple(by_key[key] for key in takewhile(by_key.__contains__, keys))


def called_off_end(words: str, *, with_store: bool) -> End:
    """How a bill ends whose task was called off: with its store it opens again when the store is back."""
    return End(BillState.STOPPED, words) if with_store else End(BillState.LEFT, words, is_wrong=True)


def put_off(words: str, *, times: int, now: datetime) -> Hold | Ask:
    """What follows when Shopify has put off the same charge `times` times: ever longer waits, then a person is asked.

    It is tried once a day from then on.
    """
    if times >= MOST_REFUSALS:
        return Ask(f"{words} It has said so {MOST_REFUSALS} times or more.", now + ASK_AGAIN)
    wait = min(COME_BACK * 2 ** (times - 1), LONGEST_BACK)
    return Hold(BillState.OPEN, WaitReason.NEXT_CHARGE, now + wait, words)


def holds_charges(wanted: Mapping[str, object]) -> bool:
    """Whether a change, in the form of core.wanted_json, keeps charges back while it is under way.

    Asking the customer for another way to pay does not: it leaves the contract as it is, and follows from a charge.
    """
    return wanted.get("kind") != ChangeKind.PAYMENT_METHOD or "payment_method" in wanted


def standing(case: ChargeCase) -> Decision | None:
    """What is decided without asking when to charge: it is done, under way, or not to be; None: it may be charged."""
    return _under_way(case) or _charged(case) or _not_to_be(case) or _held(case)


def sending(case: ChargeCase) -> Send:
    """The next try."""
    now, cycle = case.now_true.now, case.cycle
    return Send(
        number=len(case.tries) + 1,
        origin_time=origin_time(now, cycle.expected_at, starts_at=cycle.starts_at, ends_at=cycle.ends_at),
        oversells=case.now_true.policy.stock is LackingStock.OVERSELL,
    )


def _under_way(case: ChargeCase) -> Decision | None:
    """Nothing else is done while a payment may still succeed."""
    for one in (*(each.attempt for each in case.tries), *case.others):
        if one.state in LOCKING:
            return _waiting_for(one, case.now_true, is_ours=one not in case.others)
    return None


def _waiting_for(one: RemoteAttempt, true: Circumstances, *, is_ours: bool) -> Decision:
    is_challenge = one.state == AttemptState.ACTION_REQUIRED
    words = "The customer has to confirm the payment." if is_challenge else "The payment is being processed."
    if not is_ours:
        words = f"{words} Somebody else has asked for it."
    lasts = true.now - one.created_at
    if lasts > LONGEST_PENDING:
        return Ask(
            f"{words} This has lasted since {day_of(one.created_at, true.timezone)}. See it in Shopify.",
            true.now + ASK_AGAIN,
        )
    until = true.now + min(LOOK_AGAIN, max(FIRST_LOOK, lasts))
    if is_challenge:
        return Hold(BillState.CHALLENGED, WaitReason.CONFIRMATION, until, words)
    return Hold(BillState.PENDING, WaitReason.BILLING, until, words)


def _charged(case: ChargeCase) -> End | None:
    ours = [each.attempt for each in case.tries if each.attempt.state == AttemptState.SUCCEEDED]
    theirs = [one for one in case.others if one.state == AttemptState.SUCCEEDED]
    if len(ours) + len(theirs) > 1:
        words = "The cycle was charged more than once. Refund what is too much."
        return _charged_by((ours or theirs)[0], BillState.CHARGED, words, is_wrong=True)
    if ours:
        return _charged_by(ours[0], BillState.CHARGED, f"Charged at try {len(case.tries)}.")
    if theirs:
        return _charged_by(theirs[0], BillState.CHARGED_ELSEWHERE, BY_SOMEBODY_ELSE)
    return End(BillState.CHARGED_ELSEWHERE, BY_SOMEBODY_ELSE) if case.cycle.status == CycleStatus.BILLED else None


def _charged_by(one: RemoteAttempt, state: BillState, words: str, *, is_wrong: bool = False) -> End:
    return End(state, words, one.order_gid or "", is_wrong=is_wrong, charged=one.charged)


def _not_to_be(case: ChargeCase) -> End | SkipIt | None:  # noqa: PLR0911 -- one return for each reason
    true = case.now_true
    if true.status in ENDED_CONTRACT:
        return End(BillState.ENDED, "The subscription has ended.")
    if true.ownership is not Ownership.OURS:
        return End(BillState.STOPPED, "The subscription is another app's: that app charges it.")
    if case.cycle.skipped:
        return End(BillState.SKIPPED, "The cycle is skipped.")
    if true.wish is BillWish.LEAVE:
        return End(BillState.LEFT, "A person has left it uncharged.")
    if true.wish is BillWish.SKIP:
        return SkipIt("A person has had it skipped.")
    if true.later_billed and not case.wants_charge:
        return End(BillState.LEFT, "A later cycle is charged already.", is_wrong=True)
    if true.status != ContractStatus.ACTIVE:
        return End(BillState.STOPPED, f"The subscription is {true.status.lower()}, not active.")
    if not true.policy.is_on:
        return End(BillState.STOPPED, "Billing is switched off.", is_wrong=True)
    return None


def _held(case: ChargeCase) -> Hold | Ask | None:
    true = case.now_true
    if true.change:
        return _held_by_change(true)
    if true.other_pending:
        words = "A payment for another cycle of the subscription is under way."
        return Hold(BillState.HELD, WaitReason.BILLING, true.now + LOOK_AGAIN, words)
    return None


def _held_by_change(true: Circumstances) -> Hold | Ask:
    words = f"{WaitReason.OTHER_CHANGE.words} It is {true.change}."
    if true.change_since is not None and true.now - true.change_since > LONGEST_CHANGE:
        since = day_of(true.change_since, true.timezone)
        return Ask(f"{words} It has been under way since {since}: see to it first.", true.now + ASK_AGAIN)
    return Hold(BillState.HELD, WaitReason.OTHER_CHANGE, true.now + LOOK_AGAIN, words)
