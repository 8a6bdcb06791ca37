"""What can be wrong with an installation itself, before any document or shop is concerned.

BackhaulError
└── InstallationError
    ├── BadConfiguration           an environment variable is missing, contradictory or wrong
    ├── DataDirectoryUnusable      the data directory cannot be read, written or was made by another version
    ├── DatabaseUnreachable        no PostgreSQL answers
    ├── MigrationsPending          the tables are older or newer than the program
    ├── ClockRefused               the sandbox clock was asked for beside a real shop
    ├── ClockIsReal                only a sandbox installation's clock can be advanced
    └── SandboxUnreachable         the local Shopify does not answer
"""

from collections.abc import Sequence
from typing import ClassVar

from backhaul.core.errors import BackhaulError


class InstallationError(BackhaulError):
    """Something about this installation keeps Backhaul from working at all."""

    code = "installation"


class BadConfiguration(InstallationError):
    """One or more environment variables cannot be used; `problems` names each with its reason."""

    code = "bad-configuration"
    default_hint = "Correct the environment and start again. Every variable can also be given as NAME_FILE."

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("The configuration is wrong: " + "; ".join(problems) + ".", data={"problems": list(problems)})


class DataDirectoryUnusable(InstallationError):
    code = "data-directory-unusable"


class DatabaseUnreachable(InstallationError):
    code = "database-unreachable"
    default_hint = "Check DATABASE_URL and that the server runs, then try again."
    can_retry = True


class MigrationsPending(InstallationError):
    code = "migrations-pending"
    default_hint = "Run `backhaul migrate`, or wait until `backhaul serve` says that it is ready."

    def __init__(self, count: int) -> None:
        super().__init__(f"The database lacks {count} migrations of this version.", data={"count": count})


class ClockRefused(InstallationError):
    code = "clock-refused"
    default_hint = "Unset BACKHAUL_CLOCK, or use an installation whose stores are all local sandboxes."

    def __init__(self, slugs: Sequence[str]) -> None:
        super().__init__(
            f"The sandbox clock cannot be used: {', '.join(slugs)} is a real shop.", data={"stores": list(slugs)}
        )


class ClockIsReal(InstallationError):
    code = "clock-is-real"
    default_hint = "Set BACKHAUL_CLOCK=sandbox for every command of this installation."

    def __init__(self) -> None:
        super().__init__("This installation keeps real time, which cannot be advanced.")


class SandboxUnreachable(InstallationError):
    code = "sandbox-unreachable"
    default_hint: ClassVar[str] = "Start it with `backhaul sandbox`."
    can_retry = True
