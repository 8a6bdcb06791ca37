"""Pages that only show: nothing can be added, changed or deleted through them, and nothing big is counted."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import quote, unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action
from unfold.paginator import InfinitePaginator

from backhaul.console.shown_fields import shown_field

Page = TypeVar("Page", bound=Callable[..., HttpResponseBase])


def button(words: str, url_path: str) -> Callable[[Page], Page]:
    """Give a page of a row, or of the whole list, an address and a button that leads to it."""
    return cast(Callable[[Page], Page], action(description=words, url_path=url_path))


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """The base of every page of the console."""

    list_display: Any = ("__str__",)
    list_display_links: Any = ()
    fields: Any = None
    fieldsets: Any = None
    readonly_fields: Any = ()
    paginator = InfinitePaginator
    show_full_result_count = False
    list_disable_select_all = True
    list_per_page = 50
    actions_selection_counter = False
    list_fullwidth = True

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        self.list_display = self.said(self.list_display)
        if self.list_display_links:
            links = set(self.list_display_links)
            self.list_display_links = [one for one in self.list_display if getattr(one, "__name__", one) in links]
        if not self.fieldsets:
            self.fieldsets = ((None, {"fields": (*(self.fields or self._all_fields()), "id")}),)
        self.fields = None
        self.fieldsets = self.said_sets(self.fieldsets)
        shown = [name for _, options in self.fieldsets for name in options["fields"] if callable(name)]
        self.readonly_fields = (*self.readonly_fields, *shown)

    def said(self, names: Sequence[Any]) -> tuple[Any, ...]:
        """Fields and columns, each shown in words."""
        return tuple(shown_field(self.model, name) for name in names)

    def said_sets(self, fieldsets: Sequence[Any]) -> tuple[Any, ...]:
        """Sets of fields, each field shown in words."""
        return tuple((title, {**options, "fields": self.said(options["fields"])}) for title, options in fieldsets)

    def _all_fields(self) -> list[str]:
        """Every field that is not left out, then what is made of them."""
        hidden = {*(self.exclude or ()), "id"}
        fields = [one.name for one in self.model._meta.fields if one.editable and not one.primary_key]
        return [*(name for name in fields if name not in hidden), *self.readonly_fields]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Never: rows come from flows."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never: statements are immutable, and everything else belongs to flows."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never: nothing is lost."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What can be done with selected rows, deleting left out."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """The row, or None; PostgreSQL keeps no NUL, so an id with one names nothing.

        Django escapes the _ of an id in addresses as _5F and reads _22 as a quote. Buttons pass on the escaped id as it
        stands, and addresses made of an id as it is are read wrongly: so the id is looked for in all three forms.
        """
        if "\x00" in object_id:
            return None
        forms = dict.fromkeys((object_id, unquote(object_id), quote(object_id)))
        found: Iterator[Model | None] = (
            super(ReadOnlyAdmin, self).get_object(request, one, from_field) for one in forms
        )
        return next(filter(None, found), None)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; 400 for a filter that nothing can match."""
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseBadRequest("This filter cannot be.")
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response


class ReadOnlyInline(TabularInline):  # type: ignore[misc]  # unfold has no types
    """Rows that belong to the one that is shown."""

    fields: Any = ()
    readonly_fields: Any = ()
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False

    def __init__(self, parent_model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(parent_model, admin_site)
        self.fields = tuple(shown_field(self.model, name) for name in self.fields)
        self.readonly_fields = self.fields
        self.hide_title = not self.show_change_link

    def has_add_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never."""
        return False
