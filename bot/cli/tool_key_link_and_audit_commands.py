"""The verbs for operators: tools and their policies, API keys, sign-in links, the audit."""

from typing import Annotated

import typer

from bot.cli.api_connection import open_for_acting, open_for_reading
from bot.cli.command_options import JsonOption, PersonOption, make_command
from bot.cli.terminal_output import format_table, format_time, print_json
from bot.cli.terminal_text import print_text
from bot.core.base_types import JSON
from bot.core.escaping import show_words
from bot.core.policy import Policy, describe_approvers

PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="A person's id.", show_default=False)]

SCOPES = ("agent", "operator", "admin")


@make_command
async def tools(as_json: JsonOption = False) -> None:
    """List the agents: their job, channels, budget and tools, and the approvers of each tool."""
    async with open_for_reading() as api:
        found = await api.read("agents")
    if as_json:
        print_json(found)
        return
    for agent in found["items"]:
        limits = agent["limits"]
        print_text(f"{agent['name']}: {show_words(agent['job'])}")
        print_text(
            f"  model {show_words(agent['model'])}, at most {limits['steps']} steps and {limits['asks']} asks in a row"
        )
        channels = (
            ", ".join(agent["channels"]) or "none names it: the API, the inbox and the terminal begin its threads"
        )
        print_text(f"  channels: {channels}")
        print_text(f"  budget: {_describe_budget(agent['budget'])}")
        for tool in agent["tools"]:
            print_text(
                f"  {tool['name']:<18} {'writes' if tool['writes'] else 'reads '}  {_describe_gate(tool['gate'])}"
            )
            print_text(f"  {'':<18} {show_words(tool['description'])}")
    if not found["items"]:
        print_text("No agents. Add [agents.<name>] to countersign.toml.")


def _describe_budget(budget: JSON) -> str:
    calls, money = budget["model_calls_per_hour"], budget["money_per_day"]
    parts = [f"{calls} model calls an hour"] if calls is not None else []
    parts += [f"{money:g} of money a day"] if money is not None else []
    return ", ".join(parts) or "no limit"


@make_command
async def create_key(
    person: PersonArgument,
    scope: Annotated[str, typer.Option(help="agent (asks), operator (decides too), admin (keys too).")] = "operator",
    label: Annotated[str, typer.Option(help="A note about its use.", show_default=False)] = "",
    agent: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="An agent that a key of the scope agent is bound to.", show_default=False),
    ] = None,
    by: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make a key of a person. Its secret is shown once."""
    if scope not in SCOPES:
        raise typer.BadParameter(f"there is no scope {scope!r}; there are: {', '.join(SCOPES)}", param_hint="--scope")
    async with open_for_acting(by, otherwise=person) as api:
        body = {"person": person, "scope": scope, "label": label, "agents": agent or []}
        made = await api.post("keys", body=body)
    if as_json:
        print_json(made)
        return
    bound = f", for {', '.join(made['agents'])}" if made["agents"] else ""
    print_text(
        f"Key {made['id']} of {made['person']}, scope {made['scope']}{bound}. This is the only time its secret is shown:"
    )
    print_text(made["secret"])


@make_command
async def list_keys(
    everything: Annotated[bool, typer.Option("--all", help="Revoked ones too.")] = False, as_json: JsonOption = False
) -> None:
    """List keys, without their secrets."""
    async with open_for_reading() as api:
        found = await api.read("keys")
    if as_json:
        print_json(found)
        return
    rows = (
        (
            each["id"],
            each["person"],
            each["scope"],
            (", ".join(each["agents"]) or "none: bind it") if each["scope"] == "agent" else "",
            format_time(each["created_at"]),
            format_time(each["revoked_at"]),
            ", ".join(each["makers"]) or each["person"],
            show_words(each["label"]),
        )
        for each in found["items"]
        if everything or not each["revoked_at"]
    )
    print_text(
        format_table(
            ("KEY", "PERSON", "SCOPE", "AGENTS", "MADE (UTC)", "REVOKED (UTC)", "MADE BY", "LABEL"), rows, "No keys."
        )
    )


@make_command
async def bind_key(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The id of a key of the scope agent.", show_default=False)],
    agent: Annotated[list[str], typer.Option(metavar="NAME", help="An agent; may be given again.", show_default=False)],
    by: PersonOption = "",
) -> None:
    """Bind an agent key to these agents, in place of those before. Keys of older releases are bound to none."""
    async with open_for_acting(by) as api:
        bound = await api.put("keys", key, "agents", body={"agents": agent})
    print_text(f"Key {show_words(key)} is bound to {', '.join(bound['agents'])}.")


@make_command
async def revoke_key(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A key's id.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Even the last admin key that works.")] = False,
    by: PersonOption = "",
) -> None:
    """Revoke a key: it stops working at once."""
    async with open_for_acting(by) as api:
        await api.delete("keys", key, **({"force": "true"} if force else {}))
    print_text(f"Key {show_words(key)} is revoked.")


@make_command
async def link(person: PersonArgument, by: PersonOption = "", as_json: JsonOption = False) -> None:
    """Make a link that signs a person in to the inbox, once."""
    async with open_for_acting(by, otherwise=person) as api:
        made = await api.post("links", body={"person": person})
    if as_json:
        print_json(made)
        return
    print_text(made["url"])


@make_command
async def audit(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Maximum number of entries.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """List sign-ins, keys, refused decisions and configuration changes, latest first; or check the log."""
    if context.invoked_subcommand is not None:
        return
    async with open_for_reading() as api:
        found = await api.read("audit", limit=limit)
    if as_json:
        print_json(found)
        return
    rows = (
        (format_time(each["at"]), *(show_words(each[name]) for name in ("what", "person", "door", "about", "detail")))
        for each in found["items"]
    )
    print_text(format_table(("AT (UTC)", "WHAT", "PERSON", "ENTRY POINT", "ABOUT", "DETAIL"), rows, "Nothing yet."))


@make_command
async def sweep(by: PersonOption = "", as_json: JsonOption = False) -> None:
    """Read every log, and add the turns and deliveries that it owes and the job table lacks."""
    async with open_for_acting(by) as api:
        found = await api.post("sweep")
    if as_json:
        print_json(found)
        return
    print_text(f"{found['threads']} threads were read; {found['jobs']} jobs were missing and are owed again.")
    if found["broken_threads"]:
        print_text(f"{found['broken_threads']} threads do not verify and rest: countersign audit verify")


def _describe_gate(gate: JSON) -> str:
    if gate is None:
        return "runs without approval"
    policy = Policy.model_validate({name: value for name, value in gate.items() if name != "version"})
    terms = [f"approved by {describe_approvers(policy)}" if policy.approvers else "nobody may approve it"]
    terms += [] if policy.requester_may_decide else ["not by the requester"]
    terms += [] if policy.shapers_may_decide else ["not by people who shaped the call in another way"]
    terms += {
        "": [],
        "by_editor": ["arguments may be edited"],
        "by_another": ["arguments may be edited, then somebody else approves"],
    }[policy.edit_rule]
    terms += [f"cannot be undone: {policy.typed or 'a word of it'} is typed to approve"] if policy.irreversible else []
    terms += [f"expires after {policy.expires_after.total_seconds() / 3600:g} hours"] if policy.expires_after else []
    life = policy.shelf_life
    terms += [f"an approval holds for {life.total_seconds() / 3600:g} hours"] if life else []
    return ", ".join(terms)
