"""What is shown of requests under data protection law; what an export holds is not among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.privacy import PrivacyState, PrivacyTopic, is_overdue
from backhaul.flows.clock import now
from backhaul.flows.find import find_store
from backhaul.flows.privacy import find_request
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import PrivacyRequest


@dataclass(frozen=True)
class PrivacyFilter:
    """Which requests are meant; empty fields match everything."""

    store: str = ""
    state: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class PrivacyView:
    """A request: whom it is about, by when it has to be done, and the record of what was done.

    `store` is None once the store itself is deleted. `counts` says how many rows, by kind. `can_be_downloaded`: what a
    data request found is still there.
    """

    id: str
    store: str | None
    shop_domain: str
    topic: str
    means: str
    state: str
    customer: str
    orders: list[str]
    received_at: datetime
    due_at: datetime
    is_overdue: bool
    done_at: datetime | None
    result: str
    counts: Mapping[str, int]
    task_id: str | None
    task_state: str
    can_be_downloaded: bool


def privacy_page(matching: PrivacyFilter, paging: Paging) -> Page[PrivacyView]:
    """The requests that match, newest first. Raises UnknownStore, BadReference."""
    rows = PrivacyRequest.objects.select_related("store", "task").defer("export_encrypted")
    if matching.store:
        rows = rows.filter(store=find_store(matching.store))
    if matching.state:
        rows = rows.filter(state=matching.state)
    if matching.overdue:
        rows = rows.filter(done_at=None, due_at__lt=now())
    return newest_first(rows, privacy_view, by="received_at", paging=paging)


def read_request(request_id: str) -> PrivacyView:
    """One request. Raises NotFound."""
    return privacy_view(find_request(request_id))


def privacy_view(request: PrivacyRequest) -> PrivacyView:
    """The request as it is now."""
    is_done_export = request.topic == PrivacyTopic.DATA_REQUEST and request.state == PrivacyState.DONE
    return PrivacyView(
        id=request.pk,
        store=request.store.slug if request.store else None,
        shop_domain=request.shop_domain,
        topic=request.topic,
        means=PrivacyTopic(request.topic).words,
        state=request.state,
        customer=request.customer_gid,
        orders=list(request.order_gids),
        received_at=request.received_at,
        due_at=request.due_at,
        is_overdue=is_overdue(request.due_at, done_at=request.done_at, now=now()),
        done_at=request.done_at,
        result=request.result,
        counts=dict(request.counts),
        task_id=request.task_id,
        task_state=request.task.state if request.task else "",
        can_be_downloaded=is_done_export and has_export(request.pk),
    )


def has_export(request_id: str) -> bool:
    """Whether what a data request found is still there."""
    return PrivacyRequest.objects.filter(pk=request_id).exclude(export_encrypted="").exists()
