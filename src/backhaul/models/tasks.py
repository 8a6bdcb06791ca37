"""The Task List: one row per piece of work owed to Shopify or to a person, and each try at it."""

from django.db import models
from django.db.models import Q

from backhaul.core.tasks import TaskState
from backhaul.models.fields import choice_field, prefixed_id
from backhaul.models.orders import SalesOrder
from backhaul.models.stores import Store


class Task(models.Model):
    """One piece of work owed. Its job only executes it: a waiting task has no job, a pending one has one."""

    id = prefixed_id("tsk")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="tasks")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, null=True, related_name="tasks")
    kind = models.CharField(max_length=64)
    unique_key = models.CharField(max_length=255, unique=True)
    serial_key = models.CharField(max_length=255, help_text="one task of this key runs at a time")
    state = choice_field(TaskState, TaskState.PENDING)
    wait_reason = models.CharField(max_length=64, blank=True)
    wake_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=64, blank=True)
    outcome_detail = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0, help_text="tries that count against the limit")
    fencing = models.PositiveIntegerField(default=0, help_text="rises with every claim")
    lease_owner = models.CharField(max_length=128, blank=True)
    lease_until = models.DateTimeField(null=True, help_text="real time, never the advanced clock")
    retried_at = models.DateTimeField(null=True, help_text="real time: when a person last retried it")
    choices = models.JSONField(default=dict, help_text="what a person has decided for this task")
    cancel_requested = models.BooleanField(default=False)
    wanted_again = models.BooleanField(default=False, help_text="asked for once more while it ran: it goes on at once")
    due_by = models.DateTimeField(null=True, help_text="after this it is too late: such tasks go first")
    job_id = models.BigIntegerField(null=True, help_text="the live job of a pending task")
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="dependents")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["serial_key"], condition=Q(state="running"), name="one_running_per_serial_key"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | (~Q(wait_reason="") & Q(wake_at__isnull=False)),
                name="waiting_says_for_what_and_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="running_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["succeeded", "needs_attention", "cancelled"]) | ~Q(outcome=""),
                name="ended_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["wake_at"], condition=Q(state="waiting"), name="task_waiting_by_date"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="task_running_by_lease"),
            models.Index(fields=["state", "-created_at"], name="task_by_state"),
            models.Index(fields=["order", "created_at"], name="task_by_order"),
            models.Index(fields=["-created_at", "id"], name="task_newest_first"),
            models.Index(
                fields=["-created_at", "id"],
                condition=~Q(kind="refresh_order", state="succeeded"),
                name="task_newest_not_routine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class TaskAttempt(models.Model):
    """One try at a task: when, by whom, what happened, and the evidence, redacted."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="tries")
    fencing = models.PositiveIntegerField()
    worker = models.CharField(max_length=128)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=64, blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    request_id = models.CharField(max_length=255, blank=True)
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "fencing"], name="attempt_once_per_claim")]
