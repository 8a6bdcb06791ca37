"""The form of a rule about refusals, and the answers that several kinds of calls share."""

import re
from dataclasses import dataclass

from backhaul.core.decisions import Done, Later, Person, Replan

Answer = Done | Replan | Later | Person


@dataclass(frozen=True)
class Rule:
    """An error of this shape means `answer`. `field` is the first part of the error's path, None for any or none."""

    pattern: re.Pattern[str]
    answer: Answer
    field: str | None = None
    code: str | None = None


def rule(pattern: str, answer: Answer, *, field: str | None = None, code: str | None = None) -> Rule:
    """A rule whose pattern is searched without regard to case."""
    return Rule(re.compile(pattern, re.IGNORECASE), answer, field, code)


def by_code(answers: dict[str, Answer]) -> tuple[Rule, ...]:
    """Rules for errors that are told by their code alone."""
    return tuple(rule("", answer, code=code) for code, answer in answers.items())


ORDER_CHANGED = Replan("The order has changed in Shopify since it was read; it is read and planned anew.")
ALREADY_SO = Done("It was so in Shopify already.")
DEFECT = Person("Backhaul asked Shopify for something impossible: report it with the evidence below.")
NO_ORDER = Person("Shopify no longer has this order, or hides it. See Shopify, then retry or cancel this task.")
