"""Replay webhooks: say which, see how many, confirm."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from backhaul.console.forms import choice, store_choice
from backhaul.console.moment_field import MomentField, ask_in_zone, common_zone
from backhaul.core.errors import BackhaulError
from backhaul.core.inbox import DeliveryState
from backhaul.core.topics import TOPICS
from backhaul.flows.replay_deliveries import DeliveryFilter, replay_all

LIST = "admin:backhaul_webhookdelivery_changelist"
TEMPLATE = "console/replay.html"
SHOWN = 20
REPLAYABLE = [one for one in DeliveryState if one is not DeliveryState.RECEIVED]


class ReplayForm(forms.Form):
    """Which webhooks; `webhooks` are ids, the other fields a filter."""

    webhooks = forms.CharField(required=False, widget=forms.HiddenInput())
    topic = choice("Only of topic", [("", "any"), *((name, name) for name in sorted(TOPICS))], required=False)
    state = choice("Only in state", [("", "any"), *((one.value, one.value) for one in REPLAYABLE)], required=False)
    store = store_choice("Only of store", any_of_them="any")
    since = MomentField("Received from", required=False)
    until = MomentField("Received before", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, common_zone())

    def clean(self) -> dict[str, Any]:
        """Not every webhook there is can be meant."""
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError("Say which webhooks are meant.")
        return data

    def to_filter(self) -> DeliveryFilter:
        """As the flow wants it."""
        data = self.cleaned_data
        return DeliveryFilter(
            ids=tuple(filter(None, data["webhooks"].split(","))),
            store=data["store"],
            topic=data["topic"],
            state=data["state"],
            since=data["since"],
            until=data["until"],
        )


def serve_replaying(request: HttpRequest, *, selected: Sequence[str] = ()) -> HttpResponse:
    """First a form, then how many webhooks it means, then, confirmed, the deed; `selected` were chosen in a list."""
    if selected or request.method != "POST":
        chosen = {"webhooks": ",".join(selected)} if selected else request.GET.dict()
        return _render(request, ReplayForm(initial=chosen), preview=None)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return _render(request, form, preview=None)
    try:
        if "confirmed" not in request.POST:
            return _render(request, form, preview=form.to_filter())
        count = replay_all(form.to_filter())
    except BackhaulError as error:
        form.add_error(None, f"{error.message} {error.hint}".strip())
        return _render(request, form, preview=None)
    messages.success(request, f"{count} webhooks are looked at again.")
    return HttpResponseRedirect(reverse(LIST))


def _render(request: HttpRequest, form: ReplayForm, *, preview: DeliveryFilter | None) -> HttpResponse:
    context = {**site.each_context(request), "title": "Replay webhooks", "form": form, "back": reverse(LIST)}
    context["address"] = f"{reverse(LIST)}replay-several/"
    context["named"] = [one for one in str(form["webhooks"].value() or "").split(",") if one]
    if preview is not None:
        rows = preview.replayable().defer("body").select_related("order", "store")
        context["count"], context["some"] = rows.count(), rows[:SHOWN]
        context["deed"] = "Replay"
    return TemplateResponse(request, TEMPLATE, context)
