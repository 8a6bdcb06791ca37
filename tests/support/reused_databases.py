"""Databases that are lent to one test after another, each of which finds what a new copy of the template would hold."""

from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import scalar_row

from tests.support.databases import TestServer

USES = 40
"""So often one is lent: what was deleted from it takes room, and the next new one has none of that."""

Connection = psycopg.Connection[object]

# Who wrote each row of the catalogues: changes with every change of the schema, and with TRUNCATE.
CATALOGUE = """select array[
 (select sum(xmin::text::bigint) + count(*) from pg_class where relpersistence = 'p'),
 (select sum(xmin::text::bigint) + count(*) from pg_attribute where attrelid in
   (select oid from pg_class where relpersistence = 'p')),
 (select sum(xmin::text::bigint) + count(*) from pg_constraint),
 (select sum(xmin::text::bigint) + count(*) from pg_proc),
 (select sum(xmin::text::bigint) + count(*) from pg_trigger),
 (select count(*) from pg_db_role_setting)]::text"""
ROWS = "select md5(string_agg(row::text, ' ' order by row::text)) from {} as row"
USED = """select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
 and pg_relation_size(oid) > 0 order by relname"""
COUNTED = "select sequencename from pg_sequences where last_value is not null order by sequencename"
ANEW = """select setval(format('%%I.%%I', schemaname, sequencename), start_value, false) from pg_sequences
 where last_value is not null and sequencename <> all(%s)"""
OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


@dataclass(frozen=True)
class AsMade:
    """What a new database is known by: the tables that have rows in it, these rows, and its catalogue.

    `counted` are the sequences that have begun to count.
    """

    filled: tuple[str, ...]
    counted: tuple[str, ...]
    marks: tuple[object, ...]

    @classmethod
    def of(cls, connection: Connection) -> "AsMade":
        """A database as it is now."""
        filled, counted = _names(connection, USED), _names(connection, COUNTED)
        return cls(filled, counted, _marks(connection, filled))

    def restored(self, connection: Connection) -> bool:
        """Whether the database is again as it was made, now that what has come since is deleted."""
        connection.execute("set session_replication_role = replica")  # no foreign key or trigger stands in the way
        used = [table for table in _names(connection, USED) if table not in self.filled]
        deletes = [sql.SQL("delete from {}").format(sql.Identifier(table)) for table in used]
        connection.execute(sql.SQL("; ").join(deletes))
        connection.execute(ANEW, [list(self.counted)])
        return _marks(connection, self.filled) == self.marks


class ReusedDatabases:
    """What one process of the run lends to its tests. One that cannot be made as new is dropped instead."""

    def __init__(self, server: TestServer) -> None:
        self._server = server
        self._free: dict[str, int] = {}
        self._lent: dict[str, int] = {}
        self._made: dict[str, AsMade] = {}

    def lend(self) -> str:
        """The name of a database that nobody else uses until it is given back."""
        if not self._free:
            name = self._server.create()
            with self._on(name) as connection:
                self._made[name] = AsMade.of(connection)
            self._free[name] = USES
        name, uses = self._free.popitem()
        self._lent[name] = uses - 1
        return name

    def give_back(self, name: str) -> None:
        """Empties it for the next test; drops it when it is worn, changed, or still used by someone."""
        uses = self._lent.pop(name)
        if uses and self._emptied(name):
            self._free[name] = uses
        else:
            self._server.drop(name)

    def close(self) -> None:
        """Drops whatever is left."""
        for name in [*self._free, *self._lent]:
            self._server.drop(name)
        self._free.clear()
        self._lent.clear()

    def _emptied(self, name: str) -> bool:
        try:
            with self._on(name) as connection:
                return _left_alone(connection) and self._made[name].restored(connection)
        except psycopg.Error:
            return False

    def _on(self, name: str) -> Connection:
        return psycopg.connect(self._server.address.url(name), autocommit=True, row_factory=scalar_row)


def _left_alone(connection: Connection) -> bool:
    """Whether nobody else is connected; the server notices a little later that somebody has gone."""
    for _ in range(20):
        if connection.execute(OTHERS).fetchone() == 0:
            return True
        connection.execute("select pg_sleep(0.005)")
    return False


def _marks(connection: Connection, filled: tuple[str, ...]) -> tuple[object, ...]:
    rows = [connection.execute(sql.SQL(ROWS).format(sql.Identifier(table))).fetchone() for table in filled]
    return (connection.execute(CATALOGUE).fetchone(), *rows)


def _names(connection: Connection, query: LiteralString) -> tuple[str, ...]:
    return tuple(str(name) for name in connection.execute(query).fetchall())
