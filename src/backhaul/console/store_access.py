"""Pages of a store's access: check it, give it anew, pause and resume its work, say that the app is gone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join

from backhaul.console.forms import AccessForm, EmptyForm, PauseForm
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.flows.show.stores import store_view
from backhaul.flows.store_access import check_access
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.store_pauses import pause_by_hand, resume_store
from backhaul.flows.stores import replace_access
from backhaul.models import Store


class StoreAccessPages(ReadOnlyAdmin):
    """What concerns a store's access, beside its policies and mappings."""

    readonly_fields: Any = ("scopes", "warnings")
    actions_detail: tuple[str, ...] = ("check_access", "access", "pause", "resume", "uninstall")

    @admin.display(description="Scopes that were not granted")
    def scopes(self, store: Store) -> str:
        """What is missing, and what that costs."""
        missing = [scope for scope in store_view(store).scopes if not scope.is_granted]
        rows = (
            (scope.scope, "needed" if scope.is_required else "optional", scope.needed_for, scope.without)
            for scope in missing
        )
        return format_html_join("", "<p><b>{}</b> ({}): {}. {}</p>", rows) or "none"

    @admin.display(description="To be seen to")
    def warnings(self, store: Store) -> str:
        """What somebody should see to."""
        return format_html_join("", "<p>{}</p>", ((warning,) for warning in store_view(store).warnings)) or "nothing"

    @button("Check access", "check-access")
    def check_access(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Try the store's access."""
        store = store_of(self, request, object_id)

        def carry_out(_data: dict[str, str]) -> str:
            access = check_access(store)
            missing = f"; it lacks the scopes {', '.join(access.missing_scopes)}" if access.missing_scopes else ""
            return f"{access.shop_name} can be reached and has {access.locations} locations{missing}."

        words = "Shopify is asked for the shop's name and locations, and both are kept."
        return serve_form(request, FormPage(f"Check {store}", EmptyForm, carry_out, page_of(store), "Check", words))

    @button("New access", "access")
    def access(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the store another token, or other client credentials."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            given = {name: data[name] or None for name in ("token", "client_id", "client_secret")}
            replace_access(store, **given)
            return "Shopify accepts the new access, and the store uses it from now on."

        words = "A token, or a client id with its secret. They are tried first; if they are refused, the former stay."
        page = FormPage(f"Access of {store}", AccessForm, carry_out, page_of(store), "Try and keep", words)
        return serve_form(request, page)

    @button("Pause", "pause")
    def pause(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Stop the store's work by hand."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            pause_by_hand(store, reason=data["reason"])
            return "The store is paused."

        words = "Its tasks wait until somebody resumes the store. Its webhooks are still taken."
        return serve_form(request, FormPage(f"Pause {store}", PauseForm, carry_out, page_of(store), "Pause", words))

    @button("Resume", "resume")
    def resume(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let the store's work go on."""
        store = store_of(self, request, object_id)

        def carry_out(_data: dict[str, Any]) -> str:
            resume_store(store)
            return "The store's work goes on."

        words = store.pause_reason or "The store is not paused."
        return serve_form(request, FormPage(f"Resume {store}", EmptyForm, carry_out, page_of(store), "Resume", words))

    @button("Uninstalled", "uninstall")
    def uninstall(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say that the app is gone from the store, when Shopify has not."""
        store = store_of(self, request, object_id)

        def carry_out(_data: dict[str, Any]) -> str:
            return uninstall_by_hand(store)

        words = (
            "Only when the app was uninstalled in Shopify. The store's credentials are deleted and its tasks called "
            "off; what is kept of it can still be looked at, until Shopify asks to have it deleted."
        )
        page = FormPage(f"{store} is uninstalled", EmptyForm, carry_out, page_of(store), "Stop its work", words)
        return serve_form(request, page)


def store_of(page: ReadOnlyAdmin, request: HttpRequest, object_id: str) -> Store:
    """The store of the page, for a member of staff who may change stores. Raises PermissionDenied, Http404."""
    require(request, "change_store")
    return shown(page, request, object_id, Store)


def page_of(store: Store) -> str:
    """The address of a store's page."""
    return reverse("admin:backhaul_store_change", args=(store.pk,))
