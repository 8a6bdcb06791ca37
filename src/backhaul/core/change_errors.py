"""What keeps a change to a subscription from being asked for or confirmed; part of the tree drawn in `errors`."""

from collections.abc import Sequence

from backhaul.core.errors import Conflict, InputError


class BadChange(InputError):
    """The change is not described in a way that can be carried out."""

    code = "bad-change"

    def __init__(self, message: str, *, hint: str = "", field: str = "") -> None:
        super().__init__(message, hint=hint, data={"field": field} if field else {})


class ChangeImpossible(InputError):
    """Nothing of the change can be done; the sentences say why."""

    code = "change-impossible"

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences) or "There is nothing to change.", data={"impossible": list(sentences)})


class ChangeRefusedToCustomer(InputError):
    """A customer cannot have this changed; the sentence says why, in words for customers."""

    code = "change-refused-to-customer"


class ChangeUnderWay(Conflict):
    """One change of a contract is unfinished at a time."""

    code = "change-under-way"

    def __init__(self, change_id: str, kind: str) -> None:
        super().__init__(
            f"Another change of this subscription is under way: {kind}, {change_id}.",
            hint="Wait until it is done, or settle what it waits for.",
            data={"change": change_id, "kind": kind},
        )


class StepIsOurs(Conflict):
    """Only a step in another app is ticked off by a person."""

    code = "step-is-ours"

    def __init__(self, step_id: str) -> None:
        super().__init__(
            "This step is carried out by a task, not by a person.", hint="See to its task.", data={"step": step_id}
        )


class PlanOutdated(Conflict):
    """What the preview was planned on has changed since."""

    code = "plan-outdated"

    def __init__(self, preview: object) -> None:
        super().__init__(
            "The subscription or its orders have changed since the preview.",
            hint="Look at the new preview, and confirm that one.",
            data={"preview": preview},
        )
