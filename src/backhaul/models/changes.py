"""What changed in an order after it was first read, and every state it was read in."""

from django.db import models
from django.db.models import Q

from backhaul.core.differences import DifferenceState
from backhaul.core.learned import LearnedBy
from backhaul.core.order_facts import words_of
from backhaul.models.fields import choice_field, prefixed_id
from backhaul.models.orders import SalesOrder
from backhaul.models.webhooks import WebhookDelivery


class OrderSnapshot(models.Model):
    """An order exactly as Shopify answered; the same content is kept once."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="snapshots")
    sha256 = models.CharField(max_length=64)
    body = models.JSONField()
    first_read_at = models.DateTimeField()
    last_read_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_read_at"]
        constraints = [models.UniqueConstraint(fields=["order", "sha256"], name="snapshot_once_per_order")]

    def __str__(self) -> str:
        return self.sha256[:12]


class OrderDifference(models.Model):
    """One field of an order that was found changed: when, how we learned of it, and what it means for what was posted.

    `path` names the field, `lines/<gid>/current_quantity`; None is a field that was not there.
    """

    id = prefixed_id("dif")
    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="differences")
    path = models.CharField(max_length=512)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    learned_by = choice_field(LearnedBy)
    topic = models.CharField(max_length=128, blank=True)
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.SET_NULL, null=True, related_name="differences")
    changed_at = models.DateTimeField(help_text="the order's own updatedAt")
    noticed_at = models.DateTimeField()
    state = choice_field(DifferenceState)
    words = models.TextField(blank=True, help_text="why it is a conflict, and what can be done")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=255, blank=True)
    resolution = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-noticed_at"]
        permissions = [("resolve_orderdifference", "Can mark conflicts as resolved")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="resolved") | Q(resolved_at__isnull=False), name="resolved_difference_has_date"
            ),
            models.CheckConstraint(condition=~Q(state="conflict") | ~Q(words=""), name="conflict_says_why"),
        ]
        indexes = [
            models.Index(fields=["-noticed_at", "id"], name="difference_newest_first"),
            models.Index(fields=["order", "-noticed_at"], name="difference_by_order"),
            models.Index(fields=["-noticed_at"], condition=Q(state="conflict"), name="difference_in_conflict"),
        ]

    def __str__(self) -> str:
        return words_of(self.path, {})


class MissedChange(models.Model):
    """An order whose change no webhook had told of: counted, so that one knows how well the webhooks work."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="missed_changes")
    found_by = choice_field(LearnedBy)
    changed_at = models.DateTimeField(help_text="the order's own updatedAt")
    found_at = models.DateTimeField()
    words = models.CharField(max_length=1000, help_text="what had been missed")

    class Meta:
        ordering = ["-found_at"]
        indexes = [models.Index(fields=["-found_at", "id"], name="missed_change_newest_first")]

    def __str__(self) -> str:
        return self.words
