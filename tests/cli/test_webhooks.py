"""The webhook inbox on the command line."""

import pytest

from backhaul.flows.clock import now
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.models import SalesOrder, Store, Task, WebhookDelivery
from tests.cli.command_line import CommandLine
from tests.support.inbox import delivery_row, queued_deliveries


@pytest.fixture
def deliveries(store: Store, order: SalesOrder) -> list[WebhookDelivery]:
    """One that was followed, two that have failed."""
    body = {"id": 1001, "email": "ada@example.com"}
    return [
        delivery_row(store, "orders/updated", body, order=order, state="done", result="Read.", duplicates=2),
        *(delivery_row(store, "refunds/create", body, state="failed") for _ in range(2)),
    ]


def test_webhooks_are_listed_by_topic_and_state(backhaul: CommandLine, deliveries: list[WebhookDelivery]) -> None:
    everything = backhaul("webhooks", "list", "--json").json["items"]
    failed = backhaul("webhooks", "list", "--state", "failed", "--topic", "refunds/create")
    none = backhaul("webhooks", "list", "--topic", "nonsense")

    assert {one["id"] for one in everything} == {one.pk for one in deliveries}
    assert deliveries[1].pk in failed.out
    assert deliveries[0].pk not in failed.out
    assert none.out.strip() == "No webhook."


def test_a_webhook_is_shown_without_personal_data_unless_it_is_asked_for(
    backhaul: CommandLine, deliveries: list[WebhookDelivery]
) -> None:
    hidden = backhaul("webhooks", "show", deliveries[0].pk)
    shown = backhaul("webhooks", "show", deliveries[0].pk, "--personal")

    assert "came 2 times more" in hidden.out
    assert "ada@" not in hidden.out
    assert "ada@example.com" in shown.out
    assert backhaul("webhooks", "show", "whd_x").code == 1


def test_named_webhooks_are_replayed(backhaul: CommandLine, deliveries: list[WebhookDelivery]) -> None:
    result = backhaul("webhooks", "replay", deliveries[1].pk, deliveries[2].pk, "--json")

    assert result.json == {"replayed": 2}
    assert sorted(queued_deliveries()) == sorted(one.pk for one in deliveries[1:])


def test_all_that_match_are_replayed_after_a_preview(backhaul: CommandLine, deliveries: list[WebhookDelivery]) -> None:
    preview = backhaul("webhooks", "replay", "--state", "failed")
    before = queued_deliveries()
    done = backhaul("webhooks", "replay", "--state", "failed", "--yes")

    assert preview.out.startswith("2 webhooks match.")
    assert before == []
    assert done.out.strip() == "2 are looked at again."
    assert len(queued_deliveries()) == 2
    assert backhaul("webhooks", "replay").code == 2
    assert backhaul("webhooks", "replay", deliveries[0].pk, "--state", "failed").code == 2


def test_topics_say_when_they_last_came(backhaul: CommandLine, deliveries: list[WebhookDelivery]) -> None:
    found = {one["topic"]: one for one in backhaul("webhooks", "topics", "--json").json}

    assert found["refunds/create"]["failed"] == 2
    assert found["orders/updated"]["duplicated"] == 1
    assert found["fulfillments/update"]["last_received_at"] is None


def test_the_list_of_tasks_leaves_out_orders_that_were_only_read(backhaul: CommandLine, store: Store) -> None:
    for state in ("succeeded", "needs_attention"):
        Task.objects.create(
            store=store, kind=REFRESH_ORDER, unique_key=state, serial_key=state, state=state, outcome="x",
            created_at=now(),
        )  # fmt: skip

    def listed(*options: str) -> int:
        return len(backhaul("tasks", "list", "--json", *options).json["items"])

    assert (listed(), listed("--all"), listed("--kind", REFRESH_ORDER), listed("--state", "succeeded")) == (1, 2, 2, 1)
