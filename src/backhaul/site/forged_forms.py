"""What is said when a form comes from elsewhere, or from a page that was open for too long."""

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from backhaul.portal import registration as portal


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: in the portal in the customer's words, elsewhere in Django's."""
    if request.path.startswith(f"/{portal.PREFIX}"):
        return portal.refuse_form(request)
    return csrf_failure(request, reason)
