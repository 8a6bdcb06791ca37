"""Locks between processes that the system gives back when a process dies, however it dies."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from backhaul.core.errors import Busy


class FileLock:
    """An open lock file. Shared by many or held by one; closing it releases it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        """Hold it together with others; waits while someone holds it alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Hold it alone if nobody else holds it. When this fails a share held before may be lost."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Release it."""
        os.close(self._descriptor)


@contextlib.contextmanager
def held_alone(path: Path, *, timeout_seconds: float) -> Iterator[None]:
    """Holds the lock file for the length of a block. Raises Busy when others keep it longer than the time-out."""
    lock = FileLock(path)
    try:
        deadline = time.monotonic() + timeout_seconds
        while not lock.try_alone():
            if time.monotonic() > deadline:
                raise Busy(f"Another command has held {path} for {timeout_seconds:.0f} seconds.")
            time.sleep(0.02)
        yield
    finally:
        lock.close()
