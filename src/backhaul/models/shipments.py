"""Posted shipments: what left the building, its undo, its tracking, and what it became in Shopify.

The statements (posted shipments, undos, tracking changes) are immutable: a trigger refuses every update and delete.
"""

from django.db import models
from django.db.models import Q

from backhaul.core.shipment import SentKind
from backhaul.models.fields import choice_field, gid_field, prefixed_id
from backhaul.models.intents import Intent
from backhaul.models.orders import SalesOrder, SalesOrderLine
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class PostedShipment(models.Model):
    """An immutable statement: these quantities left, with this tracking."""

    id = prefixed_id("shp")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="shipments")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="shipments")
    external_number = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    posted_at = models.DateTimeField()
    location_gid = gid_field(blank=True)
    notify_customer = models.BooleanField()
    tracking = models.JSONField(default=list)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="shipment")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "external_number"], name="shipment_number_once_per_store"),
            models.CheckConstraint(condition=~Q(external_number=""), name="shipment_has_number"),
        ]
        indexes = [models.Index(fields=["order", "created_at"])]

    def __str__(self) -> str:
        return self.external_number


class PostedShipmentLine(models.Model):
    """How many units of an order line left with a shipment."""

    shipment = models.ForeignKey(PostedShipment, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="shipment_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_line_positive"),
        ]


class ShipmentUndo(models.Model):
    """An immutable statement: this shipment did not happen after all."""

    id = prefixed_id("und")
    shipment = models.OneToOneField(PostedShipment, on_delete=models.PROTECT, related_name="undo")
    reason = models.CharField(max_length=255, blank=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="undo")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"undo of {self.shipment}"


class TrackingChange(models.Model):
    """An immutable statement: this is the shipment's tracking from now on; the latest one counts."""

    id = prefixed_id("trk")
    shipment = models.ForeignKey(PostedShipment, on_delete=models.PROTECT, related_name="tracking_changes")
    tracking = models.JSONField()
    notify_customer = models.BooleanField()
    content_hash = models.CharField(max_length=64)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="tracking_change")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]


class ShipmentFulfillment(models.Model):
    """A Shopify fulfillment that stands for a shipment, wholly or in part: created for it, or adopted."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="sent_fulfillments")
    shipment = models.ForeignKey(PostedShipment, on_delete=models.PROTECT, related_name="fulfillments")
    fulfillment_gid = gid_field()
    kind = choice_field(SentKind)
    location_gid = gid_field(blank=True)
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, null=True, related_name="fulfillments")
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    resend_allowed = models.BooleanField(default=False)
    review_task = models.OneToOneField(
        Task,
        on_delete=models.PROTECT,
        null=True,
        related_name="cancelled_fulfillment",
        help_text="asks a person, when it was cancelled in Shopify after the shipment's own task had ended",
    )

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "fulfillment_gid"], name="fulfillment_once_per_shipment"),
            models.UniqueConstraint(
                fields=["store", "fulfillment_gid"],
                condition=Q(kind="created"),
                name="fulfillment_created_by_one_shipment",
            ),
            models.CheckConstraint(
                condition=Q(kind="created", intent__isnull=False) | Q(kind="adopted", intent__isnull=True),
                name="created_fulfillment_has_intent",
            ),
        ]


class ShipmentFulfillmentLine(models.Model):
    """How many units of an order line a fulfillment carries for a shipment."""

    fulfillment = models.ForeignKey(ShipmentFulfillment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="sent_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["fulfillment", "order_line"], name="sent_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="sent_line_positive"),
        ]
