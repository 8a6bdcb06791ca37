"""The states of a change to a subscription, and how it ends."""

from enum import StrEnum


class ChangeState(StrEnum):
    UNDER_WAY = "under_way"
    DONE = "done"
    DONE_IN_PART = "done_in_part"  # a step needs a person's decision, was called off, or could not be done
    SUPERSEDED = "superseded"  # what it rested on changed: the rest was planned anew
    CALLED_OFF = "called_off"
