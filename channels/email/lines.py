"""Single lines of mail that programs write: labels, separators, "Sent from my …". Closed lists; no line of a person's is one."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_LINK = re.compile(r"<(?:https?|mailto):[^>\s]*>", re.I)
_LABEL = re.compile(r"\s*\*?([^\W\d_][\w \-]{0,24}?)\s*\*?\s*[:：]")
_LABELS = frozenset(
    {
        *(
            "from",
            "sent",
            "date",
            "to",
            "cc",
            "subject",
            "reply-to",
            "importance",
            "von",
            "gesendet",
            "datum",
            "an",
            "betreff",
        ),
        *(
            "de",
            "envoyé",
            "à",
            "objet",
            "enviado",
            "enviado el",
            "enviado em",
            "fecha",
            "para",
            "asunto",
            "da",
            "inviato",
        ),
        *(
            "data",
            "a",
            "oggetto",
            "assunto",
            "van",
            "verzonden",
            "aan",
            "onderwerp",
            "od",
            "wysłano",
            "do",
            "dw",
            "temat",
        ),
        *("från", "skickat", "till", "kopia", "ämne", "fra", "sendt", "dato", "til", "emne", "lähettäjä", "lähetetty"),
        *("päivämäärä", "vastaanottaja", "kopio", "aihe", "odesláno", "komu", "kopie", "předmět", "от", "отправлено"),
        *(
            "дата",
            "кому",
            "копия",
            "тема",
            "kimden",
            "gönderildi",
            "tarih",
            "kime",
            "bilgi",
            "konu",
            "feladó",
            "elküldve",
        ),
        *(
            "dátum",
            "címzett",
            "tárgy",
            "差出人",
            "送信日時",
            "日付",
            "宛先",
            "件名",
            "发件人",
            "发送时间",
            "日期",
            "收件人",
            "抄送",
        ),
        *(
            "主题",
            "寄件者",
            "傳送時間",
            "收件者",
            "副本",
            "主旨",
            "보낸 사람",
            "보낸 날짜",
            "날짜",
            "받는 사람",
            "참조",
            "제목",
        ),
    }
)
_RULE = re.compile(r"\s*[-_=*─—]{3,}\s*")
_FRAMED = re.compile(
    r"\s*-{2,}\s*(?:original (?:message|appointment)|ursprüngliche nachricht|originalnachricht|message d'origine|message original|"
    r"mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oryginalna wiadomość|"
    r"wiadomość oryginalna|ursprungligt meddelande|originalmeddelande|original besked|oprindelig meddelelse|"
    r"исходное сообщение|пересылаемое сообщение|元のメッセージ|원본 메시지|原始邮件|原始郵件|reply message|in reply to)\s*-{0,}\s*",
    re.I,
)
_THING = (
    r"(?:(?:apple |samsung |google )?(?:iphone|ipad|ipod|apple watch|mac|macbook|mobile|smartphone|phone|handy|mobilgerät|blackberry|"
    r"windows phone|galaxy(?: (?:note|tab|z|fold|flip|ultra|plus|[a-z]{1,2}\d{1,3}\+?|\d{1,2})){0,4}|pixel(?: (?:\d[a-z]?|pro|xl|fold)){0,3}|"
    r"samsung(?: (?:galaxy|smartphone|device|phone|tablet|gerät)){0,2}|android(?:[- ](?:phone|device|gerät|telefon|tablet|handy))?))"
)
_APP = (
    r"(?:yahoo mail(?: on android| for iphone)?|outlook(?: (?:for|für|pour|para|per|voor|dla(?: systemu)?|для|för|til) (?:ios|android)| mobile)?|mail for windows(?: 10| 11)?|proton ?mail(?: mobile| for ios|"
    r" for android)?|k-9 mail|thunderbird(?: for android)?|gmail mobile|zoho mail|fairemail|fastmail|spark|mailbird|aol)"
)
_DEVICE = re.compile(
    rf"(?:sent from my {_THING}|sent from {_APP}|sent (?:with|using) {_APP}(?:,? secure email)?|get {_APP}|"
    rf"(?:this (?:email|message) was )?sent from my {_THING} (?:device )?with k-9 mail|please excuse my brevity|"
    rf"von meinem {_THING} gesendet|gesendet von meinem {_THING}|gesendet mit (?:der )?{_APP}(?: app)?|holen sie sich {_APP}|hämta {_APP}|hent {_APP}|скачать {_APP}|(?:ios|android) 版 outlook を入手|获取适用于 (?:ios|android) 的 outlook|"
    rf"diese nachricht wurde von meinem android-gerät mit k-9 mail gesendet|gesendet mit der (?:gmx|web\.de|telekom) mail app|"
    rf"envoyé (?:de|depuis) mon {_THING}|envoyé (?:de|depuis|avec|à partir de) {_APP}|obtenir {_APP}|télécharger {_APP}|"
    rf"enviado desde mi {_THING}|enviado (?:desde|con) {_APP}|obtener {_APP}|"
    rf"inviato (?:da|dal mio) {_THING}|inviato (?:da|con) {_APP}|ottieni {_APP}|scarica {_APP}|"
    rf"enviado do meu {_THING}|enviado (?:do|com o) {_APP}|obter o? ?{_APP}|baixar o {_APP}|"
    rf"verstuurd vanaf mijn {_THING}|verzonden vanaf mijn {_THING}|verzonden (?:vanuit|met) {_APP}|outlook voor (?:ios|android) downloaden|"
    rf"wysłane z (?:mojego )?{_THING}(?:'a|a)?|wysłane z (?:aplikacji )?{_APP}|pobierz {_APP}|"
    rf"skickat från min {_THING}|sendt fra min {_THING}|отправлено с (?:моего )?{_THING}|{_THING}から送信|발신: {_THING}|发自我的 ?{_THING})\.?",
    re.I,
)


def normalised(line: str) -> str:
    """The words of a line, without quote marks, emphasis, links in angle brackets and the width of blanks."""
    text = unicodedata.normalize("NFKC", _LINK.sub(" ", line)).casefold()
    return _BLANKS.sub(" ", text.lstrip(" \t>|").replace("*", "").replace("`", "").replace("_", " ")).strip()


def label_of(line: str) -> str:
    """The name in front of the colon in `From: …`, when it is one of a header block, in the languages of the list; else ""."""
    found = _LABEL.match(line)
    name = found[1].casefold() if found else ""
    return name if name in _LABELS else ""


def is_separator(line: str) -> bool:
    """A rule, or `-----Original Message-----` in the languages of the common programs."""
    return (_RULE.fullmatch(line) or _FRAMED.fullmatch(line)) is not None


def is_device(line: str) -> bool:
    """The whole line is one that a mail program appends: nothing that a person could have meant."""
    text = _BLANKS.sub(" ", _LINK.sub(" ", line).replace("*", "").replace("’", "'")).strip(" [](){}")
    return len(text) < 100 and all(_DEVICE.fullmatch(part.strip()) for part in _sentences(text))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.])\s+", text)
