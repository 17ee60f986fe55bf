"""Readings of an approval under which it is none: a question without its mark, an unfinished sentence, an order to somebody else. Pure.

Every approval of the lists and the rules is held against these, whatever path found it. A reading that fits makes us ask once; it decides
nothing. Sources: word order of yes-no questions in each language; Japanese clauses that end in a conjunction.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile, pairwise

from channels.email.inbound.decision_grammar.access_and_money_kinds import names_other_kind
from channels.email.inbound.decision_grammar.courtesies import GREETING, RECEIPTS
from channels.email.inbound.decision_grammar.doubt_words import SOUNDS_OPEN
from channels.email.inbound.decision_grammar.facts_beside_approvals import may_stand_beside_approval
from channels.email.inbound.decision_grammar.later_decisions import hangs_on_later_decision
from channels.email.inbound.decision_grammar.line_grammar import classify_phrase, is_kind_by_rules
from channels.email.inbound.decision_grammar.line_text import (
    ARE_OF_CJK,
    PARTS,
    QUOTATION_MARKS,
    QUOTATIONS,
    mark_bots,
    mark_values,
    normalize_phrase,
    split_phrases_of_line,
    strip_cheers,
    strip_invisible,
)
from channels.email.inbound.decision_grammar.name_and_value_marks import compile_names
from channels.email.inbound.decision_grammar.orders_of_another_meaning import (
    asks_for_more,
    is_weak,
    orders_at_another_time,
    orders_something_else,
    tells_whose_word,
)
from channels.email.inbound.decision_grammar.other_matters import begins_with_then, is_about_other_matter
from channels.email.inbound.decision_grammar.phrase_rules import BOT, PARTY, VALUE
from channels.email.inbound.decision_grammar.plain_lexicon import ORDER_OR_REPORT, find_letters, load_plain_lexicon
from channels.email.inbound.decision_grammar.replier_profile import (
    ReplyAuthor,
    is_greeting,
    list_asker_names,
    list_bot_names,
    list_name_words,
)
from channels.email.inbound.decision_grammar.sentence_reading import names_other_act
from channels.email.inbound.decision_grammar.vocabulary import is_plain_yes

_NAMED = f"{VALUE}|{BOT}|{PARTY}"


def _compile(table: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    """Return one pattern for each language; each row of a text is an alternative."""
    rows = {language: [row.strip() for row in text.strip().split("\n")] for language, text in table.items()}
    return {language: re.compile("|".join(f"(?:{row})" for row in found)) for language, found in rows.items()}


_QUESTIONS = _compile({
    "en": rf"""
(?:can|could|may|might|shall|should|will|would|must|is|are|am|was|were|has|did|does) (?:i|we|you|he|she|it|this|that|they|these|those|the|all|everything|everyone|everybody|anyone|there|{_NAMED})(?!\w)
(?:do|have|had) (?:i|we|you|they)\b
""",
    "de": rf"""
(?:kann|kannst|können|koennen|könnt|koennt|darf|darfst|dürfen|duerfen|dürft|duerft|soll|sollen|sollst|sollt|muss|müssen|wollen|wollt|willst) (?!(?:du|ihr|sie)$|(?:du|ihr|sie|wir) (?:(?!\b(?:das|es|dies\w*|den|die|der|ihn|alles|{_NAMED})(?!\w)).)*(?:\b(?:gern|gerne|ruhig|so)\b.*|machen)$)(?:ich|du|er|sie|es|wir|ihr|man|das|dies|dieser|diese|dieses|der|die|den|alles|jemand|unser\w*|{_NAMED})(?!\w)
(?:kann|darf|geht)'?s\b
(?:hast|habt|hat|bist|seid|sind|stimmst|stimmt|gibst|gebt|genehmigst|genehmigt|erlaubst|machst|macht) (?:du|ihr|wir|er|man)\b
(?:machen|starten|veröffentlichen|deployen|releasen|taggen|gehen|legen) wir\b (?!so)\S
""",
    "fr": r"""
(?:peux|pouvez|peut|puis|pouvons|dois|doit|devons|avez|avons|as|a|est|sont|êtes|es|faut|veux|voulez|valides|validez|approuves|approuvez|va|allons)[- ](?:t[- ])?(?:tu|vous|on|nous|je|il|elle|ils|ce)\b
est[- ]ce\b
.*\b(?:est|sont|a|ont|peut|peuvent|va|vont|était|étaient)[- ](?:t[- ])?(?:il|elle|ils|elles)\b
""",
    "nl": rf"""
