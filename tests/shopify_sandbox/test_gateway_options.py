"""Gateways that a reset describes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.gateways import Answer
from shopify_sandbox.options import Profile


def test_a_gateway_of_the_options_stands_beside_the_built_in_ones() -> None:
    given = {"name": "slowpay", "capture": {"answer": "pending", "settle_after": "PT1H"}, "refund": "failure"}

    profile = Profile().overridden({"gateways": [given], "gateway": "slowpay"})

    slowpay = profile.gateway_named(None)
    assert (slowpay.capture.answer, slowpay.capture.settle_after) == (Answer.PENDING, timedelta(hours=1))
    assert (slowpay.refund.answer, slowpay.void.answer) == (Answer.FAILURE, Answer.SUCCESS)
    assert profile.gateway_named("manual").partial_captures


def test_a_built_in_gateway_keeps_what_the_options_do_not_name() -> None:
    given = {"name": "shopify_payments", "authorization_lifetime": "P30D"}

    gateway = Profile().overridden({"gateways": [given]}).gateway_named("shopify_payments")

    assert (gateway.formatted_name, gateway.authorization_lifetime) == ("Shopify Payments", timedelta(days=30))


def test_authorisations_of_a_gateway_can_live_for_ever() -> None:
    given = {"name": "shopify_payments", "authorization_lifetime": None}

    gateway = Profile().overridden({"gateways": [given]}).gateway_named("shopify_payments")

    assert gateway.authorization_lifetime is None


@pytest.mark.parametrize(
    "gateways",
    [
        "manual",
        [5],
        [{}],
        [{"name": "a", "colour": "red"}],
        [{"name": "a", "manual": "yes"}],
        [{"name": "a", "capture": "maybe"}],
        [{"name": "a", "capture": {"answer": "pending", "settle_after": "soon"}}],
        [{"name": "a", "void": {"error_code": "BAD_LUCK"}}],
        [{"name": "a", "authorization_lifetime": 7}],
    ],
)
def test_gateways_that_make_no_sense_are_refused(gateways: object) -> None:
    with pytest.raises(BadControlRequest):
        Profile().overridden({"gateways": gateways})
