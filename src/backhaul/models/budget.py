"""The cost budget: one bucket per store, shared by every process through the database. All instants are real time."""

from django.db import models
from django.db.models import Q

from backhaul.models.stores import Store


class BudgetBucket(models.Model):
    """What Shopify last said about a store's bucket, in points and points per second."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, primary_key=True, related_name="budget")
    maximum = models.FloatField()
    level = models.FloatField()
    restore_rate = models.FloatField()
    level_at = models.DateTimeField()
    applied_request_started_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(maximum__gt=0) & Q(restore_rate__gt=0), name="budget_positive"),
        ]


class BudgetReservation(models.Model):
    """Points a call under way may still cost; once `settled_at`, those it has cost, kept until `expires_at`."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="budget_reservations")
    points = models.FloatField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["store", "expires_at"])]
