"""Backhaul as it is installed: a web server that takes webhooks, and workers that are killed and started again."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from backhaul.site.serving import answers, reserve_port
from tests.crash.processes import Worker, Workers, hosted_workers
from tests.support.commands import COMMAND, wait_until

HOST = "127.0.0.1"


class Installation:
    """One web server and two workers on one database."""

    def __init__(self, port: int, workers: Workers, environment: Mapping[str, str], log: Path) -> None:
        self._port = port
        self.kills = 0
        self._workers = workers
        self._environment = environment
        self._log = log
        self._web: subprocess.Popen[bytes] | None = None
        self._working: list[Worker] = []

    def start(self) -> None:
        """Everything runs."""
        self._start_web()
        self._working = [self._workers.start(), self._workers.start()]

    def strike(self, random: Random) -> None:
        """One worker dies at once, whatever it is doing, and another one comes; now and then the web server too."""
        self.kills += 1
        if random.random() < 0.15:
            self._stop_web(signal.SIGKILL)
            self._start_web()
            return
        victim = random.randrange(len(self._working))
        self._working[victim].kill()
        self._working[victim] = self._workers.start()

    def stop(self) -> None:
        """Nothing runs any more."""
        self._stop_web(signal.SIGTERM)

    def _start_web(self) -> None:
        with self._log.open("ab") as output:
            self._web = subprocess.Popen(
                [*COMMAND, "web", "--host", HOST, "--port", str(self._port)],
                env=dict(self._environment),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until(self._answers)

    def _stop_web(self, how: signal.Signals) -> None:
        if self._web is not None and self._web.poll() is None:
            os.killpg(self._web.pid, how)
            self._web.wait(timeout=30)

    def _answers(self) -> bool:
        return answers(HOST, self._port)


@contextmanager
def installed(environment: Mapping[str, str], directory: Path, **settings: str) -> Iterator[Installation]:
    """An installation for the length of a block; its logs go to the directory."""
    port = reserve_port(HOST, 0)
    address = f"http://{HOST}:{port}"
    ours = {**environment, "BACKHAUL_CLOCK": "sandbox", "BACKHAUL_PUBLIC_URL": address, **settings}
    with ExitStack() as stack:
        workers = stack.enter_context(hosted_workers(ours, directory / "workers.log", **settings))
        installation = Installation(port, workers, ours, directory / "web.log")
        stack.callback(installation.stop)
        installation.start()
        yield installation
