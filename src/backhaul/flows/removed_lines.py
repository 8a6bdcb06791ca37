"""Lines that a change of ours has taken out of a contract, as they were bought."""

from backhaul.core.change_steps import StepKind
from backhaul.core.contracts import RemoteContractLine
from backhaul.core.money import zero
from backhaul.core.wanted_changes import ChangeKind, ChangeQuantity
from backhaul.core.wanted_json import read_wanted
from backhaul.models import Change, Contract, SalesOrderLine


def removed_lines(contract: Contract) -> tuple[RemoteContractLine, ...]:
    """The lines of which a change was to give back what is paid, with what their orders' lines are found by.

    The mirror has such a line no more; the steps that were to give back its units say what it was bought as.
    """
    found: dict[str, RemoteContractLine] = {}
    for change in contract.changes.filter(kind=ChangeKind.QUANTITY).order_by("-created_at"):
        wanted = read_wanted(change.wanted, currency=contract.currency)
        bought = _bought(change)
        if isinstance(wanted, ChangeQuantity) and wanted.quantity == 0 and bought is not None:
            found.setdefault(wanted.line_gid, _line(wanted.line_gid, bought, contract.currency))
    return tuple(found.values())


def _bought(change: Change) -> SalesOrderLine | None:
    steps = change.steps.filter(kind=StepKind.GIVE_BACK).values_list("params", flat=True)
    gids = [gid for params in steps for gid in params.get("units", {})]
    return SalesOrderLine.objects.filter(order__contracts__contract=change.contract_id, gid__in=gids).first()


def _line(gid: str, bought: SalesOrderLine, currency: str) -> RemoteContractLine:
    return RemoteContractLine(
        gid=gid,
        title=bought.title,
        quantity=0,
        current_price=zero(currency),
        sku=bought.sku or None,
        variant_gid=bought.variant_gid or None,
    )
