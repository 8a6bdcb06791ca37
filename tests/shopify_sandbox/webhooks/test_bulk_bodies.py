"""What an app is told when a bulk operation has ended."""

from __future__ import annotations

from shopify_sandbox.bulk.operation import BulkOperation, Outcome, begin, cancel
from shopify_sandbox.webhooks.payloads import body_for
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import a_world


def ended(world: World, outcome: Outcome, *, cancelled: bool = False) -> list[dict[str, object]]:
    """The bodies of what the world tells about an operation until it has ended."""
    told: list[dict[str, object]] = []
    world.listeners.append(lambda topic, subject: told.append({"topic": topic, **body_for(world, topic, subject)}))
    operation = BulkOperation(
        id=77, type="QUERY", query="{}", created_at=world.now(), work=lambda: outcome, base_url="http://here"
    )
    begin(world, world.add(operation))
    if cancelled:
        cancel(world, operation)
    world.clock.advance(world.bulk_delay)
    return told


def test_a_completed_operation_is_told_of_once() -> None:
    told = ended(a_world(), Outcome(b"{}\n", objects=1, root_objects=1))

    assert told == [
        {
            "topic": "bulk_operations/finish",
            "admin_graphql_api_id": "gid://shopify/BulkOperation/77",
            "completed_at": "2026-11-02T04:30:01-05:00",
            "created_at": "2026-11-02T04:30:00-05:00",
            "error_code": None,
            "status": "completed",
            "type": "query",
        }
    ]


def test_a_failed_operation_says_why() -> None:
    told = ended(a_world(), Outcome(error_code="ACCESS_DENIED"))

    assert [(each["status"], each["error_code"], each["completed_at"]) for each in told] == [
        ("failed", "access_denied", None)
    ]


def test_a_cancelled_operation_is_told_of_and_never_completes() -> None:
    told = ended(a_world(), Outcome(b"{}\n", objects=1), cancelled=True)

    assert [each["status"] for each in told] == ["canceled"]
