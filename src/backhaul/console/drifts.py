"""Pages of drift between subscriptions, their orders and the mirror: open ones first, each with what to do about it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.core.drift import DriftKind
from backhaul.flows.report_drift import check_contract
from backhaul.flows.show.drifts import OPEN, SETTLED
from backhaul.models import Drift

LIST = "admin:backhaul_drift_changelist"
EVERYTHING = "all"


class StateFilter(admin.SimpleListFilter):
    """Whether it is still there; without a choice what is open."""

    title = "state"
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Open ones first."""
        return [(OPEN, "open"), (SETTLED, "settled by itself"), (EVERYTHING, "everything")]

    def value(self) -> str:
        """What was chosen."""
        return super().value() or OPEN

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The lookups, without one more for everything."""
        for value, words in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": words}

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Drift]") -> "QuerySet[Drift]":
        """The drifts in that state."""
        return queryset if self.value() == EVERYTHING else queryset.filter(settled_at__isnull=self.value() == OPEN)


class KindFilter(admin.SimpleListFilter):
    """What does not agree."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Every kind."""
        return [(kind.value, kind.value.replace("_", " ")) for kind in DriftKind]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Drift]") -> "QuerySet[Drift]":
        """The drifts of that kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class DriftAdmin(ReadOnlyAdmin):
    """Where subscriptions, orders and mirror do not agree."""

    list_display = ("found_at", "kind", "words", "contract", "order", "store", "seen_at")
    list_display_links = ("found_at", "kind")
    list_filter = (StateFilter, KindFilter, "store")
    list_select_related = ("store", "contract", "order")
    search_fields = ("=contract__id", "=contract__gid", "=order__name", "=id")
    fields = (
        "words",
        "remedy",
        "contract",
        "order",
        "store",
        "kind",
        "found_at",
        "seen_at",
        "settled_at",
        "settled_because",
    )
    actions_detail = ("look_again",)

    def get_actions_detail(self, request: HttpRequest, object_id: int | str) -> list[Any]:
        """What is settled is not checked again from here."""
        row = self.get_object(request, str(object_id))
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return actions if isinstance(row, Drift) and row.settled_at is None and row.contract_id else []

    @button("Check again", "check")
    def look_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Read the subscription and its orders now, and see what does not agree any more or still."""
        require(request, "view_drift")
        row = shown(self, request, object_id, Drift)

        def carry_out(_data: dict[str, Any]) -> str:
            found = check_contract(row.contract) if row.contract else []
            still = any(one.pk == row.pk for one in found)
            return f"It is still so. Open of this subscription: {len(found)}." if still else "It is settled."

        words = f"{row.words} Subscription and orders are read from Shopify; nothing is changed there."
        return serve_form(request, FormPage("Check again", EmptyForm, carry_out, reverse(LIST), "Check", words))
