"""Every error has a status, and a defect tells nothing but that it is one."""

import importlib
import pkgutil

import pytest
from structlog.testing import capture_logs

from backhaul import api, core, flows, shopify
from backhaul.api.problems import STATUS, status_of
from backhaul.core.errors import BackhaulError
from backhaul.models import Store
from tests.api.client import Caller, expect_problem

BELOW = [part.__name__.split(".") for part in (core, shopify, flows, api)]


def _kinds(above: type[BackhaulError]) -> list[type[BackhaulError]]:
    return [above, *(kind for below in above.__subclasses__() for kind in _kinds(below))]


def test_every_error_has_a_status_of_its_own() -> None:
    for part in (core, shopify, flows, api):
        for module in pkgutil.walk_packages(part.__path__, f"{part.__name__}."):
            importlib.import_module(module.name)

    codes = {kind.code for kind in _kinds(BackhaulError) if kind.__module__.split(".")[:2] in BELOW}

    assert codes - set(STATUS) == set()
    assert set(STATUS) - codes == set()


def test_an_error_that_is_not_in_the_table_has_the_status_of_its_kind() -> None:
    class Unheard(BackhaulError):
        code = "unheard-of"

    assert status_of(Unheard("x")) == STATUS["backhaul-error"]


def test_a_defect_is_logged_and_says_nothing_else(
    caller: Caller, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store.objects, "select_related", _defect)

    with capture_logs() as logs:
        answer = caller.get("/stores")

    document = expect_problem(answer, 500, "internal-error")
    assert "secret" not in str(document)
    assert logs[0]["event"] == "api.failed"


def _defect(*_names: str) -> None:
    raise RuntimeError("secret")
