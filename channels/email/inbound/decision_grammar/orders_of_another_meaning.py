"""Orders whose words approve, and which order something else: to do it again, to do it oneself, to go home, to keep it up. Pure.

"Mach es noch einmal" repeats what was done, "fai tu" leaves the decision to whoever reads, "go ahead this afternoon" is for a later hour,
and "signed, Olive" is how a mail ends. A text with such a clause is asked about, whatever list or rule has read it as an approval. The words
are without accents.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.vocabulary import fold_accents

_AGAIN: Mapping[str, str] = {
    "en": r"(?<!thanks )(?<!thank you )again(?! thanks| thank)|once more(?! thanks)|one more time|over again|all over|from scratch|(?:do|run|start|make) (?:it |this |that )?over|anew", "de": r"noch ?(?:ein)?mals?(?! (?:\w+ )?dank)|nochmals?(?! (?:\w+ )?dank)|erneut|von vorne|mach\w* (?:es |das |bitte )*neu",
    "fr": r"(?<!merci )encore(?! merci)|de nouveau|a nouveau|refai\w+|recommenc\w+", "es": r"(?<!gracias )(?:otra vez|de nuevo|nuevamente|una vez mas)(?!,? (?:muchas )?gracias)", "it": r"(?<!grazie )(?:di nuovo|ancora|un'altra volta|nuovamente|da capo)(?! grazie)|rifa\w*", "pt": r"(?<!obrigado )(?<!obrigada )(?:de novo|outra vez|novamente|mais uma vez)(?! obrigad)",
    "nl": r"opnieuw|nog (?:een keer|eens)(?! bedankt| dank)|overnieuw|doe (?:het |dit |dat )?over", "sv": r"(?<!tack )igen(?! tack)|en gang till|(?:gor|kor) om(?: det| den)?|pa nytt", "pl": r"jeszcze raz(?! dzi)|ponownie|od nowa|znowu", "ja": r"(?:もう一度|もう一回|再度|やり直)(?!.*(?:確認|チェック|ありがと))",
}  # fmt: skip
"""By language: the act is to be done once more. A call that restarts something is such an act itself."""

_HOURS: Mapping[str, str] = {
    "en": r"(?:this|in the) (?:morning|afternoon|evening)|tonight|at (?:noon|midnight)", "de": r"heute (?:morgen|fruh|vormittag|mittag|nachmittag|abend|nacht)|am (?:vormittag|mittag|nachmittag|abend)|(?:mittags|nachmittags|abends|nachts)", "fr": r"ce (?:matin|midi|soir)|cet apres-midi|cette nuit|dans la soiree", "es": r"esta (?:manana|tarde|noche)|a mediodia|por la (?:tarde|noche)",
    "it": r"stamattina|stasera|stanotte|questo pomeriggio|questa (?:sera|mattina|notte)|a mezzogiorno|nel pomeriggio|in serata", "pt": r"(?:esta|hoje a|a) (?:manha|tarde|noite)|logo(?! que)", "nl": r"vanmorgen|vanochtend|vanmiddag|vanavond|vannacht", "sv": r"i (?:eftermiddag|formiddag|kvall|morse|natt)|ikvall|inatt", "pl": r"wieczorem|po poludniu|w poludnie|w nocy|(?:dzis|dzisiaj) (?:rano|wieczorem|w nocy)", "ja": r"今晩|今夜|午後|夕方|夜に|夜間|昼に",
}  # fmt: skip
"""By language: an hour of the day, which may be still to come. Portuguese "logo" is "at once" or "later"."""

_YOURSELF: Mapping[str, str] = {
    "en": r"^(?:do|decide|handle|run|send|approve) (?:it |this |that )?yourself\b.*|^your (?:call|choice|decision|turn)$", "de": r"^(?:mach|macht|tu|tut|erledig\w*|entscheide?t?) (?:du|ihr)(?: (?:das|es|mal|bitte|doch|einfach))*$|^(?:mach|macht|tu|entscheid\w*) .*\bselb(?:st|er)$", "fr": r"^(?:vas-y|allez-y|fais-le|faites-le|decide|decidez) ?-?(?:toi|vous)(?:-?memes?)?$|^a (?:toi|vous)(?: de (?:jouer|voir|decider))?$|^c'est a (?:toi|vous)(?: de (?:jouer|voir|decider))?$",
    "es": r"^(?:haz|hazlo|hagalo|procede|adelante|sigue|decide) (?:tu|usted|vosotros)(?: mism\w+)?$|^hazlo por mi$|^te toca$", "it": r"^(?:fai|fallo|vai|vai avanti|procedi|decidi|avanti) tu(?: stess\w)?$|^(?:fate|procedete|fatelo|decidete) voi$|^(?:faccia|lo faccia|proceda|decida) lei$|^(?:tocca )?a te$", "pt": r"^(?:faz|faca|vai|va|avanca|segue|decide|aprova)(?: isso| isto)? (?:tu|voce)(?: mesm\w)?$|^e (?:contigo|consigo|convosco|com voces?)$",
    "nl": r"^(?:doe|beslis|ga|regel) (?:jij|jullie|u)(?: (?:het|dat|maar))*$|^doe (?:het|dat) (?:maar )?zelf\b.*|^aan jou(?: de keuze)?$", "sv": r"^(?:gor|kor|besluta)(?: det| den)? du$|^gor du(?: det| den)?$|^din tur$", "pl": r"^(?:zrob|rob|dzialaj|zatwierdz|wykonaj|decyduj)(?: to)? sam[ai]?$|^twoj ruch$", "ja": r"(?:ご)?自分で|ご自身で|そちらで(?:やって|判断|決め|承認)",
}  # fmt: skip
"""By language: whoever reads is to do or decide it. In ^ and $ a whole clause."""

_MANNERS: Mapping[str, str] = {
    "en": r"^(?:do|make|get) (?:it|this|that) (?:right|well|properly|better|quietly)$|^do (?:your|the) (?:job|best|work|duty|right thing)(?: please)?$", "de": r"^mach(?:t|en sie)?(?: es| das)? (?:gut|richtig|besser|ordentlich|kurz|anders|sauber|fertig|aus|auf|zu)$|^mach'?s (?:gut|besser|kurz)$", "fr": r"^fai(?:s|tes)(?:-le)? (?:bien|mieux|au mieux|comme d'habitude|passer|valider|approuver|suivre|relire)$", "es": r"^haz(?:lo)? (?:bien|mejor|pasar|llegar|aprobar)$", "it": r"^fa(?:llo|i|telo|te) (?:bene|meglio|passare|approvare)$",
    "pt": r"^fa(?:z|ca)(?: isso| isto)? (?:bem|melhor|passar|como sempre)$", "nl": r"^doe (?:het|dit|dat) (?:goed|netjes|beter|uit|over)$|^doe maar (?:gewoon|rustig)(?: aan)?$", "sv": r"^gor (?:det|den) (?:bra|battre|ordentligt)$|^gor upp$", "pl": r"^zrob to (?:dobrze|lepiej|po swojemu)$", "ja": r"承認(?:の)?(?:手続|プロセス|フロー|依頼|申請|方向|作業)(?!は不要)|承認に向け|とりあえず|ひとまず|一旦",
}  # fmt: skip
"""By language: how it is to be done or by what steps, which is no yes to it."""

_IDIOMS: Mapping[str, str] = {
    "en": r"push (?:back|(?:it|this|that|them) (?:back|over|up|away|aside|off))|tell me|in a (?:bit|moment|minute)|give (?:up|in|it up|it a rest)|let (?:it|them) all go|start over|ship (?:it|this|that) back|out with it|fire away|pay (?:(?:it|them) )?(?:in|up|off)|(?:send|hand|pass) (?:it|this|that) (?:over|away|along|in|up)|drop (?:in|off|by|out)|scale (?:it )?in|add (?:one|me|another)|kill the process|carry on (?:as before|like this)|release (?:him|her|me|them)|wire (?:it )?up|send a message|send (?:a|the) (?:copy|list|recipients|customer|customers|order|reply)|transfer (?:the )?customer|give (?:it )?back the \w+|(?:approval|permission|sign-off|consent|green light|clearance) (?:requested|needed|required|pending)",
    "de": r"mach(?:t)? weiter so|weiter so|(?:schick|send)\w* (?:die|eine) (?:liste|nachricht|kopie)|sagt? mir|gleich|nachher|bald|demnachst|mach du mal|macht ihr mal|hau(?:t)? rein|gib (?:es |das )?her|passt schon|(?:ich )?gebe (?:ich )?(?:(?:heute|morgen|ihm|ihr|ihnen|dir|euch|allen) )+frei|(?:da )?(?:ich )?stimme (?:ich )?(?:dir|euch|ihm|ihr|ihnen) (?:da )?zu|genehmigt (?:bekommen|worden|haben)|.*\bzu haben|setz\w* (?:es|das|ihn|sie) auf die \w+|fuhr\w* (?:ihn|sie|ihr) aus|sagt?|genehmigt ist genehmigt",
    "fr": r"c'est a faire|envo\w+ (?:la liste|un message|une copie)|donne[rz]?-lui le bonjour|(?:tu as|vous avez|il a) la main|la main est a (?:toi|vous)|c'est (?:tout )?a (?:toi|vous)|feu(?: vert demande)?|(?:accord|validation|autorisation) demandee?|fai(?:s|tes)-le (?:passer|suivre)|dis(?:-moi)?|dites(?:-moi)?|tout a l'heure|bientot|explique[rz]?", "es": r"(?:siga|sigue|sigan|seguid|continua|continue|continuad) asi|venga ya|dale (?:las )?gracias|dale (?:un abrazo|un beso|recuerdos)|(?:envi|mand)\w+ (?:la lista|un mensaje)|dime|diga(?:me)?|pronto|luego|en un rato|pase|pasa|s[aá]calo de aqui|sueltalo|tiralo|tira millas|(?:luz verde|permiso|aprobacion|autorizacion) solicitad[oa]", "it": r"avanti cosi|(?:invi|mand)\w+ (?:la lista|un messaggio)|(?:manda|spara|via) tutto|(?:via libera|approvazione|permesso|autorizzazione) richiest[oa]|dai(?: su)?|si puo fare|dimmi|ditemi|raccontami|pronto|tra poco|fra poco|dopo|dica|parla|entra",
    "pt": r"(?:siga|segue|continua|continue) assim|(?:envi|mand)\w+ (?:a lista|uma mensagem)|acaba com isso|segue (?:o jogo|a aprovacao)|toca(?: a andar| para a frente)?|diz|diga|em breve|daqui a pouco|(?:luz verde|aprovacao|autorizacao) (?:solicitad|pedid)[oa]", "nl": r"ga zo door|stuur (?:de lijst|een bericht)|geef \w+ de groeten|laat (?:(?:hem|'m|het) )?maar los|gooi maar los|(?:vuur|schiet) maar|kom maar(?: op)?|laat maar (?:gaan|komen|lopen)|laat (?:het|dit|dat) los|geef (?:het )?hier|geef \w+ gelijk|stuur maar (?:terug|door)|zeg|vertel|zo(?: meteen| dadelijk)?|straks|binnenkort", "sv": r"fortsatt (?:sa|sadar)|skicka (?:listan|ett meddelande)|lagg till en|strax|snart|ga(?: pa)?|skicka (?:det |den )?(?:vidare|tillbaka)", "pl": r"(?:rob )?tak (?:dalej|trzymac|trzymaj)|wyslij liste|(?:macie |masz )?woln[aą] rek[ae]|do roboty|prosze (?:wejsc|dalej|mowic)|pusc (?:to )?dalej|mow|powiedz|zaraz|wkrotce|za chwile", "ja": r"(?:どうぞ)?(?:ご)?勝手に.*",
}  # fmt: skip
"""By language: whole clauses that praise, send away, hand on or ask to speak."""

_GOODS: Mapping[str, str] = {
    "en": r"(?:send|transfer|wire|return|pay for|pay|give(?: back)?) (?:the |her |his |this )?order|(?:send|transfer|wire) (?:the )?(?:customer|client|lady|buyer)", "de": r"(?:schick|send|uberweis|zahl|bezahl|gib|geb)\w* (?:bitte )?(?:\w+ )?(?:bestellung|auftrag)(?: zuruck)?|(?:schick|send|uberweis)\w* (?:bitte )?(?:die|den) kund\w+", "fr": r"(?:envo|rend|transf|pay|pai|regl)\w* (?:la )?commande|(?:envo|transf|vir)\w+ (?:le|la) client\w*",
    "es": r"(?:envi|mand|transfier|pag|devuelv)\w* (?:el |la )?(?:pedido|orden)", "it": r"(?:invi|mand|trasfer|pag|restitu|rend)\w* (?:l')?ordine|(?:invi|mand)\w+ (?:il|la) client\w", "pt": r"(?:envi|mand|transf|pag|devolv)\w* (?:o |a )?(?:pedido|encomenda)|(?:envi|mand)\w+ (?:o|a) client\w", "nl": r"(?:stuur|geef|betaal|zend) (?:de )?(?:bestelling|order)(?: maar)?(?: terug)?|(?:stuur|zend) (?:de )?klant\w*",
    "sv": r"(?:skicka|ge|betala|sand) (?:ordern|bestallningen|kopet)(?: tillbaka)?|(?:skicka|sand) kunden", "pl": r"(?:wyslij|oddaj|zaplac|przelej|zwroc) (?:za )?zamowienie|wyslij klient\w+", "ja": r"(?:注文|商品|品物)を(?:送|返送|返品|渡).*",
}  # fmt: skip
"""By language: whole clauses that move or pay the goods or the customer. Where the call pays or refunds, the goods are another matter."""

_PAYING = frozenset({"refund", "pay", "credit"})

_WEAK: Mapping[str, str] = {
    "en": r"all yours|signed|(?:i am |i'm |i )?sign(?:ing)? off(?: now| here| then)?", "de": r"mach(?:t)? hinne|hopp hopp|abmarsch|gezeichnet|unterschrieben", "fr": r"que ca saute|allez(?: hop)?|signee?", "es": r"todo (?:tuyo|vuestro|suyo)|cuando (?:quieras|querais|quiera)|andando|fuera|venga|vamos|firmad[oa]", "it": r"(?:e )?tutt[ao] tu[ao]|dai|firmat[oa]|avanti", "pt": r"(?:e )?todo (?:teu|seu)|assinad[oa]", "nl": r"hup|getekend", "sv": r"det ar lugnt|varsagod|var sa god|undertecknat|signerat", "pl": r"prosze bardzo|(?:no to )?heja|podpisan[oe]|jazda", "ja": r"署名",
}  # fmt: skip
"""By language: clauses that also open, close or sign a mail: they approve only beside another approval."""


_REPORTS = re.compile(
    r"(?:and |und |et |y |e |en |och |i )?(?:so|sagt|sagte|meint|laut|gemass|says|said|per|according to|dit|selon|d'apres|dice|dijo|segun|dizia|diz|disse|segundo|conforme|secondo|zegt|zei|volgens|aldus|sager|sager|enligt|mowi|powiedzial[a]?|wedlug|via) (?:the |der |die |le |la |el |il |o |a |de )?(?P<who>[^\W\d_]+)\w*"
)


def tells_whose_word(clause: str, people: Collection[str]) -> bool:
    """Whether a clause says that the words in front of it are another person's: "so Nils", "says Sam"."""
    found = _REPORTS.fullmatch(fold_accents(clause.strip(" .!")))
    return found is not None and any(found["who"].startswith(name) for name in people)


