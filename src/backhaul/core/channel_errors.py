"""What keeps somebody from being told, or a program; part of the tree that is drawn in `errors`.

BackhaulError
├── InputError
│   └── BadTarget, PrivateTarget, UnknownEventType, BadTemplate, UnknownNoticeKind
├── Conflict
│   └── EndpointOff
└── TellingError
    ├── ChatRefused        the chat service did not take it: try again
    └── EndpointFailed     an endpoint did not take a test
"""

from collections.abc import Sequence
from typing import ClassVar

from backhaul.core.errors import BackhaulError, Conflict, InputError


class BadTarget(InputError):
    """The address is not repeated: it may hold a secret."""

    code = "bad-target"
    default_hint = "Copy it again from where it was made."

    def __init__(self, because: str) -> None:
        super().__init__(f"Nothing can be sent to this address. {because}")


class PrivateTarget(InputError):
    code = "private-target"
    default_hint = "Use a public address, or allow such ones for the installation: BACKHAUL_PRIVATE_TARGETS=true."

    def __init__(self, host: str) -> None:
        super().__init__(
            f"“{host[:255]}” is on this machine, in a private network, or not known.", data={"host": host[:255]}
        )


class UnknownEventType(InputError):
    code = "unknown-event-type"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no event “{name[:64]}”.",
            hint=f"One of: {', '.join(known)}.",
            data={"event": name[:64], "known": list(known)},
        )


class BadTemplate(InputError):
    """A template of a store's own that cannot be filled; `line` and `column` count from 1."""

    code = "bad-template"

    def __init__(self, because: str, *, part: str, line: int, column: int, known: Sequence[str]) -> None:
        super().__init__(
            f"The {part} cannot be used: line {line}, character {column}: {because}",
            hint=f"Fields are written like {{{{ shop }}}}. There are: {', '.join(known)}.",
            data={"part": part, "line": line, "column": column, "known": list(known)},
        )


class UnknownNoticeKind(InputError):
    code = "unknown-notice-kind"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There are no notices of the kind “{name[:64]}”.",
            hint=f"Kinds: {', '.join(known)}.",
            data={"kind": name[:64], "known": list(known)},
        )


class EndpointOff(Conflict):
    code = "endpoint-off"
    default_hint = "Switch it on first: `backhaul endpoints change ENDPOINT --on`."

    def __init__(self, endpoint_id: str) -> None:
        super().__init__(f"{endpoint_id} is switched off: nothing is sent to it.", data={"endpoint": endpoint_id})


class TellingError(BackhaulError):
    """Somebody, or a program, was not told."""

    code = "not-told"


class ChatRefused(TellingError):
    code = "chat-refused"
    default_hint: ClassVar[str] = "Check that the address still counts where it was made, and that the service runs."
    can_retry = True

    def __init__(self, shown: str) -> None:
        super().__init__(f"The chat service behind {shown} did not take the message.", data={"target": shown})


class EndpointFailed(TellingError):
    code = "endpoint-failed"
    default_hint: ClassVar[str] = "See the receiver's log; the signature has to be checked on the raw body."
    can_retry = True

    def __init__(self, said: str) -> None:
        super().__init__(f"The endpoint did not take the test: {said}.", data={"said": said})
