"""The verb eval: runs the evals of an agent and prints a table of results, tokens and costs."""

from typing import Annotated

import typer

from bot.cli.agent_commands import AgentArgument
from bot.cli.command_options import make_command
from bot.cli.terminal_output import format_table
from bot.cli.terminal_text import print_text
from bot.settings import read_config, read_settings


@make_command
async def eval_agent(
    agent: AgentArgument,
    model: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Ask this model, at the endpoint of the agent's table or of the environment."
        ),
    ] = "",
    variant: Annotated[str, typer.Option(metavar="NAME", help="Another prompt of the agent.")] = "",
    record: Annotated[
        bool, typer.Option("--record", help="Keep the answers of --model beside the evals, for runs without it.")
    ] = False,
) -> None:
    """Run the evals of an agent, and print the cost of each. Exits with 1 when one fails. No tool is run."""
    from bot.evals.eval_command_run import run_evals
    from bot.evals.eval_runs import compute_cost

    if record and not model:
        raise typer.BadParameter("only the answers of a model are recorded; say --model NAME", param_hint="--record")
    found = await run_evals(read_settings(), read_config(read_settings().config), agent, model, variant, record=record)
    rows = [
        (
            each.case.name,
            "FAIL" if each.fault else "pass",
            each.step or "-",
            f"{each.input_tokens}+{each.output_tokens}",
            _format_cost(compute_cost(found.prices, [each])),
            each.source,
        )
        for each in found.results
    ]
    print_text(format_table(("CASE", "RESULT", "STEP", "TOKENS", "COST", "MODEL"), rows, "No evals."))
    failed = [each for each in found.results if each.fault]
    for each in failed:
        print_text(f"\n{each.case.file}.yaml, {each.case.name}: {each.fault}")
    tokens = (
        f"{sum(each.input_tokens for each in found.results)}+{sum(each.output_tokens for each in found.results)} tokens"
    )
    cost = _format_cost(compute_cost(found.prices, found.results))
    print_text(f"\n{len(found.results)} evals, {len(failed)} failed, {tokens}, cost {cost}")
    if failed:
        raise typer.Exit(1)


def _format_cost(cost: float | None) -> str:
    return "-" if cost is None else f"{cost:.4f}"
