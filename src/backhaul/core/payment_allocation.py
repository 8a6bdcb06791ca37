"""Allocates an order's payments to an invoice: what is there already first, then what expires soonest."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from backhaul.core import gids
from backhaul.core.ledger import Authorisation, Holding, Ledger, Receipt
from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import CLAIMING, Line, LineKind, LineState, claims

_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class NewLine:
    """A payment line to be written: `amount` of a transaction whose whole amount is `authorised`."""

    transaction_gid: str
    kind: LineKind
    amount: Money
    authorised: Money
    gateway: str
    gateway_name: str
    expires_at: datetime | None = None
    expiry_is_estimated: bool = False
    takes_one_capture: bool = False


@dataclass(frozen=True)
class Allocation:
    """`new` lines cover the invoice but for `short`. `surplus` is authorised and claimed by no invoice afterwards."""

    new: tuple[NewLine, ...]
    short: Money
    surplus: Money


def allocate(invoiced: Money, invoice_id: str, *, ledger: Ledger, lines: Sequence[Line]) -> Allocation:
    """Which lines the invoice over `invoiced` gets beside those it has.

    `lines` are all payment lines of the order, with what was captured elsewhere matched to them already. A transaction
    gives no more than no other line has of it, and one line an invoice and kind: a line that is there is never
    enlarged. Money that is there comes first, the earliest first; then the authorisation that expires soonest.
    """
    mine = [line for line in lines if line.invoice_id == invoice_id]
    need = max(invoiced - coverage(mine, invoiced.currency), zero(invoiced.currency))
    used = {(line.transaction_gid, line.kind) for line in mine}
    new: list[NewLine] = []
    for source in _sources(ledger, lines):
        amount = min(source.amount, need)
        if amount > zero(need.currency) and (source.transaction_gid, source.kind) not in used:
            new.append(replace(source, amount=amount))
            need -= amount
    free = total((free_of(one, lines) for one in ledger.authorisations), ledger.currency)
    claimed = total((one.amount for one in new if one.kind is LineKind.AUTHORISED), ledger.currency)
    return Allocation(new=tuple(new), short=need, surplus=free - claimed)


def coverage(lines: Iterable[Line], currency: str) -> Money:
    """How much of an invoice its lines cover.

    Money that was given back later stays covered, and so does what is not owed any more: no other payment is to take
    its place. What an authorisation can no longer give is not covered.
    """
    return total((_covered(line) for line in lines), currency)


def free_of(authorisation: Authorisation, lines: Iterable[Line]) -> Money:
    """What of an authorisation could be captured and no line claims."""
    claimed = (line.open for line in lines if claims(line, authorisation.gid))
    free = authorisation.capturable - total(claimed, authorisation.capturable.currency)
    return max(free, zero(free.currency))


def _covered(line: Line) -> Money:
    if line.kind is LineKind.PAID or line.state is LineState.NOT_OWED:
        return line.amount
    taken = line.captured + line.pending
    return taken + line.open if line.state in CLAIMING else taken


def _sources(ledger: Ledger, lines: Sequence[Line]) -> Iterator[NewLine]:
    """Every transaction with what it has left, in the order in which they are used."""
    for receipt in ledger.receipts:
        yield NewLine(
            transaction_gid=receipt.gid,
            kind=LineKind.PAID,
            amount=_unclaimed(receipt, lines),
            authorised=receipt.amount,
            gateway=receipt.gateway,
            gateway_name=receipt.gateway_name,
        )
    for one in sorted(ledger.authorisations, key=_soonest_first):
        if one.holding is Holding.OPEN:
            yield NewLine(
                transaction_gid=one.gid,
                kind=LineKind.AUTHORISED,
                amount=free_of(one, lines),
                authorised=one.authorised,
                gateway=one.gateway,
                gateway_name=one.gateway_name,
                expires_at=one.expires_at,
                expiry_is_estimated=one.expiry_is_estimated,
                takes_one_capture=one.takes_one_capture,
            )


def _unclaimed(receipt: Receipt, lines: Iterable[Line]) -> Money:
    """What is kept of a receipt and was not counted for a line, as a payment or as a capture of it."""
    left = receipt.kept
    for line in lines:
        if line.kind is LineKind.PAID and line.transaction_gid == receipt.gid:
            left -= line.amount
        left -= total((taken.amount for taken in line.taken if taken.gid == receipt.gid), left.currency)
    return max(left, zero(left.currency))


def _soonest_first(one: Authorisation) -> tuple[datetime, datetime, tuple[int, str]]:
    """One whose end is not known comes last; of those that end together, the oldest first."""
    return (one.expires_at or _FAR, one.created_at, gids.sort_key(one.gid))
