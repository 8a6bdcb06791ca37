"""Gives back units of an order as a credit memo over it says, once its figure and Shopify's agree."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from backhaul.core import gids
from backhaul.core.decisions import Done, Person, Replan, Verdict, WaitUntil
from backhaul.core.money import Money, total, zero
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.payment_calls import GivenBackUnits, ReceiptShare, RefundPayment, RefundUnits
from backhaul.core.payment_failures import why_failed
from backhaul.core.refund import Stock, locations_of, missing_units, why_missing
from backhaul.core.refund_worth import agree
from backhaul.core.refunded import Given
from backhaul.core.restock import Restock
from backhaul.core.suggested import SuggestedRefund, can_take
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.core.units import Units, count

LONGEST_NOTE = 255
_KEYS = UUID("0e2b8f50-6f0a-5c0d-8a43-9d1f2c7b5e66")
"""The namespace of our idempotency keys; another one would make refunds that were asked for before new ones."""


class RefundAmount(StrEnum):
    """Whose figure is given back where the two differ."""

    OURS = "ours"
    """What the credit memo says."""
    SHOPIFYS = "shopifys"
    """What Shopify suggests for the same units."""


@dataclass(frozen=True)
class MemoLine:
    """Units of an order line that are given back, and what becomes of the goods."""

    line_gid: str
    quantity: int
    restock: Restock


@dataclass(frozen=True)
class UnitsMemo:
    """A statement that these units of an order, and so much of its shipping, are given back for this money.

    `net_shipping` is the part of the total that is for shipping as Shopify counts it: without tax unless included.
    """

    id: str
    number: str
    order_gid: str
    lines: tuple[MemoLine, ...]
    total: Money
    net_shipping: Money
    reason: str = ""

    @property
    def wanted(self) -> dict[Restock, dict[str, int]]:
        """Units per line, by what becomes of the goods."""
        wanted: dict[Restock, dict[str, int]] = {}
        for line in self.lines:
            wanted.setdefault(line.restock, {})[line.line_gid] = line.quantity
        return wanted

    @property
    def units(self) -> Units:
        """Units per line, whatever becomes of them."""
        return {line.line_gid: line.quantity for line in self.lines}


@dataclass(frozen=True)
class UnitsPlan:
    """The refund to ask for now: of units, or (`again`) of money that a refund of them has failed to give back.

    Without calls there is nothing to do but what `asks` says to a person. `known`: the memo's refunds so far.
    """

    memo: UnitsMemo
    known: frozenset[str]
    calls: tuple[RefundUnits, ...] = ()
    again: tuple[RefundPayment, ...] = ()
    asks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan_units(memo: UnitsMemo, stock: Stock, suggested: SuggestedRefund, *, decided: RefundAmount | None) -> UnitsPlan:
    """The one refund of the memo's units, as long as none was made.

    The units are there to be given back (see plan_missing). The memo's figure and Shopify's must agree within one minor
    unit, else a person is asked, until `decided` says whose is given back; where they agree it is Shopify's. Never more
    than the payments have left.
    """
    if decided is None and not agree(memo.total, suggested.amount):
        return UnitsPlan(memo, frozenset(), asks=(_disagree(memo, suggested),))
    amount = memo.total if decided is RefundAmount.OURS else suggested.amount
    if not can_take(suggested, amount):
        return UnitsPlan(memo, frozenset(), asks=(_too_much(memo, amount, suggested),))
    call = _call(memo, stock, suggested, amount=amount)
    notes = () if amount == memo.total else (f"The credit memo says {memo.total}, Shopify has computed {amount}.",)
    return UnitsPlan(memo, frozenset(), calls=(call,), notes=notes)


def plan_missing(memo: UnitsMemo, stock: Stock) -> UnitsPlan | None:
    """Ask a person when units of the memo can no longer be given back as it says; None when all of them can."""
    missing = missing_units(memo.wanted, stock)
    return UnitsPlan(memo, frozenset(), asks=(_missing(memo, stock, missing),)) if missing else None


def plan_rest(
    memo: UnitsMemo, given: Sequence[Given], *, may_try_again: bool, gateways: Mapping[str, str]
) -> UnitsPlan:
    """What is to be done once the units were refunded: nothing, or give back again what has failed.

    After a refund that has failed, nothing is asked for before a person says so.
    """
    known = frozenset(one.gid for one in given)
    if not given:
        return UnitsPlan(memo, known, asks=(_NO_MONEY,))
    owed = _failed_by_receipt(given)
    if not owed:
        return UnitsPlan(memo, known)
    if not may_try_again:
        return UnitsPlan(memo, known, asks=tuple(_failed(one) for one in given if one.failed)[-1:])
    tries = {gid: sum(one.receipt_gid == gid for one in given) for gid in owed}
    calls = [
        _again(memo, receipt_gid, amount, gateway=gateways.get(receipt_gid, ""), tries=tries[receipt_gid])
        for receipt_gid, amount in owed.items()
    ]
    return UnitsPlan(memo, known, again=tuple(calls))


def units_outcome(
    plan: UnitsPlan, results: Mapping[str, Verdict], given: Sequence[Given], *, look_again_at: datetime
) -> Outcome:
    """How a run ends; `given` are the memo's refunds as they stand after the calls of `plan`.

    In this order: what has changed is planned again; a person is asked about what has failed or does not fit; what is
    being processed is waited for until `look_again_at`; then all of it was given back.
    """
    verdicts: list[Verdict] = [results.get(call.step) or Replan("Not all calls were made.") for call in plan.calls]
    verdicts += [results.get(call.step) or Replan("Not all calls were made.") for call in plan.again]
    failed_now = [one for one in given if one.failed and one.gid not in plan.known]
    if failed_now:
        verdicts = [one for one in verdicts if not isinstance(one, Person)] + [Person(_failed(failed_now[-1]))]
    elif plan.calls and not given and all(isinstance(one, Done) for one in verdicts):
        verdicts.append(Person(_NO_MONEY))
    verdicts += [Person(words) for words in plan.asks]
    undecided = [one.amount for one in given if not one.succeeded and not one.failed]
    if undecided:
        words = f"{total(undecided, plan.memo.total.currency)} is being given back at this moment."
        verdicts.append(WaitUntil(WaitReason.PAYMENT_PENDING, look_again_at, words))
    progress = _given_words(plan, [one for one in given if one.succeeded])
    return unfinished(verdicts, progress=progress) or Outcome(OutcomeName.REFUNDED, TaskState.SUCCEEDED, progress)


def booked_outcome(wanted: Money, *, shown: Money, booked: Money) -> Outcome:
    """How the noting of a credit memo ends whose money somebody else has given back.

    `shown`: what Shopify shows as given back by others than us. `booked`: what other such memos account for.
    """
    if wanted + booked <= shown:
        words = f"{wanted} was given back in Shopify already; it is noted, and nothing was sent."
        return Outcome(OutcomeName.BOOKED, TaskState.SUCCEEDED, words)
    left = max(shown - booked, zero(wanted.currency))
    return Outcome(
        OutcomeName.NEEDS_ATTENTION,
        TaskState.NEEDS_ATTENTION,
        f"Shopify shows {left} given back by somebody else, and the credit memo says {wanted}. Give back the rest in "
        "Shopify and retry, or cancel this task and post another credit memo.",
    )


def _call(memo: UnitsMemo, stock: Stock, suggested: SuggestedRefund, *, amount: Money) -> RefundUnits:
    """The same content has the same key: one whose reply was lost and that left nothing is asked for under it again."""
    units = tuple(part for line in memo.lines for part in _parts(line, stock, suggested))
    shares = suggested.taking(amount)
    content = "|".join(
        [
            memo.id,
            *(f"{one.line_gid}={one.quantity}:{one.restock}@{one.location_gid}" for one in units),
            *(f"{gid}={share}" for gid, share in sorted(shares.items())),
            str(memo.net_shipping),
        ]
    )
    return RefundUnits(
        step=f"refund_units:{hashlib.sha256(content.encode()).hexdigest()[:16]}",
        order_gid=memo.order_gid,
        units=units,
        payments=tuple(ReceiptShare(gid, suggested.gateway(gid), share) for gid, share in shares.items()),
        shipping=memo.net_shipping,
        idempotency_key=str(uuid5(_KEYS, content)),
        note=_note(memo),
        is_discrepant=amount != suggested.amount,
    )


def _parts(line: MemoLine, stock: Stock, suggested: SuggestedRefund) -> list[GivenBackUnits]:
    """Unshipped units go back to where they are; for others Shopify says where, and money alone needs no place."""
    if line.restock is Restock.CANCEL:
        places = locations_of(stock, line.line_gid, line.quantity)
        return [GivenBackUnits(line.line_gid, quantity, line.restock, place) for place, quantity in places]
    place = suggested.locations.get(line.line_gid, "") if line.restock is Restock.RETURN else ""
    return [GivenBackUnits(line.line_gid, line.quantity, line.restock, place)]


def _again(memo: UnitsMemo, receipt_gid: str, amount: Money, *, gateway: str, tries: int) -> RefundPayment:
    content = f"{memo.id}|{receipt_gid}|{amount}|{tries}"
    return RefundPayment(
        step=f"refund:{gids.sort_key(receipt_gid)[0]}:{hashlib.sha256(content.encode()).hexdigest()[:16]}",
        order_gid=memo.order_gid,
        receipt_gid=receipt_gid,
        gateway=gateway,
        amount=amount,
        idempotency_key=str(uuid5(_KEYS, content)),
        note=_note(memo),
    )


def _failed_by_receipt(given: Sequence[Given]) -> dict[str, Money]:
    """What each receipt still owes: what has failed the last time that it was tried."""
    last: dict[str, Given] = {one.receipt_gid: one for one in given}
    return {gid: one.amount for gid, one in last.items() if one.failed}


def _note(memo: UnitsMemo) -> str:
    return f"{memo.number}: {memo.reason}".removesuffix(": ")[:LONGEST_NOTE]


def _missing(memo: UnitsMemo, stock: Stock, missing: Units) -> str:
    restocks = {line.line_gid: line.restock for line in memo.lines}
    return (
        f"{count(missing)} of {count(memo.units)} units can no longer be given back "
        f"({why_missing(stock, missing, restocks)}). Nothing was given back. Correct the order in Shopify and retry, "
        "or cancel this task and post another credit memo."
    )


def _disagree(memo: UnitsMemo, suggested: SuggestedRefund) -> str:
    return (
        f"The credit memo says {memo.total}, and Shopify computes {suggested.amount} for the same units. Nothing was "
        "given back. Decide which of the two is given back, or cancel this task and post another credit memo."
    )


def _too_much(memo: UnitsMemo, amount: Money, suggested: SuggestedRefund) -> str:
    return (
        f"{amount} cannot be given back: {suggested.maximum} is left of what was received for the order. Nothing was "
        f"given back. Cancel this task and post another credit memo instead of {memo.number}."
    )


def _failed(one: Given) -> str:
    return (
        f"Giving back {one.amount} has failed: {why_failed(one.error_code)}. Retry to try it once more; or give it "
        "back in another way, and cancel this task."
    )


_NO_MONEY = (
    "Shopify has noted the refund, and shows no money moving. See the order's payments in Shopify; then retry, or "
    "cancel this task."
)


def _given_words(plan: UnitsPlan, given: Sequence[Given]) -> str:
    if not given:
        return ""
    units = count(plan.memo.units)
    money = total((one.amount for one in given), plan.memo.total.currency)
    words = f"{money} was given back{f' for {units} unit' if units else ''}{'s' if units > 1 else ''}."
    return " ".join([words, *plan.notes])
