"""What the rows of a shipment file mean: which order, which line, and whether each can be taken by itself."""

from collections.abc import Iterable, Mapping, Sequence

from backhaul.core.errors import BackhaulError, BadReference
from backhaul.core.file_errors import RefusedRow
from backhaul.core.locations import resolve_location
from backhaul.core.outstanding import NamedLine, check_quantity, resolve_line
from backhaul.core.shipment_file import Column, FileRow, RowOfOrder, check_row, parcel_key, refused
from backhaul.flows.find import find_order
from backhaul.flows.post_shipment import TrackingRequest, check_tracking
from backhaul.flows.posting import check_external_number
from backhaul.models import SalesOrder, Store


class Reading:
    """The rows of one file as they are understood, with what they share looked up once.

    `broken` are the parcels that miss a row which cannot be taken, by their keys, with the number of that row.
    """

    def __init__(self, store_slug: str) -> None:
        self.refused: list[RefusedRow] = []
        self.broken: dict[tuple[str, ...], int] = {}
        self._store_slug = store_slug
        self._orders: dict[tuple[str, str], SalesOrder | BackhaulError] = {}
        self._lines: dict[str, list[NamedLine]] = {}
        self._stores: dict[str, Store] = {}
        self._locations: dict[str, Mapping[str, str]] = {}

    def read(self, rows: Iterable[FileRow]) -> list[RowOfOrder]:
        """The rows that can be taken; the others are in `refused`."""
        return [found for row in rows if (found := self._read_one(row)) is not None]

    def refuse(self, rows: Iterable[FileRow], error: BackhaulError) -> None:
        """Note rows that cannot be taken."""
        self.refused.extend(refused(row, error) for row in rows)

    def _read_one(self, row: FileRow) -> RowOfOrder | None:
        order: SalesOrder | None = None
        try:
            check_row(row)
            order = self._order(row)
            return RowOfOrder(order.pk, self._check(row, order).id, row)
        except BackhaulError as error:
            self.refuse([row], error)
        if order is not None:
            self.broken.setdefault(parcel_key(order.pk, row), row.number)
        return None

    def _check(self, row: FileRow, order: SalesOrder) -> NamedLine:
        """The row's line. Raises what is wrong with its line, quantity, tracking, location or number."""
        line = resolve_line(row.line, self._lines_of(order))
        check_quantity(row.quantity, line=line.label)
        check_tracking(order.store, tracking_of([row]))
        if row.cell(Column.LOCATION):
            resolve_location(row.cell(Column.LOCATION), self._locations[order.store_id])
        if row.cell(Column.EXTERNAL_NUMBER):
            check_external_number(row.cell(Column.EXTERNAL_NUMBER))
        return line

    def _order(self, row: FileRow) -> SalesOrder:
        key = (row.order, row.cell(Column.STORE))
        if key not in self._orders:
            try:
                self._orders[key] = self._find(row)
            except BackhaulError as error:
                self._orders[key] = error
        found = self._orders[key]
        if isinstance(found, BackhaulError):
            raise found
        return found

    def _find(self, row: FileRow) -> SalesOrder:
        named = row.cell(Column.STORE)
        if self._store_slug and named and named != self._store_slug:
            raise BadReference(
                f"The row is of the store “{named[:80]}”, and the file was given for “{self._store_slug}”.",
                hint="Give the file without naming a store, or take the row out.",
            )
        order = find_order(row.order, store_slug=self._store_slug or named or None)
        if order.store_id not in self._stores:
            self._stores[order.store_id] = Store.objects.prefetch_related("carriers", "locations").get(
                pk=order.store_id
            )
            places = self._stores[order.store_id].locations.all()
            self._locations[order.store_id] = {one.code: one.location_gid for one in places}
        order.store = self._stores[order.store_id]
        return order

    def _lines_of(self, order: SalesOrder) -> list[NamedLine]:
        if order.pk not in self._lines:
            self._lines[order.pk] = [NamedLine(line.pk, line.gid, line.sku or None) for line in order.lines.all()]
        return self._lines[order.pk]


def tracking_of(rows: Sequence[FileRow]) -> list[TrackingRequest]:
    """The tracking of a parcel: each number once, however many rows name it."""
    told = ((row.cell(Column.NUMBER), row.cell(Column.COMPANY), row.cell(Column.URL)) for row in rows)
    return [
        TrackingRequest(number, company or None, url or None) for number, company, url in dict.fromkeys(told) if number
    ]
