"""The verbs for authors of agents: new-agent, lint and try."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.command_options import make_command
from bot.cli.terminal_text import print_text
from bot.settings import read_config, read_settings

AgentArgument = Annotated[
    str, typer.Argument(metavar="AGENT", help="An agent of countersign.toml.", show_default=False)
]


def new_agent(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The agent's name, such as shop-helper.", show_default=False)
    ],
    folder: Annotated[
        Path | None,
        typer.Option(help="Write a project of its own into this folder, also in a checkout.", show_default=False),
    ] = None,
) -> None:
    """Write a new agent: steps, tools, a prompt, evals and tests that run at once, without a model's key."""
    from bot.scaffold.new_agent import write_new_agent

    made = write_new_agent(name, Path.cwd(), folder)
    for file in made.files:
        print_text(str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file))
    install = f"\nMake it importable where the server runs, for example:\n\n  uv tool install countersign --with-editable {made.folder}\n"
    print_text(f"""{install if made.is_project else ""}
Put this into countersign.toml:

{made.toml}

Then:

  countersign lint {name}
  countersign try {name} list_entries limit=3
  countersign eval {name}
  countersign launch {name} '/add_entry text="Buy tea"'     without a model's key it takes such commands

agents/README.md of the checkout goes on from here.""")


def lint(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="AGENT…", help="Agents of countersign.toml; without any, all.", show_default=False),
    ] = None,
) -> None:
    """Check the definitions of agents: too many tools, long schemas, steps that no tool takes. Exits with 1 if there are any."""
    from bot.agent_lint import lint_agents

    found = lint_agents(read_config(read_settings().config), names or ())
    for finding in found:
        print_text(f"{finding.mark:<4}  {finding.what}: {finding.text}")
        if finding.hint:
            print_text(f"      {finding.hint}")
    if any(finding.mark != "ok" for finding in found):
        raise typer.Exit(1)


@make_command
async def try_tool(
    agent: AgentArgument,
    tool: Annotated[str, typer.Argument(metavar="TOOL", help="A tool that only reads.", show_default=False)],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY=VALUE…", help="The arguments of the tool, such as limit=3.", show_default=False),
    ] = None,
) -> None:
    """Run one reading tool of an agent here, and print the text that its model would read. A tool that needs an approval is refused."""
    from bot import tool_trial

    print_text(await tool_trial.try_tool(read_config(read_settings().config), agent, tool, words or ()))
