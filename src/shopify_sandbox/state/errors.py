"""How the shop says no to a request that is well formed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UserError:
    """One entry of a payload's userErrors; `field` is a path of strings (indices too) or null."""

    field: tuple[str, ...] | None
    message: str
    code: str | None = None


class Refused(Exception):
    """A change was refused and nothing was changed; carries what the payload's userErrors will say."""

    def __init__(self, *errors: UserError) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = list(errors)


def refused(message: str, *field: str, code: str | None = None) -> Refused:
    """A refusal with one error; without `field` the error names no field (null)."""
    return Refused(UserError(field or None, message, code))