(?:kan|kun|kunt|kunnen|mag|mogen|zal|zullen|moet|moeten|wil|willen) (?!(?:je|jij|jullie|u|we|wij) (?:(?!\b(?:dit|dat|het|de|deze|die|hem|alles|{_NAMED})(?!\w)).)*(?:\b(?:gerust|rustig|gerne|zo)\b.*|doen)$)(?:ik|je|jij|u|we|wij|jullie|het|dit|dat|de|deze|die|ze|alles|iemand|onze|{_NAMED})(?!\w)
(?:gaan|doen|hebben|zijn|keuren|geven|starten) (?:we|wij|jullie|u)\b
(?:keur|ben|heb|ga|geef|doe|stem) (?:je|jij|u)\b (?!gang)
""",
    "sv": rf"""
(?:kan|får|ska|skall|vill|måste|bör) (?:jag|du|ni|vi|man|den|det|detta|denna|allt|någon|taggen|releasen|versionen|ändringen|{_NAMED})(?!\w)
(?:kör|går|gör|släpper|taggar|deployar|godkänner|tillåter|är|har|accepterar|startar) (?:du|ni|vi|man)\b
(?:är|går) (?:det|den|detta|allt)\b
""",
    "da": rf"(?:kan|må|skal|vil|bør|er|har|kører|godkender) (?:jeg|du|i|vi|man|den|det|dette|denne|alt|{_NAMED})(?!\w)",
    "nb": rf"(?:kan|må|skal|vil|bør|får|er|har|kjører|godkjenner) (?:jeg|du|dere|vi|man|den|det|dette|denne|alt|{_NAMED})(?!\w)",
    "pl": r"czy\b",
    "tr": r".*(?<!x )(?<!por )\bm[ıiuü](?:y[ıiuü]m|s[ıiuü]n(?:[ıiuü]z)?|y[ıiuü]z)?$",
    "ru": r".*\bли\b",
    "uk": r"чи\b",
    "fi": r"(?:onko|voiko|saako|voimmeko|saammeko|voitteko|voinko|saanko|hyväksytkö|hyväksyttekö)\b",
})  # fmt: skip
"""By language: how a clause begins that asks by the order of its words. Where a rule leaves out what `machen` or `doen` is about, it states."""

_WE_MAY = _compile({
    "fr": r"on peut\b|je peux\b", "es": r"podemos\b|puedo\b", "it": r"possiamo\b|posso\b", "pt": r"podemos\b|posso\b", "pl": r"możemy\b|mogę\b",
})  # fmt: skip
"""Permission in the first person, in languages whose questions have the order of a statement: asks, unless a yes stands in front."""

_STATES = _compile({
    "en": r"(?:is|are|was|were|has been|have been)\s(?:\w+\s)?(?:approved|authori[sz]ed|granted|accepted|cleared|signed off)\b(?!.*\b(?:by|from) me\b)",
    "de": r"(?:(?:die|der|das|den|diese[rs]?)\s(?:\S+\s){1,3})?(?:ist|sind|wird|werden|wurde|wurden)\b(?:(?!hiermit|von mir|meinerseits|von meiner|somit).)*\b(?:genehmigt|freigegeben|bewilligt|erlaubt|abgesegnet|gestattet|akzeptiert)\b(?!.*(?:von mir|meinerseits|von meiner))",
    "fr": r"(?:est|sont)\s(?:validée?s?|approuvée?s?|accordée?s?|autorisée?s?|acceptée?s?)\b(?!.*(?:par moi|pour moi|de mon|de ma|par la présente))",
    "nl": r"(?:(?:de|het|deze|dit)\s(?:\S+\s){1,3})?(?:is|zijn|wordt|werd)\b(?:(?!hierbij|bij dez|van mij|wat mij|door mij|voor mij).)*\b(?:goedgekeurd|akkoord|toegestaan|geaccordeerd|geautoriseerd)\b(?!.*(?:van mij|wat mij|door mij|voor mij))",
    "sv": r"(?:\S{3,}(?:en|an|et|na)\s)?(?:är|blir|blev)\s(?:\w+\s)?(?:godkän\w+|tillåt\w+|bevilja\w+)\b(?!.*(?:av mig|från m|för min))",
    "da": r"(?:er|blev|bliver)\s(?:\w+\s)?(?:godkendt|tilladt)\b(?!.*(?:af mig|fra min|herfra))",
    "nb": r"(?:er|ble|blir)\s(?:\w+\s)?(?:godkjent|tillatt|innvilget)\b(?!.*(?:av meg|fra min|herfra))",
    "es": r"(?:el|la|los|las)\s(?:\S+\s){1,3}(?:está|están)\s(?:aprobad|autorizad|aceptad|concedid)\w+(?!.*(?:por mí|por mi parte|de mi parte))",
    "it": r"(?:il|la|lo|l'|i|gli|le)\s?(?:\S+\s){1,3}(?:è|sono)\s(?:approvat|autorizzat|accettat|concess)\w(?!.*(?:da me|da parte mia|per me))",
    "pl": r"(?:\S+\s)?(?:jest|są)\s(?:zatwierdzon|zaakceptowan)\w+(?!.*(?:przeze mnie|ode mnie|z mojej))|(?:mamy|mam)\s(?:zgodę|zielone|akceptację|pozwolenie)\b",
})  # fmt: skip
"""A state, which asks or tells what others did, unless it is said to be the writer's own doing. English and French need a subject left out."""

