"""Turning the sandbox's clock and the product's together, and what the doctor says of such an installation."""

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from backhaul.core.installation_errors import ClockIsReal, SandboxUnreachable
from backhaul.flows.stores import StoreRequest, connect_store
from backhaul.models import Store, StoreCredential
from backhaul.site import clock, doctor, sandbox_clock
from backhaul.site.environment import Settings
from tests.conftest import OwnDatabase
from tests.support.sandbox import TOKEN, Sandbox

DAY = timedelta(days=1)


@pytest.fixture
def installation(own_database: OwnDatabase, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A sandbox installation with one store."""
    monkeypatch.setattr(django_settings, "BACKHAUL_CLOCK", clock.make_clock("sandbox"))
    connect_store(StoreRequest("local", "sandbox.myshopify.com", token=TOKEN, api_url=sandbox.url))
    return Settings(clock="sandbox", secret_key=django_settings.BACKHAUL.secret_key)


def verdicts(settings: Settings) -> dict[str, bool | None]:
    return {check.name: check.ok for check in doctor.diagnose(settings, nullcontext)}


def test_both_clocks_advance_together_and_what_became_due_runs(installation: Settings) -> None:
    before = sandbox_clock.read()

    after = sandbox_clock.advance(installation, DAY)

    (shown,) = after.sandboxes.values()
    assert after.offset == DAY
    assert after.now - before.now >= DAY
    assert abs(datetime.fromisoformat(shown) - after.now) < timedelta(minutes=1)
    entries = Store.objects.get().job_queue_entries
    assert not entries.filter(last_run_at=None).exists()


def test_the_clock_of_a_real_installation_cannot_be_advanced(installation: Settings) -> None:
    with pytest.raises(ClockIsReal):
        sandbox_clock.advance(installation.model_copy(update={"clock": "real"}), DAY)

    assert clock.clock_offset() == timedelta(0)


def test_the_product_stays_where_it_is_when_a_sandbox_does_not_answer(installation: Settings) -> None:
    Store.objects.update(api_url="http://127.0.0.1:1")

    with pytest.raises(SandboxUnreachable):
        sandbox_clock.advance(installation, DAY)

    assert clock.clock_offset() == timedelta(0)


def test_the_doctor_finds_nothing_wrong_but_a_missing_worker(installation: Settings) -> None:
    found = verdicts(installation)

    assert found.pop("workers") is False
    assert found["store local"] is True
    assert False not in found.values()


def test_the_doctor_names_a_store_whose_credentials_no_key_opens(installation: Settings) -> None:
    StoreCredential.objects.update(token_encrypted="gAAAAA not one of ours")

    checks = {check.name: check for check in doctor.diagnose(installation, nullcontext)}

    assert checks["keys"].ok is False
    assert "local" in checks["keys"].detail
    assert checks["store local"].ok is False


def test_the_doctor_names_a_store_that_cannot_be_reached(installation: Settings) -> None:
    Store.objects.update(api_url="http://127.0.0.1:1")

    assert verdicts(installation)["store local"] is False


def test_the_doctor_refuses_the_sandbox_clock_beside_a_real_shop(installation: Settings) -> None:
    Store.objects.update(is_sandbox=False)

    assert verdicts(installation)["clock"] is False
