"""Postings in JSON, as a request brings them or a file holds them, and the requests of the flows that they become."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from backhaul.core.crediting import SHARE, CreditLineRequest, UnitsRequest
from backhaul.core.invoicing import AmountsRequest, InvoiceLineRequest
from backhaul.core.moments import parse_moment
from backhaul.core.outstanding import LineRequest
from backhaul.core.restock import Restock
from backhaul.flows.post_credit_memo import CreditRequest
from backhaul.flows.post_invoice import InvoiceRequest
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest
from backhaul.flows.strict_json import not_of_the_form, read_json

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
Amount = Annotated[object, WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]{1,3})?$"})]
ShippingAmount = Annotated[
    object, WithJsonSchema({"type": "string", "pattern": rf"^([0-9]{{1,15}}(\.[0-9]{{1,3}})?|{SHARE})$"})
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


class InvoiceLineBody(LineBody):
    """A line with its units and what they cost together."""

    amount: Amount

    def to_invoice_line(self) -> InvoiceLineRequest:
        """As the flow wants it."""
        return InvoiceLineRequest(self.to_request(), self.amount)


class InvoiceBody(Body):
    """An invoice to post. Amounts are text; `tax` is given exactly when they do not include it."""

    external_number: Text
    currency: Text
    total: Amount
    tax_included: StrictBool
    lines: Annotated[list[InvoiceLineBody], Field(max_length=MAX_LINES)]
    shipping: Amount | None = None
    tax: Amount | None = None
    final: StrictBool = False
    posted_at: Moment | None = None

    def to_request(self) -> InvoiceRequest:
        """As the flow wants it."""
        return InvoiceRequest(
            external_number=self.external_number,
            amounts=AmountsRequest(self.currency, self.total, self.tax_included, self.shipping, self.tax),
            lines=[line.to_invoice_line() for line in self.lines],
            final=self.final,
            posted_at=self.posted_at,
        )


class CreditMemoBody(Body):
    """A credit memo to post over an invoice: how much of it is given back, and why."""

    external_number: Text
    total: Amount
    currency: Text
    reason: Text = ""

    def to_request(self) -> CreditRequest:
        """As the flow wants it."""
        return CreditRequest(self.external_number, self.total, self.currency, self.reason)


class CreditLineBody(LineBody):
    """A line with the units that are given back; `amount` for all of them, `restock` unless it is the whole memo's."""

    amount: Amount | None = None
    restock: Restock | None = None

    def to_credit_line(self) -> CreditLineRequest:
        """As the flow wants it."""
        return CreditLineRequest(self.to_request(), self.amount, self.restock)


class UnitsMemoBody(Body):
    """A credit memo to post over units of an order. Amounts contain the tax; what is left out is computed.

    `shipping` is an amount or “share”: the share of shipping that belongs to the units. `booked_only`: somebody has
    given the money back in Shopify already.
    """

    external_number: Text
    lines: Annotated[list[CreditLineBody], Field(max_length=MAX_LINES)]
    restock: Restock = Restock.CANCEL
    currency: Text = ""
    total: Amount | None = None
    shipping: ShippingAmount | None = None
    reason: Text = ""
    booked_only: StrictBool = False

    def to_request(self) -> UnitsRequest:
        """As the flow wants it."""
        return UnitsRequest(
            external_number=self.external_number,
            lines=[line.to_credit_line() for line in self.lines],
            currency=self.currency,
            total=self.total,
            shipping=self.shipping,
            restock=self.restock,
            reason=self.reason,
            booked_only=self.booked_only,
        )


class PostingBody(Body):
    """A shipment and its invoice, posted at once."""

    shipment: ShipmentBody
    invoice: InvoiceBody


def read_posting(text: bytes) -> PostingBody:
    """The posting that a JSON text holds. Raises MalformedRequest, InvalidRequestBody, BadReference."""
    try:
        return PostingBody.model_validate(read_json(text))
    except ValidationError as exc:
        raise not_of_the_form(exc.errors()) from exc
