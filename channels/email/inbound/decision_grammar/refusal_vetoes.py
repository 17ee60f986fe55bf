"""Readings of a refusal under which it is none: whose decision it is, who is away, a yes to one thing and a no to another. Pure.

Every refusal is held against these, whatever path found it. A reading that fits makes us ask once.
"""

import re
from collections.abc import Mapping

from channels.email.inbound.decision_grammar.line_grammar import classify_line, classify_phrase
from channels.email.inbound.decision_grammar.line_text import (
    ARE_OF_CJK,
    mark_values,
    normalize_phrase,
    split_phrases_of_line,
    strip_invisible,
)
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, list_asker_names, strip_called
from channels.email.inbound.decision_grammar.verdict_hints_in_undecided_lines import has_approval_word, has_wait_phrase
from channels.email.inbound.decision_grammar.vocabulary import BARE_NO, NEGATIONS

_OTHERS_DECISION: Mapping[str, str] = {
    "en": r"not (?:my (?:call|decision|job|department|area|business|turn|place)|up to me|for me to|mine to)\b|out of (?:the )?office|i am on (?:leave|vacation|holiday)\b|limited access|lost (?:my )?access|approve (?:or|/) reject|not sure\b|neither\b.*\bnor\b|(?:not|am not|wrong) (?:the )?(?:right )?person\b|unsubscribe|(?:remove|take) me (?:from|off)\b",
    "de": r"nicht (?:zuständig|mein\w* (?:bier|baustelle|entscheidung|sache|aufgabe|ressort))|(?:mich|mir) braucht|nicht (?:im büro|im haus)|abwesend|weder\b.*\bnoch\b|nicht sicher|nicht (?:der|die) richtige\b|falsche\w* (?:person|ansprechpartner|adress)|(?:aus|von) (?:dem|der|diesem|dieser) (?:verteiler|liste|mailing)|abmelden",
    "fr": r"pas (?:à moi|de mon ressort|mon rôle|ma décision|sûre?\b)|(?:je|suis) (?:suis )?en congés?\b|je suis absente?\b|ni oui ni non|(?:ne suis|suis) pas (?:la |le )?(?:bonne? )?(?:personne|interlocut)|pas la bonne personne|me (?:retirer|désinscrire|désabonner|enlever|supprimer|sortir)\b|de cette liste|pas concernée?",
    "es": r"no me (?:corresponde|toca|compete)|no (?:es|está) (?:cosa mía|en mis manos|decisión mía)|fuera de la oficina|ni sí ni no|no estoy segur|no soy (?:yo|quien|la persona|el|la|el responsable)\b|(?:dar|darme|denme) de baja|(?:quítenme|sáquenme|quitadme|bórrenme|elimínenme)|de esta lista",
    "it": r"non (?:tocca|spetta|compete) a me|non è (?:compito|competenza|decisione) mi|fuori (?:ufficio|sede)|né sì né no|non sono sicur|non sono (?:io|la persona|il|la|chi)\b|(?:toglietemi|rimuovetemi|cancellatemi|disiscri\w+)|da questa lista",
    "pt": r"não (?:é comigo|me cabe|me compete|cabe a mim|sou eu)|fora do escritório|ausente\b|nem sim nem não|não tenho (?:a )?certeza|não sou (?:a|o|quem|eu|a pessoa)\b|(?:remova|remover|tirem?|retirem?)(?:-me| me)\b|desta lista|dessa lista",
    "nl": r"ga ik niet over|ik ga (?:hier|daar) niet over|niet aan mij|niet mijn (?:beslissing|pakkie|afdeling|zaak)|maakt (?:mij|me) niet uit|niet op kantoor|afwezig|niet zeker|nog (?:lang )?niet|doet het niet|niet de (?:juiste|goede) persoon|verkeerde persoon|(?:uit|af)schrijven|afmelden|(?:van|uit) (?:deze|de|jullie) (?:mailing)?lijst",
    "sv": r"inte (?:mitt|min) (?:bord|beslut|ansvar|sak)|inte (?:jag som|upp till mig)|inte på kontoret|varken\b|inte säker|ta ställning|ihop er|inte (?:rätt|rätta) (?:person|mottagare)|fel person|från (?:den här |denna )?(?:sänd)?listan|avprenumerer|avregistrer",
    "pl": r"nie (?:moja|ja) (?:decyzja|decyduję|sprawa)|nie (?:do mnie|ode mnie) (?:należy|zależy)|poza biurem|nie jestem pewn|ani tak\b.*\bani nie|na razie|z decyzją|nie jestem (?:właściw|odpowiedni|tą osobą)|niewłaściw\w+ osob|z (?:tej )?listy|wypisa[ćc]",
    "ja": r"(?:担当|判断|権限)では(?:ない|ありません)|担当外|不在|^結構です$|(?:配信停止|リストから|担当者では)",
}  # fmt: skip
"""By language: that it is for somebody else to decide, that the writer is away or in doubt, or that it comes later."""

