"""Cut the sandbox's schema out of the official Admin API schema that Shopify ships in an npm package.

Usage: python scripts/build_sandbox_schema.py [--from admin_2026-10.json.gz]
Without --from, the package is fetched with `npm pack`.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

API_VERSION = "2026-10"
PACKAGE = "@shopify/dev-mcp"
ROOT_TYPES = ("QueryRoot", "Mutation")
ROOT_FIELDS_FILE = Path(__file__).with_name("sandbox_root_fields.txt")
TARGET = Path(__file__).parent.parent / "src/shopify_sandbox/schema"

# Interfaces so wide that following them to every implementer would keep the whole schema.
WIDE_INTERFACES = frozenset(
    (
        "Node",
        "DisplayableError",
        "HasMetafields",
        "HasMetafieldDefinitions",
        "HasPublishedTranslations",
        "HasEvents",
        "LegacyInteroperability",
        "Navigable",
        "CommentEventSubject",
        "HasCompareDigest",
        "Publishable",
        "ResourceOperation",
    )
)
# Reached only through an interface or `node(id:)`, never by the type of a field.
EXTRA_TYPES = ("OrderCancelJobResult", "BasicEvent", "CommentEvent")
# What the published file leaves out: fields of root types that 2026-04 serves (recorded) with their types, and the
# order of members. The file has them by the alphabet, the API by their definition, which is known of a few types.
SUPPLEMENT_FILE = Path(__file__).with_name("sandbox_schema_supplement.json")
KEPT_KEYS = {
    "type": ("kind", "name", "isOneOf", "fields", "inputFields", "interfaces", "enumValues", "possibleTypes"),
    "field": ("name", "args", "type", "isDeprecated", "deprecationReason"),
    "input": ("name", "type", "defaultValue", "isDeprecated", "deprecationReason"),
    "enum": ("name", "isDeprecated", "deprecationReason"),
}

Json = dict[str, Any]


def main() -> int:
    """Write the closure, the table of required access and the licence; print what was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, help="the official introspection file, gzipped")
    source = parser.parse_args().source
    with tempfile.TemporaryDirectory() as folder:
        schema_file, licence = (source, None) if source else fetch(Path(folder))
        introspection = json.loads(gzip.decompress(schema_file.read_bytes()))["data"]["__schema"]
        supplement(introspection, json.loads(SUPPLEMENT_FILE.read_text()))
        if licence is not None:
            (TARGET / "LICENSE").write_bytes(licence.read_bytes())
    topics = next(each for each in introspection["types"] if each["name"] == "WebhookSubscriptionTopic")
    closure, access = cut(introspection, wanted_roots())
    write_json(TARGET / f"admin_{API_VERSION}.closure.json.gz", {"__schema": closure})
    write_json(TARGET / f"admin_{API_VERSION}.access.json.gz", access)
    write_json(TARGET / f"admin_{API_VERSION}.topics.json.gz", topic_scopes(topics))
    sys.stdout.write(f"kept {len(closure['types'])} of {len(introspection['types'])} types\n")
    return 0


def supplement(introspection: Json, added: Json) -> None:
    """Add what the published file leaves out; what it has by now is not replaced. Members not named come last."""
    types = {each["name"]: each for each in introspection["types"]}
    introspection["types"] += [each for each in added["types"] if each["name"] not in types]
    for name, fields in added["fields"].items():
        known = {field["name"] for field in types[name]["fields"]}
        types[name]["fields"] += [field for field in fields if field["name"] not in known]
    for name, order in added["order"].items():
        for members in (types[name]["inputFields"], types[name]["enumValues"]):
            if members:
                members.sort(key=partial(place_of, order.split()))


def place_of(names: list[str], member: Json) -> int:
    """Where a member stands in the order; behind all others when it isn't named."""
    return names.index(member["name"]) if member["name"] in names else len(names)


def fetch(folder: Path) -> tuple[Path, Path]:
    """Download the package and unpack its schema and licence into `folder`."""
    packed = subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603, S607
    members = (f"package/dist/data/admin_{API_VERSION}.json.gz", "package/LICENSE")
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
        for member in members:
            archive.extract(member, folder, filter="data")
    return folder / members[0], folder / members[1]


