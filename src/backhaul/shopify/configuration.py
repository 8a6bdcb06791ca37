"""What this layer takes from the installation's settings."""

from dataclasses import dataclass

from django.conf import settings

API_VERSION = "2026-10"
"""The version that the operations were written and typed for; another one needs another generation."""


@dataclass(frozen=True)
class Configuration:
    """`encryption_keys` are Fernet keys, newest first."""

    encryption_keys: tuple[bytes, ...]
    call_timeout_seconds: float


def configuration() -> Configuration:
    """The settings as they are now."""
    return Configuration(
        encryption_keys=tuple(settings.BACKHAUL.encryption_keys),
        call_timeout_seconds=float(settings.BACKHAUL.call_timeout_seconds),
    )
