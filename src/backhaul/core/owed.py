"""Shares what the customer still owes for an order among the payment lines that are open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from backhaul.core.ledger import Holding, Ledger, Undecided
from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import Line, claims


@dataclass(frozen=True)
class Owed:
    """What of each open line is owed, by line: for sure, and if the payments that are not decided yet should fail."""

    surely: Mapping[str, Money] = field(hash=False)
    perhaps: Mapping[str, Money] = field(hash=False)


def owed_by_line(ledger: Ledger, lines: Sequence[Line]) -> Owed:
    """Lines that can still be captured are owed first, of these the oldest; what is owed to none stays with nobody.

    Where Shopify gives no total, all that is open is owed. Captures that lines are waiting for have been taken off
    these lines already, so only other payments leave anything in doubt.
    """
    still_open = [line for line in lines if line.open > zero(ledger.currency)]
    if ledger.owed is None:
        everything = {line.id: line.open for line in still_open}
        return Owed(everything, everything)
    still_open.sort(key=lambda line: (_cannot_be_captured(line, ledger), line.position))
    known = {taken.gid for line in lines for taken in line.taken}
    in_doubt = total((one.amount for one in ledger.undecided if _is_in_doubt(one, known)), ledger.currency)
    return Owed(_share(ledger.owed, still_open), _share(ledger.owed + in_doubt, still_open))


def _cannot_be_captured(line: Line, ledger: Ledger) -> bool:
    found = ledger.authorisation(line.transaction_gid)
    return not claims(line, line.transaction_gid) or found is None or found.holding is not Holding.OPEN


def _is_in_doubt(one: Undecided, known: Iterable[str]) -> bool:
    return not one.is_manual and not one.sets_aside and one.gid not in known


def _share(owed: Money, lines: Iterable[Line]) -> dict[str, Money]:
    shares = {}
    left = max(owed, zero(owed.currency))
    for line in lines:
        shares[line.id] = min(line.open, left)
        left -= shares[line.id]
    return shares
