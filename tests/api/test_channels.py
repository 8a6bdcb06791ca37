"""Channels and a store's own words over REST."""

from collections.abc import Iterator

import pytest

from backhaul.models import Channel, IdempotentRequest, NoticeWords, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.mail import Mailbox, mail_server

MAIL = {"kind": "mail", "target": "office@example.com"}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


def test_a_channel_is_added_shown_changed_and_removed(api: Caller, store: Store) -> None:
    made = body_of(api.post("/channels", {**MAIL, "kinds": ["drifts_found"], "rhythm": "daily", "digest_hour": 7}), 201)
    changed = body_of(api.patch(f"/channels/{made['id']}", {"kinds": [], "is_on": False, "language": "de"}))
    listed = body_of(api.get("/channels", store="shop"))["items"]
    body_of(api.post(f"/channels/{made['id']}/remove"))

    assert (made["target"], made["kinds"], made["rhythm"], made["digest_hour"]) == (
        "o…@example.com",
        ["drifts_found"],
        "daily",
        7,
    )
    assert (changed["kinds"], changed["is_on"], changed["language"]) == ([], False, "de")
    assert listed == [changed]
    expect_problem(api.get(f"/channels/{made['id']}"), 404, "not-found")


def test_an_address_is_never_repeated(api: Caller, store: Store) -> None:
    made = api.post("/channels", MAIL)

    assert b"office@" not in made.content
    assert "office@" not in str(list(IdempotentRequest.objects.values()))
    assert "office@" not in str(list(Channel.objects.values()))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**MAIL, "target": "office"}, "bad-mail-address"),
        ({**MAIL, "kinds": ["nonsense"]}, "unknown-notice-kind"),
        ({**MAIL, "digest_hour": 24}, "bad-input"),
        ({"kind": "chat", "target": "nothing://x"}, "bad-target"),
        ({"kind": "fax", "target": "1"}, "invalid-request-body"),
        ({**MAIL, "store": "other"}, "unknown-store"),
    ],
)
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_what_cannot_be_a_channel_is_refused(api: Caller, store: Store, body: dict[str, object], code: str) -> None:
    answer = api.post("/channels", body)

    expect_problem(answer, 404 if code == "unknown-store" else 400, code)
    assert not Channel.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_is_sent_at_once(api: Caller, store: Store, mailbox: Mailbox) -> None:
    channel = body_of(api.post("/channels", MAIL), 201)

    body_of(api.post(f"/channels/{channel['id']}/test"))

    assert mailbox.recipients == ["office@example.com"]


def test_own_words_are_checked_kept_and_dropped(api: Caller, store: Store) -> None:
    words = {"kind": "order_deleted", "subject": "{{ order }} is gone", "body": "{{ words }}"}
    refused = api.post("/notice-words", {**words, "body": "Hello\n{% debug %}"})
    kept = body_of(api.post("/notice-words", words))
    listed = body_of(api.get("/notice-words"))["items"]
    dropped = body_of(api.post("/notice-words/remove", {"kind": "order_deleted"}))

    problem = expect_problem(refused, 400, "bad-template")
    assert (problem["data"]["line"], problem["data"]["column"]) == (2, 1)
    assert (kept["subject"], listed, dropped) == ("{{ order }} is gone", [kept], {"removed": True})
    assert not NoticeWords.objects.exists()
