"""What a line sounds like that decides nothing: a yes, a no, a wish to wait. Worth one question, never an approval. Pure."""

import re
from collections.abc import Collection
from difflib import get_close_matches

from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.line_grammar import classify_phrase, is_kind_by_rules
from channels.email.inbound.decision_grammar.line_text import (
    ARE_OF_CJK,
    ONLY_CHEERS,
    mark_values,
    normalize_phrase,
    split_phrases_of_line,
    strip_cheers,
)
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, is_listed
from channels.email.inbound.decision_grammar.vocabulary import BARE_NO, NEGATIONS, fold_accents

_YES_WRITTEN = (
    "approved approve proceed agreed genehmigt genehmige freigegeben freigabe einverstanden bestätigt approuvé validé j'approuve d'accord aprobado apruebo adelante procede "
    "autorizado approvato procedi procedere confermo aprovado aprovo prossiga goedgekeurd akkoord doorgaan zatwierdzam zatwierdzone akceptuję zgadzam godkänt godkänner fortsätt "
    "hyväksyn schvaluji schváleno onaylıyorum одобряю одобрено согласовано согласен утверждаю разрешаю схвалюю godkendt godkjent confirmed"
)
YES_WORDS = frozenset(_YES_WRITTEN.split())
_NO_WRITTEN = (
    "rejected reject declined denied refused cancel cancelled abgelehnt ablehnen abbrechen refusé rejeté annulez rechazado rechazo cancelar denegado rifiutato respinto annulla "
    "rejeitado recusado cancele afgekeurd afgewezen annuleren odrzucam odrzucone anuluj avslås avslag avbryt nekas отклоняю отклонено отменить hylätty zamítám reddedildi"
)
NO_WORDS = frozenset(_NO_WRITTEN.split())
LIKENESS = 0.82
"""Of two words, from 0 to 1, as difflib counts it: about one letter in five is another, missing, or in another place."""

