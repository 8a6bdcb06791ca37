"""The page of commands: what each says of itself when asked for help."""

import importlib
from collections.abc import Iterator
from typing import Any

import typer

from backhaul.cli.commands import COMMANDS

WIDTH = 100
INTRODUCTION = """# Commands

With `--json` a command prints its result as JSON, and its error as JSON on standard error.
The exit code is 0 when it was done, 2 when what was asked for is wrong (the command line, the configuration, an order,
a line or a quantity that cannot be), and 1 when it failed for another reason."""


def page() -> str:
    """All commands, each with its help."""
    return "\n\n".join([INTRODUCTION, *(section for name in COMMANDS for section in _sections(name))])


def _sections(name: str) -> Iterator[str]:
    module, _, attribute = COMMANDS[name].target.partition(":")
    target = getattr(importlib.import_module(module), attribute)
    if not isinstance(target, typer.Typer):
        program = typer.Typer(add_completion=False, rich_markup_mode=None)
        program.command(name)(target)
        target = program
    yield from _described(typer.main.get_command(target), f"backhaul {name}", level=2)


def _described(command: Any, called: str, *, level: int) -> Iterator[str]:
    below = getattr(command, "commands", {})
    context = command.context_class(command, info_name=called, terminal_width=WIDTH, max_content_width=WIDTH)
    yield f"{'#' * level} `{called}`\n\n```text\n{command.get_help(context).rstrip()}\n```"
    for name, child in below.items():
        yield from _described(child, f"{called} {name}", level=min(level + 1, 4))
