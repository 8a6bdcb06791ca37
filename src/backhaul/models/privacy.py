"""What customers and merchants asked for by law, and the record that it was done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.privacy import PrivacyState, PrivacyTopic
from backhaul.models.fields import choice_field, gid_field, prefixed_id
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class PrivacyRequest(models.Model):
    """A request under data protection law; the row outlives the store and holds nobody's personal data.

    `export` is what a data request found, encrypted, until it was handed over or its time is up.
    """

    id = prefixed_id("prv")
    store = models.ForeignKey(Store, on_delete=models.SET_NULL, null=True, related_name="privacy_requests")
    shop_domain = models.CharField(max_length=255)
    topic = choice_field(PrivacyTopic)
    event_id = models.CharField(max_length=255)
    customer_gid = gid_field(blank=True)
    order_gids = ArrayField(gid_field(), default=list)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="30 days after it was received")
    done_at = models.DateTimeField(null=True)
    state = choice_field(PrivacyState, PrivacyState.OPEN)
    task = models.OneToOneField(Task, on_delete=models.SET_NULL, null=True, related_name="privacy_request")
    counts = models.JSONField(default=dict, help_text="how many rows were found, emptied or deleted, by kind")
    result = models.TextField(blank=True, help_text="what was exported or deleted, in numbers")
    export_encrypted = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_at"]
        permissions = [("export_privacyrequest", "Can download what a data request found")]
        constraints = [
            models.UniqueConstraint(
                fields=["shop_domain", "topic", "event_id"], name="privacy_request_once_per_shop_and_event"
            ),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(done_at__isnull=False), name="ended_privacy_request_has_date"
            ),
            models.CheckConstraint(condition=Q(state="open") | ~Q(result=""), name="ended_privacy_request_has_result"),
        ]
        indexes = [models.Index(fields=["-received_at", "id"], name="privacy_newest_first")]

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"
