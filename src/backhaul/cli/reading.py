"""Reads what a command is given: instants, files, and secrets that must not stand on the command line."""

import contextlib
import sys
from datetime import datetime
from pathlib import Path

import typer

from backhaul.core.errors import InputError
from backhaul.core.moments import parse_moment

LONGEST_SECRET = 10_000
LONGEST_FILE = 2_500_000


def read_moment(text: str | None) -> datetime | None:
    """The instant, or None where none is given. Raises BadReference."""
    return None if text is None else parse_moment(text)


def read_file(what: str, file: Path) -> bytes:
    """What a file holds, or standard input for `-`. Raises InputError when it is far too long or cannot be read."""
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as opened:
            content = opened.read(LONGEST_FILE + 1)
    except OSError as exc:
        raise InputError(f"The file with the {what} cannot be read: {exc}.", hint="Check its path.") from exc
    if len(content) > LONGEST_FILE:
        raise InputError(f"The file with the {what} is far too long.", hint="Split it.")
    return content


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
