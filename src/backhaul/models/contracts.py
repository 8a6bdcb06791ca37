"""The mirror of subscription contracts: contracts with lines, cycles, billing attempts, orders and deliveries."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.contracts import Ownership
from backhaul.core.deliveries import DeliveryState
from backhaul.models.fields import amount_field, choice_field, currency_field, gid_field, prefixed_id
from backhaul.models.orders import SalesOrder, SalesOrderLine
from backhaul.models.stores import Store


class Contract(models.Model):
    """Our mirror of one subscription contract; written only by the refresh of that contract.

    `content` is what an edit can change, by path; `plan` the selling plan's terms as they were when first seen, with
    `plan_missing` saying why there are none.
    """

    id = prefixed_id("con")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="contracts")
    gid = gid_field()
    shopify_id = models.BigIntegerField()
    revision = models.DecimalField(max_digits=20, decimal_places=0)
    status = models.CharField(max_length=64)
    ownership = choice_field(Ownership)
    app_gid = gid_field(blank=True)
    app_title = models.CharField(max_length=255, blank=True)
    currency = currency_field()
    customer_gid = gid_field(blank=True)
    next_billing_at = models.DateTimeField(null=True)
    billing = models.JSONField(default=dict, help_text="interval, count, anchors, min_cycles, max_cycles")
    delivery = models.JSONField(default=dict, help_text="interval, count, anchors")
    is_prepaid = models.BooleanField(default=False)
    delivery_price = amount_field()
    content = models.JSONField(default=dict, help_text="what an edit can change, by path; personal data in it")
    plan = models.JSONField(null=True)
    plan_missing = models.CharField(max_length=255, blank=True)
    origin_order_gid = gid_field(blank=True)
    payment_method_gid = gid_field(blank=True)
    payment_method_words = models.CharField(max_length=255, blank=True)
    payment_method_revoked = models.BooleanField(default=False)
    last_payment_status = models.CharField(max_length=64, blank=True)
    last_billing_error = models.CharField(max_length=64, blank=True)
    shopify_created_at = models.DateTimeField()
    shopify_updated_at = models.DateTimeField()
    read_started_at = models.DateTimeField()
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    deleted_at = models.DateTimeField(null=True)
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-shopify_created_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "gid"], name="contract_once_per_store"),
            models.UniqueConstraint(fields=["store", "shopify_id"], name="contract_number_once_per_store"),
        ]
        indexes = [
            models.Index(fields=["-shopify_updated_at", "id"], name="contract_newest_first"),
            models.Index(fields=["store", "status", "next_billing_at"], name="contract_by_next_billing"),
            models.Index(fields=["store", "customer_gid"], name="contract_by_customer"),
        ]

    def __str__(self) -> str:
        return self.gid.rsplit("/", 1)[-1]


class ContractLine(models.Model):
    """One line of a contract: so many units at each delivery."""

    id = prefixed_id("cln")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    gid = gid_field()
    position = models.PositiveIntegerField()
    sku = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=1000)
    variant_gid = gid_field(blank=True)
    quantity = models.PositiveIntegerField()
    current_price = amount_field()
    selling_plan_gid = gid_field(blank=True)
    selling_plan_name = models.CharField(max_length=255, blank=True)
    requires_shipping = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contract", "gid"], name="contract_line_once")]

    def __str__(self) -> str:
        return self.sku or self.title


class BillingCycle(models.Model):
    """One billing cycle as last read; status is Shopify's, verbatim."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="cycles")
    index = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    expected_at = models.DateTimeField()
    status = models.CharField(max_length=64)
    skipped = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    contract_edited = models.BooleanField(default=False)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["contract", "index"], name="cycle_once_per_contract")]
        indexes = [
            models.Index(
                fields=["expected_at"], condition=Q(status="UNBILLED", skipped=False), name="cycle_to_bill_by_date"
            ),
        ]

    def __str__(self) -> str:
        return f"billing cycle {self.index}"


