"""The data of an order: lines, fulfillment orders, fulfillments, money; the rules are in the modules beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import Currencies, MoneyBag
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.refunds import Refund, RefundLine
from shopify_sandbox.state.selling_plans import SellingPlanChoice
from shopify_sandbox.state.statuses import FulfillmentOrderStatus, FulfillmentStatus, RequestStatus
from shopify_sandbox.state.transactions import Transaction


@dataclass(frozen=True)
class TaxLine:
    """One tax on a line, on shipping or on the order."""

    title: str
    rate: Decimal
    price: MoneyBag


@dataclass(frozen=True)
class Discount:
    """A discount code as used at creation: `kind` is fixed_amount, percentage or free_shipping."""

    code: str
    kind: str
    value: Decimal
    amount: MoneyBag


@dataclass(frozen=True)
class LineDiscount:
    """A discount for `units` of one line: a part of a hundred, or an amount for each unit.

    An edit gave it, or else the order was placed with it, as renewals of subscriptions are.
    """

    id: int
    description: str
    units: int
    amount: MoneyBag
    percent: Decimal | None = None
    each: MoneyBag | None = None
    by_edit: bool = True


@dataclass(frozen=True)
class Share:
    """Units of a line that are to be fulfilled together: from one location, at one time (None: at once)."""

    quantity: int
    location: Location | None = None
    fulfill_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class ShippingLine(Entity):
    """A shipping charge."""

    typename: ClassVar[str] = "ShippingLine"
    title: str
    price: MoneyBag
    code: str | None = None
    source: str | None = None
    tax_lines: list[TaxLine] = field(default_factory=list)
    added_by_edit: bool = False
    is_removed: bool = False


@dataclass(eq=False, kw_only=True)
class Duty(Entity):
    """What a country asks for a line's goods to be brought in."""

    typename: ClassVar[str] = "Duty"
    price: MoneyBag
    harmonized_system_code: str | None = None
    country_code_of_origin: str | None = None


@dataclass(eq=False, kw_only=True)
class AdditionalFee(Entity):
    """A fee for the order as a whole."""

    typename: ClassVar[str] = "AdditionalFee"
    name: str
    price: MoneyBag


@dataclass(eq=False, kw_only=True)
class LineItem(Entity):
    """What was ordered; `quantity` grows when an edit adds units, and never shrinks: `refund_lines` tell what went.

    `held_in` and `shipped_in` find the line's parts of fulfillment orders and fulfillments without looking through all.
    """

    typename: ClassVar[str] = "LineItem"
    order: Order
    title: str
    quantity: int
    unit_price: MoneyBag
    discount: MoneyBag
    sku: str | None = None
    variant_title: str | None = None
    vendor: str | None = None
    variant: Variant | None = None
    requires_shipping: bool = False
    taxable: bool = True
    gift_card: bool = False
    is_tip: bool = False
    grams: int = 0
    tax_lines: list[TaxLine] = field(default_factory=list)
    custom_attributes: list[tuple[str, str | None]] = field(default_factory=list)
    selling_plan: SellingPlanChoice | None = None
    contract_id: int | None = None
    shares: list[Share] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    edit_discounts: list[LineDiscount] = field(default_factory=list)
    refund_lines: list[RefundLine] = field(default_factory=list)
    held_in: list[FulfillmentOrderLine] = field(default_factory=list, repr=False)
    shipped_in: list[tuple[Fulfillment, FulfillmentLine]] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """Title and variant title."""
        return f"{self.title} - {self.variant_title}" if self.variant_title else self.title

    @property
    def original_total(self) -> MoneyBag:
        """Unit price times quantity ordered."""
        return self.unit_price.times(self.quantity)

    @property
    def edit_discount(self) -> MoneyBag:
        """What edits took off this line alone."""
        return self.order.currencies.total(each.amount for each in self.edit_discounts)

    @property
    def discounts(self) -> MoneyBag:
        """What codes and edits took off."""
        return self.discount + self.edit_discount if self.edit_discounts else self.discount

    @property
    def discounted_total(self) -> MoneyBag:
        """The line's total after its discounts."""
        return self.original_total - self.discounts


@dataclass(eq=False, kw_only=True)
class FulfillmentOrderLine(Entity):
    """Units of one order line that a fulfillment order is about."""

    typename: ClassVar[str] = "FulfillmentOrderLineItem"
    fulfillment_order: FulfillmentOrder
    line_item: LineItem
    total_quantity: int
    remaining_quantity: int


@dataclass(eq=False, kw_only=True)
class Hold(Entity):
    """A reason not to fulfil; each app may place several, told apart by their handles."""

    typename: ClassVar[str] = "FulfillmentHold"
    fulfillment_order: FulfillmentOrder
    reason: str
    app_id: str
    reason_notes: str | None = None
    handle: str | None = None
    external_id: str | None = None


