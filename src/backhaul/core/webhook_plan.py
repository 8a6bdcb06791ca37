"""Which webhook subscriptions a store has to have, and what has to be done so that it has them."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backhaul.core.decisions import Done, Person, Verdict
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.readback import Absent, Finding, Found
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.core.topics import TOPICS, Topic

JSON = "JSON"


@dataclass(frozen=True)
class SeenSubscription:
    """A subscription as Shopify lists it. `topic` is the member of its enum, ORDERS_CREATE."""

    gid: str
    topic: str
    address: str
    format: str = JSON
    include_fields: tuple[str, ...] = ()
    filter: str = ""
    name: str = ""


@dataclass(frozen=True)
class CreateSubscription:
    """Have a topic sent to an address."""

    topic: str
    address: str
    include_fields: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        return _step(self.topic, self.address)


@dataclass(frozen=True)
class UpdateSubscription:
    """Correct a subscription of ours: its address, its format, or what it sends."""

    gid: str
    topic: str
    address: str
    include_fields: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        return _step(self.topic, self.address)


def _step(topic: str, address: str) -> str:
    """What Shopify has refused for one address may be tried for another."""
    return f"webhook:{topic}:{hashlib.sha256(address.encode()).hexdigest()[:8]}"


class Standing(StrEnum):
    """How things stand with one topic; `words` says it to a person."""

    SUBSCRIBED = "subscribed"
    MISSING = "missing"
    WRONG = "wrong"
    NOT_ALLOWED = "not_allowed"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Standing.SUBSCRIBED: "subscribed",
    Standing.MISSING: "missing",
    Standing.WRONG: "sent to another address, or not as we need it",
    Standing.NOT_ALLOWED: "the app lacks the scope for it",
}


@dataclass(frozen=True)
class TopicStanding:
    """A topic that we want, how things stand with it, and the subscription that is there for it, if there is one."""

    topic: Topic
    standing: Standing
    gid: str = ""
    address: str = ""

    @property
    def needs_change(self) -> bool:
        return self.standing in (Standing.MISSING, Standing.WRONG)


@dataclass(frozen=True)
class SubscriptionPlan:
    """How things stand with every topic that we want sent to `address`."""

    address: str
    topics: tuple[TopicStanding, ...]

    @property
    def changes(self) -> tuple[CreateSubscription | UpdateSubscription, ...]:
        """What has to be done; nothing of this touches a subscription that is not ours."""
        return tuple(self._change(one) for one in self.topics if one.needs_change)

    @property
    def lacking(self) -> tuple[TopicStanding, ...]:
        """Topics that Shopify will not send us as things stand."""
        return tuple(one for one in self.topics if one.standing is not Standing.SUBSCRIBED)

    def _change(self, one: TopicStanding) -> CreateSubscription | UpdateSubscription:
        fields = one.topic.include_fields
        if one.gid:
            return UpdateSubscription(one.gid, one.topic.name, self.address, fields)
        return CreateSubscription(one.topic.name, self.address, fields)


def plan_subscriptions(
    wanted: Sequence[Topic],
    seen: Sequence[SeenSubscription],
    *,
    address: str,
    made_by_us: Collection[str],
    granted: Collection[str],
) -> SubscriptionPlan:
    """How things stand with each wanted topic.

    Ours are the subscriptions to `address`, and those that we have made ourselves (`made_by_us`, by gid), which may
    still have a former address. Shopify allows one subscription per topic and address, so that one with our address
    that is not as we need it can only be corrected.
    """
    ours = [one for one in seen if one.address == address or one.gid in made_by_us]
    return SubscriptionPlan(address, tuple(_standing(topic, ours, address, granted) for topic in wanted))


def _standing(topic: Topic, ours: Sequence[SeenSubscription], address: str, granted: Collection[str]) -> TopicStanding:
    found = sorted(
        (one for one in ours if one.topic == topic.enum_name),
        key=lambda one: (not _is_right(one, topic, address), one.address != address, bool(one.name), one.gid),
    )
    best = found[0] if found else None
    if best and _is_right(best, topic, address):
        return TopicStanding(topic, Standing.SUBSCRIBED, best.gid, best.address)
    if not topic.is_allowed(granted):
        return TopicStanding(topic, Standing.NOT_ALLOWED)
    if best:
        return TopicStanding(topic, Standing.WRONG, best.gid, best.address)
    return TopicStanding(topic, Standing.MISSING)


def _is_right(one: SeenSubscription, topic: Topic, address: str) -> bool:
    """The order of fields says nothing; a filter would keep webhooks from us."""
    same_fields = set(one.include_fields) == set(topic.include_fields)
    return one.address == address and one.format == JSON and not one.filter and same_fields


def name_of(enum_name: str) -> str:
    """The topic as webhooks name it, orders/create, of a member of Shopify's enum; as it is when we don't know it."""
    return _NAMES.get(enum_name, enum_name)


_NAMES = {topic.enum_name: topic.name for topic in TOPICS.values()}


def find_subscription(topic: str, address: str, seen: Sequence[SeenSubscription]) -> Finding:
    """What came of a call that was to have a topic (of Shopify's enum) sent to an address."""
    found = [one for one in seen if one.topic == topic and one.address == address]
    return Found((found[0].gid,)) if found else Absent()


def find_correction(
    gid: str, address: str, include_fields: Collection[str], seen: Sequence[SeenSubscription]
) -> Finding:
    """What came of a call that was to correct a subscription; one that has gone is planned anew."""
    for one in seen:
        if one.gid == gid and one.address == address and set(one.include_fields) == set(include_fields):
            return Found((gid,))
    return Absent()


def repair_outcome(plan: SubscriptionPlan, verdicts: Mapping[str, Verdict]) -> Outcome:
    """How a repair ends; topics whose scope is missing are named and were not tried."""
    topics = {change.step: change.topic for change in plan.changes}
    refused = [
        Person(f"{topics.get(step, step)}: {verdict.words}")
        for step, verdict in verdicts.items()
        if isinstance(verdict, Person)
    ]
    others = [verdict for verdict in verdicts.values() if not isinstance(verdict, Person)]
    done = sum(isinstance(verdict, Done) for verdict in others)
    repaired = f"{done} webhook topics repaired." if done else ""
    words = " ".join(filter(None, [repaired, _say_not_allowed(plan)]))
    ending = unfinished([*refused, *others], progress=words)
    if ending is not None:
        return ending
    name = OutcomeName.WEBHOOKS_REPAIRED if done else OutcomeName.NOTHING_TO_DO
    return Outcome(name, TaskState.SUCCEEDED, words or "Every webhook topic is subscribed to.")


def check_words(plan: SubscriptionPlan) -> str:
    """What a check has found, without its full stop."""
    right = sum(one.standing is Standing.SUBSCRIBED for one in plan.topics)
    wanting = [one.topic.name for one in plan.topics if one.needs_change]
    parts = [
        f"{right} of {len(plan.topics)} topics are subscribed to",
        f"being repaired: {_some(wanting)}" if wanting else "",
        _say_not_allowed(plan).rstrip("."),
    ]
    return "; ".join(filter(None, parts))


def scope_for(topic: Topic) -> str:
    """The scope to grant for a topic: of several that will do, the one for a shop's own orders and locations."""
    return min(topic.scopes, key=lambda scope: (any(word in scope for word in _OTHERS), scope), default="")


def _say_not_allowed(plan: SubscriptionPlan) -> str:
    topics = [one.topic for one in plan.topics if one.standing is Standing.NOT_ALLOWED]
    if not topics:
        return ""
    scopes = ", ".join(sorted({scope_for(topic) for topic in topics}))
    return f"The app lacks the scope for {_some([topic.name for topic in topics])}: grant {scopes}."


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


_OTHERS = ("marketplace", "buyer_membership", "assigned", "third_party")
"""What scopes are called that are not about a shop's own orders and locations."""
