"""The entry point: hands an installation to the commands, and nothing else."""

import importlib
import signal
import sys
from types import FrameType

from backhaul.cli.frame import run
from backhaul.cli.installation import Installation


def main() -> None:
    """Carry out the command line of this process and end it with the command's exit code."""
    signal.signal(signal.SIGTERM, _end)
    sys.exit(run(sys.argv[1:], load_installation, play_demo))


def load_installation(describe_only: bool) -> Installation:
    """The installation of this environment.

    Imported when a command asks for it, so that `--help` answers without Django, and in two steps, because models can
    be imported only when Django is set up.
    """
    importlib.import_module("backhaul.site.preparation").prepare(describe_only=describe_only)
    installation: Installation = importlib.import_module("backhaul.site.installation").of_this_environment()
    return installation


def _end(number: int, _frame: FrameType | None) -> None:
    # As an exception, so that a command gives back what it holds: its share in the embedded server above all.
    sys.exit(128 + number)


def play_demo(*, once: bool, as_json: bool) -> int:
    """Play the demo in an installation of its own; returns the exit code. Imported in steps like an installation."""
    with importlib.import_module("backhaul.site.demo.directory").own_installation():
        importlib.import_module("backhaul.site.preparation").prepare(describe_only=False)
        code: int = importlib.import_module("backhaul.site.demo.performance").perform(once=once, as_json=as_json)
    return code


if __name__ == "__main__":
    main()
