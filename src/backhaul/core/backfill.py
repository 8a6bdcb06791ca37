"""The import of past orders: its phases, its query, and how far it has come."""

from enum import StrEnum


class BackfillPhase(StrEnum):
    """What an import is at; empty before its first step."""

    STARTING = ""
    GATHERING = "gathering"
    READING = "reading"
    DONE = "done"
