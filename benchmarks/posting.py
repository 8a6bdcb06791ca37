"""How many shipments can be posted in a second, beside single-row inserts on the same database in the same run.

Usage: python -m benchmarks.posting [--postings 500] [--turns 10] [--json]

One connection each; every posting and every insert is a transaction of its own that waits for the disk.
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from benchmarks.installation import PROJECT, fresh_place


def measure(*, postings: int, turns: int) -> dict[str, Any]:
    """Both rates and how many inserts a posting costs."""
    with fresh_place() as place:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.posting_driver", str(postings), str(turns)],
            cwd=PROJECT,
            env={**place.environment, "DJANGO_SETTINGS_MODULE": "backhaul.site.django_settings"},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        "postings_per_second": found["each"] / found["post"],
        "inserts_per_second": found["each"] / found["insert"],
        "inserts_a_posting_costs": found["post"] / found["insert"],
        "statements_a_posting": found["statements"],
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=500)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(postings=given.postings, turns=given.turns)
    if given.json:
        print(json.dumps(found, indent=2))
        return 0
    print(f"postings            {found['postings_per_second']:8.1f} /s")
    print(f"single-row inserts  {found['inserts_per_second']:8.1f} /s")
    print(f"a posting costs     {found['inserts_a_posting_costs']:8.1f} inserts")
    print(f"statements          {found['statements_a_posting']:8} a posting, BEGIN and COMMIT included")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
