"""Job Queue entries: recurring jobs of a store, created by themselves when it is connected."""

from django.db import models

from backhaul.models.fields import prefixed_id
from backhaul.models.stores import Store


class JobQueueEntry(models.Model):
    """What recurs for a store, how often, when last and next, and how it went."""

    id = prefixed_id("job")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="job_queue_entries")
    kind = models.CharField(max_length=64)
    interval_seconds = models.PositiveIntegerField()
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True)
    last_result = models.CharField(max_length=1000, blank=True)
    last_ok = models.BooleanField(null=True)
    running_until = models.DateTimeField(null=True, help_text="real time: one process runs an entry at a time")
    cursor = models.JSONField(default=dict)

    class Meta:
        ordering = ["store", "kind"]
        verbose_name_plural = "job queue entries"
        constraints = [models.UniqueConstraint(fields=["store", "kind"], name="job_queue_entry_once_per_store")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.store}"
