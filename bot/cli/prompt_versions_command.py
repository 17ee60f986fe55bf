"""The verb prompts: the versions of an agent's prompts, read from the logs of its threads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer

from bot.cli.api_connection import open_for_reading
from bot.cli.command_options import JsonOption, LimitOption, make_command
from bot.cli.terminal_output import format_table, format_time, print_json
from bot.cli.terminal_text import print_text


@dataclass
class PromptVersion:
    """One text of a prompt, by its name and its SHA-256: the threads and the calls that used it."""

    name: str
    sha256: str
    threads: set[str] = field(default_factory=set)
    calls: int = 0
    refused: int = 0
    tokens: int = 0
    first: str = ""
    last: str = ""

    def add_call(self, thread: str, event: Mapping[str, Any]) -> None:
        call, at = event["data"]["model"], event["at"]
        self.threads.add(thread)
        self.calls += 1
        self.refused += event["type"] == "StepRefused"
        self.tokens += call["input_tokens"] + call["output_tokens"]
        self.first, self.last = min(self.first or at, at), max(self.last, at)

    def as_json(self) -> Mapping[str, Any]:
        return {**vars(self), "name": self.name or "prompt.md", "threads": len(self.threads)}


@make_command
async def prompts(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="An agent's name.", show_default=False)],
    limit: LimitOption = 100,
    as_json: JsonOption = False,
) -> None:
    """List the versions of an agent's prompts that its latest threads used, with their runs, tokens and refused answers."""
    found: dict[tuple[str, str], PromptVersion] = {}
    async with open_for_reading() as api:
        for thread in (await api.read("threads", agent=agent, limit=limit))["items"]:
            events = await api.read("threads", thread["id"], "events")
            for name, event in name_calls(events["items"]):
                key = (name, event["data"]["model"]["prompt"])
                found.setdefault(key, PromptVersion(*key)).add_call(thread["id"], event)
    versions = sorted(found.values(), key=lambda version: version.last, reverse=True)
    if as_json:
        print_json([version.as_json() for version in versions])
        return
    rows = [
        (
            each.name or "prompt.md",
            each.sha256[:12],
            str(len(each.threads)),
            str(each.calls),
            str(each.refused),
            str(each.tokens),
            format_time(each.first),
            format_time(each.last),
        )
        for each in versions
    ]
    head = ("PROMPT", "VERSION", "THREADS", "CALLS", "REFUSED", "TOKENS", "FIRST (UTC)", "LAST (UTC)")
    print_text(format_table(head, rows, f"No thread of {agent} has asked a model."))


def name_calls(events: Iterable[Mapping[str, Any]]) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """The events of model calls with the name of the prompt of each: `PromptChosen` follows the first call that uses another."""
    named: list[tuple[str, Mapping[str, Any]]] = []
    current = ""
    for event in events:
        if event["type"] == "PromptChosen":
            current = event["data"]["name"]
            named[-1:] = [(current, call) for _, call in named[-1:]]
        elif event["data"].get("model"):
            named.append((current, event))
    return named
