"""Plans the release of what is authorised for an order and needed by no invoice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core import gids
from backhaul.core.decisions import Replan, Verdict
from backhaul.core.ledger import Authorisation, Holding, Ledger
from backhaul.core.money import Money, total, zero
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.payment_allocation import allocate
from backhaul.core.payment_calls import VoidAuthorisation
from backhaul.core.payment_lines import Line, claims
from backhaul.core.tasks import OutcomeName, TaskState


@dataclass(frozen=True)
class Kept:
    """An authorisation that still holds `amount` and is not voided; `words` say why."""

    authorisation_gid: str
    amount: Money
    words: str


@dataclass(frozen=True)
class VoidPlan:
    """`voids` release `released` together with what this task has released before; `kept` stay as they are."""

    voids: tuple[VoidAuthorisation, ...]
    kept: tuple[Kept, ...]
    released: Money


def plan_void(
    ledger: Ledger,
    lines: Sequence[Line],
    *,
    invoiced: Mapping[str, Money] | None = None,
    released_before: Collection[str] = (),
    may_be_needed: bool = False,
) -> VoidPlan:
    """Void every authorisation that nothing was captured of and that no line of any invoice wants something of.

    `invoiced` has the total of each of the order's invoices: one that lacks money, as its payment was lost, keeps what
    it would get if its payments were retrieved again. Shopify voids an authorisation only as a whole: one that was
    captured in part is refused (AUTH_NOT_VOIDABLE). `may_be_needed`: an invoice may still come; then all are kept.
    `released_before` are the authorisations that this very task has voided, in a run that did not come to its end.
    """
    needed = _needed(ledger, lines, invoiced or {})
    holding = [one for one in ledger.authorisations if one.holding is Holding.OPEN]
    why_kept = {one.gid: _why_kept(one, lines, needed, may_be_needed=may_be_needed) for one in holding}
    kept = [Kept(one.gid, one.capturable, why_kept[one.gid]) for one in holding if why_kept[one.gid]]
    voided = [one for one in holding if not why_kept[one.gid]]
    before = [one for one in ledger.authorisations if one.gid in released_before]
    released = [*(one.capturable for one in voided), *(one.voided for one in before)]
    return VoidPlan(
        voids=tuple(VoidAuthorisation(f"void:{gids.short_id(one.gid)}", ledger.order_gid, one.gid) for one in voided),
        kept=tuple(kept),
        released=total(released, ledger.currency),
    )


def void_outcome(plan: VoidPlan, results: Mapping[str, Verdict]) -> Outcome:
    """How it ends; `results` has the verdict on each call by its step. What was kept is named."""
    going_on = unfinished([results.get(call.step) or Replan("Not all calls were made.") for call in plan.voids])
    if going_on is not None:
        return going_on
    kept = [one.words for one in plan.kept]
    if plan.released <= zero(plan.released.currency):
        words = ["No authorisation of the order is left that could be voided.", *kept]
        return Outcome(OutcomeName.NOTHING_TO_VOID, TaskState.SUCCEEDED, " ".join(words))
    words = [f"{plan.released} that was authorised and not needed is released.", *kept]
    return Outcome(OutcomeName.VOIDED, TaskState.SUCCEEDED, " ".join(words))


def _needed(ledger: Ledger, lines: Sequence[Line], invoiced: Mapping[str, Money]) -> Mapping[str, Money]:
    """What invoices that lack money would take of each authorisation."""
    needed: dict[str, Money] = {}
    for invoice_id, amount in invoiced.items():
        for new in allocate(amount, invoice_id, ledger=ledger, lines=lines).new:
            needed[new.transaction_gid] = needed.get(new.transaction_gid, zero(ledger.currency)) + new.amount
    return needed


def _why_kept(one: Authorisation, lines: Sequence[Line], needed: Mapping[str, Money], *, may_be_needed: bool) -> str:
    nothing = zero(one.authorised.currency)
    name = one.gateway_name or one.gateway
    if any(line.open > nothing for line in lines if claims(line, one.gid)):
        return f"An authorisation of {one.authorised} by {name} is kept: an invoice still needs it."
    if one.gid in needed:
        return (
            f"An authorisation of {one.authorised} by {name} is kept: an invoice that lost its payment lacks "
            f"{min(needed[one.gid], one.capturable)} of it; retrieve its payments again."
        )
    if may_be_needed:
        return f"An authorisation of {one.authorised} by {name} is kept: more of the order may be invoiced by now."
    if one.pending > nothing:
        return f"An authorisation of {one.authorised} by {name} is kept: {one.pending} of it is being captured."
    if one.captured > nothing:
        return (
            f"An authorisation of {one.authorised} by {name} was captured in part and cannot be voided: "
            f"the remaining {one.capturable} lapses by itself."
        )
    return ""
