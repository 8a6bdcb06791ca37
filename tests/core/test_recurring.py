"""When a recurring job runs next."""

from datetime import timedelta

from backhaul.core.recurring import INTERVALS, RecurringJob, next_run
from tests.core.builders import NOW


def test_a_job_runs_at_once_when_it_never_ran_or_is_overdue_and_else_after_its_interval() -> None:
    quarter = timedelta(minutes=15)

    assert next_run(NOW, None, quarter) == NOW
    assert next_run(NOW, NOW - timedelta(hours=5), quarter) == NOW
    assert next_run(NOW, NOW - timedelta(minutes=5), quarter) == NOW + timedelta(minutes=10)


def test_every_job_has_words_and_an_interval() -> None:
    assert all(job.words and INTERVALS[job] > timedelta(0) for job in RecurringJob)
