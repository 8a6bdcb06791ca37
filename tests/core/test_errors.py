"""The error tree as a whole."""

import inspect

import pytest

from backhaul.core import (
    change_errors,
    credit_errors,
    errors,
    intake_errors,
    invoicing_errors,
    mail_errors,
    notice_errors,
    portal_errors,
    shopify_errors,
)
from backhaul.core.errors import BackhaulError

ERRORS = [
    found
    for module in (
        errors,
        change_errors,
        credit_errors,
        intake_errors,
        invoicing_errors,
        mail_errors,
        notice_errors,
        portal_errors,
        shopify_errors,
    )
    for _, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, BackhaulError) and found.__module__ == module.__name__
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_drawn_in_the_tree(error: type[BackhaulError]) -> None:
    assert errors.__doc__ is not None
    assert error.__name__ in errors.__doc__


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in ERRORS]

    assert len(codes) == len(set(codes))
    assert all(code == code.lower() and " " not in code and "_" not in code for code in codes)
