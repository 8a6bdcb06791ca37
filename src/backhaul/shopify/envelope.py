"""Opens a reply: the JSON around the data, and what it says about the bucket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from backhaul.core.keepable_json import load_keepable
from backhaul.shopify.operations.operation import Json
from backhaul.shopify.reply import Cost
from backhaul.shopify.reply_parts import cost_of
from backhaul.shopify.secret import redacted
from backhaul.shopify.transport import RawReply

Object: TypeAlias = Mapping[str, Json]


class About(TypedDict):
    """What every error about a reply carries."""

    request_id: str | None
    evidence: str


@dataclass(frozen=True)
class Envelope:
    """A reply, read as far as it can be. `content` is None when it is not a JSON object."""

    raw: RawReply
    content: Object | None
    cost: Cost | None

    @property
    def about(self) -> About:
        """The request's id and the redacted beginning of what came."""
        text = self.raw.body[:2000].decode("utf-8", "replace")
        return About(request_id=self.raw.request_id, evidence=redacted(text))


def open_envelope(raw: RawReply) -> Envelope:
    """Read the JSON around the data; never raises."""
    try:
        content = load_keepable(raw.body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        return Envelope(raw, None, None)
    return Envelope(raw, content, cost_of(content))
