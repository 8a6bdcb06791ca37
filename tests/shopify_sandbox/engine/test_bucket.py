"""The bucket of points."""

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.engine.bucket import Bucket


class Stopwatch:
    """Real time that passes only when told."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def available(bucket: Bucket) -> object:
    return bucket.status()["currentlyAvailable"]


def test_points_come_back_as_real_time_passes_and_never_more_than_fit() -> None:
    real = Stopwatch()
    bucket = Bucket(SandboxClock(monotonic=real), size=2000, per_second=100)
    bucket.take(1500)

    real.seconds = 3

    assert available(bucket) == 800
    real.seconds = 100
    assert available(bucket) == 2000


def test_the_clock_rate_refills_faster() -> None:
    real = Stopwatch()
    clock = SandboxClock(monotonic=real)
    bucket = Bucket(clock, size=2000, per_second=100)
    bucket.take(2000)

    clock.rate = 10
    real.seconds = 1

    assert available(bucket) == 1000
    assert bucket.status()["restoreRate"] == 1000


def test_more_than_there_is_can_not_be_taken() -> None:
    bucket = Bucket(SandboxClock(monotonic=Stopwatch()), size=100, per_second=1)

    assert not bucket.take(101)
    assert available(bucket) == 100
