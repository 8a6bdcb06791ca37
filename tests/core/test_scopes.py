"""Which scopes are missing, and what their absence costs."""

from backhaul.core.scopes import SCOPES, compare, held, missing, missing_required, tell_lost

ALL = [scope.handle for scope in SCOPES]


def test_a_scope_to_write_includes_the_one_to_read() -> None:
    assert held(["write_orders"]) == {"write_orders", "read_orders"}
    assert "read_orders" not in missing_required(["write_orders"])


def test_nothing_granted_lacks_everything_with_the_needed_first() -> None:
    lacking = missing([])

    assert [scope.handle for scope in lacking] == ALL
    assert [scope.is_required for scope in lacking] == sorted((scope.is_required for scope in lacking), reverse=True)


def test_every_scope_says_what_it_is_for_and_what_is_lost_without_it() -> None:
    assert all(scope.needed_for and scope.without.endswith((".", "!")) for scope in SCOPES)
    assert len(set(ALL)) == len(ALL)


def test_without_the_third_party_scope_only_an_optional_one_is_missing() -> None:
    granted = [handle for handle in ALL if "third_party" not in handle]

    assert missing_required(granted) == ()
    assert "silently missing" in missing(granted)[0].without


def test_two_grants_are_compared_by_what_they_amount_to() -> None:
    change = compare(["read_orders", "read_locations"], ["write_orders", "read_all_orders"])

    assert [scope.handle for scope in change.lost] == ["read_locations"]
    assert [scope.handle for scope in change.gained] == ["write_orders", "read_all_orders"]
    assert "read_locations: Locations cannot be listed" in tell_lost(change.lost)
