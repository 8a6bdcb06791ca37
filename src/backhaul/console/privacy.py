"""Pages of requests under data protection law: look at, download what was found."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backhaul.console.pages import require, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.core.privacy import PrivacyTopic, is_overdue
from backhaul.flows.clock import now
from backhaul.flows.privacy import ExportGone
from backhaul.flows.privacy_export import read_export
from backhaul.models import PrivacyRequest

DOWNLOAD = "export_privacyrequest"


class PrivacyAdmin(ReadOnlyAdmin):
    """What customers and Shopify have asked for, until when it has to be done, and what was done."""

    list_display = ("received_at", "topic", "shop_domain", "state", "due_at", "late", "done_at", "result")
    list_display_links = ("received_at", "topic")
    list_filter = ("state", "topic")
    list_select_related = ("store",)
    search_fields = ("=id", "=customer_gid", "shop_domain")
    readonly_fields = ("means", "late")
    exclude = ("export_encrypted",)
    actions_detail = ("download",)

    @admin.display(description="What it means")
    def means(self, request: PrivacyRequest) -> str:
        """What it asks for, in words."""
        return PrivacyTopic(request.topic).words

    @admin.display(description="Overdue", boolean=True)
    def late(self, request: PrivacyRequest) -> bool:
        """Whether it should have been done by now."""
        return is_overdue(request.due_at, done_at=request.done_at, now=now())

    @button("Download what was found", "download")
    def download(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Hand over what a data request found."""
        require(request, DOWNLOAD)
        found = shown(self, request, object_id, PrivacyRequest)
        try:
            document = read_export(found, by=request.user.get_username())
        except ExportGone as error:
            messages.error(request, f"{error.message} {error.hint}")
            return HttpResponseRedirect(reverse("admin:backhaul_privacyrequest_change", args=(found.pk,)))
        name = f"{found.pk}.json"
        return HttpResponse(
            document,
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )
