"""What is wrong with a file that somebody gives us, or with rows of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from backhaul.core.errors import AlreadyUndone, Conflict, InputError


class FileUnreadable(InputError):
    """No table can be read out of the file; nothing of it was taken."""

    code = "file-unreadable"
    default_hint = "Save it as CSV, with the columns separated by commas, semicolons or tabs, and give it once more."


class FileTooLarge(InputError):
    code = "file-too-large"
    default_hint = "Split it into several files."

    def __init__(self, what: str, *, most: int) -> None:
        super().__init__(f"The file has more than {most:,} {what}.", data={"most": most})


class ColumnsMissing(InputError):
    code = "columns-missing"

    def __init__(self, missing: Sequence[str], found: Sequence[str]) -> None:
        named = "The first row has to name the columns. It names: " + (", ".join(found[:40]) or "nothing") + "."
        if len(found) == 1:
            wanted = "Columns are separated by commas, semicolons or tabs."
        else:
            wanted = "Call them Name, Lineitem sku and Quantity, as the export does."
        super().__init__(
            f"The file has no column for {', nor for '.join(missing)}.",
            hint=f"{named} {wanted}",
            data={"missing": list(missing), "found": list(found[:40])},
        )


class ColumnTwice(InputError):
    code = "column-twice"
    default_hint = "Keep one of the two."

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            f"The columns “{first[:80]}” and “{second[:80]}” mean the same.",
            data={"columns": [first[:80], second[:80]]},
        )


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken, why, and what to do."""

    row: int
    order: str
    code: str
    message: str
    hint: str


class RowsRefused(InputError):
    """Some rows of a file cannot be taken, and therefore nothing of it was posted."""

    code = "rows-refused"
    default_hint = (
        "Correct these rows and give the file once more, or post the rest without them (skip_bad, --skip-bad)."
    )

    def __init__(self, rows: Sequence[RefusedRow]) -> None:
        what = f"{len(rows)} rows cannot" if len(rows) > 1 else "One row cannot"
        super().__init__(f"{what} be taken, and nothing was posted.", data={"rows": [asdict(one) for one in rows]})
        self.rows = tuple(rows)


class RowOfBrokenShipment(InputError):
    """A row that could be taken, of a shipment another row of which cannot."""

    code = "row-of-broken-shipment"
    default_hint = "Correct that row: a shipment is posted whole."

    def __init__(self, row: int) -> None:
        super().__init__(f"Row {row} of the same shipment cannot be taken.", data={"row": row})


class ShipmentWasUndone(AlreadyUndone):
    """The same rows were posted before, and undone since."""

    default_hint = "To post them once more, give the shipment a number of your own."


class TrackingPostedBefore(Conflict):
    """The order has a shipment with that tracking number already, with other content."""

    code = "tracking-posted-before"
    default_hint = "Take out what that shipment has; if this is another parcel, give it a number of your own."

    def __init__(self, number: str, shipment: str) -> None:
        super().__init__(
            f"“{number}” is the tracking number of shipment {shipment} of this order already.",
            data={"number": number, "shipment": shipment},
        )
