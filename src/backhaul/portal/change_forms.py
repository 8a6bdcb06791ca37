"""What customers are asked before a change is shown to them; every rule is left to the flows."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy

from backhaul.core.change_errors import BadChange
from backhaul.core.deliveries import DeliveryState
from backhaul.core.portal_policy import CustomerChange, PortalPolicies
from backhaul.core.portal_rules import Standing
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.subscription_calendar import on_day
from backhaul.core.subscription_policies import LastOrderPolicy, RemainingPolicy
from backhaul.core.wanted_changes import ChangeKind, GivenAddress, WantedChange
from backhaul.core.wanted_json import read_wanted
from backhaul.portal.wording import REASONS

LONGEST_TEXT = 255
LONGEST_NOTE = 1_000
LONGEST_WAIT = timedelta(days=730)
_PARTS = tuple(one.name for one in fields(GivenAddress))
_COUNTRY_LETTERS = 2
_SHIP = gettext_lazy("Send me what I have paid for")
_REFUND = gettext_lazy("Refund it, and do not send it")


class ChangeForm(forms.Form):
    """A kind of change for which nothing has to be asked; `delivery` is the number of one, where it is about one."""

    delivery = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, standing: Standing, portal: PortalPolicies, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.standing = standing
        self.portal = portal

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in."""
        return any(not field.is_hidden for field in self)

    def body(self) -> dict[str, object]:
        """What is filled in, as a request body has it."""
        number = self.cleaned_data.get("delivery")
        return {"delivery": number} if number else {}


class AddressForm(ChangeForm):
    """The whole address: what is left empty is empty."""

    first_name = forms.CharField(label=gettext_lazy("First name"), required=False, max_length=LONGEST_TEXT)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=LONGEST_TEXT)
    company = forms.CharField(label=gettext_lazy("Company (optional)"), required=False, max_length=LONGEST_TEXT)
    address1 = forms.CharField(label=gettext_lazy("Street and number"), max_length=LONGEST_TEXT)
    address2 = forms.CharField(label=gettext_lazy("Addition (optional)"), required=False, max_length=LONGEST_TEXT)
    zip = forms.CharField(label=gettext_lazy("Postal code"), required=False, max_length=32)
    city = forms.CharField(label=gettext_lazy("Place"), max_length=LONGEST_TEXT)
    province_code = forms.CharField(
        label=gettext_lazy("State or province (code)"),
        required=False,
        max_length=8,
        help_text=gettext_lazy("Only where addresses have one, such as NB or CA."),
    )
    country_code = forms.ChoiceField(label=gettext_lazy("Country"))
    phone = forms.CharField(label=gettext_lazy("Phone (optional)"), required=False, max_length=64)

    _FILLS: Mapping[str, str] = {
        "first_name": "given-name",
        "last_name": "family-name",
        "company": "organization",
        "address1": "address-line1",
        "address2": "address-line2",
        "zip": "postal-code",
        "city": "address-level2",
        "province_code": "address-level1",
        "country_code": "country",
        "phone": "tel",
    }

    def __init__(self, data: Any = None, *, standing: Standing, **kwargs: Any) -> None:
        super().__init__(data, standing=standing, **kwargs)
        self.fields["country_code"].choices = countries()  # type: ignore[attr-defined]
        for name, fills in self._FILLS.items():
            self.fields[name].widget.attrs["autocomplete"] = fills
        method = standing.contract.method
        if method is not None and method.address is not None:
            self.initial = _shown(method.address)

    def body(self) -> dict[str, object]:
        return {"address": {name: str(self.cleaned_data[name]) for name in _PARTS}}


