"""What an unclear reply leans to, by the stems of words of deciding in any language: worth one question, never a decision. Pure."""

import re
from difflib import get_close_matches

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
    r"approuv|validé|valide|feu vert|d'accord|autoris|aprueb|aprob|apruéb|autoriz|adelante|luz verde|visto bueno|conforme|approva|procedi|proced[ae]|procedere|via libera|nulla osta|"
    r"aprov|prossi|pode (?:seguir|avançar|ir)|luz verde|sinal verde|de acordo|akkoord|goedgekeur|goedkeur|ga (?:maar )?(?:door|je gang)|groen licht|toestemming|instem|ingestemd|toegekend|accordeer|doe maar|zatwierdz|akcept|zgod[aęy]|zgadzam|zielone światło|"
    r"godkän|godkjen|godken|tillstyrk|bifall|klartecken|grönt ljus|hyväks|schval|souhlas|onay|одобр|соглас|утвержд|разреш|схвал|погодж|затвердж)|承認|許可|同意|進めて|認め|批准|승인",
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
