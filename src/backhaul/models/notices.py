"""Notices: what a merchant or a customer is told, and what a merchant decides."""

from django.db import models
from django.db.models import Q

from backhaul.core.notices import Recipient
from backhaul.models.contracts import Contract
from backhaul.models.fields import choice_field, prefixed_id
from backhaul.models.orders import SalesOrder
from backhaul.models.stores import Store


class Notice(models.Model):
    """Something a recipient is told, once: `unique_key` makes a second telling the same notice.

    One with `options` is decided with one of them, once.
    """

    id = prefixed_id("not")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="notices")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=255, help_text="what it is about: a payment line, a transaction")
    unique_key = models.CharField(max_length=255, unique=True)
    words = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    recipient = choice_field(Recipient, Recipient.MERCHANT)
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, related_name="notices")
    options = models.JSONField(default=list, help_text="what can be decided: name, label, what follows")
    decide_by = models.DateTimeField(null=True)
    decision = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=255, blank=True)
    result = models.TextField(blank=True, help_text="what came of the decision, or why nothing is left to decide")

    class Meta:
        ordering = ["-created_at"]
        permissions = [("decide_notice", "Can decide what a notice asks")]
        constraints = [
            models.CheckConstraint(condition=Q(decision="") ^ Q(decided_at__isnull=False), name="decision_has_date"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "id"], name="notice_newest_first"),
            models.Index(fields=["decide_by"], condition=~Q(options=[]) & Q(decided_at=None), name="notice_to_decide"),
        ]

    def __str__(self) -> str:
        return self.words
