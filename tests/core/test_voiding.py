"""What is released of an order's authorisations."""

from backhaul.core.decisions import Done, Person
from backhaul.core.payment_lines import LineState
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.core.voiding import plan_void, void_outcome
from tests.core.payment_builders import (
    NOW,
    ORDER,
    PENDING,
    authorisation,
    capture,
    eur,
    gid,
    ledger,
    line,
    sale,
    taken,
    void,
)


def test_an_authorisation_that_no_invoice_needs_is_voided() -> None:
    plan = plan_void(ledger(authorisation(1, "40"), authorisation(2, "60"), sale(3, "5")), [])

    assert [(one.step, one.order_gid, one.authorisation_gid) for one in plan.voids] == [
        ("void:1", ORDER, gid(1)),
        ("void:2", ORDER, gid(2)),
    ]
    assert (plan.released, plan.kept) == (eur("100"), ())


def test_one_that_a_line_of_any_invoice_still_wants_is_kept_and_named() -> None:
    plan = plan_void(ledger(authorisation(1, "40")), [line(1, "10", of=1, invoice="inv_9")])

    assert plan.voids == ()
    assert [(one.authorisation_gid, one.amount) for one in plan.kept] == [(gid(1), eur("40"))]
    assert "an invoice still needs it" in plan.kept[0].words


def test_one_that_an_invoice_needs_whose_payment_was_lost_is_kept_and_named() -> None:
    found = ledger(authorisation(1, "40"), void(2, "40", of=1), authorisation(3, "40"), authorisation(4, "20"))
    lost = line(1, "30", of=1, invoice="inv_9", state=LineState.VOIDED)

    plan = plan_void(found, [lost], invoiced={"inv_9": eur("30")})

    assert [one.authorisation_gid for one in plan.voids] == [gid(4)]
    assert [one.authorisation_gid for one in plan.kept] == [gid(3)]
    assert "lacks 30.00 EUR" in plan.kept[0].words


def test_a_line_that_wants_no_more_keeps_nothing() -> None:
    plan = plan_void(ledger(authorisation(1, "40")), [line(1, "10", of=1, state=LineState.NOT_OWED)])

    assert [one.authorisation_gid for one in plan.voids] == [gid(1)]


def test_a_line_that_a_person_has_called_off_keeps_nothing() -> None:
    plan = plan_void(ledger(authorisation(1, "40")), [line(1, "10", of=1, called_off=True)])

    assert [one.authorisation_gid for one in plan.voids] == [gid(1)]


def test_everything_is_kept_when_more_of_the_order_may_be_invoiced_by_now() -> None:
    plan = plan_void(ledger(authorisation(1, "40")), [], may_be_needed=True)

    assert plan.voids == ()
    assert "more of the order may be invoiced by now" in plan.kept[0].words


def test_one_that_was_captured_in_part_cannot_be_voided_and_its_rest_is_named() -> None:
    found = ledger(authorisation(1, "40", several=True), capture(2, "15", of=1))

    plan = plan_void(found, [line(1, "15", of=1, state=LineState.CAPTURED, taken=(taken(2, "15"),))])

    assert plan.voids == ()
    assert "the remaining 25.00 EUR lapses by itself" in plan.kept[0].words


def test_one_that_is_being_captured_is_kept() -> None:
    found = ledger(authorisation(1, "40", several=True), capture(2, "15", of=1, status=PENDING))

    plan = plan_void(found, [])

    assert plan.voids == ()
    assert "15.00 EUR of it is being captured" in plan.kept[0].words


def test_what_holds_nothing_any_more_is_neither_voided_nor_named() -> None:
    found = ledger(
        authorisation(1, "40"),
        void(2, "40", of=1),
        authorisation(3, "40", is_capturable=False, expires_at=NOW),
        authorisation(4, "40"),
        capture(5, "40", of=4),
        authorisation(6, "40", status=PENDING),
    )

    plan = plan_void(found, [])

    assert (plan.voids, plan.kept) == ((), ())


def test_a_release_ends_with_its_amount_and_what_was_kept() -> None:
    found = ledger(authorisation(1, "40"), authorisation(2, "60", several=True), capture(3, "10", of=2))
    plan = plan_void(found, [])

    result = void_outcome(plan, {"void:1": Done()})

    assert (result.name, result.state) == (OutcomeName.VOIDED, TaskState.SUCCEEDED)
    assert result.words.startswith("40.00 EUR that was authorised and not needed is released.")
    assert "the remaining 50.00 EUR lapses by itself" in result.words


def test_nothing_to_void_is_an_outcome_of_its_own() -> None:
    result = void_outcome(plan_void(ledger(), []), {})

    assert (result.name, result.state) == (OutcomeName.NOTHING_TO_VOID, TaskState.SUCCEEDED)


def test_a_void_that_was_not_made_is_planned_anew() -> None:
    plan = plan_void(ledger(authorisation(1, "40"), authorisation(2, "60")), [])

    assert void_outcome(plan, {"void:1": Done()}).name is OutcomeName.CONTINUE


def test_a_refused_void_is_a_persons() -> None:
    plan = plan_void(ledger(authorisation(1, "40")), [])

    result = void_outcome(plan, {"void:1": Person("Shopify refused.")})

    assert (result.state, result.words) == (TaskState.NEEDS_ATTENTION, "Shopify refused.")


def test_what_the_task_has_voided_in_an_earlier_run_is_released_by_it() -> None:
    found = ledger(authorisation(1, "40"), void(2, "40", of=1), authorisation(3, "60"), void(4, "60", of=3))

    plan = plan_void(found, [], released_before=[gid(1)])
    ended = void_outcome(plan, {})

    assert plan.voids == ()
    assert ended.name is OutcomeName.VOIDED
    assert "40.00 EUR" in ended.words
