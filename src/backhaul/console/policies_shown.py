"""What a store does where there is a choice, in the words of the forms that change it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from backhaul.console.forms import PoliciesForm, SubscriptionPoliciesForm
from backhaul.console.shown_fields import say
from backhaul.models import Store


def policies_shown(store: Store) -> SafeString:
    """Each policy with what is chosen."""
    rows = [*_rows(PoliciesForm(), store), *_rows(SubscriptionPoliciesForm(), store)]
    return format_html_join("", "<p><b>{}</b>: {}</p>", rows)


def _rows(form: forms.Form, store: Store) -> Iterator[tuple[str, str]]:
    for name, field in form.fields.items():
        yield str(field.label), _chosen(field, getattr(store, name))


def _chosen(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        choices: list[tuple[Any, Any]] = list(field.choices)  # type: ignore[arg-type]  # choice() makes lists of pairs
        words = {str(one): str(label) for one, label in choices}
        return words.get(str(value), say(value, is_worded=True))
    return say(value)
