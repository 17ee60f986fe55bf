"""The verbs that pause and resume many threads at once. Without --yes they list them, and change nothing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.cli.api_connection import open_for_acting
from bot.cli.command_options import JsonOption, PersonOption, make_command
from bot.cli.terminal_output import format_table, print_json
from bot.cli.terminal_text import print_text
from bot.core.base_types import JSON
from bot.core.escaping import make_visible, show_words

AgentOption = Annotated[str, typer.Option("--agent", metavar="NAME", help="Threads of this agent.", show_default=False)]
StatusOption = Annotated[str, typer.Option("--status", help="Threads with this status.", show_default=False)]
OlderOption = Annotated[
    str,
    typer.Option("--older-than", metavar="AGE", help="Opened longer ago: 90m, 2h, 3d.", show_default=False),
]
IdleOption = Annotated[
    str,
    typer.Option("--idle-for", metavar="AGE", help="Without an event for so long: 90m, 2h, 3d.", show_default=False),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it. Without this option they are only listed.")]

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_AGE = re.compile(r"([1-9][0-9]{0,6})([smhd])")

REASONS = {
    "changed": "",
    "not_allowed": "no right",
    "paused_by_another": "paused by {detail}: say --paused-by",
    "new_fork": "a copy that nobody resumed: resume it by itself",
    "resting": "cannot be read",
}


@make_command
async def pause_threads(
    agent: AgentOption = "",
    status: StatusOption = "",
    older_than: OlderOption = "",
    idle_for: IdleOption = "",
    yes: YesOption = False,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """List the threads that fit, and with --yes pause each of them. To stop an agent at once, use `pause --agent`."""
    await _run_batch("pause", agent, status, older_than, idle_for, yes=yes, person=person, as_json=as_json)


@make_command
async def resume_threads(
    agent: AgentOption = "",
    status: StatusOption = "paused",
    older_than: OlderOption = "",
    idle_for: IdleOption = "",
    paused_by: Annotated[
        str,
        typer.Option(
            "--paused-by",
            metavar="PERSON",
            help="End the pauses of this person, or of `anybody`. Without it your own alone.",
            show_default=False,
        ),
    ] = "",
    yes: YesOption = False,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """List the paused threads that fit, and with --yes resume each of them."""
    await _run_batch("resume", agent, status, older_than, idle_for, paused_by, yes=yes, person=person, as_json=as_json)


async def _run_batch(
    action: str,
    agent: str,
    status: str,
    older_than: str,
    idle_for: str,
    paused_by: str = "",
    *,
    yes: bool,
    person: str,
    as_json: bool,
) -> None:
    now = datetime.now(UTC)
    opened, touched = _read_age(older_than, "--older-than", now), _read_age(idle_for, "--idle-for", now)
    body: JSON = {"action": action, "agent": agent, "status": status or None, "paused_by": paused_by, "apply": yes}
    body |= {"opened_before": opened, "touched_before": touched}
    async with open_for_acting(person) as api:
        report = await api.post("thread-batches", body=body)
    if as_json:
        print_json(report)
        return
    _print_report(report)


def _read_age(text: str, option: str, now: datetime) -> str | None:
    """The time so long ago. Raises BadParameter."""
    if not text:
        return None
    found = _AGE.fullmatch(text)
    if found is None:
        raise typer.BadParameter(
            f"{text[:40]!r} is no age; write a number and s, m, h or d, such as 2h", param_hint=option
        )
    return (now - timedelta(seconds=int(found[1]) * UNITS[found[2]])).isoformat()


def _print_report(report: JSON) -> None:
    done = {"pause": "paused", "resume": "resumed"}[report["action"]]
    rows = [
        (
            each["id"],
            each["agent"],
            each["status"],
            _describe_outcome(each, done if report["applied"] else report["action"]),
            show_words(each["title"]),
        )
        for each in report["items"]
    ]
    print_text(format_table(("THREAD", "AGENT", "STATUS", "RESULT", "TITLE"), rows, "No thread fits."))
    others = {name: count for name, count in report["counts"].items() if name != "changed"}
    left = "".join(f", {count} {name.replace('_', ' ')}" for name, count in sorted(others.items()))
    threads = "1 thread" if report["changed"] == 1 else f"{report['changed']} threads"
    if report["applied"]:
        print_text(f"\n{threads} {done}{left}.")
    else:
        print_text(f"\n{threads} to {report['action']}{left}. Nothing was changed: say --yes to do it.")
    if report["has_more"]:
        print_text("More threads fit than one batch changes: run it again.")


def _describe_outcome(item: JSON, done: str) -> str:
    reason = REASONS.get(item["outcome"], "")
    return make_visible(reason.format(detail=item["detail"])) if reason else done