_ALREADY = re.compile(
    r"(?:\b(?:already|schon|bereits|déjà|ya|già|já|reeds|al|już|redan|allerede)\s(?:\w+\s){0,2}|\b)"
    r"(?P<done>approved|authori[sz]ed|signed off|genehmigt|freigegeben|bewilligt|zugestimmt|abgesegnet|valid\w*|approuv\w*|aprob\w+|autoriz\w+|approvat\w|autorizzat\w|aprov\w+|"
    r"goedgekeurd|akkoord|zatwierdz\w+|zaakcept\w+|godkänd?t?|godkendt|godkjent)(?P<behind>\s(?:already|schon|bereits|déjà|ya|già|já|reeds|al|już|redan|allerede))?\b"
)
_DONE = re.compile(r"(?:承認|許可|決裁|認可)済")

_ORDERS = _compile({
    "en": r"(?:(?:just|so|then|kindly|please|pls|plz)\s)*(?:approve|authori[sz]e|greenlight|accept|sign off)\b(?=.*\b(?:please|pls|plz|kindly)\b|(?<=kindly approve)|(?<=please approve))",
    "de": r"bitte\s(?:gib|gebt|geben sie|geb)\s(?:.*\s)?frei\b|geben sie\s(?:.*\s)?frei\b|(?:gib|gebt)\s(?:.*\s)?bitte\s(?:.*\s)?frei\b|(?:genehmig(?:e|t)?|bewillig(?:e|t)?|erlaub(?:e|t)?)\b(?!.*\b(?:ich|wir|hiermit)\b)(?=.*\bbitte\b)|bitte\s(?:genehmig|bewillig|erlaub)",
    "fr": r"(?:approuve|approuvez|valide|validez|accorde|accordez|autorise|autorisez)\b(?=.*(?:s'il (?:te|vous)|stp|svp|merci de))|merci (?:d'|de )(?:approuver|valider|autoriser)",
    "es": r"(?:aprueb|autori[cz])\w*\b(?=.*(?:por favor|porfa))",
    "it": r"(?:approvate|autorizzate|approvi|autorizzi|approva|autorizza)\b",
    "pt": r"(?:aprov[ae]m?|autoriz[ae]m?)\b(?=.*(?:por favor|se faz favor))",
    "nl": r"(?:graag |gelieve )?(?:keur|geef akkoord|geef toestemming)\b(?!.*\b(?:ik|wij)\b)(?=.*(?:alsjeblieft|alstublieft|aub|a\.u\.b|graag))",
    "pl": r"(?:proszę\s)?(?:zatwierdź|zatwierdźcie|zaakceptuj|zaakceptujcie)\b",
    "sv": r"(?:vänligen\s)?(?:godkänn|bevilja|tillåt)\b",
})  # fmt: skip
"""An order to approve: it asks whoever reads for what the writer does not give. `approve` alone is the word that our mail asks for."""

