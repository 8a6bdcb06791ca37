"""The German catalogue has every sentence around a notice, and its compiled form is that of the text."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import backhaul
from backhaul.core.declines import CUSTOMERS_OWN
from backhaul.core.notice_kinds import CUSTOMER_TITLES, TITLES
from backhaul.flows.notice_text import SENTENCES

HOME = Path(backhaul.__file__).parent
GERMAN = HOME / "locale" / "de" / "LC_MESSAGES" / "django.po"
TRANSLATE = re.compile(r'{% translate "([^"]+)" %}')
BLOCK = re.compile(r"{% blocktranslate %}(.+?){% endblocktranslate %}", re.DOTALL)
FIELD = re.compile(r"{{ (\w+) }}")
CALL = re.compile(r'gettext\("([^"]+)"\)')


def sentences() -> set[str]:
    """Every text that templates and the words of notices have translated."""
    templates = [path.read_text() for path in (HOME / "templates" / "told").iterdir()]
    found = {sentence for text in templates for sentence in TRANSLATE.findall(text)}
    found |= {FIELD.sub(r"%(\1)s", block) for text in templates for block in BLOCK.findall(text)}
    found |= set(CALL.findall((HOME / "flows" / "notice_text.py").read_text()))
    found |= {sentence for words in CUSTOMERS_OWN.values() for sentence in SENTENCES.split(words)}
    return found | set(TITLES.values()) | set(CUSTOMER_TITLES.values())


def test_every_sentence_has_a_german_one() -> None:
    with GERMAN.open("rb") as file:
        catalogue = read_po(file, locale="de")

    missing = [one for one in sentences() if one not in catalogue or not catalogue[one].string]

    assert len(sentences()) > 20
    assert missing == []


def test_what_notices_of_before_an_upgrade_say_to_customers_still_has_a_german_one() -> None:
    with GERMAN.open("rb") as file:
        catalogue = read_po(file, locale="de")

    assert [one.words for one in CUSTOMERS_OWN if one.words not in catalogue] == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    with GERMAN.open("rb") as file:
        catalogue = read_po(file, locale="de")
    with GERMAN.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)

    assert strings(compiled) == strings(catalogue), "run `make messages`"


def strings(catalogue: Catalog) -> dict[str, object]:
    """What the catalogue says for each text."""
    said = {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in catalogue if one.id}
    return {text: words if isinstance(words, str) else list(words or ()) for text, words in said.items()}
