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
from backhaul.core.order_facts import ADDRESS, CANCELLED, CURRENT_TOTAL, DELETED, LINES, field_of, line_of
from backhaul.core.posted import Case, amount_of

Rule = Callable[[str, Case], Iterable[str]]
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


def judge(difference: Difference, case: Case) -> Judgement:
    """Whether a difference contradicts what stands posted, as the order is now.

    Of a quantity or a total only a fall can: a rise is never worse than what was there before.
    """
    kind = f"line/{field_of(difference.path)}" if difference.path.startswith(LINES) else difference.path
    rule = RULES.get(kind)
    if rule is None or (kind in ONLY_A_FALL and not _has_fallen(difference, case.posted.currency)):
        return APPLIED
    sentences = tuple(dict.fromkeys(rule(difference.path, case)))
    return Judgement(DifferenceState.CONFLICT, sentences) if sentences else APPLIED


def _units_gone(path: str, case: Case) -> Iterable[str]:
    yield from _fewer_than_shipped(path, case)
    yield from _fewer_than_invoiced(path, case)


def _fewer_than_shipped(path: str, case: Case) -> Iterable[str]:
    """A line has fewer units left than were posted as shipped and not undone; what came back since is not missing."""
    gid = line_of(path) or ""
    left, taken = case.left(gid), case.posted.shipped.get(gid, 0)
    if taken <= left + case.posted.returned.get(gid, 0):
        return
    about = [one for one in case.posted.shipments if one.units.get(gid)]
    numbers = named("Shipment", [one.number for one in about])
    yield f"{numbers} took {units(taken)} of {case.posted.name(gid)}, and the order has {left} left."
    if any(one.is_sending for one in about):
        yield SENDING_GOES_ON
    yield PUT_GOODS_RIGHT


def _fewer_than_invoiced(path: str, case: Case) -> Iterable[str]:
    """A line has fewer units left than were invoiced, and no credit memos give their price back."""
    gid = line_of(path) or ""
    left, (invoiced, _) = case.left(gid), case.posted.invoiced.get(gid, (0, None))
    if invoiced <= left or not case.posted.standing_invoices or case.is_credited:
        return
    about = [one.number for one in case.posted.invoices if gid in one.charged]
    charge = "charge" if len(about) > 1 else "charges"
    words = f"{units(invoiced)} of {case.posted.name(gid)}, and the order has {left} left."
    yield f"{named('Invoice', about)} {charge} {words}"
    yield put_money_right(case)


def _price_changed(path: str, case: Case) -> Iterable[str]:
    """A line has another price than when it was invoiced, wholly or in part, and no credit memos settle that."""
    gid, now = line_of(path) or "", case.amount(path)
    if now is None or case.is_credited:
        return
    for one in case.posted.standing_invoices:
        then = amount_of(one.facts, path, case.posted.currency)
        if gid in one.charged and then is not None and then != now:
            yield f"When invoice {one.number} was posted, {case.posted.name(gid)} cost {then} each; now it costs {now}."
            yield put_price_right(case, has_fallen=now < then)


def _discount_changed(path: str, case: Case) -> Iterable[str]:
    """A line has another discount than when it was invoiced, wholly or in part, and no credit memos settle that."""
    gid, now = line_of(path) or "", case.amount(path)
    ordered = f"{LINES}{gid}/quantity"
    if now is None or case.is_credited:
        return
    for one in case.posted.standing_invoices:
        then = amount_of(one.facts, path, case.posted.currency)
        before, after = int(one.facts.get(ordered, "0")), int(case.facts.get(ordered, "0"))
        if gid not in one.charged or then is None or _is_same_each(then, before, other=now, other_units=after):
            continue
        earlier = f"{units(before)} of {case.posted.name(gid)} cost {then} with discounts"
        yield f"When invoice {one.number} was posted, {earlier}; now {units(after)} cost {now}."
        yield put_price_right(case, has_fallen=now.amount * before < then.amount * after)


def _worth_less(_path: str, case: Case) -> Iterable[str]:
    """The order is worth less than was invoiced and not credited; what was captured is never more than that."""
    worth = case.worth
    if worth is None or worth >= case.posted.standing:
        return
    charged = total((one.total for one in case.posted.invoices), case.posted.currency)
    numbers = named("Invoice", [one.number for one in case.posted.invoices])
    charge = "charge" if len(case.posted.invoices) > 1 else "charges"
    credited = (
        f" ({Money(case.posted.credited, case.posted.currency)} of it was credited)" if case.posted.credited else ""
    )
    yield f"{numbers} {charge} {charged}{credited}, and the order is worth {worth} now."
    yield put_money_right(case)


def _address_changed(path: str, case: Case) -> Iterable[str]:
    """A shipment was posted when the order had another address: what has left went there."""
    about = [
        one.number for one in case.posted.shipments if path in one.facts and one.facts[path] != case.facts.get(path)
    ]
    if not about:
        return
    were = "were" if len(about) > 1 else "was"
    numbers = named("Shipment", about)
    yield f"{numbers} {were} posted before the address was changed: these goods went to the earlier one."
    if case.posted.unshipped:
        rest = "has not left yet: it goes" if case.posted.unshipped == 1 else "have not left yet: they go"
        yield f"{units(case.posted.unshipped)} {rest} to the new one."
    yield "Have the carrier redirect what is under way if it shall go to the new address, too."


def _cancelled(path: str, case: Case) -> Iterable[str]:
    """The order was cancelled while shipments or invoices stand."""
    documents, number = standing(case.posted)
    if not documents or not case.facts.get(path):
        return
    yield f"The order was cancelled in Shopify, and {documents} still {'stand' if number > 1 else 'stands'}."
    if any(one.is_sending for one in case.posted.shipments):
        yield SENDING_GOES_ON
    if case.posted.shipments:
        yield PUT_GOODS_RIGHT
    if case.posted.standing_invoices:
        yield put_money_right(case)


def _deleted(path: str, case: Case) -> Iterable[str]:
    """The order was deleted while shipments or invoices stand."""
    documents, number = standing(case.posted)
    if documents and case.facts.get(path):
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
