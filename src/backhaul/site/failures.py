"""What is said when a form comes from elsewhere or was open for too long, and when something goes wrong unforeseen."""

import sys
import traceback

import structlog
from django.http import HttpRequest, HttpResponse
from django.views import defaults
from django.views.csrf import csrf_failure

from backhaul.portal import registration as portal

log = structlog.get_logger()


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: in the portal in the customer's words, elsewhere in Django's."""
    if portal.is_ours(request):
        return portal.refuse_form(request)
    return csrf_failure(request, reason)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: in the portal in the customer's words, elsewhere in Django's.

    Of an error in the portal it is logged where it was raised, and not what it says, which may be a customer's data;
    Django's own line about it is left out (see `logs`).
    """
    if not portal.is_ours(request):
        return defaults.server_error(request)
    kind, _, trace = sys.exc_info()
    log.error(
        "portal.failed",
        page=request.resolver_match.view_name if request.resolver_match else "",
        error=kind.__qualname__ if kind else "",
        where="".join(traceback.format_tb(trace)),
    )
    return portal.apologise(request)
