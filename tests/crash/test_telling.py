"""A worker may be killed while it tells somebody, or an answer lost: who is told twice can tell that it is the same."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from backhaul.core.channels import ChannelKind, Rhythm, SendingState
from backhaul.core.notice_kinds import ENDPOINT_OFF
from backhaul.core.outgoing import EventType
from backhaul.core.portal_access import Language
from backhaul.core.portal_errors import LinkRefused
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import ENDED
from backhaul.flows import send_event, send_notice, send_portal_link
from backhaul.flows.channels import ChannelWish, add_channel
from backhaul.flows.clock import now
from backhaul.flows.endpoints import add_endpoint
from backhaul.flows.events import emit
from backhaul.flows.portal_entry import enter
from backhaul.flows.portal_links import send_link_by_hand
from backhaul.models import Channel, EventDelivery, JobQueueEntry, Notice, NoticeSending, Task
from tests.conftest import OwnDatabase, installed
from tests.crash.endings import wait_for_all, wait_for_owed
from tests.crash.fulfilling import CREATE
from tests.crash.points import Point
from tests.crash.processes import Host, Workers, running_host, workers_on
from tests.crash.scenarios import begin
from tests.crash.telling import FOR_STAFF, OFFICE, Audience, World, audience, notice, running_world
from tests.support.commands import wait_until
from tests.support.databases import TestServer
from tests.support.mail import text_of
from tests.support.receiver import receiver
from tests.support.shop import Shop

# Apprise loads a module of Python that is going away, only to look whether it is there.
pytestmark = [pytest.mark.crash, pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")]

NOTICE, EVENT, LINK = "backhaul.flows.send_notice", "backhaul.flows.send_event", "backhaul.flows.send_portal_link"
BEFORE_MAIL = Point(f"{NOTICE}:send_mail")
TAKEN_BY_SERVER = Point("smtplib:SMTP.data", "after")
BEFORE_NOTE = Point(f"{NOTICE}:_note", nth=2)
AFTER_NOTE = Point(f"{NOTICE}:_note", "after", nth=2)
BEFORE_END = Point("backhaul.flows.task_list:end_run")
AFTER_END = Point("backhaul.flows.task_list:end_run", "after")

POINTS = {
    "staff": (
        (BEFORE_MAIL, 1),
        (Point("smtplib:SMTP.data"), 1),
        (TAKEN_BY_SERVER, 2),
        (BEFORE_NOTE, 2),
        (AFTER_NOTE, 1),
        (BEFORE_END, 1),
    ),
    "chat": (
        (Point(f"{NOTICE}:send_chat"), 1),
        (Point("urllib3.connection:HTTPConnection.getresponse"), 2),
        (BEFORE_NOTE, 2),
        (AFTER_NOTE, 1),
    ),
    "customer": ((BEFORE_MAIL, 1), (TAKEN_BY_SERVER, 2), (AFTER_NOTE, 1)),
    "program": (
        (Point(f"{EVENT}:hand_over"), 1),
        (Point("backhaul.shopify.deadline:_Stream.read", within=f"{EVENT}:hand_over"), 2),
        (Point(f"{EVENT}:hand_over", "after"), 2),
        (Point(f"{EVENT}:_record", "after"), 1),
        (AFTER_END, 1),
    ),
}
"""Where a worker dies that tells one of them, and how many copies come then; the later ones say so, or have one id."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Whoever can be told."""
    with running_world() as world:
        yield world


