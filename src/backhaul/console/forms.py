"""The forms of the console: they parse, and leave every rule to the flows."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from backhaul.console.moment_field import MomentField, ask_in_zone, common_zone
from backhaul.core.channels import Language
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.subscription_policies import ContractPolicy, LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.tags import TagField, TaggedContracts
from backhaul.core.tasks import TaskState
from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.registry import TASK_HANDLERS
from backhaul.flows.show.orders import OrderLineView
from backhaul.models import Store

ACTIONS = {"retry": "Retry", "postpone": "Postpone", "cancel": "Cancel"}
WHICHEVER = ("", "as the store does")
_CONTRACT: list[tuple[str, str]] = [
    (ContractPolicy.NOTIFY_ONLY, "stays; you are told"),
    (ContractPolicy.CANCEL_CONTRACT, "is cancelled, too; you are told"),
    (ContractPolicy.ASK, "stays until you have decided"),
]
OTHER_LOCATION: list[tuple[str, str]] = [
    (OtherLocation.FULFIL_THERE, "are fulfilled where Shopify has them"),
    (OtherLocation.MOVE, "are moved there first"),
    (OtherLocation.ASK, "wait until you have decided"),
]
SCHEDULED: list[tuple[str, str]] = [
    (ScheduledPolicy.WAIT, "wait until that date"),
    (ScheduledPolicy.OPEN_EARLY, "are opened at once, and fulfilled"),
]
LANGUAGES: list[tuple[str, str]] = [(Language.ENGLISH, "English"), (Language.GERMAN, "German")]
POLICY_WORDS: dict[str, list[tuple[str, str]]] = {
    "order_cancelled": _CONTRACT,
    "fully_refunded": _CONTRACT,
    "prepaid_cancelled": [
        (RemainingPolicy.SHIP_REMAINING, "are still shipped"),
        (RemainingPolicy.REFUND_REMAINING, "are refunded"),
        (RemainingPolicy.ASK_MERCHANT, "ship until you have decided"),
    ],
    "last_order": [
        (LastOrderPolicy.ASK_MERCHANT, "ships until you have decided"),
        (LastOrderPolicy.SHIP_ORDER, "is still shipped"),
        (LastOrderPolicy.CANCEL_ORDER, "is cancelled and refunded"),
    ],
    "paused_contract": [
        (PausePolicy.KEEP_SHIPPING, "are still shipped"),
        (PausePolicy.RESCHEDULE, "are put off"),
        (PausePolicy.HOLD, "are put on hold"),
    ],
}


def text(label: str, *, required: bool = True, most: int = 255, help_text: str = "") -> forms.CharField:
    """A line of text."""
    widget = UnfoldAdminTextInputWidget()
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text, widget=widget)


def secret(label: str) -> forms.CharField:
    """A secret: never shown again."""
    return forms.CharField(label=label, required=False, max_length=10_000, widget=UnfoldAdminPasswordWidget())


def long_text(label: str, help_text: str, *, required: bool = False, most: int = 100_000) -> forms.CharField:
    """Several lines of text."""
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text, widget=widget)


def choice(label: str, choices: list[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    """One of several values."""
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=UnfoldAdminSelectWidget())


def store_choice(label: str, *, any_of_them: str = "") -> forms.ChoiceField:
    """One of the stores; or none of them, by the words for that. Where there is one store, it is chosen already."""

    def stores() -> list[tuple[str, str]]:
        known = [(slug, slug) for slug in Store.objects.order_by("slug").values_list("slug", flat=True)]
        none = [("", any_of_them or "choose one")] if any_of_them or len(known) != 1 else []
        return [*none, *known]

    return forms.ChoiceField(label=label, choices=stores, required=False, widget=UnfoldAdminSelectWidget())


def whole_number(
    label: str, *, help_text: str = "", least: int | None = None, most: int | None = None
) -> forms.IntegerField:
    """A whole number within its bounds, or nothing."""
    widget = UnfoldAdminIntegerFieldWidget()
    return forms.IntegerField(
        label=label, required=False, help_text=help_text, widget=widget, min_value=least, max_value=most
    )


def switch(label: str) -> forms.BooleanField:
    """Yes or no."""
    return forms.BooleanField(label=label, required=False, widget=UnfoldBooleanWidget())


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = text("Reason", required=False)


class NoteForm(forms.Form):
    """How something was settled."""

    note = long_text("Note", "How it was settled; it stays with the conflict.", required=True, most=1000)


class TrackingForm(forms.Form):
    """Tracking numbers, one a line."""

    tracking = long_text("Tracking", "One a line: COMPANY:NUMBER, COMPANY:NUMBER:URL, or the number alone.")
    notify_customer = choice("Notify the customer", [WHICHEVER, ("yes", "yes"), ("no", "no")], required=False)


class ShipmentForm(TrackingForm):
    """A shipment of one order: a quantity field for each of its lines."""

    external_number = text("Your number of the shipment", most=64)
    location = text("Location", required=False, help_text="Code or gid; wherever Shopify has assigned them if empty.")
    posted_at = MomentField("When it left", required=False)
    field_order = ["external_number", "location", "posted_at", "tracking", "notify_customer"]

    def __init__(self, *args: Any, lines: list[OrderLineView], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, zone)
        for line in lines:
            label = f"{line.sku or line.title}: how many of {line.outstanding} outstanding"
            self.fields[line.line] = text(label, required=False, most=20)


class RescheduleForm(forms.Form):
    """When something is to be shipped instead."""

    to = MomentField("On")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, zone)


class PoliciesForm(forms.Form):
    """What a store does where there is a choice."""

    other_location = choice("Goods that Shopify has at another location", OTHER_LOCATION)
    scheduled = choice("Goods that have left before their date", SCHEDULED)
    partial_capture = choice(
        "When an authorisation allows one capture only and more is to be invoiced",
        [(PartialCapture.AT_LAST_INVOICE, "capture at the last invoice"), (PartialCapture.NOW, "capture now")],
    )
    expiry_notice_hours = text(
        "Tell that an authorisation expires",
        required=False,
        help_text="Hours before it does, like 72, 24, 6; nothing is told if empty.",
    )
    notify_customer = switch("Shopify writes to customers")
    mail_customers = switch("We write to customers ourselves, by mail")
    customer_language = choice("In which language", LANGUAGES)


class SubscriptionPoliciesForm(forms.Form):
    """What a store does about subscriptions."""

    order_cancelled = choice("When an order is cancelled, its contract", POLICY_WORDS["order_cancelled"])
    fully_refunded = choice("When an order is refunded to 100 %, its contract", POLICY_WORDS["fully_refunded"])
    prepaid_cancelled = choice(
        "When a prepaid subscription is cancelled, paid deliveries", POLICY_WORDS["prepaid_cancelled"]
    )
    last_order = choice("When a subscription is cancelled, its order that is not shipped", POLICY_WORDS["last_order"])
    paused_contract = choice("While a subscription is paused, paid deliveries", POLICY_WORDS["paused_contract"])


class TagPolicyForm(forms.Form):
    """Which tags orders of subscriptions get."""

    templates = long_text("Tags", "", most=10_000)
    contracts = choice(
        "Orders of",
        [(TaggedContracts.OURS, "our own subscriptions"), (TaggedContracts.ALL, "all subscriptions, other apps', too")],
    )
    placed_from = text("Orders placed since", required=False, help_text="A day like 2026-11-01; those before stay.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = format_html_join("", "<br>{{{}}}: {}", ((field.value, field.words) for field in TagField))
        words = format_html("One a line; nothing is tagged if empty. Names in braces are filled in:{}", named)
        self.fields["templates"].help_text = words


class DecisionForm(forms.Form):
    """What is decided about a notice."""

    def __init__(self, *args: Any, options: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one["name"], f"{one['label']}: {one['follows']}") for one in options]
        self.fields["option"] = choice("What is decided", choices)


class BackfillForm(forms.Form):
    """Of which store past orders are imported, and since when they were created."""

    store = store_choice("Store")
    created_from = MomentField("Created since", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, common_zone())


class LocationForm(forms.Form):
    """Our code for one of Shopify's locations."""

    code = text("Your code", most=64)
    location = text("Shopify's location", help_text="Its gid, as listed on the store's page.")


