"""Whatever is done to contracts and their cycles: no gap between cycles, each success one order, no cycle lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shopify_sandbox import checkout
from shopify_sandbox.state import (
    billing_attempts,
    billing_cycles,
    billing_schedule,
    contract_changes,
    contract_drafts,
    contract_money,
    cycle_drafts,
    draft_commit,
)
from shopify_sandbox.state.billing_attempts import Wish
from shopify_sandbox.state.billing_plans import BillingPlan, Ending, Outcome
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contracts import BillingAttempt, Content, Contract, ContractStatus, Interval, Rhythm
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.orders import Order
from tests.shopify_sandbox.resolvers.shop import a_world

whose = st.integers(min_value=0, max_value=1)
next_ones = st.integers(min_value=0, max_value=1)
near = st.integers(min_value=0, max_value=3)
part = st.integers(min_value=0, max_value=100)
PLAN = {"name": "Monthly", "deliveries": 3, "every": "P30D", "contract": True}
RHYTHMS = [
    Rhythm(Interval.MONTH, 1),
    Rhythm(Interval.WEEK, 2),
    Rhythm(Interval.DAY, 90),
    Rhythm(Interval.YEAR, 1),
    Rhythm(Interval.MONTH, 1, max_cycles=6),
]
STATUSES = [*[ContractStatus.ACTIVE] * 7, ContractStatus.PAUSED, ContractStatus.CANCELLED]


class TwoContractsOfOneCustomer(RuleBasedStateMachine):
    """Random sequences of all that moves cycles, money and time; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.world = a_world()
        self.key = 0

    @initialize()
    def buy(self) -> None:
        for price in ("10.00", "7.50"):
            line = {"sku": "BOX", "price": price, "selling_plan": PLAN}
            checkout.place(self.world, {"lines": [line], "payment": "paid", "email": "ana@example.com"})
        self.contracts = self.world.all(Contract)

    @rule(days=st.integers(min_value=0, max_value=40), seconds=st.integers(min_value=0, max_value=86_399))
    def pass_time(self, days: int, seconds: int) -> None:
        self.world.clock.advance(timedelta(days=days, seconds=seconds))

    @rule(who=whose, ahead=next_ones, wait=st.booleans(), repeat=st.booleans(), delay=st.booleans())
    def bill(self, who: int, ahead: int, wait: bool, repeat: bool, delay: bool) -> None:
        self.billed(who, ahead, wait=wait, repeat=repeat, delay=delay)

    @rule(outcome=st.sampled_from([Outcome.FAILURE, Outcome.CHALLENGED]))
    def plan_trouble(self, outcome: Outcome) -> None:
        self.world.billing.plans.append(BillingPlan(Ending(outcome)))

    @rule(outcome=st.sampled_from([Outcome.SUCCESS, Outcome.FAILURE]))
    def answer_challenges(self, outcome: Outcome) -> None:
        for attempt in self.world.all(BillingAttempt):
            billing_attempts.meet_challenge(self.world, attempt, Ending(outcome))

    @rule(who=whose, ahead=near, skip=st.booleans())
    def skip(self, who: int, ahead: int, skip: bool) -> None:
        cycle = self.cycle(self.contracts[who], ahead)
        change = billing_cycles.skip if skip else billing_cycles.unskip
        self.attempt(lambda: change(self.world, cycle))

    @rule(who=whose, ahead=near, where=part)
    def move(self, who: int, ahead: int, where: int) -> None:
        cycle = self.cycle(self.contracts[who], ahead)
        date = cycle.starts_at + (cycle.ends_at - cycle.starts_at) * where / 100
        given = {"billingDate": date.isoformat(), "reason": "BUYER_INITIATED"}
        self.attempt(lambda: billing_cycles.edit_schedule(self.world, cycle, given))

    @rule(who=whose, ahead=next_ones)
    def renew(self, who: int, ahead: int) -> None:
        self.billed(who, ahead, wait=True, repeat=False, delay=False)

    @rule(who=whose, ahead=next_ones, quantity=st.integers(min_value=1, max_value=3), join=st.booleans())
    def edit(self, who: int, ahead: int, quantity: int, join: bool) -> None:
        def change() -> None:
            draft = cycle_drafts.begin(self.world, self.cycle(self.contracts[who], ahead))
            draft.content = with_quantity(draft.content, quantity)
            if join and not draft.concatenated:
                cycle_drafts.concatenate(self.world, draft, [self.cycle(self.contracts[1 - who], ahead)])
            cycle_drafts.commit(self.world, draft)

        self.attempt(change)

    @rule(who=whose, ahead=near, everything=st.booleans())
    def take_edits_back(self, who: int, ahead: int, everything: bool) -> None:
        contract = self.contracts[who]
        if everything:
            self.attempt(lambda: billing_cycles.delete_edits(self.world, contract))
        else:
            self.attempt(lambda: billing_cycles.delete_edit(self.world, self.cycle(contract, ahead)))

    @rule(who=whose, rhythm=st.sampled_from(RHYTHMS), quantity=st.integers(min_value=1, max_value=3))
    def change_contract(self, who: int, rhythm: Rhythm, quantity: int) -> None:
        def change() -> None:
            draft = contract_drafts.begin(self.world, self.contracts[who])
            draft.content = replace(with_quantity(draft.content, quantity), billing=rhythm, delivery=rhythm)
            draft_commit.commit(self.world, draft)

        self.attempt(change)

    @rule(who=whose, status=st.sampled_from(STATUSES))
    def set_status(self, who: int, status: ContractStatus) -> None:
        self.attempt(lambda: contract_changes.set_status(self.world, self.contracts[who], status))

    @invariant()
    def cycles_follow_each_other_without_gap_or_end(self) -> None:
        for contract in self.contracts:
            found = billing_schedule.visible(self.world, contract)
            assert [each.index for each in found] == list(range(1, len(found) + 1))
            assert all(each.starts_at <= each.expected_at <= each.ends_at for each in found)
            assert all(later.starts_at - one.ends_at == timedelta(seconds=1) for one, later in pairwise(found))

    @invariant()
    def what_was_billed_stays_where_it_is(self) -> None:
        for attempt in self.world.all(BillingAttempt):
            assert billing_schedule.numbered(self.world, attempt.contract, attempt.cycle_index) is not None

    @invariant()
    def each_success_is_one_order_and_no_order_is_without_one(self) -> None:
        succeeded = [each.order for each in self.world.all(BillingAttempt) if each.order is not None]
        origins = [each.origin_order for each in self.contracts]
        assert {order.id for order in self.world.all(Order)} == {each.id for each in [*succeeded, *origins] if each}
        assert len({order.id for order in succeeded}) == len(succeeded)

    @invariant()
    def a_cycle_is_billed_when_an_attempt_at_it_succeeded(self) -> None:
        for contract in self.contracts:
            for cycle in billing_schedule.visible(self.world, contract):
                paid = any(each.order is not None for each in billing_cycles.attempts(self.world, cycle))
                assert cycle.state.billed is paid

    @invariant()
    def an_edit_that_is_shared_is_shared_by_all(self) -> None:
        for contract in self.contracts:
            for cycle in billing_schedule.visible(self.world, contract):
                contents = {id(each.state.content) for each in billing_cycles.together(self.world, cycle)}
                assert len(contents) == 1

    @invariant()
    def contents_cost_what_their_lines_do(self) -> None:
        for contract in self.contracts:
            content = contract.content
            whole = sum(line.current_price.amount * content.units(line) for line in content.lines)
            assert contract_money.total(content).amount == whole

    def billed(self, who: int, ahead: int, *, wait: bool, repeat: bool, delay: bool) -> None:
        """Bill a cycle, now or on its date, under a new key or the last one, at once or within two days."""
        self.world.billing.delay = timedelta(days=2) if delay else timedelta(0)
        self.key += 0 if repeat else 1
        contract = self.contracts[who]
        cycle = self.cycle(contract, ahead)
        if wait:
            self.world.clock.set(max(cycle.expected_at, self.world.now()))
        wish = Wish(key=f"{who}-{self.key}", selector={"index": cycle.index})
        self.attempt(lambda: billing_attempts.create(self.world, contract, wish))
        self.world.clock.run_due()

    def cycle(self, contract: Contract, ahead: int) -> Cycle:
        """The cycle that many behind the current one; the last one of a contract that has no more."""
        current = billing_schedule.at(self.world, contract, self.world.now())
        last = billing_schedule.visible(self.world, contract)[-1]
        wanted = min((current or last).index + ahead, last.index)
        found = billing_schedule.numbered(self.world, contract, wanted)
        assert found is not None
        return found

    def attempt(self, change: Callable[[], object]) -> None:
        """Do it, if it is allowed."""
        try:
            change()
        except Refused:
            return


def with_quantity(content: Content, quantity: int) -> Content:
    """The content with so many units of its first line."""
    first, *others = content.lines
    return replace(content, lines=(replace(first, quantity=quantity), *others))


TestTwoContractsOfOneCustomer = TwoContractsOfOneCustomer.TestCase
TestTwoContractsOfOneCustomer.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
