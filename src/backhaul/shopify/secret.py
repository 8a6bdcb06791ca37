"""Text that must not show: tokens and client secrets, in memory and in what we keep of Shopify's answers."""

import re

_TOKENS = re.compile(r"shp[a-z]{2}_[A-Za-z0-9_-]{4,}")
_NAMED = re.compile(r"(?i)(\"?(?:access_token|client_secret|token|authorization|password)\"?\s*[:=]\s*\"?)[^\"\s,&}]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
LONGEST = 500


class Secret:
    """A text whose repr and str say nothing; `reveal` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one place that sends it."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(…)"


def redacted(text: str) -> str:
    """The beginning of a text without tokens, secrets and mail addresses, fit to be kept as evidence."""
    for pattern, replacement in ((_TOKENS, "[token]"), (_NAMED, r"\1[secret]"), (_MAIL, "[mail address]")):
        text = pattern.sub(replacement, text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
