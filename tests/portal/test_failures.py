"""What a visitor and the log are told when something goes wrong that nobody has foreseen."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from backhaul.site import logs
from tests.support.portal import Customer, entered, open_store, ticket_path, words


@pytest.fixture
def written(db: None) -> Iterator[io.StringIO]:
    """What an installation writes to its log as JSON."""
    root, before = logging.getLogger(), logging.getLogger().handlers
    django_log, filters = logging.getLogger("django.request"), list(logging.getLogger("django.request").filters)
    options = structlog.get_config()
    logs.configure(django_settings.BACKHAUL.model_copy(update={"log_format": "json", "log_level": "INFO"}))
    structlog.configure(cache_logger_on_first_use=False)
    text = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(text)
    yield text
    root.handlers, django_log.filters = before, filters
    structlog.configure(**options)


def break_something() -> None:
    """No page can be shown any more, and the database answers nothing more in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE backhaul_portalpolicy RENAME TO somewhere_else")


@pytest.mark.parametrize(("language", "said"), [("de", "Der Fehler liegt nicht bei Ihnen."), ("en", "not yours.")])
def test_a_visitor_is_told_in_his_language_and_sent_back(ada: Customer, language: str, said: str) -> None:
    client = entered(ada, headers={"accept-language": language}, raise_request_exception=False)
    break_something()

    answer = client.get("/portal/shop/")

    assert answer.status_code == 500
    assert said in words(answer)
    assert f'<html lang="{language}">'.encode() in answer.content
    assert b'href="/portal/shop/"' in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_log_names_the_page_the_error_and_its_place_and_nobodys_data(ada: Customer, written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    link = ticket_path(ada)
    break_something()

    client.get(link)

    text = written.getvalue()
    assert '"event": "portal.failed"' in text
    assert '"page": "portal:follow_link"' in text
    assert '"error": "ProgrammingError"' in text
    assert "visitor.py" in text
    assert "does not exist" not in text
    assert link.rpartition("/")[2] not in text


def test_no_link_is_in_the_log_whether_it_was_taken_or_refused(ada: Customer, written: io.StringIO) -> None:
    used, forged, open_still = ticket_path(ada), "/portal/shop/enter/forged-token", ticket_path(ada)
    checked = Client(enforce_csrf_checks=True)

    statuses = [Client().post(used).status_code, Client().post(used).status_code, Client().get(forged).status_code]
    statuses.append(checked.post(open_still).status_code)
    open_store("other")
    statuses.append(Client().get(open_still.replace("/shop/", "/other/")).status_code)

    assert statuses == [302, 410, 410, 403, 410]
    assert written.getvalue().count("/enter/[redacted]") == 4
    for path in (used, forged, open_still):
        assert path.rpartition("/")[2] not in written.getvalue()


def test_failures_elsewhere_are_told_as_ever(db: None, written: io.StringIO) -> None:
    logging.getLogger("django.request").error("Internal Server Error: %s", "/console/")

    assert "Internal Server Error: /console/" in written.getvalue()