class DateForm(ChangeForm):
    """Another day; the time of day stays."""

    to = forms.DateField(
        label=gettext_lazy("New date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, standing: Standing, **kwargs: Any) -> None:
        super().__init__(data, standing=standing, **kwargs)
        first, last = standing.today + timedelta(days=1), standing.today + LONGEST_WAIT
        self.fields["to"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        number = str(self.initial.get("delivery", ""))
        due = next((one.due_at for one in standing.deliveries if str(one.number) == number), None)
        if due is not None:
            self.initial["to"] = standing.day(due)

    def clean_to(self) -> Any:
        """A day that is to come, within the time that Shopify knows of."""
        found = self.cleaned_data["to"]
        if not self.standing.today < found <= self.standing.today + LONGEST_WAIT:
            raise forms.ValidationError(gettext_lazy("Choose a day that is to come, within the next two years."))
        return found

    def body(self) -> dict[str, object]:
        number = self.cleaned_data["delivery"]
        due = next((one.due_at for one in self.standing.deliveries if one.number == number), None)
        moment = on_day(self.cleaned_data["to"], due or self.standing.now, self.standing.timezone)
        return {"delivery": number, "to": moment.isoformat()}


class CancelForm(ChangeForm):
    """Why, and where the shop lets the customer choose, what becomes of what is paid. Nobody has to say why."""

    choice = forms.ChoiceField(label=gettext_lazy("What is paid and not sent yet"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=gettext_lazy("Why do you cancel? (optional)"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Anything you want to tell the shop (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, standing: Standing, portal: PortalPolicies, **kwargs: Any) -> None:
        super().__init__(data, standing=standing, portal=portal, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("No answer")),
            *((one.value, words) for one, words in REASONS.items()),
        ]
        is_paid = any(one.state is DeliveryState.BILLED_UNSHIPPED for one in standing.deliveries)
        if is_paid and portal.allows(CustomerChange.CHOOSE_REMAINING):
            self.fields["choice"].choices = self._choices()  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]

    def _choices(self) -> Sequence[tuple[str, object]]:
        if self._is_prepaid:
            return [(RemainingPolicy.SHIP_REMAINING, _SHIP), (RemainingPolicy.REFUND_REMAINING, _REFUND)]
        return [(LastOrderPolicy.SHIP_ORDER, _SHIP), (LastOrderPolicy.CANCEL_ORDER, _REFUND)]

    @property
    def _is_prepaid(self) -> bool:
        return self.standing.contract.is_prepaid

    def body(self) -> dict[str, object]:
        given = {name: self.cleaned_data[name] for name in ("reason", "note") if self.cleaned_data.get(name)}
        if choice := self.cleaned_data.get("choice"):
            given["remaining" if self._is_prepaid else "last_order"] = choice
        return given


_FORMS: Mapping[ChangeKind, type[ChangeForm]] = {
    ChangeKind.ADDRESS: AddressForm,
    ChangeKind.DATE: DateForm,
    ChangeKind.CANCEL: CancelForm,
}


def form_of(kind: ChangeKind, data: Any, *, standing: Standing, portal: PortalPolicies, number: str = "") -> ChangeForm:
    """The form of a kind of change; `number` is the delivery that it is about, as the address names it."""
    return _FORMS.get(kind, ChangeForm)(
        data, standing=standing, portal=portal, initial={"delivery": number} if number.isdigit() else {}
    )


def wanted_of(kind: ChangeKind, form: ChangeForm) -> WantedChange | None:
    """The change that a form that is filled in asks for; None, and the form says so, where it cannot be read."""
    try:
        return read_wanted({"kind": kind.value, **form.body()}, currency=form.standing.contract.currency)
    except BadChange as error:
        field = str(error.data.get("field", ""))
        form.add_error(
            field if field in form.fields else None, gettext_lazy("Please check what you have written here.")
        )
        return None


def countries() -> list[tuple[str, str]]:
    """The countries by their codes, sorted by their names in the visitor's language."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    found = [(code, str(name)) for code, name in names.items() if len(code) == _COUNTRY_LETTERS and code.isalpha()]
    return sorted(((code, name) for code, name in found if code not in _NO_COUNTRIES), key=lambda pair: pair[1])


_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Unions, tests and the unknown among the codes of territories."""


def _shown(address: RemoteAddress) -> dict[str, str]:
    """What an address shows; a name that is known as a whole alone stands in the field of the last name."""
    shown = {name: getattr(address, name) or "" for name in _PARTS}
    if not shown["first_name"] and not shown["last_name"] and address.name:
        first, blank, last = address.name.rpartition(" ")
        shown |= {"first_name": first, "last_name": last} if blank else {"last_name": address.name}
    return shown
