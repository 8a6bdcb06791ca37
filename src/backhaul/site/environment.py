"""The settings of an installation, read from the environment in one typed place."""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from backhaul.core.installation_errors import BadConfiguration
from backhaul.core.mail import one_line, read_sender
from backhaul.core.mail_errors import BadMailAddress
from backhaul.core.webhook_body import LONGEST_READ
from backhaul.site import keys

Seconds = Annotated[int, Field(ge=1, le=86_400)]


def variable_name(field_name: str) -> str:
    """The environment variable that a field of `Settings` is read from."""
    return "DATABASE_URL" if field_name == "database_url" else f"BACKHAUL_{field_name.upper()}"


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    try:
        return (Path(base) if base else Path.home() / ".local" / "share") / "backhaul"
    except RuntimeError as exc:
        raise BadConfiguration(["BACKHAUL_DATA_DIR has to be given where the user has no home directory"]) from exc


class VariableOrFile(PydanticBaseSettingsSource):
    """Reads NAME, or the contents of the file that NAME_FILE names; an empty variable counts as not given."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The text given for a field, or None. Raises BadConfiguration when NAME and NAME_FILE contradict."""
        name = variable_name(field_name)
        value, path = os.environ.get(name) or None, os.environ.get(f"{name}_FILE") or None
        if value is not None and path is not None:
            raise BadConfiguration([f"both {name} and {name}_FILE are given"])
        if path is not None:
            value = self._contents(name, path)
        return value, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Every field that the environment gives a value for."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}

    @staticmethod
    def _contents(name: str, path: str) -> str:
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as exc:
            raise BadConfiguration([f"the file that {name}_FILE names cannot be read ({exc})"]) from exc


