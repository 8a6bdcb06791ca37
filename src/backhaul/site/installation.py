"""The installation of this environment: what the commands are handed. Imported once Django is set up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings as django_settings
from django.db import OperationalError

from backhaul.cli.installation import Check, ClockReading
from backhaul.core.installation_errors import DatabaseUnreachable
from backhaul.jobs.worker import run_worker
from backhaul.site import clock, database, doctor, migrations, parents, sandbox_clock, serving, supervisor, web
from backhaul.site.embedded_postgres import EmbeddedServer
from backhaul.site.environment import Settings


class SiteInstallation:
    """Implements what `cli.installation.Installation` promises."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._server = None if settings.database_url else EmbeddedServer(settings.data_dir)

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database, reached and migrated, for the length of a block."""
        with self._connected():
            migrations.require_migrated()
            self._check_clock()
            yield

    def migrate(self) -> Sequence[str]:
        """Brings the tables to this version; returns what was applied."""
        with self._connected():
            return migrations.migrate()

    def serve(self, *, host: str | None, port: int | None) -> int:
        """Migrates, then runs the web server and the worker until told to stop."""
        with self._connected():
            migrations.migrate()
            self._check_clock()
            database.disconnect()
            return serving.serve(
                host=host or self.settings.host,
                port=self.settings.port if port is None else port,
                revive_database=self._revive_database,
            )

    def serve_web(self, *, host: str | None, port: int | None, parent: int | None) -> int:
        """Runs the web server until told to stop."""
        parents.stop_without(parent)
        with self.database():
            database.disconnect()
            wanted = self.settings.port if port is None else port
            return web.serve(self.settings, host=host or self.settings.host, port=wanted)

    def work(self, *, concurrency: int | None, parent: int | None) -> int:
        """Carries out tasks until told to stop."""
        stop = supervisor.stop_on_signals()
        parents.stop_without(parent)
        with self.database():
            run_worker(concurrency=concurrency or self.settings.workers, stop=stop)
        return 0

    def diagnose(self) -> Sequence[Check]:
        """Looks at everything that has to be right."""
        return doctor.diagnose(self.settings, self._connected)

    def read_clock(self) -> ClockReading:
        """What the clocks show."""
        with self.database():
            return sandbox_clock.read()

    def advance_clock(self, by: timedelta) -> ClockReading:
        """Advances the sandboxes and the product together, then runs what became due."""
        with self.database():
            return sandbox_clock.advance(self.settings, by)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        try:
            if self._server is not None:
                self._server.join()
                database.use_embedded(self._server.address)
            database.check_reachable()
            yield
        except OperationalError as exc:
            raise DatabaseUnreachable(f"The database does not answer: {str(exc).strip()}") from exc
        finally:
            database.disconnect()
            if self._server is not None:
                self._server.leave()

    def _revive_database(self) -> None:
        if self._server is not None:
            self._server.join()

    def _check_clock(self) -> None:
        if self.settings.clock == "sandbox":
            clock.refuse_beside_real_stores()


def of_this_environment() -> SiteInstallation:
    """The installation that Django was set up for."""
    return SiteInstallation(django_settings.BACKHAUL)
