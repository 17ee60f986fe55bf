"""Detects single lines that mail programs write: rules, pictures, "Sent from my …". Closed lists that match no line of a person."""

import re
import unicodedata

from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.doubt_words import has_doubt

MAX_LINE = 5_000
"""Characters of the longest line that counts as a program's."""

QUOTE_SIGN = re.compile(r"[ \t]{0,3}[A-Z]{0,3}[>＞]")
"""A quote sign at the start of a line, with the initials of the quoted person in front of it (The Bat!)."""

_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_LINK = re.compile(r"<(?:https?|mailto|tel):[^>\s]{0,4000}>|[<(\[]https?://[^>)\]\s]{0,4000}[>)\]]|https?://\S+", re.I)
_NO_WORD = re.compile(r"[^\w\s]+|_")
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
    r"outlook|blue ?mail|tuta(?:nota)?(?: mail)?|proton ?mail|proton|yahoo|\baol\b|gmail|gmx|web\.de|fastmail|thunderbird|k-9|k9 mail|fairemail|zoho|spark|mailbird|"
    r"superhuman|hey\b|mail for windows|mail(?: app)? für windows|\bmy (?:phone|mobile|handset|smartphone|tablet|mac)\b|"
    r"\bmeinem (?:handy|mobiltelefon|smartphone|telefon|mac)\b|mobilgerät|mon (?:mobile|téléphone)|mi móvil|aka\.ms/",
    re.I,
)
"""Products that the line of a device names."""

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
"""Longer words of such a line besides the product; with any other word the line is a person's."""

_SMALL = frozenset(
    [
        "app",
        "o",
        "ios",
        "sie",
        "mit",
        "der",
        "meu",
        "em",
        "for",
        "a",
        "aus",
        "c",
        "da",
        "das",
        "de",
        "del",
        "der",
        "di",
        "do",
        "dir",
        "du",
        "fr",
        "from",
        "i",
        "iz",
        "la",
        "le",
        "les",
        "ma",
        "me",
        "mi",
        "mij",
        "mio",
        "mon",
        "my",
        "na",
        "nl",
        "on",
        "od",
        "pe",
        "per",
        "s",
        "se",
        "ti",
        "til",
        "u",
        "us",
        "v",
        "via",
        "vom",
        "von",
        "w",
        "with",
        "z",
        "ze",
    ]
)
_OFFERS = frozenset({"get", "send", "download", "downloaden"})
"""Words of an offer that are words of an order as well."""

_OFFER = re.compile(
    r"get (?:the )?[\w .]{0,20}(?:outlook|mail|bluemail|proton|yahoo|aol|spark|superhuman|gmail)\w*(?: app)? for (?:ios|android|windows|mac|iphone|ipad)\.?",
    re.I,
)
_MODEL = re.compile(
    r"\b(iphone|ipad|blackberry|galaxy|samsung|pixel|huawei|xiaomi|oneplus|windows)((?: (?:[a-z]{1,2}\d{1,3}\w?|\d{1,2}|5g|ultra|plus|pro|max|note|fold|flip|se|xs?|lite|tab|mini))+)\b",
    re.I,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_BREVITY = re.compile(
    r"(?:please )?(?:excuse|forgive|pardon) (?:my |the |any )?(?:brevity|typos|autocorrect)(?: and typos)?\.?", re.I
)
_NETWORK = re.compile(r"\b(?:on|via|over) the [\w&.-]{1,20}(?: [\w&.-]{1,20})? network\b", re.I)
_OF_PROGRAMS = re.compile(
    r"(?:sent|secured) with tuta(?:nota)?(?: mail)?(?:[,;] enjoy secure & ad-free emails)?[.:]?|https://(?:www\.)?tuta(?:nota)?\.com(?:/free-mail)?/?",
    re.I,
)
"""Whole lines of programs with another form: Tuta's signature and its link."""

_MAX_DEVICE = 80
_IMAGE = re.compile(
    r"(?:\s*(?:[\[<]cid:[^\s\]>]{1,200}[\]>]|[\[<](?:(?:image|inline image|bild|imagen?|immagine|logo): ?)?[\w.-]{1,100}\.(?:png|jpe?g|gif|svg|bmp|webp)[\]>]"
    r"|\[[^\]]{1,200}(?:description automatically generated|automatisch generierte beschreibung)\]))+\s*",
    re.I,
)


@remember(longest=500, most=8_192)
def normalize_line(line: str) -> str:
    """Return the words of a line for comparing, without quote signs, emphasis, punctuation, links, invisible characters, or case."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _LINK.sub(" ", line))).casefold()
    return _BLANKS.sub(" ", _NO_WORD.sub(" ", text)).strip()


def is_separator(line: str) -> bool:
    """Whether it is a rule, or `-----Original Message-----` in the languages of the common programs."""
    return len(line) <= MAX_LINE and (_RULE.fullmatch(line) or _FRAMED.fullmatch(line)) is not None


def is_named_separator(line: str) -> bool:
    """Whether it is `Original Message` in the languages of the common programs, without a frame (BlackBerry)."""
    return len(line) <= MAX_LINE and _FRAMED.fullmatch(f"-- {line.strip()} --") is not None


@remember(longest=500, most=2_048)
def is_device(line: str) -> bool:
    """Whether the whole line is one that a mail program appends, in any language: short, about sending, with a product in it.

    Each sentence is `Sent from <product>` or `Get <program> for <device>`: all words are of such lines, and numbers only name a model.
    It has no word of doubt: "Sent from my iPhone, do not run it" is a person's.
    """
    if len(line) > MAX_LINE:
        return False
    text = _BLANKS.sub(" ", line.replace("*", "").replace("’", "'")).strip(" [](){}")
    if _OF_PROGRAMS.fullmatch(text):
        return True
    shown = _BLANKS.sub(" ", _LINK.sub(" ", text)).strip()
    if not shown or len(shown) > _MAX_DEVICE:
        return False
    for part in re.split(r"(?<=[.])\s+", shown):
        if _BREVITY.fullmatch(part):
            continue
        sends = _SENDS.search(part)
        if _PRODUCT.search(part) is None or not (sends or "aka.ms/" in text) or has_doubt(part):
            return False
        if sends and sends[0].casefold() in _OFFERS and not _OFFER.fullmatch(part):
            return False
        rest = _PRODUCT.sub(" ", _SENDS.sub(" ", _MODEL.sub(" ", _NETWORK.sub(" ", part))))
        words = _LETTERS.findall(rest.casefold())
        is_known = all(
            word in _OF_DEVICES or word in _SMALL or (len(word) <= 3 and not word.isascii()) for word in words
        )
        if not is_known or any(map(str.isdigit, rest)):
            return False
    return True


def measure_width(text: str) -> int:
    """Return the columns of a text: a Chinese, Japanese or Korean character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def is_image(line: str) -> bool:
    """Whether the line has only pictures, as text parts write them: `[cid:image001.png@01DB]`, `[image: Logo]`."""
    return len(line) <= MAX_LINE and _IMAGE.fullmatch(line) is not None


def strip_quoted_lines(text: str) -> str:
    """Return the text without lines after a quote sign, which are no instruction of the writer to an agent."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">")).strip()
