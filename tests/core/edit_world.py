"""An order that is edited in Shopify, read now and then, and posted from: a model of what the flows do."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from backhaul.core.differences import Difference, carried, differences, rewound
from backhaul.core.invoiceable import InvoicedLine
from backhaul.core.order_facts import Facts, facts_of
from backhaul.core.order_money import OrderMoney
from backhaul.core.posted import Invoiced, Posted, Shipped
from backhaul.core.remote import RemoteOrder
from tests.core.builders import MUG, NOW, TEA
from tests.core.edit_builders import HOME, NAMES, both, edited, euros, line

Step = tuple[object, ...]


@dataclass
class World:
    """Shopify's order, what we read of it, and what we posted, with the moment of each."""

    remote: RemoteOrder = field(default_factory=lambda: edited(line(MUG), line(TEA, price="4"), worth="42"))
    history: list[tuple[int, Difference]] = field(default_factory=list)
    shipments: list[tuple[int, Shipped]] = field(default_factory=list)
    invoices: list[tuple[int, Invoiced]] = field(default_factory=list)
    credited: Decimal = Decimal(0)
    moment: int = 0
    known: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.known = facts_of(self.remote)

    def edit(self, step: Step) -> None:
        """Somebody changes the order in Shopify; we do not know yet."""
        match step:
            case ("left", str(gid), int(units)):
                self._lines({gid: {"current_quantity": units}})
            case ("price", str(gid), str(price)):
                self._lines(
                    {gid: {"presentment_unit_price": euros(price), "discounted_total": both(Decimal(price) * 3)}}
                )
            case ("street", str(street)):
                self.remote = replace(self.remote, shipping_address=replace(HOME, address1=street))
            case ("hide_address",):
                self.remote = replace(self.remote, shipping_address=None)
            case ("note", str(note)):
                self.remote = replace(self.remote, note=note)
            case ("tag", str(tag)):
                self.remote = replace(self.remote, tags=self.remote.tags ^ {tag})
            case ("cancel",):
                self.remote = replace(self.remote, cancelled_at=NOW)
            case ("remove", str(gid)):
                self.remote = replace(self.remote, lines=tuple(one for one in self.remote.lines if one.gid != gid))
        left = [one.current_quantity * (one.presentment_unit_price or euros(0)).amount for one in self.remote.lines]
        self.remote = replace(self.remote, money=OrderMoney(current_total=both(sum(left, Decimal(0)))))

    def post(self, step: Step) -> None:
        """We post something, knowing of the order what we last read."""
        self.moment += 1
        match step:
            case ("ship", str(gid), int(units)) if units:
                number = f"S-{self.moment}"
                self.shipments.append((self.moment, Shipped(number, {gid: units}, dict(self.known))))
            case ("undo", int(which)) if which < len(self.shipments):
                del self.shipments[which]
            case ("invoice", str(gid), int(units), str(amount)) if units:
                of_it = (InvoicedLine(gid, units, euros(amount)),)
                made = Invoiced(f"R-{self.moment}", euros(amount), of_it, dict(self.known))
                self.invoices.append((self.moment, made))
            case ("credit", str(amount)):
                self.credited += Decimal(amount)

    def read(self) -> tuple[tuple[Difference, ...], Posted]:
        """We read the order again; returns what differs, and what was posted until then."""
        self.moment += 1
        known = dict(self.known)
        shipments = tuple(replace(one, facts=self._facts_at(at)) for at, one in self.shipments)
        invoices = tuple(replace(one, facts=self._facts_at(at)) for at, one in self.invoices)
        seen = facts_of(self.remote)
        found = differences(known, seen)
        self.known = carried(known, seen)
        self.history.extend((self.moment, one) for one in found)
        return found, Posted("EUR", shipments, invoices, credited=self.credited, names=NAMES)

    def _facts_at(self, moment: int) -> Facts:
        """As the flow finds them: what is known now, with everything taken back that was noticed since."""
        return rewound(self.known, [one for at, one in reversed(self.history) if at > moment])

    def _lines(self, changes: dict[str, dict[str, object]]) -> None:
        lines = (replace(one, **changes.get(one.gid, {})) for one in self.remote.lines)  # type: ignore[arg-type]
        self.remote = replace(self.remote, lines=tuple(lines))