_STRETCHED = {
    True: re.compile(r"\b(?:y+e+s+|y+e+a+h*|y+u+p+|y+e+p+|o+k+(?:a+y+)?)\b"),
    False: re.compile(r"\b(?:n+o+|n+o+p+e+|n+a+h+|n+e+i+n+|n+o+n+)\b|^n$"),
}
_YES = re.compile(
    r"\b(?:approv|authori[sz]|proceed|go(?:ing)? ahead|green ?-?light|sign(?:ed|ing)?[ -]off|genehmig|freigeb|freigabe|freigegeb|einverstanden|zustimm|stimme zu|"
    r"approuv|validé|valide|feu vert|d'accord|autoris|aprueb|aprob|apruéb|autoriz|adelante|luz verde|visto bueno|conforme|conformidad|permiso|libér|libera|lánza|suéltal|sácal|sacadl|súbel|approva|permesso|lanciala|lancialo|mandala|mandalo|tagga|pubblicat?el|pubblicala|facciamol|andare avanti|favorevole|favorable|favorável|procedi|proced[ae]|procedere|via libera|nulla osta|"
    r"aprov|prossi|prosseg|pode (?:soltar|publicar|lançar|gerar|criar|marcar)|podem (?:soltar|publicar|lançar|avançar|seguir|marcar)|tá liberad|está liberad|manda (?:ver|bala)|pode (?:seguir|avançar|ir)|luz verde|sinal verde|de acordo|akkoord|goedgekeur|goedkeur|ga (?:maar )?(?:door|verder|je gang)|ingewilligd|gehonoreerd|vrijgegeven|geef vrij|laat (?:hem |het |die |deze )?maar (?:gaan|los)|de deur uit|(?:kunnen|kunt|mag|mogen) (?:verder|door|live)|ship (?:it|maar)|groen licht|toestemming|instem|ingestemd|toegekend|accordeer|doe maar|zatwierdz|akcept|zgod[aęy]|zgadzam|zielone światło|pozytywn|błogosław|wydawaj|wydajcie|wypuszcza|wypuść|wypchn|puszczaj|taguj|otaguj|wdraża|zezwal|ruszać|ruszaj|lecieć|leć z|na proda|przystąpić do|"
    r"bevilj|får lov|släpp (?:den|det|ut|iväg|på)|att släppa|kan släppas|kör (?:på|på det|igång|den|det)|får köra|skapa taggen|lägg upp den|skicka (?:ut|iväg) den|godkän|godkjen|godken|tillstyrk|bifall|klartecken|grönt ljus|hyväks|schval|souhlas|onay|одобр|соглас|утвержд|разреш|схвал|погодж|затвердж|gib(?:t|s)? (?:es |das |sie |ihn )?frei|gebe .{0,30}\bfrei\b|raus damit|ab die post|bitte .{0,30}(?:taggen|veröffentlichen|ausrollen)|bewillig|"
    r"permission|peut (?:créer|poser|procéder|continuer|lancer|sortir)|lance(?:z)?-l[ae]|ship it|tag it|send it|push it (?:out|through)|let it (?:go|through|out|fly|ship)|can go|may proceed|lgtm)|"
    r"承認|許可|同意|了承|決裁|進めて|お進め|認め|出して|出しちゃ|公開して|リリースし(?:て|ちゃ|ましょう)|リリースお願い|実行させて|通して|打って|切って|切っちゃ|approve|批准|승인",
    re.I,
)
_NO = re.compile(
    r"\b(?:reject|declin|den(?:y|ied)|withh[eo]ld|stand(?:ing)? down|hands off|shelve|skip|blocked|nuh|refus|veto|cancel|abort|withdraw|oppos|object to|disagree|wrong|broken|ablehn|abgelehnt|lehne|verweiger|versagt|bloß nicht|blockier|finger weg|stornier|abbrech|abbruch|dagegen|falsch|verbiet|untersag|"
    r"refus|rejet|annul|oppos|mauvais|contre|interdi|laisse(?:z)? (?:ça|ca|cela|tomber)|oubli(?:e|ez|ons)|touche|nan|niet|au regret|rechaz|deneg|deniego|niego|cancel|anul|equivocad|incorrect|erróne|dejalo|déjalo|dejenlo|ni se|nop|lament|descart|bloquead|rifiut|resping|respint|annull|bocci|contrari|giammai|spiacent|scart|bloccat|sbagliat|errat|neg[ao]|"
    r"rejeit|recus|reprov|discord|errad|contra|deixa|deixem|lamento|bloquead|descart|afgewez|afgekeur|afwijz|geweiger|weiger|neen|laat (?:maar|dit|het|dat)|niet aan|spijt|afgeblaz|annuleer|verkeerd|fout|odrzuc|odmaw|odmow|anuluj|sprzeciw|brak|przeciw|zostaw|oddalon|odpu[sś]|przykro|wycof|błędn|avsl|avvis|avbryt|neka|makuler|avsla|avsta|stryk|skrota|nepp|lat bli|låt bli|ror (?:inget|ingenting)|rör (?:inget|ingenting)|emot|felaktig|"
    r"hylk|hylä|zamít|odmít|redd|iptal|отклон|отказ|отмен|против|запре|возраж|неверн|відхил|відмов|скас|заборон)|却下|中止|否決|否認|不承認|見送|反対|やめ|取り消|キャンセル|差し戻|違い|できません|しません|しないで|いたしません|拒绝|驳回|거부|반려",
    re.I,
)
_LATER = re.compile(
    r"(?:and |und |et |y |e |en |i |och )?(?:please |bitte |pls |por favor |merci de |per favore |proszę )?(?:let me know|ping me|tell me|keep me (?:posted|updated|informed|in the loop)|drop me a (?:line|note)|report back|inform me|"
    r"(?:gib|gebt|geben sie) (?:mir |dann |kurz |bitte )*bescheid|(?:sag|sagt|sagen sie) (?:mir |dann |kurz )*bescheid|meld(?:e|et)? dich|halt(?:et)? mich auf dem laufenden|"
    r"tiens?-moi (?:au courant|informée?)|tenez-moi (?:au courant|informée?)|préviens-moi|prévenez-moi|dis-moi|dites-moi|avísame|avísenme|avisadme|avise|me avisas|me avisan|mantenme|manténganme|fammi sapere|fatemi sapere|tienimi|tenetemi|avvisami|avvisatemi|"
    r"me avis[ae]|avis(?:a|em|e)-me|mantenha-me|mantém-me|laat (?:het )?(?:me|mij|even)|hou(?:d)? me|daj(?:cie)? (?:mi )?znać|proszę (?:o informację|dać znać)|informuj|hör av|säg till|meddela|återkom|дай(?:те)? знать|сообщи(?:те)?|напиши(?:те)?)\b|.*(?:教えてください|ご連絡ください|ご報告ください|知らせてください|お知らせください)$",
    re.I,
)