class CarrierForm(forms.Form):
    """What Shopify calls a carrier of ours."""

    code = text("Your code", most=64)
    company = text("Shopify's name")
    url_template = text("Tracking address", required=False, most=1000, help_text="{number} stands for the number.")


class GatewayForm(forms.Form):
    """What the back office calls one of Shopify's payment gateways, and how long its authorisations live."""

    gateway = text("Shopify's gateway")
    payment_method = text("Your payment method", most=64)
    authorisation_days = whole_number(
        "Days that an authorisation lives", help_text="Where Shopify does not say; as is usual if empty."
    )


class ConnectForm(forms.Form):
    """A store to connect: with a permanent token, or with client id and secret of the app."""

    slug = text("Short name", most=63)
    shop_domain = text("Domain", help_text="my-shop.myshopify.com")
    token = secret("Access token")
    client_id = text("Client id", required=False)
    client_secret = secret("Client secret")
    webhook_secret = secret("Secret of its webhooks, when there is no client secret")
    api_url = text("Address of a local sandbox", required=False, most=500, help_text="Empty for a real shop.")


class AccessForm(forms.Form):
    """Other credentials of a connected store."""

    token = secret("Access token")
    client_id = text("Client id", required=False)
    client_secret = secret("Client secret")


class PauseForm(forms.Form):
    """Why a store's work is stopped."""

    reason = text("Reason")


