"""Which changes of an order contradict what was posted of it, why, and what to do about them.

The rules, each in a function of its own: a line has fewer units than were shipped, or than were invoiced; its price or
its discount is another one than when it was invoiced; the order is worth less than was invoiced; the address is another
one than that of a posted shipment; the order was cancelled or deleted although something was posted. Nothing else does:
not a line that was added, nor tags, notes, attributes, titles, nor what concerns the shop's own currency alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from backhaul.core.advice import (
    PUT_GOODS_RIGHT,
    SENDING_GOES_ON,
    named,
    put_money_right,
    put_price_right,
    standing,
    units,
)
from backhaul.core.differences import Difference, DifferenceState
from backhaul.core.money import Money, decimals_of, total
from backhaul.core.order_facts import ADDRESS, CANCELLED, CURRENT_TOTAL, DELETED, LINES, Facts, field_of, line_of
from backhaul.core.posted import Posted, amount_of, is_credited, units_of, worth_of

Rule = Callable[[str, Facts, Posted], Iterable[str]]
"""The sentences that say what a field's value contradicts, and what to do; none if it contradicts nothing."""


@dataclass(frozen=True)
class Judgement:
    """What a difference is to us; a conflict has sentences that say why, and what to do."""

    state: DifferenceState
    sentences: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it as one text."""
        return " ".join(self.sentences)


APPLIED = Judgement(DifferenceState.APPLIED)


def judge(difference: Difference, facts: Facts, posted: Posted) -> Judgement:
    """Whether a difference contradicts what stands posted; `facts` are the order's as they are now.

    Of a quantity or a total only a fall can: a rise is never worse than what was there before.
    """
    kind = f"line/{field_of(difference.path)}" if difference.path.startswith(LINES) else difference.path
    rule = RULES.get(kind)
    if rule is None or (kind in ONLY_A_FALL and not _has_fallen(difference, posted.currency)):
        return APPLIED
    sentences = tuple(dict.fromkeys(rule(difference.path, facts, posted)))
    return Judgement(DifferenceState.CONFLICT, sentences) if sentences else APPLIED


def _units_gone(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    yield from _fewer_than_shipped(path, facts, posted)
    yield from _fewer_than_invoiced(path, facts, posted)


def _fewer_than_shipped(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """A line has fewer units left than were posted as shipped and not undone; what came back since is not missing."""
    gid = line_of(path) or ""
    left, taken = units_of(facts, gid), posted.shipped.get(gid, 0)
    if taken <= left + posted.returned.get(gid, 0):
        return
    about = [one for one in posted.shipments if one.units.get(gid)]
    numbers = named("Shipment", [one.number for one in about])
    yield f"{numbers} took {units(taken)} of {posted.name(gid)}, and the order has {left} left."
    if any(one.is_sending for one in about):
        yield SENDING_GOES_ON
    yield PUT_GOODS_RIGHT


def _fewer_than_invoiced(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """A line has fewer units left than were invoiced, and no credit memos give their price back."""
    gid = line_of(path) or ""
    left, (invoiced, _) = units_of(facts, gid), posted.invoiced(gid)
    if invoiced <= left or not posted.standing_invoices or is_credited(facts, posted):
        return
    about = [one.number for one in posted.invoices if one.charges(gid)]
    charge = "charge" if len(about) > 1 else "charges"
    words = f"{units(invoiced)} of {posted.name(gid)}, and the order has {left} left."
    yield f"{named('Invoice', about)} {charge} {words}"
    yield put_money_right(facts, posted)


def _price_changed(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """A line has another price than when it was invoiced, wholly or in part, and no credit memos settle that."""
    gid, now = line_of(path) or "", amount_of(facts, path, posted.currency)
    if now is None or is_credited(facts, posted):
        return
    for one in posted.standing_invoices:
        then = amount_of(one.facts, path, posted.currency)
        if one.charges(gid) and then is not None and then != now:
            yield f"When invoice {one.number} was posted, {posted.name(gid)} cost {then} each; now it costs {now}."
            yield put_price_right(facts, posted, has_fallen=now < then)


def _discount_changed(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """A line has another discount than when it was invoiced, wholly or in part, and no credit memos settle that."""
    gid, now = line_of(path) or "", amount_of(facts, path, posted.currency)
    ordered = f"{LINES}{gid}/quantity"
    if now is None or is_credited(facts, posted):
        return
    for one in posted.standing_invoices:
        then = amount_of(one.facts, path, posted.currency)
        before, after = int(one.facts.get(ordered, "0")), int(facts.get(ordered, "0"))
        if not one.charges(gid) or then is None or _is_same_each(then, before, other=now, other_units=after):
            continue
        earlier = f"{units(before)} of {posted.name(gid)} cost {then} with discounts"
        yield f"When invoice {one.number} was posted, {earlier}; now {units(after)} cost {now}."
        yield put_price_right(facts, posted, has_fallen=now.amount * before < then.amount * after)


def _worth_less(_path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """The order is worth less than was invoiced and not credited; what was captured is never more than that."""
    worth = worth_of(facts, posted)
    if worth is None or worth >= posted.standing:
        return
    charged = total((one.total for one in posted.invoices), posted.currency)
    numbers = named("Invoice", [one.number for one in posted.invoices])
    charge = "charge" if len(posted.invoices) > 1 else "charges"
    credited = f" ({Money(posted.credited, posted.currency)} of it was credited)" if posted.credited else ""
    yield f"{numbers} {charge} {charged}{credited}, and the order is worth {worth} now."
    yield put_money_right(facts, posted)


def _address_changed(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """A shipment was posted when the order had another address: what has left went there."""
    about = [one.number for one in posted.shipments if path in one.facts and one.facts[path] != facts.get(path)]
    if not about:
        return
    were = "were" if len(about) > 1 else "was"
    numbers = named("Shipment", about)
    yield f"{numbers} {were} posted before the address was changed: these goods went to the earlier one."
    if posted.unshipped:
        rest = "has not left yet: it goes" if posted.unshipped == 1 else "have not left yet: they go"
        yield f"{units(posted.unshipped)} {rest} to the new one."
    yield "Have the carrier redirect what is under way if it shall go to the new address, too."


def _cancelled(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """The order was cancelled while shipments or invoices stand."""
    documents, number = standing(posted)
    if not documents or not facts.get(path):
        return
    yield f"The order was cancelled in Shopify, and {documents} still {'stand' if number > 1 else 'stands'}."
    if any(one.is_sending for one in posted.shipments):
        yield SENDING_GOES_ON
    if posted.shipments:
        yield PUT_GOODS_RIGHT
    if posted.standing_invoices:
        yield put_money_right(facts, posted)


def _deleted(path: str, facts: Facts, posted: Posted) -> Iterable[str]:
    """The order was deleted while shipments or invoices stand."""
    documents, number = standing(posted)
    if documents and facts.get(path):
        stand = "stand" if number > 1 else "stands"
        yield f"The order is not in Shopify any more, and {documents} still {stand}."
        yield "Nothing of it can reach Shopify now, and its tasks ask a person: settle it in your books."


RULES: dict[str, Rule] = {
    "line/current_quantity": _units_gone,
    "line/unit_price": _price_changed,
    "line/discounted_total": _discount_changed,
    CURRENT_TOTAL: _worth_less,
    CANCELLED: _cancelled,
    DELETED: _deleted,
    f"{ADDRESS}name": _address_changed,
    f"{ADDRESS}company": _address_changed,
    f"{ADDRESS}address1": _address_changed,
    f"{ADDRESS}address2": _address_changed,
    f"{ADDRESS}zip": _address_changed,
    f"{ADDRESS}city": _address_changed,
    f"{ADDRESS}province_code": _address_changed,
    f"{ADDRESS}country_code": _address_changed,
}
"""By kind of field; a field that is not here contradicts nothing, whatever it says."""
ONLY_A_FALL = frozenset({"line/current_quantity", CURRENT_TOTAL})


def _has_fallen(difference: Difference, currency: str) -> bool:
    if difference.path != CURRENT_TOTAL:
        return int(difference.after or "0") < int(difference.before or "0")
    before = amount_of({CURRENT_TOTAL: difference.before or ""}, CURRENT_TOTAL, currency)
    after = amount_of({CURRENT_TOTAL: difference.after or ""}, CURRENT_TOTAL, currency)
    return before is not None and after is not None and after < before


def _is_same_each(then: Money, before: int, *, other: Money, other_units: int) -> bool:
    """Whether two totals for different numbers of units mean the same price each; both were rounded."""
    if before == other_units:
        return then == other
    off_by = abs(other.amount * before - then.amount * other_units)
    half_a_unit = Decimal(5).scaleb(-decimals_of(then.currency) - 1)
    return off_by <= half_a_unit * (before + other_units)
