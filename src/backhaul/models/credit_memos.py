"""Posted credit memos: what of an invoice is given back, and the refunds that this became in Shopify.

The statements (posted credit memos) are immutable: a trigger refuses every update and delete.
"""

from django.db import models
from django.db.models import Q

from backhaul.core.restock import Restock
from backhaul.models.fields import amount_field, choice_field, currency_field, gid_field, prefixed_id
from backhaul.models.intents import Intent
from backhaul.models.invoices import PostedInvoice
from backhaul.models.orders import SalesOrder, SalesOrderLine
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class PostedCreditMemo(models.Model):
    """An immutable statement: this much is given back, in the order's presentment currency.

    One over an invoice names no units; one over an order names them by its lines, with what becomes of the goods.
    `shipping` of the total is for shipping. `reference` says what of ours it belongs to, a step of a change.
    """

    id = prefixed_id("crm")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="credit_memos")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="credit_memos")
    invoice = models.ForeignKey(PostedInvoice, on_delete=models.PROTECT, null=True, related_name="credit_memos")
    external_number = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    currency = currency_field()
    total = amount_field()
    shipping = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    reference = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=255, blank=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="credit_memo")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "external_number"], name="credit_memo_number_once_per_store"),
            models.CheckConstraint(condition=~Q(external_number=""), name="credit_memo_has_number"),
            models.CheckConstraint(condition=Q(total__gt=0), name="credit_memo_gives_something"),
        ]
        indexes = [
            models.Index(fields=["invoice", "created_at"], name="credit_memo_by_invoice"),
            models.Index(fields=["-created_at", "id"], name="credit_memo_newest_first"),
        ]

    def __str__(self) -> str:
        return self.external_number


class PostedCreditMemoLine(models.Model):
    """Units of an order line that are given back, for this amount, and what becomes of the goods."""

    id = prefixed_id("crl")
    memo = models.ForeignKey(PostedCreditMemo, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="credit_memo_lines")
    quantity = models.PositiveIntegerField()
    amount = amount_field()
    restock = choice_field(Restock)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["memo", "order_line"], name="credit_line_once_per_memo"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="credit_line_has_units"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="credit_line_not_negative"),
        ]


class CreditMemoRefund(models.Model):
    """A Shopify REFUND transaction that a credit memo has brought about; `status` is Shopify's own.

    `receipt_gid` is the sale or capture whose money it gives back.
    """

    id = prefixed_id("ref")
    memo = models.ForeignKey(PostedCreditMemo, on_delete=models.PROTECT, related_name="refunds")
    transaction_gid = gid_field()
    receipt_gid = gid_field()
    amount = amount_field()
    status = models.CharField(max_length=64)
    error_code = models.CharField(max_length=64, blank=True)
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="refunds")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="real time: when it was known to have succeeded or failed")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["memo", "transaction_gid"], name="refund_once_per_credit_memo"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_positive"),
        ]

    def __str__(self) -> str:
        return self.transaction_gid
