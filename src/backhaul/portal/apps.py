"""Tells Django where the portal's templates, style sheet and translations are."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal as an app of its own, without tables."""

    name = "backhaul.portal"
    label = "portal"
