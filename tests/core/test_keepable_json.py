"""JSON of others whose texts a database has to keep."""

import json

import pytest

from backhaul.core.keepable_json import load_keepable


def test_halves_of_surrogate_pairs_are_replaced_wherever_they_stand() -> None:
    read = load_keepable(rb'{"note": "a\uD800b", "tags": ["\udfff", {"\ud83d": 1}]}')

    assert read == {"note": "a?b", "tags": ["?", {"?": 1}]}


def test_whole_pairs_and_every_other_text_stay_as_they_are() -> None:
    content = {"note": "😀 é \u202e\ufeff \x00 \\ud800", "number": [1, 2.5, None, True]}

    assert load_keepable(json.dumps(content).encode()) == content
    assert load_keepable(json.dumps(content, ensure_ascii=False).encode()) == content


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"a": "\\ud800"'])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        load_keepable(content)
