"""What differs between two readings of an order, and what such a difference can be to us."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from backhaul.core.order_facts import Facts, is_known


class DifferenceState(StrEnum):
    """What became of a difference: the mirror follows Shopify always; a conflict contradicts what was posted.

    `words` says it to a person.
    """

    APPLIED = "applied"
    CONFLICT = "conflict"
    RESOLVED = "resolved"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    DifferenceState.APPLIED: "taken over; it contradicts nothing that was posted",
    DifferenceState.CONFLICT: "contradicts what was posted: a person has to see to it",
    DifferenceState.RESOLVED: "contradicted what was posted; that is settled",
}


@dataclass(frozen=True)
class Difference:
    """One field that was found changed. None is a field that was not there: of a line added or removed."""

    path: str
    before: str | None
    after: str | None


def differences(before: Facts, after: Facts) -> tuple[Difference, ...]:
    """What has changed between two readings, by path.

    A value that one of the two does not know is no difference: null may mean that it was not permitted.
    """
    paths = sorted(before.keys() | after.keys())
    changed = (path for path in paths if before.get(path) != after.get(path))
    known = (path for path in changed if is_known(path, before) and is_known(path, after))
    return tuple(Difference(path, before.get(path), after.get(path)) for path in known)


def carried(before: Facts, after: Facts) -> dict[str, str]:
    """The facts to compare the next reading with: what a reading does not know stays as it was known."""
    return {path: value for path, value in before.items() if not is_known(path, after)} | dict(after)


def rewound(facts: Facts, newest_first: Iterable[Difference]) -> dict[str, str]:
    """The facts as they were before these differences."""
    earlier = dict(facts)
    for one in newest_first:
        if one.before is None:
            earlier.pop(one.path, None)
        else:
            earlier[one.path] = one.before
    return earlier
