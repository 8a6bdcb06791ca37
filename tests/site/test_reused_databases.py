"""A database that is lent to one test after another: each finds it as the template is, whatever the one before did."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import scalar_row

from tests.support.databases import TestServer
from tests.support.reused_databases import USES, Connection, ReusedDatabases

ADD_GROUP = "insert into auth_group (name) values ('staff') returning id"


@pytest.fixture
def databases(database_template: TestServer) -> Iterator[ReusedDatabases]:
    """Those of this test alone."""
    databases = ReusedDatabases(database_template)
    yield databases
    databases.close()


def connected(server: TestServer, name: str) -> Connection:
    """A connection of somebody who uses the database."""
    return psycopg.connect(server.address.url(name), autocommit=True, row_factory=scalar_row)


def test_what_was_written_is_gone_and_numbers_begin_anew(
    databases: ReusedDatabases, database_template: TestServer
) -> None:
    name = databases.lend()
    with connected(database_template, name) as connection:
        first = connection.execute(ADD_GROUP).fetchone()

    databases.give_back(name)
    again = databases.lend()

    assert again == name
    with connected(database_template, again) as connection:
        assert connection.execute("select count(*) from auth_group").fetchone() == 0
        assert connection.execute("select count(*) > 0 from django_migrations").fetchone()
        assert connection.execute(ADD_GROUP).fetchone() == first
        connection.execute("insert into django_content_type (app_label, model) values ('another', 'thing')")
    databases.give_back(again)


@pytest.mark.parametrize(
    "statement",
    [
        "alter table auth_group add note text",
        "create table notes (id int)",
        "drop trigger {trigger} on {table}",
        "truncate auth_group cascade",
        "delete from auth_permission where id = (select min(id) from auth_permission)",
        "update django_migrations set name = 'another' where id = 1",
        "alter database {database} set work_mem = '1MB'",
    ],
)
def test_one_that_is_not_as_it_was_made_is_dropped(
    databases: ReusedDatabases, database_template: TestServer, statement: str
) -> None:
    name = databases.lend()
    with connected(database_template, name) as connection:
        found = "select format('%I on %I', tgname, tgrelid::regclass) from pg_trigger where not tgisinternal"
        trigger, _, table = str(connection.execute(found).fetchone()).partition(" on ")
        connection.execute(statement.format(trigger=trigger, table=table, database=name).encode())

    databases.give_back(name)

    assert databases.lend() != name
    assert not exists(database_template, name)


def test_one_that_somebody_still_uses_is_dropped(databases: ReusedDatabases, database_template: TestServer) -> None:
    name = databases.lend()

    with connected(database_template, name):
        databases.give_back(name)

    assert not exists(database_template, name)


def test_one_that_is_worn_is_dropped(databases: ReusedDatabases, database_template: TestServer) -> None:
    name = databases.lend()

    for _ in range(USES):
        databases.give_back(name)
        after = databases.lend()

    assert after != name
    assert not exists(database_template, name)


def test_two_that_are_lent_at_once_are_not_the_same(databases: ReusedDatabases) -> None:
    one, other = databases.lend(), databases.lend()

    databases.give_back(one)

    assert databases.lend() == one != other


def exists(server: TestServer, name: str) -> bool:
    """Whether the server still has it."""
    with connected(server, "postgres") as connection:
        return connection.execute("select count(*) from pg_database where datname = %s", [name]).fetchone() == 1
