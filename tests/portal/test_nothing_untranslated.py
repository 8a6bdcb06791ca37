"""No sentence reaches customers past the catalogue: neither written into a page, nor said by code that nobody reads."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from scripts.messages.catalogues import KEYWORDS, ROOT, SOURCES

PAGES = sorted((ROOT / "src/backhaul/portal/templates/portal").glob("*.html"))
ELSEWHERE = {"src/backhaul/flows/notice_text.py"}
"""Words around notices, which have a catalogue and a test of their own."""
BLOCKS = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
SHOWN = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title", "value"})
SPEAKERS = ("backhaul.core.sentences", "django.utils.translation")
SPEAKS = re.compile(rf"\b(?:Sentence|{'|'.join(KEYWORDS)})\(")
LETTERS = re.compile(r"[^\W\d_]{2,}")


class _Words(HTMLParser):
    """Gathers what a page shows, attributes that are read out included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += LETTERS.findall(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [word for name, value in attrs if name in SHOWN for word in LETTERS.findall(value or "")]


def _spoken(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls of the functions whose first argument the catalogue collects."""
    imported = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in SPEAKERS
        for name in node.names
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in imported & KEYWORDS.keys()
        ):
            yield node


@cache
def _parsed() -> dict[Path, ast.Module]:
    """The files that say anything at all."""
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src/backhaul").rglob("*.py")}
    return {path: ast.parse(text) for path, text in texts.items() if SPEAKS.search(text)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_no_words_of_its_own(page: Path) -> None:
    words = _Words()

    words.feed(BLOCKS.sub("", page.read_text(encoding="utf-8")))

    assert words.found == []


def test_whatever_is_said_is_in_a_file_whose_sentences_are_collected() -> None:
    collected = {path for source in SOURCES for pattern in source.files for path in ROOT.glob(pattern)}
    speaking = {path for path, tree in _parsed().items() if any(_spoken(tree))}

    missed = {str(path.relative_to(ROOT)) for path in speaking - collected}

    assert len(speaking) > 10
    assert missed == ELSEWHERE


def test_whatever_is_said_is_written_where_it_is_said() -> None:
    """The catalogue collects what is written as an argument, and nothing that is put together."""
    wording = ROOT / "src/backhaul/portal/wording.py"
    computed = {
        (path.name, ast.unparse(call))
        for path, tree in _parsed().items()
        for call in _spoken(tree)
        if str(path.relative_to(ROOT)) not in ELSEWHERE
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    }

    assert computed == {(wording.name, "gettext(sentence.pattern)")}


def test_sentences_for_customers_are_made_in_one_place() -> None:
    made = {
        path.name
        for path, tree in _parsed().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sentence"
    }

    assert made == {"sentences.py"}
