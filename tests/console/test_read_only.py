"""Nothing can be added, changed or deleted through the console's lists and pages."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backhaul.site import urls
from tests.console.conftest import Things

assert urls.urlpatterns, "the site registers the console's pages"
EDITED = (User, Group)
MODELS = [model for model in admin.site._registry if model not in EDITED]
BULK = {"task": ["retry", "postpone", "cancel"], "webhookdelivery": ["replay"]}


def _address(model: type[Model], page: str, *arguments: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def _rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything that our tables hold."""
    models = apps.get_app_config("backhaul").get_models()
    return {str(model._meta): list(model._default_manager.order_by("pk").values_list()) for model in models}


def test_every_table_of_ours_that_people_look_at_has_a_page() -> None:
    names = {model._meta.model_name for model in MODELS}

    assert names == {
        "store",
        "salesorder",
        "fulfillmentorder",
        "contract",
        "bill",
        "change",
        "drift",
        "postedshipment",
        "postedinvoice",
        "paymentline",
        "postedcreditmemo",
        "notice",
        "noticewords",
        "channel",
        "endpoint",
        "eventdelivery",
        "orderdifference",
        "task",
        "jobqueueentry",
        "intent",
        "webhookdelivery",
        "privacyrequest",
        "backfill",
        "missedchange",
    }


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_pages_show_what_is_there(staff: Client, things: Things, model: type[Model]) -> None:
    row = model._default_manager.all()[0]

    listed = staff.get(_address(model, "changelist"))
    shown = staff.get(_address(model, "change", row.pk))

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert b'name="_save"' not in shown.content
    assert b"secret-ciphertext" not in shown.content


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_changed_or_deleted(staff: Client, things: Things, model: type[Model]) -> None:
    row = model._default_manager.all()[0]
    fields = {field.name: "1" for field in model._meta.fields}
    before = _rows()

    for page, arguments in (("add", ()), ("change", (row.pk,)), ("delete", (row.pk,))):
        answer = staff.post(_address(model, page, *arguments), {**fields, "post": "yes", "_save": "Save"})
        assert answer.status_code == 403, page

    assert _rows() == before


@pytest.mark.parametrize("model", MODELS)
def test_no_bulk_action_does_anything_at_once(staff: Client, things: Things, model: type[Model]) -> None:
    ids = [row.pk for row in model._default_manager.all()]
    before = _rows()
    page = admin.site._registry[model]
    offered = {name for name in (page.actions or ()) if isinstance(name, str)}

    for action in ("delete_selected", *offered):
        staff.post(
            _address(model, "changelist"),
            {"action": action, "_selected_action": ids, "post": "yes", "confirmed": "yes"},
        )

    assert offered == set(BULK.get(str(model._meta.model_name), []))
    assert _rows() == before


@pytest.mark.parametrize("model", MODELS)
def test_no_table_is_counted(staff: Client, things: Things, model: type[Model]) -> None:
    with CaptureQueriesContext(connection) as asked:
        staff.get(_address(model, "changelist"))

    assert not [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"].upper()]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "query", ["q=%00", "q=%27%22;--", "state__exact=nothing", "store__id__exact=%00", "p=99999", "x=1"]
)
def test_an_odd_filter_is_no_defect(staff: Client, things: Things, model: type[Model], query: str) -> None:
    answer = staff.get(f"{_address(model, 'changelist')}?{query}")

    assert answer.status_code in (200, 302, 400)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("row", ["nothing", "_00", "a%00b", "../x"])
def test_a_row_that_is_not_there_is_not_found(staff: Client, things: Things, model: type[Model], row: str) -> None:
    answer = staff.get(f"{_address(model, 'changelist')}{row}/change/")

    assert answer.status_code in (302, 404)


@pytest.mark.parametrize("model", MODELS)
def test_strangers_have_to_log_in_and_onlookers_see_nothing(
    onlooker: Client, things: Things, model: type[Model]
) -> None:
    assert Client().get(_address(model, "changelist")).status_code == 302
    assert onlooker.get(_address(model, "changelist")).status_code == 403


def test_only_members_of_staff_are_added_as_django_does_it(staff: Client) -> None:
    password = "a-long-and-rare-password"
    fields = {"username": "clerk", "password1": password, "password2": password, "usable_password": "true"}

    form = staff.get(_address(User, "add"))
    staff.post(_address(User, "add"), fields)

    assert form.status_code == 200
    assert staff.get(_address(User, "changelist")).status_code == 200
    assert staff.get(_address(Group, "add")).status_code == 200
    assert User.objects.get(username="clerk").check_password(password)


def test_django_finds_nothing_wrong_with_the_pages() -> None:
    assert run_checks(include_deployment_checks=False) == []
