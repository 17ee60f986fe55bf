"""The verb dry-run: an agent in a database of its own, without channels. Its gated calls are asked about and do not run."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.cli.command_options import PersonOption, make_command
from bot.cli.terminal_output import format_event
from bot.cli.terminal_text import print_text
from bot.core.base_types import JSON
from bot.core.dry_run_markers import DRY_RUN_TITLE
from bot.core.errors import CannotStart, NotFound
from bot.core.escaping import show_words
from bot.settings import EnvironmentSettings, FileConfig, read_config, read_settings

MOST_ROUNDS = 20
"""Rounds of approvals after which it ends."""


@make_command
async def dry_run(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="An agent's name.", show_default=False)],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Your message.", show_default=False)],
    person: PersonOption = "",
    approve_as: Annotated[
        str,
        typer.Option(
            "--approve-as", metavar="PERSON", help="Approve each of its calls as this person, who must be allowed to."
        ),
    ] = "",
) -> None:
    """Run an agent in a throw-away database, without channels: calls that need an approval are asked, and never executed.

    It reads for real. With --approve-as its calls are approved, too.
    """
    settings = read_settings()
    config = _select_agent(read_config(settings.config), agent)
    who = _find_person(config, person or settings.person, "--as")
    approver = _find_person(config, approve_as, "--approve-as") if approve_as else ""
    with TemporaryDirectory(prefix="countersign-dry-run-") as folder:
        await _run_agent(settings, config, Path(folder), (agent, text, who, approver))


def _select_agent(config: FileConfig, agent: str) -> FileConfig:
    """The configuration with this agent and those that it may give tasks to alone, in a dry run. Raises `NotFound`."""
    if agent not in config.agents:
        raise NotFound("agent", agent)
    chosen, left = dict[str, JSON](), [agent]
    while left:
        name = left.pop()
        table: JSON = config.agents[name]
        dry = {**table, "dry_run": True} if isinstance(table, dict) else table
        chosen[name] = dry
        named = table.get("delegates") if isinstance(table, dict) else None
        left += [
            each for each in (named if isinstance(named, list) else ()) if each in config.agents and each not in chosen
        ]
    return config.model_copy(update={"agents": chosen, "channels": {}})


def _find_person(config: FileConfig, person: str, option: str) -> str:
    people = [each.id for each in config.directory.people.values() if each.active]
    if not person:
        raise CannotStart(f"Say who you are: {option} PERSON. Known: {', '.join(people) or 'nobody yet'}.")
    if person not in people:
        raise NotFound("active person", person)
    return person


async def _run_agent(
    settings: EnvironmentSettings, config: FileConfig, folder: Path, given: tuple[str, str, str, str]
) -> None:
    from bot.bootstrap import build_platform
    from bot.core.decisions import ApprovalDecision

    agent, text, person, approver = given
    throw_away = settings.model_copy(update={"data": folder, "database_url": ""})
    platform = build_platform(throw_away, config, has_channels=False)
    try:
        await platform.prepare_start()
        thread, shown = await platform.launch(agent, text, by=person), 0
        for _ in range(MOST_ROUNDS):
            await platform.worker.drain_queue()
            events = await platform.list_events(thread, shown)
            for each in events:
                at = each.moment.isoformat()
                print_text(
                    format_event({"seq": each.seq, "at": at, "type": each.event.row_type, "data": each.event.data()})
                )
            shown = events[-1].seq if events else shown
            waiting = [each for each in (await platform.queries.list_requests(status="pending")).items if each.digest]
            for request in waiting:
                print_text(f"\n{show_words(request.card.title) or DRY_RUN_TITLE}: waits for {request.card.who_may}")
            approvals = [each for each in waiting if each.kind == "approval"]
            if not (approver and approvals):
                break
            for request in approvals:
                fields = {"call": request.id, "digest": request.digest, "decision": "approve", "person": approver}
                typed = {"confirmation": request.card.typed} if request.card.typed else {}
                await platform.decide(
                    ApprovalDecision.model_validate({**fields, **typed, "door": "terminal", "credential": "dry-run"})
                )
                print_text(f"approved by {approver}; it is not executed")
    finally:
        await platform.close()
    print_text("\nDry run: nothing was executed, and nothing is kept.")