_PATTERNS = {language: re.compile(row) for language, row in _OTHERS_DECISION.items()}
_CONTRAST = re.compile(r"\b(?:but|aber|mais|pero|ma|mas|maar|ale|men|however|trotzdem)\s(.+)")
_RECHECK = re.compile(
    r"\b(?:let me|i (?:will|need to|want to|have to|must) (?:\w+ )?(?:check|look|think|ask|verify|confirm)|schaue?|prüfe|checke|kläre|überlege|frage|je (?:vérifie|regarde|demande|réfléchis)|laiss\w+[ -]moi|"
    r"déjame|dejame|déjenme|deja que|lo (?:reviso|miro|consulto|pienso)|voy a (?:revisar|ver|mirar|consultar|pensar)|(?:ri)?controllo|verifico|ci penso|fammi|fatemi|devo (?:controllare|verificare|chiedere)|"
    r"deixa eu|deixa-me|deixe-me|vou (?:conferir|checar|ver|verificar|confirmar|pensar)|confiro|verifico|laat me|ik (?:check|kijk|vraag|controleer|denk)|ska (?:kolla|fråga|tänka|dubbelkolla)|kollar|låt mig|"
    r"sprawdz\w+|zastanow\w+|dopytam|zapytam|upewni\w+|zobacz\w*|pomyśl\w+)\b"
)
"""Behind "but": the writer looks again before they decide."""
_YES_BEHIND = re.compile(
    r".+\s(?:yes|ok|okay|ja|oui|sí|sì|sim|tak|akkoord|freigegeben|approved)$|.+は(?:ok|オーケー|いい|はい)(?:です|だ|けど|が)?$"
)
_OTHER_THING = re.compile(
    r"\b(?:attachments?|anhang|anlage|pièces? jointes?|adjuntos?|allegat[oi]|anexos?|bijlagen?|bilag(?:a|an|or)|załącznik\w*)\b|添付",
    re.I,
)
"""What a mail has beside its text: that it cannot be opened refuses nothing."""
_BILL = re.compile(r"\b(?:invoice|bill|rechnung|facture|factura|fattura|fatura|factuur|faktur\w+)\b|請求書", re.I)
_UNPAID = frozenset(
    {"release", "merge", "rollback", "restart", "migrate", "scale", "backup", "rotate", "grant", "invite"}
)
"""Acts of calls without a bill: to them, a bill that was refused is another thing."""
_PARTLY = re.compile(
    r"^\W*(?:only|just|nur|bloß|seulement|juste|solo|sólo|solamente|soltanto|somente|apenas|só|alleen|tylko|bara|endast)\b.*\b(?:rest|reste|resto|resten|reszta|others?|autres?|andere[ns]?|demás|altri|outr[oa]s|pozostał\w+)\b"
    r"|\bwel\b.*\bniet\b",
    re.I,
)
"""One part is meant and another one not."""
_CLAUSES = re.compile(r"[,;:、，。！!.…\n]+(?:\s|$)|[、。！\n]|\s[-–—]+\s")


