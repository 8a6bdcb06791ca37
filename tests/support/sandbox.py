"""A local Shopify for tests, and what a test may do to it."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

API_VERSION = "2026-10"
TOKEN = "shpat_sandbox"
START_SECONDS = 30


@dataclass(frozen=True)
class Sandbox:
    """The control endpoints of a running sandbox, and its Admin API as another client sees it."""

    url: str
    client: httpx2.Client

    @property
    def graphql_url(self) -> str:
        """Where the Admin API answers."""
        return f"{self.url}/admin/api/{API_VERSION}/graphql.json"

    def reset(self, **profile: Any) -> None:
        """An empty shop, with these fields of its profile changed."""
        self._post("/sandbox/reset", profile)

    def advance(self, duration: str) -> dict[str, Any]:
        """Lets time pass in the shop, for example `P1D`."""
        return self._post("/sandbox/clock", {"advance": duration})

    def scale_budget(self, factor: float) -> dict[str, Any]:
        """Refills the cost bucket that many times as fast."""
        return self._post("/sandbox/clock", {"rate": factor})

    def faults(self, *rules: Mapping[str, Any]) -> dict[str, Any]:
        """What goes wrong from now on, instead of what did before."""
        cleared = self._answer(self.client.delete(f"{self.url}/sandbox/faults"))
        return self._post("/sandbox/faults", {"rules": list(rules)}) if rules else cleared

    def checkout(self, **order: Any) -> dict[str, Any]:
        """A customer buys; returns the order."""
        return self._post("/sandbox/checkout", order)

    def control(self, name: str, **body: Any) -> dict[str, Any]:
        """One of the sandbox's control requests."""
        return self._post(f"/sandbox/{name}", body)

    def log(self) -> list[dict[str, Any]]:
        """Every request to the Admin API since the reset, oldest first."""
        found = self._answer(self.client.get(f"{self.url}/sandbox/log"))
        return list(found["requests"])

    def state(self) -> dict[str, Any]:
        """The whole shop."""
        return self._answer(self.client.get(f"{self.url}/sandbox/state"))

    def graphql(self, query: str, **variables: Any) -> dict[str, Any]:
        """What Shopify answers to someone else's request: `data`, and fails the test on `errors`."""
        answer = self.client.post(
            self.graphql_url,
            json={"query": query, "variables": variables},
            headers={"X-Shopify-Access-Token": TOKEN},
        )
        body = self._answer(answer)
        assert "errors" not in body, body["errors"]
        return dict(body["data"])

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._answer(self.client.post(f"{self.url}{path}", json=body))

    @staticmethod
    def _answer(response: httpx2.Response) -> dict[str, Any]:
        assert response.is_success, f"{response.request.url}: {response.status_code} {response.text[:500]}"
        return dict(response.json()) if response.content else {}


@contextmanager
def running_sandbox(directory: Path, *options: str) -> Iterator[Sandbox]:
    """A sandbox in a process of its own, on a port of its own, for the length of a block."""
    output = directory / "sandbox.out"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "shopify_sandbox", "--port", "0", *options],
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        with httpx2.Client(timeout=30) as client:
            yield Sandbox(_printed_url(process, output), client)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _printed_url(process: "subprocess.Popen[bytes]", output: Path) -> str:
    for _ in range(START_SECONDS * 50):
        found = re.search(r"http://[\w.\[\]:-]+:\d+", output.read_text())
        if found:
            return found.group()
        try:
            process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(f"the sandbox did not start: {output.read_text()[-2000:]}")


def reads(sandbox: Sandbox, operation: str = "Order") -> int:
    """How often it was asked for this; for whole orders unless told."""
    return sum(1 for request in sandbox.log() if request["operation"] == operation)
