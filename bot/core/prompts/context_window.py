"""The rendered events of a thread ("pieces") that its model is shown: all while they fit, then the latest and pinned
ones.

The window is folded from the log and grows only at its end: adding an event costs the same in a thread of three
thousand. Past its limit it drops the older half, so that the front of the prompt stays the same from call to call,
which a model's prompt cache rewards. Each drop pins the first message and the last, the steps of open calls, and the
newest result of each tool, or the pieces that a ranking of the agent chooses (`bot.core.prompts.piece_ranking`). Pinned
pieces stay until the next drop.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, assert_never

from bot.core import events as e
from bot.core.base_types import FrozenModel
from bot.core.event_meanings import WindowRole
from bot.core.prompts.piece_ranking import PieceGroup, PieceRanker, rank_newest_results
from bot.core.steps import BUILT_IN

PieceRenderer = Callable[[e.RecordedEvent], str | None]
"""Renders one event for a model; None shows nothing. `Agent.render` may replace it."""

SameReadLine = Callable[[str, str], str]
"""Writes the line that replaces a call's result equal to an earlier one: (the call, the name of the earlier one)."""


_BUILT_IN = frozenset(step.intent for step in BUILT_IN)
"""Steps whose results are not pinned."""


class _ReadResult(NamedTuple):
    """The result of a reading step: equal `key`s are the same step with the same result. `call` is empty for a
    pre-fetch."""

    key: bytes
    name: str
    call: str


class _ChosenStep(NamedTuple):
    seq: int
    intent: str
    arguments: str


class WindowState(FrozenModel):
    """The state of a window, which is made again from it without the log.

    `limit` and `reads` are those of the window; its renderer is not in it, so a state is of no use after the renderer
    changed. `results` and `open_calls` are the pins of the next drop, `repeats` the results of reading steps: (the event,
    the hash, the name, the call).
    """

    limit: int
    reads: frozenset[str]
    shown: tuple[tuple[int, str], ...]
    pinned: tuple[tuple[int, str], ...]
    gone: tuple[int, int, int]
    opening: int
    message: int
    open_calls: tuple[tuple[str, tuple[int, str, str], tuple[int, ...]], ...]
    results: tuple[tuple[str, tuple[int, ...]], ...]
    repeats: tuple[tuple[int, str, str, str], ...]


