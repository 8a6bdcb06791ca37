"""Shopify's refunds and returns of an order, as last read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backhaul.models.fields import gid_field, money_field
from backhaul.models.orders import SalesOrder, SalesOrderLine


class OrderRefund(models.Model):
    """A refund; the currencies are the order's. Whether money moved, its transactions say."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="refunds")
    gid = gid_field()
    note = models.TextField(blank=True)
    total_shop = money_field()
    total_presentment = money_field()
    return_gid = gid_field(blank=True)
    transaction_gids = ArrayField(gid_field(), default=list)
    shopify_created_at = models.DateTimeField(null=True)
    shopify_updated_at = models.DateTimeField()

    class Meta:
        ordering = ["shopify_created_at", "gid"]
        constraints = [models.UniqueConstraint(fields=["order", "gid"], name="refund_once_per_order")]

    def __str__(self) -> str:
        return self.gid


class OrderRefundLine(models.Model):
    """Units of an order line that a refund covers; `restock_type` is Shopify's own."""

    refund = models.ForeignKey(OrderRefund, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.CASCADE, related_name="refund_lines")
    position = models.PositiveIntegerField()
    gid = gid_field(blank=True)
    quantity = models.PositiveIntegerField()
    restock_type = models.CharField(max_length=64)
    location_gid = gid_field(blank=True)
    subtotal_shop = money_field()
    subtotal_presentment = money_field()
    tax_shop = money_field()
    tax_presentment = money_field()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["refund", "position"], name="refund_line_once")]


class OrderReturn(models.Model):
    """A return in brief; `units` are pairs of an order line's gid and a quantity."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="returns")
    gid = gid_field()
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=64)
    total_quantity = models.PositiveIntegerField()
    units = models.JSONField(default=list)
    shopify_created_at = models.DateTimeField()
    shopify_closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["shopify_created_at", "gid"]
        constraints = [models.UniqueConstraint(fields=["order", "gid"], name="return_once_per_order")]

    def __str__(self) -> str:
        return self.name
