"""Pages of changes to subscriptions: each step with what came of it, and ticking off what another app does."""

import pytest
from django.test import Client
from django.urls import reverse

from backhaul.models import Change
from tests.console.conftest import Things

LIST = "/console/backhaul/change/"


@pytest.fixture
def change(things: Things) -> Change:
    """A change whose only step is to be made in another app."""
    return things.change


def page_of(change: Change) -> str:
    return reverse("admin:backhaul_change_change", args=(change.pk,))


def test_a_changes_page_shows_its_steps_and_not_what_was_asked_for(staff: Client, change: Change) -> None:
    page = staff.get(page_of(change)).content.decode()

    assert "Change the note in the other app." in page
    assert "a person&#x27;s" in page or "a person's" in page
    assert "Ring twice" not in page


def test_the_next_step_in_another_app_is_ticked_off(staff: Client, change: Change) -> None:
    before = staff.get(page_of(change)).content.decode()

    answer = staff.post(f"{LIST}{change.pk}/tick/", follow=True).content.decode()

    step = change.steps.get()
    assert "Done in the other app" in before
    assert "The step is ticked off." in answer
    assert "Ticked off by boss." in answer
    assert step.ticked_by == "boss"
    assert "Done in the other app" not in staff.get(page_of(change)).content.decode()


def test_ticking_off_needs_its_permission(onlooker: Client, change: Change) -> None:
    assert onlooker.post(f"{LIST}{change.pk}/tick/").status_code == 403
    assert change.steps.get().ticked_at is None
