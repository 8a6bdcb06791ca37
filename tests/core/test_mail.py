"""What may stand in the head of a mail."""

import pytest

from backhaul.core.mail import check_address, message_id, one_line, read_sender
from backhaul.core.mail_errors import BadMailAddress


@pytest.mark.parametrize(
    "address", ["ada@example.com", "a.b+c'd@example.co.uk", "ada@grüne-kiste.example", "root@host"]
)
def test_one_plain_address_is_taken_as_it_is(address: str) -> None:
    assert check_address(address) == address


def test_blanks_around_an_address_do_not_matter() -> None:
    assert check_address(" ada@example.com ") == "ada@example.com"


@pytest.mark.parametrize("address", ["a@b@c", "a@b\x00", "a@b\u2028c", "a\u00a0@b", "@b", "a@", '"a b"@c', "a@[::1]"])
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(BadMailAddress):
        check_address(address)


def test_control_characters_and_line_breaks_become_blanks() -> None:
    assert one_line("a\r\n b\x00c\u2028d\x85e ") == "a b c d e"


def test_a_long_line_is_cut_and_shows_it() -> None:
    assert one_line("x" * 300, most=10) == "x" * 9 + "…"


def test_the_name_of_a_sending_cannot_leave_its_id() -> None:
    assert message_id("not_1> x\r\ny", host="example.com") == "<not_1-x-y@example.com>"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("shop@example.com", ("", "shop@example.com")),
        ("Shop <shop@example.com>", ("Shop", "shop@example.com")),
        ('"Box, green" <shop@example.com>', ("Box, green", "shop@example.com")),
    ],
)
def test_a_sender_is_an_address_with_or_without_a_name(text: str, sender: tuple[str, str]) -> None:
    assert read_sender(text) == sender


@pytest.mark.parametrize("text", ["", "Shop", "a@example.com, b@example.com", "Shop <shop>"])
def test_a_sender_that_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(BadMailAddress):
        read_sender(text)
