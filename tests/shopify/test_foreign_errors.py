"""Every error of the HTTP library has a meaning of ours."""

import inspect

import httpx2
import pytest

from backhaul.core.shopify_errors import BrokenReply, NetworkFailure, ReplyLost
from backhaul.shopify.foreign_errors import AFTER_SENDING, FOREIGN, to_ours


def exception_classes() -> list[type[Exception]]:
    found = {
        value
        for _, value in inspect.getmembers(httpx2, inspect.isclass)
        if issubclass(value, Exception) and not issubclass(value, Warning)
    }
    return sorted(found, key=lambda kind: kind.__name__)


def test_the_library_has_errors_to_be_mapped() -> None:
    assert httpx2.ReadTimeout in exception_classes()
    assert len(exception_classes()) > 20


@pytest.mark.parametrize("kind", exception_classes())
def test_every_error_of_the_library_has_a_meaning(kind: type[Exception]) -> None:
    assert kind in AFTER_SENDING, f"{kind.__name__} is new: say what it means"
    assert issubclass(kind, FOREIGN)


def test_before_the_body_was_begun_nothing_has_happened() -> None:
    error = to_ours(httpx2.ReadTimeout("slow"), body_begun=False)

    assert isinstance(error, NetworkFailure)


@pytest.mark.parametrize(("foreign", "ours"), [(httpx2.ReadTimeout, ReplyLost), (httpx2.DecodingError, BrokenReply)])
def test_after_the_body_was_begun_the_effect_is_unknown(foreign: type[Exception], ours: type[Exception]) -> None:
    error = to_ours(foreign("shpat_0123456789 leaked"), body_begun=True, request_id="r-1")

    assert type(error) is ours
    assert "shpat" not in str(error)


def test_an_error_of_the_system_is_mapped_by_its_base() -> None:
    assert isinstance(to_ours(ConnectionResetError("reset"), body_begun=True), ReplyLost)
