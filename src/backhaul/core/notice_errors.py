"""What keeps a notice from being decided; part of the tree that is drawn in `errors`."""

from collections.abc import Sequence

from backhaul.core.errors import Conflict, InputError


class NoSuchOption(InputError):
    code = "no-such-option"

    def __init__(self, option: str, options: Sequence[str]) -> None:
        super().__init__(
            f"“{option[:64]}” cannot be chosen here.",
            hint=f"One of: {', '.join(options)}." if options else "There is nothing to decide about this notice.",
            data={"option": option[:64], "options": list(options)},
        )


class AlreadyDecided(Conflict):
    code = "already-decided"

    def __init__(self, notice_id: str, decision: str) -> None:
        super().__init__(
            f"This was decided before: {decision}.",
            hint="What was decided can be changed with a change of the subscription.",
            data={"notice": notice_id, "decision": decision},
        )


class NothingLeftToDecide(Conflict):
    code = "nothing-left-to-decide"

    def __init__(self, notice_id: str, because: str) -> None:
        super().__init__(
            because,
            hint="What is wanted all the same is a change of the subscription.",
            data={"notice": notice_id},
        )
