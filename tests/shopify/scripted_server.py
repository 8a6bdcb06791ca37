"""A local HTTP server that does exactly what a test says, down to the bytes, and remembers what it was sent."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket], bool]
"""Does something with a connection whose request has been read; True keeps the connection open."""


@dataclass
class Received:
    """One request, as far as it came."""

    head: str = ""
    body: bytes = b""
    complete: bool = False

    def header(self, name: str) -> str | None:
        """The value of a header."""
        for line in self.head.split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None

    @property
    def json(self) -> dict[str, object]:
        """The body, which must be a JSON object."""
        content = json.loads(self.body)
        assert isinstance(content, dict)
        return content


@dataclass
class ScriptedServer:
    """Answers the n-th request with the n-th behaviour, and every further one with the last; or by operation."""

    url: str
    behaviours: list[Behaviour]
    by_operation: dict[str, list[Behaviour]] = field(default_factory=dict)
    requests: list[Received] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def script(self, *behaviours: Behaviour) -> None:
        """What happens from now on."""
        with self.lock:
            self.behaviours = list(behaviours)
            self.requests = []

    def answer_operation(self, name: str, *bodies: object) -> None:
        """What calls of one operation are answered, in turn; the last one stays."""
        with self.lock:
            self.by_operation[name] = [answer(body) for body in bodies]

    def operations(self) -> list[str]:
        """The names of the operations that were asked, in order."""
        return [str(request.json["operationName"]) for request in self.requests if b"operationName" in request.body]

    def next_behaviour(self, request: Received) -> Behaviour:
        """Record a request and take its behaviour."""
        with self.lock:
            self.requests.append(request)
            for name, waiting in self.by_operation.items():
                if f'"operationName": "{name}"'.encode() in request.body:
                    return waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return self.behaviours[min(len(self.requests), len(self.behaviours)) - 1]


def answer(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Behaviour:
    """A whole HTTP reply; anything but bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    all_headers = {"Content-Type": "application/json", "Content-Length": str(len(content)), **(headers or {})}
    head = f"HTTP/1.1 {status} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in all_headers.items())

    def behave(connection: socket.socket) -> bool:
        connection.sendall(head.encode() + b"\r\n" + content)
        return True

    return behave


def send_bytes(content: bytes) -> Behaviour:
    """These bytes, then the connection is closed."""

    def behave(connection: socket.socket) -> bool:
        connection.sendall(content)
        return False

    return behave


def hang_up() -> Behaviour:
    """Close without a word."""
    return lambda _connection: False


def keep_silent(seconds: float) -> Behaviour:
    """Say nothing for so long, then close."""

    def behave(_connection: socket.socket) -> bool:
        time.sleep(seconds)
        return False

    return behave


def drip(content: bytes, *, every_seconds: float) -> Behaviour:
    """Send one byte after another."""

    def behave(connection: socket.socket) -> bool:
        for index in range(len(content)):
            connection.sendall(content[index : index + 1])
            time.sleep(every_seconds)
        return False

    return behave


@contextmanager
def scripted_server(*behaviours: Behaviour) -> Iterator[ScriptedServer]:
    """A server for the length of a block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = ScriptedServer(f"http://127.0.0.1:{listener.getsockname()[1]}", list(behaviours))
    threading.Thread(target=_accept, args=(listener, server), daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _accept(listener: socket.socket, server: ScriptedServer) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.connections += 1
        threading.Thread(target=_serve, args=(connection, server), daemon=True).start()


def _serve(connection: socket.socket, server: ScriptedServer) -> None:
    with connection, suppress(OSError):
        while True:
            request = _read(connection)
            if not request.head:
                return
            if not request.complete:
                server.requests.append(request)
                return
            if not server.next_behaviour(request)(connection):
                return


def _read(connection: socket.socket) -> Received:
    request, data = Received(), b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return request
        data += chunk
    head, _, request.body = data.partition(b"\r\n\r\n")
    request.head = head.decode()
    length = int(request.header("content-length") or 0)
    while len(request.body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            return request
        request.body += chunk
    request.complete = True
    return request
