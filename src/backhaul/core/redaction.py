"""Takes personal data out of what Shopify sent, so that it can be shown to those who need only the rest."""

import re
from collections.abc import Mapping

HIDDEN = "•••"
_PERSONS = frozenset(
    {
        "customer",
        "billingaddress",
        "shippingaddress",
        "defaultaddress",
        "addresses",
        "destination",
        "originaddress",
        "displayaddress",
        "assignedlocationaddress",
        "clientdetails",
        "paymentdetails",
        "staffmember",
        "purchasingentity",
        "customerjourneysummary",
        "receipt",
        "receiptjson",
        "noteattributes",
        "customattributes",
        "attributes",
        "properties",
    }
)
"""Members whose whole content is about a person, or is free text that may be."""
_PERSONAL = frozenset(
    {
        "email",
        "contactemail",
        "emailaddress",
        "defaultemailaddress",
        "phonenumber",
        "defaultphonenumber",
        "customeremail",
        "phone",
        "firstname",
        "lastname",
        "fullname",
        "displayname",
        "shopowner",
        "recipientname",
        "address1",
        "address2",
        "city",
        "zip",
        "latitude",
        "longitude",
        "note",
        "notes",
        "reasonnotes",
        "returnreasonnote",
        "customernote",
        "staffnote",
        "declinenote",
        "message",
        "browserip",
        "clientip",
        "ip",
        "remoteip",
        "useragent",
        "token",
        "carttoken",
        "checkouttoken",
        "orderstatusurl",
        "statuspageurl",
        "landingsite",
        "landingsiteref",
        "referringsite",
        "sourceurl",
        "accountnumber",
        "creditcardnumber",
        "creditcardname",
        "authorization",
        "authorizationcode",
        "labelurl",
    }
)
_KEPT = frozenset({"id", "admingraphqlapiid", "gid", "countrycode", "countrycodev2", "currency", "typename"})
"""What stays to be seen of a person: ids and what many share."""
_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")


def redact(value: object) -> object:
    """The same JSON without personal data: names, addresses, e-mails, phone numbers, notes, ips, tokens.

    Members keep their names; what they held becomes HIDDEN, and what was null or empty stays so.
    """
    return _redact(value, hide=False)


def _redact(value: object, *, hide: bool) -> object:
    if isinstance(value, Mapping):
        return {name: _redact_member(str(name), item, hide=hide) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redact(item, hide=hide) for item in value]
    if isinstance(value, str) and not hide:
        return _EMAIL.sub(HIDDEN, value)
    return HIDDEN if hide and value not in (None, "") else value


def _redact_member(name: str, value: object, *, hide: bool) -> object:
    plain = _plain(name)
    if plain in _KEPT and not isinstance(value, Mapping | list):
        return _redact(value, hide=False)
    return _redact(value, hide=hide or plain in _PERSONS | _PERSONAL)


def _plain(name: str) -> str:
    """The name as REST and GraphQL both have it."""
    return name.replace("_", "").lower()
