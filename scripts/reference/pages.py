"""The generated pages, by file name."""

from collections.abc import Callable
from pathlib import Path

from scripts.reference import commands, settings, tasks

DIRECTORY = Path(__file__).parents[2] / "docs" / "reference"
GENERATED = "<!-- Written by `make reference` from the code; changes belong there. -->"

PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands.page,
    "settings.md": settings.page,
    "tasks.md": tasks.page,
}


def text_of(name: str) -> str:
    """What the file has to hold."""
    return f"{GENERATED}\n\n{PAGES[name]()}\n"


def write_all() -> None:
    """Write every page."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (DIRECTORY / name).write_text(text_of(name), encoding="utf-8")
