"""What a web server serves."""

import importlib
import os

from asgiref.typing import ASGI3Application
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from backhaul.site import logs


def application() -> ASGI3Application:
    """Makes the application of this process; a server calls it once in each of its processes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
    django = get_wsgi_application()
    logs.configure(settings.BACKHAUL)
    # In steps: models can be imported only when Django is set up.
    whole: ASGI3Application = importlib.import_module("backhaul.site.dispatch").beside_webhooks(django)
    return whole
