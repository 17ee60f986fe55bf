"""Greetings, thanks and endings: what may stand beside a decision and says nothing of it. Closed lists, of all languages."""

CLOSING = frozenset(
    {
        *(
            "dank",
            "dankjewel",
            "alvast bedankt",
            "kiitos",
            "terveisin",
            "ystävällisin terveisin",
            "parhain terveisin",
            "děkuji",
            "díky",
        ),
        *(
            "s pozdravem",
            "hezký den",
            "teşekkürler",
            "teşekkür ederim",
            "saygılarımla",
            "iyi çalışmalar",
            "kolay gelsin",
            "дякую",
            "з повагою",
        ),
        *(
            "merci d'avance",
            "danke dir",
            "danke euch",
            "danke im voraus",
            "vielen dank im voraus",
            "gruss",
            "beste grüsse",
            "viele grüsse",
        ),
        *(
            "thanks a lot",
            "thanks so much",
            "thank you so much",
            "many thanks in advance",
            "thanks in advance",
            "thanks for checking",
        ),
        *(
            "thanks for asking",
            "thanks for the heads up",
            "thanks for letting me know",
            "thanks all",
            "thanks team",
            "good luck",
            "yours",
        ),
        *(
            "yours sincerely",
            "yours truly",
            "sincerely yours",
            "with kind regards",
            "with best regards",
            "rgds",
            "tia",
            "regards,",
        ),
        *(
            "desde ya gracias",
            "gracias de antemano",
            "grazie in anticipo",
            "desde já obrigado",
            "obrigado desde já",
            "mange takk",
            "tusen takk",
        ),
        *(
            "tack på förhand",
            "stort tack",
            "på forhånd tak",
            "på forhånd takk",
            "ha det fint",
            "z góry dziękuję",
            "miłego dnia",
            "с наилучшими пожеланиями",
        ),
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
            "hoi",
            "hei",
            "moi",
            "terve",
            "ahoj",
            "dobrý den",
            "merhaba",
            "selam",
            "привет",
            "вітаю",
            "доброго дня",
            "goededag",
            "goedemiddag",
        ),
        *(
            "hejsan",
            "god dag",
            "morning",
            "afternoon",
            "evening",
            "howdy",
            "greetings",
            "hiya",
            "guten abend",
            "buona sera",
            "buen día",
            "buenas",
            "boa noite",
            "goedenavond",
        ),
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

_SORRIES = (
    "sorry|apologies|my apologies|entschuldigung|entschuldige|sorry dafür|désolé|désolée|pardon|je m'excuse|perdón|perdona|perdonad|perdonen|disculpa|disculpad|disculpe|disculpen|"
    "lo siento|scusa|scusate|scusami|scusatemi|mi scuso|desculpa|desculpe|desculpem|peço desculpa|excuus|excuses|mijn excuses|przepraszam|sorki|wybacz|wybaczcie|förlåt|ursäkta|ledsen|"
    "undskyld|beklager|anteeksi|promiňte|извините|простите|вибачте|すみません|すいません|ごめん|ごめんなさい|失礼しました|申し訳ありません|申し訳ございません"
)
SORRIES = frozenset(_SORRIES.split("|"))
"""Words of regret. Beside an excuse ("was in a meeting") one is a courtesy; alone it may regret what follows."""

_DISMISSALS = (
    "bye|bye bye|jaja|ja ja|na ja|naja|yeah right|sure sure|haha|lol|whatever|good bye|goodbye|as always|as usual|as ever|tschüss|tschüs|wie immer|wie üblich|adieu|à plus|comme toujours|comme d'habitude|adiós|adios|chao|chau|"
    "como siempre|ciao|ciao ciao|addio|arrivederci|come sempre|come al solito|tchau|adeus|como sempre|doei|doeg|dag hoor|zoals altijd|zoals gewoonlijk|hej då|hejdå|"
    "adjö|som alltid|som vanligt|pa|pa pa|żegnaj|jak zawsze|jak zwykle|さようなら|いつも通り"
)
DISMISSALS = frozenset(_DISMISSALS.split("|"))
"""What ends the talk behind a bare yes: "Ja, doei" waves the question away."""
