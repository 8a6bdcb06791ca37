"""The forms of channels, own words and endpoints."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from backhaul.console.forms import LANGUAGES, choice, long_text, secret, store_choice, switch, text, whole_number
from backhaul.console.moment_field import MomentField, ask_in_zone
from backhaul.core.channels import ChannelKind, Rhythm
from backhaul.core.notice_kinds import TITLES
from backhaul.core.outgoing import EventType
from backhaul.core.told_templates import FIELDS

RHYTHMS: list[tuple[str, str]] = [(Rhythm.AT_ONCE, "each notice at once"), (Rhythm.DAILY, "once a day, together")]
KINDS = [(kind, title) for kind, title in TITLES.items() if kind != "test"]
EVENTS = [(one.value, f"{one.value}: {one.words}") for one in EventType if one is not EventType.TEST]


def several(label: str, choices: list[tuple[str, str]], *, help_text: str = "") -> forms.MultipleChoiceField:
    """Any number of several values."""
    widget = UnfoldAdminCheckboxSelectMultipleWidget()
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, help_text=help_text, widget=widget)


class ChannelChangeForm(forms.Form):
    """What a channel passes on, and when."""

    rhythm = choice("When", RHYTHMS)
    digest_hour = whole_number("Hour of the daily digest", help_text="0 to 23, in the store's zone.", least=0, most=23)
    language = choice("Language of the words around the notices", LANGUAGES)
    kinds = several("Only these notices", KINDS, help_text="All of them when none is chosen.")
    is_on = switch("On")


class ChannelForm(ChannelChangeForm):
    """A new channel."""

    store = store_choice("Store")
    kind = choice("By", [(ChannelKind.MAIL, "mail"), (ChannelKind.CHAT, "chat")])
    target = text("Mail address", required=False)
    chat = secret("Apprise address of the chat, if it is one")
    field_order = ["store", "kind", "target", "chat", "rhythm", "digest_hour", "language", "kinds", "is_on"]


class WordsForm(forms.Form):
    """A store's own words for a kind of notice."""

    store = store_choice("Store")
    kind = choice("Kind of notice", KINDS)
    to_customer = switch("The words for customers")
    language = choice("Language", LANGUAGES)
    subject = text("Subject", most=1000)
    body = long_text("Body", f"Plain text. Fields: {', '.join(f'{{{{ {name} }}}}' for name in FIELDS)}", required=True)


class EndpointChangeForm(forms.Form):
    """What an endpoint is told, and whether."""

    name = text("What you call it", required=False, most=100)
    events = several("What it is told", EVENTS)
    is_on = switch("On")


class EndpointForm(forms.Form):
    """A new endpoint."""

    store = store_choice("Store")
    url = text("Address", most=2000, help_text="https://…, or http on this machine where that is allowed.")
    name = text("What you call it", required=False, most=100)
    events = several("What it is told", EVENTS)


class RotateForm(forms.Form):
    """For how long both secrets sign."""

    overlap_hours = whole_number("Hours for which both secrets sign")

    def clean(self) -> dict[str, Any]:
        """A day unless something else is said."""
        data = super().clean() or {}
        return {**data, "overlap_hours": 24 if data.get("overlap_hours") is None else data["overlap_hours"]}


class MissedForm(forms.Form):
    """Since when what was missed is sent again."""

    since = MomentField("Since")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, zone)
