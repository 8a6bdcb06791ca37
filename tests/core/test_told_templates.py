"""A store's own words: fields are filled in, and nothing else can be in them."""

import pytest

from backhaul.core.channel_errors import BadTemplate
from backhaul.core.told_templates import FIELDS, OwnWords, check_words


def test_fields_are_filled_wherever_they_stand() -> None:
    words = check_words("{{shop}}: {{ title }}", "Dear all,\n\n{{ words }}\n{{order}}")

    filled = words.fill({"shop": "Box", "title": "News", "words": "It came."})

    assert filled == ("Box: News", "Dear all,\n\nIt came.\n")


def test_what_is_filled_in_is_not_read_again() -> None:
    assert OwnWords("s", "{{ words }}").fill({"words": "{{ shop }}", "shop": "Box"})[1] == "{{ shop }}"


@pytest.mark.parametrize(
    ("body", "line", "column", "said"),
    [
        ("Hello\n{{ worsd }}", 2, 1, "no field “worsd”"),
        ("a {{ words|safe }}", 1, 3, "a field is a name alone"),
        ("{% load os %}", 1, 1, "{%"),
        ("{{ words", 1, 1, "{{"),
        ("x }}", 1, 3, "}}"),
        ("{{ words.__class__ }}", 1, 1, "a field is a name alone"),
        ("ok {{ words }}\n\n  {# note #}", 3, 3, "{#"),
        (" \n ", 1, 1, "empty"),
        ("a\x00b", 1, 2, "cannot be kept"),
    ],
)
def test_a_mistake_is_refused_with_its_place(body: str, line: int, column: int, said: str) -> None:
    with pytest.raises(BadTemplate, match="body") as refused:
        check_words("Subject", body)

    assert (refused.value.data["line"], refused.value.data["column"]) == (line, column)
    assert said in refused.value.message


def test_a_subject_is_one_line() -> None:
    with pytest.raises(BadTemplate, match="one line"):
        check_words("a\nb", "body")


def test_lengths_are_limited() -> None:
    with pytest.raises(BadTemplate, match="longer than 200"):
        check_words("x" * 201, "body")
    with pytest.raises(BadTemplate, match="longer than 10000"):
        check_words("s", "x" * 10_001)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_used(field: str) -> None:
    assert check_words(f"{{{{ {field} }}}}", "body").fill({field: "value"})[0] == "value"
