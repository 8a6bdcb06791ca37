"""What keeps a mail from being sent; part of the tree that is drawn in `errors`.

BackhaulError
└── MailError
    ├── MailOff            the installation has no mail server: nothing was tried
    ├── MailRefused        trying again cannot help: the address, or what the server will not take
    │   └── BadMailAddress
    └── MailUnreachable    no server, no login, or it asks for patience: try again
"""

from typing import ClassVar

from backhaul.core.errors import BackhaulError


class MailError(BackhaulError):
    """A mail was not sent, as far as is known; `may_be_taken`: the server has it perhaps, for its answer is missing."""

    code = "mail-not-sent"
    may_be_taken = False


class MailOff(MailError):
    code = "mail-off"
    default_hint: ClassVar[str] = "Set BACKHAUL_MAIL_HOST and BACKHAUL_MAIL_FROM, restart, and retry."

    def __init__(self) -> None:
        super().__init__("This installation has no mail server, so nothing can be sent by mail.")


class MailRefused(MailError):
    """The mail server, or we before it, will never take this mail; `said` is the server's reply without addresses."""

    code = "mail-refused"
    default_hint: ClassVar[str] = "Correct the address or what the server complains about, then retry."

    def __init__(self, said: str) -> None:
        super().__init__(f"The mail server refuses the mail: {said}".rstrip(": "), data={"said": said})


class BadMailAddress(MailRefused):
    """What should be an address is none; it is not repeated, because it may be a customer's."""

    code = "bad-mail-address"
    default_hint: ClassVar[str] = "Give one address, like name@example.com."

    def __init__(self) -> None:
        super().__init__("this is not a mail address")
        self.message = str(self.args[0])


class MailUnreachable(MailError):
    """The server did not answer, did not let us in, or asks to come again; what is sent again has the same id."""

    code = "mail-unreachable"
    default_hint: ClassVar[str] = "Check the BACKHAUL_MAIL_… settings and that the server runs."
    can_retry = True

    def __init__(self, said: str, *, may_be_taken: bool = False) -> None:
        super().__init__(f"The mail server cannot be used at the moment: {said}".rstrip(": "), data={"said": said})
        self.may_be_taken = may_be_taken
