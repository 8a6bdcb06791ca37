"""Scopes come and go: what is lost is told, and what is regained lets tasks go on."""

import pytest

from backhaul.core.scopes import SCOPES
from backhaul.models import Notice, Store, StoreCredential, Task, WebhookDelivery
from tests.support.inbox import delivery_row, processed
from tests.support.rows import LONG_AGO, order_row, store_row
from tests.support.shipments import apples_left

pytestmark = pytest.mark.django_db
ALL = sorted(scope.handle for scope in SCOPES)


@pytest.fixture
def store() -> Store:
    """A connected store that has granted everything."""
    made = store_row()
    StoreCredential.objects.update(granted_scopes=ALL)
    return made


def told(store: Store, current: object) -> WebhookDelivery:
    """Shopify says which scopes the app has now."""
    return processed(delivery_row(store, "app/scopes_update", {"previous": [], "current": current}))


def denied(store: Store, number: str, *, error: str = "access-denied") -> Task:
    """A task that needs attention because of that error."""
    task = apples_left(order_row(store, int(number)), f"S-{number}").task
    task.state, task.outcome = "needs_attention", "needs_attention"
    task.save()
    task.tries.create(fencing=1, worker="w", started_at=LONG_AGO, error_code=error)
    return task


def test_a_lost_scope_is_told_with_what_it_costs(store: Store) -> None:
    delivery = told(store, [handle for handle in ALL if handle != "read_all_orders"])

    notice = Notice.objects.get(kind="scopes_lost")
    assert "older than 60 days" in notice.words
    assert (notice.store, notice.subject_id) == (store, "read_all_orders")
    assert "read_all_orders" in delivery.result
    assert "read_all_orders" not in StoreCredential.objects.get().granted_scopes


def test_tasks_that_were_denied_go_on_with_a_regained_scope(store: Store) -> None:
    other = store_row("other")
    StoreCredential.objects.filter(store=other).update(granted_scopes=["read_orders"])
    told(store, [handle for handle in ALL if handle != "write_orders"])
    waiting, otherwise, theirs = denied(store, "1001"), denied(store, "1002", error="defect"), denied(other, "1001")

    told(store, ALL)

    states = [Task.objects.get(pk=task.pk).state for task in (waiting, otherwise, theirs)]
    assert states == ["pending", "needs_attention", "needs_attention"]


def test_the_first_scopes_that_are_known_are_neither_lost_nor_gained() -> None:
    store = store_row()

    told(store, ["read_orders"])

    assert not Notice.objects.exists()
    assert StoreCredential.objects.get().granted_scopes == ["read_orders"]


def test_a_scope_to_read_that_one_to_write_includes_is_not_lost(store: Store) -> None:
    told(store, [handle for handle in ALL if handle != "read_orders"])

    assert not Notice.objects.exists()


@pytest.mark.parametrize("current", [None, "read_orders", [1], {}])
def test_a_body_without_scopes_changes_nothing(store: Store, current: object) -> None:
    delivery = told(store, current)

    assert StoreCredential.objects.get().granted_scopes == ALL
    assert "no scopes" in delivery.result


def test_a_store_without_credentials_keeps_no_scopes(store: Store) -> None:
    StoreCredential.objects.all().delete()

    assert "no credentials" in told(store, ALL).result