_THANKS_FOR = _compile({
    "en": r"(?:thanks|thank you|thx|cheers) for\b", "de": r"(?:danke|dank|vielen dank|merci) (?:für|fürs|fuer)\b", "fr": r"merci (?:pour\b|d'avoir\b|de (?:\w+[ '])?avoir\b|du\b|des\b|de (?:la|le|cette|ce|votre|vos|ta|ton)\b)", "es": r"gracias por\b",
    "it": r"grazie (?:per|di)\b", "pt": r"obrigad[oa] (?:por|pel[oa]s?)\b", "nl": r"(?:bedankt|dank(?: je| u| jullie)?(?: wel)?|dankjewel) voor\b", "sv": r"tack för\b", "pl": r"(?:dzięki|dziękuję) za\b",
})  # fmt: skip
"""Thanks for what was done: with the call's act behind them they report it, "thanks for deleting it"."""

_ORDER_OR_REPORT = _compile({"de": rf"(?:.*\s)?(?:{ORDER_OR_REPORT['de'].pattern})$"})

_PLEASES = frozenset({"please", "pls", "plz", "kindly", "bitte"})
_DANGLING = re.compile(
    r"\b(?:and|but|or|because|if|unless|und|aber|oder|weil|wenn|falls|mais|ou|car|pero|(?<!mach )ma|mas|maar als|of als|ale|lub|men|och|eller|only|nur|seulement|solo|só|alleen|tylko)$"
    r"|^(?:ja|ok|oké|okay|goed|prima|akkoord|goedgekeurd) maar$|^(?:(?:ja|ok|okej|okey|godkänt|godkänd) )?(?:bara|endast)$"
)
_UNFINISHED_JAPANESE = re.compile(r"(?:が|けど|けれど|けども|けれども|ので|から|のに|でも|ただ|ただし|し)$")
_UNMARKED_JAPANESE = re.compile(r"(?:て|で)も?(?:いい|良い|よい|大丈夫|かまわない|構わない)(?:の|かな|かも)?$")
_BREAKS = re.compile(r"[,;:、，。！!.…\n]+(?:\s|$)|[、。！\n]|\s[-–—]+\s")
_ENDS = re.compile(r"[。！!\n]|\.(?:\s|$)")
_CALL_WORDS = "hi hello hey hallo moin servus salut bonjour hola ciao olá oi hej cześć dag bitte also so well dann alors então dus då da and und et y e en och i"
_CALLS = frozenset(_CALL_WORDS.split())


def may_be_read_otherwise(text: str, author: ReplyAuthor, *, knows_acts: bool = False) -> bool:
    """Whether a clause of an approving text may be a question, a report, an order to somebody else, or about another act or kind than the call's.

    `knows_acts`: what the text orders was read already (`plain_reading.py`), so acts and places are not looked for.
    """
    if (
        SOUNDS_OPEN.search(text)
        or has_quoted_sentence(text)
        or (author.call_kinds is not None and names_other_kind(text, author.languages, author.call_kinds))
        or (not knows_acts and is_receipt(filter(str.strip, text.split("\n")), author))
    ):
        return True
    clauses = [clause for each in _BREAKS.split(text) if (clause := _prepare(each, author))]
    called = {*_CALLS, *list_asker_names(author), *list_bot_names(author), BOT}
    is_answered = False
    for before, clause in pairwise(("", *clauses)):
        bare = _strip_calls(clause, called)
        asked = f"{before} {bare}" if before in _PLEASES else clause
        if (
            _matches(_QUESTIONS, bare, author)
            or _matches(_STATES, bare, author)
            or _matches(_ORDERS, asked, author)
            or _matches(_ORDERS, bare, author)
        ):
            return True
        is_answered = is_answered or any(map(is_plain_yes, clause.split()[:2]))
        if not is_answered and _matches(_WE_MAY, bare, author):
            return True
        if _is_done_before(clause) or _reports_act(clause, author) or _DANGLING.search(clause):
            return True
    if knows_acts:
        return "ja" in author.languages and _is_open_in_japanese(text)
    if names_other_place(text, author):
        return True
    if author.call_acts is not None and any(
        names_other_act(clause, author.languages, author.call_acts)
        for clause in clauses
        if not any(is_kind_by_rules(kind, clause, author) for kind in ("courtesy", "context"))
    ):
        return True
    return "ja" in author.languages and _is_open_in_japanese(text)


