"""How rows are locked: no lock stands in the way of a row that only refers to the locked one."""

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "backhaul"
LOCK = re.compile(r"select_for_update\(([^)]*)")


def test_every_row_lock_lets_other_rows_refer_to_its_row() -> None:
    """A plain FOR UPDATE makes whoever inserts a row that refers to this one wait, and two such waits are a deadlock:
    one process holds an order and wants its tasks, the other holds a task and writes that it belongs to the order."""
    texts = {path: path.read_text() for path in SOURCES.rglob("*.py")}
    locks = [(path.name, found) for path, text in texts.items() for found in LOCK.findall(text)]

    assert len(locks) > 20
    assert [lock for lock in locks if "no_key=True" not in lock[1]] == []
