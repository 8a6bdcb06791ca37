"""The states of a webhook delivery in the inbox."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """`words` says it to a person."""

    RECEIVED = "received"
    DONE = "done"
    IGNORED = "ignored"
    UNREADABLE = "unreadable"
    FAILED = "failed"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    DeliveryState.RECEIVED: "stored, not looked at yet",
    DeliveryState.DONE: "what it asks for is done or on the Task List",
    DeliveryState.IGNORED: "nothing follows from it",
    DeliveryState.UNREADABLE: "its body cannot be understood",
    DeliveryState.FAILED: "looking at it failed; it can be replayed",
}
