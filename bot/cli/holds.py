"""The verbs that pause and resume: a thread, an agent, a tool, or everything; and the list of what is paused."""

from typing import Annotated, NamedTuple

import typer

from bot.cli.client import Client, NotThere, Refused, acting, reading
from bot.cli.lines import out, out_json, table, when
from bot.cli.threads import control_thread
from bot.cli.verb import As, AsJson, verb
from bot.core.shown import visible
from bot.core.word import JSON

Thread = Annotated[str, typer.Argument(metavar="[THREAD]", help="A thread's id.", show_default=False)]
OfAgent = Annotated[
    str, typer.Option("--agent", metavar="NAME", help="This agent, in all threads.", show_default=False)
]
OfTool = Annotated[str, typer.Option("--tool", metavar="NAME", help="This tool, of all agents.", show_default=False)]
Everything = Annotated[bool, typer.Option("--all", help="Every agent and every tool.")]
Why = Annotated[str, typer.Option("--reason", help="Why: every surface says it.", show_default=False)]


class Target(NamedTuple):
    """What is to be paused or resumed; the scope `thread` is one thread."""

    scope: str
    name: str


@verb
async def pause(
    thread: Thread = "",
    agent: OfAgent = "",
    tool: OfTool = "",
    everything: Everything = False,
    reason: Why = "",
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Pause a thread, an agent, a tool or everything: nothing of it starts until it is resumed, whatever was approved."""
    target = _target(thread, agent, tool, everything)
    if target.scope == "thread":
        if reason:
            raise typer.BadParameter("a thread is paused without one", param_hint="--reason")
        await control_thread(target.name, "pause", person)
        return
    async with acting(person) as api:
        placed = await api.send("holds", body={"scope": target.scope, "name": target.name, "reason": reason})
    if as_json:
        out_json(placed)
        return
    out(placed["text"])
    out(f"Resume it with: countersign resume {_option(target)}")


@verb
async def resume(
    thread: Thread = "",
    agent: OfAgent = "",
    tool: OfTool = "",
    everything: Everything = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Let a paused thread, agent or tool go on, or everything."""
    target = _target(thread, agent, tool, everything)
    if target.scope == "thread":
        await control_thread(target.name, "resume", person)
        return
    async with acting(person) as api:
        lifted = await api.delete("holds", str(await _find(api, target)))
        left = (await api.read("holds"))["items"]
    if as_json:
        out_json(lifted)
        return
    out(f"{_named(target)} is resumed.")
    for hold in left:
        out(f"Still: {visible(hold['text'])}")


@verb
async def holds(
    everything: Annotated[bool, typer.Option("--all", help="Lifted ones too.")] = False, as_json: AsJson = False
) -> None:
    """List what is paused, by whom, since when and why."""
    async with reading() as api:
        found = await api.read("holds", all="true" if everything else None)
    if as_json:
        out_json(found)
        return
    rows = (
        (
            f"{each['scope']} {each['name']}".rstrip(),
            visible(each["by_name"]),
            when(each["placed_at"]),
            when(each["lifted_at"]),
            " ".join(visible(each["reason"]).split()),
        )
        for each in found["items"]
    )
    out(table(("PAUSED", "BY", "SINCE (UTC)", "RESUMED (UTC)", "REASON"), rows, "Nothing is paused."))


def _target(thread: str, agent: str, tool: str, everything: bool) -> Target:
    """Raises BadParameter unless exactly one thing is named."""
    given = [("thread", thread), ("agent", agent), ("tool", tool), ("all", "all" if everything else "")]
    named = [Target(scope, name) for scope, name in given if name]
    if len(named) != 1:
        raise typer.BadParameter("name one thing: a THREAD, --agent NAME, --tool NAME, or --all")
    return Target("all", "") if named[0].scope == "all" else named[0]


async def _find(api: Client, target: Target) -> int:
    """The id of the active hold of this target. Raises NotThere, Refused."""
    active: list[JSON] = (await api.read("holds"))["items"]
    for hold in active:
        if (hold["scope"], hold["name"]) == target:
            return int(hold["id"])
    paused = " ".join(visible(hold["text"]) for hold in active) or "Nothing is."
    if target.scope != "all":
        await _refuse_unknown(api, target)
    raise Refused(f"{_named(target)} is not paused by itself. {paused}")


async def _refuse_unknown(api: Client, target: Target) -> None:
    agents = (await api.read("agents"))["items"]
    names = {each["name"] for each in agents}
    if target.scope == "tool":
        names = {tool["name"] for each in agents for tool in each["tools"]}
    if target.name not in names:
        raise NotThere(
            f"There is no {target.scope} {target.name[:60]!r}. There are: {', '.join(sorted(names)) or 'none'}."
        )


def _named(target: Target) -> str:
    return {"all": "Everything", "agent": f"The agent {target.name}", "tool": f"The tool {target.name}"}[target.scope]


def _option(target: Target) -> str:
    return "--all" if target.scope == "all" else f"--{target.scope} {target.name}"
