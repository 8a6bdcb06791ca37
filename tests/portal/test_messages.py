"""What customers read can be read in every language that is offered."""

import pytest
from scripts.messages.catalogues import SOURCES, Source, compiled, read, text_of, untranslated


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.catalogue.parts[-5])
def test_a_catalogue_has_every_sentence_of_its_files_and_is_compiled(source: Source) -> None:
    catalogue = read(source)

    assert not source.files or source.catalogue.read_bytes() == text_of(catalogue), "run `make messages`"
    assert source.compiled.read_bytes() == compiled(catalogue), "run `make messages`"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.catalogue.parts[-5])
def test_every_sentence_is_translated_with_its_placeholders(source: Source) -> None:
    catalogue = read(source)

    assert len(catalogue) > 20
    assert untranslated(catalogue) == []
    assert [message.id for message in catalogue if list(message.check(catalogue))] == []
