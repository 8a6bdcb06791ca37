"""Everything that is known about a payment line when its capture is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backhaul.core.decisions import WaitUntil
from backhaul.core.ledger import Authorisation, Ledger
from backhaul.core.line_states import states_of
from backhaul.core.money import Money, total, zero
from backhaul.core.owed import Owed, owed_by_line
from backhaul.core.payment_calls import LineShare
from backhaul.core.payment_lines import Line, LineState, PartialCapture, claims
from backhaul.core.retrieval import look_again_at
from backhaul.core.tasks import WaitReason


@dataclass(frozen=True)
class CaptureCircumstances:
    """`capture_now`: a person wants it now, whatever the policy. `may_try_again`: a person has asked for another try
    since the last capture was refused. `tries`: how often this task has waited for a pending payment before.
    `others_are_retrieved`: the payments of another posted invoice are about to be retrieved, and it may claim what no
    line claims yet."""

    now: datetime
    policy: PartialCapture
    more_may_be_invoiced: bool
    capture_now: bool = False
    may_try_again: bool = False
    tries: int = 0
    others_are_retrieved: bool = False

    @property
    def check_again_at(self) -> datetime:
        """When a pending capture is looked at again."""
        return look_again_at(self.now, self.tries)


@dataclass(frozen=True)
class Case:
    """A line with all that is known about it, each line in its present state.

    `authorisation` is None only when the line has ended or is lost. `owed` goes first to what can be captured.
    """

    line: Line
    lines: Sequence[Line]
    ledger: Ledger
    authorisation: Authorisation | None
    owed: Owed
    states: Mapping[str, tuple[LineState, str]]
    circumstances: CaptureCircumstances

    @property
    def nothing(self) -> Money:
        return zero(self.ledger.currency)

    @property
    def state(self) -> LineState:
        return self.states[self.line.id][0]

    @property
    def words(self) -> str:
        return self.states[self.line.id][1]

    @property
    def same_authorisation(self) -> list[Line]:
        return [one for one in self.lines if one.transaction_gid == self.line.transaction_gid]

    @property
    def takers(self) -> list[Line]:
        """Whom a call is for, oldest first: this line, or all where the authorisation allows one capture only."""
        if self.authorisation is None or not self.authorisation.takes_one_capture:
            return [self.line]
        wanting = [one for one in self.lines if one is self.line or claims(one, self.authorisation.gid)]
        return sorted(wanting, key=lambda one: one.position)

    @property
    def shares(self) -> tuple[LineShare, ...]:
        """What a call takes for each line: what is open and owed of it, as far as the authorisation goes."""
        shares, left = [], self.authorisation.capturable if self.authorisation else self.nothing
        for one in self.takers:
            amount = min(one.open, left, self.owed.surely.get(one.id, self.nothing))
            if amount > self.nothing:
                shares.append(LineShare(one.id, amount))
                left -= amount
        return tuple(shares)

    @property
    def amount(self) -> Money:
        """What the call takes altogether."""
        return total((share.amount for share in self.shares), self.ledger.currency)

    @property
    def own_amount(self) -> Money:
        """What the call takes for this line."""
        return total((share.amount for share in self.shares if share.line_id == self.line.id), self.ledger.currency)

    @property
    def lost(self) -> Money:
        """What the call leaves of an authorisation that can't be captured a second time."""
        if self.authorisation is None or not self.authorisation.takes_one_capture:
            return self.nothing
        return self.authorisation.capturable - self.amount

    def wait(self, words: str) -> WaitUntil:
        """Look again when a payment may have been decided."""
        return WaitUntil(WaitReason.PAYMENT_PENDING, self.circumstances.check_again_at, words)


def look_at(line_id: str, ledger: Ledger, *, lines: Sequence[Line], circumstances: CaptureCircumstances) -> Case:
    """Gather what is known about a line; `lines` are all of the order.

    A line that was not owed is open again when a person wants it captured and something is owed that no other wants.
    """
    states = states_of(ledger, lines)
    lines = _with(lines, states)
    owed = owed_by_line(ledger, lines)
    is_owed = owed.perhaps.get(line_id, zero(ledger.currency)) > zero(ledger.currency)
    if circumstances.capture_now and is_owed and states[line_id][0] is LineState.NOT_OWED:
        wanted_again = _with(lines, {**states, line_id: (LineState.OPEN, "")})
        states[line_id] = states_of(ledger, wanted_again)[line_id]
        lines = _with(lines, states)
    line = next(one for one in lines if one.id == line_id)
    return Case(
        line=line,
        lines=lines,
        ledger=ledger,
        authorisation=ledger.authorisation(line.transaction_gid),
        owed=owed,
        states=states,
        circumstances=circumstances,
    )


def _with(lines: Sequence[Line], states: Mapping[str, tuple[LineState, str]]) -> list[Line]:
    return [replace(one, state=states[one.id][0]) for one in lines]
