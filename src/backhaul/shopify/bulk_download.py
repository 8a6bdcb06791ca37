"""Reads the file of a bulk operation line by line, from any byte on, in constant memory."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2

from backhaul.core.bulk_lines import FileLine
from backhaul.core.shopify_errors import BrokenReply, NetworkFailure, ResultGone
from backhaul.shopify.deadline import Deadline, DeadlineTransport
from backhaul.shopify.foreign_errors import FOREIGN, to_ours

LONGEST_LINE = 32 * 1024 * 1024
IDLE_SECONDS = 20.0
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class PatientDeadline(Deadline):
    """A limit in total under which each single wait is limited, too."""

    @property
    def left(self) -> float:
        """Seconds that the next wait may take."""
        return min(IDLE_SECONDS, super().left)


def read_lines(url: str, *, offset: int, within_seconds: float, is_local: bool) -> Iterator[FileLine]:
    """The lines from byte `offset` on, which has to be the beginning of one.

    The file lies with another host than the shop's: no token is sent to it, and no redirect followed. `is_local`
    allows an address on this machine, as a sandbox has it. Raises ResultGone when the file has expired, NetworkFailure
    when reading was cut off: go on from the last line that came.
    """
    _check_address(url, is_local=is_local)
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={offset}-"} if offset else {})}
    limits = {"timeout": PatientDeadline(within_seconds).extension()}
    with httpx2.Client(
        transport=DeadlineTransport(most_connections=1, keep_idle_seconds=0), trust_env=False, follow_redirects=False
    ) as client:
        try:
            with client.stream("GET", url, headers=headers, extensions=limits) as response:
                skip = _bytes_to_skip(response, offset)
                if skip is not None:
                    yield from _split(response.iter_raw(), skip=skip, offset=offset)
        except FOREIGN as exc:
            raise to_ours(exc, body_begun=False, request_id=None) from exc


def _check_address(url: str, *, is_local: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (is_local and parts.hostname in LOCAL):
        raise BrokenReply("The address of a bulk operation's file is not one of the web's.")


def _bytes_to_skip(response: httpx2.Response, offset: int) -> int | None:
    """How many bytes come before the ones that are wanted; None when there are none left."""
    status = response.status_code
    if status == 206 and response.headers.get("content-range", "").startswith(f"bytes {offset}-"):
        return 0
    if status == 200 and response.headers.get("content-encoding", "identity") == "identity":
        return offset
    if status == 416:
        return None
    if status in (403, 404, 410):
        raise ResultGone
    if status >= 500 or status == 429:
        raise NetworkFailure(f"The file of a bulk operation could not be read: HTTP status {status}.")
    raise BrokenReply(f"The file of a bulk operation could not be read: HTTP status {status}.")


def _split(chunks: Iterator[bytes], *, skip: int, offset: int) -> Iterator[FileLine]:
    rest, at = b"", offset
    for chunk in chunks:
        skipped, skip = min(skip, len(chunk)), skip - min(skip, len(chunk))
        *whole, rest = (rest + chunk[skipped:]).split(b"\n")
        for line in whole:
            at += len(line) + 1
            yield FileLine(line, at)
        if len(rest) > LONGEST_LINE:
            raise BrokenReply("The file of a bulk operation has a line that is longer than any could be.")
    if rest:
        yield FileLine(rest, at + len(rest))
