"""The verb `hook`: the command `countersign-hook` of the client's package, where the server's is installed."""

import typer

from bot.cli.pipeline_gate_command import OWN_WORDS
from countersign.coding_agents.hook_command import main

hook = typer.Typer(add_completion=False)


@hook.command("hook", context_settings=OWN_WORDS | {"allow_interspersed_args": False})
def run_hook(context: typer.Context) -> None:
    """Decide about calls of Claude Code and Codex, as their hook, by people; or check that the hook decides."""
    raise typer.Exit(main(context.args, "countersign hook"))
