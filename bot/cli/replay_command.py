"""The verb replay: asks for the steps of a recorded thread again, and prints where they differ."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.api_connection import open_for_reading
from bot.cli.command_options import ThreadIdArgument, make_command
from bot.cli.terminal_output import format_table
from bot.cli.terminal_text import print_text
from bot.core.escaping import show_words
from bot.settings import read_config, read_settings

if TYPE_CHECKING:
    from bot.evals.replay_command_run import ReplayReport


@make_command
async def replay(
    thread: ThreadIdArgument,
    agent: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The agent that is asked; without it that of the thread.", show_default=False
        ),
    ] = "",
    variant: Annotated[str, typer.Option(metavar="NAME", help="Another prompt of the agent.", show_default=False)] = "",
    persona: Annotated[str, typer.Option(metavar="NAME", help="A persona of the agent.", show_default=False)] = "",
    model: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Ask this model, at the endpoint of the agent's table or of the environment. Without it: the offline model.",
            show_default=False,
        ),
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=500, help="Maximum number of calls, from the first on.")] = 50,
) -> None:
    """Ask for the steps of a recorded thread again, with another prompt or model, and print the differences. No tool is run.

    Nothing is changed, either.
    """
    from bot.evals.replay_command_run import ReplayRequest, replay_thread

    async with open_for_reading() as api:
        named = agent or (await api.read("threads", thread))["agent"]
        items = (await api.read("threads", thread, "events"))["items"]
    settings = read_settings()
    asked = ReplayRequest(named, variant, persona, model, limit)
    report = await replay_thread(settings, read_config(settings.config), thread, items, asked)
    _print_report(report)


def _print_report(report: "ReplayReport") -> None:
    rows = [
        (
            str(each.recorded.n),
            each.recorded.tool or "(no step)",
            each.tool or "(no step)",
            each.difference,
            "same" if each.is_same_prompt else "other",
            f"{each.input_tokens}+{each.output_tokens}",
        )
        for each in report.steps
    ]
    heads = ("CALL", "RECORDED", "REPLAYED", "DIFFERENCE", "PROMPT", "TOKENS")
    print_text(format_table(heads, rows, "The thread has no model call."))
    for each in report.steps:
        if each.difference != "same":
            print_text(
                f"\nCall {each.recorded.n}: {each.recorded.tool or each.recorded.detail} → {each.tool or each.detail}"
            )
            print_text("\n".join(f"    {show_words(line)}" for line in each.list_changes()))
    tokens = [sum(each.input_tokens for each in report.steps), sum(each.output_tokens for each in report.steps)]
    cost = report.prices.compute_cost(*tokens)
    same = sum(each.difference == "same" for each in report.steps)
    shown = "-" if cost is None else f"{cost:.4f}"
    print_text(
        f"\n{len(report.steps)} calls, {same} the same, {len(report.steps) - same} different, {tokens[0]}+{tokens[1]} tokens,"
        f" cost {shown}"
    )
    if report.left:
        print_text(f"{report.left} more calls: --limit {len(report.steps) + report.left}")
