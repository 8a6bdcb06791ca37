"""Lines of what is posted, and tracking numbers, as people write them: on a command line, in a form."""

from collections.abc import Sequence

from backhaul.core.crediting import CreditLineRequest
from backhaul.core.errors import BadReference, BadTracking
from backhaul.core.invoicing import InvoiceLineRequest
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_shipment import TrackingRequest


def read_lines(texts: Sequence[str]) -> list[LineRequest]:
    """`SKU=2`, or in place of the SKU our id of the line, or Shopify's gid of the line item. Raises BadReference."""
    return [_read_line(text) for text in texts]


def _read_line(text: str) -> LineRequest:
    name, sign, quantity = text.rpartition("=")
    if not sign or not name:
        raise BadReference(f"“{text[:80]}” is not a line with its quantity.", hint="Write it like SKU=2.")
    if name.startswith("lin_"):
        return LineRequest(quantity, line=name)
    if name.startswith("gid://"):
        return LineRequest(quantity, line_item_id=name)
    return LineRequest(quantity, sku=name)


def read_invoice_lines(texts: Sequence[str]) -> list[InvoiceLineRequest]:
    """`SKU=2:39.80`: two units for 39.80 together; named as in a shipment. Raises BadReference."""
    return [_read_invoice_line(text) for text in texts]


def _read_invoice_line(text: str) -> InvoiceLineRequest:
    line, _, amount = text.rpartition(":")
    if "=" not in line or "=" in amount:
        raise BadReference(
            f"“{text[:80]}” is not a line with its quantity and its amount.", hint="Write it like SKU=2:39.80."
        )
    return InvoiceLineRequest(_read_line(line), amount)


def read_credit_lines(texts: Sequence[str]) -> list[CreditLineRequest]:
    """`SKU=2`, or `SKU=2:39.80` where the amount is not to be computed; named as in a shipment. Raises BadReference."""
    return [_read_credit_line(text) for text in texts]


def _read_credit_line(text: str) -> CreditLineRequest:
    if ":" not in text.rpartition("=")[2]:
        return CreditLineRequest(_read_line(text))
    priced = _read_invoice_line(text)
    return CreditLineRequest(priced.line, priced.amount)


def read_tracking(texts: Sequence[str]) -> list[TrackingRequest]:
    """`COMPANY:NUMBER`, `COMPANY:NUMBER:URL`, or the number alone; an empty company means none. Raises BadTracking."""
    return [_read_tracking(text) for text in texts]


def _read_tracking(text: str) -> TrackingRequest:
    parts = text.split(":", 2)
    if len(parts) == 1:
        return TrackingRequest(text)
    company, number, *url = parts
    if company in ("http", "https") or number in ("http", "https"):
        raise BadTracking(
            f"“{text[:80]}” is not a tracking number with its carrier.",
            hint="Write it like UPS:1Z999, or UPS:1Z999:https://….",
        )
    return TrackingRequest(number, company or None, url[0] if url else None)
