"""What a contract is held against, from the mirror alone: edits, decisions, changes under way."""

from datetime import timedelta

import pytest

from backhaul.core.contract_changes import ChangeState
from backhaul.core.drift import Evidence, OrderEvidence, Version
from backhaul.core.subscription_policies import LastOrderPolicy
from backhaul.core.wanted_changes import Actor, Cancel
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.drift_evidence import Seen, evidence_of
from backhaul.flows.keep_drifts import keep_drifts
from backhaul.flows.subscription_policies import SubscriptionChoices, set_subscription_policies
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.models import Change, Contract, Notice, OrderRefund, OrderRefundLine, SalesOrder, Store
from tests.support.contract_rows import change_row, contract_row, delivery_of, drift_row, order_of_contract, question
from tests.support.rows import LONG_AGO, conflict_row, order_row


@pytest.fixture
def order(store: Store) -> SalesOrder:
    return order_row(store)


@pytest.fixture
def contract(store: Store, order: SalesOrder) -> Contract:
    """A contract whose only order is paid and not shipped."""
    made = contract_row(store)
    order_of_contract(made, order)
    delivery_of(made, order)
    return made


def seen(contract: Contract) -> Evidence:
    return evidence_of(Contract.objects.select_related("store").get(pk=contract.pk), Seen({}))


def order_in(contract: Contract) -> OrderEvidence:
    (found,) = seen(contract).orders
    return found


def lower(order: SalesOrder, to: int) -> str:
    """Somebody lowers the quantity of the order's line, which a reading has noticed; returns the line's gid."""
    line = order.lines.get()
    order.lines.update(current_quantity=to)
    conflict_row(order, f"lines/{line.gid}/current_quantity", after=str(to), state="applied")
    return line.gid


def test_a_line_that_was_lowered_without_a_refund_was_edited(contract: Contract, order: SalesOrder) -> None:
    gid = lower(order, 3)

    assert order_in(contract).edited_lines == {gid}


def test_a_line_that_was_lowered_by_a_refund_was_not_edited(contract: Contract, order: SalesOrder) -> None:
    lower(order, 3)
    refund = OrderRefund.objects.create(order=order, gid="gid://shopify/Refund/1", shopify_updated_at=LONG_AGO)
    OrderRefundLine.objects.create(
        refund=refund, order_line=order.lines.get(), position=0, quantity=2, restock_type="CANCEL"
    )

    assert order_in(contract).edited_lines == frozenset()


def test_a_line_whose_ordered_quantity_was_raised_was_edited(contract: Contract, order: SalesOrder) -> None:
    gid = order.lines.get().gid
    conflict_row(order, f"lines/{gid}/quantity", after="6", state="applied")

    assert order_in(contract).edited_lines == {gid}


def test_a_cancelled_order_is_decided_about_once_its_notice_is_answered(contract: Contract, order: SalesOrder) -> None:
    SalesOrder.objects.update(cancelled_at=LONG_AGO)
    notice = question(contract)
    Notice.objects.update(order=order)
    before = order_in(contract).is_decided

    decide_notice(notice.pk, "keep_contract", by="ada")

    assert (before, order_in(contract).is_decided) == (False, True)


def test_paid_goods_of_an_ended_contract_are_decided_about_by_a_policy_that_does_not_ask(
    contract: Contract, store: Store
) -> None:
    asks = seen(contract).end_is_decided

    set_subscription_policies(store, SubscriptionChoices(last_order=LastOrderPolicy.SHIP_ORDER))

    assert (asks, seen(contract).end_is_decided) == (False, True)


def test_a_change_is_under_way_from_the_moment_it_is_asked_for_until_it_has_ended(contract: Contract) -> None:
    before = seen(contract).change_began
    task = want_change(contract, ChangeWish(Cancel(), Actor.BACKHAUL, "policy"), key="1")
    asked = seen(contract).change_began
    change = change_row(contract)
    begun = seen(contract).change_began

    task.delete()
    Change.objects.filter(pk=change.pk).update(state=ChangeState.DONE, settled_at=LONG_AGO)

    assert (before, asked, begun) == (None, task.created_at, LONG_AGO)
    assert seen(contract).change_began is None


def test_an_order_that_is_deleted_or_of_a_customer_who_was_erased_is_not_held_against_anything(
    contract: Contract, order: SalesOrder
) -> None:
    Contract.objects.update(redacted_at=LONG_AGO)
    erased = seen(contract)
    SalesOrder.objects.update(deleted_at=LONG_AGO)

    assert (erased.shows_address, len(erased.orders)) == (False, 1)
    assert seen(contract).orders == ()


def test_only_what_was_known_and_was_read_can_be_behind(contract: Contract, order: SalesOrder) -> None:
    old, new = Version(LONG_AGO - timedelta(days=1)), Version(LONG_AGO)
    read = Seen({order.gid: old}, {order.gid: new, contract.gid: new})

    found = evidence_of(Contract.objects.select_related("store").get(pk=contract.pk), read)

    assert found.mirrored is None
    assert found.orders[0].mirrored is not None
    assert found.orders[0].mirrored.before.is_behind(found.orders[0].mirrored.shown)


def test_a_kind_that_is_not_looked_for_any_more_is_settled(contract: Contract) -> None:
    row = drift_row(contract, "once_there_was")

    opened = keep_drifts(contract, seen(contract), ())

    row.refresh_from_db()
    assert opened == []
    assert row.settled_because == "It is not looked for any more."
