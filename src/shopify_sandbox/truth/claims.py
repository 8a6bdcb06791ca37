"""What a claim about the sandbox's faithfulness is: how sure it is, what it says, and which test holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How it is known that Shopify answers so."""

    PROVEN = "proven"
    DOCUMENTED = "documented"
    ASSUMED = "assumed"

    @property
    def words(self) -> str:
        """What the status means."""
        return _WORDS[self]


_WORDS = {
    Status.PROVEN: "a real store was recorded to answer so, and a test of the sandbox holds it to that",
    Status.DOCUMENTED: "the official schema or Shopify's documentation says so; nobody has recorded it",
    Status.ASSUMED: "it is the likeliest reading of what is known; a real store may do otherwise",
}


@dataclass(frozen=True)
class Claim:
    """One sentence about one operation, where it is from, and its test: `path::name` below tests/shopify_sandbox."""

    status: Status
    what: str
    source: str = ""
    test: str = ""


Claims = Mapping[str, tuple[Claim, ...]]


def proven(what: str, test: str) -> Claim:
    """Recorded; `test` is `path without test_ and .py::name without test_`."""
    path, _, name = test.partition("::")
    folder, _, module = path.rpartition("/")
    file = f"{folder}/test_{module}.py" if folder else f"test_{module}.py"
    return Claim(Status.PROVEN, what, "recordings", f"{file}::test_{name}")


def by_schema(what: str) -> Claim:
    """Said by the official schema, in its types or its descriptions."""
    return Claim(Status.DOCUMENTED, what, "schema")


def by_documentation(what: str) -> Claim:
    """Said by Shopify's documentation for developers."""
    return Claim(Status.DOCUMENTED, what, "documentation")


def assumed(what: str) -> Claim:
    """Not known."""
    return Claim(Status.ASSUMED, what)