_HARMLESS = re.compile(
    r"\b(?:(?:so |very |i am |i'm )?sorry(?: (?:for|about) (?:the |my )?(?:\w+ )?(?:delay|reply|wait|answer|response))?|apologies|pardon|entschuldig\w*|désolée?|disculp\w+|perdón|scusa\w*|desculp\w+|excuses|przepraszam|förlåt|ursäkta|"
    r"no need to (?:wait|ask)|nothing to (?:add|wait for)|before (?:lunch|noon|the weekend|the holidays|eod)|nie ma na co czekać|"
    r"(?:no|zero|keinen?|kein|aucune?|pas d'|ninguna?|sin|nessuna?|senza|sem|geen|żadnych|brak|bez|inga) (?:further |more |weiteren )?"
    r"(?:objections?|concerns?|issues?|problems?|comments?|einwände?|bedenken|probleme?|objection|souci|problème|objeción|objeciones|problemas?|obiezion[ei]|problem[ai]|obje(?:ção|ções)|bezwa(?:ar|ren)|problem(?:en)?|uwag|zastrzeżeń|przeszkód|invändningar)|"
    r"(?:customers?|clients?|users?|everyone|everybody|kunden|nutzer|alle|utilisateurs|clientes|usuarios|clienti|utenti|usuários|klanten|gebruikers|iedereen|klienci|użytkownicy|kunderna|användarna) "
    r"(?:\w+ ){0,3}?(?:wait\w*|warten|attend\w+|esperando|aspetta\w*|esperan|wachten|czekają|väntar?|väntat)|"
    r"warten (?:die|unsere) (?:kunden|nutzer|anwender)|(?:have|has|had|'ve) been waiting|waiting for (?:this|it|that))\b|"
    r"申し訳(?:あり|ござい)ません(?:でした)?|申し訳ない(?:です)?|すみません|すいません|お待たせ(?:して|しました|いたしました)?|お客様が(?:お)?待[^、。]*|待ってました|待っていました|"
    r"(?:問題|指摘|意見|異存|異論|異議|懸念|支障|不備|差し支え|間違い|不明|コメント)(?:事項|点)?[はもが]?(?:特に)?(?:あり|ござい)?(?:ません|ない)(?:です|でした|よ|かと|ので)?|(?:構|かま)(?:いません|わない)|反対(?=意見)|見当たら(?:ない|ず)|前(?=も|向き)",
    re.I,
)
"""Words of doubt that set no condition: an apology, nothing that stands against it, who waits for it. Only ever a reason to ask."""


def strip_harmless_doubts(text: str) -> str:
    """A text without words of doubt that set no condition."""
    return _HARMLESS.sub(" ", text)


def is_misspelt(text: str, words: frozenset[str]) -> bool:
    """Whether a word of the text is nearly one of these, or a stretched "yesss" or "noooo". Only ever a reason to ask."""
    if _STRETCHED[words is YES_WORDS].search(text):
        return True
    return any(get_close_matches(word, words, 1, LIKENESS) for word in re.findall(r"\b[^\W\d_]{5,20}\b", text))


def has_approval_word(text: str) -> bool:
    """Whether a word of approving stands in the text, in whatever form."""
    return _YES.search(text) is not None


def has_refusal_word(text: str) -> bool:
    """Whether a word of refusing stands in the text, in whatever form; accents are not needed."""
    return _NO.search(text) is not None


def is_about_later(phrase: str) -> bool:
    """Whether a phrase only asks to hear what came of it: "let me know when it is done" sets no condition."""
    return _LATER.match(phrase) is not None


MAX_GRAM = 5


MAX_SOUNDS = 1_000
"""Characters of a line that may sound like a decision."""


YES_KINDS = frozenset({"approve", "support", "sounds"})


