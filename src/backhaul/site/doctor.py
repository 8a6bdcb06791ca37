"""What `backhaul doctor` looks at: everything an installation needs, each with what to do when it is wrong."""

import platform
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from importlib.metadata import version

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from backhaul.cli.installation import Check
from backhaul.core.errors import BackhaulError
from backhaul.flows.store_access import check_access
from backhaul.models import Channel, Endpoint, JobQueueEntry, Store, StoreCredential, WebhookSecret
from backhaul.site import clock, migrations
from backhaul.site.environment import Settings, unknown_variables

OLDEST_POSTGRESQL = 15
WORKER_SILENT_AFTER = timedelta(seconds=60)
ENTRY_LATE_AFTER = timedelta(minutes=10)


def diagnose(settings: Settings, connected: Callable[[], AbstractContextManager[None]]) -> list[Check]:
    """Looks at the program, the environment and, if it can be reached, at all that is in the database."""
    checks = [_versions(), _variables(), _data_directory(settings)]
    try:
        with connected():
            checks += [_database(), _migrations()]
            if checks[-1].ok:
                checks += [_keys(settings), _clock(settings), _workers(), _job_queue(), *_stores()]
    except BackhaulError as error:
        checks.append(Check("database", False, error.message, error.hint))
    return checks


def _versions() -> Check:
    names = ("backhaul", "django", "procrastinate", "psycopg", "uvicorn")
    found = ", ".join(f"{name} {version(name)}" for name in names)
    return Check("versions", True, f"{found}, Python {platform.python_version()}")


def _variables() -> Check:
    unknown = unknown_variables()
    detail = f"unknown: {', '.join(unknown)}" if unknown else "every variable is known"
    return Check("environment", not unknown, detail, "Correct the names, or unset them.")


def _data_directory(settings: Settings) -> Check:
    return Check("data directory", settings.data_dir.is_dir() or None, str(settings.data_dir))


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version')")
        (found,) = cursor.fetchone()
    new_enough = int(found.partition(".")[0]) >= OLDEST_POSTGRESQL
    return Check("database", new_enough, f"PostgreSQL {found}", f"Backhaul needs {OLDEST_POSTGRESQL} or newer.")


def _migrations() -> Check:
    pending = migrations.pending_migrations()
    detail = f"{len(pending)} pending" if pending else "up to date"
    return Check("migrations", not pending, detail, "Run `backhaul migrate`.")


def _keys(settings: Settings) -> Check:
    box = MultiFernet([Fernet(key) for key in settings.encryption_keys])
    sealed = [
        *StoreCredential.objects.values_list("store__slug", "token_encrypted"),
        *StoreCredential.objects.values_list("store__slug", "client_secret_encrypted"),
        *WebhookSecret.objects.values_list("store__slug", "secret_encrypted"),
        *Channel.objects.values_list("store__slug", "target_encrypted"),
        *Endpoint.objects.values_list("store__slug", "secret_encrypted"),
    ]
    unreadable = sorted({slug for slug, text in sealed if not _opens(box, text)})
    detail = f"no key opens the credentials of {', '.join(unreadable)}" if unreadable else "all credentials open"
    return Check("keys", not unreadable, detail, "Add the key they were stored with to BACKHAUL_SECRET_KEY.")


def _opens(box: MultiFernet, text: str) -> bool:
    try:
        return not text or bool(box.decrypt(text.encode()))
    except InvalidToken:
        return False


def _clock(settings: Settings) -> Check:
    if settings.clock == "real":
        return Check("clock", True, "real time")
    try:
        clock.refuse_beside_real_stores()
    except BackhaulError as error:
        return Check("clock", False, error.message, error.hint)
    return Check("clock", True, f"sandbox, {clock.clock_offset()} ahead")


def _workers() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("select count(*), max(last_heartbeat) from procrastinate_workers")
        count, last = cursor.fetchone()
    alive = bool(last) and timezone.now() - last < WORKER_SILENT_AFTER
    detail = f"{count} known, last heard of {last:%Y-%m-%d %H:%M:%S} UTC" if last else "none has ever run"
    return Check("workers", alive, detail, "Run `backhaul serve`, or `backhaul worker`.")


def _job_queue() -> Check:
    late = JobQueueEntry.objects.filter(next_run_at__lt=django_settings.BACKHAUL_CLOCK.now() - ENTRY_LATE_AFTER)
    names = [str(entry) for entry in late.select_related("store")[:5]]
    if not JobQueueEntry.objects.exists():
        return Check("job queue", None, "no store is connected")
    detail = f"late: {', '.join(names)}" if names else "every entry is on time"
    return Check("job queue", not names, detail, "See whether a worker runs, and what its log says.")


def _stores() -> list[Check]:
    return [_store(store) for store in Store.objects.exclude(state=Store.State.UNINSTALLED)]


def _store(store: Store) -> Check:
    name = f"store {store.slug}"
    try:
        access = check_access(store)
    except BackhaulError as error:
        return Check(name, False, error.message, error.hint)
    if access.missing_scopes:
        missing = ", ".join(access.missing_scopes)
        return Check(name, False, f"{access.shop_name} lacks {missing}", "Grant these scopes to the app.")
    return Check(name, True, f"{access.shop_name}, {access.locations} locations, {store.state}")
