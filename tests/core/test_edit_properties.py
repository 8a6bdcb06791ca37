"""Random edits and postings: readings replay exactly, and a difference is a conflict just when it contradicts."""

from decimal import ROUND_DOWN, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.differences import Difference, DifferenceState, differences, rewound
from backhaul.core.edits import judge
from backhaul.core.order_facts import Facts, facts_of
from backhaul.core.posted import Case, Posted
from tests.core.builders import MUG, TEA
from tests.core.edit_builders import replayed
from tests.core.edit_world import Step, World

CENT = Decimal("0.01")
LINE = st.sampled_from([MUG, TEA])
FEW = st.integers(0, 4)
EDITS = st.one_of(
    st.tuples(st.just("left"), LINE, FEW),
    st.tuples(st.just("price"), LINE, st.sampled_from(["8", "10", "12.5"])),
    st.tuples(st.just("street"), st.sampled_from(["Old Street 1", "New Street 2"])),
    st.tuples(st.just("hide_address")),
    st.tuples(st.just("note"), st.text(max_size=3)),
    st.tuples(st.just("tag"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("cancel")),
    st.tuples(st.just("remove"), LINE),
)
POSTINGS = st.one_of(
    st.tuples(st.just("ship"), LINE, FEW),
    st.tuples(st.just("undo"), FEW),
    st.tuples(st.just("invoice"), LINE, FEW, st.sampled_from(["0", "9.99", "20"])),
    st.tuples(st.just("credit"), st.sampled_from(["0.01", "9.99", "30"])),
)


def contradicts(one: Difference, facts: Facts, posted: Posted) -> bool:
    """The rules once more, as plainly as they can be said."""
    gid, _, name = one.path.removeprefix("lines/").rpartition("/")
    if name == "current_quantity":
        return _units_contradict(gid, one, facts, posted)
    if name in ("unit_price", "discounted_total"):
        of_line = [each for each in posted.invoices if each.lines[0].line_gid == gid]
        is_other = one.after is not None and any(each.facts.get(one.path, one.after) != one.after for each in of_line)
        return is_other and stands(posted) and not settled(facts, posted)
    if name == "current_total":
        now, before = (Decimal((value or "").removesuffix(" EUR")) for value in (one.after, one.before))
        return now < before and now < _invoiced(posted) - posted.credited
    if name == "address1":
        return any(each.facts.get(one.path, one.after) != one.after for each in posted.shipments)
    return name == "cancelled_at" and (bool(posted.shipments) or (bool(posted.invoices) and stands(posted)))


def _units_contradict(gid: str, one: Difference, facts: Facts, posted: Posted) -> bool:
    now, before = int(one.after or 0), int(one.before or 0)
    shipped = sum(each.units.get(gid, 0) for each in posted.shipments)
    invoiced = sum(part.quantity for each in posted.invoices for part in each.lines if part.line_gid == gid)
    too_much_invoiced = invoiced > now and stands(posted) and not settled(facts, posted)
    return now < before and (shipped > now or too_much_invoiced)


def _invoiced(posted: Posted) -> Decimal:
    return sum((one.total.amount for one in posted.invoices), Decimal(0))


def stands(posted: Posted) -> bool:
    """Whether anything that was invoiced is not credited."""
    return not posted.credited or _invoiced(posted) > posted.credited


def settled(facts: Facts, posted: Posted) -> bool:
    """Whether credit memos give back what was charged for units that are gone and prices that have fallen."""
    due = Decimal(0)
    for gid in (MUG, TEA):
        parts = [part for one in posted.invoices for part in one.lines if part.line_gid == gid]
        if not parts:
            continue
        units, amount = sum(part.quantity for part in parts), sum((part.amount.amount for part in parts), Decimal(0))
        gone = max(0, units - int(facts.get(f"lines/{gid}/current_quantity", "0")))
        due += (amount * gone / units).quantize(CENT, rounding=ROUND_DOWN)
        path = f"lines/{gid}/unit_price"
        last = [one.facts[path] for one in posted.invoices if one.lines[0].line_gid == gid and path in one.facts]
        if last and path in facts:
            fallen = Decimal(last[-1].removesuffix(" EUR")) - Decimal(facts[path].removesuffix(" EUR"))
            due += max(Decimal(0), fallen) * (units - gone)
    return Decimal(0) < due <= posted.credited


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(EDITS, POSTINGS, st.just(("read",))), max_size=30))
def test_differences_lead_from_the_first_reading_to_the_last_and_conflicts_are_contradictions(
    steps: list[Step],
) -> None:
    world = World()
    facts: dict[str, str] = dict(world.first)

    for step in [*steps, ("read",)]:
        if step[0] in ("ship", "undo", "invoice", "credit"):
            world.post(step)
        elif step != ("read",):
            world.edit(step)
        else:
            found, posted = world.read()
            facts = replayed(facts, found)
            for one in found:
                judgement = judge(one, Case(world.known, posted))
                assert (judgement.state is DifferenceState.CONFLICT) == contradicts(one, world.known, posted), one
                assert bool(judgement.words) == (judgement.state is DifferenceState.CONFLICT)

    assert facts == world.known
    assert differences(world.known, facts_of(world.remote)) == ()
    assert rewound(world.known, [one for _, one in reversed(world.history)]) == world.first


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(EDITS, POSTINGS, st.just(("read",))), max_size=30))
def test_what_was_known_when_something_was_posted_follows_from_the_differences_since(steps: list[Step]) -> None:
    world = World()

    for step in steps:
        if step[0] in ("ship", "undo", "invoice", "credit"):
            world.post(step)
        elif step != ("read",):
            world.edit(step)
        else:
            _, posted = world.read()
            assert [one.facts for one in posted.shipments] == [one.facts for _, one in world.shipments]
            assert [one.facts for one in posted.invoices] == [one.facts for _, one in world.invoices]
