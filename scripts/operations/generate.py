"""Writes the typed operations: `make codegen`, or `python -m scripts.operations.generate` where ariadne-codegen is.

With `--into FOLDER` it writes there instead, which is how the test for drift looks without touching anything.
"""

import argparse
import ast
import gzip
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from graphql import GraphQLSchema, build_client_schema, print_schema
from scripts.operations.places import KINDS, OPERATIONS, RECORD, ROOT, SCHEMA, fingerprint, made, made_from

SETTINGS = Path(__file__).with_name("settings.toml")
UNUSED = ("base_client.py", "base_model.py", "exceptions.py", "__init__.py")


def main() -> int:
    """Generate both packages; record what they were made from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=OPERATIONS)
    into: Path = parser.parse_args().into
    with tempfile.TemporaryDirectory() as work:
        schema = Path(work) / "schema.graphql"
        schema.write_text(print_schema(read_schema()))
        for kind in KINDS:
            _generate(kind, schema=schema, work=Path(work), into=into / kind)
    if into == OPERATIONS:
        record = {"made_from": fingerprint(made_from()), "made": fingerprint(made())}
        RECORD.write_text(json.dumps(record, indent=2) + "\n")
    return 0


def read_schema() -> GraphQLSchema:
    """Shopify's schema; it breaks rules of GraphQL that don't matter here, so it is taken as it is."""
    return build_client_schema(json.loads(gzip.decompress(SCHEMA.read_bytes())), assume_valid=True)


def _generate(kind: str, *, schema: Path, work: Path, into: Path) -> None:
    settings = tomllib.loads(SETTINGS.read_text())
    settings["tool"]["ariadne-codegen"] |= {
        "schema_path": schema.as_posix(),
        "queries_path": (OPERATIONS / kind).as_posix(),
        "target_package_path": work.as_posix(),
        "target_package_name": kind,
    }
    command = "import json, sys; from ariadne_codegen.main import client; client(json.loads(sys.argv[1]))"
    subprocess.run(  # noqa: S603 -- our own interpreter and text
        [sys.executable, "-W", "ignore", "-c", command, json.dumps(settings)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob("*.py"):
        old.unlink()
    for path in sorted((work / kind).glob("*.py")):
        if path.name not in UNUSED:
            (into / path.name).write_text(path.read_text().replace("from .base_model import", "from ..model import"))
    (into / "__init__.py").write_text(_package(kind, into))


def _package(kind: str, folder: Path) -> str:
    lines = [f'"""Shopify\'s {kind}, typed. Made by `make codegen`: change the .graphql files instead."""', ""]
    exported: list[str] = []
    for module in ("calls", "input_types"):
        path = folder / f"{module}.py"
        if path.exists():
            names = _public_names(path)
            lines += [f"from .{module} import (", *(f"    {name}," for name in names), ")"]
            exported += names
    return "\n".join([*lines, "", "__all__ = [", *(f'    "{name}",' for name in sorted(exported)), "]", ""])


def _public_names(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.append(node.targets[0].id)
    return sorted(names)


if __name__ == "__main__":
    sys.exit(main())
