"""Deletes what is old of the record of how orders changed; what a person has yet to see to stays."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery

from backhaul.core.differences import DifferenceState
from backhaul.flows.clock import now
from backhaul.models import Drift, MissedChange, OrderDifference, OrderSnapshot, Store

KEEP_DIFFERENCES = timedelta(days=365)
KEEP_SNAPSHOTS = timedelta(days=90)
AT_ONCE = 2000


def sweep_changes(store: Store) -> str:
    """Delete a store's differences, missed changes and settled drift after a year, and old snapshots but each newest.

    An open conflict or drift stays, however old it is. Rows go in portions, so that no transaction grows large.
    """
    differences = OrderDifference.objects.filter(order__store=store, noticed_at__lt=now() - KEEP_DIFFERENCES)
    settled = differences.exclude(state=DifferenceState.CONFLICT)
    newest = OrderSnapshot.objects.filter(order=OuterRef("order")).order_by("-last_read_at", "-pk").values("pk")[:1]
    read_before = OrderSnapshot.objects.filter(order__store=store, last_read_at__lt=now() - KEEP_SNAPSHOTS)
    snapshots = read_before.exclude(pk=Subquery(newest))
    MissedChange.objects.filter(order__store=store, found_at__lt=now() - KEEP_DIFFERENCES).delete()
    Drift.objects.filter(store=store, settled_at__lt=now() - KEEP_DIFFERENCES).delete()
    deleted = deleted_snapshots = 0
    while ids := list(settled.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        OrderDifference.objects.filter(pk__in=ids).delete()
        deleted += len(ids)
    while found := list(snapshots.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        OrderSnapshot.objects.filter(pk__in=found).delete()
        deleted_snapshots += len(found)
    return f"{deleted} old differences and {deleted_snapshots} old snapshots deleted"
