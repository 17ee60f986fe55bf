"""What a person's sentence asks of the offline planner, by fixed rules. Pure; understands little and says so."""

import re
from dataclasses import dataclass
from typing import TypeAlias

MOST = 50

_MERGED = re.compile(r"was merged into \S+ as ([0-9a-f]{40})\. Should it be deployed\?\s*\Z")
_SHA = re.compile(r"(?<![\w.@/-])[0-9a-f]{7,40}(?![\w-])")
_VERSION = re.compile(r"(?<![\w.@/-])v?[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9a-z.-]*[0-9a-z])?(?![\w/-])", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:one|commit) before\b|\bbefore (?:that|it|this)\b|\bprevious\b(?! (?:release|version|tag|deploy))|\bone earlier\b"
)
_FILLER = (
    r"(?:please|pls|hi|hey|hello|ok|okay|now|then|and|so|just|go|ahead|can|could|would|will|you|we|let's|lets|to|i|i'd"
    r"|want|like|need|@?deploybot)"
)
_IMPERATIVE = re.compile(rf"^(?:{_FILLER}[\s,:;!.]+)*(?:deploy|redeploy|release|ship|tag|roll out)\b")
_DEPLOY = re.compile(r"\bdeploy\b")
_QUESTION = re.compile(
    rf"^(?:{_FILLER}[\s,:;!.]+)*(?:what|which|when|who|whose|why|where|how|show|list|tell|is|are|was|were|did|do|does|has|have|should|give)\b"
)
_UNWANTED = re.compile(
    r"^(?:please\s+)?(?:withdraw|cancel|abort|stop|never ?mind|forget (?:it|that)|take (?:it|that) back)\b"
    r"|\b(?:don't|dont|do not|never|no need to)\b.{0,30}\b(?:deploy|release|ship|tag)"
)
_CONSENT = re.compile(
    r"^(?:yes|yep|yeah|ok|okay|sure|approved?|i approve|go ahead|go for it|lgtm|do it|confirmed?)\W*$"
)
_CHANGES = re.compile(
    r"\b(?:chang(?:e|es|ed)|diff|since|what's new|undeployed|unreleased|not (?:yet )?(?:deployed|released))\b"
)
_COMMITS = re.compile(r"\b(?:commits?|history|log)\b")
_TAGS = re.compile(r"\b(?:tags?|versions?|releases?|released|deployed)\b")
_SINCE = re.compile(
    r"\bsince\s+(?!(?:the\s+)?(?:last|latest|newest)\s+(?:release|tag|version|deploy))(?:the\s+)?([\w./+-]*\w)"
)
_COUNT = re.compile(
    r"\b([0-9]{1,6})\s+(?:\w+\s+)?(?:commits?|tags?|versions?|releases?)\b|\b(?:last|latest|newest)\s+([0-9]{1,6})\b"
)
_ONE = re.compile(r"\b(?:last|latest|newest)\s+(?:commit|tag|version|release)\b")


@dataclass(frozen=True)
class Deploy:
    """Release something: hex words that may name commits, versions that may name tags, or the commit before."""

    commits: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    before: bool = False


@dataclass(frozen=True)
class Commits:
    limit: int = 10


@dataclass(frozen=True)
class Tags:
    limit: int = 10


@dataclass(frozen=True)
class Changes:
    """`since` is None for "since the latest release"."""

    since: str | None = None


@dataclass(frozen=True)
class Unwanted:
    """Take the open request back, or do not begin."""


@dataclass(frozen=True)
class Consent:
    """A yes in words, which decides nothing."""


@dataclass(frozen=True)
class Unclear:
    """Not understood."""


Wish: TypeAlias = Deploy | Commits | Tags | Changes | Unwanted | Consent | Unclear


def understood(text: str) -> Wish:
    """The wish in a message."""
    if found := _MERGED.search(text):
        return Deploy(commits=(found[1],))
    said = _plain(text)
    if _UNWANTED.search(said):
        return Unwanted()
    if _CONSENT.search(said):
        return Consent()
    is_question = _QUESTION.search(said)
    if not is_question and (_IMPERATIVE.search(said) or _DEPLOY.search(said)):
        return instead(text)
    return _reading(said)


def instead(text: str) -> Deploy:
    """What is named in a reason or an order: "not that one, the one before", a commit, "call it v2.0.0"."""
    versions = tuple(found[0] for found in _VERSION.finditer(text))
    said = _plain(text)
    return Deploy(commits=tuple(_SHA.findall(said)), tags=versions, before=bool(_BEFORE.search(said)))


def _reading(said: str) -> Wish:
    if _CHANGES.search(said):
        return Changes(since=_since(said))
    if _COMMITS.search(said):
        return Commits(_count(said))
    if _TAGS.search(said):
        return Tags(_count(said))
    return Unclear()


def _since(said: str) -> str | None:
    named = _VERSION.search(said) or _SHA.search(said)
    if named:
        return named[0]
    found = _SINCE.search(said)
    return found[1] if found else None


def _count(said: str) -> int:
    found = _COUNT.search(said)
    if found:
        return min(max(int(found[1] or found[2]), 1), MOST)
    return 1 if _ONE.search(said) else 10


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
