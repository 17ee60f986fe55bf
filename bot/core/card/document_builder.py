"""A request as one list of typed parts, in reading order: the content of the cards of all surfaces. Pure.

A surface gives its limits, a printer prints the parts. A document that does not hold the whole call says why (`why_not`), and offers
no approval.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from bot.core.card.card import CardFact, QuestionPart, RequestCard
from bot.core.card.complete_argument_rows import format_row
from bot.core.card.general_part_fitting import fit_general_parts
from bot.core.card.limits import SEPARATOR
from bot.core.card.limits import UNLIMITED as UNLIMITED
from bot.core.card.limits import CardLimits as CardLimits
from bot.core.card.limits import SizeLimit as SizeLimit
from bot.core.card.parts import (
    ActionsPart,
    AnswersPart,
    ArgumentsPart,
    CardDocument,
    CardPart,
    DeadlinePart,
    ExecutionPart,
    FactPart,
    NoticePart,
    PeoplePart,
    QuotePart,
    ReferencePart,
    StatusPart,
    TitlePart,
    VotePart,
    label_fact,
    list_texts,
)
from bot.core.card.readable_times_errors_and_answers import spell_answer, spell_error, spell_times
from bot.core.dry_run_markers import DRY_RUN_TITLE
from bot.core.escaping import ShownArgument, make_visible
from bot.core.policy import is_shortage
from bot.core.secrets.redaction import redact_secrets

AGENTS_WORDS = "The agent's own words, not checked:"
NO_ARGUMENTS = "(no arguments)"
UNUSUAL = "Unusual characters, written as \\u{…}, \\s{…} or \\l{…}, in: "
YES_NO = ("yes", "no")

MAX_REASON = 300
"""Characters of the reason of a vote, where room is limited."""


class CardReader(NamedTuple):
    """The reader of a printed card: `may_decide` is false for a copy for information. `vote` is their own vote that
    counts."""

    may_decide: bool = True
    vote: Literal["", "approve", "reject", "answer"] = ""


ANYBODY = CardReader()


PartBuilder: TypeAlias = Callable[[RequestCard, CardLimits], Sequence[CardPart]]

FURTHER_PARTS: tuple[PartBuilder, ...] = ()
"""What makes the parts of types that printers need not know, shown below the votes. A new part is added here, so that the gate asks
about it, too: a decision that comes from no surface approves nothing that no surface would show.
"""


def build_document(card: RequestCard, limits: CardLimits = UNLIMITED, reader: CardReader = ANYBODY) -> CardDocument:
    """Return the parts of an approval or a question, open or settled, within the limits of a surface."""
    document = _fit_parts(card, limits, reader)
    for stricter in limits.list_stricter():
        if not is_full(document):
            break
        document = _fit_parts(card, stricter, reader)
    return document


def explain_unapprovable(make_card: Callable[[], RequestCard]) -> str:
    """Return why no surface offers the approval of an open request for one of its further parts; empty where one may.

    The call itself is judged by `explain_withheld`. The card is made only where there are further parts.
    """
    actions = build_document(make_card()).find_part(ActionsPart) if FURTHER_PARTS else None
    return "" if actions is None or actions.may_approve else actions.why_not


def is_full(document: CardDocument) -> bool:
    """Return whether the texts of a document are more than the `total` of its limits."""
    return document.limits.is_exceeded([text for part in document.list_printed() for text in list_texts(part)])


def _fit_parts(card: RequestCard, limits: CardLimits, reader: CardReader) -> CardDocument:
    """Return the parts of a card. It is not approved where a part that the core does not know is cut or hidden."""
    document = build_parts(card, limits, reader)._replace(limits=limits)
    fitted = fit_general_parts(document)
    if fitted.why_not == document.why_not:
        return fitted.document
    actions = _decide_actions(card, fitted.why_not, limits, reader)
    if fitted.is_withheld:
        actions = actions._replace(is_elsewhere=False)
    parts = tuple(actions if isinstance(part, ActionsPart) else part for part in fitted.document.parts)
    return fitted.document._replace(parts=parts, why_not=fitted.why_not)


def build_parts(card: RequestCard, limits: CardLimits, reader: CardReader) -> CardDocument:
    safe, line = limits.make_safe, limits.make_line
    content = _build_question(card.ask, limits) if card.ask else _build_call(card, limits)
    later = "" if card.outcome else " It can be decided when it is resumed."
    parts: list[CardPart] = [
        _build_title(card, limits),
        _build_status(card, limits),
        *_build_execution(card, limits),
        *([NoticePart("paused", limits.make_notice(spell_times(card.paused), after=later))] if card.paused else []),
        *([NoticePart("stopped", limits.make_notice(spell_times(card.stopped)))] if card.stopped else []),
        *content.parts,
    ]
    if card.wish.strip():
        words = QuotePart("requester", f"{line(card.wish_by)} wrote:", _cut_words(safe(card.wish), limits))
        parts.append(words)
    parts += _build_people(card, limits)
    parts += _build_votes(card, limits)
    if card.outcome is None and (card.expires_at or card.on_silence):
        parts.append(DeadlinePart(card.expires_at, line(card.on_silence)))
    if card.outcome is None and reader.vote:
        parts.append(NoticePart("voted", _VOTED[reader.vote]))
    if card.words.strip():
        parts.append(QuotePart("agent", AGENTS_WORDS, _cut_words(safe(card.words), limits)))
    parts += (part for build in FURTHER_PARTS for part in build(card, limits))
    parts.append(ReferencePart(line(card.request or ""), card.digest))
    parts.append(_decide_actions(card, content.why_not, limits, reader))
    return CardDocument(tuple(parts), content.why_not)


_VOTED = {
    "approve": "You approved this. It waits for others; you may still change your decision.",
    "reject": "You rejected this. It waits for others; you may still change your decision.",
    "answer": "You answered this.",
}


def _build_title(card: RequestCard, limits: CardLimits) -> TitlePart:
    """Return the title. Questions of the platform are not attributed to the agent."""
    if card.ask is None:
        line = limits.make_line
        return TitlePart(line(card.title or card.tool), line(card.tool), line(card.sentence))
    agent = limits.make_line(card.agent) or "an agent"
    return TitlePart(
        {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(card.ask.purpose, f"Question from {agent}")
    )


def _build_status(card: RequestCard, limits: CardLimits) -> StatusPart:
    if card.outcome is None:
        has_approval = any(vote.decision == "approve" and not vote.why_not for vote in card.votes)
        needed = "Answer needed" if card.ask else "Another approval needed" if has_approval else "Approval needed"
        return StatusPart("Paused" if card.paused else needed, is_paused=bool(card.paused))
    outcome, run = card.outcome, card.execution if card.outcome.status == "approved" else None
    ran = f", {run.words}" if run and run.status != "not_started" else ""
    reason = spell_answer(outcome.reason, card.ask.fields if card.ask else ())
    return StatusPart(
        f"{outcome.status.capitalize()}{ran}",
        outcome.status,
        limits.make_line(outcome.by),
        outcome.at,
        _cut_words(limits.make_safe(reason), limits),
        bool(card.paused),
        outcome.status == "undeliverable" and is_shortage(outcome.reason),
        outcome.status not in ("approved", "answered") or bool(run and run.is_bad),
    )


def _build_execution(card: RequestCard, limits: CardLimits) -> list[ExecutionPart]:
    run = card.execution
    if run is None or card.outcome is None:
        return []
    detail = limits.make_safe(spell_error(run.detail)) if run.detail else ""
    at = run.finished_at or run.started_at
    return [
        ExecutionPart(
            run.status, run.words, _cut_words(detail, limits), at, run.attempts, is_over=run.finished_at is not None
        )
    ]


class CardContent(NamedTuple):
    """The parts that a decision is about, and why not all of them are shown."""

    parts: list[CardPart]
    why_not: str


def _build_call(card: RequestCard, limits: CardLimits) -> CardContent:
    """Return the arguments and the facts, cut where there is no room, with the digest of the whole."""
    rows = "\n".join(f"{row.name} = {row.text}" for row in card.arguments) or NO_ARGUMENTS
    clear = [("", rows), *((fact.label, "\n".join(fact.lines)) for fact in card.facts)]
    safe = [
        ("", "\n".join(_print_row(row, limits) for row in card.arguments) or NO_ARGUMENTS),
        *((_label_fact(fact, limits), limits.make_safe("\n".join(fact.lines))) for fact in card.facts),
    ]
    is_cut = bool(limits.sizes) and (
        not limits.has_room([text for part in safe for text in part]) or len(card.facts) > limits.facts
    )
    shown = _cut_texts(safe, limits) if is_cut else safe
    parts: list[CardPart] = []
    if card.irreversible and card.outcome is None:
        parts.append(NoticePart("irreversible", "It cannot be undone."))
    parts.append(ArgumentsPart(shown[0][1], () if limits.hides_secrets else card.arguments))
    if names := ", ".join(redact_secrets(row.name) for row in card.arguments if row.unusual):
        parts.append(NoticePart("unusual", limits.make_notice(names, before=UNUSUAL)))
    parts += [FactPart(label, text) for label, text in shown[1:]]
    why_not = ""
    if is_cut:
        why_not = limits.too_long
        seen, total = (sum(len(label) + len(text) for label, text in texts) for texts in (shown, safe))
        whole = sum(len((label + text).encode("utf-8", "surrogatepass")) for label, text in clear)
        parts.append(
            NoticePart("cut", f"cut here: {seen} of {total} characters ({whole} bytes, digest {card.digest}).")
        )
    if card.withheld or (limits.hides_secrets and card.holds_secret):
        parts.append(NoticePart("secret", limits.make_notice(card.withheld or limits.hidden_secret)))
        why_not = " ".join(filter(None, (why_not, card.withheld or "It holds a secret.")))
    return CardContent(parts, why_not)


def _label_fact(fact: CardFact, limits: CardLimits) -> str:
    """Return the label of a fact. That of a tool is quoted, so that it is taken for no label of the platform."""
    return limits.join_lines(fact.label) if fact.source == "platform" else label_fact(fact.label, limits)


def _print_row(row: ShownArgument, limits: CardLimits) -> str:
    """Print one argument. A secret in it is hidden on one line, as patterns find it there."""
    if not limits.hides_secrets:
        return make_visible(format_row(row))
    if row.kind == "secret":
        return f"{limits.make_safe(row.name)} = [secret]"
    line = f"{row.name} = {row.text}"
    block = "\n".join(row.lines)
    if redact_secrets(line) != line or redact_secrets(block) != block:
        return limits.make_safe(line)
    return limits.make_safe(format_row(row))


def _cut_texts(texts: Sequence[tuple[str, str]], limits: CardLimits) -> list[tuple[str, str]]:
    """Return as much of the labelled texts as has room; the arguments come first."""
    measure, room = limits.sizes[0].measure, limits.cut_to
    kept: list[tuple[str, str]] = []
    for label, text in texts[: limits.facts + 1]:
        head = limits.cut_text(label, room)
        begin = limits.cut_text(text, max(room - measure(head), 0))
        room -= measure(head) + measure(begin)
        if begin or not kept:
            kept.append((head, begin))
    return kept


def list_answers(ask: QuestionPart) -> tuple[str, ...]:
    """Return the answers to choose from; empty for written answers."""
    return {"yes_no": YES_NO, "multiple_choice": ask.choices}.get(ask.format, ())


def _build_question(ask: QuestionPart, limits: CardLimits) -> CardContent:
    asked, known = limits.make_safe(ask.question), limits.make_safe(ask.context)
    answers = tuple(map(limits.make_safe, list_answers(ask)))
    is_cut = not limits.has_room([f"{text}{' ' * SEPARATOR}" for text in (asked, known, *answers)])
    label = "The agent asks:" if ask.purpose == "ask" else ""
    parts: list[CardPart] = [NoticePart("urgent", "Urgent")] if ask.urgency == "high" else []
    parts.append(QuotePart("question", label, limits.cut_text(asked, limits.cut_to) if is_cut else asked))
    if not is_cut and ask.format in ("multiple_choice", "form", "yes_no"):
        safe = ({"label": limits.make_safe(field.label), "help": limits.make_safe(field.help)} for field in ask.fields)
        fields = (field.model_copy(update=texts) for field, texts in zip(ask.fields, safe, strict=True))
        parts.append(AnswersPart(ask.format, answers, tuple(fields)))
    if known.strip():
        label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
        parts.append(QuotePart("context", label, limits.cut_text(known, limits.cut_to // 2) if is_cut else known))
    if not is_cut:
        return CardContent(parts, "")
    size = len(ask.question) + len(ask.context)
    parts.append(NoticePart("cut", f"cut here: the question has {size} characters with its context."))
    return CardContent(parts, limits.too_long)


def _build_people(card: RequestCard, limits: CardLimits) -> Iterator[PeoplePart]:
    line = limits.make_line
    if card.agent:
        yield PeoplePart("agent", "Agent", line(card.agent))
    if card.requested_by:
        yield PeoplePart("requester", "Asked by", line(card.requested_by))
    requester = " (the requester too)" if card.requester_may_decide else ""
    progress = f" · {card.progress}" if card.progress and card.outcome is None else ""
    who = line(f"{card.who_may}{requester}{progress}")
    yield PeoplePart("deciders", "May answer" if card.ask else "May decide", who)
    names = [vote.name for vote in card.votes if vote.decision == "approve" and not vote.why_not]
    if names and card.outcome is None:
        yield PeoplePart("approvers", "Approved so far by", line(", ".join(names)))


def _build_votes(card: RequestCard, limits: CardLimits) -> Iterator[VotePart]:
    """Return the votes; of more than have room the newest ones and the number of the others."""
    more = len(card.votes) - limits.votes if limits.sizes else 0
    line = limits.make_line
    for vote in card.votes[max(more, 0) :]:
        verb = {"approve": "approved", "reject": "rejected", "answer": "answered"}[vote.decision]
        notes = (
            f"by {line(vote.door)}" if vote.door else "",
            f"with a key or link made by {line(vote.via)}" if vote.via else "",
            f"counts as one with {line(vote.joined)}" if vote.joined else "",
            f"does not count: {line(vote.why_not)}" if vote.why_not else "",
        )
        reason = "" if vote.decision == "answer" else limits.shorten_text(limits.make_safe(vote.reason))
        if limits.words and len(reason) > MAX_REASON:
            reason = f"{reason[:MAX_REASON]}…"
        yield VotePart(f"{line(vote.name)} {verb}", reason, tuple(filter(None, notes)))
    if more > 0:
        yield VotePart(f"and {more} earlier")


def _decide_actions(card: RequestCard, why_not: str, limits: CardLimits, reader: CardReader) -> ActionsPart:
    """Return the acts that the printed card may offer. A call that is not shown whole, or is paused, cannot be approved."""
    if card.outcome is not None or not reader.may_decide or card.is_resting:
        return ActionsPart()
    if card.ask is not None:
        return ActionsPart(may_answer=not why_not, why_not=why_not, is_elsewhere=bool(why_not))
    if card.paused:
        why_not = "It cannot be approved while it is paused."
    may_approve = not why_not
    return ActionsPart(
        may_approve=may_approve,
        may_reject=True,
        edit_rule=card.edit_rule if may_approve and card.edits else "",
        typed=card.typed if may_approve else "",
        reject_options=card.reject_options,
        why_not=why_not,
        is_elsewhere=bool(why_not) and not card.withheld and not card.paused,
    )


def _cut_words(text: str, limits: CardLimits) -> str:
    kept = limits.cut_text(text, limits.words) if limits.words else text
    return text if kept == text else f"{kept}…\n✂ cut here: {len(kept)} of {len(text)} characters"


def print_raw_arguments(card: RequestCard, limits: CardLimits) -> str:
    """Return the arguments of several lines on one line each, as a value is written; empty where there are none."""
    return "\n".join(_print_row(row.model_copy(update={"lines": ()}), limits) for row in card.arguments if row.lines)


def summarize_call(card: RequestCard, limits: CardLimits) -> str:
    """Return the tool and the arguments on one line, for notifications and lists, not shortened."""
    rows = (_print_row(row.model_copy(update={"lines": (), "note": ""}), limits) for row in card.arguments)
    dry = f"{DRY_RUN_TITLE}: " if card.is_dry_run else ""
    return f"{dry}{limits.make_safe(card.tool)} {' '.join(limits.make_safe(chr(10).join(rows)).split())}".strip()
