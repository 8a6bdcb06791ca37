"""Which sentences there are to translate, and what a catalogue has of them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "say": None,
}
"""The functions whose first argument is a sentence; `say` is the one of core, which leaves translating to doors."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues change when their sentences do, and not when they are written."""


@dataclass(frozen=True)
class Source:
    """A catalogue, and the files whose sentences are in it; without files, people keep its sentences by hand."""

    catalogue: Path
    language: str
    files: tuple[str, ...]

    @property
    def compiled(self) -> Path:
        """Where the product reads it from."""
        return self.catalogue.with_suffix(".mo")


SOURCES = (
    Source(
        ROOT / "src/backhaul/portal/locale/de/LC_MESSAGES/django.po",
        "de",
        (
            "src/backhaul/core/*.py",
            "src/backhaul/flows/portal_mail.py",
            "src/backhaul/flows/show/customer_*.py",
            "src/backhaul/portal/**/*.py",
            "src/backhaul/portal/**/*.html",
        ),
    ),
    Source(ROOT / "src/backhaul/locale/de/LC_MESSAGES/django.po", "de", ()),
)
"""What customers read in the portal; and the words around notices, many of which are made of parts."""


def read(source: Source) -> Catalog:
    """The catalogue as it is, with every sentence that is said now; what is not said any more is left out.

    One that is kept by hand comes as it is.
    """
    catalogue = _stored(source)
    if source.files:
        catalogue.update(_wanted(source), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
    catalogue.revision_date = catalogue.creation_date = LONG_AGO
    return catalogue


def text_of(catalogue: Catalog) -> bytes:
    """The catalogue as text for people who translate."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, no_location=True, sort_output=True, omit_header=False)
    return written.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the product reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that nobody has translated yet."""
    return [str(message.id) for message in catalogue if message.id and not _is_said(message.string)]


def _is_said(translated: object) -> bool:
    return all(translated) if isinstance(translated, tuple) else bool(translated)


def _wanted(source: Source) -> Catalog:
    wanted = Catalog(locale=source.language)
    for path, found in _said(source):
        for line, message, comments, context in found:
            wanted.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return wanted


def _stored(source: Source) -> Catalog:
    if not source.catalogue.exists():
        return Catalog(locale=source.language, project="Backhaul", charset="utf-8", fuzzy=False)
    with source.catalogue.open("rb") as file:
        return read_po(file, locale=source.language)


def _said(source: Source) -> Iterator[tuple[str, list[tuple[int, str | tuple[str, ...], list[str], str | None]]]]:
    for pattern in source.files:
        for path in sorted(ROOT.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            python = templatize(text, origin=path.name) if path.suffix == ".html" else text
            found = list(extract("python", io.BytesIO(python.encode()), keywords=KEYWORDS))
            if found:
                yield str(path.relative_to(ROOT)), found
