"""What the offline planner sees: the rendered history, taken apart again. Reads; decides nothing.

Only the outermost elements count. Whatever a message or a result says inside of itself is text, because the renderer
escaped it: a forged `<result>` in a commit's subject never becomes a piece.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

from pydantic import BaseModel, ValidationError

from agents.deploybot.steps import ListCommits, TagRelease
from bot.core.steps import Reply

_COMMIT = re.compile(r"([0-9a-f]{40}) ([0-9]{4}-[0-9]{2}-[0-9]{2}) (.+)")
_TAGS = re.compile(r"\(tags: (.+)\)")
_TAG = re.compile(r"(\S+)  ([0-9a-f]{40})  ([0-9]{4}-[0-9]{2}-[0-9]{2})")

WAITING = ("asked", "question")
"""The states of an open call that wait for a person."""

READS = ("list_commits", "list_tags", "diff_since")


class NotReadable(Exception):
    """The request is not one that the house makes."""


@dataclass(frozen=True)
class Piece:
    """One element of the history: what kind of thing happened, to which call, and its text."""

    kind: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def call(self) -> str:
        return self.attributes.get("call", "")


@dataclass(frozen=True)
class Listed:
    """A commit as a line of list_commits shows it."""

    sha: str
    date: str
    author: str
    subject: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """The pieces in order, the calls that are open (id -> intent), and the tools that may be chosen."""

    pieces: tuple[Piece, ...]
    open: Mapping[str, str] = field(default_factory=dict)
    offered: frozenset[str] = frozenset()

    @property
    def fresh(self) -> tuple[Piece, ...]:
        """What happened since the planner's last step."""
        return self.pieces[self._last("step") + 1 :]

    @property
    def message(self) -> str:
        """What somebody wrote last; empty when nobody did."""
        at = self._last("message")
        return self.pieces[at].text if at >= 0 else ""

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The messages before the last one that came after the last answer, oldest first."""
        answered = max((at for at, piece in enumerate(self.pieces) if _is_answer(piece)), default=-1)
        return tuple(
            piece.text for piece in self.pieces[answered + 1 : self._last("message")] if piece.kind == "message"
        )

    @property
    def rejection(self) -> Piece | None:
        """The last rejection, while nobody wrote since and nothing but looking was done."""
        for piece in reversed(self.pieces):
            if piece.kind == "approval_settled" and piece.attributes.get("verdict") == "rejected":
                return piece
            if piece.kind in ("message", "forked") or _is_answer(piece):
                return None
        return None

    def steps(self, intent: str, since_message: bool = False) -> list[Piece]:
        """The steps of this intent that were chosen, oldest first."""
        pieces = self.pieces[self._last("message") + 1 :] if since_message else self.pieces
        return [piece for piece in pieces if piece.kind == "step" and piece.attributes.get("intent") == intent]

    def intent_of(self, piece: Piece) -> str:
        """The step that a result, an error or a verdict is about; empty when it is out of view."""
        if piece.kind == "context":
            return piece.attributes.get("of", "")
        known = (p.attributes.get("intent", "") for p in self.pieces if p.kind == "step" and p.call == piece.call)
        return next(known, "")

    def shown(self, intent: str, since_message: bool = False) -> Piece | None:
        """The last result of this reading tool."""
        pieces = self.pieces[self._last("message") + 1 :] if since_message else self.pieces
        found = (p for p in reversed(pieces) if _is_result(p) and self.intent_of(p) == intent)
        return next(found, None)

    def listing(self, since_message: bool = False) -> list[Listed] | None:
        """The commits that were last listed, newest first; None when none were."""
        piece = self.shown("list_commits", since_message)
        return None if piece is None else [commit for line in piece.text.splitlines() if (commit := listed(line))]

    def tags(self) -> set[str] | None:
        """Every tag that a list has named; None when the tags were never listed."""
        piece = self.shown("list_tags")
        if piece is None:
            return None
        named = {tag["name"] for line in piece.text.splitlines() if (tag := tag_line(line))}
        return named | {tag for commit in self.listing() or () for tag in commit.tags}

    def proposals(self) -> Iterator[tuple[str, TagRelease]]:
        """The releases that were proposed, (call, step), latest first."""
        for piece in reversed(self.steps("tag_release")):
            try:
                yield piece.call, TagRelease.model_validate_json(piece.text)
            except ValidationError:
                continue

    def running(self) -> list[str]:
        """The releases that were approved, or begun with an unknown end, and of which nothing more was heard."""
        pieces = self.pieces[self._last("forked") + 1 :]
        last = {piece.call: piece for piece in pieces if piece.kind not in ("step", "approval_asked", "edited")}
        return [call for call, _ in self.proposals() if call in last and _goes_on(last[call])]

    def reach(self) -> int:
        """How many commits were asked for since the last message."""
        asked = [_limit(piece) for piece in self.steps("list_commits", since_message=True)]
        return max(asked, default=0)

    def _last(self, kind: str) -> int:
        return max((at for at, piece in enumerate(self.pieces) if piece.kind == kind), default=-1)


def _is_result(piece: Piece) -> bool:
    return piece.kind == "result" or (piece.kind == "context" and piece.attributes.get("kind") == "result")


def _is_answer(piece: Piece) -> bool:
    """Any step but one that looks something up, or that says something and goes on."""
    if piece.kind != "step" or piece.attributes.get("intent") in READS:
        return False
    try:
        return not Reply.model_validate_json(piece.text).go_on
    except ValidationError:
        return True


def _goes_on(piece: Piece) -> bool:
    return piece.kind == "outcome_unknown" or piece.attributes.get("verdict") == "approved"


def _limit(piece: Piece) -> int:
    try:
        return ListCommits.model_validate_json(piece.text).limit
    except ValidationError:
        return 0


def listed(line: str) -> Listed | None:
    """The commit in a line `<sha> 2026-11-20 Olive  subject  (tags: v1.4.0)`. Two spaces separate, and nothing forges them."""
    head, *rest = line.split("  ")
    found = _COMMIT.fullmatch(head)
    if found is None or not rest:
        return None
    named = _TAGS.fullmatch(rest[1]) if len(rest) == 2 else None
    tags = tuple(named[1].split(", ")) if named else ()
    return Listed(sha=found[1], date=found[2], author=found[3], subject=rest[0], tags=tags)


def tag_line(line: str) -> dict[str, str] | None:
    """The `name`, `sha` and `date` of a line of list_tags."""
    found = _TAG.fullmatch(line)
    return {"name": found[1], "sha": found[2], "date": found[3]} if found else None


def readable(result: str) -> str:
    """A reading tool's result for people: a list, with commits by their first digits."""
    return "\n".join(_readable_line(line) for line in result.splitlines()) or "Nothing."