@pytest.fixture(scope="module")
def telling_host(
    world: World, database_template: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """The host of workers that mail."""
    environment = installed(database_template.address.url("postgres"), tmp_path_factory.mktemp("telling"))
    with running_host({**environment, **world.environment}) as host:
        yield host


@pytest.fixture
def workers(telling_host: Host, own_database: OwnDatabase, tmp_path: Path) -> Iterator[Workers]:
    """Workers that mail, on this test's database."""
    with workers_on(telling_host, own_database.url, tmp_path / "workers.log") as workers:
        yield workers


@pytest.fixture
def told(world: World, own_database: OwnDatabase) -> Audience:
    """A store with somebody to tell in every way, none of whom was told anything yet."""
    world.forget()
    return audience(world)


def test_whoever_was_being_told_when_a_worker_died_is_told_once_or_can_tell(told: Audience, workers: Workers) -> None:
    owed = [
        (f"{to} {number}", to, point, copies, told.say(to, f"{to} {number}"))
        for to, points in POINTS.items()
        for number, (point, copies) in enumerate(points)
    ]

    for _, _, point, _, task in owed:
        workers.run_until_killed(point.of(task.pk))
    workers.start()
    wait_for_all(task for *_, task in owed)

    came = {f"{key} {point}": told.copies(to, key) for key, to, point, *_ in owed}
    assert came == {f"{key} {point}": copies for key, _, point, copies, _ in owed}
    assert all(_says_so(task) for *_, copies, task in owed if copies > 1)
    assert not NoticeSending.objects.exclude(state=SendingState.SENT).exists()
    assert not EventDelivery.objects.exclude(state=SendingState.SENT).exists()


def test_whoever_took_it_without_an_answer_can_tell_the_second_one(told: Audience, workers: Workers) -> None:
    world = told.world
    world.mailbox.unanswered, world.chat.unanswered, world.program.unanswered = 2, 1, 1
    owed = {to: told.say(to, f"{to} 1") for to in POINTS}

    workers.start()
    wait_for_all(owed.values())

    assert {to: told.copies(to, f"{to} 1") for to in owed} == dict.fromkeys(owed, 2)
    assert all(_says_so(task) for to, task in owed.items() if to != "program")


def test_a_customer_who_is_mailed_two_links_has_one_that_works(told: Audience, workers: Workers) -> None:
    points = ((Point(f"{LINK}:make_ticket", "after"), 1), (TAKEN_BY_SERVER, 2), (Point(f"{LINK}:_end", "after"), 1))
    contract = told.customer.contract
    owed = [send_link_by_hand(contract, requested_by="ops", language=Language.ENGLISH) for _ in points]

    for task, (point, _) in zip(owed, points, strict=True):
        workers.run_until_killed(point.of(task.pk))
    workers.start()
    wait_for_all(owed)

    for task, (_, copies) in zip(owed, points, strict=True):
        first, *others = _tokens(told, task)
        assert len(others) == copies - 1
        enter(told.store, first)
        for other in others:
            with pytest.raises(LinkRefused):
                enter(told.store, other)


def test_a_digest_is_written_and_mailed_once_whenever_a_worker_dies(told: Audience, workers: Workers) -> None:
    Channel.objects.all().delete()
    daily = add_channel(told.store, ChannelKind.MAIL, OFFICE, ChannelWish(rhythm=Rhythm.DAILY, digest_hour=0))
    Channel.objects.filter(pk=daily.pk).update(digest_day=date(2026, 1, 1))
    for key in ("first", "second"):
        notice(told, FOR_STAFF, key)
    JobQueueEntry.objects.filter(store=told.store, kind=RecurringJob.TELLING).update(next_run_at=now())

    for name in ("send_gathered", "_digest"):
        workers.run_until_killed(Point(f"backhaul.flows.see_to_telling:{name}", "after"))
    workers.run_until_killed(TAKEN_BY_SERVER)
    workers.start()
    wait_until(Task.objects.filter(kind="send_digest", state="succeeded").exists)

    mails = told.world.mailbox.mails
    assert Task.objects.filter(kind="send_digest").count() == 1
    assert ["first." in text_of(mail) and "second." in text_of(mail) for mail in mails] == [True, True]
    assert len({mail["Message-ID"] for mail in mails}) == 1


def test_an_endpoint_that_is_gone_is_told_of_once_whenever_a_worker_dies(told: Audience, workers: Workers) -> None:
    names = (f"{EVENT}:switch_off", f"{EVENT}:tell")
    points = [*(Point(name) for name in names), *(Point(name, "after") for name in names)]
    add_channel(told.store, ChannelKind.MAIL, OFFICE, ChannelWish(kinds=[ENDPOINT_OFF]))

    with receiver() as gone:
        gone.status = 410
        endpoints = [add_endpoint(told.store, gone.url, [EventType.DELIVERY_DUE]).endpoint for _ in points]
        emit(told.store, EventType.DELIVERY_DUE, {}, key="1")
        tasks = list(Task.objects.filter(kind="send_event").order_by("job_id"))
        for task, point in zip(tasks, points, strict=True):
            workers.run_until_killed(point.of(task.pk))
        workers.start()
        wait_until(lambda: not Task.objects.exclude(state__in=ENDED).exists())

    notices = Notice.objects.filter(kind=ENDPOINT_OFF)
    assert sorted(notices.values_list("subject_id", flat=True)) == sorted(endpoint.pk for endpoint in endpoints)
    assert (
        len({mail["Message-ID"] for mail in told.world.mailbox.mails}) == len(told.world.mailbox.mails) == len(points)
    )


def test_a_program_is_told_once_of_what_a_worker_did_that_died(shop: Shop, workers: Workers) -> None:
    ending = "backhaul.flows.outcome_events:emit"
    points = (Point(ending), Point(ending, "after"), BEFORE_END, AFTER_END)
    owed = begin(shop, [CREATE], len(points))

    with receiver() as program:
        secret = add_endpoint(shop.store, program.url, [EventType.SHIPMENT_SENT]).secret
        for one, point in zip(owed, points, strict=True):
            workers.run_until_killed(point.of(one.task.pk))
        workers.start()
        wait_for_owed(owed)
        wait_for_all(Task.objects.filter(kind="send_event"))

    events = [Webhook(secret).verify(posted.body, posted.headers) for posted in program.posted]
    assert sorted(event["data"]["task_id"] for event in events) == sorted(one.task.pk for one in owed)
    assert len({posted.headers["webhook-id"] for posted in program.posted}) == len(points)


def _says_so(task: Task) -> bool:
    """Whether the task, and with it the notice, says that it may have come twice."""
    task.refresh_from_db()
    remarks = (send_notice.MAYBE_TWICE, send_event.MAYBE_TWICE, send_portal_link.MAYBE_TWICE)
    return any(remark in task.outcome_detail for remark in remarks)


def _tokens(told: Audience, task: Task) -> list[str]:
    """Of the links that were mailed for a task, which are copies of one mail for whoever looks at its id."""
    request = task.unique_key.partition(":")[2]
    mails = [mail for mail in told.world.mailbox.mails if request in mail["Message-ID"]]
    return [found for mail in mails for found in re.findall(r"/enter/(\S+)", text_of(mail))]
