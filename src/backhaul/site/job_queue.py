"""Names the Job Queue's jobs on Procrastinate's app, once Django is ready."""

from django.conf import settings
from procrastinate import App

from backhaul.jobs.registration import register


def on_app_ready(app: App) -> None:
    """Called by procrastinate.contrib.django (PROCRASTINATE_ON_APP_READY)."""
    register(app, round_seconds=settings.BACKHAUL.task_runner_seconds)
