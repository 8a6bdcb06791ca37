"""Which addresses in the network may be written to: never by accident into the network that the installation is in."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from backhaul.core.channel_errors import BadTarget
from backhaul.core.web_addresses import split

LONGEST_URL = 2000
HIDDEN_FROM = 4


@dataclass(frozen=True)
class Target:
    """An address that can be posted to, taken apart. `shown` tells it apart without what may be secret in it."""

    url: str
    host: str
    port: int
    is_encrypted: bool

    @property
    def shown(self) -> str:
        """Scheme, host and the end of the rest."""
        parts = split(self.url)
        scheme = "https" if self.is_encrypted else "http"
        rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
        hidden = f"/…{rest[-HIDDEN_FROM:]}" if len(rest) > 2 * HIDDEN_FROM else rest
        return f"{scheme}://{parts.netloc}{hidden}"


def read_target(text: str) -> Target:
    """The address that a text is: https, or http to this machine, without a user or a fragment. Raises BadTarget."""
    url = text.strip()
    parts = split(url)
    try:
        port = parts.port
    except ValueError as exc:
        raise BadTarget("Its port is none.") from exc
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise BadTarget("It has characters that a web address cannot have, or too many of them.")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise BadTarget("It does not begin with https:// and a host.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadTarget("A user, a password or a part behind # cannot be in it.")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise BadTarget("Only https is written to, or http on this machine.")
    return Target(url, parts.hostname, port or (443 if parts.scheme == "https" else 80), parts.scheme == "https")


def is_this_machine(host: str) -> bool:
    """Whether a host names the machine itself."""
    if host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address is reached over the internet, an IPv4 address inside an IPv6 one included."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
        elif found in _NAT64:
            return is_public(str(IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


def first_public(addresses: Collection[str]) -> str | None:
    """The address to connect to of those that a host name has: none unless every one of them is public.

    A name that has one of each could be read differently the next time.
    """
    return next(iter(addresses)) if addresses and all(is_public(one) for one in addresses) else None


class _Nat64:
    """64:ff9b::/96, by which a network reaches IPv4 addresses, private ones included (RFC 6052)."""

    def __contains__(self, address: IPv6Address) -> bool:
        return int(address) >> 32 == 0x0064FF9B << 64


_NAT64 = _Nat64()
