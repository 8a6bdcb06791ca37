"""Who is told something, and what there is to decide."""

from dataclasses import dataclass
from enum import StrEnum


class Recipient(StrEnum):
    MERCHANT = "merchant"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Option:
    """One thing that can be decided about what a notice tells. `name` is stable, the rest is for a person.

    `follows` says what happens when it is chosen.
    """

    name: str
    label: str
    follows: str
