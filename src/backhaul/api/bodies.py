"""The bodies that requests have, and the requests of the flows that they become."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, WithJsonSchema

from backhaul.core.moments import parse_moment
from backhaul.core.outstanding import LineRequest
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.flows.choose import TaskChoice
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest
from backhaul.flows.stores import Policies, StoreRequest

MAX_LINES = 1000


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("an instant is a text, for example 2026-10-01T12:00:00Z")
    return parse_moment(value)


Text = Annotated[StrictStr, Field(max_length=255)]
LongText = Annotated[StrictStr, Field(max_length=10_000)]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
# Whatever was given: the rule of core decides and says what is wrong with it.
Quantity = Annotated[
    object,
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]{1,9}$"}]}),
]


class Body(BaseModel):
    """A body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class LineBody(Body):
    """A line, named by one of `line` (our id), `line_item_id` (Shopify's) and `sku`."""

    line: Text | None = None
    line_item_id: Text | StrictInt | None = None
    sku: Text | None = None
    quantity: Quantity

    def to_request(self) -> LineRequest:
        """As the flow wants it."""
        item_id = None if self.line_item_id is None else str(self.line_item_id)
        return LineRequest(self.quantity, line=self.line, line_item_id=item_id, sku=self.sku)


class TrackingBody(Body):
    """A tracking number, with the carrier by our code or Shopify's name."""

    number: LongText
    company: LongText | None = None
    url: LongText | None = None

    def to_request(self) -> TrackingRequest:
        """As the flow wants it."""
        return TrackingRequest(self.number, self.company, self.url)


def tracking_requests(bodies: Sequence[TrackingBody]) -> list[TrackingRequest]:
    """All of them as the flow wants them."""
    return [body.to_request() for body in bodies]


class ShipmentBody(Body):
    """A shipment to post. Without `posted_at` it is now, without `notify_customer` as the store does."""

    external_number: Text
    lines: Annotated[list[LineBody], Field(max_length=MAX_LINES)]
    tracking: Annotated[list[TrackingBody], Field(max_length=MAX_LINES)] = []
    posted_at: Moment | None = None
    location: Text | None = None
    notify_customer: StrictBool | None = None

    def to_request(self) -> ShipmentRequest:
        """As the flow wants it."""
        return ShipmentRequest(
            external_number=self.external_number,
            lines=[line.to_request() for line in self.lines],
            tracking=tracking_requests(self.tracking),
            posted_at=self.posted_at,
            location=self.location,
            notify_customer=self.notify_customer,
        )


class TrackingChangeBody(Body):
    """Other tracking for a shipment; it replaces what there was."""

    tracking: Annotated[list[TrackingBody], Field(max_length=MAX_LINES)]
    notify_customer: StrictBool | None = None


class UndoBody(Body):
    """Why a shipment is undone; the reason stays with it."""

    reason: Text = ""


class CancelBody(Body):
    """Why a task is called off; the reason stays with it."""

    reason: Text


class PostponeBody(Body):
    """Until when a task waits."""

    until: Moment


class ChoiceBody(Body):
    """What a person decides for one task; what is left out stays as the store's policy says."""

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    leave_short: StrictBool = False
    resend: StrictBool = False

    def to_choice(self) -> TaskChoice:
        """As the flow wants it."""
        return TaskChoice(self.other_location, self.scheduled, leave_short=self.leave_short, resend=self.resend)


class ResolutionBody(Body):
    """Which of the effects that Shopify shows came of a call whose reply was lost; null: none did."""

    effect: Text | None


class ImportBody(Body):
    """An order to read from Shopify, by gid, number or name."""

    reference: Text
    store: Text | None = None


class StoreBody(Body):
    """A store to connect: with a permanent token, or with client id and secret of the app."""

    slug: Text
    shop_domain: Text
    token: LongText | None = None
    client_id: Text | None = None
    client_secret: LongText | None = None
    api_url: Annotated[StrictStr, Field(max_length=500)] | None = None

    def to_request(self) -> StoreRequest:
        """As the flow wants it."""
        return StoreRequest(**self.model_dump())


class PoliciesBody(Body):
    """Policies to change; what is left out stays."""

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    notify_customer: StrictBool | None = None
    partial_capture: PartialCapture | None = None
    expiry_notice_hours: Annotated[list[StrictInt], Field(max_length=100)] | None = None

    def to_policies(self) -> Policies:
        """As the flow wants it."""
        return Policies(**self.model_dump())


class LocationBody(Body):
    """Our code for one of Shopify's locations."""

    code: Text
    location: Text


class CarrierBody(Body):
    """What Shopify calls a carrier of ours; `{number}` in the template stands for the tracking number."""

    code: Text
    company: Text
    url_template: Annotated[StrictStr, Field(max_length=1000)] = ""


class GatewayBody(Body):
    """What the back office calls one of Shopify's payment gateways, and how many days its authorisations live."""

    gateway: Text
    payment_method: Text
    authorisation_days: StrictInt | None = None
