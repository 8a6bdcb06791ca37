"""The page of settings: every environment variable, what it decides, and what counts without it."""

from pydantic_core import PydanticUndefined

from backhaul.site.environment import Settings, variable_name

INTRODUCTION = """# Settings

All settings are environment variables. Each can also be given as `NAME_FILE`: the path of a file that holds the value,
as container platforms hand secrets over. Giving both is an error. An empty variable counts as not given. Every wrong
value is named at once, with exit code 2; `backhaul doctor` also names variables that begin with `BACKHAUL_` and mean
nothing.

The lease has to be longer than an intent, its call and its settling together; a set of values that contradicts this is
refused.
"""
# Defaults that depend on the machine, or that are made at the first start.
WORDS = {
    "data_dir": "`$XDG_DATA_HOME/backhaul`, else `~/.local/share/backhaul`",
    "secret_key": "made at the first start and kept in the data directory",
    "database_url": "the embedded server in the data directory",
    "api_token": "none: the REST API answers nobody",
}


def page() -> str:
    """The whole page."""
    return f"{INTRODUCTION}\n{table()}"


def table() -> str:
    """The table alone; the README has it too."""
    rows = ["| Variable | Decides | Without it |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        assert field.description, f"{variable_name(name)} has no description"
        rows.append(f"| `{variable_name(name)}` | {field.description} | {_default(name, field.default)} |")
    return "\n".join(rows)


def _default(name: str, value: object) -> str:
    if name in WORDS:
        return WORDS[name]
    assert value is not PydanticUndefined, f"{variable_name(name)} needs words for its default"
    return f"`{value}`" if value not in ((), "", None) else "—"
