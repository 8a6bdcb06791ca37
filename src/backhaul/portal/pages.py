"""Renders pages of the portal, and puts on every answer what protects whoever it is for."""

from collections.abc import Mapping

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backhaul.core.errors import BackhaulError
from backhaul.models import Store

log = structlog.get_logger()

PROTECTION: Mapping[str, str] = {
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    # Not no-referrer: browsers then send forms with `Origin: null`, which the protection against forged forms refuses.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Nothing is kept by browsers or proxies, nothing foreign is loaded or run, nobody learns where a visitor was."""


def page(
    request: HttpRequest,
    store: Store,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the store's portal. A context with `visitor` in it shows the way to sign out."""
    return render(request, template, {"store": store, **(context or {})}, status=status)


def nothing_here(request: HttpRequest, store: Store | None = None) -> HttpResponse:
    """404: the same words for what does not exist, what is another's, and what is closed."""
    return render(request, "portal/nothing_here.html", {"store": store}, status=404)


def trouble(request: HttpRequest, store: Store, error: BackhaulError) -> HttpResponse:
    """What could not be done, without the words for staff; worth another try or not, nothing was changed by it."""
    log.warning("portal.trouble", store=store.slug, error=error.code)
    return page(request, store, "portal/trouble.html", status=503 if error.can_retry else 500)


def protected(response: HttpResponse) -> HttpResponse:
    """The answer with all that protects it, unless it has something stricter already."""
    for name, value in PROTECTION.items():
        response.headers.setdefault(name, value)
    return response
