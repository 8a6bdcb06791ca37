"""How far the clock of a sandbox installation has been advanced."""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class ClockOffset(models.Model):
    """A single row: the product's clock is real time plus this."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField(default=timedelta(0))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock_offset")]
