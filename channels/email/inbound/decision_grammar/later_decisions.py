"""Orders that hang on a decision which is still to come or another person's, or on a check: "deploy on sign off", "pay after approval". Pure."""

import re

_APPROVALS = (
    r"approvals?|sign[- ]?offs?|consent|permission|authori[sz]ation|go[- ]?aheads?|okay|freigaben?|genehmigung(?:en)?|zustimmung|einverständnis|erlaubnis|okays?"
    r"|accord|validation|approbation|autorisation|consentement|feu vert|aprobaci[oó]n|autorizaci[oó]n|permiso|visto bueno|consentimiento"
    r"|approvazione|autorizzazione|consenso|permesso|benestare|aprova[cç][aã]o|autoriza[cç][aã]o|consentimento|permiss[aã]o|aval"
    r"|akkoord|goedkeuring|toestemming|godkännande|medgivande|tillstånd|samtycke|klartecken|zgod\w*|akceptacj\w*|zatwierdzeni\w*"
)
_REQUESTS = (
    r"requests?|demand|antrag|anfrage|wunsch|anforderung|demande|requête|petici[oó]n|solicitud|richiesta|domanda|pedido|solicita[cç][aã]o"
    r"|verzoek|aanvraag|begäran|förfrågan|ansökan|wniosek|żądanie|życzenie|prośbę"
)
_ARTICLES = (
    r"(?:(?:the|a|an|full|final|prior|written|der|die|das|dem|den|einer|erfolgter|schriftlicher|la|le|les|el|una?|il|lo|o|a|de|het|een|en|ett|your|deine[rmn]?|ihre[rmn]?|eure[rmn]?|votre|vos|ton|ta|tu|tus|su|sus"
    r"|vuestr[oa]|tu[ao]|vostr[oa]|su[ao]|jouw|je|uw|jullie|din|ditt|er|ert|twoj\w+|wasz\w+|pana|pani|another|their|her|his|seine[rmn]?|leur|loro)\s+){0,2}"
)
_BEFORE_APPROVAL = (
    r"on|upon|after|for|pending|subject to|with|at|nach|mit|zur|bei|bis|auf|après|avec|pour|sur|sous|dès|tras|con|para|bajo|previa|después de"
    r"|dopo|per|su|previa|sotto|após|com|mediante|sob|depois d[ae]|na|voor|met|op|bij|efter|med|på|för|vid|mot|po|do|za|przy|dla"
)
_BEFORE_REQUEST = (
    r"on|upon|at|auf|nach|sur|(?<!accord )à la|bajo|su|sob|reembolsa a|devolve a|op|na|på|efter|po|por|per|bij|pod"
)
_BEHIND_AND = r"(?:and|und|et|y|e|en|och|i|a)"
_THEN = r"(?:then|dann|puis|ensuite|luego|entonces|poi|quindi|então|depois|dan|daarna|sedan|sen|potem|wtedy)"

_OTHERS = (
    r"qa|ci|build|pipeline|team|she|he|they|it|customer|client|lady|kund\w*|dame|frau|cliente?s?|dama|senhora|signora|señora|klant|client[ae]s?|klientk?a?|kunden|hon|han|ze|zij|hij|elle|il|ella|él|lui|lei|ela|ele|ona|sie|er"
    r"|pani|pan|mrs|mr|ms|herr|mme|madame|x"
)
_OWN = r"i|we|i'm|ich|wir|je|j\S*|nous|on|yo|io|eu|ik|wij|jag|vi|ja|my|so|please|bitte|go|ok|okay"
_ACT_NOUNS = (
    r"payment|credit|transfer|deployment|release|roll-?out|campaign|publication|go-?live|überweisung|gutschrift|zahlung|versand|bereinigung|avoir|virement|paiement"
    r"|livegang|uitrol|betaling|campagne|kampagne|campaña|pago|abono|pagamento|bonifico|accredito|betalning|utskick|płatności|przelewie"
)
_CHECKS = r"vérifie|verifie|teste|contrôle|controle|regarde|compare|examine|relis|verifique|revise|pruebe|compruebe|mire|lea|confira|cheque|leia"

_LATER = re.compile(
    rf"(?<!\w)(?<!bon )(?:{_BEFORE_APPROVAL})\s+{_ARTICLES}(?:{_APPROVALS})(?!\w)"
    rf"|(?<!\w)(?:{_BEFORE_REQUEST})\s+{_ARTICLES}(?:{_REQUESTS})(?!\w)"
    rf"|(?<!\w)(?:nach|bei)\s+(?:(?:der|dem|einer|erfolgter)\s+)?(?:zahlung|release|prüfung|kontrolle|test\w*|eingang|rücksprache)(?!\w)"
    rf"|(?<!\w){_BEHIND_AND}\s+{_THEN}(?!\w)"
    rf"|(?<!\w)(?:passt|passen|stimmt|stimmen|sieht|ist|klopt)\s+alles\b[^.!\n]*,\s*\w"
    # "on" and "de" are people in one language and small words in others: "on part en prod", "de mon côté, vous pouvez y aller"
    rf"|(?:^|[.!\n,])\s*(?:on\s[^.!\n]*?\s(?:et|i|a)|de\s[^.!\n]*?\soch)\s+(?!(?:{_OWN})(?!\w))\w"
    rf"|(?:^|[.!\n,])\s*(?:(?:the|die|der|la|le|el|il|a|o|de|het)\s+)?(?:{_OTHERS})\s[^.!\n]*?\s{_BEHIND_AND}\s+(?!(?:{_OWN})(?!\w))\w"
    rf"|(?<!\w)(?:on|upon|after|nach|bei|après|na|efter|tras|dopo|após|po)\s+{_ARTICLES}(?:production\s+)?(?:{_ACT_NOUNS})(?!\w)"
    rf"|(?<!\w)(?:deploy|send|ship|rol uit|versende?n?)\s+(?:it\s+)?(?:with|met|mit)\s+{_ARTICLES}(?:production\s+)?(?:{_ACT_NOUNS})(?!\w)"
    r"|(?<!\w)(?:with|mit|avec|con|com|met|med)\s+(?:(?:a|einer|un|una|een|en)\s+)?(?:credit|gutschrift|avoir|abono|crédito|accredito)(?!\w)"
    rf"|(?:^|[.!\n,]|(?<!\w){_BEHIND_AND})\s*(?:por favor\s+)?(?:{_CHECKS})[zmn]?\s+(?:tout|les?|la|el|il|l'|los?|las?|todo|tudo|os?|as?|ça)(?!\w)"
    r"|(?<!\w)(?:consent|permission|approval|sign[- ]?off)\s+(?:of|from|by)\s+(?!me\b|us\b|my\b|our\b)"
    r"|(?<!\w)(?:ta bort|radera)\s+allt(?!\w)"
    r"|承認に(?:送|回)|承認後|承認(?:が|を)(?:得|取れ|もらえ)",
    re.I,
)


def hangs_on_later_decision(text: str) -> bool:
    """Whether an order waits for an approval, a request, a check or a clause with "and then": the text is asked about."""
    return _LATER.search(text) is not None
