"""What is known of the tags that orders of subscriptions are to have."""

from django.db import models
from django.db.models import Q

from backhaul.core.tags import TagState
from backhaul.models.contracts import Contract
from backhaul.models.fields import choice_field
from backhaul.models.orders import SalesOrder
from backhaul.models.tasks import Task


class OrderTag(models.Model):
    """One tag of one order, and the template and subscription that it was made of; it is never made anew of them."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="wanted_tags")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="wanted_tags")
    template = models.CharField(max_length=255)
    tag = models.CharField(max_length=255)
    folded = models.CharField(max_length=255, help_text="what it has in common with tags that are the same to Shopify")
    state = choice_field(TagState)
    seen_at = models.DateTimeField(null=True, help_text="real time: when it was last known to be on the order")
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="order_tags")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "folded"], name="order_tag_once"),
            models.CheckConstraint(condition=~Q(state="there") | Q(seen_at__isnull=False), name="order_tag_there_seen"),
        ]
        indexes = [models.Index(fields=["task"], name="order_tag_by_task")]

    def __str__(self) -> str:
        return self.tag
