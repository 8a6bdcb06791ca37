"""Edits of single billing cycles, saved before they stand in the way of a change, and applied again after it.

Shopify commits no draft of a contract while a current or upcoming cycle has a contract edit (HAS_FUTURE_EDITS, schema).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.contract_content import SHIPPING, Content, ContentLine, CycleReading, shows
from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    DeliverTo,
    DraftEdit,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
    edits_as_json,
    edits_from_json,
)
from backhaul.core.errors import BadReference
from backhaul.core.stored_call import text_of


@dataclass(frozen=True)
class SavedCycle:
    """What one cycle had of its own: edits of its content, its billing date, whether it was skipped."""

    index: int
    edits: tuple[DraftEdit, ...]
    expected_at: datetime
    skipped: bool = False

    def as_json(self) -> dict[str, object]:
        """Plain JSON, as the call that deletes the edits keeps it."""
        return {
            "index": self.index,
            "edits": edits_as_json(self.edits),
            "expected_at": self.expected_at.isoformat(),
            "skipped": self.skipped,
        }


def saved_from_json(stored: Mapping[str, object]) -> SavedCycle:
    """What `as_json` has written. Raises BadReference."""
    index = stored.get("index")
    if not isinstance(index, int):
        raise BadReference("What was saved of a billing cycle has another form than expected.")
    expected_at = datetime.fromisoformat(text_of(stored.get("expected_at")))
    return SavedCycle(index, edits_from_json(stored.get("edits")), expected_at, stored.get("skipped") is True)


@dataclass(frozen=True)
class Unsavable:
    """A cycle has something of its own that could not be applied again; `words` say what."""

    words: str


def save_cycle(cycle: CycleReading, base: Content) -> SavedCycle | Unsavable:
    """The edits that make a cycle's content out of the contract's; nothing is saved in part."""
    own = cycle.edited
    if own is None:
        return SavedCycle(cycle.index, (), cycle.expected_at, cycle.skipped)
    why = _why_not(own, base)
    if why:
        return Unsavable(f"Billing cycle {cycle.index} has {why} of its own, which cannot be saved and applied again.")
    edits = (*_of_lines(own, base), *_of_discounts(own, base), *_of_delivery(own, base), *_of_rest(own, base))
    return SavedCycle(cycle.index, edits, cycle.expected_at, cycle.skipped)


@dataclass(frozen=True)
class Again:
    """What has still to be done for a cycle to have its own again; `lost` cannot be, and is told."""

    edits: tuple[DraftEdit, ...]
    lost: tuple[DraftEdit, ...]
    date: datetime | None
    skip: bool

    @property
    def is_nothing(self) -> bool:
        """Whether the cycle has all that can be given back to it."""
        return not (self.edits or self.date or self.skip)


def again(saved: SavedCycle, cycle: CycleReading, contract: Content) -> Again:
    """What to apply again, on the contract as it is after its change.

    What the change has brought about anyway is left; an edit of a line that the change has removed is lost.
    """
    missing = [edit for edit in saved.edits if not shows(edit, cycle.edited or contract)]
    lost = tuple(edit for edit in missing if not _is_possible(edit, contract))
    edits = tuple(edit for edit in missing if _is_possible(edit, contract))
    moved = None if cycle.expected_at == saved.expected_at or cycle.skipped else saved.expected_at
    return Again(edits, lost, moved, saved.skipped and not cycle.skipped)


def _is_possible(edit: DraftEdit, contract: Content) -> bool:
    if isinstance(edit, SetLine):
        return contract.line(edit.line_gid) is not None
    if isinstance(edit, AddDiscount):
        return all(contract.line(gid) is not None for gid in edit.line_gids)
    return True


def _why_not(own: Content, base: Content) -> str:
    """What of the cycle's own content no edit can make; "" when there is nothing of the kind."""
    added = {line.gid for line in own.lines if base.line(line.gid) is None}
    added_lines = [line for line in own.lines if line.gid in added]
    new = [discount for discount in own.discounts if discount not in base.discounts]
    reasons = {
        "more lines or discounts than can be read": not (own.is_whole and base.is_whole),
        "another way of delivery": own.method != base.method
        or (own.method != SHIPPING and own.option_code != base.option_code),
        "an address that Shopify does not show us": own.method == SHIPPING and own.address is None,
        "a line with prices by cycle, or without a variant": any(
            line.variant_gid is None or line.has_policy for line in added_lines
        ),
        "other attributes of a line": any(_differ_in_attributes(line, base) for line in own.lines),
        "a discount of shipping, or of a line that the subscription does not have": any(
            added & set(discount.line_gids) or discount.target != "LINE_ITEM" for discount in new
        ),
    }
    return next((words for words, holds in reasons.items() if holds), "")


def _differ_in_attributes(line: ContentLine, base: Content) -> bool:
    there = base.line(line.gid)
    return there is not None and there.attributes != line.attributes


def _of_lines(own: Content, base: Content) -> list[DraftEdit]:
    edits: list[DraftEdit] = [RemoveLine(line.gid) for line in base.lines if own.line(line.gid) is None]
    for line in own.lines:
        there = base.line(line.gid)
        if there is None:
            assert line.variant_gid is not None
            plan = (line.selling_plan_gid, line.selling_plan_name)
            edits.append(AddLine(line.variant_gid, line.quantity, line.price, *plan, line.attributes))
        elif (line.quantity, line.price, line.variant_gid) != (there.quantity, there.price, there.variant_gid):
            edits.append(
                SetLine(
                    line.gid,
                    quantity=line.quantity if line.quantity != there.quantity else None,
                    price=line.price if line.price != there.price or line.variant_gid != there.variant_gid else None,
                    variant_gid=line.variant_gid if line.variant_gid != there.variant_gid else None,
                )
            )
    return edits


def _of_discounts(own: Content, base: Content) -> list[DraftEdit]:
    """One that differs is removed and added anew."""
    gone: list[DraftEdit] = [RemoveDiscount(one.gid) for one in base.discounts if one not in own.discounts]
    return gone + [one.as_edit for one in own.discounts if one not in base.discounts]


def _of_delivery(own: Content, base: Content) -> Sequence[DraftEdit]:
    if own.method != SHIPPING:
        return [] if own.delivery_price == base.delivery_price else [SetShipping(price=own.delivery_price)]
    shown = (own.option_code, own.option_title, own.delivery_price)
    is_same = shown == (base.option_code, base.option_title, base.delivery_price) and own.address == base.address
    return [] if is_same or own.address is None else [DeliverTo(own.address, *shown)]


def _of_rest(own: Content, base: Content) -> list[DraftEdit]:
    edits: list[DraftEdit] = []
    note = own.note if own.note != base.note else None
    attributes = own.attributes if own.attributes != base.attributes else None
    if note is not None or attributes is not None:
        edits.append(SetNote(note, attributes))
    if own.payment_method_gid is not None and own.payment_method_gid != base.payment_method_gid:
        edits.append(SetPaymentMethod(own.payment_method_gid))
    return edits
