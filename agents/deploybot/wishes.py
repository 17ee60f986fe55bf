"""What a person's sentence asks of the offline planner, by fixed rules. Pure; understands little and says so."""

import re
from dataclasses import dataclass
from typing import TypeAlias

MOST = 50


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MERGED = re.compile(r"was merged into \S+ as ([0-9a-f]{40})\. Should it be deployed\?\s*\Z")
_HEX = re.compile(r"[0-9a-f]{7,40}")
_SHA = re.compile(r"(?<![\w.@/-])[0-9a-f]{7,40}(?![\w-])")
_NUMBERED = r"v?[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9a-z.-]*[0-9a-z])?"
_VERSION = re.compile(rf"(?<![\w.@/-]){_NUMBERED}(?![\w/-])", re.IGNORECASE)
_RELEASED = r"(?:the )?(?:previous |last |latest |current )*(?:release|version|tag|deploy|v?[0-9]+\.[0-9])"
_BEFORE = re.compile(
    rf"\b(?:one|commit) before\b(?! {_RELEASED})|\bprevious\b(?! (?:release|version|tag|deploy))|\bone earlier\b"
)
_LAST_BUT_ONE = re.compile(r"\b(?:last but one|second[ -](?:to[ -])?last|next to last|penultimate)\b")
_AS_RELEASE = re.compile(
    rf"\b(?:tag|release|version) (?={_NUMBERED})|\bas an? (?:new )?(?:release|tag)\b", re.IGNORECASE
)
_SIGNED = re.compile(
    r"\n--[ ]*\n[\s\S]*\Z"
    r"|\n\s*(?i:thanks|thank you|cheers|best|(?:kind |best )?regards)[,.! ]*\n+\s*[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2}\s*\Z"
)
_VERB = r"(?:deploy|redeploy|release|ship|tag|roll out)"
_GREETING = (
    r"(?:please|pls|kindly|hi|hey|hello|thanks|ok|okay|yes|yeah|alright|right|great|good morning|now|then|and|so|just"
    r"|also|actually|instead|go ahead|@?deploybot)"
)
_REQUEST = (
    r"(?:(?:can|could|would|will) you|let's|lets|let us|(?:i'd|we'd|i would|we would) like(?: you)? to"
    r"|(?:i|we) (?:want|need)(?: you)? to)"
)
_BEGINNING = rf"^(?:{_GREETING}[\s,:;!.-]+)*(?:{_REQUEST}\s+)?(?:{_GREETING}[\s,]+)*"
_ORDER = re.compile(rf"{_BEGINNING}(?P<verb>{_VERB})\b(?![-'/])")
_POLITE = re.compile(rf"^(?:{_GREETING}[\s,:;!.-]+)*{_REQUEST}\b|\bplease\b|\bpls\b")
_CONDITION = re.compile(
    r"\b(?:if|when|once|unless|until|till|after|before|not|never|no|wait|hold|said|says|say|wrote|writes|asked|stop)\b|n't\b|:\s*$|^>"
)
_DEPLOY = re.compile(r"\b(?:deploy|redeploy|release|ship|roll out)\b")
_ASKING = re.compile(
    rf"^(?:{_GREETING}[\s,:;!.-]+)*(?:should|shall|can|could|may|might|must|do|does|is|are|would|will)\b.*\b{_VERB}\b"
)
_QUESTION = re.compile(
    rf"^(?:{_GREETING}[\s,:;!.]+)*(?:(?:can|could|would|will) you\s+)?(?:what|which|when|who|whose|why|where|how|show|list|tell|give)\b"
)
_UNWANTED = re.compile(
    rf"{_BEGINNING}(?:withdraw|cancel|abort|stop|never ?mind|forget (?:it|that)|take (?:it|that) back)\b"
    rf"|(?:^|[,;.!] ?)(?:{_GREETING}[\s,]+)*(?:don't|dont|do not|never|no need to)\s+(?:\w+ ){{0,2}}{_VERB}\b"
)
_BEYOND = re.compile(
    rf"{_BEGINNING}(undo|revert|roll ?back|roll (?:it|that|this) back|delete|remove|drop|move|rename|untag|merge|push)\b"
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
_NUMBERS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_NUMBER = rf"([0-9]{{1,6}}|{'|'.join(_NUMBERS)})"
_COUNT = re.compile(
    rf"\b{_NUMBER}\s+(?:\w+\s+)?(?:commits?|tags?|versions?|releases?)\b|\b(?:last|latest|newest)\s+{_NUMBER}\b"
)
_ONE = re.compile(r"\b(?:last|latest|newest)\s+(?:commit|tag|version|release)\b")

_THING = frozenset(
    _words(
        "the a an our my latest newest last current most recent new it all everything changes commit commits one version"
        " build code main branch head backend frontend service services app api server web website site shop"
        " to in on prod production live now today asap again immediately right away from of as with called named call"
        " name sha hash number and please pls thanks thank you for me us deploybot @deploybot then ok"
    )
)
"""The only words that may stand in an order beside a commit and a version: every other one could mean another commit."""

_INSTEAD = _THING | frozenset(
    _words(
        "not no nope yes but this that rather instead use take try go ahead deploy release ship tag want i we is should be"
        " must make let's prefer pick choose propose wrong don't do deploying"
    )
)
_NOT = frozenset(_words("not don't wrong never"))
_NAMES_COMMIT = frozenset(_words("commit sha hash deploy redeploy release ship tag out take use"))
_CHOOSES = frozenset(_words("take use try deploy release ship tag pick choose propose want prefer"))
_EARLIER = "~before~"


@dataclass(frozen=True)
class Deploy:
    """Release something: commits and a new tag by name, or the commit before. What is not understood is `unknown`.

    `before` counts from the newest commit when `newest` is set, else from the commit that is named or was proposed.
    """

    commits: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    before: bool = False
    newest: bool = False
    unknown: str = ""


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
class Beyond:
    """An order that the planner can never carry out, such as to delete a tag; `verb` is the word for it."""

    verb: str


@dataclass(frozen=True)
class Talk:
    """Speaks of a release without ordering one."""


@dataclass(frozen=True)
class Unclear:
    """Not understood."""


Wish: TypeAlias = Deploy | Commits | Tags | Changes | Unwanted | Consent | Beyond | Talk | Unclear


def understood(text: str) -> Wish:
    """The wish in a message. Only a sentence that begins as an order is one."""
    if found := _MERGED.search(text):
        return Deploy(commits=(found[1],))
    said = _plain(text)
    if _UNWANTED.search(said):
        return Unwanted()
    if _CONSENT.search(said):
        return Consent()
    if beyond := _BEYOND.search(said):
        return Beyond(beyond[1])
    if (rest := _ordered(text)) is not None:
        return _order(rest)
    if _ASKING.search(said) or (_ORDER.search(said) and said.endswith("?")):
        return Changes()
    if not _QUESTION.search(said) and _DEPLOY.search(said):
        return Talk()
    return _reading(said)


def instead(text: str) -> Deploy:
    """What a reason names instead: "not that one, the one before", a commit, "call it v2.0.0". Other clauses are talk."""
    commits: list[str] = []
    tags: list[str] = []
    before, unknown, choice = False, "", False
    for clause in re.split(r"[,;!?\n]|\.(?=\s|$)|\bbut\b|\band\b", _SIGNED.sub("", text), flags=re.IGNORECASE):
        order, words = _named(clause, _INSTEAD)
        if order.unknown:
            chooses = not words.isdisjoint(_CHOOSES)
            if not unknown or (chooses and not choice):
                unknown, choice = order.unknown, chooses
        elif words.isdisjoint(_NOT):
            commits, tags, before = [*commits, *order.commits], [*tags, *order.tags], before or order.before
    if choice:
        return Deploy(unknown=unknown)
    return Deploy(tuple(commits), tuple(tags), before, unknown=unknown)


def _ordered(text: str) -> str | None:
    """What stands after the verb of the first order, to the end; None when there is none, or only a question."""
    text = _SIGNED.sub("", text.replace("’", "'"))
    starts = [0, *(found.end() for found in re.finditer(r"[.!?]\s+|\n+", text))]
    for start in starts:
        found = _ORDER.match(" ".join(text[start:].casefold().split()))
        if found and not _CONDITION.search(_plain(text[:start])):
            said = _plain(text[start:])
            asks = said.endswith("?") and not _POLITE.search(said)
            return None if asks else " ".join(text[start:].split())[found.start("verb") :]
    return None


def _order(rest: str) -> Deploy:
    verb, *_ = rest.split()
    after = 2 if verb.casefold() == "roll" else 1
    words = " ".join(rest.split()[after:]) if len(rest.split()) > after else ""
    reasoned = re.split(r"\b(?:because|so that)\b", words, maxsplit=1, flags=re.IGNORECASE)[0]
    order, _ = _named(f"deploy {reasoned}", _THING | {"deploy"})
    return Deploy(unknown=order.unknown) if order.unknown else order


def _named(text: str, allowed: frozenset[str]) -> tuple[Deploy, frozenset[str]]:
    """The commits and versions in these words, the words, and the first run of them that is none of the allowed."""
    said = _AS_RELEASE.sub("", " ".join(text.replace("’", "'").split()))
    last_but_one = bool(_LAST_BUT_ONE.search(said.casefold()))
    for pattern in (_LAST_BUT_ONE, _BEFORE):
        said = re.sub(pattern.pattern, f" {_EARLIER} ", said, flags=re.IGNORECASE)
    commits: list[str] = []
    tags: list[str] = []
    unknown: list[str] = []
    words: list[str] = []
    ended = False
    for shown in said.split():
        word = shown.strip(",;:!?.()\"'“”‘…").casefold()
        if not any(char.isalnum() for char in word) or re.fullmatch(r":\w+:", shown):
            continue
        if _VERSION.fullmatch(word):
            tags.append(shown.strip(",;:!?.()\"'“”‘…"))
        elif _HEX.fullmatch(word) and (any(c.isdigit() for c in word) or (words and words[-1] in _NAMES_COMMIT)):
            commits.append(word)
        elif word != _EARLIER and word not in allowed:
            unknown = unknown if ended else [*unknown, shown.strip(",;:!?.()\"'“”‘…")]
            words.append(word)
            continue
        ended = bool(unknown)
        words.append(word)
    before = _EARLIER in words
    newest = last_but_one or (before and not {"latest", "newest", "last", "head"}.isdisjoint(words))
    return Deploy(tuple(commits), tuple(tags), before, newest, " ".join(unknown)), frozenset(words)


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
        number = found[1] or found[2]
        count = _NUMBERS.index(number) + 1 if number in _NUMBERS else int(number)
        return min(max(count, 1), MOST)
    return 1 if _ONE.search(said) else 10


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
