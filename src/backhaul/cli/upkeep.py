"""Commands that look after an installation."""

from dataclasses import asdict

import typer

from backhaul.cli.frame import FAILED, AsJson, installation_of, show
from backhaul.flows.reseal_secrets import reseal_secrets

MARKS = {True: "ok  ", False: "FAIL", None: "-   "}


def migrate(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Bring the database to this version."""
    applied = list(installation_of(ctx).migrate())

    lines = [f"applied {name}" for name in applied] or ["Nothing to do."]
    show({"applied": applied}, lines, as_json=as_json)


def doctor(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Check everything that has to be right."""
    checks = installation_of(ctx).diagnose()
    healthy = all(check.ok is not False for check in checks)

    width = max(len(check.name) for check in checks)
    lines = []
    for check in checks:
        lines.append(f"{MARKS[check.ok]}  {check.name.ljust(width)}  {check.detail}")
        if check.hint and not check.ok:
            lines.append(f"      {' ' * width}  {check.hint}")
    show({"healthy": healthy, "checks": [asdict(check) for check in checks]}, lines, as_json=as_json)
    if not healthy:
        raise typer.Exit(FAILED)


def reseal(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Encrypt all stored secrets with the first key of BACKHAUL_SECRET_KEY; then the others can be given up."""
    with installation_of(ctx).database():
        count = reseal_secrets()

    stores = "1 store" if count == 1 else f"{count} stores"
    show({"stores": count}, [f"The secrets of {stores} are encrypted with the first key."], as_json=as_json)
