"""Postal addresses, their countries and provinces, and what is checked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import UserError

COUNTRIES = {
    "CA": "Canada", "US": "United States", "GB": "United Kingdom", "DE": "Germany", "FR": "France", "AU": "Australia",
    "AT": "Austria", "CH": "Switzerland", "NL": "Netherlands", "BE": "Belgium", "IT": "Italy", "ES": "Spain",
    "SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland", "IE": "Ireland", "JP": "Japan", "PL": "Poland",
    "PT": "Portugal", "NZ": "New Zealand", "MX": "Mexico", "BR": "Brazil", "LU": "Luxembourg", "CZ": "Czechia",
}  # fmt: skip

PROVINCES = {
    "CA": {
        "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories", "NU": "Nunavut",
        "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon",
    },
    "US": {
        "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
        "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
        "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
        "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
        "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
        "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
        "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
        "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
        "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
        "WI": "Wisconsin", "WY": "Wyoming",
    },
}  # fmt: skip

_PROVINCE_WORD = {"US": "State", "CA": "Province"}
_ZIP_WORD = {"US": "ZIP code"}


@dataclass(eq=False, kw_only=True)
class Address(Entity):
    """A mailing address as given; names of country and province follow from the codes."""

    typename: ClassVar[str] = "MailingAddress"
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    phone: str | None = None
    country_code: str | None = None
    province_code: str | None = None
    given_country: str | None = None
    given_province: str | None = None

    @property
    def country(self) -> str | None:
        """The country's English name."""
        return COUNTRIES.get(self.country_code or "", self.given_country)

    @property
    def province(self) -> str | None:
        """The province's English name."""
        return PROVINCES.get(self.country_code or "", {}).get(self.province_code or "", self.given_province)

    @property
    def name(self) -> str | None:
        """First and last name."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or None


def address_from(number: int, given: Mapping[str, object]) -> Address:
    """An address from a MailingAddressInput; names are turned into codes where we know them."""

    def text(key: str) -> str | None:
        value = given.get(key)
        return str(value) if value not in (None, "") else None

    country_code = text("countryCode") or _code_of(text("country"), COUNTRIES)
    provinces = PROVINCES.get(country_code or "", {})
    return Address(
        id=number,
        first_name=text("firstName"),
        last_name=text("lastName"),
        company=text("company"),
        address1=text("address1"),
        address2=text("address2"),
        city=text("city"),
        zip=text("zip"),
        phone=text("phone"),
        country_code=country_code,
        province_code=text("provinceCode") or _code_of(text("province"), provinces),
        given_country=text("country"),
        given_province=text("province"),
    )


def address_errors(address: Address, *prefix: str) -> list[UserError]:
    """What is missing or wrong, in the order Shopify lists it."""
    country = address.country_code or ""
    errors = []
    if not address.last_name:
        errors.append(UserError((*prefix, "lastName"), "Enter a last name"))
    if not address.address1:
        errors.append(UserError((*prefix, "address1"), "Enter an address"))
    if not address.city:
        errors.append(UserError((*prefix, "city"), "Enter a city"))
    if not address.zip:
        errors.append(UserError((*prefix, "zip"), f"Enter a {_ZIP_WORD.get(country, 'postal code')}"))
    known = PROVINCES.get(country)
    if known and (address.province_code or address.given_province) and address.province_code not in known:
        word = _PROVINCE_WORD[country]
        errors.append(UserError((*prefix, "province"), f"{word} is not a valid {word.lower()} in {address.country}"))
    return errors


def _code_of(name: str | None, table: Mapping[str, str]) -> str | None:
    if name is None:
        return None
    if name in table:
        return name
    return next((code for code, known in table.items() if known.casefold() == name.casefold()), None)
