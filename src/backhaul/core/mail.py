"""What a mail is, and what may stand in its head."""

import re
from dataclasses import dataclass
from email.utils import getaddresses

from backhaul.core.mail_errors import BadMailAddress

LONGEST_SUBJECT = 200
LONGEST_ADDRESS = 254
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[^\s@\x00-\x20\"(),:;<>\[\]\\\x7f-\x9f]+")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Message:
    """A mail to one address, as text and, where there is more to show, as HTML with the same words.

    `message_id` names the sending: what is sent again for the same reason has the same, so that a mailbox can tell.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""


def check_address(text: str) -> str:
    """The one mail address that a text is. Raises BadMailAddress, also for several, a name beside it or line breaks.

    Its part before the @ is ASCII; the part behind it may be of any script.
    """
    address = text.strip(" ")
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise BadMailAddress
    return address


def read_sender(text: str) -> tuple[str, str]:
    """The name, empty if there is none, and the address of a sender like `Shop <shop@example.com>`.

    Raises BadMailAddress, also for several.
    """
    found = getaddresses([one_line(text, most=LONGEST_ADDRESS + LONGEST_SUBJECT)])
    if len(found) != 1:
        raise BadMailAddress
    return found[0][0], check_address(found[0][1])


def one_line(text: str, *, most: int = LONGEST_SUBJECT) -> str:
    """A text as it may stand in a mail's head: one line of at most so many characters, without control characters."""
    line = _BLANKS.sub(" ", text).strip()
    return line if len(line) <= most else f"{line[: most - 1]}…"


def message_id(name: str, *, host: str) -> str:
    """The Message-ID of the sending that is called so, like `<not_1.chn_2@example.com>`."""
    return f"<{_NOT_IN_ID.sub('-', name)}@{host}>"