def wanted_roots() -> frozenset[str]:
    """Read the `Type.field` names listed beside this script."""
    lines = (line.strip() for line in ROOT_FIELDS_FILE.read_text().splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def cut(introspection: Json, roots: frozenset[str]) -> tuple[Json, Json]:
    """Keep the wanted root fields, every type they reach, and every field of those types."""
    types: dict[str, Json] = {each["name"]: each for each in introspection["types"]}
    mutations = sorted(field["name"] for field in types["Mutation"]["fields"])
    for root in ROOT_TYPES:
        fields = types[root]["fields"]
        missing = {name for name in roots if name.startswith(f"{root}.")} - {f"{root}.{f['name']}" for f in fields}
        if missing:
            raise SystemExit(f"not in the official schema: {sorted(missing)}")
        types[root]["fields"] = [field for field in fields if f"{root}.{field['name']}" in roots]
    kept = reachable(types)
    closure = {
        "queryType": introspection["queryType"],
        "mutationType": introspection["mutationType"],
        "subscriptionType": None,
        "types": [trimmed_type(each, kept) for each in introspection["types"] if each["name"] in kept],
        "directives": [trimmed_directive(each) for each in introspection["directives"]],
    }
    return closure, access_table(types, kept) | {"mutations": mutations}


def reachable(types: dict[str, Json]) -> set[str]:
    """Names of all types that the root types and the extra types lead to."""
    seen: set[str] = set()
    todo = [*ROOT_TYPES, *EXTRA_TYPES, *(name for name in types if name.startswith("__"))]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(neighbours(types[name]))
    return seen


def neighbours(each: Json) -> Iterator[str]:
    """Names of the types that one type refers to."""
    for field in each["fields"] or []:
        yield named(field["type"])
        yield from (named(argument["type"]) for argument in field["args"])
    for field in each["inputFields"] or []:
        yield named(field["type"])
    yield from (interface["name"] for interface in each["interfaces"] or [])
    if each["name"] not in WIDE_INTERFACES:
        yield from (member["name"] for member in each["possibleTypes"] or [])


def named(type_reference: Json) -> str:
    """Strip lists and non-nulls off a type reference."""
    while type_reference["ofType"]:
        type_reference = type_reference["ofType"]
    return str(type_reference["name"])


def trimmed_type(each: Json, kept: set[str]) -> Json:
    """A type without descriptions and without members that are not kept."""
    result: Json = {key: each[key] for key in KEPT_KEYS["type"] if key != "isOneOf" or each[key]}
    if each["fields"] is not None:
        result["fields"] = [trimmed_field(field) for field in each["fields"]]
    if each["inputFields"] is not None:
        result["inputFields"] = [trimmed_input(field) for field in each["inputFields"]]
    if each["enumValues"] is not None:
        result["enumValues"] = [picked(value, "enum") for value in each["enumValues"]]
    for key in ("interfaces", "possibleTypes"):
        if each[key] is not None:
            result[key] = [reference(member) for member in each[key] if member["name"] in kept]
    return result


def trimmed_field(field: Json) -> Json:
    """A field without descriptions."""
    arguments = [trimmed_input(argument) for argument in field["args"]]
    return picked(field, "field") | {"args": arguments, "type": reference(field["type"])}


def trimmed_input(value: Json) -> Json:
    """An argument or input field without its description."""
    return picked(value, "input") | {"type": reference(value["type"])}


def trimmed_directive(directive: Json) -> Json:
    """A directive without descriptions."""
    arguments = [trimmed_input(argument) for argument in directive["args"]]
    return {key: directive[key] for key in ("name", "isRepeatable", "locations")} | {"args": arguments}


def picked(value: Json, kind: str) -> Json:
    """The kept keys of one element; deprecation only where it is deprecated."""
    deprecation = ("isDeprecated", "deprecationReason")
    return {key: value[key] for key in KEPT_KEYS[kind] if key not in deprecation or value["isDeprecated"]}


def reference(type_reference: Json) -> Json:
    """A type reference without empty keys."""
    inner = type_reference.get("ofType")
    if inner:
        return {"kind": type_reference["kind"], "ofType": reference(inner)}
    return {"kind": type_reference["kind"], "name": type_reference["name"]}


def access_table(types: dict[str, Json], kept: set[str]) -> Json:
    """What only descriptions and extensions tell: required access (each text once), ids taken, webhook topics."""
    numbers: dict[str, int] = {}
    required: dict[str, int] = {}
    for name, text in access_texts(types, kept):
        required[name] = numbers.setdefault(text, len(numbers))
    texts = [{"text": text, "scopes": scope_groups(text)} for text in numbers]
    return {
        "texts": texts,
        "required": required,
        "ids": dict(id_types(types, kept)),
        "topics": webhook_topics(types["WebhookSubscriptionTopic"]),
    }


def webhook_topics(enum: Json) -> dict[str, str]:
    """The topic as it stands in webhook headers, `orders/create`, for each member of the enum."""
    found = {each["name"]: re.search(r"`([a-z_]+[/.][a-z_]+)`", each["description"]) for each in enum["enumValues"]}
    return {name: match[1] for name, match in found.items() if match}


def topic_scopes(enum: Json) -> dict[str, list[str]]:
    """The scopes of which one is needed to subscribe to a topic, for each member of the enum that needs any."""
    texts = {each["name"]: " ".join(each["description"].split()) for each in enum["enumValues"]}
    clauses = {name: text.partition("Requires ")[2] for name, text in texts.items()}
    found = {name: re.findall(r"\b(?:read|write)_[a-z_0-9]+\b", clause) for name, clause in clauses.items()}
    return {name: scopes for name, scopes in found.items() if scopes}


def access_texts(types: dict[str, Json], kept: set[str]) -> Iterator[tuple[str, str]]:
    """`Type` or `Type.field`, with the official text of what it requires."""
    for name in sorted(kept):
        if types[name].get("requiredAccess"):
            yield name, types[name]["requiredAccess"]
        for field in types[name]["fields"] or []:
            if field.get("requiredAccess"):
                yield f"{name}.{field['name']}", field["requiredAccess"]


def id_types(types: dict[str, Json], kept: set[str]) -> Iterator[tuple[str, list[str]]]:
    """`Type.field.argument` or `Input.field`, with the types whose ids it takes."""
    for name in sorted(kept):
        for field in types[name]["fields"] or []:
            yield from with_id_types(f"{name}.{field['name']}", field["args"])
        yield from with_id_types(name, types[name]["inputFields"] or [])


def with_id_types(owner: str, values: Iterable[Json]) -> Iterator[tuple[str, list[str]]]:
    """Those of the arguments or input fields that say which ids they take."""
    return ((f"{owner}.{value['name']}", value["gidTypes"]) for value in values if value.get("gidTypes"))


def scope_groups(text: str) -> list[list[str]]:
    """The scopes a text asks for: at least one of every group.

    "`a` or `b`" is one group; "as well as", "and (" and a following "Requires …", "The app must have …" or "An
    applicable … scope is required" begin another. What is asked of the user, the shop or its plan names no scope and
    is left out.
    """
    first, _, rest = text.partition(" Also: ")
    first = first.split(" for queries and both ")[0]
    clauses = re.split(r" as well as | and \(", first)
    clauses += [
        clause
        for clause in re.split(r"(?<=\.) ", rest)
        if re.match(r"Requires|The app must have|An applicable", clause)
    ]
    groups = [re.findall(r"\b((?:read|write)_[a-z_0-9]+)\b", clause) for clause in clauses]
    return [group for group in groups if group]


def write_json(path: Path, value: Json) -> None:
    """Write compact, gzipped and reproducible JSON."""
    raw = json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
    path.write_bytes(gzip.compress(raw, 9, mtime=0))


if __name__ == "__main__":
    raise SystemExit(main())
