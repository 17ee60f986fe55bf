"""Single lines of mail that programs write: rules, labels, "Sent from my …". Closed lists; no line of a person's is one."""

import re
import unicodedata

from channels.email.doubts import has_doubt

MAX_LINE = 5_000
"""Characters of a line that programs write; a longer one is none of theirs."""

_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_LINK = re.compile(r"<(?:https?|mailto|tel):[^>\s]{0,4000}>|[<(\[]https?://[^>)\]\s]{0,4000}[>)\]]|https?://\S+", re.I)
_NO_WORD = re.compile(r"[^\w\s]+|_")
_LABEL = re.compile(
    r"[ \t]{0,3}\*?([^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e30-\u0e4e '’().-]){0,27}?)\s*\*?\s*[:：]\*?(?!//)\s*(.*)"
)
_RULE = re.compile(r"\s*[-_=*─—]{3,}\s*")
_FRAMED = re.compile(
    r"\s*-{2,}\s*(?:original (?:message|appointment)|ursprüngliche nachricht|originalnachricht|message d'origine|message original|"
    r"mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oryginalna wiadomość|"
    r"wiadomość oryginalna|ursprungligt meddelande|originalmeddelande|original besked|oprindelig meddelelse|opprinnelig melding|"
    r"alkuperäinen viesti|původní zpráva|orijinal mesaj|исходное сообщение|пересылаемое сообщение|元のメッセージ|원본 메시지|"
    r"原始邮件|原始郵件|reply message|in reply to)\s*-{0,}\s*",
    re.I,
)
_PRODUCT = re.compile(
    r"iphon\w*(?:'\w+)?|ipad\w*(?:'\w+)?|ipod|apple (?:watch|mail)|macbook|galaxy|samsung|android|pixel|huawei|xiaomi|oneplus|blackberry|windows phone|"
    r"outlook|proton ?mail|proton|yahoo|\baol\b|gmail|gmx|web\.de|fastmail|thunderbird|k-9|k9 mail|fairemail|zoho|spark|mailbird|"
    r"superhuman|hey\b|mail for windows|mail(?: app)? für windows|\bmy (?:phone|mobile|handset|smartphone|tablet|mac)\b|"
    r"\bmeinem (?:handy|mobiltelefon|smartphone|telefon|mac)\b|mobilgerät|mon (?:mobile|téléphone)|mi móvil|aka\.ms/",
    re.I,
)
"""What the line of a device names."""

_SENDS = re.compile(
    r"\b(?:sent|send|get|gesendet|gesandt|geschickt|holen|envoyé|obtenir|télécharger|obtenez|enviado|enviada|obtener|descarga\w*|inviat[oa]|ottieni|"
    r"scarica|obter|obtenha|baixar|verstuurd|verzonden|downloaden|wysłan[eoy]|pobierz|skickat|skickades|hämta|sendt|hent|"
    r"lähetetty|hanki|odesláno|odoslané|získejte|gönderildi|edinin|trimis|obțineți|elküldve|küldve|отправлено|скачать|надіслано|"
    r"изпратено|στάλθηκε|enviat)\b|送信|入手|发自|發自|获取|傳送|取得|보냄|발신|보냈|받기",
    re.I,
)
_WORDS_OF_DEVICES = (
    "android's aplicación aplicativo aplikace aplikacji apple appli application avec celular cihazımdan dalla "
    "depuis desde device diese dieser email encrypted flip fold fra from från gerät google handy laitteesta lite "
    "mail mein meine meinem meiner message meus mijn min minun mitt mobile mobilen mobiles mobilni mojego mojeho "
    "mojej mého móvil nachricht note nuestra over para partir phone play plus pour samsung secure secured securely "
    "sich smartphone sovelluksesta systemu tablet telefon telefone telefono telefonumdan teléfono this tramite "
    "téléphone ultra urządzenia using uygulamasından vanaf vanuit verschickt voor windows with wurde über мого "
    "моего моей приложения пристрою устройства"
)
_OF_DEVICES = frozenset(_WORDS_OF_DEVICES.split())
"""Longer words that such a line has besides what it names; with any other word in it a person wrote it."""

