"""The command `countersign`: its verbs, and their exit codes. An error is printed as one line, without a traceback.

0 done · 1 refused or failed · 2 wrong usage, or it cannot start · 3 not found · 130 interrupted
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from bot.cli import (
    admin_commands,
    database_commands,
    hold_commands,
    init_command,
    logging_setup,
    request_commands,
    server_commands,
    thread_commands,
)
from bot.cli.api_client import ApiNotFound
from bot.cli.terminal_output import escape_text, print_text, use_terminal
from bot.core.errors import CannotStart, CountersignError, NotFound

DONE, FAILED, USAGE, NOT_FOUND, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="countersign",
    help="Agents propose; people countersign.",
    pretty_exceptions_enable=False,
)


def print_version(asked: bool) -> None:
    if asked:
        print_text(f"countersign {metadata.version('countersign')}")
        raise typer.Exit


@app.callback()
def handle_common_options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Agents propose; people countersign."""


keys = typer.Typer(help="Keys to the API.")
audit = typer.Typer()

VERBS: Mapping[str, Sequence[Callable[..., None]]] = {
    "Run": (
        server_commands.demo,
        init_command.init,
        server_commands.serve,
        server_commands.doctor,
        server_commands.migrate,
    ),
    "Threads": (
        thread_commands.launch,
        thread_commands.threads,
        thread_commands.show,
        thread_commands.prompt,
        thread_commands.say,
        hold_commands.pause,
        hold_commands.resume,
        thread_commands.cancel,
        thread_commands.fork,
    ),
    "Decide": (request_commands.requests, request_commands.approve, request_commands.reject, request_commands.answer),
    "Look after": (
        hold_commands.holds,
        admin_commands.tools,
        admin_commands.link,
        database_commands.backup,
        database_commands.restore,
    ),
}
for panel, verbs in VERBS.items():
    for verb in verbs:
        app.command(rich_help_panel=panel)(verb)
keys.command("create")(admin_commands.create_key)
keys.command("list")(admin_commands.list_keys)
keys.command("bind")(admin_commands.bind_key)
keys.command("revoke")(admin_commands.revoke_key)
app.add_typer(keys, name="keys", rich_help_panel="Look after")
audit.callback(invoke_without_command=True)(admin_commands.audit)
audit.command("verify")(database_commands.verify_audit)
audit.command("sign")(database_commands.sign_audit)
audit.command("acknowledge")(database_commands.acknowledge_audit)
app.add_typer(audit, name="audit", rich_help_panel="Look after")


def main(args: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    given = list(sys.argv[1:] if args is None else args)
    use_terminal()
    logging_setup.log_to_stderr()
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
            case NotFound() | ApiNotFound():
                return NOT_FOUND
            case _:
                return FAILED


def _report_interrupt() -> int:
    print_text("", to=sys.stderr)  # the shell's prompt begins on a line of its own
    return INTERRUPTED