def has_approval_phrase(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a phrase of a yes stands somewhere in the line, and no word of doubt: worth one question, never an approval."""
    if len(line) > MAX_SOUNDS:
        return False
    line = mark_values(line, speaker.values)
    words, bare = speaker.words, normalize_phrase(line)
    if ONLY_CHEERS.fullmatch(bare):
        return True
    if any(
        classify_phrase(part, speaker) == "other" and has_refusal_word(strip_harmless_doubts(part))
        for part in split_phrases_of_line(line)
    ):
        return False
    if strip_cheers(bare).strip() in words.sounds or classify_phrase(bare, speaker) in YES_KINDS:
        return True
    parts = split_phrases_of_line(line)
    kinds = [classify_phrase(part, speaker) for part in parts]
    if "reject" in kinds or "hold" in kinds or has_open_doubt(line, speaker):
        return False
    return (
        bool(YES_KINDS & set(kinds))
        or _has_any_phrase(bare, words.approves | words.sounds)
        or has_approval_word(bare)
        or is_misspelt(bare, YES_WORDS)
    )


def has_open_doubt(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a word of doubt stands in a part of the line that is no known phrase: "no objections" has none."""
    line = mark_values(line, speaker.values)
    known = {*YES_KINDS, "courtesy"}
    parts = split_phrases_of_line(line) or [line]
    if classify_phrase(normalize_phrase(line), speaker) in known:
        return False
    return any(
        has_doubt(strip_harmless_doubts(part))
        for part in parts
        if classify_phrase(part, speaker) not in known and not is_about_later(part)
    )


def has_refusal_phrase(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a phrase of a no, or a negation, stands somewhere in the line, and it is no question."""
    if len(line) > MAX_SOUNDS:
        return False
    line = mark_values(line, speaker.values)
    bare = fold_accents(normalize_phrase(line))
    if bare.endswith(("?", "？")):
        return False
    kinds = {part: classify_phrase(part, speaker) for part in split_phrases_of_line(line) or [normalize_phrase(line)]}
    if "approve" in kinds.values():
        return False
    if "reject" in kinds.values():
        return True
    open = fold_accents(" ".join(part for part, kind in kinds.items() if kind not in (*YES_KINDS, "courtesy")))
    is_negated = bool(NEGATIONS & set(re.findall(r"[^\W_]+(?:'[^\W_]+)?", open)))
    return (
        is_negated
        or has_refusal_word(open)
        or is_misspelt(open, NO_WORDS)
        or _has_any_phrase(open, speaker.words.rejects)
    )


def find_text_after_refusal(line: str, speaker: ReplyAuthor) -> str | None:
    """What follows a phrase of a no at the beginning of a line, without punctuation between; None when there is none.

    A no of one word does not count: "no problem" is none.
    """
    bare = normalize_phrase(mark_values(line, speaker.values))
    first, _, more = bare.partition(" ")
    if first in BARE_NO and more and classify_phrase(more, speaker) in ("reject", "courtesy"):
        return ""
    found = [phrase for phrase in _list_prefixes(bare) if phrase not in BARE_NO and _is_refusal(phrase, speaker)]
    return bare[len(found[-1]) :].strip() if found else None


def _is_refusal(phrase: str, speaker: ReplyAuthor) -> bool:
    return is_listed(phrase, speaker.words.rejects) or (" " in phrase and is_kind_by_rules("reject", phrase, speaker))


@remember(longest=500, most=1_024)
def has_wait_start(line: str, speaker: ReplyAuthor) -> bool:
    """Whether the line begins with a wish to wait by a rule, whatever follows."""
    bare = normalize_phrase(mark_values(line, speaker.values))
    return len(line) <= MAX_SOUNDS and any(rules.has_wait_start(bare) for rules in speaker.rules)


def has_wait_phrase(line: str, speaker: ReplyAuthor) -> bool:
    """Whether the line asks to wait, anywhere in it."""
    return len(line) <= MAX_SOUNDS and _has_any_phrase(fold_accents(normalize_phrase(line)), speaker.words.holds)


def _list_prefixes(text: str) -> list[str]:
    parts = text.split()
    return [" ".join(parts[:count]) for count in range(1, min(len(parts), 8))]


def _has_any_phrase(text: str, phrases: Collection[str]) -> bool:
    parts = re.findall(r"[^\s,.;:!?()\"“”]+", text)
    if any(" ".join(parts[at : at + size]) in phrases for at in range(len(parts)) for size in range(1, MAX_GRAM + 1)):
        return True
    return ARE_OF_CJK.search(text) is not None and any(
        len(phrase) > 1 and phrase in text for phrase in phrases if ARE_OF_CJK.search(phrase)
    )
