"""What machines ask: does it live, is it ready, how is it doing."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from backhaul.site.migrations import pending_migrations
from backhaul.site.mirror_metrics import mirror_metrics


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers and its tables fit this version, else 503 with the reason."""
    try:
        connection.ensure_connection()
        pending = len(pending_migrations())
    except Error:
        return JsonResponse({"ready": False, "reason": "the database cannot be reached"}, status=503)
    if pending:
        return JsonResponse({"ready": False, "reason": f"{pending} migrations are pending"}, status=503)
    return JsonResponse({"ready": True})


def metrics(_request: HttpRequest) -> HttpResponse:
    """The metrics of this process and, while the database answers, of the mirror, in Prometheus' text form."""
    try:
        of_mirror = mirror_metrics()
    except Error:
        of_mirror = b""
    return HttpResponse(generate_latest() + of_mirror, content_type=CONTENT_TYPE_LATEST)
