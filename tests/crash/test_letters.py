"""Shopify does not show whether it has written to a customer: the merchant is told so, or a second letter is sent."""

import pytest

from backhaul.core.contract_readback import LETTER
from backhaul.core.tasks import OutcomeName
from backhaul.core.wanted_changes import Actor
from tests.crash.asking import ask_for_cards
from tests.crash.endings import told, wait_for_all
from tests.crash.points import AFTER_INTENT, AFTER_SETTLING, BEFORE_INTENT, BEFORE_REPLY, BEFORE_SETTLING
from tests.crash.processes import Workers
from tests.crash.witness import Witness
from tests.support.shop import Shop, state_of

pytestmark = pytest.mark.crash

DONE, TOLD = OutcomeName.CHANGED, OutcomeName.LETTER_UNKNOWN
KILLED = (
    (Actor.MERCHANT, BEFORE_INTENT, DONE, 1),
    (Actor.MERCHANT, AFTER_INTENT, TOLD, 0),
    (Actor.MERCHANT, BEFORE_REPLY, TOLD, 1),
    (Actor.MERCHANT, BEFORE_SETTLING, TOLD, 1),
    (Actor.MERCHANT, AFTER_SETTLING, DONE, 1),
    (Actor.BACKHAUL, AFTER_INTENT, DONE, 1),
    (Actor.BACKHAUL, BEFORE_REPLY, DONE, 2),
)
"""On whose behalf it is sent, where the worker dies, what its task comes to, and how many letters there are then."""
LOST = (
    (Actor.MERCHANT, "500_after", TOLD, 1),
    (Actor.BACKHAUL, "500_after", DONE, 2),
    (Actor.MERCHANT, "500_before", TOLD, 0),
    (Actor.CUSTOMER, "500_before", DONE, 1),
)


def test_a_worker_killed_around_a_letter_leaves_one_or_says_so_or_sends_a_second_one(
    shop: Shop, workers: Workers
) -> None:
    asked = ask_for_cards(shop, [actor for actor, *_ in KILLED])
    witness = Witness(shop)

    for one, (_, point, *_) in zip(asked, KILLED, strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    workers.start()
    wait_for_all([one.task for one in asked])

    came = [(state_of(one.task)[1], one.letters(witness)) for one in asked]
    assert came == [(outcome, letters) for *_, outcome, letters in KILLED], told([one.task for one in asked])


def test_a_lost_reply_about_a_letter_says_so_or_sends_a_second_one(shop: Shop, workers: Workers) -> None:
    asked = ask_for_cards(shop, [actor for actor, *_ in LOST])
    shop.sandbox.faults(*({"kind": fault, "operation": LETTER, "times": 1} for _, fault, *_ in LOST))
    witness = Witness(shop)

    workers.start()
    wait_for_all([one.task for one in asked])

    came = [(state_of(one.task)[1], one.letters(witness)) for one in asked]
    assert came == [(outcome, letters) for *_, outcome, letters in LOST], told([one.task for one in asked])