def may_refuse_nothing(text: str, author: ReplyAuthor) -> bool:
    """Whether a refusing text may leave the decision to somebody else, or says yes to one thing and no to another."""
    clauses = [phrase for each in _CLAUSES.split(text) if (phrase := normalize_phrase(each))]
    lines = [normalize_phrase(line) for line in text.split("\n")]
    if any(
        _PATTERNS[language].search(line) for language in author.languages if language in _PATTERNS for line in lines
    ):
        return True
    if any(_OTHER_THING.search(line) or _PARTLY.search(line) or _names_bill(line, author) for line in lines):
        return True
    after = [found[1] for each in clauses if (found := _CONTRAST.search(each))]
    if any(_RECHECK.search(each) or classify_phrase(each, author) == "approve" for each in after):
        return True
    return any(_says_yes_to_another(each, author) for each in clauses)


def _names_bill(line: str, author: ReplyAuthor) -> bool:
    """Whether a line is about a bill, which a call of these acts has not."""
    return bool(author.call_acts) and _UNPAID.issuperset(author.call_acts or ()) and _BILL.search(line) is not None


def _says_yes_to_another(clause: str, author: ReplyAuthor) -> bool:
    """Whether a clause beside the refusal approves something, and neither refuses nor negates it."""
    words = set(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", clause))
    kind = classify_phrase(clause, author.model_copy(update={"reads_words": True}))
    if kind in ("reject", "hold") or words & NEGATIONS:
        return False
    return _YES_BEHIND.match(clause) is not None or (
        has_approval_word(clause) and len(words) > 1 and not ARE_OF_CJK.search(clause)
    )


_STOP_TEXT = (
    "stop|stop stop|stopp|stopp stopp|stopt|halt|halt stop|stop it|stop this|stop everything|hold it|stoppt das|stoppen|stop ça|arrêtez|arrêtez tout|arrête|arrêtez ça|"
    "alto|alto ahí|para|paren|parad|paren esto|paren todo|detengan esto|detengan todo|detenedlo|deténganse|detente|fermi|fermi tutti|fermate tutto|ferma tutto|fermatevi|fermate|fermo|"
    "parem|pare|para tudo|parem tudo|parem com isso|stop daarmee|stop ermee|stoppa|stoppa det|stoppa allt|stoppa detta|stójcie|stój|zatrzymajcie to|zatrzymać|wstrzymać|ストップ|中止"
)
STOPS = frozenset(_STOP_TEXT.split("|"))
"""A cry to stop: with a clear no right behind it, it waits for nothing and belongs to that no."""


_SENTENCE_END = re.compile(r"[.!。！]+(?=\s|$)|(?<=[。！])|$")


def has_refusal_at_end(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a sentence of a line ends in a clear no behind its reason."""
    return any(_ends_in_refusal(line[: found.start()], speaker) for found in _SENTENCE_END.finditer(line))


def _ends_in_refusal(told: str, speaker: ReplyAuthor) -> bool:
    """Whether a clear no follows its reason: "The tests are red, rejected", without a condition, a doubt or another one's name."""
    parts = split_phrases_of_line(told)
    kinds = [classify_line(part, speaker)[0] for part in parts]
    called = list_asker_names(speaker)
    reasons = [part for part, kind in zip(parts, kinds, strict=True) if kind != "reject"]
    names = {word for name in speaker.others for word in normalize_phrase(name).split()}
    if kinds[-1:] != ["reject"] or not set(kinds) <= {"reject", "other", "courtesy"}:
        return False
    return not any(has_condition(part, speaker) or names & set(strip_called(part, called).split()) for part in reasons)


PERHAPS = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|vielleicht|wahrscheinlich|peut-être|probablement|quizás?|tal vez|forse|talvez|misschien|może|kanske|"
    r"måske|kanskje|ehkä|možná|belki|наверное|наверно|возможно|можливо|мабуть)\b|たぶん|多分|也许|可能|아마",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:if|unless|until|when|would|sure|maybe|perhaps|understand|yet|only|wenn|falls|wäre|vielleicht|sicher|si|sauf|peut-être|quizás|se|forse|talvez|als|misschien|jeśli|może|om|kanske|hvis|måske|kanskje|jos|ehkä|pokud|možná|eğer|belki|если|может|якщо)\b",
    re.I,
)


