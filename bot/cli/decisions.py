"""The verbs about requests: list them, approve or reject what was shown, answer a question."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.cli.client import Client, Refused, acting, reading
from bot.cli.lines import card_lines, confirmed, execution_lines, indented, out, out_json, request_table, typed, when
from bot.cli.threads import more, told, warn_of_holds
from bot.cli.verb import As, AsJson, Cursor, Follow, Limit, RequestId, verb
from bot.core.canonical import canonical, parse
from bot.core.confirmation import word_of
from bot.core.errors import DigestMismatch
from bot.core.shown import shown_text, shown_words, visible
from bot.core.word import JSON

SOMEBODY_ELSE = "Somebody else must approve what stands now"
SHORTEST = 12
"""Digits of a digest that name it well enough beside what is on the screen."""


@verb
async def requests(
    status: Annotated[str, typer.Option(help="pending, approved, …; or all.")] = "pending",
    thread: Annotated[str | None, typer.Option(help="Only those of this thread.", show_default=False)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """List what waits for a person."""
    asked = None if status == "all" else status
    async with reading() as api:
        found = await api.read("requests", status=asked, thread=thread, limit=limit, cursor=cursor)
        await warn_of_holds(api)
    if as_json:
        out_json(found)
        return
    out(request_table(found["items"]))
    more(found)


@verb
async def approve(
    request: RequestId,
    digest: Annotated[str, typer.Option(help="Approve only if this digest stands.", show_default=False)] = "",
    arguments: Annotated[str, typer.Option(help="Other arguments, as JSON.", show_default=False)] = "",
    reason: Annotated[str, typer.Option(help="A word with it.", show_default=False)] = "",
    confirm: Annotated[
        str, typer.Option(metavar="WORD", help="What is to be typed for what cannot be undone.", show_default=False)
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    follow: Follow = False,
    person: As = "",
) -> None:
    """Show what will run and approve it. What was shown is what runs."""
    given = _arguments(arguments)
    async with acting(person) as api:
        shown = await _pending(api, request, "approval")
        edited = None if given is None else {**shown["arguments"], **given}
        _refuse_another(digest, shown["digest"])
        out(card_lines(shown))
        if why := shown["card"].get("withheld"):
            raise Refused(why)
        if shown["card"]["paused"]:
            raise Refused(
                f"{visible(shown['card']['paused'])} It can be decided when it is resumed. Nothing was decided."
            )
        is_proposal = edited is not None and shown["card"].get("edit_rule") == "by_another"
        if edited is not None:
            out(f"\nYou change it. {SOMEBODY_ELSE if is_proposal else 'This runs instead'}:\n")
            out(indented(shown_text(canonical(edited).decode()), " " * 8))
        out("")
        word = _word(shown, edited)
        if not _is_agreed(word, confirm, "Propose" if is_proposal else "Approve", yes=yes):
            out("Nothing was decided.")
            raise typer.Exit(1)
        body = {"decision": "approve", "digest": shown["digest"], "reason": reason}
        body |= {"confirmation": confirm or word} if word else {}
        await _decide(api, shown, body | ({} if edited is None else {"arguments": edited}), follow)


@verb
async def reject(
    request: RequestId,
    reason: Annotated[str, typer.Option(help="Why: the agent reads it.", show_default=False)] = "",
    option: Annotated[
        str, typer.Option(metavar="NAME", help="One of the reasons that the request offers.", show_default=False)
    ] = "",
    digest: Annotated[str, typer.Option(help="Reject only if this digest stands.", show_default=False)] = "",
    follow: Follow = False,
    person: As = "",
) -> None:
    """Reject a request. The reason goes to the agent: one that is offered, or your own."""
    if not reason and not option:
        raise typer.BadParameter("say why, or name one of the reasons with --option", param_hint="--reason")
    async with acting(person) as api:
        shown = await _pending(api, request, "approval")
        _refuse_another(digest, shown["digest"])
        body = {"decision": "reject", "digest": shown["digest"], "reason": reason}
        await _decide(api, shown, body | ({"option": option} if option else {}), follow)


@verb
async def answer(
    request: RequestId,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="Your answer, one of its choices, or JSON for a form.", show_default=False),
    ] = "",
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A field of a form; may be said again.", show_default=False),
    ] = None,
    follow: Follow = False,
    person: As = "",
) -> None:
    """Answer a question: in words, by one of its choices, or field by field. Without an answer it is only shown."""
    if text and field:
        raise typer.BadParameter("give either a text or fields with --field NAME=VALUE", param_hint="TEXT")
    values = _values(field or [])
    async with acting(person) as api:
        shown = await _pending(api, request, "question")
        if not (text or values):
            out(card_lines(shown))
            raise Refused("Nothing was answered. Add your answer, or fields of the form with --field NAME=VALUE.")
        thread = await api.read("threads", shown["thread_id"])
        body = {"values": _listed(values, shown)} if values else {"answer": text}
        settled = await api.send("requests", request, "answer", body=body)
        out(f"The question is {settled['status']}.")
        await told(api, thread["id"], thread["events"], follow=follow)


async def _pending(api: Client, request: str, kind: str) -> JSON:
    found = await api.read("requests", request)
    if found["kind"] != kind:
        verbs = {"approval": "countersign approve or reject", "question": "countersign answer"}
        raise Refused(
            f"{request} is {'an' if found['kind'] == 'approval' else 'a'} {found['kind']}: use {verbs[found['kind']]}."
        )
    if found["status"] != "pending":
        run = f"\n{execution_lines(found)}" if found["execution"] else ""
        by = f" by {shown_words(found['decided_by'])}" if found["decided_by"] else ""
        at = f" at {when(found['decided_at'])} UTC" if found["decided_at"] else ""
        raise Refused(f"This request is already {found['status']}{by}{at}. Nothing was changed.{run}")
    return found


def _refuse_another(named: str, stands: str) -> None:
    """Raises DigestMismatch when a digest was named and another one stands."""
    if named and not (len(named) >= SHORTEST and stands.startswith(named.lower())):
        raise DigestMismatch(named[:SHORTEST], stands[:SHORTEST])


def _arguments(text: str) -> JSON:
    """The edited arguments, None when there are none."""
    if not text:
        return None
    found = parse(text)
    if not isinstance(found, dict):
        raise typer.BadParameter(f"{json.dumps(found)[:60]} is not a JSON object", param_hint="--arguments")
    return found


def _word(shown: JSON, edited: JSON) -> str:
    """What is to be typed: what the card says; for other arguments, what stands in those."""
    word = str(shown["card"]["typed"])
    if not word or edited is None:
        return word
    return word_of(shown["tool"], canonical(edited).decode(), shown["policy"]["typed"])


def _is_agreed(word: str, confirm: str, act: str, *, yes: bool) -> bool:
    """Whether the person agrees to `act`, Approve or Propose. What cannot be undone takes its word, typed here or given. Raises Refused."""
    if not word:
        return yes or confirmed(f"{act} this?")
    if confirm:
        return yes or confirmed(f"{act} this?")  # whether it is the right word, the house says
    if yes:
        raise Refused(f"This cannot be undone, so --yes is not enough. Add what is to be typed: --confirm '{word}'")
    return typed(f"This cannot be undone. Type {word} to {act.lower()} it: ") == word


def _values(given: Sequence[str]) -> dict[str, list[str]]:
    """The values by the name of the field: NAME=VALUE, as often as a field has values."""
    found: dict[str, list[str]] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals):
            raise typer.BadParameter(f"{each[:60]!r} is not NAME=VALUE", param_hint="--field")
        found.setdefault(name, []).append(value)
    return found


def _listed(values: Mapping[str, list[str]], shown: JSON) -> dict[str, JSON]:
    """A list where several may be chosen, else one text. Raises BadParameter."""
    several = {field["name"] for field in shown["card"]["ask"]["fields"] if field["kind"] == "choices"}
    for name, given in values.items():
        if len(given) > 1 and name not in several:
            raise typer.BadParameter(f"{name!r} takes one value, and was given {len(given)}", param_hint="--field")
    return {name: given if name in several else given[0] for name, given in values.items()}


async def _decide(api: Client, shown: JSON, body: JSON, follow: bool) -> None:
    thread = await api.read("threads", shown["thread_id"])
    after = await api.send("requests", shown["id"], "decision", body=body)
    is_edited = after["digest"] != shown["digest"]
    if after["status"] == "pending" and is_edited and after["card"].get("edit_rule") == "by_another":
        out(f"Your change is in; you may not approve it. {SOMEBODY_ELSE} ({after['card']['progress']}).")
    elif after["status"] == "pending":
        out(f"Your vote is in ({after['card']['progress']}); more are needed.")
    else:
        out(f"The request is {after['status']}.")
    await told(api, thread["id"], thread["events"], follow=follow)
    if after["execution"] is not None:
        out(execution_lines(await api.read("requests", shown["id"])))
