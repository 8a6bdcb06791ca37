"""Tells Django where the console's templates are."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The console as an app of its own, without tables."""

    name = "backhaul.console"
    label = "console"
