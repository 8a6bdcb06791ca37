"""Pages of changes to subscriptions: each step with what came of it, and ticking off what another app does."""

import pytest
from django.contrib.auth.models import Permission, User
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


def test_why_it_was_cancelled_is_shown_and_the_customers_own_words_only_to_who_may_see_them(
    staff: Client, change: Change
) -> None:
    wanted = {"kind": "cancel", "reason": "too_much", "note": "The cellar is full."}
    Change.objects.filter(pk=change.pk).update(kind="cancel", wanted=wanted)
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_change"))
    client = Client()
    client.force_login(clerk)

    for_boss = staff.get(page_of(change)).content.decode()
    for_clerk = client.get(page_of(change)).content.decode()

    assert "has more than enough: “The cellar is full.”" in for_boss
    assert "has more than enough: •••" in for_clerk
    assert "cellar" not in for_clerk
