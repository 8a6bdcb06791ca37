"""A process that ends when its parent is gone, so that a killed command leaves nothing behind."""

import os
import signal
import threading
import time

LOOK_EVERY_SECONDS = 0.5


def stop_without(parent: int | None) -> None:
    """From now on this process tells itself to stop as soon as `parent` is not its parent; None changes nothing."""
    if parent is not None:
        threading.Thread(target=_watch, args=[parent], name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