class Settings(BaseSettings):
    """What an installation may decide. Each field is the variable BACKHAUL_<FIELD>, except DATABASE_URL."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: SecretStr | None = Field(default=None, description="PostgreSQL; without it an embedded server runs")
    data_dir: Path = Field(default_factory=_default_data_dir, description="what Backhaul keeps on this machine")
    secret_key: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), description="comma-separated: the first encrypts, all decrypt; generated when absent"
    )
    api_token: SecretStr | None = Field(default=None, description="bearer token of the REST API")
    clock: Literal["real", "sandbox"] = Field(
        default="real", description="`sandbox`: a clock that can be advanced; refused beside a real shop"
    )

    host: str = Field(default="127.0.0.1", description="address that the web server listens on")
    port: int = Field(default=8420, ge=0, le=65_535, description="its port")
    public_url: str = Field(
        default="",
        description="where browsers and Shopify's webhooks reach this installation; https but on this machine",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), description="comma-separated: further host names under which it may be reached"
    )
    proxies: int = Field(
        default=1, ge=1, le=9, description="proxies of yours, one after another, that add to X-Forwarded-For"
    )
    web_processes: int = Field(
        default=1, ge=1, le=16, description="web server processes: more of them take in more webhooks; each has metrics"
    )
    web_threads: int = Field(default=8, ge=1, le=128, description="requests answered at once")
    request_max_bytes: int = Field(
        default=25_000_000, ge=1_000_000, description="the largest request that is read, webhooks apart"
    )
    webhook_max_bytes: int = Field(
        default=8_000_000, ge=10_000, le=LONGEST_READ, description="the largest webhook that is taken in"
    )

    workers: int = Field(default=4, ge=1, le=64, description="threads that carry out tasks, per worker process")
    task_runner_seconds: Seconds = Field(default=15, description="how often due tasks and dead workers are looked for")
    heartbeat_seconds: Seconds = Field(default=5, description="how often a worker shows that it lives")
    call_timeout_seconds: Seconds = Field(default=10, description="the total a call to Shopify may take")
    settle_margin_seconds: Seconds = Field(default=30, description="how much longer an effect may take to show")
    send_within_seconds: Seconds = Field(default=20, description="how long an intent may wait before it is sent")
    lease_seconds: Seconds = Field(default=120, description="longer than an intent, its call and its settling")

    mail_from: str = Field(
        default="", description="the address that mail comes from, with or without a name; no mail without it"
    )
    mail_host: str = Field(default="", description="the mail server")
    mail_port: int = Field(default=587, ge=1, le=65_535, description="its port")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`, `tls` (usually port 465) or `none`: how the connection is protected",
    )
    mail_user: str = Field(default="", description="the user it knows us by")
    mail_password: SecretStr | None = Field(default=None, description="the user's password")
    mail_timeout_seconds: Seconds = Field(default=20, description="how long the mail server may take for an answer")
    mail_backend: str = Field(
        default="", description="instead of a mail server: a backend of django-anymail by its dotted name"
    )
    mail_options: SecretStr | None = Field(
        default=None, description="what that backend needs: a JSON object with settings of django-anymail"
    )

    private_targets: bool = Field(
        default=False, description="whether endpoints and chats may be on this machine or in a private network"
    )

    log_format: Literal["auto", "console", "json"] = Field(
        default="auto", description="`console`, `json`, or `auto`: console on a terminal, else JSON"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="the least that is logged: DEBUG, INFO, WARNING or ERROR"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then variables and the files they name; nothing else."""
        return init_settings, VariableOrFile(settings_cls)

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql://")
        return value

    @field_validator("data_dir")
    @classmethod
    def _is_absolute(cls, value: Path) -> Path:
        return Path(os.path.abspath(value.expanduser()))  # noqa: PTH100 -- resolve() would follow links on the way

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(key.get_secret_value()) < keys.SHORTEST for key in value):
            raise ValueError(f"each key must have at least {keys.SHORTEST} characters")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must begin with https:// or http:// and name a host")
        return value.rstrip("/")

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, value: str) -> str:
        try:
            if value:
                read_sender(value)
        except BadMailAddress as exc:
            raise ValueError("must be a mail address, like Shop <shop@example.com>") from exc
        return one_line(value)

    @field_validator("mail_options")
    @classmethod
    def _is_json_object(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not isinstance(read_options(value), dict):
            raise ValueError("must be a JSON object")
        return value

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if bool(self.mail_from) != bool(self.mail_host or self.mail_backend):
            raise ValueError("BACKHAUL_MAIL_FROM needs BACKHAUL_MAIL_HOST or BACKHAUL_MAIL_BACKEND, and these need it")
        if self.mail_host and self.mail_backend:
            raise ValueError("BACKHAUL_MAIL_HOST and BACKHAUL_MAIL_BACKEND exclude each other")
        return self

    @model_validator(mode="after")
    def _lease_outlives_an_effect(self) -> Self:
        shortest = self.send_within_seconds + self.call_timeout_seconds + self.settle_margin_seconds
        if self.lease_seconds <= shortest:
            raise ValueError(
                f"BACKHAUL_LEASE_SECONDS must be more than {shortest}, the sum of BACKHAUL_SEND_WITHIN_SECONDS, "
                "BACKHAUL_CALL_TIMEOUT_SECONDS and BACKHAUL_SETTLE_MARGIN_SECONDS"
            )
        return self

    @property
    def secrets(self) -> tuple[str, ...]:
        """The keys of the installation, newest first. Empty only before the first command has generated one."""
        return tuple(key.get_secret_value() for key in self.secret_key)

    @property
    def encryption_keys(self) -> tuple[bytes, ...]:
        """Fernet keys for secrets at rest: the first encrypts, each decrypts."""
        return tuple(keys.fernet_key(secret) for secret in self.secrets)


def read_options(options: SecretStr | None) -> object:
    """What a JSON text in a setting says; None when it is none."""
    try:
        return json.loads(options.get_secret_value()) if options else {}
    except ValueError:
        return None


def read_settings() -> Settings:
    """The settings of this process. Raises BadConfiguration naming every variable that is wrong.

    Without BACKHAUL_SECRET_KEY the key kept in the data directory counts, if there is one yet.
    """
    try:
        settings = Settings()
    except ValidationError as exc:
        raise BadConfiguration([_problem(error["loc"], error["msg"]) for error in exc.errors()]) from exc
    if settings.secret_key:
        return settings
    stored = keys.stored_secret(settings.data_dir)
    return settings.model_copy(update={"secret_key": (SecretStr(stored),) if stored else ()})


def unknown_variables() -> list[str]:
    """Variables that look like ours but mean nothing: most likely misspelt."""
    known = {variable_name(field) for field in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known}
    return sorted(name for name in os.environ if name.startswith("BACKHAUL_") and name not in known)


def _problem(location: tuple[int | str, ...], message: str) -> str:
    reason = message.removeprefix("Value error, ")
    return f"{variable_name(str(location[0]))}: {reason}" if location else reason
