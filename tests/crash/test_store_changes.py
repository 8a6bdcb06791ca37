"""What is changed of a store itself, its webhooks and its bulk operation: cut off anywhere, it is made once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from backhaul.core.tasks import TaskState, WaitReason
from backhaul.core.topics import SUBSCRIBED
from backhaul.flows.backfill import start_backfill
from backhaul.flows.check_webhooks import want_repair
from backhaul.flows.task_list import wake
from backhaul.models import Task
from tests.conftest import OwnDatabase
from tests.crash.endings import told, wait_for_all
from tests.crash.points import AFTER_INTENT, AFTER_REPLY, EFFECT_POINTS, IN_SETTLING, Point
from tests.crash.processes import Workers, hosted_workers
from tests.support.commands import wait_until
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

STORE_CHANGES = ("webhookSubscriptionCreate", "webhookSubscriptionUpdate", "bulkOperationRunQuery")
ON_ONE_SIDE = (AFTER_INTENT, AFTER_REPLY, IN_SETTLING)
"""Where something of the call is known on one side alone."""
LIST = "{ webhookSubscriptions(first: 250) { nodes { topic uri } } }"
APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def carried_out(shop: Shop) -> Counter[str]:
    """How often Shopify has carried out which of these changes."""
    done = [one["root_fields"][0] for one in shop.sandbox.log() if one["type"] == "mutation" and one["carried_out"]]
    return Counter(name for name in done if name in STORE_CHANGES)


def lose_replies(shop: Shop, operation: str) -> None:
    """The reply of one such call that was carried out, and of one that was not."""
    kinds = ("500_after", "500_before")
    shop.sandbox.faults(*({"kind": kind, "operation": operation, "times": 1} for kind in kinds))


@contextmanager
def reached_at(url: str, database: OwnDatabase, output: Path) -> Iterator[Workers]:
    """Workers of an installation with this public address."""
    with hosted_workers(database.environment, output, BACKHAUL_PUBLIC_URL=url) as workers:
        yield workers


def repair(shop: Shop, workers: Workers, points: Sequence[Point]) -> None:
    """Have what is missing repaired, by workers that die at these points, one after the other."""
    task = want_repair(shop.store)
    for point in points:
        workers.run_until_killed(point.of(task.pk))
    workers.start()
    wait_for_all([task])
    workers.kill_all()


def test_each_webhook_is_subscribed_to_and_corrected_once(
    shop: Shop, own_database: OwnDatabase, tmp_path: Path, whole: bool
) -> None:
    points = EFFECT_POINTS if whole else ON_ONE_SIDE
    with reached_at("https://back.example", own_database, tmp_path / "first.log") as workers:
        lose_replies(shop, "webhookSubscriptionCreate")
        repair(shop, workers, points)
    with reached_at("https://new.example", own_database, tmp_path / "second.log") as workers:
        lose_replies(shop, "webhookSubscriptionUpdate")
        repair(shop, workers, points)

    found = shop.sandbox.graphql(LIST)["webhookSubscriptions"]["nodes"]
    assert sorted(one["topic"] for one in found) == sorted(topic.enum_name for topic in SUBSCRIBED)
    assert {one["uri"] for one in found} == {"https://new.example/webhooks/shopify"}
    assert carried_out(shop) == dict.fromkeys(STORE_CHANGES[:2], len(SUBSCRIBED))


def test_past_orders_are_gathered_by_one_bulk_operation(shop: Shop, workers: Workers, whole: bool) -> None:
    shop.sandbox.checkout(lines=[APPLES], payment="paid")
    points = EFFECT_POINTS if whole else ON_ONE_SIDE

    for point in points:
        task = start_backfill(shop.store).backfill.task
        workers.run_until_killed(point.of(task.pk))
        finish(task, workers)
    lose_replies(shop, "bulkOperationRunQuery")
    for _ in range(2):
        finish(start_backfill(shop.store).backfill.task, workers)

    assert carried_out(shop) == {"bulkOperationRunQuery": len(points) + 2}


def finish(task: Task, workers: Workers) -> None:
    """Let a worker carry the import out, looking for Shopify's file as soon as there could be one."""
    worker = workers.start()
    wait_until(lambda: has_ended(task), why=lambda: told([task]))
    worker.end()


def has_ended(task: Task) -> bool:
    """Whether it has; it looks again at once otherwise."""
    task.refresh_from_db()
    if task.state == TaskState.WAITING and task.wait_reason == WaitReason.BULK_OPERATION:
        wake([task])
    return task.state == TaskState.SUCCEEDED
