"""Says what has become of each payment line, and why: by its captures, its authorisation and what is still owed."""

from collections.abc import Sequence

from backhaul.core.ledger import Holding, Ledger
from backhaul.core.money import Money, total, zero
from backhaul.core.owed import owed_by_line
from backhaul.core.payment_failures import why_failed
from backhaul.core.payment_lines import CLAIMING, Line, LineState, TakenBy, was_replaced

_HOLDING_STATES = {
    Holding.VOIDED: LineState.VOIDED,
    Holding.EXPIRED: LineState.EXPIRED,
    Holding.GONE: LineState.GONE,
    Holding.CAPTURED: LineState.GONE,
}


def states_of(ledger: Ledger, lines: Sequence[Line]) -> dict[str, tuple[LineState, str]]:
    """The state of each line of the order as Shopify shows its payments, and in words why.

    What is captured or paid stays so, and so does what Shopify has called expired: of a whole order it no longer says
    that once the customer has paid again. A line that is not owed any more stays so too, or what is owed for a later
    invoice would go to it; a lost one comes back only while nothing can have taken its place.
    """
    perhaps = owed_by_line(ledger, lines).perhaps
    return {line.id: _state(line, ledger, lines, owed=perhaps.get(line.id, zero(ledger.currency))) for line in lines}


def _state(line: Line, ledger: Ledger, lines: Sequence[Line], *, owed: Money) -> tuple[LineState, str]:
    if line.state is LineState.CAPTURED:
        return LineState.CAPTURED, captured_words(line)
    by_captures = line.state_by_captures
    if by_captures in (LineState.PAID, LineState.CAPTURED, LineState.PENDING):
        return by_captures, words_by_captures(line)
    return _state_of_open(line, ledger, lines, owed=owed)


def _state_of_open(line: Line, ledger: Ledger, lines: Sequence[Line], *, owed: Money) -> tuple[LineState, str]:
    is_owed = owed > zero(owed.currency)
    if line.state is LineState.NOT_OWED or (line.state in CLAIMING and not is_owed):
        return LineState.NOT_OWED, not_owed_words(line.open)
    if was_replaced(line, lines):
        return line.state, f"{line.open} was not captured; another payment may have taken its place since."
    lost = _lost(line, ledger)
    if lost is not None:
        return lost
    if line.state_by_captures is LineState.REFUSED:
        return LineState.REFUSED, refused_words(line, ledger)
    return LineState.OPEN, _open_words(line, owed)


def words_by_captures(line: Line) -> str:
    """Why a line stands as its captures alone tell; the payments have to be read to say more of an open one."""
    match line.state_by_captures:
        case LineState.PAID:
            return "Paid already."
        case LineState.CAPTURED:
            return captured_words(line)
        case LineState.PENDING:
            return f"{line.pending} is being captured at this moment."
        case LineState.REFUSED:
            return f"A capture of it was refused: {line.open} is open."
    return f"{line.open} has yet to be captured."


def captured_words(line: Line) -> str:
    """What was captured of a line, and by whom."""
    nothing = zero(line.amount.currency)
    elsewhere = total(
        (one.amount for one in line.taken if one.counts and one.by is TakenBy.ELSEWHERE), nothing.currency
    )
    if elsewhere <= nothing:
        return f"{line.captured} is captured."
    if elsewhere >= line.captured:
        return f"Someone else has captured it: {line.captured}."
    return f"{line.captured} is captured, {elsewhere} of it by someone else."


def not_owed_words(amount: Money) -> str:
    """Why an amount is not captured although it was invoiced."""
    return f"{amount} of it was refunded or removed in Shopify, or paid in another way: it is not captured."


def refused_words(line: Line, ledger: Ledger) -> str:
    """Why the last capture of a line came to nothing."""
    last = line.taken[-1]
    told = next((one.error_code for one in ledger.failed if one.gid == last.gid), "")
    return f"The capture of {last.amount} was refused: {why_failed(last.error_code or told)}."


def _lost(line: Line, ledger: Ledger) -> tuple[LineState, str] | None:
    found = ledger.authorisation(line.transaction_gid)
    if found is None:
        return LineState.GONE, f"{line.open} was not captured: Shopify no longer shows the authorisation."
    holding = found.holding
    if holding is Holding.GONE and line.state is LineState.EXPIRED:
        holding = Holding.EXPIRED
    state = _HOLDING_STATES.get(holding)
    if state is None:
        return None
    one_capture = found.takes_one_capture and found.captured > zero(ledger.currency)
    whys = {
        Holding.VOIDED: "the authorisation was voided",
        Holding.EXPIRED: "the authorisation has expired",
        Holding.CAPTURED: "all of the authorisation was captured for something else",
        Holding.GONE: "the authorisation allowed one capture only, which was made for less"
        if one_capture
        else "Shopify no longer lets the authorisation be captured, and does not say why",
    }
    return state, f"{line.open} was not captured: {whys[holding]}."


def _open_words(line: Line, owed: Money) -> str:
    words = f"{line.open} has yet to be captured."
    return words if owed >= line.open else f"{words} Only {owed} of it is still owed in Shopify."
