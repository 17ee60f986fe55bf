"""The Home tab, and the answer to /approvals: what waits for this person, what they wait for, what was decided. Pure.

A request is decided in place only when all of it is shown there and nothing has to be typed.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.core.card import Ask, Card
from bot.core.changes import describe
from bot.core.redact import redacted
from bot.core.requests import Request
from bot.core.shown import visible
from bot.core.word import JSON, Moment
from channels.slack import actions
from channels.slack.blocks import (
    block_id,
    button,
    buttons,
    context,
    date,
    escaped,
    header,
    link,
    markup,
    plain,
    quote,
    rich,
    section,
    short,
    size,
    spoken,
    words,
)
from channels.slack.look import AGENTS_WORDS, APPROVED_BY, Look, Message, is_partial, mark_status, paused
from channels.slack.questions import answers_of, fits
from channels.slack.questions import controls as answer_controls
from channels.slack.render import controls
from channels.slack.runs import sentence_of, what_runs
from channels.slack.wording import spell_answer, spell_error, spell_times

Requests = Sequence[Request]
LookOf = Callable[[Request], Look]

PENDING, OTHERS = 6, 8
"""How many of each a page shows: at most 10 blocks for one that waits, one block for any other; a view takes 100."""

LISTED = 4
"""How many that wait the answer to a command shows: a message takes 50 blocks."""

SHORT = 600
"""Size of what a row shows of its arguments and facts."""

SOON = timedelta(hours=1)

EMPTY = "Nothing waits for you."
EXPLAINED = (
    "When an agent wants to do something that only you and your colleagues may allow, it stops, and its request stands "
    "here and in the channel it came from. Nothing runs without a yes; what nobody answers expires."
)
USAGE = (
    "/approvals list shows what waits for your decision.\n"
    "/approvals mine shows what you asked for and who has to decide it.\n"
    "/approvals help shows this. All of it is in the Home tab, too."
)


class Row(NamedTuple):
    request: Request
    look: Look


def home(pending: Requests, waiting: Requests, recent: Requests, look_of: LookOf, now: Moment, page: int) -> JSON:
    """The view for views.publish: `pending` wait for this person, `waiting` for others, `recent` are decided.

    What was settled while the person looked stands among `pending`, in its place and without buttons.

    Pages count from 0; one that is not there becomes the nearest that is.
    """
    counts = ((pending, PENDING), (waiting, OTHERS), (recent, OTHERS))
    pages = max(1, *(-(-len(found) // each) for found, each in counts))
    page = min(max(page, 0), pages - 1)
    first, others = page * PENDING, slice(page * OTHERS, (page + 1) * OTHERS)
    rows = _rows(_oldest_first(pending)[first : first + PENDING], look_of)
    blocks = [
        *_heading("Waiting for you", sum(request.status == "pending" for request in pending)),
        *(block for row in rows for block in _pending(row, now)),
        *(_empty() if not pending else []),
        *(_heading("Waiting for others", len(waiting)) if waiting else []),
        *(_waiting(row) for row in _rows(_oldest_first(waiting)[others], look_of)),
        *(_heading("Decided lately", len(recent)) if recent else []),
        *(_decided(row) for row in _rows(recent[others], look_of)),
        *_paging(page, pages, now),
    ]
    return {"type": "home", "callback_id": actions.HOME, "blocks": blocks}


def listing(said: str, pending: Requests, waiting: Requests, look_of: LookOf, now: Moment) -> Message:
    """The private answer to `/approvals {said}`: list (or nothing), mine, help. `waiting` is what this person asked for."""
    match said.split()[:1]:
        case [] | ["list"]:
            return _listed(pending, look_of, now)
        case ["mine"]:
            return _mine(waiting, look_of)
        case ["help"]:
            return _said(USAGE)
        case _:
            return _said(f"“{short(visible(said), 60)}” is not something that I can do.\n{USAGE}")


def _listed(pending: Requests, look_of: LookOf, now: Moment) -> Message:
    if not pending:
        return _said(f"{EMPTY} {EXPLAINED}")
    rows = _rows(_oldest_first(pending)[:LISTED], look_of)
    blocks = [*_heading("Waiting for you", len(pending)), *(block for row in rows for block in _pending(row, now))]
    return Message(_counted(len(pending), "for you"), blocks + _more(len(pending) - len(rows)))


def _mine(waiting: Requests, look_of: LookOf) -> Message:
    if not waiting:
        return _said("Nothing that you asked for waits for anybody.")
    rows = _rows(_oldest_first(waiting)[:OTHERS], look_of)
    blocks = [*_heading("Waiting for others", len(waiting)), *(_waiting(row) for row in rows)]
    return Message(_counted(len(waiting), "for others"), blocks + _more(len(waiting) - len(rows)))


def _said(text: str) -> Message:
    return Message(escaped(text), [{"type": "section", "block_id": "said", "text": plain(text)}])


def _counted(count: int, whom: str) -> str:
    return f"{count} request waits {whom}." if count == 1 else f"{count} requests wait {whom}."


def _more(count: int) -> list[JSON]:
    return [context("more", plain(f"… and {count} more: open the Home tab."))] if count > 0 else []


def _oldest_first(requests: Requests) -> list[Request]:
    return sorted(requests, key=lambda request: (request.created_at, request.id))


def _rows(requests: Requests, look_of: LookOf) -> list[Row]:
    """Each with a look whose blocks are told apart from those of its neighbours."""
    looks = [(request, look_of(request)) for request in requests]
    return [Row(request, look._replace(version=f"{request.id}.{look.version}", mentions=())) for request, look in looks]


def _heading(text: str, count: int) -> list[JSON]:
    return [header(block_id("heading", text), f"{text} ({count})" if count else text)]


def _empty() -> list[JSON]:
    return [rich("empty", [section(words(f"{EMPTY}\n", "bold"), words(EXPLAINED))])]


def _pending(row: Row, now: Moment) -> list[JSON]:
    card, version = row.request.card, row.look.version
    shown = _question(card, card.ask, row.look) if card.ask else _approval(card, row.look)
    if card.outcome:
        shown = [*shown, context(block_id("ended", version), plain(_ended(row.request), 500))]
    return [
        _title(row),
        *paused(card, version),
        *shown,
        _times(row, now),
        {"type": "divider", "block_id": block_id("end", version)},
    ]


def _ended(request: Request) -> str:
    """How it ended, where its buttons were."""
    by = short(visible(request.decided_by_name), 150) if request.decided_by_name else ""
    return f"{mark_status(request.status, by, request.card.execution)}{_why(request)}. Nothing is left to decide here."


def _title(row: Row) -> JSON:
    card = row.request.card
    what = "Question" if card.ask else short(visible(card.tool), 150)
    by = " · ".join(short(visible(each), 150) for each in (card.agent, card.requested_by) if each)
    return rich(block_id("title", row.look.version), [section(words(what, "bold"), words(f" · {by}" if by else " "))])


def _approval(card: Card, look: Look) -> list[JSON]:
    runs = what_runs(card, look.version, SHORT)
    if card.outcome:
        return runs.blocks
    if card.changes and not card.paused:
        # Home is drawn anew under the hand of who reads it: what was changed is not decided here
        changed = f"Changed by {card.changes[-1].by or 'a new rule'}: {describe(card.changes[-1])}"
        note = context(block_id("changed", look.version), plain(changed, 600))
        return [*runs.blocks, note, *_elsewhere(card.tool, look)]
    if card.typed and not card.paused:
        return [*runs.blocks, *_elsewhere(card.tool, look)]
    is_elsewhere = bool(runs.why_not) and not card.paused
    return [*runs.blocks, *(_elsewhere(card.tool, look) if is_elsewhere else controls(card, look, runs))]


def _question(card: Card, ask: Ask, look: Look) -> list[JSON]:
    asked, known = visible(redacted(ask.question)), visible(redacted(ask.context))
    is_whole = size(asked) <= SHORT and size(known) <= SHORT and all(fits(answer) for answer in answers_of(ask))
    blocks = [rich(block_id("question", look.version), [section(*spoken(short(asked, SHORT)))])]
    if known.strip():
        label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
        blocks.append(context(block_id("label", look.version), plain(label)))
        blocks.append(rich(block_id("context", look.version), [quote(short(known, SHORT))]))
    if card.outcome:
        return blocks
    return [*blocks, *(answer_controls(card, ask, look) if is_whole else _elsewhere("the question", look))]


def _elsewhere(what: str, look: Look) -> list[JSON]:
    if not look.link or not look.is_live:
        return []
    whole = button("Read it whole and decide", actions.OPEN, f"Read {what} whole and decide", url=look.link)
    return [buttons(block_id("actions", look.version), [whole])]


def _times(row: Row, now: Moment) -> JSON:
    request, parts = row.request, [markup(f"Asked {date(row.request.created_at)}")]
    if request.expires_at and not request.card.outcome:
        soon = "⏳ " if request.expires_at - now < SOON else ""
        parts.append(markup(f"{soon}Expires {date(request.expires_at)}"))
    parts += [plain(request.card.progress, 200)] if request.card.progress else []
    if is_partial(request.card, row.look):
        parts.append(plain(f"{APPROVED_BY}: {', '.join(row.look.voters)}", 300))
    parts += [markup(link(row.look.link, "Open in the inbox"))] if row.look.link else []
    return context(block_id("times", row.look.version), *parts)


def _waiting(row: Row) -> JSON:
    card = row.request.card
    progress = f" · {card.progress}" if card.progress else ""
    why = card.paused or card.stopped
    stopped = f" · {short(visible(spell_times(why)), 300)}" if why else ""
    line = f"{_sentence(card, 250)}{stopped} · waits for {short(visible(card.who_may), 200)}{short(visible(progress), 200)}"
    return context(block_id("waiting", row.look.version), plain(line), *_open(row))


def _decided(row: Row) -> JSON:
    request = row.request
    by = short(visible(request.decided_by_name), 150) if request.decided_by_name else ""
    status = mark_status(request.status, by, request.card.execution)
    at = [markup(date(request.decided_at))] if request.decided_at else []
    stopped = f" · not started: {short(visible(spell_times(request.card.paused)), 300)}" if request.card.paused else ""
    line = f"{status}: {_sentence(request.card, 250)}{_why(request)}{stopped}"
    return context(block_id("decided", row.look.version), plain(line), *at, *_open(row))


def _why(request: Request) -> str:
    """What was said as it was decided, or what went wrong since."""
    run, fields = request.card.execution, request.card.ask.fields if request.card.ask else ()
    said = spell_error(run.detail) if run and run.is_bad else spell_answer(request.reason, fields)
    return f": {short(visible(redacted(said)), 150)}" if said else ""


def _open(row: Row) -> list[JSON]:
    return [markup(link(row.look.link, "Open"))] if row.look.link else []


def _sentence(card: Card, limit: int) -> str:
    asked = " ".join(visible(redacted(card.ask.question)).split()) if card.ask else ""
    return short(asked, limit) if card.ask else sentence_of(card, limit)


def _paging(page: int, pages: int, now: Moment) -> list[JSON]:
    told = context("paging", markup(f"Page {page + 1} of {pages} · as of {date(now)}"))
    turn = [
        *([button("← Previous", actions.page(page - 1), "Previous page")] if page else []),
        *([button("Next →", actions.page(page + 1), "Next page")] if page + 1 < pages else []),
    ]
    return [told, *([buttons("pages", turn)] if turn else [])]
