"""Intents: written before a call that changes Shopify, settled after it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.models.fields import gid_field, prefixed_id
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class Intent(models.Model):
    """What we were about to ask of Shopify, exactly, and what is known of the answer."""

    class State(models.TextChoices):
        OPEN = "open"  # committed before the call: whoever finds it must read Shopify back
        DONE = "done"
        REJECTED = "rejected"
        ABSENT = "absent"
        UNSURE = "unsure"  # a person has to say which effect is ours

    UNSETTLED = (State.OPEN, State.UNSURE)

    id = prefixed_id("itn")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="intents")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="intents")
    subject_gid = gid_field(help_text="the order or contract that this changes")
    fencing = models.PositiveIntegerField()
    step = models.CharField(max_length=255)
    operation = models.CharField(max_length=64)
    variables = models.JSONField()
    seen_gids = ArrayField(gid_field(), default=list)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    effect_gids = ArrayField(gid_field(), default=list)
    idempotency_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(help_text="real time")
    send_before = models.DateTimeField(help_text="real time")
    readable_after = models.DateTimeField(help_text="real time")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=32, blank=True, help_text="reply or read_back")
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "subject_gid"],
                condition=Q(state__in=["open", "unsure"]),
                name="one_unsettled_intent_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "unsure"]) | Q(settled_at__isnull=False), name="settled_intent_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["task", "created_at"]),
            models.Index(fields=["store", "subject_gid"], name="intent_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.id}"
