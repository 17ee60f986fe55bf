"""The table of the verbs, and a typer group that lists them from it: a module is imported when its verb is named.

So `countersign --help`, a wrong verb and the completion of a shell need no module of the platform.
"""

import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import typer.core
import typer.main

from bot.garbage_collection import pause_collector


class VerbEntry(NamedTuple):
    """A verb as the help lists it, and its place: a module of `bot.cli` and the name of a function or `Typer` there.

    `help` is the first line of the function's docstring; of a group, its purpose. `function` is the name there;
    empty: the name of the verb.
    """

    name: str
    place: str
    help: str
    function: str = ""


VERBS: Mapping[str, Sequence[VerbEntry]] = {
    "Run": (
        VerbEntry("demo", "server_commands", "Start a sample project with an agent that waits for your approval."),
        VerbEntry("init", "init_command", "Write a first countersign.toml, and make your admin key and sign-in link."),
        VerbEntry(
            "serve",
            "server_commands",
            "Run everything in one process: agents, inbox, API, webhooks. SIGTERM stops it cleanly, SIGHUP applies countersign.toml.",
        ),
        VerbEntry(
            "worker",
            "server_commands",
            "Take turns and deliver, beside servers that share a PostgreSQL database. SIGTERM stops it cleanly.",
        ),
        VerbEntry(
            "mcp",
            "mcp_command",
            "Serve the tools of `/mcp` on stdin and stdout, for an MCP client that starts this command.",
        ),
        VerbEntry("doctor", "server_commands", "Check this installation, its configuration and its database."),
        VerbEntry(
            "sweep",
            "tool_key_link_and_audit_commands",
            "Read every log, and add the turns and deliveries that it owes and the job table lacks.",
        ),
        VerbEntry("migrate", "server_commands", "Bring the database to this release's schema. `serve` does so too."),
    ),
    "Threads": (
        VerbEntry(
            "launch",
            "thread_commands",
            "Open a thread of an agent. Without a server, the agent runs here until it rests.",
        ),
        VerbEntry("threads", "thread_commands", "List threads, last touched first."),
        VerbEntry("show", "thread_commands", "Show the events of a thread. With --json: the API's list of events."),
        VerbEntry(
            "prompt",
            "thread_commands",
            "Print the exact request of a model call, or its answer. Into a pipe or a file: the unchanged bytes.",
        ),
        VerbEntry("say", "thread_commands", "Write a message into a thread. It is neither consent nor refusal."),
        VerbEntry(
            "pause",
            "hold_commands",
            "Pause a thread, an agent, a tool or everything: no call of it starts until it is resumed, even an approved one.",
        ),
        VerbEntry("resume", "hold_commands", "Let a paused thread, agent or tool go on, or everything."),
        VerbEntry(
            "pause-threads",
            "batch_pause_commands",
            "List the threads that fit, and with --yes pause each of them. To stop an agent at once, use `pause --agent`.",
            "pause_threads",
        ),
        VerbEntry(
            "resume-threads",
            "batch_pause_commands",
            "List the paused threads that fit, and with --yes resume each of them.",
            "resume_threads",
        ),
        VerbEntry("cancel", "thread_commands", "End a thread for good. Its open requests are withdrawn."),
        VerbEntry(
            "fork", "thread_commands", "Copy a thread up to an event. The copy starts paused and has no open requests."
        ),
    ),
    "Decide": (
        VerbEntry("requests", "request_commands", "List the requests that wait for a person."),
        VerbEntry(
            "approve",
            "request_commands",
            "Show the call that will run, and approve it. The shown call is the one that runs.",
        ),
        VerbEntry(
            "reject",
            "request_commands",
            "Reject a request. The reason goes to the agent: one that is offered, or your own.",
        ),
        VerbEntry(
            "answer",
            "request_commands",
            "Answer a question: in words, by one of its choices, or field by field. Without an answer it is only shown.",
        ),
    ),
    "Write agents": (
        VerbEntry(
            "new-agent",
            "agent_commands",
            "Write a new agent: steps, tools, a prompt, evals and tests that run at once, without a model's key.",
            "new_agent",
        ),
        VerbEntry(
            "lint",
            "agent_commands",
            "Check the definitions of agents: too many tools, long schemas, steps that no tool takes. Exits with 1 if there are any.",
        ),
        VerbEntry(
            "try",
            "agent_commands",
            "Run one reading tool of an agent here, and print the text that its model would read. A tool that needs an approval is refused.",
            "try_tool",
        ),
        VerbEntry(
            "eval",
            "eval_command",
            "Run the evals of an agent, and print the cost of each. Exits with 1 when one fails. No tool is run.",
            "eval_agent",
        ),
        VerbEntry(
            "dry-run",
            "dry_run_command",
            "Run an agent in a throw-away database, without channels: calls that need an approval are asked, and never executed.",
            "dry_run",
        ),
        VerbEntry(
            "replay",
            "replay_command",
            "Ask for the steps of a recorded thread again, with another prompt or model, and print the differences. No tool is run.",
        ),
        VerbEntry(
            "prompts",
            "prompt_versions_command",
            "List the versions of an agent's prompts that its latest threads used, with their runs, tokens and refused answers.",
        ),
    ),
    "Ask": (
        VerbEntry("gate", "pipeline_gate_command", "Let a pipeline wait here until people approve its next action."),
        VerbEntry(
            "proxy",
            "proxy_and_agents_commands",
            "Guard an MCP server: a call that your policy does not name as a read waits until people approve it.",
        ),
        VerbEntry(
            "agents",
            "proxy_and_agents_commands",
            "Find the MCP servers of the agents of this machine, and put the proxy before them after a yes (`discover`).",
        ),
        VerbEntry(
            "hook",
            "hook_command",
            "Decide about calls of Claude Code and Codex, as their hook, by people; or check that the hook decides.",
        ),
    ),
    "Look after": (
        VerbEntry("holds", "hold_commands", "List the active holds: their scope, person, time and reason."),
        VerbEntry(
            "tools",
            "tool_key_link_and_audit_commands",
            "List the agents: their job, channels, budget and tools, and the approvers of each tool.",
        ),
        VerbEntry("callback", "request_commands", "Tell the program that asked of the decision once more."),
        VerbEntry("link", "tool_key_link_and_audit_commands", "Make a link that signs a person in to the inbox, once."),
        VerbEntry(
            "backup", "database_commands", "Copy the database into FILE, also while a server runs, and verify the copy."
        ),
        VerbEntry(
            "restore", "database_commands", "Put the backup FILE in the place of the database. No server may run."
        ),
        VerbEntry("keys", "subcommand_groups", "Keys to the API."),
        VerbEntry("grants", "subcommand_groups", "Grants: calls of coding agents that run without asking."),
        VerbEntry(
            "audit",
            "subcommand_groups",
            "List sign-ins, keys, refused decisions and configuration changes, latest first; or check the log.",
        ),
        VerbEntry("database", "subcommand_groups", "The schema of the database."),
    ),
}
"""The verbs by the panel of the help that lists them."""