def orders_something_else(clause: str, languages: Collection[str], acts: Collection[str]) -> bool:
    """Whether a whole clause of an approving text, in small letters, orders another thing than what the call does."""
    return any(
        pattern.search(_write_plainly(clause, language))
        for language in languages
        for pattern in _compile_orders(language, bool(_PAYING.intersection(acts)))
    )


def orders_at_another_time(clause: str, languages: Collection[str], acts: Collection[str]) -> bool:
    """Whether an order, in small letters, names an hour or is to be done once more. To a call that restarts, "again" adds nothing."""
    return any(
        pattern.search(_write_plainly(clause, language))
        for language in languages
        for pattern in _compile_times(language, "restart" in acts)
    )


def is_weak(clause: str, languages: Collection[str]) -> bool:
    """Whether a clause also opens, closes or signs a mail: "Signed, Olive", "Allez, salut"."""
    return any(
        re.fullmatch(_WEAK[language], _write_plainly(clause, language)) for language in languages if language in _WEAK
    )


def _write_plainly(clause: str, language: str) -> str:
    bare = clause.strip(" .!。！")
    return bare if language in UNSPACED else fold_accents(bare)


_FRENCH_WISH = re.compile(
    r"(?:et )?merci (?:de |d')(?!avoir|(?:me |nous |m'|bien vouloir me )?(?:tenir|prevenir|avertir|informer|dire|confirmer)\b)(?:(?:bien|tout|le|la|les|y|en|vous|te|me|nous|vouloir) )*\w+(?:er|ir|re)\b.*"
)


def asks_for_more(clause: str) -> bool:
    """Whether a French clause asks for something with "merci de": "merci de vérifier"."""
    return _FRENCH_WISH.fullmatch(fold_accents(clause.strip(" .!"))) is not None


_PLEASES = "please|pls|bitte|stp|svp|por favor|per favore|graag|tack|prosze"


@lru_cache(maxsize=64)
def _compile_orders(language: str, is_paying: bool) -> tuple[re.Pattern[str], ...]:
    if language not in _IDIOMS:
        return ()
    clauses = f"{_IDIOMS[language]}|{_GOODS[language]}" if is_paying else _IDIOMS[language]
    idioms = rf"^(?:{clauses})(?: (?:{_PLEASES}))?$"
    return tuple(map(re.compile, (_YOURSELF[language], _MANNERS[language], idioms)))


@lru_cache(maxsize=64)
def _compile_times(language: str, is_restart: bool) -> tuple[re.Pattern[str], ...]:
    if language not in _HOURS:
        return ()
    words = [_HOURS[language], *([] if is_restart else [_AGAIN[language]])]
    return tuple(
        re.compile(f"(?:{each})" if language in UNSPACED else rf"(?<![\w-])(?:{each})(?!\w)") for each in words
    )
