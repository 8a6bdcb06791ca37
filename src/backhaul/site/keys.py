"""The installation's secret keys: kept in the data directory unless given, and what is derived from them."""

import base64
import contextlib
import hmac
import os
import secrets
from pathlib import Path

from backhaul.core.installation_errors import DataDirectoryUnusable

SHORTEST = 32
FILE_NAME = "secret_key"


def stored_secret(data_dir: Path) -> str | None:
    """The key kept in the data directory, or None while there is none."""
    try:
        return (data_dir / FILE_NAME).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as exc:
        raise DataDirectoryUnusable(f"The key in {data_dir / FILE_NAME} cannot be read: {exc}.") from exc


def ensure_secret(data_dir: Path) -> str:
    """The key kept in the data directory, generated with mode 0600 if there is none.

    Of two commands that do this at once one wins, and both return the winner's key.
    """
    found = stored_secret(data_dir)
    if found is not None:
        return found
    target = data_dir / FILE_NAME
    draft = data_dir / f".{FILE_NAME}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, target)
        draft.unlink()
        return target.read_text(encoding="ascii").strip()
    except OSError as exc:
        raise DataDirectoryUnusable(f"A key cannot be written to {target}: {exc}.") from exc


def derive(secret: str, purpose: str) -> bytes:
    """32 bytes that belong to this secret and this purpose alone."""
    return hmac.digest(secret.encode(), f"backhaul/{purpose}".encode(), "sha256")


def fernet_key(secret: str) -> bytes:
    """The Fernet key with which this secret protects what is stored."""
    return base64.urlsafe_b64encode(derive(secret, "secrets-at-rest"))


def django_key(secret: str) -> str:
    """The key with which this secret signs sessions and forms."""
    return base64.urlsafe_b64encode(derive(secret, "django")).decode()
