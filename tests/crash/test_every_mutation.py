"""No mutation is added without a worker being killed at it, and a reply to it being lost, in one of these tests."""

from collections.abc import Set as AbstractSet
from typing import get_args

import pytest

from backhaul.core.contract_readback import CONTRACT_OPERATIONS, CYCLE_OPERATIONS, DRAFT_OPERATIONS, LETTER
from backhaul.flows.effects.catalogue import OrderChange
from backhaul.flows.effects.contract_readback import CONTRACT_READ_BACK
from backhaul.shopify.operations import mutations
from tests.crash.changing import EDIT, EDIT_OF_A_CYCLE
from tests.crash.drafting import CALLS
from tests.crash.mutations import SCENARIOS
from tests.crash.test_drafts import LOST, LOST_OF_A_CYCLE
from tests.crash.test_store_changes import STORE_CHANGES

BESIDE = frozenset({LETTER, *STORE_CHANGES})
"""Both happens to these in tests of their own: the letter is shown by nothing, the others are made for a store."""
KILLED = {one.first for one in SCENARIOS.values()} | {EDIT.mutation, EDIT_OF_A_CYCLE.mutation, *CALLS} | BESIDE
REPLY_LOST = {one.mutation for one in SCENARIOS.values()} | {*LOST, LOST_OF_A_CYCLE} | BESIDE
THERE_ARE = {f"{name[0].lower()}{name[1:]}" for name in mutations.OPERATIONS}


@pytest.mark.parametrize("tried", [KILLED, REPLY_LOST], ids=["killed", "reply lost"])
def test_every_mutation_that_there_is_is_cut_off_in_these_tests(tried: AbstractSet[str]) -> None:
    assert tried == THERE_ARE


def test_every_change_has_a_scenario_of_its_own() -> None:
    on_orders = len(get_args(OrderChange))
    on_contracts = len(set(CONTRACT_OPERATIONS) | set(CYCLE_OPERATIONS))
    charges, letters = 1, 1

    assert len(SCENARIOS) == on_orders + on_contracts + charges
    assert len(CONTRACT_READ_BACK) == on_contracts + len(DRAFT_OPERATIONS) + charges + letters
