"""A chat's host that leads elsewhere when Apprise connects to it."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from backhaul.core.channel_errors import ChatRefused, PrivateTarget
from backhaul.flows.chat import send_chat
from backhaul.flows.public_sockets import NotPublic, only_public_sockets
from backhaul.models import Store
from tests.support.receiver import Receiver, receiver
from tests.support.rows import store_row

# Apprise loads a module of Python that is going away, only to look whether it is there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PUBLIC = "93.184.216.34"


@pytest.fixture
def inside() -> Iterator[Receiver]:
    """A server of this machine that no chat may reach."""
    with receiver() as running:
        yield running


@pytest.fixture
def store(db: None) -> Store:
    """A real shop: its chats are public."""
    found = store_row()
    found.is_sandbox = False
    return found


def names(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """What the name is read as, one time after the other; the last for ever after; without an address it is unknown."""
    left = list(answers)

    def read(_host: object, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        address = left.pop(0) if len(left) > 1 else left[0]
        if not address:
            raise socket.gaierror("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", read)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxies are none of these tests'."""
    for name in ("http", "https", "all", "no", "ftp"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)


def test_a_name_that_leads_inside_when_it_is_read_again_is_refused(
    store: Store, inside: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, PUBLIC, "127.0.0.1")

    with pytest.raises(PrivateTarget):
        send_chat(store, f"json://chat.example:{inside.port}/hook", title="A", text="B")

    assert inside.posted == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("NO_PROXY", "localhost"), ("FTP_PROXY", "http://127.0.0.1:9"), ("HTTPS_PROXY", "http://127.0.0.1:9")],
)
def test_an_environment_without_a_proxy_for_the_address_changes_nothing_about_that(
    store: Store, inside: Receiver, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    names(monkeypatch, PUBLIC, "127.0.0.1")

    with pytest.raises(PrivateTarget):
        send_chat(store, f"json://chat.example:{inside.port}/hook", title="A", text="B")

    assert inside.posted == []


def test_an_exception_from_the_proxy_is_watched(
    store: Store, inside: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", f"chat.example:{inside.port}")
    names(monkeypatch, PUBLIC, "127.0.0.1")

    with pytest.raises(PrivateTarget):
        send_chat(store, f"json://chat.example:{inside.port}/hook", title="A", text="B")

    assert inside.posted == []


def test_a_proxy_of_the_house_may_be_connected_to(
    store: Store, inside: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{inside.port}")
    names(monkeypatch, PUBLIC, "127.0.0.1")

    send_chat(store, "json://chat.example/hook", title="A", text="B")

    assert [one.path for one in inside.posted] == ["http://chat.example/hook"]


def test_a_store_that_may_write_inside_still_does(
    store: Store, inside: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.is_sandbox = True
    names(monkeypatch, "127.0.0.1")

    send_chat(store, f"json://chat.example:{inside.port}/hook", title="A", text="B")

    assert [one.path for one in inside.posted] == ["/hook"]


def test_a_name_that_cannot_be_read_any_more_is_an_answer_that_did_not_come(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, PUBLIC, "")

    with pytest.raises(ChatRefused):
        send_chat(store, "json://chat.example/hook", title="A", text="B")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254"])
def test_no_socket_of_the_thread_connects_to_an_address_that_is_not_public(host: str) -> None:
    with only_public_sockets() as watched, socket.socket() as one, pytest.raises(NotPublic):
        one.connect((host, 9))

    assert watched.refused


def test_other_threads_and_later_connections_are_not_kept_from_anything(inside: Receiver) -> None:
    reached = list[bool]()

    def reach() -> None:
        with socket.create_connection(("127.0.0.1", inside.port), timeout=5):
            reached.append(True)

    with only_public_sockets() as watched:
        other = threading.Thread(target=reach)
        other.start()
        other.join()
    reach()

    assert (reached, watched.refused) == ([True, True], False)
