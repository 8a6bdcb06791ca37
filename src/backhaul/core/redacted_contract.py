"""A subscription contract without anything about its customer, for those whose data was deleted."""

from collections.abc import Mapping
from dataclasses import replace

from backhaul.core.contracts import RemoteContract, RemoteDeliveryMethod

UNSHOWN = frozenset({"address", "customer", "note", "payment_method"})


def without_subscriber(contract: RemoteContract, *, titles: Mapping[str, str]) -> RemoteContract:
    """The contract as it is kept after a redaction; lines keep the titles that they were left with, by gid."""
    method = contract.method
    return replace(
        contract,
        customer_gid=None,
        note=None,
        attributes=(),
        payment_method_gid=None,
        payment_method_words="",
        method=method and RemoteDeliveryMethod(method.kind, None, method.option_code, method.option_title),
        lines=tuple(replace(line, title=titles.get(line.gid, line.title), attributes=()) for line in contract.lines),
        attempts=tuple(replace(one, next_action_url=None, error_message=None) for one in contract.attempts),
        hidden=contract.hidden | UNSHOWN,
        raw=None,
    )
