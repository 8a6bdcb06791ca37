"""The bodies that requests have beside those that post, and the requests of the flows that they become."""

from typing import Annotated

from pydantic import Field, JsonValue, RootModel, StrictBool, StrictInt, StrictStr

from backhaul.core.channels import Language
from backhaul.core.moments import parse_day
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.subscription_policies import ContractPolicy, LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.tags import TaggedContracts
from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.choose import TaskChoice
from backhaul.flows.posting_bodies import MAX_LINES, Body, LongText, Moment, Text, TrackingBody
from backhaul.flows.store_policies import Policies
from backhaul.flows.stores import StoreRequest
from backhaul.flows.subscription_policies import SubscriptionChoices
from backhaul.flows.tag_policy import TagChoices


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


class BackfillBody(Body):
    """Of which store past orders are imported, and since when they were created."""

    store: Text | None = None
    created_from: Moment | None = None


class PostponeBody(Body):
    """Until when a task waits."""

    until: Moment


class RescheduleBody(Body):
    """When a fulfillment order is to be shipped instead."""

    to: Moment


class ChoiceBody(Body):
    """What a person decides for one task; what is left out stays as the store's policy says.

    `refund_amount`: whose figure is given back where a credit memo's and Shopify's differ.
    """

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    leave_short: StrictBool = False
    resend: StrictBool = False
    refund_amount: RefundAmount | None = None

    def to_choice(self) -> TaskChoice:
        """As the flow wants it."""
        return TaskChoice(**self.model_dump())


class ResolutionBody(Body):
    """Which of the effects that Shopify shows came of a call whose reply was lost; null: none did."""

    effect: Text | None


class ResolvedBody(Body):
    """How a conflict was settled, and by whom."""

    note: LongText
    by: Text = "API"


class DecisionBody(Body):
    """Which option of a notice is chosen, and by whom."""

    option: Text
    by: Text = "API"


class SubscriptionPoliciesBody(Body):
    """Subscription policies to change; what is left out stays. With a plan, those of that selling plan."""

    plan: Text | None = None
    order_cancelled: ContractPolicy | None = None
    fully_refunded: ContractPolicy | None = None
    prepaid_cancelled: RemainingPolicy | None = None
    last_order: LastOrderPolicy | None = None
    paused_contract: PausePolicy | None = None

    def to_choices(self) -> SubscriptionChoices:
        """As the flow wants it."""
        return SubscriptionChoices(**self.model_dump(exclude={"plan"}))


class TagPolicyBody(Body):
    """Which tags orders of subscriptions get; what is left out stays. No templates at all: none."""

    templates: Annotated[list[Text], Field(max_length=100)] | None = None
    contracts: TaggedContracts | None = None
    placed_from: Text | None = None

    def to_choices(self) -> TagChoices:
        """As the flow wants it. Raises BadReference for a day that is none."""
        return TagChoices(self.templates, self.contracts, parse_day(self.placed_from) if self.placed_from else None)


class ChangeBody(RootModel[dict[str, JsonValue]]):
    """A change to a subscription: its kind with what belongs to it, and the fingerprint of the preview it confirms."""


class TickBody(Body):
    """Who has seen that a step was made in another app."""

    by: Text = "API"


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
    webhook_secret: LongText | None = None

    def to_request(self) -> StoreRequest:
        """As the flow wants it."""
        return StoreRequest(**self.model_dump())


class PauseBody(Body):
    """Why a store's work is stopped; the reason is shown with everything that waits for it."""

    reason: Text


class AccessBody(Body):
    """Another token for a connected store, or other client credentials."""

    token: LongText | None = None
    client_id: Text | None = None
    client_secret: LongText | None = None


class PoliciesBody(Body):
    """Policies to change; what is left out stays."""

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    notify_customer: StrictBool | None = None
    partial_capture: PartialCapture | None = None
    expiry_notice_hours: Annotated[list[StrictInt], Field(max_length=100)] | None = None
    mail_customers: StrictBool | None = None
    customer_language: Language | None = None

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
