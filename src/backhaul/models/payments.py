"""Payments: Shopify's transactions as last read, the Payment Line List, and the captures of payment lines."""

from django.db import models
from django.db.models import F, Q

from backhaul.core.payment_lines import LineKind, LineState, TakenBy
from backhaul.models.fields import amount_field, choice_field, currency_field, gid_field, money_field, prefixed_id
from backhaul.models.intents import Intent
from backhaul.models.invoices import PostedInvoice
from backhaul.models.orders import SalesOrder
from backhaul.models.tasks import Task


class OrderTransaction(models.Model):
    """Shopify's transaction as last read, in the order's presentment currency; kind and status are verbatim."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="transactions")
    gid = gid_field()
    kind = models.CharField(max_length=64)
    status = models.CharField(max_length=64)
    amount = amount_field()
    currency = currency_field()
    gateway = models.CharField(max_length=255, blank=True)
    gateway_name = models.CharField(max_length=255, blank=True)
    parent_gid = gid_field(blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    unsettled = money_field()
    is_capturable = models.BooleanField(default=False)
    is_multi_capturable = models.BooleanField(default=False)
    is_manual_gateway = models.BooleanField(default=False)
    shopify_created_at = models.DateTimeField()

    class Meta:
        ordering = ["shopify_created_at", "gid"]
        constraints = [models.UniqueConstraint(fields=["order", "gid"], name="transaction_once_per_order")]

    def __str__(self) -> str:
        return self.gid


class PaymentLine(models.Model):
    """What one invoice takes of one authorisation or receipt of its order.

    `authorised` is the whole transaction, `amount` this invoice's part of it. `refunded` is what of that part was given
    back afterwards. `expires_at` may be our estimate. `detail` says in words why it stands as it does.
    """

    id = prefixed_id("pay")
    invoice = models.ForeignKey(PostedInvoice, on_delete=models.PROTECT, related_name="payment_lines")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="payment_lines")
    transaction_gid = gid_field()
    kind = choice_field(LineKind)
    gateway = models.CharField(max_length=255, blank=True)
    gateway_name = models.CharField(max_length=255, blank=True)
    currency = currency_field()
    authorised = amount_field()
    amount = amount_field()
    captured = amount_field()
    pending = amount_field()
    refunded = amount_field()
    state = choice_field(LineState)
    detail = models.TextField(blank=True)
    position = models.PositiveIntegerField(help_text="of all payment lines of the order, oldest first")
    expires_at = models.DateTimeField(null=True)
    expiry_is_estimated = models.BooleanField(default=False)
    takes_one_capture = models.BooleanField(default=False)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="payment_line")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "position"]
        permissions = [("capture_paymentline", "Can have payments captured, retrieved again and voided")]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "transaction_gid", "kind"], name="payment_line_once"),
            models.UniqueConstraint(fields=["order", "position"], name="payment_line_position_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=F("authorised")), name="payment_line_within_transaction"
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=0, pending__gte=0, refunded__gte=0), name="payment_line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(captured__lte=F("amount") - F("pending")), name="payment_line_never_captured_beyond"
            ),
            models.CheckConstraint(condition=~Q(kind="authorised") | Q(task__isnull=False), name="open_line_has_task"),
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="payment_line_by_expiry"),
            models.Index(fields=["-created_at", "id"], name="payment_line_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway_name or self.gateway} {self.id}"


class Capture(models.Model):
    """Money taken, or tried to be taken, for a payment line: a Shopify CAPTURE transaction, or a part of one.

    One made elsewhere has no intent of ours. `status` is Shopify's own.
    """

    id = prefixed_id("cap")
    line = models.ForeignKey(PaymentLine, on_delete=models.PROTECT, related_name="captures")
    transaction_gid = gid_field()
    amount = amount_field()
    taken_by = choice_field(TakenBy)
    status = models.CharField(max_length=64)
    error_code = models.CharField(max_length=64, blank=True)
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, null=True, related_name="captures")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "transaction_gid"], name="capture_once_per_line"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="capture_positive"),
            models.CheckConstraint(
                condition=Q(taken_by="us", intent__isnull=False) | Q(taken_by="elsewhere", intent__isnull=True),
                name="own_capture_has_intent",
            ),
        ]

    def __str__(self) -> str:
        return self.transaction_gid
