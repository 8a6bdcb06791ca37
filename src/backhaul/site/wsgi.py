"""What a web server serves."""

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from backhaul.site import logs


def application() -> WSGIHandler:
    """Makes the application of this process; a server calls it once in each of its processes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
    handler = get_wsgi_application()
    logs.configure(settings.BACKHAUL)
    return handler
