"""What a data request found is downloaded by those who may."""

import json

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.models import PrivacyRequest, Store
from tests.support.personal_rows import personal_order
from tests.support.privacy import data_requested
from tests.support.rows import store_row


def _download(request: PrivacyRequest) -> str:
    return reverse("admin:backhaul_privacyrequest_download", args=(request.pk,))


def _clerk(*permissions: str) -> Client:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(clerk)
    return client


def test_who_may_download_gets_the_document(db: None) -> None:
    personal_order(store_row())
    request = data_requested(Store.objects.get())

    answer = _clerk("view_privacyrequest", "export_privacyrequest").get(_download(request))

    assert answer.status_code == 200
    assert json.loads(answer.content)["kept"]["SalesOrder"][0]["facts"]["email"] == "anna@example.net"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_who_may_only_look_gets_no_personal_data(db: None) -> None:
    personal_order(store_row())
    request = data_requested(Store.objects.get())
    clerk = _clerk("view_privacyrequest")

    page = clerk.get(reverse("admin:backhaul_privacyrequest_change", args=(request.pk,)))

    assert page.status_code == 200
    assert b"Anna" not in page.content
    assert b"gAAAA" not in page.content
    assert clerk.get(_download(request)).status_code == 403


def test_what_is_gone_is_said_to_be_gone(db: None, staff: Client) -> None:
    request = data_requested(store_row(), run=False)

    answer = staff.get(_download(request), follow=True)

    assert answer.status_code == 200
    assert b"nothing to download" in answer.content
