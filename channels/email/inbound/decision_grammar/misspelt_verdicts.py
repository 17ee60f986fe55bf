"""One misspelt word as a whole decision: "aproved", "gokänd", "rechasado". Closed lists of heads, and which slips of the hand count. Pure.

An approving word may lack one letter or have one twice; its first and its last letter stand, since they tell who approves and when
("approves", "zatwierdza"). A refusing word may also have two letters in each other's place, or s, z and c, d and t in each other's stead.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.phrase_rules import list_dangerous_words

_APPROVING_TEXT = {
    "en": "approved authorised authorized",
    "de": "genehmigt freigegeben bewilligt autorisiert",
    "fr": "approuvé approuvée validé validée",
    "es": "aprobado aprobada apruebo autorizado autorizada",
    "it": "approvato approvata approvo autorizzato autorizzata",
    "pt": "aprovado aprovada autorizado autorizada",
    "nl": "goedgekeurd geautoriseerd",
    "sv": "godkänd godkänt godkänns godkännes",
    "pl": "zatwierdzam zatwierdzone zatwierdzono zaakceptowane zaakceptowano",
}
_REFUSING_TEXT = {
    "en": "rejected declined disapproved",
    "de": "abgelehnt verweigert",
    "fr": "refusé refusée rejeté rejetée",
    "es": "rechazado rechazada denegado denegada desaprobado",
    "it": "rifiutato rifiutata respinto respinta",
    "pt": "rejeitado rejeitada recusado recusada reprovado",
    "nl": "afgewezen afgekeurd geweigerd",
    "sv": "avslag avslås avslaget avvisas avvisat underkänd underkänt",
    "pl": "odrzucam odrzucone odrzucono odmawiam",
}
_OTHER_WORDS = frozenset(
    ["apprové", "approvée", "recuado", "recuada", "aprovo", "aprobo", "aprobad", "validées", "avvisa", "avlas"]
)
"""What a slip makes of a head that is a word of its own."""

MIN_LETTERS = 5
"""Letters of a misspelt word."""

_ALIKE = (frozenset("szcç"), frozenset("dt"))
"""Letters of one sound, which stand in each other's stead."""


def is_misspelt_approval(word: str, languages: Collection[str]) -> bool:
    """Whether a word alone is a participle or a first person of approving with a letter too few or one twice."""
    return len(word) >= MIN_LETTERS and word in _list_slips(languages, is_refusal=False)


def is_misspelt_refusal(word: str, languages: Collection[str]) -> bool:
    """Whether a word alone is a word of refusing that a slip of the hand changed."""
    return len(word) >= MIN_LETTERS and word in _list_slips(languages, is_refusal=True)


def _list_slips(languages: Collection[str], *, is_refusal: bool) -> frozenset[str]:
    return _build_slips(tuple(sorted(languages)), is_refusal)


@lru_cache(maxsize=64)
def _build_slips(languages: tuple[str, ...], is_refusal: bool) -> frozenset[str]:
    table: Mapping[str, str] = _REFUSING_TEXT if is_refusal else _APPROVING_TEXT
    heads = frozenset(word for language in languages for word in table.get(language, "").split())
    known = frozenset(word for row in (*_APPROVING_TEXT.values(), *_REFUSING_TEXT.values()) for word in row.split())
    slips = {slip for head in heads for slip in list_slips(head, is_refusal=is_refusal)}
    return frozenset(
        slip
        for slip in slips - known - _OTHER_WORDS
        if is_refusal or not (has_doubt(slip) or slip in list_dangerous_words())
    )


def list_slips(head: str, *, is_refusal: bool = False) -> frozenset[str]:
    """Return the forms of a word with one letter too few or twice; of a refusal also with two letters changed about, or one alike."""
    missing = {head[:at] + head[at + 1 :] for at in range(1, len(head) - 1)}
    doubled = {head[:at] + head[at] + head[at:] for at in range(len(head))}
    if not is_refusal:
        return frozenset((missing | doubled) - {head})
    turned = {head[:at] + head[at + 1] + head[at] + head[at + 2 :] for at in range(1, len(head) - 1)}
    alike = {
        head[:at] + other + head[at + 1 :]
        for at in range(1, len(head))
        for letters in _ALIKE
        if head[at] in letters
        for other in letters
    }
    return frozenset((missing | doubled | turned | alike) - {head})
