"""The import contracts hold because breaking one fails: each kind of violation is planted in a copy and found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTED = {
    "core": "import backhaul.flows.find",
    "models": "import backhaul.shopify.client",
    "flows": "import backhaul.jobs.runner",
    "api": "import backhaul.cli.frame",
    "jobs": "import backhaul.shopify.client",
    "cli": "import backhaul.shopify.transport",
    "flows/strayed": "import backhaul.shopify.operations.mutations",
    "core/impure": "import django",
    "site": "import shopify_sandbox",
}
"""Where a module is planted, and the import that must not be there."""

BROKEN = (
    "The house: each layer imports only from layers below BROKEN",
    "Doors and jobs never import shopify BROKEN",
    "Only flows.effects imports mutations BROKEN",
    "Core imports the standard library alone BROKEN",
    "Product and sandbox never import each other BROKEN",
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the sources and of the contracts."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(house / "src")}
    return subprocess.run(
        [program, "--no-cache"], cwd=house, env=environment, capture_output=True, text=True, check=False
    )


def plant(house: Path, place: str, line: str) -> str:
    """Write a module with one import into a package; returns the module's name."""
    package, _, name = place.partition("/")
    name = name or "planted"
    (house / "src" / "backhaul" / package / f"{name}.py").write_text(f"{line}\n")
    return f"backhaul.{package}.{name}"


def test_every_kind_of_violation_is_found(house: Path) -> None:
    modules = [plant(house, place, line) for place, line in PLANTED.items()]
    (house / "src" / "shopify_sandbox" / "planted.py").write_text("import backhaul.core.gids\n")

    found = lint(house)

    assert found.returncode != 0
    assert [contract for contract in BROKEN if contract not in found.stdout] == []
    assert [module for module in modules if module not in found.stdout] == []
    assert "shopify_sandbox.planted" in found.stdout


def test_a_new_folder_fails_until_it_has_its_place(house: Path) -> None:
    (house / "src" / "backhaul" / "helpers").mkdir()
    (house / "src" / "backhaul" / "helpers" / "__init__.py").write_text("")

    found = lint(house)

    assert found.returncode != 0
    assert "helpers" in found.stdout + found.stderr


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    found = lint(house)

    assert (found.returncode, "0 broken" in found.stdout) == (0, True)
