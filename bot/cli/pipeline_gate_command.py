"""The verb `gate`: the command `countersign-gate` of the client's package, for pipelines that have the server's."""

import os

import typer

from countersign.gate_command import main

gate = typer.Typer(add_completion=False)

OWN_WORDS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@gate.command("gate", context_settings=OWN_WORDS)
def run_gate(context: typer.Context) -> None:
    """Let a pipeline wait here until people approve its next action."""
    url = os.environ.get("COUNTERSIGN_URL") or os.environ.get("COUNTERSIGN_BASE_URL", "")
    try:
        code = main(["--url", url, *context.args], "countersign gate")
    except SystemExit as end:  # of argparse
        code = int(end.code or 0)
    raise typer.Exit(code)
