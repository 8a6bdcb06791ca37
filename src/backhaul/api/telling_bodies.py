"""The bodies of requests about channels, own words and endpoints, and the wishes of the flows that they become."""

from typing import Annotated

from pydantic import Field, SecretStr, StrictBool, StrictInt

from backhaul.api.instants import Instant
from backhaul.core.channels import ChannelKind, Language, Rhythm
from backhaul.flows.channels import ChannelWish
from backhaul.flows.endpoints import EndpointWish
from backhaul.flows.posting_bodies import Body, LongText, Text

MOST_NAMES = 100
Names = Annotated[list[Text], Field(max_length=MOST_NAMES)]
Address = Annotated[SecretStr, Field(max_length=2000)]


class ChannelChangeBody(Body):
    """What a channel is to be; what is left out stays."""

    kinds: Names | None = None
    rhythm: Rhythm | None = None
    digest_hour: StrictInt | None = None
    language: Language | None = None
    is_on: StrictBool | None = None

    def to_wish(self) -> ChannelWish:
        """As the flow wants it."""
        return ChannelWish(self.kinds, self.rhythm, self.digest_hour, self.language, self.is_on)


class ChannelBody(ChannelChangeBody):
    """A new channel: a mail address, or an Apprise address of a chat."""

    store: Text | None = None
    kind: ChannelKind
    target: Address


class WordsBody(Body):
    """A store's own words for a kind of notice in a language."""

    store: Text | None = None
    kind: Text
    language: Language = Language.ENGLISH
    to_customer: StrictBool = False
    subject: LongText
    body: Annotated[LongText, Field(max_length=20_000)]


class DropWordsBody(Body):
    """Which own words are given up."""

    store: Text | None = None
    kind: Text
    language: Language = Language.ENGLISH
    to_customer: StrictBool = False


class EndpointChangeBody(Body):
    """What an endpoint is to be; what is left out stays."""

    url: Address | None = None
    events: Names | None = None
    name: Text | None = None
    is_on: StrictBool | None = None

    def to_wish(self) -> EndpointWish:
        """As the flow wants it."""
        url = self.url.get_secret_value() if self.url else None
        return EndpointWish(url, self.events, self.name, self.is_on)


class EndpointBody(Body):
    """A new endpoint: where to, and which events."""

    store: Text | None = None
    url: Address
    events: Names
    name: Text = ""


class RotateBody(Body):
    """For how many hours both secrets sign."""

    overlap_hours: StrictInt = 24


class MissedBody(Body):
    """Since when events that were not taken are sent again."""

    since: Instant
