"""Posted invoices: what was invoiced of an order, and the tasks that were asked for about one later.

The statements (posted invoices and their lines) are immutable: a trigger refuses every update and delete.
"""

from django.db import models
from django.db.models import Q

from backhaul.models.fields import amount_field, currency_field, money_field, prefixed_id
from backhaul.models.orders import SalesOrder, SalesOrderLine
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class PostedInvoice(models.Model):
    """An immutable statement: these lines were invoiced for this amount, in the order's presentment currency.

    `total` is what the customer owes: lines, shipping and, when they don't include it, tax. A `final` invoice says that
    nothing more of the order will be invoiced.
    """

    id = prefixed_id("inv")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="invoices")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="invoices")
    external_number = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    posted_at = models.DateTimeField()
    currency = currency_field()
    total = amount_field()
    shipping = amount_field()
    tax_included = models.BooleanField()
    tax = money_field()
    final = models.BooleanField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="invoice")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "external_number"], name="invoice_number_once_per_store"),
            models.CheckConstraint(condition=~Q(external_number=""), name="invoice_has_number"),
            models.CheckConstraint(condition=Q(total__gte=0, shipping__gte=0), name="invoice_not_negative"),
            models.CheckConstraint(
                condition=Q(tax_included=True, tax__isnull=True) | Q(tax_included=False, tax__gte=0),
                name="invoice_tax_given_unless_included",
            ),
        ]
        indexes = [models.Index(fields=["order", "created_at"]), models.Index(fields=["-created_at", "id"])]

    def __str__(self) -> str:
        return self.external_number


class PostedInvoiceLine(models.Model):
    """How many units of an order line were invoiced, and for how much together.

    `returned_before`: units of the order line that had been refunded, though they had left, when this was posted.
    """

    invoice = models.ForeignKey(PostedInvoice, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="invoice_lines")
    quantity = models.PositiveIntegerField()
    amount = amount_field()
    returned_before = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "order_line"], name="invoice_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, amount__gte=0), name="invoice_line_positive"),
        ]


class InvoiceTask(models.Model):
    """A task that somebody asked for about an invoice after it was posted: retrieve again, void what is left over."""

    invoice = models.ForeignKey(PostedInvoice, on_delete=models.PROTECT, related_name="later_tasks")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="about_invoice")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]
