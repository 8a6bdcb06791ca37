"""What an app is told when a bulk operation has ended."""

from __future__ import annotations

from dataclasses import dataclass

from shopify_sandbox.bulk.operation import BulkOperation, begin, cancel
from shopify_sandbox.webhooks.payloads import body_for
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import a_world


@dataclass
class OneLine:
    """Work that is done in one step, or fails with it."""

    error_code: str | None = None
    objects: int = 0
    root_objects: int = 0
    share: float = 0.0

    def step(self) -> None:
        """Do it."""
        self.objects = self.root_objects = 1
        self.share = 1.0

    def content(self, limit: int | None = None) -> bytes:
        """A line, unless it failed."""
        return b"{}\n" if self.objects and limit != 0 else b""


def ended(world: World, work: OneLine, *, cancelled: bool = False) -> list[dict[str, object]]:
    """The bodies of what the world tells about an operation until it has ended."""
    told: list[dict[str, object]] = []
    world.listeners.append(lambda topic, subject: told.append({"topic": topic, **body_for(world, topic, subject)}))
    operation = BulkOperation(
        id=77, type="QUERY", query="{}", created_at=world.now(), work=work, base_url="http://here"
    )
    begin(world, world.add(operation))
    if cancelled:
        cancel(world, operation)
    world.clock.advance(world.bulk_delay)
    return told


def test_a_completed_operation_is_told_of_once() -> None:
    told = ended(a_world(), OneLine())

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
    told = ended(a_world(), OneLine(error_code="ACCESS_DENIED"))

    assert [(each["status"], each["error_code"], each["completed_at"]) for each in told] == [
        ("failed", "access_denied", None)
    ]


def test_a_cancelled_operation_is_told_of_and_never_completes() -> None:
    told = ended(a_world(), OneLine(), cancelled=True)

    assert [each["status"] for each in told] == ["canceled"]
