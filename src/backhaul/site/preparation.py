"""Makes a process ready for Django: settings, data directory, key, logs, and then Django itself."""

import os

import django

from backhaul.site import data_directory, keys, logs
from backhaul.site.environment import read_settings


def prepare(*, describe_only: bool) -> None:
    """Sets Django up from the environment. Raises BadConfiguration, DataDirectoryUnusable.

    Unless only a description is wanted, a fresh installation gets its data directory and its key.
    """
    settings = read_settings()
    if not describe_only and not settings.secret_key:
        data_directory.make(settings.data_dir)
        keys.ensure_secret(settings.data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
    logs.configure(settings)
    django.setup()
