"""Writes lines, cycles and billing attempts of a contract, as read, into the mirror."""

from collections.abc import Sequence

from backhaul.core.contracts import RemoteAttempt, RemoteContractLine, RemoteCycle
from backhaul.flows.mirror_rows import Rows
from backhaul.models import BillingAttempt, BillingCycle, Contract, ContractLine

_LINES = Rows(
    ContractLine,
    named_by=("contract_id", "gid"),
    read=(
        "position",
        "sku",
        "title",
        "variant_gid",
        "quantity",
        "current_price",
        "selling_plan_gid",
        "selling_plan_name",
        "requires_shipping",
    ),
)
_CYCLES = Rows(
    BillingCycle,
    named_by=("contract_id", "index"),
    read=("starts_at", "ends_at", "expected_at", "status", "skipped", "edited", "contract_edited"),
)
_ATTEMPTS = Rows(
    BillingAttempt,
    named_by=("contract_id", "gid"),
    read=(
        "idempotency_key",
        "state",
        "order_gid",
        "error_code",
        "error_message",
        "next_action_url",
        "shopify_created_at",
        "completed_at",
    ),
)


def write_contract_lines(contract: Contract, lines: Sequence[RemoteContractLine]) -> None:
    """The lines as they are now; one that the contract has no more is deleted."""
    wanted = [
        ContractLine(
            contract=contract,
            gid=line.gid,
            position=position,
            sku=(line.sku or "")[:255],
            title=line.title[:1000],
            variant_gid=line.variant_gid or "",
            quantity=line.quantity,
            current_price=line.current_price.amount,
            selling_plan_gid=line.selling_plan_gid or "",
            selling_plan_name=(line.selling_plan_name or "")[:255],
            requires_shipping=line.requires_shipping,
        )
        for position, line in enumerate(lines)
    ]
    _LINES.follow(contract.lines.all(), wanted)


def write_cycles(contract: Contract, cycles: Sequence[RemoteCycle]) -> None:
    """The cycles that were read; earlier ones stay, later ones that are not there any more are deleted.

    What lies further ahead than was read is deleted as well: it may have changed.
    """
    if not cycles:
        return
    wanted = [
        BillingCycle(
            contract=contract,
            index=one.index,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            expected_at=one.expected_at,
            status=one.status,
            skipped=one.skipped,
            edited=one.edited,
            contract_edited=one.contract_edited,
        )
        for one in cycles
    ]
    _CYCLES.follow(contract.cycles.filter(index__gte=cycles[0].index), wanted)


def write_attempts(contract: Contract, attempts: Sequence[RemoteAttempt]) -> None:
    """The attempts that were read; older ones are not read again and stay."""
    wanted = [
        BillingAttempt(
            contract=contract,
            gid=one.gid,
            idempotency_key=one.idempotency_key[:255],
            state=one.state,
            order_gid=one.order_gid or "",
            error_code=(one.error_code or "")[:64],
            error_message=one.error_message or "",
            next_action_url=(one.next_action_url or "")[:2000],
            shopify_created_at=one.created_at,
            completed_at=one.completed_at,
        )
        for one in attempts
    ]
    gids = [one.gid for one in attempts]
    _ATTEMPTS.follow(contract.attempts.filter(gid__in=gids), wanted, is_whole=False)
