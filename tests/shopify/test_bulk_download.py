"""The file of a bulk operation is read from any byte on, and every way in which that fails has its error."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from backhaul.core.bulk_lines import FileLine
from backhaul.core.shopify_errors import BrokenReply, NetworkFailure, ResultGone, ShopifyError
from backhaul.shopify import bulk_download
from backhaul.shopify.bulk_download import read_lines

CONTENT = b'{"id":1}\n{"id":2}\n{"id":3}\n'


@contextmanager
def serving(status: int, body: bytes, headers: dict[str, str]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that answers every request so, and what it was asked with."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({key.lower(): value for key, value in self.headers.items()})
            self.send_response(status)
            for key, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_details: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/file.jsonl", asked
    finally:
        server.shutdown()
        server.server_close()


def read(url: str, offset: int = 0) -> list[FileLine]:
    return list(read_lines(url, offset=offset, within_seconds=5, is_local=True))


def test_lines_come_with_the_byte_after_them() -> None:
    with serving(200, CONTENT, {}) as (url, asked):
        found = read(url)

    assert found == [FileLine(b'{"id":1}', 9), FileLine(b'{"id":2}', 18), FileLine(b'{"id":3}', 27)]
    assert asked[0]["accept-encoding"] == "identity"
    assert "x-shopify-access-token" not in asked[0]


def test_it_goes_on_from_a_byte() -> None:
    with serving(206, CONTENT[9:], {"Content-Range": "bytes 9-26/27"}) as (url, asked):
        found = read(url, 9)

    assert [line.ends_at for line in found] == [18, 27]
    assert asked[0]["range"] == "bytes=9-"


def test_a_server_that_always_sends_everything_does_no_harm() -> None:
    with serving(200, CONTENT, {}) as (url, _):
        assert [line.ends_at for line in read(url, 18)] == [27]


def test_nothing_follows_the_last_byte() -> None:
    with serving(416, b"", {}) as (url, _):
        assert read(url, 27) == []


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (403, {}, ResultGone),
        (404, {}, ResultGone),
        (410, {}, ResultGone),
        (500, {}, NetworkFailure),
        (429, {}, NetworkFailure),
        (302, {"Location": "http://127.0.0.1:9/"}, BrokenReply),
        (206, {"Content-Range": "bytes 3-26/27"}, BrokenReply),
        (200, {"Content-Encoding": "gzip"}, BrokenReply),
    ],
)
def test_every_other_answer_has_its_error(status: int, headers: dict[str, str], error: type[ShopifyError]) -> None:
    with serving(status, CONTENT, headers) as (url, _), pytest.raises(error):
        read(url, 9)


def test_what_came_before_the_connection_broke_is_given() -> None:
    found: list[FileLine] = []
    with serving(200, CONTENT[:20], {"Content-Length": "27"}) as (url, _), pytest.raises(NetworkFailure):
        found.extend(line for line in _taking(url, found))

    assert [line.ends_at for line in found] == [9, 18]


def _taking(url: str, found: list[FileLine]) -> Iterator[FileLine]:
    for line in read_lines(url, offset=0, within_seconds=5, is_local=True):
        found.append(line)
    yield from ()


def test_a_line_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_download, "LONGEST_LINE", 10)
    with serving(200, b"x" * 50, {}) as (url, _), pytest.raises(BrokenReply):
        read(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1/f", "http://storage.example/f", "file:///etc/passwd", ""])
def test_only_an_address_of_the_web_is_read(url: str) -> None:
    with pytest.raises(BrokenReply):
        list(read_lines(url, offset=0, within_seconds=1, is_local=False))
