"""The verbs for requests: list, approve, reject, answer."""

import json
from collections.abc import Mapping
from typing import Annotated

import typer

from bot.cli.api_connection import open_for_acting, open_for_reading
from bot.cli.command_options import (
    CursorOption,
    FollowOption,
    JsonOption,
    LimitOption,
    PersonOption,
    RequestIdArgument,
    make_command,
    read_pairs,
)
from bot.cli.terminal_output import (
    UPDATE,
    ask_confirmation,
    ask_line,
    format_card,
    format_execution,
    format_requests,
    format_time,
    indent_text,
    list_unknown_fields,
    print_json,
    read_document,
)
from bot.cli.terminal_text import print_text
from bot.cli.thread_commands import print_next_page, print_outcome, warn_of_holds
from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize, parse_json
from bot.core.card.typed_confirmation_word import choose_typed_word
from bot.core.errors import DigestMismatch
from bot.core.escaping import make_visible, show_argument_text, show_words
from bot.http.api_client import ApiClient, ApiRefusal

SOMEBODY_ELSE = "Somebody else must approve the present arguments"
SHORTEST = 12
"""Minimum digits of a digest on the command line; the request itself is named by its id."""


@make_command
async def requests(
    status: Annotated[str, typer.Option(help="pending, approved, …; or all.")] = "pending",
    thread: Annotated[str | None, typer.Option(help="Only those of this thread.", show_default=False)] = None,
    limit: LimitOption = 50,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the requests that wait for a person."""
    asked = None if status == "all" else status
    async with open_for_reading() as api:
        found = await api.read("requests", status=asked, thread=thread, limit=limit, cursor=cursor)
        await warn_of_holds(api)
    if as_json:
        print_json(found)
        return
    print_text(format_requests(found["items"]))
    print_next_page(found)


@make_command
async def approve(
    request: RequestIdArgument,
    digest: Annotated[str, typer.Option(help="Approve only if the request has this digest.", show_default=False)] = "",
    arguments: Annotated[str, typer.Option(help="Other arguments, as JSON.", show_default=False)] = "",
    reason: Annotated[str, typer.Option(help="A comment for the log and the agent.", show_default=False)] = "",
    confirm: Annotated[
        str, typer.Option(metavar="WORD", help="The word to type for a call that cannot be undone.", show_default=False)
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    follow: FollowOption = False,
    person: PersonOption = "",
) -> None:
    """Show the call that will run, and approve it. The shown call is the one that runs."""
    given = _read_arguments(arguments)
    async with open_for_acting(person) as api:
        shown = await _find_pending(api, request, "approval")
        edited = None if given is None else {**shown["arguments"], **given}
        _refuse_other_digest(digest, shown["digest"])
        print_text(format_card(shown))
        if list_unknown_fields(shown):
            raise ApiRefusal(f"It is not shown whole here. {UPDATE} Nothing was decided.")
        if why := shown["card"].get("withheld"):
            raise ApiRefusal(why)
        if shown["card"]["paused"]:
            raise ApiRefusal(
                f"{make_visible(shown['card']['paused'])} It can be decided when it is resumed. Nothing was decided."
            )
        if why := read_document(shown).why_not:
            raise ApiRefusal(f"{why} Nothing was decided.")
        is_proposal = edited is not None and shown["card"].get("edit_rule") == "by_another"
        if edited is not None:
            print_text(f"\nYou change it. {SOMEBODY_ELSE if is_proposal else 'This runs instead'}:\n")
            print_text(indent_text(show_argument_text(canonicalize(edited).decode()), " " * 8))
        print_text("")
        word = str(shown["card"]["typed"])
        if word and edited is not None:  # the word is then a value of the edited arguments
            word = choose_typed_word(shown["tool"], canonicalize(edited).decode(), shown["policy"]["typed"])
        if not _is_agreed(word, confirm, "Propose" if is_proposal else "Approve", yes=yes):
            print_text("Nothing was decided.")
            raise typer.Exit(1)
        body = {"decision": "approve", "digest": shown["digest"], "reason": reason}
        body |= {"confirmation": confirm or word} if word else {}
        await _send_decision(api, shown, body | ({} if edited is None else {"arguments": edited}), follow)


@make_command
async def reject(
    request: RequestIdArgument,
    reason: Annotated[str, typer.Option(help="Why: the agent reads it.", show_default=False)] = "",
    option: Annotated[
        str, typer.Option(metavar="NAME", help="One of the reasons that the request offers.", show_default=False)
    ] = "",
    digest: Annotated[str, typer.Option(help="Reject only if the request has this digest.", show_default=False)] = "",
    follow: FollowOption = False,
    person: PersonOption = "",
) -> None:
    """Reject a request. The reason goes to the agent: one that is offered, or your own."""
    if not reason and not option:
        raise typer.BadParameter("say why, or name one of the reasons with --option", param_hint="--reason")
    async with open_for_acting(person) as api:
        shown = await _find_pending(api, request, "approval")
        _refuse_other_digest(digest, shown["digest"])
        body = {"decision": "reject", "digest": shown["digest"], "reason": reason}
        await _send_decision(api, shown, body | ({"option": option} if option else {}), follow)


@make_command
async def answer(
    request: RequestIdArgument,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="Your answer, one of its choices, or JSON for a form.", show_default=False),
    ] = "",
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A field of a form; may be said again.", show_default=False),
    ] = None,
    follow: FollowOption = False,
    person: PersonOption = "",
) -> None:
    """Answer a question: in words, by one of its choices, or field by field. Without an answer it is only shown."""
    if text and field:
        raise typer.BadParameter("give either a text or fields with --field NAME=VALUE", param_hint="TEXT")
    values: dict[str, list[str]] = {}
    for name, value in read_pairs(field or [], "--field"):
        values.setdefault(name, []).append(value)
    async with open_for_acting(person) as api:
        shown = await _find_pending(api, request, "question")
        if not (text or values):
            print_text(format_card(shown))
            raise ApiRefusal("Nothing was answered. Add your answer, or fields of the form with --field NAME=VALUE.")
        if why := read_document(shown).why_not:
            raise ApiRefusal(f"{why} Nothing was answered.")
        thread = await api.read("threads", shown["thread_id"])
        body = {"values": _convert_values(values, shown)} if values else {"answer": text}
        settled = await api.post("requests", request, "answer", body=body)
        print_text(f"The question is {settled['status']}.")
        await print_outcome(api, thread["id"], thread["events"], follow=follow)


@make_command
async def callback(request: RequestIdArgument, person: PersonOption = "") -> None:
    """Tell the program that asked of the decision once more."""
    async with open_for_acting(person) as api:
        told = await api.post("requests", request, "callback")
        print_text(f"{show_words(told['submission']['callback_url'])} is told that it is {told['status']}.")


async def _find_pending(api: ApiClient, request: str, kind: str) -> JSON:
    found = await api.read("requests", request)
    if found["kind"] != kind:
        verbs = {"approval": "countersign approve or reject", "question": "countersign answer"}
        raise ApiRefusal(
            f"{request} is {'an' if found['kind'] == 'approval' else 'a'} {found['kind']}: use {verbs[found['kind']]}."
        )
    if found["status"] != "pending":
        run = f"\n{format_execution(found)}" if found["execution"] else ""
        by = f" by {show_words(found['decided_by'])}" if found["decided_by"] else ""
        at = f" at {format_time(found['decided_at'])} UTC" if found["decided_at"] else ""
        raise ApiRefusal(f"This request is already {found['status']}{by}{at}. Nothing was changed.{run}")
    return found


def _refuse_other_digest(named: str, current: str) -> None:
    """Raises `DigestMismatch` when `named` is given and does not begin the `current` digest."""
    if named and not (len(named) >= SHORTEST and current.startswith(named.lower())):
        raise DigestMismatch(named[:SHORTEST], current[:SHORTEST])


def _read_arguments(text: str) -> JSON:
    """The edited arguments; None for an empty text. Raises BadParameter."""
    if not text:
        return None
    found = parse_json(text)
    if not isinstance(found, dict):
        raise typer.BadParameter(f"{json.dumps(found)[:60]} is not a JSON object", param_hint="--arguments")
    return found


def _is_agreed(word: str, confirm: str, act: str, *, yes: bool) -> bool:
    """Whether the person agrees to `act`, "Approve" or "Propose".

    A call that cannot be undone needs its typed `word`: asked for here, or given as `confirm`. Raises `ApiRefusal`.
    """
    if not word:
        return yes or ask_confirmation(f"{act} this?")
    if confirm:
        return yes or ask_confirmation(f"{act} this?")  # the API checks the word
    if yes:
        raise ApiRefusal(f"This cannot be undone, so --yes is not enough. Add what is to be typed: --confirm '{word}'")
    return ask_line(f"This cannot be undone. Type {word} to {act.lower()} it: ") == word


def _convert_values(values: Mapping[str, list[str]], shown: JSON) -> dict[str, JSON]:
    """A list for a field of several choices, else one text. Raises BadParameter."""
    several = {field["name"] for field in shown["card"]["ask"]["fields"] if field["kind"] == "choices"}
    for name, given in values.items():
        if len(given) > 1 and name not in several:
            raise typer.BadParameter(f"{name!r} takes one value, and was given {len(given)}", param_hint="--field")
    return {name: given if name in several else given[0] for name, given in values.items()}


async def _send_decision(api: ApiClient, shown: JSON, body: JSON, follow: bool) -> None:
    thread = await api.read("threads", shown["thread_id"])
    after = await api.post("requests", shown["id"], "decision", body=body)
    is_edited = after["digest"] != shown["digest"]
    if after["status"] == "pending" and is_edited and after["card"].get("edit_rule") == "by_another":
        print_text(f"Your change is in; you may not approve it. {SOMEBODY_ELSE} ({after['card']['progress']}).")
    elif after["status"] == "pending":
        print_text(f"Your vote is in ({after['card']['progress']}); more are needed.")
    else:
        print_text(f"The request is {after['status']}.")
    await print_outcome(api, thread["id"], thread["events"], follow=follow)
    if after["execution"] is not None:
        print_text(format_execution(await api.read("requests", shown["id"])))
