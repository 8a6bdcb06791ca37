"""The settings, read from the environment."""

from pathlib import Path

import pytest

from backhaul.core.installation_errors import BadConfiguration
from backhaul.site import keys
from backhaul.site.environment import Settings, read_settings, unknown_variables, variable_name

KEY = "k" * 40


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable_name(field), raising=False)
    monkeypatch.setenv("BACKHAUL_DATA_DIR", str(tmp_path / "data"))


def test_nothing_has_to_be_given() -> None:
    settings = read_settings()

    assert (settings.database_url, settings.clock, settings.port, settings.secrets) == (None, "real", 8420, ())


def test_the_data_directory_is_in_the_users_home_unless_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BACKHAUL_DATA_DIR")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert read_settings().data_dir == tmp_path / ".local" / "share" / "backhaul"


def test_a_value_can_come_from_a_file_without_its_last_newline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a token of some length\n")
    monkeypatch.setenv("BACKHAUL_API_TOKEN_FILE", str(tmp_path / "token"))

    token = read_settings().api_token

    assert token is not None
    assert token.get_secret_value() == "a token of some length"


def test_a_variable_and_its_file_contradict_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/backhaul")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))

    with pytest.raises(BadConfiguration, match="both DATABASE_URL and DATABASE_URL_FILE"):
        read_settings()


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BACKHAUL_SECRET_KEY_FILE", str(tmp_path / "missing"))

    with pytest.raises(BadConfiguration, match="BACKHAUL_SECRET_KEY_FILE"):
        read_settings()


def test_an_empty_variable_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKHAUL_API_TOKEN", "")

    assert read_settings().api_token is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKHAUL_PORT", "abc"),
        ("BACKHAUL_PORT", "65536"),
        ("BACKHAUL_CLOCK", "lunar"),
        ("BACKHAUL_WORKERS", "0"),
        ("BACKHAUL_SECRET_KEY", "short"),
        ("BACKHAUL_PUBLIC_URL", "backhaul.example.com"),
        ("BACKHAUL_WEBHOOK_MAX_BYTES", "10000001"),
        ("DATABASE_URL", "mysql://localhost/backhaul"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadConfiguration, match=name):
        read_settings()


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKHAUL_PORT", "abc")
    monkeypatch.setenv("BACKHAUL_CLOCK", "lunar")

    with pytest.raises(BadConfiguration) as refused:
        read_settings()

    assert len(refused.value.data["problems"]) == 2  # type: ignore[arg-type]


def test_a_refusal_does_not_repeat_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://backhaul:verysecret@localhost/backhaul")

    with pytest.raises(BadConfiguration) as refused:
        read_settings()

    assert "verysecret" not in str(refused.value)


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKHAUL_SECRET_KEY", KEY)

    assert KEY not in repr(read_settings())


def test_a_lease_has_to_outlive_an_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKHAUL_LEASE_SECONDS", "60")

    with pytest.raises(BadConfiguration, match="BACKHAUL_LEASE_SECONDS must be more than 60"):
        read_settings()


def test_several_keys_are_kept_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    new, old = "n" * 32, "o" * 32
    monkeypatch.setenv("BACKHAUL_SECRET_KEY", f"{new}, {old}")

    settings = read_settings()

    assert settings.secrets == (new, old)
    assert settings.encryption_keys == (keys.fernet_key(new), keys.fernet_key(old))


def test_a_misspelt_variable_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKHAUL_PROT", "8421")

    assert unknown_variables() == ["BACKHAUL_PROT"]


def test_mail_is_sent_when_a_sender_and_a_server_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKHAUL_MAIL_FROM", "Green Box <boxes@example.com>")
    monkeypatch.setenv("BACKHAUL_MAIL_HOST", "mail.example.com")

    settings = read_settings()

    assert (settings.mail_from, settings.mail_port, settings.mail_security) == (
        "Green Box <boxes@example.com>",
        587,
        "starttls",
    )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"FROM": "boxes"}, "BACKHAUL_MAIL_FROM: must be a mail address"),
        ({"FROM": "a@example.com, b@example.com", "HOST": "h"}, "BACKHAUL_MAIL_FROM: must be a mail address"),
        ({"FROM": "boxes@example.com"}, "needs BACKHAUL_MAIL_HOST"),
        ({"HOST": "mail.example.com"}, "BACKHAUL_MAIL_FROM needs"),
        ({"FROM": "a@example.com", "HOST": "h", "BACKEND": "b"}, "exclude each other"),
        ({"OPTIONS": "[1]"}, "BACKHAUL_MAIL_OPTIONS: must be a JSON object"),
        ({"OPTIONS": "{"}, "BACKHAUL_MAIL_OPTIONS: must be a JSON object"),
        ({"SECURITY": "some"}, "BACKHAUL_MAIL_SECURITY"),
    ],
)
def test_settings_of_mail_that_cannot_work_are_named(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], complaint: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"BACKHAUL_MAIL_{name}", value)

    with pytest.raises(BadConfiguration, match=complaint):
        read_settings()
