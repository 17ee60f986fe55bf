"""The parts of a card's document as Slack's blocks. Pure; texts of others are plain or rich text, never markup.

The document decides which parts and acts are shown; here it is only printed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias, assert_never

from bot.core.base_types import JSON
from bot.core.card.execution import ExecutionStatus
from bot.core.card.parts import (
    ActionsPart,
    AnswersPart,
    ArgumentsPart,
    CardDocument,
    DeadlinePart,
    ExecutionPart,
    FactPart,
    NoticePart,
    PeoplePart,
    PrintedPart,
    QuotePart,
    QuoteSource,
    ReferencePart,
    StatusPart,
    TitlePart,
    VotePart,
)
from bot.core.escaping import quote_label
from channels.slack.views import action_ids
from channels.slack.views.blocks import (
    MAX_HEADER,
    format_date,
    format_link,
    make_actions,
    make_block_id,
    make_button,
    make_context,
    make_mrkdwn,
    make_plain_text,
    make_preformatted,
    make_quote,
    make_rich_section,
    make_rich_text,
    make_text_element,
    make_text_elements,
    measure_text,
)
from channels.slack.views.question_answer_controls import (
    choose_control,
    is_label_fitting,
    make_answer_controls,
    number_answers,
)
from channels.slack.views.view_context import SlackViewContext

ELSEWHERE = "It can be decided in the inbox, on the server that runs me."
MAX_MENTIONS = 10
MAX_CONTEXT = 10
"""Elements of a context block."""
MAX_BLOCKS = 40
"""Blocks of a message below its heading: Slack takes 50."""
SOON = timedelta(hours=1)

MARKS = MappingProxyType({"pending": "", "approved": "✅", "answered": "✅", "rejected": "❌", "expired": "⌛"})
"""The icon before a status; 🚫 before any other."""

EXECUTION_MARKS: Mapping[ExecutionStatus, str] = MappingProxyType(
    {"not_started": "✅", "running": "⏳", "done": "✅", "failed": "❌", "unknown": "❓"}
)
"""The icon before an approval, by the status of its call."""

BlockKind = Literal["context", "rich_text", "actions"]

NoticeBlock: TypeAlias = tuple[str, str, BlockKind]

NOTICES: Mapping[str, NoticeBlock] = MappingProxyType(
    {
        "paused": ("notices", "⏸ ", "context"),
        "stopped": ("notices", "⏸ ", "context"),
        "urgent": ("notices", "🔴 ", "context"),
        "irreversible": ("notices", "⚠ ", "context"),
        "unusual": ("facts", "⚠ ", "rich_text"),
        "cut": ("cut", "✂ ", "context"),
        "secret": ("cut", "🔒 ", "context"),
        "voted": ("silence", "✔ ", "context"),
        "changed": ("notices", "", "context"),
    }
)
"""The block of each kind of notice, and its icon."""

OTHER_NOTICE: NoticeBlock = ("facts", "", "rich_text")
"""The block of a notice of another kind: the one of the facts, as a context block has room for few."""

QUOTES: Mapping[QuoteSource, str] = MappingProxyType(
    {"question": "question", "context": "context", "requester": "people", "agent": "words"}
)
"""The block of each kind of quote."""


class PrintedPiece(NamedTuple):
    """Elements of the block `name`: neighbours of one name become one block, as a view has room for few."""

    name: str
    kind: BlockKind
    elements: list[JSON]


def find_mark(status: str, run: ExecutionStatus | None) -> str:
    """Return the icon of a status, and of the execution of an approved call."""
    return EXECUTION_MARKS[run] if run and status == "approved" else MARKS.get(status, "🚫")


def print_title(document: CardDocument) -> str:
    """Return the heading: "❌ Approved, failed: Release v1.4.3", not shortened."""
    title, status, run = (document.find_part(kind) for kind in (TitlePart, StatusPart, ExecutionPart))
    if not isinstance(title, TitlePart) or not isinstance(status, StatusPart):
        raise ValueError("a document without a title or a status")
    mark = find_mark(status.status, run.status if isinstance(run, ExecutionPart) else None)
    return f"{mark}{' ' if mark else ''}{status.words}: {title.text}"


def print_parts(document: CardDocument, context: SlackViewContext, most: int = MAX_BLOCKS) -> list[JSON]:
    """Return the blocks of all parts, below the heading. More than `most` are joined to one of each name."""
    parts = document.list_printed()
    pieces = [piece for part in parts for piece in _print_part(part, document, context) if piece.elements]
    groups = [list(group) for _, group in groupby(pieces, key=lambda piece: piece.name)]
    if len(groups) > most:
        places = list(dict.fromkeys(piece.name for piece in pieces))
        pieces.sort(key=lambda piece: places.index(piece.name))
        groups = [list(group) for _, group in groupby(pieces, key=lambda piece: piece.name)]
    blocks: list[JSON] = []
    printed: Counter[str] = Counter()
    for name, kind, elements in (piece for group in groups for piece in _join_pieces(group)):
        printed[name] += 1  # a message with two blocks of one id is refused whole
        id = make_block_id(name if printed[name] == 1 else f"{name}-{printed[name]}", context.version)
        make = {"rich_text": make_rich_text, "actions": make_actions}
        blocks.append(make_context(id, *elements) if kind == "context" else make[kind](id, elements))
    return blocks


def _join_pieces(pieces: list[PrintedPiece]) -> Iterator[PrintedPiece]:
    """Join pieces of one name to the content of one block, or of several where a context block has no more room."""
    name, kind, _ = pieces[0]
    elements = [element for piece in pieces for element in piece.elements]
    most = MAX_CONTEXT if kind == "context" else len(elements)
    yield from (PrintedPiece(name, kind, elements[at : at + most]) for at in range(0, len(elements), most))


def _print_part(part: PrintedPart, document: CardDocument, context: SlackViewContext) -> Iterator[PrintedPiece]:
    match part:
        case TitlePart():
            yield _print_title_lines(part, document)
        case StatusPart():
            # the heading has the words; there is nothing more while the request is open
            by = [make_plain_text(f"by {part.by}")] if part.by else []
            at = [make_mrkdwn(format_date(part.at))] if part.at else []
            why = [make_plain_text(quote_label(part.reason))] if part.reason else []
            yield PrintedPiece("outcome", "context", [*by, *at, *why])
        case ExecutionPart():
            yield _print_execution(part)
        case NoticePart():
            name, mark, kind = NOTICES.get(part.kind, OTHER_NOTICE)
            text = f"{mark}{part.text}"
            is_rich = kind == "rich_text"
            yield PrintedPiece(
                name, kind, [make_rich_section(*make_text_elements(text)) if is_rich else make_plain_text(text)]
            )
        case ArgumentsPart():
            yield PrintedPiece("arguments", "rich_text", [make_preformatted(part.text)])
        case FactPart():
            label = make_rich_section(*make_text_elements(part.label, "bold"))
            yield PrintedPiece("facts", "rich_text", [label, make_preformatted(part.text)])
        case QuotePart():
            # a question without a label is the platform's own
            label = [make_rich_section(*make_text_elements(part.label, "bold"))] if part.label else []
            text = make_quote(part.text) if part.label else make_rich_section(*make_text_elements(part.text))
            yield PrintedPiece(QUOTES[part.source], "rich_text", [*label, text])
        case AnswersPart():
            yield _print_answers(part, document, context)
        case PeoplePart():
            yield PrintedPiece("people", "rich_text", [_print_people(part, document, context)])
        case VotePart():
            notes = f" ({'; '.join(part.notes)})" if part.notes else ""
            reason = [make_quote(part.reason)] if part.reason else []
            voted = make_rich_section(*make_text_elements(f"{part.text}{notes}"))
            yield PrintedPiece("people", "rich_text", [voted, *reason])
        case DeadlinePart():
            soon = "⏳ " if context.now and part.at and part.at - context.now < SOON else ""
            end = [make_mrkdwn(f"{soon}Expires {format_date(part.at)}")] if part.at else []
            silence = [make_plain_text(part.silence)] if part.silence else []
            yield PrintedPiece("silence", "context", [*end, *silence])
        case ReferencePart():
            yield _print_reference(part, context)
        case ActionsPart():
            yield from _print_actions(part, document, context)
        case _:
            assert_never(part)


def _print_title_lines(part: TitlePart, document: CardDocument) -> PrintedPiece:
    """The tool and its description; a title that a heading has no room for is repeated whole."""
    is_cut = measure_text(print_title(document)) > MAX_HEADER
    texts = (part.text if is_cut else "", part.tool if part.tool != part.text else "", part.sentence)
    return PrintedPiece("title", "context", [make_plain_text(text) for text in texts if text])


def _print_execution(part: ExecutionPart) -> PrintedPiece:
    """One line, "❌ failed: The remote said no.", with its time."""
    mark = EXECUTION_MARKS[part.status]
    if part.status == "not_started":
        mark = "🚫" if part.is_over else "⏳"
    tries = f" ({part.attempts} attempts)" if part.attempts > 1 else ""
    detail = f": {quote_label(part.detail)}" if part.detail else ""
    at = [make_mrkdwn(format_date(part.at))] if part.at else []
    return PrintedPiece("execution", "context", [make_plain_text(f"{mark} {part.words}{tries}{detail}"), *at])


def _print_answers(part: AnswersPart, document: CardDocument, context: SlackViewContext) -> PrintedPiece:
    """The answers, where no label of a control shows them whole; of a form the labels of its fields."""
    control = choose_control(part.answers, document.find_part(ActionsPart), context)
    is_shown = control == "buttons" or (control == "select" and all(map(is_label_fitting, part.answers)))
    labels = ", ".join(field.label for field in part.fields)
    texts = ("" if is_shown else number_answers(part.answers), f"It asks for: {labels}" if labels else "")
    sections = [make_rich_section(*make_text_elements(text)) for text in texts if text]
    return PrintedPiece("answers", "rich_text", sections)


def _print_people(part: PeoplePart, document: CardDocument, context: SlackViewContext) -> JSON:
    """A row about people. The deciders of an open request are mentioned, which calls them."""
    users: list[JSON] = []
    status = document.find_part(StatusPart)
    if part.kind == "deciders" and context.is_live and status and status.status == "pending":
        for user in context.mentions[:MAX_MENTIONS]:
            users += [make_text_element(" "), {"type": "user", "user_id": user}]
        if (more := len(context.mentions) - MAX_MENTIONS) > 0:
            users.append(make_text_element(f" and {more} more"))
    return make_rich_section(make_text_element(f"{part.label}: ", "bold"), *make_text_elements(part.text), *users)


def _print_reference(part: ReferencePart, context: SlackViewContext) -> PrintedPiece:
    """The digest's first 12 digits and the link to the inbox; without a link the request's id, to find it by."""
    digest = [make_plain_text(f"digest {part.digest[:12]}")] if part.digest else []
    asked = [make_mrkdwn(f"Asked {format_date(context.asked_at)}")] if context.asked_at else []
    link = make_mrkdwn(format_link(context.link, "Open in the inbox")) if context.link else None
    where = link or make_plain_text(f"In the inbox: {part.request}")
    return PrintedPiece("footer", "context", [*asked, *digest, where])


def _print_actions(part: ActionsPart, document: CardDocument, context: SlackViewContext) -> Iterator[PrintedPiece]:
    """The reason why nothing can be approved here, unless a notice gives it; and the controls."""
    is_said = any(part.why_not in notice.text for notice in document.list_parts(NoticePart))
    is_out_of_reach = part.is_elsewhere and not context.link
    lines = [*([] if is_said else [part.why_not]), *([ELSEWHERE] if is_out_of_reach else [])]
    yield PrintedPiece("footer", "context", [make_plain_text(line) for line in lines if line])
    answers = document.find_part(AnswersPart)
    if part.may_answer and answers is None:
        yield PrintedPiece("hint", "context", [make_plain_text("… or reply in this thread.")])
    controls = make_answer_controls(answers, part, context) or _make_decision_buttons(part, document, context)
    yield PrintedPiece("actions", "actions", controls)


def _make_decision_buttons(part: ActionsPart, document: CardDocument, context: SlackViewContext) -> list[JSON]:
    """The buttons of an approval: all of them only under a call that is shown whole; none once it is settled."""
    title, status = document.find_part(TitlePart), document.find_part(StatusPart)
    tool = (title.tool or title.text) if title else ""
    value, decides = context.sign_choice(""), not context.has_voted
    buttons: list[JSON] = []
    if part.is_elsewhere and context.link:
        verb = "decide" if title and title.tool else "answer"
        buttons.append(
            make_button(f"Read it whole and {verb}", action_ids.OPEN, f"Read {tool} whole and {verb}", url=context.link)
        )
    if part.may_approve and decides:
        label = "Approve…" if part.typed else "Approve"
        buttons.append(make_button(label, action_ids.APPROVE, f"Approve {tool} as shown", style="primary", value=value))
    if part.may_reject:
        spoken = f"Reject {tool}, with a reason"
        buttons.append(make_button("Reject…", action_ids.REJECT, spoken, style="danger", value=value))
    if part.edit_rule and decides:
        label, then = {
            "by_another": ("Edit…", "then somebody else must approve them"),
            "by_editor": ("Edit & approve…", "then approve"),
        }[part.edit_rule]
        buttons.append(make_button(label, action_ids.EDIT, f"Edit the arguments of {tool}, {then}", value=value))
    if part.may_reject and (part.may_approve or (status and status.is_paused)):
        buttons.append(make_button("Details", action_ids.DETAILS, f"Details of {tool}", value=value))
    return buttons
