"""Outgoing webhooks: where programs are told of events, the events, and each delivery."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.channels import SendingState
from backhaul.models.fields import choice_field, prefixed_id
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class Endpoint(models.Model):
    """An address of another program; what it gets is signed with its secret and, for a while, with the one before."""

    id = prefixed_id("ept")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="endpoints")
    name = models.CharField(max_length=100, blank=True)
    url_encrypted = models.TextField()
    shown = models.CharField(max_length=255, help_text="the address without what is secret in it")
    events = ArrayField(models.CharField(max_length=64), help_text="what it is told")
    secret_encrypted = models.TextField()
    old_secret_encrypted = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True, help_text="real time: until then both sign")
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=500, blank=True)
    failing_since = models.DateTimeField(null=True, help_text="since when it has taken nothing that was sent")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(is_on=True) ^ ~Q(off_because=""), name="endpoint_off_says_why"),
            models.CheckConstraint(
                condition=Q(old_secret_encrypted="") ^ Q(old_secret_until__isnull=False), name="old_secret_has_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.shown


class OutgoingEvent(models.Model):
    """Something that happened and that endpoints are told, once: our ids, no personal data."""

    id = prefixed_id("evt")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="outgoing_events")
    type = models.CharField(max_length=64)
    unique_key = models.CharField(max_length=255, unique=True)
    data = models.JSONField(default=dict)
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_at"]
        indexes = [models.Index(fields=["store", "happened_at"], name="outgoing_event_by_date")]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class EventDelivery(models.Model):
    """One event on its way to one endpoint; its task carries it out."""

    id = prefixed_id("edl")
    event = models.ForeignKey(OutgoingEvent, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="event_delivery")
    state = choice_field(SendingState, SendingState.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(null=True, help_text="of the last answer")
    words = models.CharField(max_length=500, blank=True, help_text="how the last try went")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "event deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="event_once_per_endpoint"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_event_has_date"),
        ]
        indexes = [models.Index(fields=["endpoint", "-created_at", "id"], name="event_delivery_newest_first")]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"
