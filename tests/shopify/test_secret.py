"""What must not show, does not."""

import pytest

from backhaul.shopify.secret import LONGEST, Secret, redacted


def test_a_secret_shows_only_when_it_is_revealed() -> None:
    secret = Secret("shpat_0123456789")

    assert "0123" not in f"{secret} {secret!r} {[secret]} {vars(type(secret))}"
    assert secret.reveal() == "shpat_0123456789"
    assert secret == Secret("shpat_0123456789") != Secret("other")


@pytest.mark.parametrize(
    "text",
    [
        "token shpat_LEAKED12 refused",
        "shpss_LEAKED12",
        '{"access_token": "LEAKED12", "scope": "x"}',
        "client_secret=LEAKED12&grant_type=x",
        "Authorization: LEAKED12",
        "write to LEAKED12@example.com",
    ],
)
def test_evidence_is_redacted(text: str) -> None:
    assert "LEAKED12" not in redacted(text)


def test_evidence_is_cut() -> None:
    assert len(redacted("x" * 10_000)) == LONGEST + 1


def test_ordinary_text_stays_as_it_is() -> None:
    text = 'Fulfillment order 12 has an unfulfillable status= closed. {"code": "INVALID"}'

    assert redacted(text) == text
