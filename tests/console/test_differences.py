"""Pages of what was changed in orders."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.models import OrderDifference
from tests.console.conftest import Things
from tests.support.rows import conflict_row

LIST = "/console/backhaul/orderdifference/"


@pytest.fixture
def clerk(db: None) -> Client:
    """A member of staff who may look at orders and changes, and no more."""
    user = User.objects.create_user("clerk", is_staff=True)
    names = ("view_orderdifference", "view_salesorder")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def page_of(row: OrderDifference) -> str:
    return reverse("admin:backhaul_orderdifference_change", args=(row.pk,))


def resolving(row: OrderDifference) -> str:
    return f"{LIST}{row.pk}/resolve/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_begins_with_what_a_person_has_to_see_to(staff: Client, things: Things) -> None:
    conflict_row(things.order, "tags", after="rush", state="applied")
    conflict_row(things.order, "money/current_total", state="resolved")
    address = reverse("admin:backhaul_orderdifference_changelist")

    first, everything = text_of(staff, address), text_of(staff, f"{address}?state=all")

    assert "shipping address: postal code" in first
    assert "rush" not in first
    assert "rush" in everything


def test_a_conflicts_page_says_what_it_was_what_it_is_and_what_to_do(staff: Client, things: Things) -> None:
    things.order.facts = {"shipping_address/zip": "1030"}
    things.order.save()

    page = text_of(staff, page_of(things.conflict))

    assert "How it was settled" not in page
    for words in ("1010", "1020", "1030", "orders/edited", "Shipment S-1 went to the earlier address."):
        assert words in page
    assert "Mark as resolved" in page


def test_what_else_was_noticed_stands_beside_it(staff: Client, things: Things) -> None:
    other = conflict_row(things.order, "shipping_address/city", after="Graz")

    page = text_of(staff, page_of(things.conflict))

    assert "shipping address: city" in page
    assert "Graz" in page
    assert page_of(other) in page


def test_personal_data_is_shown_to_those_alone_who_may_see_it(clerk: Client, things: Things) -> None:
    lists = reverse("admin:backhaul_orderdifference_changelist")
    order = reverse("admin:backhaul_salesorder_change", args=(things.order.pk,))

    for address in (lists, page_of(things.conflict), order):
        page = text_of(clerk, address)
        assert "•••" in page
        assert "1020" not in page


def test_an_orders_page_shows_its_conflicts_and_not_what_is_settled(staff: Client, things: Things) -> None:
    conflict_row(things.order, "money/current_total", after="settled once", state="resolved")

    page = text_of(staff, reverse("admin:backhaul_salesorder_change", args=(things.order.pk,)))

    assert "Shipment S-1 went to the earlier address." in page
    assert "settled once" not in page


def test_a_conflict_is_marked_as_resolved_with_a_note(staff: Client, things: Things) -> None:
    answer = staff.post(resolving(things.conflict), {"note": "The carrier knows."}, follow=True)

    things.conflict.refresh_from_db()
    assert "Resolved: shipping address: postal code." in answer.content.decode()
    assert (things.conflict.state, things.conflict.resolved_by) == ("resolved", "boss")
    assert things.conflict.resolution == "The carrier knows."


def test_what_is_settled_has_no_button_and_is_not_settled_again(staff: Client, things: Things) -> None:
    settled = conflict_row(things.order, "tags", state="resolved")

    page = text_of(staff, page_of(settled))
    answer = staff.post(resolving(settled), {"note": "Again"})

    assert "How it was settled" in page
    assert "Mark as resolved" not in page
    assert "is resolved: it cannot become resolved" in answer.content.decode()


def test_a_note_is_needed(staff: Client, things: Things) -> None:
    staff.post(resolving(things.conflict), {"note": " "})

    things.conflict.refresh_from_db()
    assert things.conflict.state == "conflict"


def test_resolving_needs_its_permission(clerk: Client, things: Things) -> None:
    answer = clerk.post(resolving(things.conflict), {"note": "x"})

    things.conflict.refresh_from_db()
    assert answer.status_code == 403
    assert things.conflict.state == "conflict"
