"""Which tags an order of a subscription gets, and which texts Shopify would not keep as one tag.

A template is a tag with names in braces: see TagField for what stands in for each, and when a tag is left out.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from backhaul.core.errors import InputError

LONGEST_TAG = 40
"""An order's tag may have so many characters (help pages of apps; not in the schema)."""
LONGEST_TEMPLATE = 200
MOST_TEMPLATES = 20
DEFAULT_TEMPLATES = ("subscription",)
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


class TagField(StrEnum):
    """What a template may name; `words` says what stands in for it."""

    PLAN = "plan"
    NUMBER = "number"
    TOTAL = "total"
    DELIVERIES = "deliveries"
    PREPAID = "prepaid"
    FIRST = "first"
    RENEWAL = "renewal"

    @property
    def words(self) -> str:
        return _FIELD_WORDS[self]


_FIELD_WORDS = {
    TagField.PLAN: "the name of the selling plan; of several plans, a tag for each",
    TagField.NUMBER: "which delivery of the subscription the order pays for, counted over its whole life: 3, or 1-4 "
    "for an order that pays for several",
    TagField.TOTAL: "how many deliveries the subscription has altogether; one that renews without end has no such "
    "number, and its orders go without the tag",
    TagField.DELIVERIES: "how many deliveries the order pays for",
    TagField.PREPAID: "the word prepaid; other orders go without the tag",
    TagField.FIRST: "the word first; orders after the first one go without the tag",
    TagField.RENEWAL: "the word renewal; the first order goes without the tag",
}

OFFERED = ("subscription", "{prepaid}", "{first}", "{renewal}", "{plan}", "delivery {number} of {total}")
"""Templates that are proposed to a merchant."""


class BadTag(InputError):
    """A tag, or a template of tags, that Shopify would not keep as it stands or that cannot be filled."""

    code = "bad-tag"

    def __init__(self, template: str, because: str) -> None:
        super().__init__(
            f"“{template[:80]}” cannot be a tag: {because}",
            hint=f"For example: {', '.join(OFFERED)}.",
            data={"template": template[:LONGEST_TEMPLATE]},
        )


class TaggedContracts(StrEnum):
    """Whose subscriptions' orders are tagged."""

    OURS = "ours"
    ALL = "all"


class TagState(StrEnum):
    """What is known of one tag of one order; `words` says it to a person."""

    WANTED = "wanted"
    THERE = "there"
    TAKEN_OFF = "taken_off"
    NOT_KEPT = "not_kept"

    @property
    def words(self) -> str:
        return _STATE_WORDS[self]


_STATE_WORDS = {
    TagState.WANTED: "is to be added",
    TagState.THERE: "is on the order",
    TagState.TAKEN_OFF: "was taken off in Shopify, and is not put back",
    TagState.NOT_KEPT: "was accepted by Shopify, which does not show it",
}


@dataclass(frozen=True)
class Template:
    """A template that can be filled; `fields` are those it names."""

    text: str
    fields: tuple[TagField, ...]


@dataclass(frozen=True)
class Bought:
    """What one subscription has bought with an order.

    `numbers` of the deliveries that the order pays for, () while they are not known. `total` deliveries over the
    subscription's whole life, None where it renews without end. `is_first`: it began with this order; None where
    Shopify names no order that it began with.
    """

    plans: tuple[str, ...]
    numbers: tuple[int, ...]
    total: int | None
    is_prepaid: bool
    is_first: bool | None


@dataclass(frozen=True)
class Filled:
    """A tag and the template that it was made of."""

    template: str
    tag: str


@dataclass(frozen=True)
class LeftOut:
    """A template that gives this order no tag, and why. `is_told`: a person should know, for it can be put right."""

    template: str
    because: str
    is_told: bool


@dataclass(frozen=True)
class Tags:
    """What an order is to have, each once, and what it goes without."""

    wanted: tuple[Filled, ...]
    left_out: tuple[LeftOut, ...] = ()


def fold(tag: str) -> str:
    """What two tags have in common that are one to Shopify, which compares without regard to case."""
    return unicodedata.normalize("NFC", tag.strip()).casefold()


def parse_templates(texts: Iterable[str]) -> tuple[Template, ...]:
    """The templates, each once. Raises BadTag, InputError when there are too many."""
    templates = tuple(parse_template(text) for text in {fold(text): text.strip() for text in texts}.values())
    if len(templates) > MOST_TEMPLATES:
        raise InputError(f"An order gets at most {MOST_TEMPLATES} tags.", hint="Leave some out.")
    return templates


def usable_templates(texts: Iterable[str]) -> tuple[Template, ...]:
    """Those of a store's templates that can be filled; one that an earlier version took and this one refuses cannot."""
    usable = []
    for text in texts:
        with suppress(BadTag):
            usable.append(parse_template(text))
    return tuple(usable)


