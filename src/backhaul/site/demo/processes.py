"""The demo's processes: the local Shopify, the web server and the worker; none of them outlives the demo."""

import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from backhaul.core.installation_errors import InstallationError, SandboxUnreachable
from backhaul.site.serving import commands
from backhaul.site.supervisor import Child, stop_all

HOST = "127.0.0.1"
START_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1

Found = TypeVar("Found")


class ProductNotReady(InstallationError):
    """The web server or the worker did not come up."""

    code = "product-not-ready"


@contextmanager
def local_shopify(directory: Path) -> Iterator[str]:
    """A local Shopify on a free port; gives its address. Raises SandboxUnreachable when it does not start."""
    output = directory / "sandbox.log"
    child = Child("sandbox", [sys.executable, "-u", "-m", "shopify_sandbox", "--port", "0"], output=output)
    try:
        child.look_after()
        found = _first(lambda: re.search(r"http://[\w.\[\]:-]+:\d+", output.read_text(errors="replace")))
        if found is None:
            raise SandboxUnreachable("The local Shopify did not start.", hint=f"See {output}.")
        yield found.group()
    finally:
        stop_all([child])


@contextmanager
def product(directory: Path, *, port: int, ready: Callable[[], bool]) -> Iterator[None]:
    """The web server and the worker, started again when they die. Raises ProductNotReady."""
    children = [
        Child(name, command, output=directory / f"{name}.log")
        for name, command in commands(host=HOST, port=port).items()
    ]
    done = threading.Event()
    keeper = threading.Thread(target=_keep, args=[children, done], name="demo-keeper", daemon=True)
    keeper.start()
    try:
        if not _first(lambda: ready() or None):
            raise ProductNotReady("Backhaul did not start.", hint=f"See the .log files in {directory}.")
        yield
    finally:
        done.set()
        keeper.join()
        stop_all(children)


def _keep(children: Sequence[Child], done: threading.Event) -> None:
    while not done.is_set():
        for child in children:
            child.look_after()
        done.wait(LOOK_EVERY_SECONDS)


def _first(look: Callable[[], Found | None]) -> Found | None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(LOOK_EVERY_SECONDS)
    return None
