"""What a notice asks is decided once, with one click, and what follows is a task of the same transaction."""

from dataclasses import asdict

import pytest

from backhaul.core.cancellation import CANCEL_CONTRACT, KEEP_CONTRACT
from backhaul.core.errors import NotFound
from backhaul.core.notice_errors import AlreadyDecided, NoSuchOption, NothingLeftToDecide
from backhaul.core.notices import Option
from backhaul.core.tasks import TaskState
from backhaul.core.wanted_changes import Actor, Cancel, ChangeNote
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.finish_change import LEAVE_IT, PLAN_ANEW
from backhaul.flows.notices import Telling, tell
from backhaul.flows.want_change import PLAN_CHANGE, wish_of
from backhaul.models import Contract, Notice, Store, Task
from tests.support.contract_rows import change_row, contract_row

OPTIONS = (
    Option(CANCEL_CONTRACT, "Cancel the subscription", "No further charge is made."),
    Option(KEEP_CONTRACT, "Keep the subscription", "It goes on, and is charged as before."),
)


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


@pytest.fixture
def notice(contract: Contract) -> Notice:
    """A question whether the contract is to be cancelled."""
    telling = Telling("order_cancelled", contract.gid, "order_cancelled:1", "Order #1 was cancelled.", options=OPTIONS)
    tell(contract.store, None, telling, contract=contract)
    return Notice.objects.get()


def test_a_decision_writes_the_task_that_carries_it_out(notice: Notice, contract: Contract) -> None:
    decided = decide_notice(notice.pk, CANCEL_CONTRACT, by="ada")

    task = Task.objects.get(kind=PLAN_CHANGE)
    meant, wish = wish_of(task)
    assert (meant, wish.wanted, wish.actor, wish.requested_by) == (contract, Cancel(), Actor.MERCHANT, "ada")
    assert task.state == TaskState.PENDING
    assert decided.result == f"No further charge is made. {task.pk} sees to it."
    assert (decided.decision, decided.decided_by, decided.read_at) == (CANCEL_CONTRACT, "ada", decided.decided_at)


def test_the_same_decision_again_is_the_same_one(notice: Notice) -> None:
    decide_notice(notice.pk, CANCEL_CONTRACT, by="ada")

    again = decide_notice(notice.pk, CANCEL_CONTRACT, by="bob")

    assert again.decided_by == "ada"
    assert Task.objects.filter(kind=PLAN_CHANGE).count() == 1


def test_what_was_decided_is_not_decided_otherwise(notice: Notice) -> None:
    decide_notice(notice.pk, KEEP_CONTRACT, by="ada")

    with pytest.raises(AlreadyDecided):
        decide_notice(notice.pk, CANCEL_CONTRACT, by="bob")

    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def test_to_leave_things_as_they_are_writes_no_task(notice: Notice) -> None:
    decided = decide_notice(notice.pk, KEEP_CONTRACT, by="ada")

    assert decided.result == "It goes on, and is charged as before."
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


def test_only_an_option_of_the_notice_can_be_chosen(notice: Notice) -> None:
    with pytest.raises(NoSuchOption) as caught:
        decide_notice(notice.pk, "refund_remaining", by="ada")

    assert caught.value.hint == "One of: cancel_contract, keep_contract."
    notice.refresh_from_db()
    assert notice.decided_at is None


def test_a_notice_that_asks_nothing_cannot_be_decided(store: Store) -> None:
    tell(store, None, Telling("uninstalled", store.pk, "uninstalled:1", "The app was uninstalled."))

    with pytest.raises(NoSuchOption, match="cannot be chosen"):
        decide_notice(Notice.objects.get().pk, CANCEL_CONTRACT, by="ada")


def test_a_notice_that_does_not_exist_cannot_be_decided(store: Store) -> None:
    with pytest.raises(NotFound):
        decide_notice("not_0", CANCEL_CONTRACT, by="ada")


def test_options_are_kept_as_they_were_told(notice: Notice) -> None:
    assert notice.options == [asdict(option) for option in OPTIONS]


def test_what_has_no_effect_any_more_is_not_decided(notice: Notice) -> None:
    Notice.objects.update(result="Nothing is left to decide: the subscription has ended.")

    with pytest.raises(NothingLeftToDecide, match="the subscription has ended"):
        decide_notice(notice.pk, CANCEL_CONTRACT, by="ada")

    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()


@pytest.fixture
def half_done(contract: Contract) -> Notice:
    """A change whose rest is to be planned anew, or left."""
    change = change_row(contract)
    options = (Option(PLAN_ANEW, "Plan the rest anew", "It is begun."), Option(LEAVE_IT, "Leave it", "It stays so."))
    tell(
        contract.store,
        None,
        Telling("change_not_done", change.pk, "1", "Not whole.", options=options),
        contract=contract,
    )
    return Notice.objects.get(kind="change_not_done")


def test_what_was_not_done_whole_is_planned_anew(half_done: Notice, contract: Contract) -> None:
    decide_notice(half_done.pk, PLAN_ANEW, by="ada")

    meant, wish = wish_of(Task.objects.get(kind=PLAN_CHANGE))
    assert (meant, wish.wanted, wish.actor) == (contract, ChangeNote("Ring twice"), Actor.MERCHANT)


def test_what_was_not_done_whole_is_left_as_it_is(half_done: Notice) -> None:
    decided = decide_notice(half_done.pk, LEAVE_IT, by="ada")

    assert decided.result == "It stays so."
    assert not Task.objects.filter(kind=PLAN_CHANGE).exists()
