"""The verbs `proxy` and `agents`: commands of the client's package, for a machine that has the server's."""

import sys
from pathlib import Path

import typer

OWN_WORDS = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "allow_interspersed_args": False,
    "help_option_names": [],
}

proxy = typer.Typer(add_completion=False)
agents = typer.Typer(add_completion=False)


@proxy.command("proxy", context_settings=OWN_WORDS)
def run_proxy(context: typer.Context) -> None:
    """Guard an MCP server: a call that your policy does not name as a read waits until people approve it."""
    from countersign.proxy.proxy_command import main  # with `mcp`, which takes a second to load

    raise typer.Exit(main(context.args, "countersign proxy"))


@agents.command("agents", context_settings=OWN_WORDS)
def run_agents(context: typer.Context) -> None:
    """Find the MCP servers of the agents of this machine, and put the proxy before them after a yes (`discover`)."""
    from countersign.proxy.discover_command import main

    raise typer.Exit(main(context.args, (*find_own_words(), "proxy"), "countersign agents"))


def find_own_words() -> list[str]:
    """The words that start this command, with whole paths: a program with windows has another PATH."""
    started = Path(sys.argv[0])
    return [str(started.resolve())] if started.name == "countersign" else [sys.executable, "-m", "bot"]
