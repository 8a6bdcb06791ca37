"""The reference says what the code says."""

import pytest
from scripts.reference.pages import DIRECTORY, PAGES, README, readme, text_of


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_current(name: str) -> None:
    written = (DIRECTORY / name).read_text(encoding="utf-8")

    assert written == text_of(name), "run `make reference`"


def test_nothing_else_lies_among_the_generated_pages() -> None:
    assert {path.name for path in DIRECTORY.iterdir()} == set(PAGES)


def test_the_readme_lists_every_setting() -> None:
    assert README.read_text(encoding="utf-8") == readme(), "run `make reference`"
