"""A whole product with a local Shopify and a mail server: what a person with a browser meets."""

import re
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
from django.conf import settings
from django.test import override_settings
from pydantic import SecretStr
from pytest_django.plugin import DjangoDbBlocker

from backhaul.models import Store
from backhaul.shopify.transport import close_transports
from backhaul.site.clock import advance_offset, make_clock
from tests.support.commands import COMMAND, wait_until
from tests.support.databases import TestServer, django_on
from tests.support.mail import SENDER, Mailbox, mail_server, text_of
from tests.support.sandbox import Sandbox, running_sandbox
from tests.support.shop import Shop, connected

API_TOKEN = "a-token-of-the-api"
PROCESSES = {"web": (), "worker": ("--concurrency", "2")}
START_SECONDS = 120
STOP_SECONDS = 120


@dataclass(frozen=True)
class Product:
    """A product that runs: its address, the shop behind it, and the mails that it has sent."""

    url: str
    sandbox: Sandbox
    mailbox: Mailbox
    _database: Callable[[], AbstractContextManager[None]]

    @contextmanager
    def arranged(self) -> Iterator[None]:
        """While it lasts, the test reads and writes in the product's database."""
        with self._database():
            yield

    @property
    def shop(self) -> Shop:
        """The store and the local Shopify behind it; inside `arranged` alone."""
        return Shop(Store.objects.get(), self.sandbox)

    def advance(self, days: int) -> None:
        """Let so many days pass, for the shop and for the product."""
        with self.arranged():
            self.sandbox.advance(f"P{days}D")
            advance_offset(timedelta(days=days))

    def mail_to(self, address: str, *, after: int = 0) -> EmailMessage:
        """The newest mail to an address, once more than `after` have come there."""
        wait_until(lambda: len(self.mails_to(address)) > after, seconds=START_SECONDS)
        return self.mails_to(address)[-1]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Every mail that has come to an address."""
        return [mail for mail in list(self.mailbox.mails) if address in str(mail["To"])]


def link_in(mail: EmailMessage) -> str:
    """The one address in a mail."""
    found = re.findall(r"https?://\S+", text_of(mail))
    assert len(found) == 1, text_of(mail)
    return str(found[0])


@contextmanager
def running_product(server: TestServer, blocker: DjangoDbBlocker, directory: Path) -> Iterator[Product]:
    """Database, local Shopify, mail server, web server and worker, for the length of a block."""
    name = server.create()
    with ExitStack() as stack:
        stack.callback(server.drop, name)
        sandbox = stack.enter_context(running_sandbox(directory))
        mailbox = stack.enter_context(mail_server())
        url = f"http://127.0.0.1:{_free_port()}"

        @contextmanager
        def database() -> Iterator[None]:
            named = settings.BACKHAUL.model_copy(update={"public_url": url, "api_token": SecretStr(API_TOKEN)})
            with pytest.MonkeyPatch.context() as patch, ExitStack() as on:
                # Playwright's event loop lies in this thread; Django would take the test for an asynchronous view.
                patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
                on.enter_context(blocker.unblock())
                on.enter_context(django_on(server.address, name))
                on.enter_context(override_settings(BACKHAUL=named, BACKHAUL_CLOCK=make_clock("sandbox")))
                yield
                close_transports()

        with database():
            connected(sandbox)
        environment = _environment(server.address.url(name), url, mailbox, directory)
        for process in PROCESSES:
            stack.enter_context(_running(process, environment, url, directory))
        wait_until(lambda: _is_ready(url), seconds=START_SECONDS)
        yield Product(url, sandbox, mailbox, database)


def _environment(database_url: str, url: str, mailbox: Mailbox, directory: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "BACKHAUL_DATA_DIR": str(directory / "data"),
        "BACKHAUL_SECRET_KEY": settings.BACKHAUL.secrets[0],
        "BACKHAUL_API_TOKEN": API_TOKEN,
        "BACKHAUL_PUBLIC_URL": url,
        "BACKHAUL_CLOCK": "sandbox",
        "BACKHAUL_TASK_RUNNER_SECONDS": "1",
        "BACKHAUL_MAIL_HOST": "127.0.0.1",
        "BACKHAUL_MAIL_PORT": str(mailbox.port),
        "BACKHAUL_MAIL_SECURITY": "none",
        "BACKHAUL_MAIL_FROM": SENDER,
    }


@contextmanager
def _running(name: str, environment: Mapping[str, str], url: str, directory: Path) -> Iterator[None]:
    options = ("--port", url.rpartition(":")[2]) if name == "web" else PROCESSES[name]
    with (directory / f"{name}.log").open("wb") as log:
        process = subprocess.Popen([*COMMAND, name, *options], env=dict(environment), stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        finally:
            process.kill()
            process.wait()


def _is_ready(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/readyz", timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
