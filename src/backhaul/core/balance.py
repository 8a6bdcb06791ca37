"""Explains an invoice's total by its payment lines, to the minor unit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import LOST, Line, LineKind, LineState


@dataclass(frozen=True)
class Balance:
    """What an invoice's total consists of; every amount is zero or more.

    invoiced + over = paid + captured + pending + open + called_off + refused + not_owed + Σ lost + short.

    `called_off` is authorised, and a person has called its capture off. `lost` has what authorisations can no longer
    give and nothing has replaced, by state; `short` was never covered by any payment; `over` is counted twice, which
    the rules don't let happen. `refunded` is what of paid and captured was given back later; it is part of those two.
    """

    invoiced: Money
    paid: Money
    captured: Money
    pending: Money
    open: Money
    called_off: Money
    refused: Money
    not_owed: Money
    lost: Mapping[LineState, Money] = field(hash=False)
    short: Money
    over: Money
    refunded: Money

    @property
    def missing(self) -> Money:
        """What no payment covers now: lost or never covered."""
        return total(self.lost.values(), self.invoiced.currency) + self.short

    @property
    def sentences(self) -> tuple[str, ...]:
        """The balance in words: the total first, then each part that is not zero."""
        parts = [
            (self.paid, "of it was paid already."),
            (self.captured, "of it is captured."),
            (self.pending, "of it is being captured at this moment."),
            (self.open, "of it is authorised and has yet to be captured."),
            (self.called_off, "of it is authorised, and its capture was called off."),
            (self.refused, "of it was refused when it was to be captured."),
            (self.not_owed, "of it is not owed any more: refunded, removed or paid in another way in Shopify."),
            *((amount, _LOST_WORDS[state]) for state, amount in self.lost.items()),
            (self.short, "of it is not covered by any payment."),
            (self.over, "more than that is counted: see the payment lines."),
            (self.refunded, "of what was received for it has been given back since."),
        ]
        nothing = zero(self.invoiced.currency)
        return (f"{self.invoiced} is invoiced.", *(f"{amount} {words}" for amount, words in parts if amount > nothing))


_LOST_WORDS = {
    LineState.EXPIRED: "of it is lost: the authorisation has expired.",
    LineState.VOIDED: "of it is lost: the authorisation was voided.",
    LineState.GONE: "of it is lost: Shopify no longer lets the authorisation be captured.",
}


def explain(invoiced: Money, lines: Sequence[Line], *, refunded: Mapping[str, Money] | None = None) -> Balance:
    """What an invoice over `invoiced` consists of, by its own lines.

    `refunded` has by line what was given back of it. A line whose authorisation came to nothing counts only as far as
    no other payment has taken its place.
    """
    currency = invoiced.currency
    authorised = [line for line in lines if line.kind is LineKind.AUTHORISED]
    paid = total((line.amount for line in lines if line.kind is LineKind.PAID), currency)
    captured = total((line.captured for line in authorised), currency)
    pending = total((line.pending for line in authorised), currency)
    wanted = [line for line in authorised if not line.is_called_off]
    claimed = (LineState.OPEN, LineState.PENDING, LineState.REFUSED)
    called_off = _open((line for line in authorised if line.is_called_off), claimed, currency)
    refused = _open(wanted, (LineState.REFUSED,), currency)
    not_owed = _open(authorised, (LineState.NOT_OWED,), currency)
    still_open = _open(wanted, (LineState.OPEN, LineState.PENDING), currency)
    covered = paid + captured + pending + still_open + called_off + refused + not_owed
    missing = max(invoiced - covered, zero(currency))
    lost = _lost(authorised, missing)
    return Balance(
        invoiced=invoiced,
        paid=paid,
        captured=captured,
        pending=pending,
        open=still_open,
        called_off=called_off,
        refused=refused,
        not_owed=not_owed,
        lost=lost,
        short=missing - total(lost.values(), currency),
        over=max(covered - invoiced, zero(currency)),
        refunded=total(((refunded or {}).get(line.id, zero(currency)) for line in lines), currency),
    )


def _open(lines: Iterable[Line], states: Collection[LineState], currency: str) -> Money:
    return total((line.open for line in lines if line.state in states), currency)


def _lost(lines: Sequence[Line], missing: Money) -> dict[LineState, Money]:
    """Which lines explain what is missing: the newest first, as older ones have been replaced by them."""
    lost: dict[LineState, Money] = {}
    for line in sorted(lines, key=lambda one: one.position, reverse=True):
        amount = min(line.open, missing)
        if line.state in LOST and amount > zero(missing.currency):
            lost[line.state] = lost.get(line.state, zero(missing.currency)) + amount
            missing -= amount
    return lost
