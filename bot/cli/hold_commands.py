"""The verbs that pause and resume a thread, an agent, a tool or everything, and that list the holds."""

from typing import Annotated, NamedTuple

import typer

from bot.cli.api_connection import open_for_acting, open_for_reading
from bot.cli.command_options import JsonOption, PersonOption, make_command
from bot.cli.terminal_output import format_table, format_time, print_json
from bot.cli.terminal_text import print_text
from bot.cli.thread_commands import control_thread
from bot.core.base_types import JSON
from bot.core.escaping import make_visible
from bot.http.api_client import ApiClient, ApiNotFound, ApiRefusal

ThreadArgument = Annotated[str, typer.Argument(metavar="[THREAD]", help="A thread's id.", show_default=False)]
AgentOption = Annotated[
    str, typer.Option("--agent", metavar="NAME", help="This agent, in all threads.", show_default=False)
]
ToolOption = Annotated[
    str, typer.Option("--tool", metavar="NAME", help="This tool, of all agents.", show_default=False)
]
AllOption = Annotated[bool, typer.Option("--all", help="Every agent and every tool.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why: every surface shows it.", show_default=False)]


class HoldTarget(NamedTuple):
    """The target of `pause` and `resume`: a scope of `Hold`, or `thread` for one thread."""

    scope: str
    name: str


@make_command
async def pause(
    thread: ThreadArgument = "",
    agent: AgentOption = "",
    tool: ToolOption = "",
    everything: AllOption = False,
    reason: ReasonOption = "",
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Pause a thread, an agent, a tool or everything: no call of it starts until it is resumed, even an approved one."""
    target = _read_target(thread, agent, tool, everything)
    if target.scope == "thread":
        if reason:
            raise typer.BadParameter("a thread is paused without one", param_hint="--reason")
        await control_thread(target.name, "pause", person)
        return
    async with open_for_acting(person) as api:
        placed = await api.post("holds", body={"scope": target.scope, "name": target.name, "reason": reason})
    if as_json:
        print_json(placed)
        return
    print_text(placed["text"])
    option = "--all" if target.scope == "all" else f"--{target.scope} {target.name}"
    print_text(f"Resume it with: countersign resume {option}")


@make_command
async def resume(
    thread: ThreadArgument = "",
    agent: AgentOption = "",
    tool: ToolOption = "",
    everything: AllOption = False,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let a paused thread, agent or tool go on, or everything."""
    target = _read_target(thread, agent, tool, everything)
    if target.scope == "thread":
        await control_thread(target.name, "resume", person)
        return
    async with open_for_acting(person) as api:
        lifted = await api.delete("holds", str(await _find_hold(api, target)))
        left = (await api.read("holds"))["items"]
    if as_json:
        print_json(lifted)
        return
    print_text(f"{_describe_target(target)} is resumed.")
    for hold in left:
        print_text(f"Still: {make_visible(hold['text'])}")


@make_command
async def holds(
    everything: Annotated[bool, typer.Option("--all", help="Lifted ones too.")] = False, as_json: JsonOption = False
) -> None:
    """List the active holds: their scope, person, time and reason."""
    async with open_for_reading() as api:
        found = await api.read("holds", all="true" if everything else None)
    if as_json:
        print_json(found)
        return
    rows = (
        (
            f"{each['scope']} {each['name']}".rstrip(),
            make_visible(each["by_name"]),
            format_time(each["placed_at"]),
            format_time(each["lifted_at"]),
            " ".join(make_visible(each["reason"]).split()),
        )
        for each in found["items"]
    )
    print_text(format_table(("PAUSED", "BY", "SINCE (UTC)", "RESUMED (UTC)", "REASON"), rows, "Nothing is paused."))


def _read_target(thread: str, agent: str, tool: str, everything: bool) -> HoldTarget:
    """The one target that the options name. Raises BadParameter for none or several."""
    given = [("thread", thread), ("agent", agent), ("tool", tool), ("all", "all" if everything else "")]
    named = [HoldTarget(scope, name) for scope, name in given if name]
    if len(named) != 1:
        raise typer.BadParameter("name one thing: a THREAD, --agent NAME, --tool NAME, or --all")
    return HoldTarget("all", "") if named[0].scope == "all" else named[0]


async def _find_hold(api: ApiClient, target: HoldTarget) -> int:
    """The id of the active hold of this target. Raises `ApiNotFound` for an unknown name; `ApiRefusal` when it has no hold."""
    active: list[JSON] = (await api.read("holds"))["items"]
    for hold in active:
        if (hold["scope"], hold["name"]) == target:
            return int(hold["id"])
    paused = " ".join(make_visible(hold["text"]) for hold in active) or "Nothing is."
    if target.scope != "all":
        agents = (await api.read("agents"))["items"]
        names = {each["name"] for each in agents}
        if target.scope == "tool":
            names = {tool["name"] for each in agents for tool in each["tools"]}
        if target.name not in names:
            raise ApiNotFound(
                f"There is no {target.scope} {target.name[:60]!r}. There are: {', '.join(sorted(names)) or 'none'}."
            )
    raise ApiRefusal(f"{_describe_target(target)} is not paused by itself. {paused}")


def _describe_target(target: HoldTarget) -> str:
    return {"all": "Everything", "agent": f"The agent {target.name}", "tool": f"The tool {target.name}"}[target.scope]
