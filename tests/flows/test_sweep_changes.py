"""What of the record of changes is deleted when it is old."""

from datetime import datetime, timedelta

import pytest

from backhaul.core.learned import LearnedBy
from backhaul.flows.clock import now
from backhaul.flows.recurring import sweep_old_rows
from backhaul.flows.sweep_changes import sweep_changes
from backhaul.models import Drift, JobQueueEntry, MissedChange, OrderDifference, OrderSnapshot, SalesOrder, Store
from tests.support.contract_rows import contract_row, drift_row
from tests.support.rows import conflict_row, order_row, store_row

YEAR, QUARTER = timedelta(days=366), timedelta(days=91)


@pytest.fixture
def store(db: None) -> Store:
    """A store."""
    return store_row()


@pytest.fixture
def order(store: Store) -> SalesOrder:
    """Its order."""
    return order_row(store)


def difference(order: SalesOrder, state: str, *, age: timedelta) -> OrderDifference:
    row = conflict_row(order, state=state)
    OrderDifference.objects.filter(pk=row.pk).update(noticed_at=now() - age)
    return row


def snapshot(order: SalesOrder, name: str, *, read_at: datetime) -> OrderSnapshot:
    return OrderSnapshot.objects.create(order=order, sha256=name, body={}, first_read_at=read_at, last_read_at=read_at)


def test_differences_are_kept_for_a_year_and_open_conflicts_for_ever(store: Store, order: SalesOrder) -> None:
    old = [difference(order, state, age=YEAR) for state in ("applied", "resolved")]
    kept = [difference(order, "conflict", age=2 * YEAR), difference(order, "applied", age=QUARTER)]

    words = sweep_changes(store)

    assert set(OrderDifference.objects.all()) == set(kept)
    assert words == f"{len(old)} old differences and 0 old snapshots deleted"


def test_the_newest_snapshot_of_an_order_is_kept_however_old_it_is(store: Store, order: SalesOrder) -> None:
    quiet = order_row(store, 1002)
    snapshot(order, "oldest", read_at=now() - 2 * QUARTER)
    snapshot(quiet, "older", read_at=now() - 2 * QUARTER)
    snapshot(quiet, "newest of the quiet one", read_at=now() - QUARTER)
    snapshot(order, "young", read_at=now())

    sweep_changes(store)

    names = set(OrderSnapshot.objects.values_list("sha256", flat=True))
    assert names == {"newest of the quiet one", "young"}


def test_what_webhooks_had_missed_is_kept_for_a_year(store: Store, order: SalesOrder) -> None:
    _, kept = (
        MissedChange.objects.create(
            order=order, found_by=LearnedBy.RECONCILE, changed_at=now(), found_at=now() - age, words="The order."
        )
        for age in (YEAR, QUARTER)
    )

    sweep_changes(store)

    assert list(MissedChange.objects.all()) == [kept]


def test_another_stores_rows_are_left_to_its_own_entry(store: Store, order: SalesOrder) -> None:
    other = store_row("other")
    difference(order, "applied", age=YEAR)
    kept = difference(order_row(other), "applied", age=YEAR)

    sweep_changes(store)

    assert list(OrderDifference.objects.all()) == [kept]


def test_the_retention_entry_deletes_them(store: Store, order: SalesOrder) -> None:
    difference(order, "applied", age=YEAR)

    words = sweep_old_rows(JobQueueEntry.objects.get(store=store, kind="retention"))

    assert not OrderDifference.objects.exists()
    assert "1 old differences" in words


def test_settled_drift_is_kept_for_a_year_and_open_drift_until_it_is_settled(store: Store) -> None:
    contract = contract_row(store)
    drift_row(contract, settled_at=now() - YEAR)
    kept = {drift_row(contract), drift_row(contract, "billing_failed", settled_at=now() - QUARTER)}

    sweep_changes(store)

    assert set(Drift.objects.all()) == kept
