"""The generated pages, by file name."""

from collections.abc import Callable
from pathlib import Path

from scripts.reference import commands, local_shopify, rest, settings, tasks

ROOT = Path(__file__).parents[2]
DIRECTORY = ROOT / "docs" / "reference"
README = ROOT / "README.md"
BEGIN, END = "<!-- settings: written by `make reference` -->", "<!-- /settings -->"
GENERATED = "<!-- Written by `make reference` from the code; changes belong there. -->"

PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands.page,
    "local-shopify.md": local_shopify.page,
    "rest.md": rest.page,
    "settings.md": settings.page,
    "tasks.md": tasks.page,
}


def text_of(name: str) -> str:
    """What the file has to hold."""
    return f"{GENERATED}\n\n{PAGES[name]()}\n"


def readme() -> str:
    """The README, with the table of settings between its two marks."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{settings.table()}\n\n{END}{after}"


def write_all() -> None:
    """Write every page, and the README's table."""
    README.write_text(readme(), encoding="utf-8")
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (DIRECTORY / name).write_text(text_of(name), encoding="utf-8")