class BillingAttempt(models.Model):
    """One try at billing, as last read. `state` is a member of Shopify's union, in our spelling."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="attempts")
    gid = gid_field()
    idempotency_key = models.CharField(max_length=255)
    state = models.CharField(max_length=64)
    order_gid = gid_field(blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    error_message = models.TextField(blank=True)
    next_action_url = models.CharField(max_length=2000, blank=True)
    shopify_created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["shopify_created_at", "gid"]
        constraints = [models.UniqueConstraint(fields=["contract", "gid"], name="attempt_once_per_contract")]
        indexes = [models.Index(fields=["gid"], name="billing_attempt_by_gid")]

    def __str__(self) -> str:
        return self.gid


class ContractOrder(models.Model):
    """An order that a contract has brought about; `order` is empty until that order is mirrored.

    `layout_unknown` says why its deliveries are not understood; then nothing is done about them automatically.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="orders")
    order_gid = gid_field()
    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, null=True, related_name="contracts")
    is_origin = models.BooleanField(default=False)
    layout_unknown = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["contract", "order_gid"], name="contract_order_once")]
        indexes = [models.Index(fields=["order_gid"], name="contract_order_by_gid")]

    def __str__(self) -> str:
        return self.order.name if self.order else self.order_gid


class Delivery(models.Model):
    """One shipment that the customer has paid for or will pay for. Our id stays; its fulfillment order may change."""

    id = prefixed_id("dlv")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveIntegerField(help_text="counts from 1 over the contract's life, and never changes")
    state = choice_field(DeliveryState)
    due_at = models.DateTimeField(null=True)
    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, null=True, related_name="deliveries")
    fulfillment_order_gid = gid_field(blank=True)
    former_gids = ArrayField(gid_field(), default=list, help_text="fulfillment orders that carried it before")
    cycle_index = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="delivery_number_once_per_contract"),
        ]
        indexes = [
            models.Index(fields=["order"], name="contract_delivery_by_order"),
            models.Index(fields=["state", "due_at"], name="delivery_by_date"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.number}"


class DeliveryLine(models.Model):
    """Units of an order line (paid) or of a contract line (not yet billed) in one delivery; one of both is named."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.CASCADE, null=True, related_name="delivery_lines")
    contract_line_gid = gid_field(blank=True)
    quantity = models.PositiveIntegerField(help_text="units that the delivery had when it was whole")
    remaining = models.PositiveIntegerField(help_text="units still to be shipped")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order_line__isnull=False) ^ ~Q(contract_line_gid=""), name="delivery_line_names_one_line"
            ),
        ]


class ContractDifference(models.Model):
    """One field of a contract that was found changed, by path, with its revision."""

    id = prefixed_id("cdf")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="differences")
    path = models.CharField(max_length=512)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    revision = models.DecimalField(max_digits=20, decimal_places=0)
    learned_by = models.CharField(max_length=24)
    topic = models.CharField(max_length=128, blank=True)
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["-noticed_at", "id"]
        indexes = [models.Index(fields=["contract", "-noticed_at"], name="contract_difference_by_time")]

    def __str__(self) -> str:
        return self.path


class Drift(models.Model):
    """A contract, its orders and our mirror were found not to agree; `remedy` says what to do about it."""

    id = prefixed_id("drf")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="drifts")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, related_name="drifts")
    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, null=True, related_name="drifts")
    kind = models.CharField(max_length=64)
    subject_key = models.CharField(max_length=512, help_text="the same drift found again is the same row")
    words = models.TextField()
    remedy = models.TextField()
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="when it was last found still there")
    settled_at = models.DateTimeField(null=True)
    settled_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "subject_key"], condition=Q(settled_at=None), name="drift_open_once"
            ),
        ]
        indexes = [models.Index(fields=["-found_at", "id"], name="drift_newest_first")]

    def __str__(self) -> str:
        return self.words[:80]
