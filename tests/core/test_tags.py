"""Which tags an order of a subscription gets, and what cannot be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backhaul.core.errors import InputError
from backhaul.core.tags import (
    DEFAULT_TEMPLATES,
    LONGEST_TAG,
    OFFERED,
    BadTag,
    Bought,
    TagField,
    fold,
    parse_template,
    parse_templates,
    still_missing,
    tags_for,
    usable_templates,
    why_not_a_tag,
)

PREPAID = Bought(plans=("Coffee club",), numbers=(1, 2, 3), total=12, is_prepaid=True, is_first=True)
RENEWAL = Bought(plans=("Coffee club",), numbers=(4,), total=12, is_prepaid=False, is_first=False)


def _tags(bought: Bought, *templates: str) -> list[str]:
    return [one.tag for one in tags_for(parse_templates(templates), [bought]).wanted]


def _because(bought: Bought, template: str) -> tuple[str, bool]:
    (one,) = tags_for(parse_templates([template]), [bought]).left_out
    return one.because, one.is_told


def test_a_plain_template_is_the_tag() -> None:
    assert _tags(PREPAID, "subscription") == ["subscription"]


def test_every_offered_template_can_be_filled_for_some_order() -> None:
    filled = [tag for bought in (PREPAID, RENEWAL) for tag in _tags(bought, *OFFERED)]

    assert filled == [
        "subscription",
        "prepaid",
        "first",
        "Coffee club",
        "delivery 1-3 of 12",
        "subscription",
        "renewal",
        "Coffee club",
        "delivery 4 of 12",
    ]


def test_an_order_that_pays_for_several_deliveries_names_the_first_and_the_last() -> None:
    assert _tags(PREPAID, "box {number}: {deliveries} boxes") == ["box 1-3: 3 boxes"]


def test_orders_that_are_not_prepaid_go_without_that_tag_and_nobody_is_told() -> None:
    assert _because(RENEWAL, "{prepaid}") == ("the order is not prepaid.", False)


def test_a_subscription_without_an_end_has_no_total_and_the_merchant_is_told() -> None:
    endless = Bought(("Club",), (4,), None, is_prepaid=False, is_first=False)

    because, is_told = _because(endless, "delivery {number} of {total}")

    assert "renews without end" in because
    assert is_told


def test_no_delivery_is_the_thirteenth_of_twelve() -> None:
    beyond = Bought(("Club",), (13,), 12, is_prepaid=False, is_first=False)

    assert _because(beyond, "delivery {number} of {total}")[0].startswith("more deliveries are counted than the 12")


def test_an_order_whose_deliveries_are_not_known_yet_waits_for_its_number() -> None:
    unrouted = Bought(("Club",), (), 12, is_prepaid=True, is_first=True)

    assert _because(unrouted, "delivery {number}") == ("the deliveries of the order are not known yet.", False)
    assert _because(unrouted, "{deliveries} boxes")[1] is False


def test_where_shopify_names_no_first_order_none_is_called_first_or_renewal() -> None:
    made_by_api = Bought(("Club",), (1,), None, is_prepaid=False, is_first=None)

    tags = tags_for(parse_templates(["{first}", "{renewal}", "subscription"]), [made_by_api])

    assert [one.tag for one in tags.wanted] == ["subscription"]


def test_the_name_of_a_plan_that_holds_a_comma_is_left_out_with_the_reason() -> None:
    odd = Bought(("Coffee, monthly",), (1,), None, is_prepaid=False, is_first=True)

    because, is_told = _because(odd, "{plan}")

    assert because == "“Coffee, monthly” cannot be a tag: Shopify splits tags at commas."
    assert is_told


def test_a_filled_tag_that_is_too_long_is_left_out_and_not_cut() -> None:
    name = "Every fourth week: espresso decaf or filter"
    long = Bought((name,), (1,), None, is_prepaid=False, is_first=True)

    because, is_told = _because(long, "{plan}")

    assert "has 43 characters, and Shopify takes at most 40" in because
    assert is_told


def test_an_order_of_two_plans_gets_a_tag_of_each() -> None:
    both = Bought(("Coffee", "Tea"), (1,), None, is_prepaid=False, is_first=True)

    assert _tags(both, "plan {plan}") == ["plan Coffee", "plan Tea"]


def test_two_subscriptions_of_one_order_give_the_same_tag_once() -> None:
    tags = tags_for(parse_templates(["subscription", "{prepaid}"]), [PREPAID, RENEWAL])

    assert [one.tag for one in tags.wanted] == ["subscription", "prepaid"]


def test_braces_in_the_name_of_a_plan_are_no_template() -> None:
    odd = Bought(("{total}",), (1,), 12, is_prepaid=False, is_first=True)

    assert _tags(odd, "{plan}") == ["{total}"]


@pytest.mark.parametrize(
    ("template", "because"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("subscription, prepaid", "splits tags at commas"),
        ("x" * (LONGEST_TAG + 1), "41 characters"),
        ("x" * 40 + "{number}", "41 characters"),
        ("x" * 300, "more than 200 characters"),
        ("line\nbreak", "line break"),
        ("nul\x00", "cannot be shown"),
        ("\ud800", "cannot be shown"),
        ("{colour}", "does not stand for anything"),
        ("{}", "does not stand for anything"),
        ("{0}", "does not stand for anything"),
        ("{plan.__class__}", "does not stand for anything"),
        ("{plan[0]}", "does not stand for anything"),
        ("{plan!r}", "does not stand for anything"),
        ("{number:>1000000000}", "does not stand for anything"),
        ("{number:{total}}", "does not stand for anything"),
        ("{number", "brace"),
        ("number}", "brace"),
        ("{first} {renewal}", "no order is a first one and a renewal"),
    ],
)
def test_a_template_that_could_never_be_a_tag_is_refused_with_the_reason(template: str, because: str) -> None:
    with pytest.raises(BadTag) as refused:
        parse_template(template)

    assert because in refused.value.message


def test_exactly_forty_characters_are_a_tag() -> None:
    assert why_not_a_tag("x" * LONGEST_TAG) == ""


def test_a_brace_can_be_written_by_doubling_it() -> None:
    assert _tags(PREPAID, "{{box}} {number}") == ["{box} 1-3"]


def test_templates_that_are_the_same_to_shopify_are_kept_once() -> None:
    assert [one.text for one in parse_templates(["Subscription ", " subscription", "VIP"])] == ["subscription", "VIP"]


def test_a_kept_template_that_is_refused_by_now_keeps_no_other_from_being_filled() -> None:
    assert [one.text for one in usable_templates(["a,b", "{plan}", "{gone}"])] == ["{plan}"]


def test_there_is_a_limit_to_templates() -> None:
    with pytest.raises(InputError, match="at most 20 tags"):
        parse_templates([f"tag {number}" for number in range(21)])


def test_the_default_is_the_word_subscription() -> None:
    assert [one.fields for one in parse_templates(DEFAULT_TEMPLATES)] == [()]
    assert _tags(RENEWAL, *DEFAULT_TEMPLATES) == ["subscription"]


def test_every_field_says_what_stands_in_for_it() -> None:
    assert all(field.words for field in TagField)


def test_a_tag_is_missing_unless_the_order_shows_it_in_whatever_case() -> None:
    assert still_missing(["Subscription", "Café", "VIP"], ["sUBSCRIPTION", "cafe\u0301"]) == ("VIP",)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_plan_is_called_what_is_sent_is_one_tag_that_shopify_keeps(plan: str, template: str) -> None:
    bought = Bought((plan,), (1,), 3, is_prepaid=True, is_first=True)
    try:
        templates = parse_templates([template, "{plan}", "x {plan} {number}"])
    except InputError:
        templates = parse_templates(["{plan}", "x {plan} {number}"])

    for one in tags_for(templates, [bought]).wanted:
        assert one.tag == one.tag.strip()
        assert 0 < len(one.tag) <= LONGEST_TAG
        assert "," not in one.tag
        assert fold(one.tag)
