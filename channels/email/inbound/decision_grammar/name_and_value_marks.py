"""Marks in a plain reply: the values, the things and the people of the call, the writer's own name, and whose request it is. Pure."""

import re
from functools import lru_cache

from channels.email.inbound.decision_grammar.line_text import QUOTATION_MARKS, mark_values
from channels.email.inbound.decision_grammar.phrase_rules import BOT, PARTY, VALUE
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, is_courtesy, list_asker_names
from channels.email.inbound.decision_grammar.vocabulary import normalize_words

_NUMBERS = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[., '\u00a0\u202f]\d{3})+|\d{3,})(?![\w]|[.,]\d)")

_APPROVES = {
    "en": r"(?:i|we) (?:hereby |gladly |happily |fully )?(?:approve|authori[sz]e|accept|endorse|grant)",
    "de": r"(?:(?:ich|wir) (?:hiermit |gerne? )?(?:genehmigen?|bewilligen?|autorisieren?|geben?|stimmen?)|(?:hiermit |gerne? )?(?:genehmige|bewillige|autorisiere|gebe|stimme)(?: ich| wir)?)(?: hiermit| gerne?)?",
    "fr": r"(?:je |j'|nous )(?:approuv\w+|valid\w+|accept\w+|autoris\w+)",
    "es": r"(?:apruebo|autorizo|acepto|valido|aprobamos|autorizamos|aceptamos)",
    "it": r"(?:approvo|autorizzo|accetto|accolgo|approviamo|autorizziamo|accettiamo)",
    "pt": r"(?:aprovo|autorizo|aceito|defiro|aprovamos|autorizamos|aceitamos)",
    "nl": r"(?:(?:ik|wij|we) (?:hierbij )?keur(?:en)?|(?:hierbij )?keur(?:en)? (?:ik|wij|we)|(?:ik|wij|we) (?:ga|gaan) akkoord met|akkoord met)(?: hierbij)?",
    "sv": r"(?:(?:jag|vi) (?:godkänner|beviljar|bifaller|accepterar|tillstyrker)|(?:härmed )?(?:godkänner|beviljar|bifaller)(?: jag| vi)?)(?: härmed)?",
    "pl": r"(?:zatwierdzam|akceptuję|akceptuje|aprobuję|zatwierdzamy|akceptujemy|zgadzam się na|wyrażam zgodę na)",
}  # fmt: skip
"""By language: the writer says that they approve; a participle or a state beside a name reports what others did."""

_SMALL = r"(?:\s(?:the|this|that|den|die|das|dem|diesen|diese|la|le|les|el|los|las|cette|esta|este|lo|il|questa|o|a|esse|essa|de|het|dit|deze|ten|tę|tą))?"
_OF = {
    "en": ("request|release|deployment|change|proposal|application|ask|rollout", "from|of"),
    "de": ("antrag|anfrage|anliegen|vorhaben|release|deployment|änderung|bitte|vorschlag|antrags", "von|vom"),
    "fr": ("demande|requête|proposition|livraison|mise en production|release|version|déploiement|changement", "de|d'"),
    "es": ("solicitud|petición|pedido|propuesta|publicación|despliegue|release|versión|cambio|pase", "de"),
    "it": ("richiesta|domanda|proposta|pubblicazione|rilascio|release|versione|modifica", "di"),
    "pt": ("pedido|solicitação|requisição|proposta|publicação|release|versão|deploy|lançamento|alteração", "de|do|da"),
    "nl": ("verzoek|aanvraag|voorstel|release|uitrol|wijziging|deployment", "van"),
    "sv": ("begäran|förfrågan|ansökan|förslaget|releasen|ändringen", "från|av"),
    "pl": ("wniosek|prośbę|propozycję|zgłoszenie|wdrożenie|wydanie|zmianę", "od"),
}
"""By language: the nouns of a request, and the word between one of them and the name of who asked."""

_GENITIVE = {"en": ("['’]s", "the "), "de": ("['’]?s?", "den "), "nl": ("['’]?s?", "het "), "sv": ("s?", "")}
"""By language: how a name ends in front of the noun whose owner it tells, and what stands there without it."""

_JAPANESE = r"(?:{names})(?:さん|様|さま|氏|君)?(?:の|からの)(ご?(?:申請|依頼|リクエスト|要望|提案)(?:内容)?[をは](?:正式に|喜んで)?(?:承認|許可|決裁|了承|認可|承諾)(?:します|いたします|致します|する|です))"


def drop_asker_genitive(text: str, author: ReplyAuthor) -> str:
    """Return the text without the name of who asked where it only tells whose request the writer approves: "I approve Sam's request"."""
    asked = list_asker_names(author)
    if not asked:
        return text
    names = "|".join(map(re.escape, sorted(asked, key=len, reverse=True)))
    for pattern, behind in _compile_genitives(names):
        text = pattern.sub(behind, text)
    return text


@lru_cache(maxsize=128)
def _compile_genitives(names: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    found: list[tuple[re.Pattern[str], str]] = [(re.compile(_JAPANESE.format(names=names), re.I), r"\1")]
    for language, says in _APPROVES.items():
        nouns, of = _OF[language]
        begins = rf"(?P<head>(?:^|[,.!:;\n]\s*|\b(?:hereby|hiermit|hierbij|härmed|niniejszym|y|e|et|und|and|en|och|i|oui|sí|sì|sim|ja|yes|tak)[\s,]+){says}{_SMALL}\s)"
        ends = r"(?=$|[\s,.!;])(?!\s(?:and|und|et|y|e|en|och|i|oraz)\s)"
        end = "a|u|owi|y" if language == "pl" else "s" if language == "de" else ""
        link = rf"(?:{of})\s?(?:{names})" if language != "pl" else rf"(?:(?:od|pana|pani)\s)?(?:{names})(?:{end})"
        found.append((re.compile(rf"{begins}(?P<noun>{nouns}) {link}{ends}", re.I), r"\g<head>\g<noun>"))
        if language in _GENITIVE:
            ending, article = _GENITIVE[language]
            before = re.compile(rf"{begins}(?:{names}){ending}\s(?P<noun>{nouns})\b", re.I)
            found.append((before, rf"\g<head>{article}\g<noun>"))
    return tuple(found)


def mark_text(text: str, author: ReplyAuthor) -> str:
    """Return the text with marks for the values, the things and the people of the call, and for the names of who asked."""
    text = mark_values(text, author.values)
    text = _NUMBERS.sub(lambda found: VALUE if re.sub(r"\D", "", found[0]) in author.things else found[0], text)
    if author.parties:
        text = compile_names(author.parties).sub(PARTY, text)
    if joined := tuple(each for each in author.things if not each.isalpha()):
        text = compile_names(joined).sub(VALUE, text)
    return _mark_own_name(text, author)


def strip_quoted_things(text: str, author: ReplyAuthor) -> str:
    """Return the text without quotation marks around a thing of the call: they show its name, and nobody's words."""
    if not author.things or QUOTATION_MARKS.isdisjoint(text):
        return text
    return re.sub(rf"[\"“”„«»「『]\s?({compile_names(author.things).pattern})\s?[\"“”„«»」』]", r"\1", text, flags=re.I)


def _mark_own_name(text: str, author: ReplyAuthor) -> str:
    """Return the text with a mark for the writer's own name, with initials in front of it: it signs, or it tells who speaks."""
    known = author.words.approves | author.words.sounds | author.words.supports
    words = tuple(
        sorted(
            word
            for word in {word for name in (*author.signs[:1], *author.names) for word in name.split() if len(word) > 2}
            if is_courtesy(normalize_words(word), author) and normalize_words(word) not in known
        )
    )
    if initials := "".join(word[0] for word in next(iter(author.signs), "").split() if word[0].isupper()):
        text = _compile_initials(initials).sub(rf"\1{BOT}", text)
    if not words:
        return text
    name = compile_names(words).pattern
    return re.sub(rf"(?:(?<!\w)[^\W\d_a-zß-ÿ]\.\s?){{0,2}}{name}(?:\s{name})*", BOT, text, flags=re.I)


_NOTHING = re.compile(r"((?!))")


@lru_cache(maxsize=128)
def _compile_initials(initials: str) -> re.Pattern[str]:
    """Capital initials behind a whole sentence, at the end of a line: "Approved. OB", which is also a German "whether"."""
    return (
        re.compile(rf"((?:[.!。]|^)\s*[-–—/]?\s*){r'[.]?[ ]?'.join(initials)}[.]?(?=\s*$)", re.M)
        if len(initials) > 1
        else _NOTHING
    )


@lru_cache(maxsize=128)
def compile_names(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w@.-])(?:{'|'.join(map(re.escape, longest))})(?![\w@-]|\.\w)", re.I)
