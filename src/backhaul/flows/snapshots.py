"""Keeps orders exactly as Shopify answered; the same content is kept once, with when it was last seen."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from backhaul.models import OrderSnapshot, SalesOrder


def sha256_of(raw: Mapping[str, object] | None) -> str:
    """The fingerprint of an order's content, the same however its keys are sorted; empty when there is none."""
    if raw is None:
        return ""
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep_snapshot(order: SalesOrder, raw: Mapping[str, object] | None, *, read_started_at: datetime) -> None:
    """Write what was read of a locked order, or note that it was seen again.

    The order's fingerprint is that of `raw` already.
    """
    if raw is None or _seen_again(order, read_started_at):
        return
    OrderSnapshot.objects.create(
        order=order, sha256=order.snapshot_sha256, body=raw, first_read_at=read_started_at, last_read_at=read_started_at
    )


def _seen_again(order: SalesOrder, read_started_at: datetime) -> bool:
    kept = OrderSnapshot.objects.filter(order=order, sha256=order.snapshot_sha256)
    return bool(kept.update(last_read_at=read_started_at))
