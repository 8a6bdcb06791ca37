"""Rules by which the sandbox misbehaves: on requests and on webhook deliveries."""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields

from shopify_sandbox.control_input import BadControlRequest

REQUEST_KINDS = (
    "timeout_before",
    "timeout_after",
    "late",
    "500_before",
    "500_after",
    "throttled",
    "status",
    "body",
    "slow",
)
WEBHOOK_KINDS = ("drop", "duplicate", "reorder", "delay")


@dataclass
class Rule:
    """One way to misbehave, and when.

    It applies to requests that select the root field `operation` or are named so (all when None), or to webhooks of
    `topic`. Of those it hits the `nth` (counted from when the rule was set), or each with probability `rate`, or all;
    at most `times` times (once for `nth`, without limit otherwise). With a `seed` the same deliveries are struck each
    time. `seconds` belong to late, slow, delay and reorder; a reordered webhook comes after one to `span` of those that
    follow, whatever they are about, or when so many seconds have passed on the sandbox's clock. `status`, `body` and
    `headers` belong to status and body; `carried_out` tells whether those two do their work first.
    """

    kind: str
    operation: str | None = None
    topic: str | None = None
    nth: int | None = None
    rate: float | None = None
    seed: int | None = None
    times: int | None = None
    seconds: float = 1.0
    span: int = 1
    status: int | None = None
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    carried_out: bool | None = None
    seen: int = 0
    fired: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 — repeatable faults, not secrets

    def hits(self, names: Sequence[str]) -> bool:
        """Whether this rule strikes a request or delivery known under these names; counts it."""
        wanted = self.topic if self.kind in WEBHOOK_KINDS else self.operation
        if wanted is not None and wanted not in names:
            return False
        self.seen += 1
        limit = self.times if self.times is not None else (1 if self.nth is not None else None)
        if limit is not None and self.fired >= limit:
            return False
        if self.nth is not None and self.seen < self.nth:
            return False
        if self.rate is not None and self._random.random() >= self.rate:
            return False
        self.fired += 1
        return True

    def places(self) -> int:
        """How many later deliveries are to overtake a reordered one."""
        return self._random.randint(1, self.span)


class Faults:
    """The rules in force; the first that strikes wins."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def for_request(self, names: Sequence[str]) -> Rule | None:
        """The rule that strikes a request with these root fields and operation name."""
        return self._first(REQUEST_KINDS, names)

    def for_webhook(self, topic: str) -> Rule | None:
        """The rule that strikes a delivery of this topic."""
        return self._first(WEBHOOK_KINDS, [topic])

    def add(self, body: dict[str, object]) -> None:
        """Add the rules of a control request: `{"rules": […]}` or one rule. Raises BadControlRequest."""
        given = body.get("rules", [body])
        if not isinstance(given, list) or not given:
            raise BadControlRequest("expected a rule, a list of rules, or an object with `rules`")
        self._rules += [_parsed(each) for each in given]

    def clear(self) -> None:
        """Behave again."""
        self._rules.clear()

    def listed(self) -> list[dict[str, object]]:
        """The rules with how often each was tried and struck."""
        return [asdict(rule) for rule in self._rules]

    def _first(self, kinds: Sequence[str], names: Sequence[str]) -> Rule | None:
        return next((rule for rule in self._rules if rule.kind in kinds and rule.hits(names)), None)


_TYPES: dict[str, tuple[type, ...]] = {
    "kind": (str,),
    "operation": (str,),
    "topic": (str,),
    "nth": (int,),
    "rate": (int, float),
    "seed": (int,),
    "times": (int,),
    "seconds": (int, float),
    "span": (int,),
    "status": (int,),
    "body": (str,),
    "headers": (dict,),
    "carried_out": (bool,),
}


_BOUNDS = {
    "status": (100, 599),
    "rate": (0, 1),
    "nth": (1, 1_000_000),
    "times": (1, 1_000_000),
    "seconds": (0, 864_000),
    "span": (1, 1000),
}


def _parsed(given: object) -> Rule:
    if not isinstance(given, dict):
        raise BadControlRequest("a rule is an object")
    for name, value in given.items():
        if name not in _TYPES:
            raise BadControlRequest(f"a rule has no {name!r}; it may have {', '.join(_TYPES)}")
        if not isinstance(value, _TYPES[name]) or (isinstance(value, bool) and bool not in _TYPES[name]):
            raise BadControlRequest(f"{name} can't be {value!r}")
    _check(given)
    return Rule(**{each.name: given[each.name] for each in fields(Rule) if each.name in given})


def _check(given: dict[str, object]) -> None:
    kind = given.get("kind")
    if kind not in REQUEST_KINDS and kind not in WEBHOOK_KINDS:
        raise BadControlRequest(f"kind must be one of {', '.join((*REQUEST_KINDS, *WEBHOOK_KINDS))}")
    if kind == "status" and "status" not in given:
        raise BadControlRequest("a rule of kind status needs a status, such as 503")
    if kind == "body" and "body" not in given:
        raise BadControlRequest("a rule of kind body needs a body")
    if "nth" in given and "rate" in given:
        raise BadControlRequest("a rule has nth or rate, not both")
    for name, (least, most) in _BOUNDS.items():
        if name in given and not least <= _number(given, name) <= most:
            raise BadControlRequest(f"{name} must be between {least} and {most}")
    headers = given.get("headers", {})
    assert isinstance(headers, dict)
    if not all(isinstance(value, str) for value in headers.values()):
        raise BadControlRequest("headers must be texts")


def _number(given: dict[str, object], name: str) -> float:
    value = given[name]
    assert isinstance(value, int | float)
    return value
