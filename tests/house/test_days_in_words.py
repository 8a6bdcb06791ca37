"""How days are written: what people read is a day of the store's own calendar, or says that it is in UTC."""

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "backhaul"
BARE = re.compile(r"\{([^{}]*):%Y-%m-%d(?: %H:%M)?\}(?! UTC)")
IN_A_ZONE = ("day_of(", "astimezone(", "key = f")


def test_no_sentence_of_core_or_flows_writes_an_instant_as_a_day_without_its_zone() -> None:
    """At ten in the morning in Auckland it is the day before in UTC: the merchant would look at the wrong day."""
    files = [path for place in ("core", "flows") for path in (SOURCES / place).rglob("*.py")]
    lines = [line for path in files for line in path.read_text().splitlines()]
    written = [line.strip() for line in lines if BARE.search(line)]

    assert len(lines) > 10_000
    assert [line for line in written if not any(words in line for words in IN_A_ZONE)] == []