@dataclass(eq=False, kw_only=True)
class MerchantRequest(Entity):
    """What the merchant asked of a fulfillment service."""

    typename: ClassVar[str] = "FulfillmentOrderMerchantRequest"
    fulfillment_order: FulfillmentOrder
    kind: str
    sent_at: datetime
    message: str | None = None
    request_options: dict[str, object] = field(default_factory=dict)
    response_data: object = None


@dataclass(eq=False, kw_only=True)
class FulfillmentOrder(Entity):
    """Work to be done at one location; `rest_of` is the one that a partial hold took these units from."""

    typename: ClassVar[str] = "FulfillmentOrder"
    order: Order
    location: Location
    status: FulfillmentOrderStatus
    created_at: datetime
    updated_at: datetime
    fulfill_at: datetime | None = None
    fulfill_by: datetime | None = None
    request_status: RequestStatus = RequestStatus.UNSUBMITTED
    lines: list[FulfillmentOrderLine] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    merchant_requests: list[MerchantRequest] = field(default_factory=list)
    progress_reported: bool = False
    displayable: bool = True
    rest_of: FulfillmentOrder | None = None

    @property
    def remaining(self) -> int:
        """Units that are still to be fulfilled."""
        return sum(line.remaining_quantity for line in self.lines)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.status in (FulfillmentOrderStatus.CLOSED, FulfillmentOrderStatus.CANCELLED)

    def line(self, number: int) -> FulfillmentOrderLine | None:
        """The line with that id."""
        return next((line for line in self.lines if line.id == number), None)

    def line_for(self, line_item: LineItem) -> FulfillmentOrderLine | None:
        """The line that is about that order line."""
        return next((line for line in self.lines if line.line_item is line_item), None)


@dataclass(frozen=True)
class Tracking:
    """A parcel's number, where to look it up, and who carries it."""

    number: str | None
    url: str | None
    company: str | None


@dataclass(eq=False, kw_only=True)
class FulfillmentEvent(Entity):
    """What the carrier told about a parcel."""

    typename: ClassVar[str] = "FulfillmentEvent"
    fulfillment: Fulfillment
    status: str
    happened_at: datetime
    created_at: datetime
    message: str | None = None
    estimated_delivery_at: datetime | None = None
    place: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False, kw_only=True)
class FulfillmentLine(Entity):
    """Units of one order line in a fulfillment, and the fulfillment order lines they were taken from."""

    typename: ClassVar[str] = "FulfillmentLineItem"
    line_item: LineItem
    quantity: int
    taken: list[tuple[FulfillmentOrderLine, int]]


@dataclass(eq=False, kw_only=True)
class Fulfillment(Entity):
    """Goods that left a location."""

    typename: ClassVar[str] = "Fulfillment"
    order: Order
    name: str
    location: Location
    created_at: datetime
    updated_at: datetime
    status: FulfillmentStatus = FulfillmentStatus.SUCCESS
    notify_customer: bool = False
    tracking: list[Tracking] = field(default_factory=list)
    lines: list[FulfillmentLine] = field(default_factory=list)
    events: list[FulfillmentEvent] = field(default_factory=list)
    fulfillment_orders: list[FulfillmentOrder] = field(default_factory=list)
    origin_address: dict[str, object] | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken back."""
        return self.status is FulfillmentStatus.CANCELLED


@dataclass(eq=False, kw_only=True)
class Order(Entity):
    """An order with everything that was done about it; `original_total` is kept once it was edited."""

    typename: ClassVar[str] = "Order"
    number: int
    name: str
    created_at: datetime
    updated_at: datetime
    processed_at: datetime
    currencies: Currencies
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    po_number: str | None = None
    tags: list[str] = field(default_factory=list)
    custom_attributes: list[tuple[str, str | None]] = field(default_factory=list)
    localized_fields: dict[str, str] = field(default_factory=dict)
    customer: Customer | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    discount: Discount | None = None
    taxes_included: bool = False
    test: bool = False
    source_name: str | None = None
    source_identifier: str | None = None
    token: str = ""
    confirmation_number: str = ""
    financial_status_given: str | None = None
    lines: list[LineItem] = field(default_factory=list)
    shipping_lines: list[ShippingLine] = field(default_factory=list)
    tax_lines: list[TaxLine] = field(default_factory=list)
    additional_fees: list[AdditionalFee] = field(default_factory=list)
    cash_rounding: MoneyBag | None = None
    transactions: list[Transaction] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    fulfillment_orders: list[FulfillmentOrder] = field(default_factory=list)
    fulfillments: list[Fulfillment] = field(default_factory=list)
    routed: bool = False
    original_total: MoneyBag | None = None
    edits: int = 0
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    staff_note: str | None = None

    @property
    def is_prepaid(self) -> bool:
        """Whether a line was paid for several deliveries in advance."""
        return any(line.selling_plan is not None and line.selling_plan.is_prepaid for line in self.lines)

    def line(self, number: int) -> LineItem | None:
        """The line item with that id."""
        return next((line for line in self.lines if line.id == number), None)