class VerbGroup(typer.core.TyperGroup):
    """A group that lists its commands from `VERBS`, without parameters, and loads one only when it is about to run."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each panel of `VERBS` as a section of the help."""
        for panel, entries in VERBS.items():
            with formatter.section(panel):
                formatter.write_dl([(entry.name, entry.help) for entry in entries])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load_verb(name) if name and listed else listed, rest


def load_verb(name: str) -> Any:
    """Import this verb and return its command, or its group of commands."""
    (entry,) = (entry for entries in VERBS.values() for entry in entries if entry.name == name)
    with pause_collector():
        _import_structlog()
        from bot.cli import logging_setup

        logging_setup.log_to_stderr()  # the module imported next may log
        found = getattr(importlib.import_module(f"bot.cli.{entry.place}"), entry.function or name)
    if not isinstance(found, typer.Typer):
        verb, found = found, typer.Typer(add_completion=False)
        found.command(name)(verb)
    found.rich_markup_mode = (
        None  # plain help: the one in boxes imports rich and markdown-it, half of the time of a start
    )
    return typer.main.get_command(found)


def _import_structlog() -> None:
    """Import structlog without rich and pygments, which its renderer for a terminal would import and no verb uses."""
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment] # the import system's mark of a module that cannot be imported
    try:
        importlib.import_module("structlog")
    finally:
        del sys.modules["rich"]
