"""How webhooks are written to the inbox: many rows and the job that looks at them, in one statement and one commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

import psycopg

from backhaul.core.inbox import DeliveryState
from backhaul.models.queue import INBOX_QUEUE, PROCESS_DELIVERIES, WEBHOOKS_FIRST
from backhaul.models.webhooks import WebhookDelivery

Connection: TypeAlias = "psycopg.Connection[tuple[object, ...]]"

# The job is deferred by Procrastinate's own function, in the statement that makes it necessary.
_STATEMENT: Final = f"""
with given as (
    select * from unnest(
        %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::timestamptz[],
        %b::bytea[], %b::text[], %b::int[]
    ) as given (
        id, store_id, topic, name, event_id, webhook_id, api_version, triggered_at, body, secret_id, copies
    )
), kept as (
    insert into {WebhookDelivery._meta.db_table} as stored (
        id, store_id, topic, name, event_id, webhook_id, api_version, triggered_at, body, secret_id, duplicates,
        last_duplicate_at, received_at, state, result, subject_gid, attempts
    )
    select
        id, store_id, topic, name, event_id, webhook_id, api_version, triggered_at, body, secret_id, copies - 1,
        case when copies > 1 then %b::timestamptz end, %b::timestamptz, '{DeliveryState.RECEIVED}', '', '', 0
    from given
    on conflict (store_id, topic, name, event_id) do update set
        duplicates = stored.duplicates + excluded.duplicates + 1, last_duplicate_at = excluded.received_at
    returning id
), fresh as (
    select array_agg(id) as ids from kept where id = any (%b::text[])
)
select ids, case when ids is not null then procrastinate_defer_jobs_v1(array[row(
    '{INBOX_QUEUE}', '{PROCESS_DELIVERIES}', {WEBHOOKS_FIRST}, null, null,
    jsonb_build_object('delivery_ids', to_jsonb(ids)), null
)::procrastinate_job_to_defer_v1]) end from fresh
"""  # noqa: S608 -- names of ours alone


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One delivery as it came, `copies` times; `id` becomes the row's when it was not there before."""

    id: str
    store_id: str
    topic: str
    name: str
    event_id: str
    webhook_id: str
    api_version: str
    triggered_at: datetime | None
    body: bytes
    secret_id: str
    copies: int = 1

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the same delivery is known again by."""
        return self.store_id, self.topic, self.name, self.event_id


_COLUMNS: Final = tuple(InboxRow.__slots__)


def write_deliveries(connection: Connection, rows: Sequence[InboxRow], *, received_at: datetime) -> set[str]:
    """Keep the deliveries, and defer one job for those that were not there before; returns the ids of these.

    No two rows may have the same key. One that was there before only counts its copies. Outside a transaction all is
    committed when this returns.
    """
    ordered = sorted(rows, key=lambda row: row.key)  # so that two processes never wait for each other's rows
    columns = [[getattr(row, name) for row in ordered] for name in _COLUMNS]
    ids = columns[0]
    parameters = [*columns, received_at, received_at, ids]
    found = connection.execute(_STATEMENT.encode(), parameters, prepare=True).fetchone()
    fresh = found[0] if found else None
    return {str(each) for each in fresh} if isinstance(fresh, list) else set()


def written_before(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Which of these deliveries are there."""
    statement = f"select id from {WebhookDelivery._meta.db_table} where id = any (%s)"  # noqa: S608 -- a table's name
    return {str(row[0]) for row in connection.execute(statement.encode(), [list(ids)])}
