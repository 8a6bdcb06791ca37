"""A store's portal: closed until it is opened, and what customers may do in it; what it leaves behind goes."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from backhaul.core.errors import InputError, StoreUninstalled
from backhaul.core.portal_access import Language
from backhaul.core.portal_errors import NoPortalAddress
from backhaul.core.portal_policy import CustomerChange, PortalPolicies
from backhaul.flows.clock import real_now
from backhaul.flows.portal_allowance import wait_before_planning
from backhaul.flows.portal_links import Asking, ask_for_link
from backhaul.flows.portal_policies import PortalChoices, portal_of, set_portal
from backhaul.flows.portal_traces import sweep_portal
from backhaul.jobs.runner import run_task
from backhaul.models import (
    PortalAllowance,
    PortalLinkRequest,
    PortalPolicy,
    PortalProxyCall,
    PortalSession,
    PortalTicket,
    PrivacyRequest,
    Store,
)
from tests.support.inbox import delivery_row, processed
from tests.support.portal import Customer, entered, open_store, proxy_query, ticket_path
from tests.support.rows import store_row

TRACES = (PortalTicket, PortalSession, PortalProxyCall, PortalLinkRequest, PortalAllowance)


def test_a_portal_is_closed_until_it_is_opened(db: None) -> None:
    store = store_row()

    before = Client().get("/portal/shop/sign-in").status_code
    set_portal(store, PortalChoices(is_open=True))

    assert before == 404
    assert Client().get("/portal/shop/sign-in").status_code == 200


def test_an_opened_portal_allows_everything_but_deciding_on_money(db: None) -> None:
    portal = set_portal(store_row(), PortalChoices(is_open=True))

    assert [one for one in CustomerChange if not portal.allows(one)] == [CustomerChange.CHOOSE_REMAINING]
    assert portal.notice_days == 1


def test_a_closed_portal_allows_nothing() -> None:
    assert not any(PortalPolicies(is_open=False).allows(one) for one in CustomerChange)


def test_what_is_left_out_stays(store: Store) -> None:
    set_portal(store, PortalChoices(allowed=[CustomerChange.SKIP, CustomerChange.SKIP], notice_days=3))
    set_portal(store, PortalChoices(notice_days=5))
    only_skipping = portal_of(store)
    set_portal(store, PortalChoices(allowed=[]))

    assert only_skipping == PortalPolicies(True, frozenset({CustomerChange.SKIP}), 5)
    assert portal_of(store).allowed == frozenset()


def test_a_change_that_is_not_known_any_more_is_not_allowed(store: Store) -> None:
    PortalPolicy.objects.update(allowed=["skip", "teleport"])

    assert portal_of(store).allowed == {CustomerChange.SKIP}


@pytest.mark.parametrize("days", [-1, 91])
def test_a_notice_that_cannot_be_is_refused(store: Store, days: int) -> None:
    with pytest.raises(InputError):
        set_portal(store, PortalChoices(notice_days=days))


def test_a_portal_that_nobody_could_reach_is_not_opened(db: None, settings: Settings) -> None:
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"public_url": ""})

    with pytest.raises(NoPortalAddress):
        set_portal(store_row(), PortalChoices(is_open=True))


def test_the_portal_of_an_uninstalled_store_stays_shut(store: Store) -> None:
    Store.objects.update(state="uninstalled", uninstalled_at=real_now())
    store.refresh_from_db()

    with pytest.raises(StoreUninstalled):
        set_portal(store, PortalChoices(is_open=True))
    assert not portal_of(store).is_open


def _leave_traces(customer: Customer) -> None:
    entered(customer)
    ticket_path(customer)
    Client().get(f"/portal/shop/from-shop?{proxy_query(customer.store)}")
    wait_before_planning(customer.contract, most=1)
    ask_for_link(customer.store, Asking(customer.email, "203.0.113.7", Language.ENGLISH))


def test_traces_are_deleted_when_they_are_old_and_not_before(ada: Customer) -> None:
    _leave_traces(ada)
    sweep_portal(ada.store)
    kept = [model.objects.exists() for model in TRACES]
    long_ago = real_now() - timedelta(days=3)
    PortalTicket.objects.update(expires_at=long_ago)
    PortalSession.objects.update(started_at=long_ago)
    PortalProxyCall.objects.update(taken_at=long_ago)
    PortalLinkRequest.objects.update(asked_at=long_ago)
    PortalAllowance.objects.update(since=long_ago)

    elsewhere = sweep_portal(open_store("other"))
    words = sweep_portal(ada.store)

    assert kept == [True] * 5
    assert (elsewhere, words) == ("0 traces of the portal deleted", "7 traces of the portal deleted")
    assert not any(model.objects.exists() for model in TRACES)


def test_a_customer_whose_data_is_deleted_leaves_no_trace_and_others_stay(ada: Customer, bob: Customer) -> None:
    _leave_traces(ada)
    entered(bob)

    delivery = processed(delivery_row(ada.store, "customers/redact", {"customer": {"id": 1}, "orders_to_redact": []}))
    request = PrivacyRequest.objects.get(event_id=delivery.event_id)
    assert request.task_id is not None
    run_task(request.task_id)
    request.refresh_from_db()

    assert request.state == "done"
    assert {session.customer_gid for session in PortalSession.objects.all()} == {bob.gid}
    assert not PortalAllowance.objects.exists()
    assert not PortalTicket.objects.filter(customer_gid=ada.gid).exists()
