"""Tells what a clause of known words is by the order of their classes: an approval, a yes, a fact, a place, thanks. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

from channels.email.inbound.decision_grammar.plain_lexicon import PlainLexicon, find_letters, spell_units
from channels.email.inbound.decision_grammar.replier_profile import CONJUNCTIONS

ClauseKind = Literal["approval", "yes", "fact", "place", "watch", "urgency", "polite", "topic", ""]

_MODAL_TEXT = "kann können darf dürfen kan kunnen mag mogen får peut peuvent può possono może mogą can may"
_MODALS = frozenset(_MODAL_TEXT.split())
"""A clause that begins with one of these asks, or has no subject."""

_COPULA_TEXT = "is are was were am ist sind war waren zijn är var est sont do does did has hat"
_COPULAS = frozenset(_COPULA_TEXT.split())
"""A fact that begins with one of these asks: "is it green"."""

_FINITE_TEXT = "reicht reichen steigt steigen liegt liegen steht stimmt stimmen passt räcker håller stiger ökar växer finns fungerar stämmer klopt kloppen stijgt stijgen loopt werkt werken"
_FINITE = frozenset(_FINITE_TEXT.split())
_SUBJECT_TEXT = "der die das den es alles het de dat budget budgeten pengar pengarna det allt priserna beloppet siffrorna geld betrag preis preise bedrag cijfers zahlen"
_SUBJECTS = frozenset(_SUBJECT_TEXT.split())
"""A fact whose verb stands in front of its subject asks: "stimmt der Betrag"."""

APPROVING = "GDZQU3cydbxpvshHMKANVYtorjaiklgnm"
_FACT = "wefqNYAVjtroKaiyCknmM"
_PLACE = "PTWfNYAVtoKaiCknM#"
_URGENT = "uiltkKCM"
_POLITE = "gfNYAVjtroKaiknmqlM"
_YES = "yMiklgno"
_TOPIC = "NVYatiohM"

_ACT = re.compile(r"(?<!a)x|(?<![ao])b(?=[oaVNYtilM]|$)|p[^cdh]*[xbvs]|[xbvs][aoitM]*p|l[aotVNj]*b")
_HALF = re.compile(r"h[ikMK]*(?:t[ao]*)?[NVbx]|H[ikMK]*t[ao]*[NVbx]|^[iykg]*[atVNj]*[NVb][aik]*h|h[aoti]*x")
_TO_PARTY = re.compile(r"[tr][aog]*Y+")
_NEVER = re.compile(
    r"^[^pcdxbvsGQ]*3(?:[^p]*?[cdxbvs]|[^xbcd]*p[^vs]*[xb])|^[iatogy]*n[xb]|[xb]n|ad|[oa]d[NVj]|A(?![Vi]|$)|t(?:i|$)|g.*t[aoj]*[xb]|Y[ao]*[dpc]"
    r"|[tr][ao]*h|n[oig]*c|[dc][roit]*n|d[^cxb]*K|(?<![Njxt])r[ao]*[nm]|[tr][ao]*n|[GQ].*[nm]|[VN]i*d[ao]*o|c[lgik]*Y+[lgi]*$|ca+$|c[oa]+h"
)
"""Another one as the subject, a name behind a preposition or an order, a participle in front of its noun, "for now", thanks for an act, a
preposition in front of an approval that may be still to come: "after approval"; somebody else who approved it: "the admin approved it"; a
name that is called: "go ahead, Marta"; an approval that was asked for or will come."""

_ORDER = re.compile(r"^[yigkHhn]*[xb]|p|l")
"""An order begins the clause, or "please" or a permission is with it: "invoice paid" reports."""

_STATE = re.compile(r"K[^cxb]*d")
_OWN_STATE = re.compile(r"^[iyg]*a*[NV][NVjatro]*K[iM]*d[iMN]*$")
"""The deed or the thing of the call is approved, with nobody beside it: "the refund is approved"."""

_PARTED = re.compile(r"G[^GQU]*Z[ignM]*$|Q[^GQZ]*U[ignM]*$")
_GIVEN = re.compile(r"[DG][oaiAMtN]*h")
_YES_TO = re.compile(r"y[iaM]*t[aoj]*[NV]")


def classify_clause(units: Sequence[str], lexicon: PlainLexicon, before: ClauseKind = "") -> ClauseKind:
    """What a clause is by its words alone. A contrast may open it where it says yes behind an excuse: "in a meeting, but yes"."""
    if "B" in find_letters(units[0], lexicon) and len(units) > 1:
        kind = classify_clause(units[1:], lexicon, before) if before in ("place", "polite") else ""
        return kind if kind in ("approval", "yes") else ""
    is_cut = units[-1] in CONJUNCTIONS or (lexicon.is_spaced and set("kCB") & set(find_letters(units[-1], lexicon)))
    if is_cut and not is_whole_approval(units, lexicon):
        return ""  # "approved, so": a conjunction begins what is not said
    spelt = spell_units(units, lexicon, APPROVING)
    if spelt and _has_head(spelt) and (spelt[0] == "c" or units[0] not in _MODALS):
        return "" if _takes_everything(units, lexicon) else "approval"
    if (spelt := spell_units(units, lexicon, _YES)) and "y" in spelt:
        return "yes"
    if before == "polite" and "J" in spell_units(units, lexicon, "Jatro"):
        return "polite"
    if units[0] in _COPULAS or (units[0] in _FINITE and units[1:2] and units[1] in _SUBJECTS):
        return ""
    for kind, allowed, needed in _OTHER_KINDS:
        spelt = spell_units(units, lexicon, allowed)
        if spelt and set(spelt) & set(needed) and not ("q" in spelt and "w" not in spelt):
            return "" if kind == "topic" and "👍" in units else kind  # "un👍 approved"
    return ""


_OTHER_KINDS: tuple[tuple[ClauseKind, str, str], ...] = (
    ("urgency", _URGENT, "u"),
    ("watch", _PLACE, "W"),
    ("place", _PLACE, "P"),
    ("fact", _FACT, "we"),
    ("polite", _POLITE, "g"),
    ("polite", "iMklgn", "iklgnM"),
    ("topic", _TOPIC, "NVh"),
)


def _takes_everything(units: Sequence[str], lexicon: PlainLexicon) -> bool:
    """Whether a clause orders the act for "everything", which is more than the call: "delete everything", not "approve everything"."""
    letters = [set(find_letters(unit, lexicon)) for unit in units]
    return any("A" in each for each in letters) and any(each & set("xb") for each in letters)


def _has_head(spelt: str) -> bool:
    """Whether the letters of a clause have an approval that is the writer's own, now, and not in front of another one's name."""
    spelt = _TO_PARTY.sub("", spelt)
    if _OWN_STATE.search(spelt):
        return True
    if _NEVER.search(spelt) or (_STATE.search(spelt) and "M" not in spelt):
        return False
    if (at := spelt.find("d")) >= 0 and set(spelt[:at]) & set("pmYjxbln3"):
        return False
    if (at := spelt.find("c")) >= 0 and set(spelt[:at]) & set("pmYa"):
        return False
    if "d" in spelt or "c" in spelt:
        return "j" not in spelt and "m" not in spelt
    if (found := _PARTED.search(spelt) or _GIVEN.search(spelt)) and not set(spelt[: found.end()]) & set("pmjn3Y"):
        return True
    if _ACT.search(spelt):
        return not set(spelt) & set("jm") and _ORDER.search(spelt) is not None
    return _YES_TO.search(spelt) is not None or ("l" not in spelt and _HALF.search(spelt) is not None)


def is_whole_approval(units: Sequence[str], lexicon: PlainLexicon) -> bool:
    """Whether the words are one listed approval, in which "damit" or "maar" is no conjunction: "raus damit"."""
    return lexicon.is_spaced and len(units) > 1 and "c" in find_letters(" ".join(units), lexicon)
