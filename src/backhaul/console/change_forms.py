"""The forms of changes to subscriptions, one for each kind: they ask, and leave every rule to the flows."""

from collections.abc import Mapping
from typing import Any

from django import forms

from backhaul.console.forms import POLICY_WORDS, choice, long_text, switch, text, whole_number
from backhaul.console.moment_field import MomentField, ask_in_zone
from backhaul.core.cancel_reasons import REASON_WORDS
from backhaul.core.deliveries import DeliveryState
from backhaul.core.subscription_calendar import day_of
from backhaul.core.wanted_changes import ChangeKind
from backhaul.models import Contract, Delivery

KIND_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDRESS: "Another address",
    ChangeKind.SHIPPING: "Another way of shipping, or its price",
    ChangeKind.QUANTITY: "Another quantity",
    ChangeKind.SWAP: "Another product",
    ChangeKind.PRICE: "Another price",
    ChangeKind.DISCOUNT: "Add or remove a discount",
    ChangeKind.DATE: "Another date for a delivery",
    ChangeKind.SKIP: "Skip a delivery",
    ChangeKind.UNSKIP: "Do not skip a delivery after all",
    ChangeKind.PAYMENT_METHOD: "Another way of paying",
    ChangeKind.NOTE: "Another note or attribute",
    ChangeKind.PAUSE: "Pause",
    ChangeKind.RESUME: "Resume",
    ChangeKind.CANCEL: "Cancel",
}
_AS_SET = ("", "as the policy says")
_REASONS = [("", "not said"), *((one.value, words) for one, words in REASON_WORDS.items())]
_ENDED = (DeliveryState.SHIPPED, DeliveryState.REMOVED)


class KindForm(forms.Form):
    """Which kind of change."""

    kind = choice("What is changed", [(kind.value, words) for kind, words in KIND_WORDS.items()])


class AddressForm(forms.Form):
    """Only what is filled in is changed."""

    first_name = text("First name", required=False)
    last_name = text("Last name", required=False)
    company = text("Company", required=False)
    address1 = text("Street and number", required=False)
    address2 = text("Addition", required=False)
    city = text("City", required=False)
    zip = text("Postal code", required=False)
    province_code = text("Province (code)", required=False)
    country_code = text("Country (code)", required=False)
    phone = text("Phone", required=False)


class ShippingForm(forms.Form):
    """From the next renewal on."""

    option_code = text("Code of the shipping option", required=False)
    option_title = text("Its name", required=False)
    price = text("Price of each delivery", required=False, most=40)


class DiscountForm(forms.Form):
    """Either one that is there is removed, or a new one added."""

    discount = text("Remove the discount with this id", required=False)
    title = text("Or add one called", required=False)
    percentage = whole_number("of so many per cent")
    amount = text("or of so much", required=False, most=40)


class PaymentMethodForm(forms.Form):
    """Without one, Shopify writes to the customer."""

    payment_method = text("A saved payment method", required=False, help_text="Empty: Shopify asks the customer.")


class NoteForm(forms.Form):
    """A note for the orders to come, and one attribute."""

    note = long_text("Note", "Empty: it stays as it is.", most=5_000)
    attribute = text("Attribute", required=False)
    value = text("Its value", required=False, help_text="Empty: the attribute is removed.")


class PauseForm(forms.Form):
    """What becomes of paid deliveries meanwhile."""

    policy = choice("Paid deliveries", [_AS_SET, *POLICY_WORDS["paused_contract"]], required=False)


class CancelForm(forms.Form):
    """What becomes of paid goods."""

    remaining = choice("Paid deliveries", [_AS_SET, *POLICY_WORDS["prepaid_cancelled"]], required=False)
    last_order = choice("An order that is not shipped", [_AS_SET, *POLICY_WORDS["last_order"]], required=False)
    reason = choice("Why", _REASONS, required=False)
    note = long_text("In the customer's words", "Kept with the change, and shown to staff alone.", most=1_000)


class LineForm(forms.Form):
    """A line of the contract is named."""

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [(line.gid, f"{line.title}, {line.quantity} at each delivery") for line in contract.lines.all()]
        self.fields["line"] = choice("Line", lines)
        self.order_fields(["line"])


class QuantityForm(LineForm):
    """So many at each delivery from now on."""

    quantity = text("Units at each delivery", most=7, help_text="0 removes the line.")


class SwapForm(LineForm):
    """Another variant on the line."""

    variant = text("The variant's id", help_text="gid://shopify/ProductVariant/…")
    price = text("Its price", required=False, most=40, help_text="Empty: what Shopify says.")


class PriceForm(LineForm):
    """Another price for the line."""

    price = text("New price of a unit", most=40)
    refund_paid = switch("Refund the difference for deliveries that are paid and not shipped")


class DeliveryForm(forms.Form):
    """A delivery is named by its number."""

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"] = choice("Delivery", _deliveries(contract))
        ask_in_zone(self, contract.store.timezone)
        self.order_fields(["delivery"])


class DateForm(DeliveryForm):
    """Another date for the delivery."""

    to = MomentField("New date")


FORMS: Mapping[ChangeKind, type[forms.Form]] = {
    ChangeKind.ADDRESS: AddressForm,
    ChangeKind.SHIPPING: ShippingForm,
    ChangeKind.QUANTITY: QuantityForm,
    ChangeKind.SWAP: SwapForm,
    ChangeKind.PRICE: PriceForm,
    ChangeKind.DISCOUNT: DiscountForm,
    ChangeKind.DATE: DateForm,
    ChangeKind.SKIP: DeliveryForm,
    ChangeKind.UNSKIP: DeliveryForm,
    ChangeKind.PAYMENT_METHOD: PaymentMethodForm,
    ChangeKind.NOTE: NoteForm,
    ChangeKind.PAUSE: PauseForm,
    ChangeKind.RESUME: forms.Form,
    ChangeKind.CANCEL: CancelForm,
}


def form_of(kind: ChangeKind, contract: Contract, data: Any) -> forms.Form:
    """The form that asks what belongs to a change of this kind."""
    form = FORMS[kind]
    return form(data, contract=contract) if issubclass(form, LineForm | DeliveryForm) else form(data)


def body_of(kind: ChangeKind, given: Mapping[str, Any]) -> dict[str, object]:
    """What was filled in, as a request body has it; empty fields are left out."""
    filled = {name: _plain(value) for name, value in given.items() if value not in (None, "", False)}
    if kind is ChangeKind.ADDRESS:
        return {"kind": kind.value, "address": filled}
    if kind is ChangeKind.NOTE:
        attribute = {str(filled["attribute"]): str(given["value"])} if "attribute" in filled else {}
        note = {"note": filled["note"]} if "note" in filled else {}
        return {"kind": kind.value, **note, **({"attributes": attribute} if attribute else {})}
    return {"kind": kind.value, **filled}


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _deliveries(contract: Contract) -> list[tuple[str, str]]:
    rows = contract.deliveries.exclude(state__in=_ENDED).order_by("number")
    zone = contract.store.timezone
    return [(str(row.number), _delivery_words(row, zone)) for row in rows]


def _delivery_words(row: Delivery, zone: str) -> str:
    due = f" due {day_of(row.due_at, zone)}" if row.due_at else ""
    return f"{row.number}{due}, {row.state.replace('_', ' ')}"
