"""The import of a store's past orders by bulk operations."""

from django.db import models

from backhaul.models.fields import gid_field, prefixed_id
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class Backfill(models.Model):
    """One import of past orders; `cursor` is what it needs to go on where it was, whoever goes on."""

    id = prefixed_id("bfl")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="backfills")
    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="backfill")
    created_from = models.DateTimeField(null=True, help_text="orders created since then; null: all that can be seen")
    operation_gid = gid_field(blank=True, help_text="the bulk operation in Shopify that is read now")
    phase = models.CharField(max_length=64, blank=True)
    cursor = models.JSONField(default=dict)
    orders_found = models.PositiveIntegerField(null=True)
    orders_read = models.PositiveIntegerField(default=0)
    orders_new = models.PositiveIntegerField(default=0)
    orders_skipped = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.id
