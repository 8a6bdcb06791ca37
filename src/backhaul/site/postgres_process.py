"""The process of the embedded server: starting it, finding it again, stopping it."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from backhaul.core.installation_errors import DatabaseUnreachable
from backhaul.site import postgres_files as files

PORT = 5432
START_SECONDS = 120
STOP_SECONDS = 30
# After a hard kill the server's children need a moment to notice, and PostgreSQL refuses to start beside them.
SURVIVORS_SECONDS = 15
SIGNS_OF_SURVIVORS = ("still in use", "already exists")

Process = subprocess.Popen[bytes]

log = structlog.get_logger()


@dataclass(frozen=True)
class Postmaster:
    """What PostgreSQL itself wrote about the running server into postmaster.pid."""

    pid: int
    socket_directory: Path
    ready: bool


def running_postmaster(cluster: Path) -> Postmaster | None:
    """The server that runs on this cluster, or None; a pid file left behind by a killed one doesn't count."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid, socket_directory = int(lines[0]), Path(lines[4])
    except (OSError, ValueError, IndexError):
        return None
    if not _is_postgres_on(cluster, pid):
        return None
    return Postmaster(pid, socket_directory, ready=len(lines) > 7 and lines[7].strip() == "ready")


def start(data_dir: Path, cluster: Path, *, durable: bool) -> Process:
    """Starts the server, and makes its cluster first if there is none; returns when it takes connections.

    Raises DataDirectoryUnusable when the files are at fault, DatabaseUnreachable when it doesn't start.
    """
    owner = files.owner_of(cluster)
    for path in (cluster, files.programs()):
        for opened in files.let_reach(path, owner):
            log.warning("postgres.directory_opened", directory=str(opened), permission="pass through")
    files.let_run(files.programs(), owner)
    if cluster.exists():
        files.check_version(cluster)
    else:
        files.create_cluster(cluster, owner, durable=durable)
    return _start_beside_survivors(data_dir, cluster, owner, durable=durable)


def wait_until_ready(cluster: Path, process: Process | None) -> Postmaster | None:
    """The server as soon as it takes connections, or None when its process has ended instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        postmaster = running_postmaster(cluster)
        if postmaster is not None and postmaster.ready:
            return postmaster
        if process is not None and process.poll() is not None:
            return None
        time.sleep(0.02)
    raise DatabaseUnreachable(f"The embedded PostgreSQL was not ready within {START_SECONDS} seconds.")


def stop(cluster: Path, process: Process | None) -> None:
    """Stops the server, and waits until it is gone; harmless when it doesn't run."""
    postmaster = running_postmaster(cluster)
    for sent in (signal.SIGINT, signal.SIGQUIT):  # without its clients first, then without its checkpoint
        if postmaster is None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster.pid, sent)
        postmaster = _wait_until_gone(cluster, process)
    if process is not None and postmaster is None:
        process.wait(timeout=STOP_SECONDS)


def _start_beside_survivors(data_dir: Path, cluster: Path, owner: files.Owner, *, durable: bool) -> Process:
    deadline = time.monotonic() + SURVIVORS_SECONDS
    while True:
        process = _launch(data_dir, cluster, owner, durable=durable)
        if wait_until_ready(cluster, process) is not None:
            return process
        said = _last_words(data_dir, cluster)
        if not any(sign in said for sign in SIGNS_OF_SURVIVORS) or time.monotonic() > deadline:
            raise DatabaseUnreachable(
                f"The embedded PostgreSQL did not start: {said}", hint=f"See {cluster / 'log'}, or set DATABASE_URL."
            )
        time.sleep(0.2)


def _launch(data_dir: Path, cluster: Path, owner: files.Owner, *, durable: bool) -> Process:
    socket_directory = files.socket_directory(data_dir, owner)
    _drop_locks_of_strangers(cluster, socket_directory)
    quoted = str(socket_directory).replace('"', '""')
    arguments = ["-D", str(cluster), "-p", str(PORT), "-k", f'"{quoted}"']
    for name, value in _server_settings(durable=durable).items():
        arguments += ["-c", f"{name}={value}"]
    with (data_dir / "postgres.out").open("wb") as output:
        return subprocess.Popen(
            [str(files.programs() / "postgres"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the command, which then stops the server itself
            **owner.process_options(cluster),
        )


def _server_settings(*, durable: bool) -> dict[str, str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        # Statements and details hold customers' data, which has no place in a log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    waits_for_disk = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return settings if durable else settings | waits_for_disk


def _wait_until_gone(cluster: Path, process: Process | None) -> Postmaster | None:
    deadline = time.monotonic() + STOP_SECONDS
    while (postmaster := running_postmaster(cluster)) is not None and time.monotonic() < deadline:
        if process is not None:
            process.poll()
        time.sleep(0.02)
    return postmaster


def _drop_locks_of_strangers(cluster: Path, socket_directory: Path) -> None:
    """The number in a lock file can be another program's by now, or a dead process's that nobody has waited for.

    PostgreSQL would take it for a running server. With no such process it judges better than we can, and with children
    of a killed server still at work it has to: then the files stay.
    """
    for lock_file in (socket_directory / f"{files.SOCKET_FILE}.lock", cluster / "postmaster.pid"):
        try:
            lines = lock_file.read_text(encoding="utf-8").splitlines()
            os.kill(int(lines[0]), 0)
        except (OSError, ValueError, IndexError):
            continue
        if not _is_postgres_on(cluster, int(lines[0])) and not _has_survivors(cluster):
            lock_file.unlink(missing_ok=True)


def _has_survivors(cluster: Path) -> bool:
    """Whether processes are still attached to the shared memory of the server that wrote the pid file."""
    try:
        memory_id = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[6].split()[1]
        rows = [line.split() for line in Path("/proc/sysvipc/shm").read_text(encoding="ascii").splitlines()]
    except (OSError, IndexError):
        return False
    attached = rows[0].index("nattch")
    return any(row[1] == memory_id and row[attached] != "0" for row in rows[1:])


def _is_postgres_on(cluster: Path, pid: int) -> bool:
    command = _command_line(pid)
    return os.fsencode(cluster) in command and b"postgres" in command.split(b"\0", 1)[0]


def _command_line(pid: int) -> bytes:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False).stdout


def _last_words(data_dir: Path, cluster: Path) -> str:
    """What the server complained of last: before its logger ran, else through it."""
    logs = sorted((cluster / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
    for path in [data_dir / "postgres.out", *logs[-1:]]:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-10:]
        if any("FATAL" in line or "PANIC" in line for line in lines):
            return " ".join(lines)[-600:]
    return "it said nothing."
