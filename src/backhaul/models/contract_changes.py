"""Changes to subscriptions: what was asked for, and the steps on both sides with what came of each."""

from django.db import models
from django.db.models import Q

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.models.contracts import Contract
from backhaul.models.fields import choice_field, gid_field, prefixed_id
from backhaul.models.orders import SalesOrder
from backhaul.models.tasks import Task


class Change(models.Model):
    """A requested change to one subscription; one of a contract is unfinished at a time."""

    id = prefixed_id("chg")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    kind = choice_field(ChangeKind)
    wanted = models.JSONField(help_text="what was asked for; an address is personal data")
    actor = choice_field(Actor)
    requested_by = models.CharField(max_length=255, blank=True, help_text="the member of staff, or the policy")
    fingerprint = models.CharField(max_length=64)
    state = choice_field(ChangeState, ChangeState.UNDER_WAY)
    impossible = models.JSONField(default=list, help_text="sentences that say what could not be done")
    notes = models.JSONField(default=list, help_text="sentences that say what else there is to know")
    words = models.TextField(blank=True, help_text="how it ended")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="under_way"), name="one_unfinished_change_per_contract"
            ),
            models.CheckConstraint(
                condition=Q(state="under_way") ^ Q(settled_at__isnull=False), name="settled_change_has_date"
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "id"], name="change_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ChangeStep(models.Model):
    """One step of a change. Its task carries it out; a step in another app has none and is ticked off."""

    id = prefixed_id("stp")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=255)
    side = choice_field(Side)
    kind = choice_field(StepKind)
    subject_gid = gid_field()
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, null=True, related_name="change_steps")
    params = models.JSONField(default=dict, help_text="an address in it is personal data")
    words = models.TextField()
    depends_on = models.JSONField(default=list, help_text="keys of steps of the same change")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="change_step")
    ticked_at = models.DateTimeField(null=True, help_text="when the mirror, or a person, saw it done in the other app")
    ticked_by = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["change", "position"]
        constraints = [
            models.UniqueConstraint(fields=["change", "key"], name="step_once_per_change"),
            models.UniqueConstraint(fields=["change", "position"], name="step_position_once"),
            models.CheckConstraint(
                condition=Q(side="app") ^ Q(task__isnull=False), name="step_has_task_or_is_anothers"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]
