"""Personal data is taken out of what is shown."""

import json
from typing import Any

import pytest

from backhaul.core.redaction import HIDDEN, redact

PERSON = {
    "first_name": "Ada",
    "lastName": "Byron",
    "address1": "12 Mill Lane",
    "zip": "W1",
    "phone": "+4420",
    "company": "Engines",
    "country_code": "GB",
    "id": 7,
}


@pytest.mark.parametrize("member", ["customer", "billing_address", "shippingAddress", "destination", "default_address"])
def test_of_a_person_only_ids_and_what_many_share_are_shown(member: str) -> None:
    shown: Any = redact({member: PERSON, "name": "#1001"})

    assert shown["name"] == "#1001"
    assert shown[member]["id"] == 7
    assert shown[member]["country_code"] == "GB"
    assert {shown[member][name] for name in PERSON if name not in ("id", "country_code")} == {HIDDEN}


def test_personal_members_are_hidden_wherever_they_stand() -> None:
    body = {
        "email": "ada@example.com",
        "note": "ring twice",
        "note_attributes": [{"name": "Gift for", "value": "Charles"}],
        "line_items": [{"title": "Apple", "properties": [{"name": "Engraving", "value": "A."}], "quantity": 2}],
        "browser_ip": "192.0.2.1",
        "order_status_url": "https://shop.example/1/authenticate?key=k",
        "token": "t",
        "referring_site": "see ada@example.com",
        "title": "for ada@example.com only",
    }

    shown = json.dumps(redact(body), ensure_ascii=False)

    assert not [word for word in ("ada@", "ring twice", "Charles", "Engraving", "192.", "key=k") if word in shown]
    assert '"quantity": 2' in shown
    assert "Apple" in shown


def test_what_is_not_there_stays_visible_as_such() -> None:
    assert redact({"email": None, "note": "", "customer": None, "tags": []}) == {
        "email": None,
        "note": "",
        "customer": None,
        "tags": [],
    }