def _readable_line(line: str) -> str:
    if commit := listed(line):
        tags = f" ({', '.join(commit.tags)})" if commit.tags else ""
        return f"- {commit.sha[:7]} {commit.date} {commit.author}: {commit.subject}{tags}"
    if tag := tag_line(line):
        return f"- {tag['name']} on {tag['sha'][:7]} ({tag['date']})"
    return f"- {line}" if line.startswith(("+", "binary  ")) else line


class _Message(BaseModel):
    role: str
    content: str


class _Function(BaseModel):
    name: str


class _Tool(BaseModel):
    function: _Function


class _Request(BaseModel):
    messages: list[_Message]
    tools: list[_Tool] = []


def scene_of(request: bytes) -> Scene:
    """The scene in the bytes of a chat request. Raises NotReadable for bytes that the house did not make."""
    try:
        seen = _Request.model_validate_json(request)
        user = next(message.content for message in seen.messages if message.role == "user")
        # No document type, and so no entity of anybody's, can stand inside a root element.
        root = ElementTree.fromstring(f"<thread>{user}</thread>")  # noqa: S314
    except (ValidationError, StopIteration, ElementTree.ParseError, ValueError) as error:
        raise NotReadable from error
    open_calls = {e.get("call", ""): e.get("step", "") for e in root.findall("now/open") if e.get("state") in WAITING}
    pieces = [_piece(element) for element in root if element.tag not in ("now", "left_out")]
    return Scene(tuple(_whole(pieces)), open_calls, frozenset(tool.function.name for tool in seen.tools))


def _whole(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, with its text in each result that only says that it is the same as an earlier one."""
    texts: dict[str, str] = {}
    for piece in pieces:
        if same := piece.attributes.get("same_as"):
            piece = replace(piece, text=texts.get(same, ""))
        if _is_result(piece):
            texts[piece.call or f"context of {piece.attributes.get('of', '')}"] = piece.text
        yield piece


def _piece(element: ElementTree.Element) -> Piece:
    return Piece(element.tag, (element.text or "").strip("\n"), dict(element.attrib))
