"""Reads what people write on a command line: lines of a shipment, tracking numbers, instants, secrets."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from backhaul.core.errors import BadReference, BadTracking, InputError
from backhaul.core.moments import parse_moment
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_shipment import TrackingRequest

LONGEST_SECRET = 10_000


def read_lines(texts: Sequence[str]) -> list[LineRequest]:
    """`SKU=2`, or in place of the SKU our id of the line, or Shopify's gid of the line item. Raises BadReference."""
    return [_read_line(text) for text in texts]


def _read_line(text: str) -> LineRequest:
    name, sign, quantity = text.rpartition("=")
    if not sign or not name:
        raise BadReference(f"“{text[:80]}” is not a line with its quantity.", hint="Write it like --line SKU=2.")
    if name.startswith("lin_"):
        return LineRequest(quantity, line=name)
    if name.startswith("gid://"):
        return LineRequest(quantity, line_item_id=name)
    return LineRequest(quantity, sku=name)


def read_tracking(texts: Sequence[str]) -> list[TrackingRequest]:
    """`COMPANY:NUMBER`, `COMPANY:NUMBER:URL`, or the number alone; an empty company means none. Raises BadTracking."""
    return [_read_tracking(text) for text in texts]


def _read_tracking(text: str) -> TrackingRequest:
    parts = text.split(":", 2)
    if len(parts) == 1:
        return TrackingRequest(text)
    company, number, *url = parts
    if company in ("http", "https") or number in ("http", "https"):
        raise BadTracking(
            f"“{text[:80]}” is not a tracking number with its carrier.",
            hint="Write it like --tracking UPS:1Z999, or UPS:1Z999:https://….",
        )
    return TrackingRequest(number, company or None, url[0] if url else None)


def read_moment(text: str | None) -> datetime | None:
    """The instant, or None where none is given. Raises BadReference."""
    return None if text is None else parse_moment(text)


def read_secret(what: str, file: Path | None) -> str:
    """A secret from a file, from standard input, or typed unseen; never from the command line, which others can see.

    Raises InputError when it is empty or cannot be read.
    """
    try:
        secret = _secret_text(what, file).strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"The file with the {what} cannot be read: {exc}.", hint="Check its path.") from exc
    if not secret or len(secret) > LONGEST_SECRET:
        raise InputError(f"The {what} is empty or far too long.", hint="Give it in a file or on standard input.")
    return secret


def _secret_text(what: str, file: Path | None) -> str:
    if file is not None and str(file) != "-":
        return file.read_text(encoding="utf-8")
    if file is not None or not sys.stdin.isatty():
        return sys.stdin.readline()
    typed: str = typer.prompt(what.capitalize(), hide_input=True, err=True)
    return typed
