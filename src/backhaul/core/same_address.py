"""Whether two addresses say the same, as far as both are known."""

from backhaul.core.remote_customer import RemoteAddress

_SHOWN_TOGETHER = ("company", "address1", "address2", "zip", "city", "province_code", "country_code")
"""Shopify permits these together or not at all; a name and a phone number it permits each by itself."""


def is_other_place(first: RemoteAddress | None, second: RemoteAddress | None) -> bool:
    """Whether goods would go elsewhere, or to somebody else; what is not shown of one of them says nothing.

    How something is spaced or capitalised makes no difference, nor how a phone number is written.
    """
    if first is None or second is None:
        return False
    if _is_shown(first) and _is_shown(second):
        pairs = [(getattr(first, part), getattr(second, part)) for part in _SHOWN_TOGETHER]
        if any(_plain(one) != _plain(other) for one, other in pairs):
            return True
    return _differ(_name(first), _name(second)) or _differ(_digits(first.phone), _digits(second.phone))


def _is_shown(address: RemoteAddress) -> bool:
    return any(getattr(address, part) for part in _SHOWN_TOGETHER)


def _differ(first: str, second: str) -> bool:
    return bool(first and second) and first != second


def _name(address: RemoteAddress) -> str:
    parts = (address.first_name or "", address.last_name or "")
    return _plain(address.name or " ".join(part for part in parts if part))


def _digits(phone: str | None) -> str:
    return "".join(sign for sign in phone or "" if sign.isdigit())


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
