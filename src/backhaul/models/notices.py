"""Notices: what a merchant is told."""

from django.db import models

from backhaul.models.fields import prefixed_id
from backhaul.models.orders import SalesOrder
from backhaul.models.stores import Store


class Notice(models.Model):
    """Something a merchant is told, once: `unique_key` makes a second telling the same notice."""

    id = prefixed_id("not")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="notices")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=255, help_text="what it is about: a payment line, a transaction")
    unique_key = models.CharField(max_length=255, unique=True)
    words = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at", "id"], name="notice_newest_first")]

    def __str__(self) -> str:
        return self.words
