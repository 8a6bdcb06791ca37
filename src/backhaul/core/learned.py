"""How Backhaul came to know of a change."""

from dataclasses import dataclass
from enum import StrEnum


class LearnedBy(StrEnum):
    """What made us read; `words` says it to a person."""

    IMPORT = "import"
    WEBHOOK = "webhook"
    TASK = "task"
    PERSON = "person"
    RECONCILE = "reconcile"
    COMPARISON = "comparison"
    BACKFILL = "backfill"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    LearnedBy.IMPORT: "read for the first time",
    LearnedBy.WEBHOOK: "a webhook told of it",
    LearnedBy.TASK: "seen while a task was carried out",
    LearnedBy.PERSON: "a person had it read",
    LearnedBy.RECONCILE: "found by reconciling: no webhook had told of it",
    LearnedBy.COMPARISON: "found by the nightly comparison: no webhook had told of it",
    LearnedBy.BACKFILL: "read with the past orders",
}


@dataclass(frozen=True)
class Learned:
    """How a reading came about; a webhook names its topic and the delivery."""

    by: LearnedBy
    topic: str = ""
    delivery_id: str | None = None


BY_TASK = Learned(LearnedBy.TASK)