_LETTERS = re.compile(r"[^\W\d_]+")
_BREVITY = re.compile(
    r"(?:please )?(?:excuse|forgive|pardon) (?:my |the |any )?(?:brevity|typos|autocorrect)(?: and typos)?\.?", re.I
)
_MAX_DEVICE = 80
_IMAGE = re.compile(
    r"(?:\s*(?:\[(?:cid|image|inline image|bild|imagen?|immagine|logo)\b[^\]]*\]|<image\d*\.\w+>|<cid:[^>]*>"
    r"|\[[^\]]*(?:description automatically generated|automatisch generierte beschreibung)[^\]]*\]))+\s*",
    re.I,
)
_CLASS = (
    r"(?:public|internal|external|general|official|confidential|restricted|secret|private|personal|sensitive|non-business|"
    r"öffentlich|intern|vertraulich|streng vertraulich|interne|confidentiel|público|interno|confidencial|pubblico|riservato|"
    r"vertrouwelijk|poufne|tlp:? ?(?:clear|white|green|amber(?:\+strict)?|red)|c[0-3])"
)
_LABEL_LINE = re.compile(
    rf"\[[^\[\]]{{2,120}}\]|(?:classification|sensitivity|sensitivity label|label|klassifi(?:zierung|kation)|classificazione|"
    rf"clasificación|classificação|classificatie)\s*[:：]\s*[\w\s/+|–-]{{2,60}}|{_CLASS}(?: (?:use )?only)?"
    rf"(?:\s*[-–—/|:]\s*{_CLASS}(?: (?:use )?only)?)*",
    re.I,
)
_BRACKETS = re.compile(r"\[[^\[\]]{2,120}\]")


def normalised(line: str) -> str:
    """The words of a line for comparing: no quote marks, emphasis, punctuation, links, invisible letters, or case."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _LINK.sub(" ", line))).casefold()
    return _BLANKS.sub(" ", _NO_WORD.sub(" ", text)).strip()


def label_of(line: str) -> tuple[str, str] | None:
    """The label and the value of a line such as `From: …`, `*Von:* …` or `寄件者：…`, in any language; None of any other."""
    found = _LABEL.fullmatch(line.rstrip()) if len(line) <= MAX_LINE else None
    return (found[1].strip().casefold(), found[2].strip()) if found else None


def is_separator(line: str) -> bool:
    """A rule, or `-----Original Message-----` in the languages of the common programs."""
    return len(line) <= MAX_LINE and (_RULE.fullmatch(line) or _FRAMED.fullmatch(line)) is not None


def is_device(line: str) -> bool:
    """Whether the whole line is one that a mail program appends, in any language: short, about sending, with a product in it.

    No word of doubt stands in it: "Sent from my iPhone, do not run it" is a person's.
    """
    if len(line) > MAX_LINE:
        return False
    text = _BLANKS.sub(" ", line.replace("*", "").replace("’", "'")).strip(" [](){}")
    shown = _BLANKS.sub(" ", _LINK.sub(" ", text)).strip()
    parts = re.split(r"(?<=[.])\s+", shown) if shown else []
    return bool(parts) and len(shown) <= _MAX_DEVICE and all(_is_sent_from(part, text) for part in parts)


def is_image(line: str) -> bool:
    """Whether the line is nothing but pictures, as text parts write them: `[cid:image001.png@01DB]`, `[image: Logo]`."""
    return len(line) <= MAX_LINE and _IMAGE.fullmatch(line) is not None


def is_class_label(line: str) -> bool:
    """Whether the line is a classification that software puts above a mail: `[Official Use Only]`, `Sensitivity: Internal`."""
    text = _BLANKS.sub(" ", line.replace("*", "")).strip() if len(line) <= MAX_LINE else ""
    if not _LABEL_LINE.fullmatch(text):
        return False
    return not has_doubt(_ONLY.sub("", text)) and (
        not _BRACKETS.fullmatch(text) or _CLASS_WORD.search(text) is not None
    )


_ONLY = re.compile(r"\b(?:use only|distribution only|only)\b", re.I)
_CLASS_WORD = re.compile(rf"\b{_CLASS}\b|use only|distribution|eyes only|nur für|diffusion|uso interno", re.I)


def _is_sent_from(part: str, whole: str) -> bool:
    if _BREVITY.fullmatch(part):
        return True
    is_about = _PRODUCT.search(part) is not None and (_SENDS.search(part) is not None or "aka.ms/" in whole)
    rest = _PRODUCT.sub(" ", _SENDS.sub(" ", part))
    others = [word for word in _LETTERS.findall(rest.casefold()) if len(word) > 3 and word not in _OF_DEVICES]
    return is_about and not others and not has_doubt(part)
