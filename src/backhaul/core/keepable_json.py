"""JSON as others write it, read so that a database can keep every text in it."""

import json
import re

_NAMES_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def load_keepable(content: bytes) -> object:
    """The value of a JSON text; halves of surrogate pairs, which JSON may name and PostgreSQL refuses, become “?”.

    NUL characters stay. Raises ValueError, RecursionError.
    """
    value: object = json.loads(content)
    return _whole(value) if _NAMES_SURROGATE.search(content) else value


def _whole(value: object) -> object:
    if isinstance(value, dict):
        return {_text(key): _whole(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_whole(entry) for entry in value]
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
