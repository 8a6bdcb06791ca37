"""Reads the raw body of a request, never more than is taken."""

from wsgiref.types import InputStream, WSGIEnvironment

from backhaul.core.intake import check_length

PIECE = 1 << 20
MOST_DISCARDED = 32 << 20


def read_body(environ: WSGIEnvironment, *, longest: int) -> bytes:
    """The body as it came, byte for byte. Raises WebhookTooLarge, before reading when its length was announced."""
    announced = announced_length(environ)
    stream: InputStream = environ["wsgi.input"]
    if announced is None and not environ.get("wsgi.input_terminated"):
        return b""
    if announced is not None:
        check_length(announced, longest=longest)
    return _read(stream, longest + 1 if announced is None else announced, longest=longest)


def discard_rest(environ: WSGIEnvironment) -> None:
    """Read on without keeping anything, so that a client that still sends gets to hear the answer; only so far.

    Closing the connection on it would look to it like no answer at all.
    """
    stream: InputStream = environ["wsgi.input"]
    left = announced_length(environ)
    left = MOST_DISCARDED if left is None else min(left, MOST_DISCARDED)
    while environ.get("wsgi.input_terminated") and left > 0 and (piece := stream.read(min(left, PIECE))):
        left -= len(piece)


def announced_length(environ: WSGIEnvironment) -> int | None:
    """The Content-Length, None where there is none: the body then comes in chunks, or not at all."""
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() else None


def _read(stream: InputStream, wanted: int, *, longest: int) -> bytes:
    pieces: list[bytes] = []
    length = 0
    while length < wanted:
        piece = stream.read(min(wanted - length, PIECE))
        if not piece:
            break
        pieces.append(piece)
        length += len(piece)
        check_length(length, longest=longest)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
