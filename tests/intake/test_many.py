"""A thousand webhooks at once, and what is counted of them."""

import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from backhaul.models import WebhookDelivery
from tests.intake.rows import jobs, the_delivery
from tests.support.webhooks import Web

AT_ONCE = 100


def statuses(web: Web, events: list[str]) -> Counter[int]:
    """How often each status was answered to these events, a hundred at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(answer.status for answer in pool.map(lambda event: web.deliver(event_id=event), events))


def metric(web: Web, name: str) -> float:
    """One counter of the store `one`, or of a reason."""
    lines = web.get("/metrics").body.decode().splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(name)), 0.0)


def test_a_thousand_equal_deliveries_are_one_row_and_one_job(web: Web) -> None:
    answered = statuses(web, ["the-same"] * 1000)

    assert answered == {200: 1000}
    assert the_delivery().duplicates == 999
    assert the_delivery().last_duplicate_at is not None
    assert jobs() == [[the_delivery().pk]]


def test_a_thousand_different_deliveries_are_a_thousand_rows_each_in_one_job(web: Web) -> None:
    answered = statuses(web, [f"event-{number}" for number in range(1000)])

    assert answered == {200: 1000}
    queued = list(itertools.chain(*jobs()))
    assert len(queued) == len(set(queued)) == 1000
    assert set(queued) == set(WebhookDelivery.objects.values_list("pk", flat=True))


def test_what_came_came_again_or_was_refused_is_counted(web: Web) -> None:
    names = ('received_total{store="one"}', 'duplicate_total{store="one"}', "refused_total{reason=")
    before = [metric(web, f"backhaul_webhooks_{name}") for name in names]

    web.deliver(event_id="new")
    web.deliver(event_id="new")
    web.deliver(Hmac_Sha256="wrong")

    after = [metric(web, f"backhaul_webhooks_{name}") for name in names]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]
