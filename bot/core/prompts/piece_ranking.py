"""Which of the older pieces a context window keeps when it must drop some: a function that an agent may replace. Pure.

The first message and the last, and the steps of open calls, are kept regardless of the ranking. Of the others it says which are
worth the room, the most important first; those that fit into a quarter of the window stay until the next drop.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias


class PieceGroup(NamedTuple):
    """Pieces that are kept or dropped together: a step with its result, or one piece alone.

    `seqs` are the numbers of their events, `pieces` their texts as the model reads them. `intent` is the tool if they are its newest
    result; empty: they are older results, messages or other events.
    """

    seqs: tuple[int, ...]
    pieces: tuple[str, ...]
    intent: str = ""


PieceRanker: TypeAlias = Callable[[Sequence[PieceGroup]], Sequence[PieceGroup]]
"""Returns those of the groups that are worth keeping, the most important first. Pure: equal groups, equal order."""


def rank_newest_results(groups: Sequence[PieceGroup]) -> Sequence[PieceGroup]:
    """Return the newest result of each tool, the latest first: the ranking of agents that have none of their own."""
    return sorted((group for group in groups if group.intent), key=lambda group: group.seqs, reverse=True)
