"""Where the operations, their schema and what is made of them lie."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "src/shopify_sandbox/schema/admin_2026-10.closure.json.gz"
OPERATIONS = ROOT / "src/backhaul/shopify/operations"
RECORD = OPERATIONS / "generated.json"
KINDS = ("queries", "mutations")


def made_from() -> list[Path]:
    """Every file whose change asks for a new generation."""
    documents = [path for kind in KINDS for path in (OPERATIONS / kind).rglob("*.graphql")]
    scripts = [path for pattern in ("*.py", "*.toml") for path in Path(__file__).parent.glob(pattern)]
    return [*documents, *scripts, ROOT / "locks/codegen.txt"]


def made() -> list[Path]:
    """Every generated file, the record aside."""
    return [path for kind in KINDS for path in (OPERATIONS / kind).glob("*.py")]


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over names and contents, whatever the order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
