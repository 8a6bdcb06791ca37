"""Edits of single billing cycles: saved as edits, and told apart from what cannot be saved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.contract_content import Content, ContentDiscount, ContentLine, CycleReading, complete, shows
from backhaul.core.cycle_edits import SavedCycle, Unsavable, again, save_cycle, saved_from_json
from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    DeliverTo,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
)
from backhaul.core.money import Money
from backhaul.core.wanted_changes import GivenAddress

MAY = datetime(2027, 5, 1, tzinfo=UTC)
TEN, FIVE = Money(Decimal(10), "EUR"), Money(Decimal(5), "EUR")
COFFEE = ContentLine("line/1", "Coffee", 1, TEN, variant_gid="variant/1")
TEA = ContentLine("line/2", "Tea", 2, FIVE, variant_gid="variant/2")
LOYAL = ContentDiscount("discount/1", "Loyal", percentage=10)
HOME = GivenAddress(first_name="Ada", last_name="Lovelace", address1="1 Main Street", city="Berlin", country_code="DE")
BASE = Content(
    (COFFEE, TEA),
    (LOYAL,),
    TEN,
    method="Shipping",
    address=HOME,
    option_code="standard",
    option_title="Standard",
    note="Ring",
    payment_method_gid="method/1",
)


def cycle(content: Content | None, **changes: Any) -> CycleReading:
    values: dict[str, Any] = {"expected_at": MAY, "status": "UNBILLED", "skipped": False, "is_edited": True}
    return CycleReading(4, MAY, MAY + timedelta(days=30), edited=content, **{**values, **changes})


@pytest.mark.parametrize(
    ("own", "edits"),
    [
        ({"lines": (replace(COFFEE, quantity=3), TEA)}, (SetLine("line/1", quantity=3),)),
        ({"lines": (replace(COFFEE, variant_gid="v/9"), TEA)}, (SetLine("line/1", price=TEN, variant_gid="v/9"),)),
        ({"lines": (COFFEE,)}, (RemoveLine("line/2"),)),
        (
            {"lines": (COFFEE, TEA, ContentLine("line/3", "Cup", 1, FIVE, variant_gid="variant/3"))},
            (AddLine("variant/3", 1, FIVE),),
        ),
        ({"discounts": ()}, (RemoveDiscount("discount/1"),)),
        (
            {"discounts": (LOYAL, ContentDiscount("discount/2", "Once", amount=FIVE, line_gids=("line/1",)))},
            (AddDiscount("Once", amount=FIVE, line_gids=("line/1",)),),
        ),
        (
            {"address": replace(HOME, address1="2 Main Street")},
            (DeliverTo(replace(HOME, address1="2 Main Street"), "standard", "Standard", TEN),),
        ),
        ({"delivery_price": FIVE}, (DeliverTo(HOME, "standard", "Standard", FIVE),)),
        ({"note": ""}, (SetNote(note=""),)),
        ({"attributes": (("Card", "Merry"),)}, (SetNote(attributes=(("Card", "Merry"),)),)),
        ({"payment_method_gid": "method/2"}, (SetPaymentMethod("method/2"),)),
    ],
)
def test_what_a_cycle_has_of_its_own_is_saved_as_edits(own: dict[str, Any], edits: tuple[object, ...]) -> None:
    saved = save_cycle(cycle(replace(BASE, **own)), BASE)

    assert isinstance(saved, SavedCycle)
    assert saved.edits == edits
    assert saved_from_json(saved.as_json()) == saved


@pytest.mark.parametrize(
    "own",
    [
        {"is_whole": False},
        {"method": "Pickup", "address": None},
        {"address": None},
        {"lines": (COFFEE, TEA, ContentLine("line/3", "Cup", 1, FIVE))},
        {"lines": (COFFEE, TEA, ContentLine("line/3", "Cup", 1, FIVE, variant_gid="v/3", has_policy=True))},
        {"lines": (replace(COFFEE, attributes=(("a", "b"),)), TEA)},
        {"discounts": (LOYAL, ContentDiscount("discount/2", "Free", percentage=100, target="SHIPPING_LINE"))},
    ],
)
def test_what_could_not_be_applied_again_is_not_saved_in_part(own: dict[str, Any]) -> None:
    saved = save_cycle(cycle(replace(BASE, **own)), BASE)

    assert isinstance(saved, Unsavable)
    assert saved.words.startswith("Billing cycle 4 has ")


def test_only_what_is_missing_after_the_change_is_applied_again() -> None:
    saved = SavedCycle(4, (SetLine("line/1", quantity=3), SetNote(note="Knock")), MAY, skipped=True)
    changed = replace(BASE, note="Knock")

    todo = again(saved, cycle(None, expected_at=MAY + timedelta(days=1)), changed)

    assert todo.edits == (SetLine("line/1", quantity=3),)
    assert (todo.date, todo.skip, todo.lost) == (MAY, True, ())


def test_an_edit_of_a_line_that_is_gone_is_lost() -> None:
    saved = SavedCycle(4, (SetLine("line/2", quantity=3), AddDiscount("X", percentage=5, line_gids=("line/2",))), MAY)

    todo = again(saved, cycle(None), replace(BASE, lines=(COFFEE,)))

    assert todo.edits == ()
    assert todo.lost == saved.edits


def test_nothing_is_left_to_do_for_a_cycle_that_has_all_of_it() -> None:
    saved = SavedCycle(4, (SetLine("line/1", quantity=3),), MAY)
    own = replace(BASE, lines=(replace(COFFEE, quantity=3), TEA))

    assert again(saved, cycle(own), BASE).is_nothing


def test_an_address_is_made_whole_of_what_is_there() -> None:
    found = complete(GivenAddress(address1="2 Main Street", company=""), HOME)

    assert found == replace(HOME, address1="2 Main Street", company="")


def test_another_country_does_away_with_the_province() -> None:
    there = replace(HOME, country_code="US", province_code="NY")

    found = complete(GivenAddress(country_code="DE"), there)

    assert (found.country_code, found.province_code) == ("DE", "")


def test_a_part_that_is_not_shown_stays_unsaid() -> None:
    found = complete(GivenAddress(city="Bonn"), replace(HOME, last_name=None))

    assert found.last_name is None


def test_addresses_are_the_same_whatever_their_case_and_blanks() -> None:
    shown = replace(BASE, address=replace(HOME, zip="SW1A 1AA"))

    assert shows(DeliverTo(GivenAddress(zip="sw1a1aa", city="BERLIN")), shown)
    assert not shows(DeliverTo(GivenAddress(zip="sw1a1aa", city="Bonn")), shown)
