"""The command `countersign`: its verbs, and their exit codes. An error is printed as one line, without a traceback.

0 done · 1 refused or failed · 2 wrong usage, or it cannot start · 3 not found · 130 interrupted
"""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from bot.cli.lazy_commands import VERBS, VerbGroup
from bot.cli.terminal_text import escape_text, print_text, use_terminal
from bot.core.errors import CannotStart, CountersignError, NotFound

DONE, FAILED, USAGE, NOT_FOUND, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="countersign",
    cls=VerbGroup,
    help="Agents propose; people countersign.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def print_version(asked: bool) -> None:
    if asked:
        from importlib import metadata

        print_text(f"countersign {metadata.version('countersign')}")
        raise typer.Exit


@app.callback()
def handle_common_options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Agents propose; people countersign."""


for entries in VERBS.values():
    for entry in entries:
        app.command(entry.name, help=entry.help)(lambda: None)


def main(args: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    given = list(sys.argv[1:] if args is None else args)
    use_terminal()
    try:
        code = app(given or ["--help"], prog_name="countersign", standalone_mode=False)
        sys.stdout.flush()
        return _report_interrupt() if code == INTERRUPTED else code or DONE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, Abort):
        return _report_interrupt()
    except Exception as error:  # noqa: BLE001  any error is reported in one line
        if isinstance(error, TyperException):
            text = " ".join(error.format_message().split())
        else:
            text = " ".join(escape_text(str(error)).split())
            text = text if isinstance(error, CountersignError) else f"{type(error).__name__}: {text}"
        print_text(f"error: {text}", to=sys.stderr)
        match error:
            case TyperException():
                return error.exit_code
            case CannotStart():
                return USAGE
            case NotFound():
                return NOT_FOUND
            case _:
                return FAILED


def _report_interrupt() -> int:
    print_text("", to=sys.stderr)  # the shell's prompt begins on a line of its own
    return INTERRUPTED
