"""Takes web addresses apart."""

from urllib.parse import SplitResult, urlsplit


def split(url: str) -> SplitResult:
    """The parts of an address; those of an empty one when it is none."""
    try:
        return urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return urlsplit("")


def web_address(url: str) -> str:
    """The address if a browser may be sent there, else "": anybody may have written it into Shopify."""
    return url if split(url).scheme in ("http", "https") else ""
