"""The page of how true the local Shopify is: operation by operation, what is proven, documented and assumed."""

from collections.abc import Iterator

from graphql import GraphQLObjectType

from shopify_sandbox.schema import load_access, load_schema
from shopify_sandbox.truth import DIFFERENCES, LEFT_OUT, MEASURED, TABLES, WEBHOOKS, Claim, Claims, Status

INTRODUCTION = """# How true the local Shopify is

What passes against the [local Shopify](../how-to/use-the-local-shopify.md) should pass against Shopify. This page says,
operation by operation, how far that is known:"""
RECORDINGS = """The recordings are requests that two real development stores answered, at the API versions 2025-01 and
2026-04, with the gateway `manual`, on a plan below Plus. They are not part of the project; each rule they show has a
test of its own, named below. **Never recorded**, so nothing about it is called proven: subscriptions, scheduled
fulfillment orders, webhook deliveries, throttling, the bodies of HTTP errors, any other gateway, and 2026-10 itself,
whose schema is the official one."""
MEASURING = """Last measured, apart from lines and columns of errors, names and scopes that belong to a store, and
moments of Shopify's background jobs:"""
NOT_CARRIED_OUT = """Requests for these are checked as Shopify checks them, and cost what they would cost. A mutation is
then answered with an internal error, which the log names; a query is answered with null or an empty list, or, where the
schema forbids null, with an internal error."""
TESTS = "Tests are files of `tests/shopify_sandbox`, then the test's name without `test_`."


def page() -> str:
    """The whole page."""
    statuses = "\n".join(f"- **{status}**: {status.words}." for status in Status)
    parts = [INTRODUCTION, statuses, RECORDINGS, _summary(), _measured(), TESTS]
    for title, claims in TABLES.items():
        parts.append(f"## {title}\n\n{_table(claims)}")
    parts += [_not_carried_out(), _not_sent(), _differences(), _left_out()]
    return "\n\n".join(parts)


def roots(typename: str) -> tuple[str, ...]:
    """The fields of a root type of the sandbox's schema."""
    declared = load_schema().type_map[typename]
    assert isinstance(declared, GraphQLObjectType)
    return tuple(sorted(declared.fields))


def _summary() -> str:
    rows = ["| | Entries | Something proven | At most documented | Assumed alone |", "|---|---|---|---|---|"]
    for title, claims in TABLES.items():
        best = [min(list(Status).index(claim.status) for claim in each) for each in claims.values()]
        rows.append(f"| {title} | {len(best)} | {best.count(0)} | {best.count(1)} | {best.count(2)} |")
    return "\n".join(rows)


def _measured() -> str:
    rows = [MEASURING, "", "| Compared with the recordings | Equal | Of |", "|---|---|---|"]
    rows += [f"| {what} | {equal} | {of} |" for what, (equal, of) in MEASURED.items()]
    return "\n".join(rows)


def _table(claims: Claims) -> str:
    rows = ["| | Status | What | Source |", "|---|---|---|---|"]
    for name, each in claims.items():
        rows += _rows(name, each)
    return "\n".join(rows)


def _rows(name: str, claims: tuple[Claim, ...]) -> Iterator[str]:
    shown = f"`{name}`" if " " not in name and not name.startswith("`") else name
    for position, claim in enumerate(claims):
        test = claim.test.replace("test_", "").replace(".py::", ": ").replace("_", " ")
        source = f"recorded; {test}" if test else claim.source or "—"
        yield f"| {shown if position == 0 else ''} | {claim.status} | {claim.what} | {source} |"


def _not_carried_out() -> str:
    lines = ["## In the schema, but not carried out", "", NOT_CARRIED_OUT]
    for title, typename in (("Queries", "QueryRoot"), ("Mutations", "Mutation")):
        missing = [f"`{name}`" for name in roots(typename) if name not in TABLES[title]]
        lines += ["", f"**{title}** ({len(missing)}): {', '.join(missing)}."]
    return "\n".join(lines)


def _not_sent() -> str:
    topics = sorted(topic for topic in load_access().topics.values() if topic not in WEBHOOKS)
    listed = ", ".join(f"`{topic}`" for topic in topics)
    return f"## Topics that can be subscribed to, but are never sent\n\n{listed}."


def _differences() -> str:
    rows = ["| What | Why | Whose |", "|---|---|---|"]
    for each in DIFFERENCES:
        rows.append(f"| {each.what} | {each.why} | {'ours' if each.ours else 'the recording'} |")
    return "## Known differences from the recordings\n\n" + "\n".join(rows)


def _left_out() -> str:
    return "## Left out\n\n" + "\n".join(f"- {each}" for each in LEFT_OUT)
