"""The closed lists of the decision grammar, by language. A word that also means something else is left out, on purpose.

Left out: "ok", "sure", "+1" (said of anything), "si" without its accent (if), Polish "tak" (Danish: thanks).
"""

from collections.abc import Iterable, Mapping

APPROVE: Mapping[str, tuple[str, ...]] = {
    "en": ("approve", "approved", "i approve", "approve it", "yes", "yes please", "lgtm", "ship it", "go ahead"),
    "de": ("ja", "ja bitte", "genehmigt", "ich genehmige", "genehmige ich", "freigegeben", "einverstanden"),
    "fr": ("oui", "approuvé", "approuvée", "j'approuve", "d'accord", "validé"),
    "es": ("sí", "aprobado", "aprobada", "apruebo", "lo apruebo", "adelante"),
    "it": ("sì", "approvato", "approvata", "approvo", "lo approvo"),
    "pt": ("sim", "aprovado", "aprovada", "aprovo"),
    "nl": ("ja", "ja graag", "goedgekeurd", "akkoord", "ik ga akkoord"),
    "pl": ("zatwierdzone", "zatwierdzam", "zgadzam się"),
    "sv": ("ja", "godkänd", "godkänt", "godkänns"),
    "da": ("ja", "godkendt"),
    "nb": ("ja", "godkjent"),
    "ru": ("да", "одобрено", "одобряю"),
    "ja": ("はい", "承認", "承認します"),
    "zh": ("批准", "同意"),
    "ko": ("승인", "승인합니다"),
}

REJECT: Mapping[str, tuple[str, ...]] = {
    "en": (
        *(
            "no",
            "nope",
            "no way",
            "no thanks",
            "reject",
            "rejected",
            "i reject",
            "reject it",
            "deny",
            "denied",
            "decline",
        ),
        *("declined", "disapprove", "disapproved", "not approved", "do not approve", "don't approve"),
        *("i do not approve", "i don't approve"),
    ),
    "de": ("nein", "nein danke", "abgelehnt", "ablehnen", "ich lehne ab", "lehne ich ab", "nicht genehmigt"),
    "fr": ("non", "non merci", "refusé", "refusée", "je refuse", "rejeté", "non approuvé", "je n'approuve pas"),
    "es": (
        "no",
        "no gracias",
        "rechazado",
        "rechazo",
        "lo rechazo",
        "denegado",
        "no aprobado",
        "no apruebo",
        "no lo apruebo",
    ),
    "it": ("no", "no grazie", "rifiutato", "rifiuto", "respinto", "non approvato", "non approvo", "non lo approvo"),
    "pt": ("não", "rejeitado", "rejeito", "recusado", "recuso", "não aprovado", "não aprovo"),
    "nl": ("nee", "nee bedankt", "afgewezen", "afgekeurd", "niet akkoord", "niet goedgekeurd"),
    "pl": ("nie", "nie dziękuję", "odrzucone", "odrzucam", "nie zatwierdzam", "nie zgadzam się"),
    "sv": ("nej", "nej tack", "avslås", "avslag", "avvisad", "inte godkänd", "ej godkänd"),
    "da": ("nej", "nej tak", "afvist", "ikke godkendt"),
    "nb": ("nei", "nei takk", "avvist", "avslått", "ikke godkjent"),
    "ru": ("нет", "отклонено", "отклоняю", "не одобряю", "не одобрено"),
    "ja": ("いいえ", "却下", "却下します", "承認しません"),
    "zh": ("不同意", "不批准", "拒绝"),
    "ko": ("아니요", "거부", "거절", "반려"),
}

EMOJI_APPROVE = ("👍", "✅")
EMOJI_REJECT = ("👎", "❌")

CLOSING = frozenset(
    {
        *(
            "thanks",
            "thank you",
            "thank you very much",
            "many thanks",
            "thx",
            "ty",
            "cheers",
            "please",
            "best",
            "regards",
        ),
        *(
            "best regards",
            "kind regards",
            "warm regards",
            "best wishes",
            "all the best",
            "sincerely",
            "br",
            "kr",
            "greetings",
        ),
        *("thanks and regards", "have a nice day", "have a good day"),
        *("danke", "danke schön", "vielen dank", "besten dank", "bitte", "gruß", "grüße", "viele grüße", "liebe grüße"),
        *("beste grüße", "schöne grüße", "mit freundlichen grüßen", "freundliche grüße", "mfg", "lg", "vg"),
        *(
            "merci",
            "merci beaucoup",
            "cordialement",
            "bien cordialement",
            "bien à vous",
            "salutations",
            "bonne journée",
        ),
        *("gracias", "muchas gracias", "saludos", "un saludo", "saludos cordiales", "atentamente", "por favor"),
        *("grazie", "grazie mille", "saluti", "cordiali saluti", "distinti saluti", "un saluto", "per favore"),
        *(
            "obrigado",
            "obrigada",
            "muito obrigado",
            "muito obrigada",
            "cumprimentos",
            "atenciosamente",
            "abraço",
            "abraços",
        ),
        *("bedankt", "dank je", "dank je wel", "dank u", "groet", "groeten", "met vriendelijke groet", "mvg", "graag"),
        *("dzięki", "dziękuję", "pozdrawiam", "pozdrowienia", "z poważaniem", "proszę"),
        *("tack", "tack så mycket", "hälsningar", "vänliga hälsningar", "med vänlig hälsning", "mvh"),
        *(
            "tak",
            "mange tak",
            "hilsen",
            "venlig hilsen",
            "med venlig hilsen",
            "takk",
            "vennlig hilsen",
            "med vennlig hilsen",
        ),
        *("спасибо", "с уважением", "ありがとうございます", "よろしくお願いします", "谢谢", "感谢", "감사합니다"),
    }
)

GREETING = frozenset(
    {
        *(
            "hi",
            "hello",
            "hey",
            "dear",
            "good morning",
            "good afternoon",
            "good evening",
            "hallo",
            "guten tag",
            "guten morgen",
        ),
        *(
            "moin",
            "servus",
            "bonjour",
            "salut",
            "bonsoir",
            "hola",
            "buenos días",
            "buenas tardes",
            "ciao",
            "buongiorno",
            "salve",
        ),
        *(
            "olá",
            "oi",
            "bom dia",
            "boa tarde",
            "dag",
            "beste",
            "goedemorgen",
            "cześć",
            "dzień dobry",
            "hej",
            "god morgon",
        ),
        *("здравствуйте", "добрый день", "こんにちは", "您好", "你好", "안녕하세요"),
    }
)

GREETED = frozenset({"", "all", "team", "bot", "there", "zusammen", "à tous", "a todos", "a tutti", "allemaal"})


def words_of(lists: Mapping[str, tuple[str, ...]], locales: Iterable[str]) -> frozenset[str]:
    """The phrases of English and of these languages (`de`, `de-AT`, `pt_BR`). An unknown language has none.

    Polish "no" is a yes in a kitchen and a no in an office, so where Polish alone is spoken it is neither. Among other
    languages it is theirs: it rejects, which is the safe side.
    """
    languages = {"en", *(locale.lower().replace("_", "-").partition("-")[0] for locale in locales)}
    found = {phrase for language in languages for phrase in lists.get(language, ())}
    return frozenset(found - {"no"} if languages == {"en", "pl"} else found)