class ContextWindow:
    """The pieces of one thread within `limit` characters, pinned ones included.

    `reads` are the steps with equal results shown once; `same_read` writes the line for the others. `pieces` are in the
    window, `pinned` are older. `gone` is the number of pieces that are no longer shown, and the first and last of their
    events.
    """

    def __init__(
        self,
        render: PieceRenderer,
        limit: int,
        reads: Collection[str] = (),
        same_read: SameReadLine | None = None,
        rank: PieceRanker = rank_newest_results,
    ) -> None:
        self.render, self.limit, self.reads, self.same_read = render, limit, frozenset(reads), same_read
        self.rank = rank
        self.pieces: dict[int, str] = {}
        self.pinned: dict[int, str] = {}
        self.size = self._pinned_size = 0
        self.gone: tuple[int, int, int] = (0, 0, 0)
        self._opening = self._message = 0
        self._open: dict[str, tuple[_ChosenStep, list[int]]] = {}
        self._results: dict[str, tuple[int, ...]] = {}
        self._reads: dict[int, _ReadResult] = {}

    def add_event(self, recorded: e.RecordedEvent) -> None:
        """Add the next event. One that this version cannot read is not shown: its thread rests."""
        if isinstance(recorded.event, e.UnreadEvent):
            return
        piece = self.render(recorded)
        self._track_event(recorded, is_shown=piece is not None)
        if piece is None:
            return
        self.pieces[recorded.seq] = piece
        self.size += len(piece)
        if self.size > self._room:
            self._drop_older_half()

    def save_state(self) -> WindowState:
        """Return the state from which `restore` makes this window again."""
        return WindowState(
            limit=self.limit,
            reads=self.reads,
            shown=tuple(self.pieces.items()),
            pinned=tuple(self.pinned.items()),
            gone=self.gone,
            opening=self._opening,
            message=self._message,
            open_calls=tuple((call, tuple(chosen), tuple(seqs)) for call, (chosen, seqs) in self._open.items()),
            results=tuple(self._results.items()),
            repeats=tuple((seq, read.key.hex(), read.name, read.call) for seq, read in self._reads.items()),
        )

    def restore(self, state: WindowState) -> bool:
        """Make this new, empty window the one of `state`.

        False, and nothing is changed, for another limit or other reading steps: then the window is built from the log.
        """
        if (state.limit, state.reads) != (self.limit, self.reads):
            return False
        self.pieces, self.pinned = dict(state.shown), dict(state.pinned)
        self.size, self._pinned_size = sum(map(len, self.pieces.values())), sum(map(len, self.pinned.values()))
        self.gone, self._opening, self._message = state.gone, state.opening, state.message
        self._open = {call: (_ChosenStep(*chosen), list(seqs)) for call, chosen, seqs in state.open_calls}
        self._results = dict(state.results)
        self._reads = {seq: _ReadResult(bytes.fromhex(key), name, call) for seq, key, name, call in state.repeats}
        return True

    def select_pieces(self, hidden: Collection[int]) -> dict[int, str]:
        """Return the pieces to show, by event number and in order, without the hidden ones (errors that were resolved)."""
        shown = {**self.pinned, **self.pieces}
        resolved = frozenset(hidden)
        return {seq: piece for seq, piece in shown.items() if seq not in resolved} if resolved else shown

    def find_same_reads(self, shown: Mapping[int, str]) -> dict[int, str]:
        """Return the lines that replace those of these pieces that repeat an earlier read with the same result."""
        first: dict[bytes, str] = {}
        lines: dict[int, str] = {}
        for seq in shown:
            read = self._reads.get(seq)
            if read is None or not self.same_read:
                continue
            if read.key not in first:
                first[read.key] = read.name
            elif read.call:
                lines[seq] = self.same_read(read.call, first[read.key])
        return lines

    @property
    def pinned_size(self) -> int:
        """Characters of the pinned pieces."""
        return self._pinned_size

    @property
    def _room(self) -> int:
        """Characters that the pieces in the window may have."""
        return max(self.limit - self._pinned_size, self.limit // 2)

    def _drop_older_half(self) -> None:
        """Drop the older half, and pin pieces of it: ranked ones take at most a quarter of the limit (`PieceRanker`)."""
        target, before = self._room // 2, {**self.pinned, **self.pieces}
        for seq in list(self.pieces)[:-1]:
            if self.size <= target:
                break
            self.size -= len(self.pieces.pop(seq))
        outside = {seq: piece for seq, piece in before.items() if seq not in self.pieces}
        wanted = {self._opening, self._message, *(seq for _, seqs in self._open.values() for seq in seqs)}
        left = self.limit // 4
        groups = {group.seqs: group for group in self._group_pieces(outside, wanted)}
        for seqs in (group.seqs for group in self.rank(tuple(groups.values())) if group.seqs in groups):
            cost = sum(len(outside[seq]) for seq in seqs if seq in outside and seq not in wanted)
            if cost <= left:
                left -= cost
                wanted |= set(seqs)
        self.pinned = {seq: piece for seq, piece in outside.items() if seq in wanted}
        self._pinned_size = sum(map(len, self.pinned.values()))
        lost = [seq for seq in before if seq not in self.pieces and seq not in self.pinned]
        self._reads = {seq: read for seq, read in self._reads.items() if seq in self.pieces or seq in self.pinned}
        if lost:
            count, first, last = self.gone
            self.gone = (count + len(lost), min(first or lost[0], lost[0]), max(last, lost[-1]))

    def _group_pieces(self, outside: Mapping[int, str], wanted: Collection[int]) -> Iterator[PieceGroup]:
        """The newest results, and each other piece outside of the window that is not kept anyway."""
        grouped: set[int] = set()
        for intent, seqs in self._results.items():
            grouped |= set(seqs)
            yield PieceGroup(seqs, tuple(outside[seq] for seq in seqs if seq in outside), intent)
        for seq, piece in outside.items():
            if seq not in grouped and seq not in wanted:
                yield PieceGroup((seq,), (piece,))

    def _track_event(self, recorded: e.RecordedEvent, is_shown: bool) -> None:
        """Record the calls and results of this event, for the choice of pinned pieces."""
        seq, answers = recorded.seq, recorded.event.answers
        if "proposal" in answers and (proposal := recorded.event.proposal) is not None:
            self._open[proposal.call] = (_ChosenStep(seq, proposal.intent, proposal.arguments), [seq])
        if "window_role" not in answers or (role := recorded.event.window_role) is None:
            return
        match role.use:
            case "message":
                if is_shown:
                    self._opening, self._message = self._opening or seq, seq
            case "read":
                if is_shown:
                    name = f"context of {role.intent}"
                    chosen = _ChosenStep(seq, role.intent, role.arguments)
                    self._track_result(seq, name, "", (seq,), chosen, role.result)
            case "asked" if role.call not in self._open:  # by the platform itself
                self._open[role.call] = (_ChosenStep(seq, "", ""), [seq])
            case "asked" | "noted":
                if is_shown and role.call in self._open:
                    self._open[role.call][1].append(seq)
            case "cleared":
                self._open.clear()
            case "result" | "settled" | "closed":
                opened, _ = self._open.pop(role.call, (None, []))
                if opened is not None and is_shown:
                    self._close_call(seq, role, opened)
            case _:
                assert_never(role.use)

    def _close_call(self, seq: int, role: WindowRole, chosen: _ChosenStep) -> None:
        """Record the result of a call that ended."""
        if role.use == "result" and chosen.intent not in _BUILT_IN:
            self._track_result(seq, role.call, role.call, (chosen.seq, seq), chosen, role.result)
        if role.use == "settled" and chosen.intent:
            self._results[chosen.intent] = (chosen.seq, seq)

    def _track_result(
        self, seq: int, name: str, call: str, seqs: tuple[int, ...], chosen: _ChosenStep, result: str
    ) -> None:
        """Record the newest result of a tool; a repeated one of a reading step may be shown as one line."""
        self._results[chosen.intent] = seqs
        if chosen.intent in self.reads:
            said = "\0".join((chosen.intent, chosen.arguments, result)).encode("utf-8", "surrogatepass")
            self._reads[seq] = _ReadResult(hashlib.sha256(said).digest(), name, call)


def group_ranges(seqs: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return ascending numbers as (first, last) ranges."""
    found: list[tuple[int, int]] = []
    for seq in seqs:
        if found and found[-1][1] == seq - 1:
            found[-1] = (found[-1][0], seq)
        else:
            found.append((seq, seq))
    return tuple(found)
