"""When a digest is due, and what a channel passes on."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from backhaul.core.channel_errors import UnknownNoticeKind
from backhaul.core.channels import Wants, last_digest_day, mask_address
from backhaul.core.notice_kinds import CUSTOMER_TITLES, TITLES, check_kinds, title_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 5, 1, 5, 59, tzinfo=UTC), date(2026, 4, 30)),
        (datetime(2026, 5, 1, 6, 0, tzinfo=UTC), date(2026, 5, 1)),
        (datetime(2026, 4, 30, 22, 30, tzinfo=UTC), date(2026, 4, 30)),
    ],
)
def test_a_digest_is_due_at_its_hour_in_the_stores_zone(now: datetime, day: date) -> None:
    assert last_digest_day(now, zone=BERLIN, hour=8) == day


def test_an_hour_that_spring_leaves_out_is_due_when_it_is_over() -> None:
    before, after = datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)

    assert last_digest_day(before, zone=BERLIN, hour=2) == date(2026, 3, 28)
    assert last_digest_day(after, zone=BERLIN, hour=2) == date(2026, 3, 29)


def test_an_hour_that_comes_twice_in_autumn_is_one_day() -> None:
    twice = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]

    assert {last_digest_day(one, zone=BERLIN, hour=2) for one in twice} == {date(2026, 10, 25)}


def test_a_channel_without_kinds_passes_everything_on() -> None:
    assert Wants(()).includes("whatever")
    assert not Wants(("drifts_found",)).includes("whatever")


def test_an_address_is_masked() -> None:
    assert mask_address("office@example.com") == "o…@example.com"


def test_a_kind_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UnknownNoticeKind, match="drift_found"):
        check_kinds(["drift_found"])


def test_kinds_are_kept_once_and_in_order() -> None:
    assert check_kinds(["order_deleted", "drifts_found", "order_deleted"]) == ["drifts_found", "order_deleted"]


def test_a_kind_without_a_title_is_its_name() -> None:
    assert title_of("something_new") == "Something new"


def test_customers_read_titles_of_their_own() -> None:
    assert title_of("contract_cancelled", for_customer=True) != title_of("contract_cancelled")
    assert set(CUSTOMER_TITLES) <= set(TITLES)
