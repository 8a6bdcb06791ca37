"""A web server with two connected stores, shared by the tests of a module; each finds the inbox empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import Store, WebhookDelivery
from tests.conftest import installed
from tests.support.databases import TestServer, django_on
from tests.support.rows import LONG_AGO
from tests.support.webhooks import SECRET, Web, running_web

SECRETS = {"one": SECRET, "two": "another-secret-of-another-store"}


def store_with_secret(slug: str) -> Store:
    """A connected store whose webhooks are signed with its secret of SECRETS."""
    store = Store.objects.create(
        slug=slug, shop_domain=f"{slug}.myshopify.com", api_url="http://127.0.0.1:9", created_at=LONG_AGO
    )
    remember_secret(store, SECRETS[slug])
    return store


@contextmanager
def own_environment(server: TestServer, directory: Path) -> Iterator[dict[str, str]]:
    """A database with both stores, which Django uses here too, and the environment in which others use it."""
    name = server.create()
    try:
        with django_on(server.address, name):
            for slug in SECRETS:
                store_with_secret(slug)
            yield installed(server.address.url(name), directory)
    finally:
        server.drop(name)


@pytest.fixture(scope="module")
def running(
    database_template: TestServer, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Web]:
    directory = tmp_path_factory.mktemp("web")
    with (
        django_db_blocker.unblock(),
        own_environment(database_template, directory) as environment,
        running_web(environment, directory / "web.log") as web,
    ):
        yield web


@pytest.fixture
def web(running: Web) -> Web:
    """The server, whose inbox is empty."""
    WebhookDelivery.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    return running
