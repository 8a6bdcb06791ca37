"""The file that a warehouse works from: time, and memory with ten times as many lines."""

import argparse
import json
import subprocess
import sys
from typing import Any

from benchmarks.installation import PROJECT, Place, fresh_place


def measure(place: Place, lines: int) -> dict[str, Any]:
    """Have so many lines, and export them, each in a process of its own."""
    _driver(place, "place", str(lines))
    return dict(json.loads(_driver(place, "write").splitlines()[-1]))


def _driver(place: Place, *arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.export_driver", *arguments]
    environment = {**place.environment, "BACKHAUL_LOG_LEVEL": "ERROR"}
    return subprocess.run(command, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Two exports: of a tenth of the lines, and of all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    options = parser.parse_args()
    with fresh_place() as place:
        few, many = measure(place, max(options.lines // 10, 2)), measure(place, options.lines)
    print(f"a tenth: {json.dumps(few)}")
    print(f"all: {json.dumps(many)}")
    print(f"peak memory with ten times as many lines: {many['peak_megabytes'] / few['peak_megabytes']:.2f} times")


if __name__ == "__main__":
    main()
