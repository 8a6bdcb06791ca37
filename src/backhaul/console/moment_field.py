"""The field in which people write an instant: as the clock of the store shows it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone

from backhaul.core.moments import zone_of
from backhaul.models import Store


class MomentField(forms.DateTimeField):
    """An instant in a time zone, which stands in the label; what comes of it is in UTC."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "moment-field"})
        super().__init__(label=label, required=required, widget=widget)
        self._words = label
        self.in_zone("UTC")

    def in_zone(self, zone: str) -> None:
        """From now on, what is written is of this time zone."""
        self._zone = zone_of(zone)
        self.label = f"{self._words} ({self._zone.key})"

    def to_python(self, value: Any) -> datetime | None:
        """The instant in UTC.

        Raises ValidationError also for an hour that the zone's clock leaves out or has twice, and for one that is in no
        year of UTC's calendar.
        """
        with timezone.override(self._zone):
            found = super().to_python(value)
        try:
            return found.astimezone(UTC) if found else None
        except OverflowError as exc:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from exc

    def prepare_value(self, value: Any) -> Any:
        """As the zone's clock shows it."""
        with timezone.override(self._zone):
            return super().prepare_value(value)


def ask_in_zone(form: forms.BaseForm, zone: str) -> None:
    """Have every instant that a form asks for be one of this time zone."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.in_zone(zone)


def common_zone() -> str:
    """The time zone of every store, where they have the same; else UTC."""
    zones = list(Store.objects.order_by("timezone").values_list("timezone", flat=True).distinct()[:2])
    return zones[0] if len(zones) == 1 else "UTC"