def parse_template(text: str) -> Template:
    """The template, if some order can be given a tag by it. Raises BadTag."""
    if len(text) > LONGEST_TEMPLATE:
        raise BadTag(text, f"it has more than {LONGEST_TEMPLATE} characters.")
    fields = _fields_of(text)
    because = why_not_a_tag(_fill(text, dict.fromkeys(TagField, "1")))
    if because:
        raise BadTag(text, because)
    if TagField.FIRST in fields and TagField.RENEWAL in fields:
        raise BadTag(text, "no order is a first one and a renewal.")
    return Template(text, fields)


def why_not_a_tag(text: str) -> str:
    """Why Shopify would split, cut, change or refuse this text as a tag of an order; "" when it would not."""
    if not text.strip():
        return "it is empty."
    if "," in text:
        return "Shopify splits tags at commas."
    if any(unicodedata.category(one) in _UNPRINTABLE for one in text):
        return "it holds a line break or a character that cannot be shown."
    if len(text.strip()) > LONGEST_TAG:
        return f"it has {len(text.strip())} characters, and Shopify takes at most {LONGEST_TAG}."
    return ""


def tags_for(templates: Sequence[Template], bought: Sequence[Bought]) -> Tags:
    """The tags of an order that these subscriptions have brought about; every template is filled for each of them."""
    wanted: dict[str, Filled] = {}
    left_out: dict[tuple[str, str], LeftOut] = {}
    for template in templates:
        for one in bought:
            missing = _why_left_out(template, one)
            if missing:
                left_out[template.text, missing.because] = missing
                continue
            for tag in _tags_of(template, one):
                because = why_not_a_tag(tag)
                if because:
                    words = f"“{tag[:80]}” cannot be a tag: {because}"
                    left_out[template.text, words] = LeftOut(template.text, words, is_told=True)
                else:
                    wanted.setdefault(fold(tag), Filled(template.text, tag))
    return Tags(tuple(wanted.values()), tuple(left_out.values()))


def still_missing(wanted: Iterable[str], shown: Iterable[str]) -> tuple[str, ...]:
    """Those of the tags that the order does not show."""
    there = {fold(tag) for tag in shown}
    return tuple(tag for tag in wanted if fold(tag) not in there)


def _fields_of(text: str) -> tuple[TagField, ...]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as exc:
        raise BadTag(text, "a brace is not closed, or was never opened.") from exc
    names = [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
    for name, spec, conversion in names:
        if name not in set(TagField) or spec or conversion:
            known = ", ".join(f"{{{field}}}" for field in TagField)
            raise BadTag(text, f"“{{{name}}}” does not stand for anything; there are {known}.")
    return tuple(dict.fromkeys(TagField(name) for name, _, _ in names))


def _fill(text: str, values: Mapping[TagField, str]) -> str:
    return text.format_map({field.value: value for field, value in values.items()}).strip()


def _why_left_out(template: Template, bought: Bought) -> LeftOut | None:
    reasons = [reason for field in template.fields if (reason := _missing(field, bought))]
    if not reasons:
        return None
    because, is_told = reasons[0]
    return LeftOut(template.text, because, is_told)


def _missing(field: TagField, bought: Bought) -> tuple[str, bool] | None:
    """Why nothing stands in for a field, and whether that is worth telling."""
    match field:
        case TagField.PLAN:
            return None if bought.plans else ("the selling plan has no name.", True)
        case TagField.NUMBER | TagField.DELIVERIES:
            return None if bought.numbers else ("the deliveries of the order are not known yet.", False)
        case TagField.TOTAL:
            return _no_total(bought)
        case TagField.PREPAID:
            return None if bought.is_prepaid else ("the order is not prepaid.", False)
        case TagField.FIRST:
            return None if bought.is_first else ("it is not known to be the subscription's first order.", False)
        case TagField.RENEWAL:
            return None if bought.is_first is False else ("it is not known to come after the first order.", False)


def _no_total(bought: Bought) -> tuple[str, bool] | None:
    if bought.total is None:
        return "the subscription renews without end: its deliveries have no total.", True
    if max(bought.numbers, default=0) > bought.total:
        return f"more deliveries are counted than the {bought.total} of the subscription.", True
    return None


def _tags_of(template: Template, bought: Bought) -> list[str]:
    """One tag, or one for each plan where the template names the plan."""
    plans = bought.plans if TagField.PLAN in template.fields else ("",)
    values = {
        TagField.NUMBER: _range(bought.numbers),
        TagField.DELIVERIES: str(len(bought.numbers)),
        TagField.TOTAL: str(bought.total),
        TagField.PREPAID: "prepaid",
        TagField.FIRST: "first",
        TagField.RENEWAL: "renewal",
    }
    return [_fill(template.text, {**values, TagField.PLAN: plan}) for plan in plans]


def _range(numbers: Sequence[int]) -> str:
    first, last = min(numbers, default=0), max(numbers, default=0)
    return str(first) if first == last else f"{first}-{last}"