def is_about_something_else(text: str, author: ReplyAuthor) -> bool:
    """Whether a clause of an approving text is about another matter than the call's or the request itself, or goes on from a condition.

    `text` is as it was written: `mark_act_approvals` would hide which act it names.
    """
    bare = compile_names(author.parties).sub("X", text) if author.parties else text
    clauses = [clause for each in _BREAKS.split(bare) if (clause := _prepare(each, author))]
    told = [
        _strip_calls(each, _CALLS)
        for each in clauses
        if not is_kind_by_rules("courtesy", each, author)
        and not all(may_stand_beside_approval(part, author) for part in _JOINTS.split(each))
    ]
    if is_about_other_matter(told, author.languages, author.call_kinds) or hangs_on_later_decision(bare):
        return True
    beside = [each for each in clauses if not is_weak(each, author.languages)]
    if clauses != beside and all(classify_phrase(each, author) == "courtesy" for each in beside):
        return True
    people = {*list_name_words(author.others, author.parties), *list_asker_names(author), "qa"}
    if any(tells_whose_word(each, people) for each in clauses) or _is_yes_before_greeting(clauses, author):
        return True
    if any(asks_for_more(each) and classify_phrase(each, author) != "approve" for each in clauses):
        return True
    if any(orders_something_else(each, author.languages, author.call_acts or ()) for each in clauses):
        return True
    orders = [each for each in clauses if classify_phrase(each, author) not in _BESIDE_ORDERS]
    if any(orders_at_another_time(each, author.languages, author.call_acts or ()) for each in orders):
        return True
    return any(
        begins_with_then(clause, author.languages)
        and not is_plain_yes(before)
        and classify_phrase(before, author) in _BEFORE_THEN
        for before, clause in pairwise(clauses)
    )


_JOINTS = re.compile(r"\s(?:and|und|et|y|e|en|och|i)\s")


def _is_yes_before_greeting(clauses: Sequence[str], author: ReplyAuthor) -> bool:
    """Whether a plain yes stands in front of nothing but a greeting: "Yes, hello" answers a call."""
    said, *more = clauses or [""]
    return (
        is_plain_yes(said)
        and bool(more)
        and all(each.split()[0] in GREETING and is_greeting(each, author) for each in more)
    )


_BESIDE_ORDERS = frozenset({"support", "context"})
"""What tells something: "I have checked it again"."""

_BEFORE_THEN = frozenset({"support", "context", "other"})
"""What makes a condition in front of "then": "tests green, then go ahead"; not "OK, then go ahead"."""


def has_slogan_alone(text: str, author: ReplyAuthor) -> bool:
    """Whether something stands below the writer's name and nothing above it but courtesies: an approval below may be a slogan."""
    lines = [normalize_phrase(line).strip(" ,.!") for line in map(strip_invisible, text.split("\n")) if line.strip()]
    signs = {*map(normalize_phrase, (*author.signs, *author.names))} - {""}
    at = next((at for at, line in enumerate(lines) if line in signs), 0)
    return 0 < at < len(lines) - 1 and all(
        is_kind_by_rules("courtesy", each, author) or classify_phrase(each, author) == "courtesy" for each in lines[:at]
    )


def has_quoted_sentence(text: str) -> bool:
    """Whether a line or a phrase of it stands in quotation marks: what somebody else said. One or two words are what the mail asks for."""
    lines = [line for line in map(strip_invisible, text.split("\n")) if not QUOTATION_MARKS.isdisjoint(line)]
    found = (each.strip(" *_").rstrip(".!。 ") for line in lines for each in (line, *PARTS.split(line)))
    return any(_is_quoted(each) and _is_sentence(each[1:-1]) for each in found)


def _is_quoted(text: str) -> bool:
    return len(text) > 2 and text[0] + text[-1] in QUOTATIONS


def _is_sentence(text: str) -> bool:
    return len(text) > MAX_UNSPACED_PHRASE if ARE_OF_CJK.search(text) else len(text.split()) > 2


MAX_UNSPACED_PHRASE = 8
"""Letters of two words at the most, in a language that writes no blanks."""


def names_other_place(text: str, author: ReplyAuthor) -> bool:
    """Whether a text names production, to which the call's act does not go."""
    return author.call_acts is not None and not _PLACED & set(author.call_acts) and _PLACES.search(text) is not None


_PLACES = re.compile(
    r"\b(?:prod|production|produktion\w*|produzione|producción|produção|productie|produkcj\w+)\b|本番", re.I
)
_PLACED = frozenset({"release", "merge", "rollback", "restart", "migrate", "scale", "backup"})
"""Acts that have a place of their own: to a call of another act, "to production" adds something to it."""

