"""The customer portal, over REST."""

import pytest
from pytest_django import Settings

from backhaul.models import PortalLinkRequest, Store, Task
from tests.api.client import Caller, body_of, expect_problem
from tests.support.portal import PUBLIC_URL, customer_row

PORTAL = "/stores/shop/portal"


@pytest.fixture(autouse=True)
def reachable(api_token: None, settings: Settings) -> None:
    """The installation has a public address."""
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"public_url": PUBLIC_URL})


def test_a_portal_is_opened_and_what_is_left_out_stays(api: Caller, store: Store) -> None:
    before = body_of(api.get(PORTAL))
    opened = body_of(api.patch(PORTAL, {"is_open": True, "allowed": ["skip"]}))
    changed = body_of(api.patch(PORTAL, {"notice_days": 4}))

    assert (before["is_open"], opened["is_open"], opened["address"]) == (False, True, f"{PUBLIC_URL}/portal/shop/")
    assert (changed["is_open"], changed["allowed"], changed["notice_days"]) == (True, ["skip"], 4)


def test_what_cannot_be_is_refused(api: Caller, store: Store) -> None:
    expect_problem(api.patch(PORTAL, {"allowed": ["teleport"]}), 400, "invalid-request-body")
    expect_problem(api.patch(PORTAL, {"notice_days": 91}), 400, "bad-input")
    expect_problem(api.get("/stores/nowhere/portal"), 404, "unknown-store")


def test_a_link_is_mailed_to_a_contracts_customer(api: Caller, store: Store) -> None:
    contract = customer_row(store, 7).contract
    expect_problem(api.post(f"/contracts/{contract.pk}/portal-links"), 409, "portal-closed")
    api.patch(PORTAL, {"is_open": True})

    sent = body_of(api.post(f"/contracts/{contract.gid}/portal-links", {"by": "ERP", "language": "de"}), 201)

    assert sent["id"] == Task.objects.get(kind="send_portal_link").pk
    assert (PortalLinkRequest.objects.get().requested_by, PortalLinkRequest.objects.get().language) == ("ERP", "de")
    expect_problem(api.post("/contracts/con_unknown/portal-links"), 404, "not-found")
