"""The mirror of Shopify's orders: sales orders with lines, fulfillment orders and fulfillments."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from backhaul.core.readiness import GONE_STATUSES
from backhaul.models.fields import currency_field, gid_field, money_field, prefixed_id
from backhaul.models.stores import Store


class SalesOrder(models.Model):
    """Our mirror of one Shopify order; written only by the refresh of that order."""

    id = prefixed_id("ord")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="orders")
    gid = gid_field()
    shopify_id = models.BigIntegerField()
    name = models.CharField(max_length=64)
    currency = currency_field()
    presentment_currency = currency_field()
    total_shop = money_field()
    total_presentment = money_field()
    current_total_presentment = money_field()
    financial_status = models.CharField(max_length=64, blank=True)
    fulfillment_status = models.CharField(max_length=64, blank=True)
    tags = ArrayField(models.CharField(max_length=255), default=list)
    shopify_created_at = models.DateTimeField()
    shopify_updated_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    read_started_at = models.DateTimeField()
    work_digest = models.CharField(max_length=64, blank=True, help_text="changes when what can be fulfilled does")
    payments_read_started_at = models.DateTimeField(null=True)
    payments_digest = models.CharField(max_length=64, blank=True, help_text="changes when the transactions do")
    deleted_at = models.DateTimeField(null=True, help_text="when Shopify was found not to have it any more")
    cancel_reason = models.CharField(max_length=64, blank=True)
    return_status = models.CharField(max_length=64, blank=True)
    customer_gid = gid_field(blank=True)
    taxes_included = models.BooleanField(default=False)
    money = models.JSONField(default=dict, help_text="every total as a pair of texts: shop and presentment money")
    totals_words = models.TextField(
        blank=True, help_text="where the totals do not add up to the cent: by how much, why"
    )
    facts = models.JSONField(default=dict, help_text="what an edit can change, by path; personal data in it")
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    redacted_at = models.DateTimeField(
        null=True, help_text="when its customer's personal data was deleted; none is kept of it any more"
    )

    class Meta:
        ordering = ["-shopify_created_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "gid"], name="order_once_per_store"),
            models.UniqueConstraint(fields=["store", "shopify_id"], name="order_number_once_per_store"),
        ]
        indexes = [
            models.Index(fields=["store", "name"]),
            models.Index(fields=["store", "-shopify_updated_at"]),
            models.Index(fields=["-shopify_updated_at", "id"]),
            models.Index(fields=["store", "customer_gid"], name="order_by_customer"),
            models.Index("store", Lower(KeyTextTransform("email", "facts")), name="order_by_email"),
        ]

    def __str__(self) -> str:
        return self.name


class SalesOrderLine(models.Model):
    """One line of a sales order. `quantity` was ordered; `current_quantity` is what edits and refunds left of it."""

    id = prefixed_id("lin")
    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="lines")
    gid = gid_field()
    shopify_id = models.BigIntegerField()
    position = models.PositiveIntegerField()
    sku = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=1000)
    variant_gid = gid_field(blank=True)
    quantity = models.PositiveIntegerField()
    current_quantity = models.PositiveIntegerField()
    shippable_quantity = models.PositiveIntegerField(help_text="units that have left or can leave")
    requires_shipping = models.BooleanField()
    unit_price = money_field()
    presentment_unit_price = money_field()
    discounted_total = money_field()
    presentment_discounted_total = money_field()
    refundable_quantity = models.PositiveIntegerField(null=True)
    contract_gid = gid_field(blank=True)
    selling_plan_gid = gid_field(blank=True)
    selling_plan_name = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "gid"], name="line_once_per_order"),
            models.CheckConstraint(
                condition=Q(current_quantity__lte=F("quantity")), name="line_current_within_ordered"
            ),
        ]
        indexes = [models.Index(fields=["contract_gid"], condition=~Q(contract_gid=""), name="line_by_contract")]

    def __str__(self) -> str:
        return self.sku or self.title


class FulfillmentOrder(models.Model):
    """Shopify's fulfillment order as last read; status and request status are Shopify's, verbatim."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="fulfillment_orders")
    gid = gid_field()
    status = models.CharField(max_length=64)
    request_status = models.CharField(max_length=64, blank=True)
    location_gid = gid_field(blank=True)
    location_name = models.CharField(max_length=255, blank=True)
    fulfill_at = models.DateTimeField(null=True)
    supported_actions = ArrayField(models.CharField(max_length=64), default=list)
    hold_reasons = ArrayField(models.CharField(max_length=64), default=list)
    shopify_updated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["order", "gid"], name="fulfillment_order_once_per_order")]
        indexes = [
            models.Index(fields=["gid"], name="fulfillment_order_by_gid"),
            # What is left to ship is little, however much was ever shipped.
            models.Index(
                fields=["order"],
                condition=~Q(status__in=sorted(one.value for one in GONE_STATUSES)),
                name="fulfillment_order_not_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.gid


class FulfillmentOrderLine(models.Model):
    """What one fulfillment order asks of one order line."""

    fulfillment_order = models.ForeignKey(FulfillmentOrder, on_delete=models.CASCADE, related_name="lines")
    gid = gid_field()
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.CASCADE, related_name="fulfillment_order_lines")
    total_quantity = models.PositiveIntegerField()
    remaining_quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["fulfillment_order", "gid"], name="fulfillment_order_line_once"),
        ]


class Fulfillment(models.Model):
    """Shopify's fulfillment as last read, whoever created it."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="fulfillments")
    gid = gid_field()
    status = models.CharField(max_length=64)
    location_gid = gid_field(blank=True)
    shopify_created_at = models.DateTimeField()
    tracking = models.JSONField(default=list)

    class Meta:
        ordering = ["shopify_created_at", "gid"]
        constraints = [models.UniqueConstraint(fields=["order", "gid"], name="fulfillment_once_per_order")]

    def __str__(self) -> str:
        return self.gid


class FulfillmentLine(models.Model):
    """How many units of an order line one fulfillment carries."""

    fulfillment = models.ForeignKey(Fulfillment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.CASCADE, related_name="fulfillment_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["fulfillment", "order_line"], name="fulfillment_line_once"),
        ]
