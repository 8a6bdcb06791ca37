"""Every rule by which a contract is held against its orders and our mirror."""

from collections.abc import Callable, Iterator

from backhaul.core.drift import Evidence, FoundDrift, is_undecidable
from backhaul.core.drift_billing import (
    billing_date_differs,
    billing_failed,
    billing_overdue,
    payment_method_revoked,
)
from backhaul.core.drift_mirror import (
    change_unfinished,
    contract_gone,
    deliveries_lost,
    delivery_without_work,
    layout_unknown,
    mirror_behind,
    order_not_mirrored,
)
from backhaul.core.drift_orders import (
    address_differs,
    held_too_long,
    order_cancelled,
    order_edited,
    paid_after_end,
    work_overdue,
)

RULES: tuple[Callable[[Evidence], Iterator[FoundDrift]], ...] = (
    contract_gone,
    address_differs,
    order_edited,
    work_overdue,
    held_too_long,
    order_cancelled,
    paid_after_end,
    billing_overdue,
    billing_date_differs,
    billing_failed,
    payment_method_revoked,
    order_not_mirrored,
    layout_unknown,
    deliveries_lost,
    delivery_without_work,
    change_unfinished,
    mirror_behind,
)


def find_drifts(evidence: Evidence) -> tuple[FoundDrift, ...]:
    """Everything that does not agree, each once."""
    found = (one for rule in RULES for one in rule(evidence))
    return tuple(one for one in found if not is_undecidable(one.kind, evidence))