_CHECKED_WORDS = (
    "checked reviewed verified tested inspected done finished deployed released geprüft gecheckt getestet kontrolliert erledigt fertig vérifié vérifiée testé contrôlé fait relu revisado revisada "
    "verificado verificada comprobado comprobada probado hecho controllato controllata verificato verificata testato testata fatto revisto revista testado testada conferido feito gecheckt getest "
    "gecontroleerd nagekeken gedaan klaar kollat kollad testat testad granskat granskad verifierat klart sprawdzone sprawdziłem sprawdziłam przetestowane zrobione gotowe tests build ci pipeline "
    "checks pruebas tester testy testes understood roger copy verstanden compris entendu entendido percebi capito begrepen duidelijk förstått uppfattat "
    "zrozumiano rozumiem urgent urgente dringend bråttom pilne spoed 確認しました 確認した 確認済みです 確認済み チェックしました テストしました"
)
_CHECKED = frozenset(_CHECKED_WORDS.split())
"""Words that tell what was checked or done, or how the tests are: beside a bare yes alone they answer a question about that."""

MAX_RECEIPT = 6
"""Words of a receipt; a longer phrase tells more."""


def is_receipt(lines: Iterable[str], author: ReplyAuthor) -> bool:
    """Whether the lines have no other yes than a plain one beside the receipt of a mail, or what was checked: "Yes, I have seen it"."""
    has_receipt = False
    for part in (part for line in lines for part in split_phrases_of_line(mark_values(line, author.values))):
        words = list(dropwhile(is_plain_yes, part.split()))
        rest = " ".join(words)
        is_approved = bool(rest) and classify_phrase(rest, author) == "approve"
        if set(words[:MAX_RECEIPT]) & (RECEIPTS | _CHECKED) and len(words) <= MAX_RECEIPT and not is_approved:
            has_receipt = True
        elif rest and (classify_phrase(part, author) == "approve" or _is_content(rest, author)):
            return False
    return has_receipt


def _is_content(phrase: str, author: ReplyAuthor) -> bool:
    """Whether a phrase says that the writer is content: "no objections"."""
    return classify_phrase(phrase, author) == "support"


def _prepare(clause: str, author: ReplyAuthor) -> str:
    phrase = normalize_phrase(mark_values(strip_cheers(clause.strip()), author.values))
    return mark_bots(phrase, list_bot_names(author))


def _strip_calls(clause: str, called: Iterable[str]) -> str:
    """Return a clause without a yes, a greeting and names in front: "ja sam kannst du das"."""
    words = clause.split()
    while len(words) > 1 and (words[0] in called or is_plain_yes(words[0])):
        del words[0]
    return " ".join(words)


def _matches(table: Mapping[str, re.Pattern[str]], clause: str, author: ReplyAuthor) -> bool:
    return any(language in table and table[language].match(clause) for language in author.languages)


def _is_done_before(clause: str) -> bool:
    """Whether a clause reports an approval of before: "already approved"."""
    found = _ALREADY.search(clause)
    return _DONE.search(clause) is not None or (
        found is not None and (found["behind"] is not None or found.start("done") > found.start())
    )


def _reports_act(clause: str, author: ReplyAuthor) -> bool:
    """Whether a clause whose words approve this call alone may tell of its act: "bezahlt", "thanks for deleting it", "you delete it"."""
    if author.call_acts is None or not (
        _matches(_THANKS_FOR, clause, author)
        or ("bitte" not in clause and _matches(_ORDER_OR_REPORT, clause, author))
        or any(_has_other_subject(clause, language, author.call_acts) for language in author.languages)
    ):
        return False
    of_any_call = author.model_copy(update={"call_acts": None})
    return classify_phrase(clause, author) == "approve" != classify_phrase(clause, of_any_call)


def _has_other_subject(clause: str, language: str, acts: tuple[str, ...]) -> bool:
    """Whether a clause begins with somebody who acts and the call's act: "ihr löscht das"."""
    words = clause.split()[:2]
    lexicon = load_plain_lexicon(language, acts)
    return len(words) > 1 and "3" in find_letters(words[0], lexicon) and "x" in find_letters(words[1], lexicon)


def _is_open_in_japanese(text: str) -> bool:
    """Whether a Japanese sentence ends in a conjunction, or in a permission that a question has, too."""
    sentences = [strip_cheers(each).strip(" 、,…") for each in _ENDS.split(text) if ARE_OF_CJK.search(each)]
    return any(map(_UNMARKED_JAPANESE.search, sentences)) or any(map(_UNFINISHED_JAPANESE.search, sentences[-1:]))
