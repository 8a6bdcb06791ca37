"""Charging subscriptions: what the merchant has decided, the cycles that we charge, and each try at it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.bills import SETTLED_BILL, BillState, BillWish, ChargeState
from backhaul.core.money import Money
from backhaul.models.contracts import Contract
from backhaul.models.fields import choice_field, currency_field, gid_field, money_field, prefixed_id
from backhaul.models.stores import Store
from backhaul.models.tasks import Task


class BillingPolicies(models.Model):
    """How a store's subscriptions are charged, or (with a selling plan) what that plan has instead; null is not said.

    Without a row, nothing is charged.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="billing_policies")
    selling_plan_gid = gid_field(blank=True, help_text="empty: the store's own")
    is_on = models.BooleanField(null=True)
    switched_on_at = models.DateTimeField(null=True, help_text="what was due before is asked about, not charged")
    hour = models.PositiveSmallIntegerField(null=True, help_text="of the day, in the store's zone")
    retry_days = ArrayField(models.PositiveSmallIntegerField(), null=True, help_text="after the first failed try")
    pay_days = ArrayField(models.PositiveSmallIntegerField(), null=True, help_text="days of the month; 31 is its last")
    at_end = models.CharField(max_length=24, blank=True)
    stock = models.CharField(max_length=24, blank=True)
    overdue_days = models.PositiveSmallIntegerField(null=True)
    several_due = models.CharField(max_length=24, blank=True)
    asks_for_card = models.BooleanField(null=True)

    class Meta:
        ordering = ["store", "selling_plan_gid"]
        constraints = [
            models.UniqueConstraint(fields=["store", "selling_plan_gid"], name="billing_policies_once"),
            models.CheckConstraint(
                condition=Q(is_on=None) | Q(is_on=False) | Q(switched_on_at__isnull=False),
                name="billing_on_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.selling_plan_gid or "store"


class Bill(models.Model):
    """One billing cycle of a contract that we charge, once; its task sees to it from its date to its end.

    `wish` is what a person wants of it, until it has been done; `wish_number` the try that was made for it. `amount` is
    what was charged: the total that the order was made with.
    """

    id = prefixed_id("bil")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="bills")
    cycle_index = models.PositiveIntegerField()
    due_at = models.DateTimeField(help_text="when it was to be charged, by its cycle and the policy")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="bill")
    state = choice_field(BillState, BillState.OPEN)
    words = models.TextField(blank=True)
    next_try_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=64, blank=True, help_text="why the last try failed")
    order_gid = gid_field(blank=True, help_text="the order that the charge has made")
    amount = money_field()
    currency = currency_field(blank=True, help_text="of what was charged: as the customer pays it")
    wish = models.CharField(max_length=24, blank=True, choices=[(one.value, one.value) for one in BillWish])
    wish_number = models.PositiveIntegerField(null=True)
    wished_by = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "cycle_index"], name="bill_once_per_cycle"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(SETTLED_BILL)) ^ Q(settled_at=None), name="settled_bill_has_date"
            ),
            models.CheckConstraint(condition=Q(amount=None) ^ ~Q(currency=""), name="bill_amount_has_currency"),
        ]
        indexes = [
            models.Index(fields=["-due_at", "id"], name="bill_newest_first"),
            models.Index(fields=["state", "-due_at"], name="bill_by_state"),
        ]

    def __str__(self) -> str:
        return f"cycle {self.cycle_index} of {self.contract_id}"

    @property
    def charged(self) -> Money | None:
        """What was charged, in the currency that the customer pays in; None where it was not, or is not known."""
        return None if self.amount is None else Money(self.amount.normalize() + 0, self.currency)


class Charge(models.Model):
    """One try at a bill, written with its key before Shopify is asked. `method` is a fingerprint of the way to pay."""

    id = prefixed_id("chr")
    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="charges")
    number = models.PositiveIntegerField(help_text="from 1; a further one is made when every earlier one has failed")
    idempotency_key = models.CharField(max_length=64, unique=True)
    state = choice_field(ChargeState, ChargeState.PREPARED)
    attempt_gid = gid_field(blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    method = models.CharField(max_length=64, blank=True)
    oversells = models.BooleanField(default=False)
    origin_at = models.DateTimeField()
    prepared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["bill", "number"]
        constraints = [models.UniqueConstraint(fields=["bill", "number"], name="charge_number_once_per_bill")]

    def __str__(self) -> str:
        return f"try {self.number} of {self.bill_id}"
