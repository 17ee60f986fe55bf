"""The verbs `countersign grants`: ask for a grant, list and revoke grants."""

from typing import Annotated

import typer

from bot.cli.api_connection import open_for_acting, open_for_reading
from bot.cli.command_options import JsonOption, PersonOption, make_command
from bot.cli.terminal_output import format_table, format_time, print_json
from bot.cli.terminal_text import print_text
from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.escaping import make_visible


@make_command
async def ask_grant(
    request: Annotated[str, typer.Argument(metavar="REQUEST", help="The request of a call of a coding agent.")],
    begins_with: Annotated[
        str, typer.Option("--begins-with", metavar="WORDS", help="The first words of its command.", show_default=False)
    ] = "",
    hours: Annotated[int, typer.Option(metavar="HOURS", min=0, help="0: as long as its policy allows.")] = 0,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Ask people to let calls like that of REQUEST run without asking: exactly this call, or its command's first words."""
    body: JSON = {"begins_with": begins_with} | ({"hours": hours} if hours else {})
    async with open_for_acting(person) as api:
        asked = await api.post("requests", request, "grant", body=body if begins_with or hours else None)
    if as_json:
        print_json(asked)
        return
    print_text(f"{asked['id']} waits for people: {make_visible(canonicalize(asked['arguments']).decode())}")


@make_command
async def list_grants(as_json: JsonOption = False) -> None:
    """List the grants that wait for people or hold: their scope, giver, end and number of uses."""
    async with open_for_reading() as api:
        found = await api.read("grants")
    if as_json:
        print_json(found)
        return
    rows = (
        (
            each["id"],
            each["status"],
            make_visible(", ".join(each["given_by_names"])),
            format_time(each["ends_at"]),
            str(each["uses"]),
            make_visible(canonicalize(each["scope"]).decode()),
        )
        for each in found["items"]
    )
    head = ("GRANT", "STATUS", "BY", "UNTIL (UTC)", "USES", "SCOPE")
    print_text(format_table(head, rows, "There are no grants."))


@make_command
async def revoke_grant(
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="Its id: `countersign grants list`.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the log.", show_default=False)] = "",
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """End a grant. It covers no call from now on."""
    async with open_for_acting(person) as api:
        revoked = await api.post("grants", grant, "revoke", body={"reason": reason})
    if as_json:
        print_json(revoked)
        return
    print_text(f"{grant} is {revoked['status']}: it covers no call.")
