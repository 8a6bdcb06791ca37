"""The frame around every command: finding it, the installation it runs in, its output, its errors, its exit code."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from backhaul.cli.commands import COMMANDS, Command
from backhaul.cli.installation import DemoPlayer, Installation, InstallationLoader
from backhaul.core.errors import BackhaulError, InputError
from backhaul.core.installation_errors import BadConfiguration

FAILED = 1
WRONG_USE = 2

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


class Frame:
    """What Typer hands to each command as `ctx.obj`; the installation is loaded when it is first asked for."""

    def __init__(self, load: InstallationLoader, play_demo: DemoPlayer, *, describe_only: bool) -> None:
        self.play_demo = play_demo
        self._load = load
        self._describe_only = describe_only
        self._installation: Installation | None = None

    @property
    def installation(self) -> Installation:
        """The installation, with settings read and Django set up. Raises BadConfiguration."""
        if self._installation is None:
            self._installation = self._load(self._describe_only)
        return self._installation


def installation_of(ctx: typer.Context) -> Installation:
    """The installation that a command runs in."""
    return frame_of(ctx).installation


def frame_of(ctx: typer.Context) -> Frame:
    """The frame around the command; asking for it loads nothing."""
    frame = ctx.find_object(Frame)
    assert frame is not None
    return frame


def run(arguments: Sequence[str], load: InstallationLoader, play_demo: DemoPlayer) -> int:
    """Carries out one command line; returns 0 when it is done, 1 when it failed, 2 when it was wrong."""
    frame = Frame(load, play_demo, describe_only="--help" in arguments)
    arguments = _with_default(arguments)
    try:
        _refuse_broken_text(arguments)
        typer.main.get_command(_program(arguments, frame)).main(args=list(arguments), prog_name="backhaul", obj=frame)
    except BackhaulError as error:
        _show_error(error, as_json="--json" in arguments)
        return WRONG_USE if isinstance(error, InputError | BadConfiguration) else FAILED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    return 0


def _refuse_broken_text(arguments: Sequence[str]) -> None:
    """Raise InputError for an argument that is not UTF-8: it can be neither kept nor sent."""
    try:
        "".join(arguments).encode()
    except UnicodeEncodeError as exc:
        raise InputError("An argument is not text in UTF-8.", hint="Check the terminal's encoding.") from exc


def show(result: object, lines: Sequence[str], *, as_json: bool) -> None:
    """Prints a result: the lines for people, or the value itself as JSON."""
    if as_json:
        typer.echo(json.dumps(result, default=str, ensure_ascii=False))
        return
    for line in lines:
        typer.echo(line)


def table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> list[str]:
    """Lines of aligned columns under their names; an empty list of rows gives no lines."""
    if not rows:
        return []
    cells = [list(columns), *[[_cell(row.get(column)) for column in columns] for row in rows]]
    widths = [max(len(line[index]) for line in cells) for index in range(len(columns))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _with_default(arguments: Sequence[str]) -> list[str]:
    name, *rest = arguments or [""]
    command = COMMANDS.get(name)
    if command is None or not command.default or (rest and (rest[0] in command.children or rest[0] == "--help")):
        return list(arguments)
    return [name, command.default, *rest]


def _program(arguments: Sequence[str], frame: Frame) -> typer.Typer:
    wanted = next((argument for argument in arguments if not argument.startswith("-")), None)
    program = typer.Typer(
        name="backhaul",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    program.callback(help="Carries what happened in the back office home to Shopify, each thing exactly once.")(_root)
    for name, command in COMMANDS.items():
        target = _load_target(command, frame) if name == wanted else _not_loaded
        if isinstance(target, typer.Typer):
            program.add_typer(target, name=name, help=command.help)
        else:
            program.command(name, help=command.help)(target)
    return program


def _load_target(command: Command, frame: Frame) -> typer.Typer | Callable[..., None]:
    if not command.bare:
        frame.installation  # noqa: B018 -- the module imports models, which need Django to be set up
    module, _, name = command.target.partition(":")
    target: typer.Typer | Callable[..., None] = getattr(importlib.import_module(module), name)
    return target


def _not_loaded() -> None:
    raise AssertionError("only the command that is asked for is loaded")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"backhaul {version('backhaul')}")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    return


def _show_error(error: BackhaulError, *, as_json: bool) -> None:
    if as_json:
        facts = {"code": error.code, "message": error.message, "hint": error.hint, "can_retry": error.can_retry}
        print(json.dumps({"error": {**facts, "data": error.data}}, default=str), file=sys.stderr)  # noqa: T201
        return
    typer.echo(f"Error: {error.message}", err=True)
    if error.hint:
        typer.echo(f"Hint: {error.hint}", err=True)