def has_condition(line: str, speaker: ReplyAuthor) -> bool:
    """A condition, a doubt or a wish to wait: no refusal."""
    return _OPEN.search(line) is not None or PERHAPS.search(line) is not None or has_wait_phrase(line, speaker)


def strip_negated_order(line: str, rest: str, speaker: ReplyAuthor) -> str:
    """Return the `rest` of a line behind its no, without an order that the no ends right in front of: "do not refund her, it is fraud"."""
    before = normalize_phrase(line).removesuffix(rest).split()
    order, *more = split_phrases_of_line(mark_values(rest, speaker.values)) or [""]
    is_negated = before[-1:] != [] and before[-1] in NEGATIONS and classify_phrase(order, speaker) == "approve"
    return ", ".join(more) if is_negated else rest


_QUESTION = re.compile(r"\s*[¿]?[^?？\n]{1,80}[?？]+\s*(\S[^?？]*)")


def strip_question(text: str) -> str:
    """Return what follows a question at the beginning of a text; empty when it begins with none: "Her again? We do not pay."."""
    found = _QUESTION.fullmatch(text)
    return found[1] if found else ""


_STOP_START = re.compile(
    r"\W*(?:(?:stop|stopp|halt|para|parad|paren|ferma|fermate|fermatevi|stoppen)\b|ストップ|止めて|とめて)", re.I
)
_FAULT = re.compile(
    r"\b(?:wrong|incorrect|errors?|mistakes?|broken|outdated|falsch\w*|fehler\w*|stimm\w+ (?:\w+ )?nicht|veraltet|faux|fausses?|erreurs?|mal|errores|equivocad\w+|sbagliat\w|errori|errad[oa]s?|erros|"
    r"klop\w+ niet|verkeerd|fout\w*|fel|felaktig\w*|z[łl][eyai]|b[łl][eę]d\w*|niepoprawn\w+)\b|間違|誤り|違って",
    re.I,
)
"""That something is wrong: beside "stop" it refuses, where "stop" alone may ask to wait."""


def stops_for_fault(text: str) -> bool:
    """Whether a text begins with a stop and tells of a fault, without a question: "Stop, the prices are wrong"."""
    told = strip_invisible(text)
    return "?" not in told and _STOP_START.match(told) is not None and _FAULT.search(told) is not None


_CANCELS = re.compile(
    r"\b(?:cancel\w*|revert\w*|undo|roll\w* (?:it |this |that )?back|call (?:it|this|that) off|stornier\w*|kündig\w*|storno|zurückroll\w*|zurückdreh\w*|zurücksetz\w*|annul\w*|résili\w*|revenir en arrière|"
    r"cancel\w+|revert\w+|disd\w+|ripristin\w*|annuleer\w*|annuleren|opzeggen|zeg\b.*\bop|terugdraai\w*|draai\b.*\bterug|avbok\w*|avbeställ\w*|säg\w* upp|återställ\w*|rulla tillbaka|anul\w*|wycofa\w*|cofn\w*|odwoł\w*|wypowie\w*)\b"
    r"|キャンセル|解約|取り?消|ロールバック|切り戻|元に戻",
    re.I,
)
_CANCELLING_ACTS = frozenset({"cancel", "rollback"})


def may_order_cancelling(text: str, author: ReplyAuthor) -> bool:
    """Whether the call cancels or takes back, and a text has nothing but such an order and courtesies: "please cancel it"."""
    if not _CANCELLING_ACTS & set(author.call_acts or ()):
        return False
    phrases = [each for line in strip_invisible(text).split("\n") for each in split_phrases_of_line(line) if each]
    if any((NEGATIONS | BARE_NO) & set(each.split()) for each in phrases):
        return False
    orders = [each for each in phrases if _CANCELS.search(each)]
    return bool(orders) and all(each in orders or classify_phrase(each, author) == "courtesy" for each in phrases)