class ImportForm(forms.Form):
    """An order to read from Shopify."""

    reference = text("Order", help_text="Its name, number or gid.")
    store = store_choice("Store")


class ContractImportForm(forms.Form):
    """A subscription contract to read from Shopify."""

    reference = text("Contract", help_text="Its number or gid.")
    store = store_choice("Store")


class SteerForm(forms.Form):
    """What to do with which tasks; `tasks` are ids, the other fields a filter."""

    action = choice("What to do", list(ACTIONS.items()))
    tasks = forms.CharField(required=False, widget=forms.HiddenInput())
    state = choice("Only in state", [("", "any"), *((one.value, one.value) for one in TaskState)], required=False)
    kind = choice("Only of kind", [("", "any"), *((kind, kind) for kind in TASK_HANDLERS)], required=False)
    store = store_choice("Only of store", any_of_them="any")
    until = MomentField("Until, to postpone", required=False)
    reason = text("Reason, to cancel", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, common_zone())

    def clean(self) -> dict[str, Any]:
        """Postponing needs an instant, cancelling a reason, and not every task there is can be meant."""
        data = super().clean() or {}
        if data.get("action") == "postpone" and not data.get("until"):
            self.add_error("until", "Say until when.")
        if data.get("action") == "cancel" and not data.get("reason", "").strip():
            self.add_error("reason", "Say why; the reason stays with the task.")
        if not any(data.get(name) for name in ("tasks", "state", "kind", "store")):
            raise forms.ValidationError("Say which tasks are meant.")
        return data


class ChoiceForm(forms.Form):
    """What a person decides for one task."""

    other_location = choice("Goods that Shopify has at another location", [WHICHEVER, *OTHER_LOCATION], required=False)
    scheduled = choice(
        "Goods that have left before their date",
        [WHICHEVER, *SCHEDULED],
        required=False,
    )
    leave_short = switch("Leave unsent what Shopify does not have")
    resend = switch("Send again what was cancelled in Shopify")
    refund_amount = choice(
        "Give back the figure of",
        [WHICHEVER, (RefundAmount.OURS.value, "the credit memo"), (RefundAmount.SHOPIFYS.value, "Shopify")],
        required=False,
    )


class ResolutionForm(forms.Form):
    """Which effect a call has had whose reply was lost."""

    effect = choice("It brought about", [], required=False)

    def __init__(self, *args: Any, candidates: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effect"] = choice(
            "It brought about", [("", "nothing"), *((one, one) for one in candidates)], required=False
        )


class EmptyForm(forms.Form):
    """Nothing to fill in: a button that needs a confirmation."""
