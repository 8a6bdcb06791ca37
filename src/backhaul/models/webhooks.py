"""The webhook inbox: what Shopify delivered, the secrets it is signed with, and our subscriptions."""

from django.db import models
from django.db.models import Q

from backhaul.core.inbox import DeliveryState
from backhaul.models.fields import choice_field, gid_field, prefixed_id
from backhaul.models.orders import SalesOrder
from backhaul.models.stores import Store


class WebhookSecret(models.Model):
    """One secret that a store's webhooks may be signed with, encrypted; an older one counts until it is retired."""

    id = prefixed_id("sec")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="webhook_secrets")
    secret_encrypted = models.TextField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256: the same secret is kept once, and can be named")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "fingerprint"], name="webhook_secret_once_per_store"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]


class WebhookDelivery(models.Model):
    """One webhook as it came, once however often it was delivered; a row is never changed but for what became of it.

    Every index costs each webhook: `store` and `order` stand first in indexes below, and nothing looks for a secret's.
    """

    id = prefixed_id("whd")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="webhook_deliveries", db_index=False)
    topic = models.CharField(max_length=128)
    name = models.CharField(max_length=255, blank=True, help_text="of the subscription, if it has one")
    event_id = models.CharField(max_length=255)
    webhook_id = models.CharField(max_length=255, blank=True)
    api_version = models.CharField(max_length=32, blank=True)
    triggered_at = models.DateTimeField(null=True, help_text="by Shopify's clock")
    received_at = models.DateTimeField()
    body = models.BinaryField()
    secret = models.ForeignKey(
        WebhookSecret, on_delete=models.SET_NULL, null=True, related_name="deliveries", db_index=False
    )
    duplicates = models.PositiveIntegerField(default=0, help_text="how often it came again")
    last_duplicate_at = models.DateTimeField(null=True)
    state = choice_field(DeliveryState, DeliveryState.RECEIVED)
    result = models.TextField(blank=True, help_text="what followed from it, in words")
    order = models.ForeignKey(
        SalesOrder, on_delete=models.SET_NULL, null=True, related_name="webhook_deliveries", db_index=False
    )
    subject_gid = gid_field(blank=True, help_text="what it is about")
    attempts = models.PositiveIntegerField(default=0)
    processed_at = models.DateTimeField(null=True)
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "webhook deliveries"
        permissions = [
            ("replay_webhookdelivery", "Can have webhooks looked at again"),
            ("see_personal_data", "Can see personal data in what Shopify sent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "topic", "name", "event_id"], name="delivery_once_per_store_topic_and_event"
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state="received"), name="delivery_waiting"),
            models.Index(fields=["-received_at", "id"], name="delivery_newest_first"),
            models.Index(fields=["store", "topic", "-received_at"], name="delivery_by_topic"),
            models.Index(fields=["order", "-received_at"], name="delivery_by_order"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"


class WebhookSubscription(models.Model):
    """One subscription that Backhaul made in a store; those of others are neither listed here nor ever deleted."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="webhook_subscriptions")
    gid = gid_field()
    topic = models.CharField(max_length=128, help_text="as webhooks name it, orders/create")
    address = models.CharField(max_length=1000)
    seen_at = models.DateTimeField(help_text="when a check last found it in Shopify")

    class Meta:
        ordering = ["store", "topic"]
        constraints = [models.UniqueConstraint(fields=["store", "gid"], name="webhook_subscription_once_per_store")]

    def __str__(self) -> str:
        return self.topic
