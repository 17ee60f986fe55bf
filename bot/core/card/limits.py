"""The limits of a surface: the room that its cards have, and the content that its texts may hold. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets

MAX_VOTES = 10
"""Votes, where room is limited."""

SEPARATOR = 8
"""Room for a number, a separator or a line break beside a text."""

MIN_NOTICE = 300
"""The size that a notice may have where lines are shorter: the platform's own sentences are at most as long."""


class SizeLimit(NamedTuple):
    """The greatest size of the call on a card, as `measure` counts it."""

    measure: Callable[[str], int]
    most: int


class CardLimits(NamedTuple):
    """The room that a surface has, and the content that it may hold.

    `place` completes the sentence "It is too long to be shown whole …". `sizes` hold for arguments, facts, general parts
    and notices of other kinds together, or for a question with its context and answers and these; a longer text is cut
    to `cut_to`. `facts` is the number of facts, and of these others, `words` the size of quoted words, `line` of a name
    or a sentence, `votes` the number of votes, `total` the size of all texts of a card (0: any). All are in the measure of
    the first size; in the others, `total` is as many times their size as in the first.
    `hides_secrets`: the surface keeps and searches its texts, so that secrets are not written into it.
    """

    place: str = ""
    sizes: tuple[SizeLimit, ...] = ()
    cut_to: int = 3_000
    facts: int = 40
    words: int = 0
    hides_secrets: bool = True
    line: int = 0
    votes: int = MAX_VOTES
    total: int = 0

    @property
    def too_long(self) -> str:
        """The reason why a card that was cut is not approved where it is printed."""
        return f"It is too long to be shown whole {self.place}."

    @property
    def hidden_secret(self) -> str:
        """The notice of a card with a secret that this surface does not show."""
        return f"It holds a secret, which is not written {self.place}: the inbox shows it to people who may see it."

    def measure_texts(self, *texts: str) -> int:
        """Return the size of these texts in the first measure."""
        return sum(map(self.sizes[0].measure if self.sizes else len, texts))

    def has_room(self, texts: Sequence[str]) -> bool:
        return all(sum(map(size.measure, texts)) <= size.most for size in self.sizes)

    def is_exceeded(self, texts: Sequence[str]) -> bool:
        """Return whether all texts of a card, with the separators between them, are longer than `total`."""
        first = max(self.sizes[0].most, 1) if self.sizes else 1
        for measure, most in self.sizes or (SizeLimit(len, 1),):
            if sum(map(measure, texts)) + SEPARATOR * len(texts) > self.total * most / first:
                return True
        return False

    def cut_text(self, text: str, most: int) -> str:
        """Return the longest beginning of a text that has at most this size."""
        measure = self.sizes[0].measure if self.sizes else len
        if measure(text) <= most:
            return text
        return text[: max(bisect_right(range(len(text)), most, key=lambda end: measure(text[:end])) - 1, 0)]

    def make_safe(self, text: str) -> str:
        """Return a text as this surface may hold it."""
        return make_visible(redact_secrets(text) if self.hides_secrets else text)

    def make_line(self, text: str) -> str:
        """Return a name or a sentence on one line, so that none passes for a row of the card, and shortened."""
        return self.shorten_text(self.join_lines(text))

    def join_lines(self, text: str) -> str:
        """Return a text as this surface may hold it, on one line."""
        return " ".join(self.make_safe(text).splitlines())

    def shorten_text(self, text: str) -> str:
        """Return a text of at most `line`, with an ellipsis where something is missing."""
        return self.shorten_to(text, self.line) if self.line else text

    def shorten_to(self, text: str, most: int) -> str:
        """Return a text of at most this size, with an ellipsis where something is missing."""
        kept = self.cut_text(text, most)
        return text if kept == text else f"{self.cut_text(text, max(most - 1, 0))}…"

    @property
    def notice_size(self) -> int:
        """The greatest size of a notice (0: any)."""
        return max(self.line, MIN_NOTICE) if self.line else 0

    def make_notice(self, words: str, before: str = "", after: str = "") -> str:
        """Return a sentence of the platform on one line. Only `words` are shortened, so that it has at most
        `notice_size`."""
        line = self.join_lines(words)
        if self.notice_size:
            line = self.shorten_to(line, self.notice_size - self.measure_texts(before, after))
        return f"{before}{line}{after}"

    def list_stricter(self) -> tuple["CardLimits", ...]:
        """Return the limits to try in turn for a card above `total`: shorter words and fewer votes, then a cut call."""
        if not self.total:
            return ()
        short = self._replace(words=self.words // 4, line=self.line // 4, votes=max(self.votes // 3, 1))
        return short, short._replace(sizes=tuple(SizeLimit(size.measure, 0) for size in self.sizes))


UNLIMITED = CardLimits(hides_secrets=False)
"""The limits of the inbox and of the terminal: everything is shown, to people who may see it."""
