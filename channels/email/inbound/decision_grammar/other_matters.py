"""Finds clauses that order or approve something else than the call: the request itself, a matter that the card has not, a part of it. Pure.

"Please delete the request" withdraws it; "the invoice is approved" to a call that refunds is about another thing; "only the list" leaves
the rest out; "get out" is an idiom. A text with such a clause is asked about, whatever list or rule has read it as an approval.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.unrelated_matter_words import LISTS, MATTERS

_REQUESTS: Mapping[str, str] = {
    "en": r"requests?|proposals?|applications?|tickets?|submissions?|tasks?|jobs?|todos?", "de": r"antr[aä]ge?s?|anträge|anfragen?|vorg[aä]ng\w*|anliegen|vorschlag\w*|gesuch|aufgaben?|ticket", "fr": r"demandes?|requ[eê]tes?|propositions?|sollicitations?|t[âa]ches?|ticket", "es": r"solicitud(?:es)?|petici[oó]n(?:es)?|propuestas?|pedido|tareas?|ticket",
    "it": r"richiest[ae]|propost[ae]|domanda|istanza|pratica|ticket", "pt": r"pedidos?|solicita[cç](?:[aã]o|[oõ]es)|propostas?|requerimento|tarefas?|ticket", "nl": r"verzoek\w*|aanvra(?:ag|gen)|voorstel\w*|taak|taken|ticket", "sv": r"begäran|ansökan|ansökningen|förfråg\w+|förslaget|ärendet|ticket",
    "pl": r"wnios(?:ek|ku|ki)|prośb[aęy]|propozycj[aęi]|zgłoszeni[ea]|zadani[ea]|ticket", "ja": r"(?:ご)?(?:申請|依頼|リクエスト|要望|提案|稟議)(?!通り|どおり|のとおり|の通り|いただ|頂|された|者)(?:内容)?",
}  # fmt: skip
"""By language: what asks for the approval. Somebody else than the call removes or changes it."""

_DEALS: Mapping[str, str] = {
    "en": r"delet\w+|remov\w+|cancel\w*|clos(?:e|ed|ing)|drop|withdraw\w*|discard|dismiss|archive|void|revoke|rescind|purge|erase|bin|kill|wipe|terminate|updat\w+|chang\w+|adjust\w*|modif\w+|edit|amend\w*|revise|correct|complete|finish|fix|resubmit|rework|extend|forward|reopen|reset|scrap|trash|retract|recall|suspend|disable|lock|block|stop|end",
    "de": r"lösch\w*|schlie[sß]\w*|entfern\w*|beend\w*|stornier\w*|zurückzieh\w*|zurückzuziehen|zurücknehm\w*|verwerf\w*|archivier\w*|abbrech\w*|ander\w*|änder\w*|anpass\w*|anzupassen|abänder\w*|korrigier\w*|überarbeit\w*|ergänz\w*|vervollständig\w*|aktualisier\w*|weiterleit\w*|sperr\w*|annullier\w*|weg|abschlie[sß]\w*|kündig\w*|zieh\w*|stopp\w*|entsorg\w*|deaktivier\w*|widerruf\w*|wegwerf\w*|wirf",
    "fr": r"supprim\w+|efface\w*|ferm\w+|cl[oô]tur\w+|annul\w+|retir\w+|archiv\w+|rejet\w+|abandonn\w+|modifi\w+|chang\w+|ajust\w+|corrig\w+|compl[eé]t\w+|transf[eé]r\w+|mett\w+ à jour|r[ée]voqu\w+|stopp\w+|bloqu\w+|jet\w+|purg\w+|enlev\w+|résili\w+|termin\w+|détrui\w+",
    "es": r"borr\w+|elimin\w+|quit\w+|cerr\w+|cierr\w+|cancel\w+|anul\w+|retir\w+|archiv\w+|descart\w+|modific\w+|cambi\w+|ajust\w+|corrig\w+|complet\w+|actualiz\w+|reenv\w+|bloque\w+|revoc\w+|suprim\w+|tir[ae]\w*",
    "it": r"cancell\w+|elimin\w+|rimuov\w+|tog\w+|chiud\w+|annull\w+|ritir\w+|archivi\w+|scart\w+|modific\w+|cambi\w+|aggiorn\w+|corregg\w+|complet\w+|blocc\w+|revoc\w+|inoltr\w+|butt\w+", "pt": r"apag\w+|elimin\w+|exclu\w+|delet\w+|remov\w+|fech\w+|encerr\w+|cancel\w+|anul\w+|retir\w+|arquiv\w+|descart\w+|alter\w+|mud\w+|ajust\w+|corrig\w+|complet\w+|atuali[zs]\w+|bloque\w+|revog\w+|modifi\w+",
    "nl": r"verwijder\w*|wis(?:sen)?|gooi|weggooien|sluit(?:en)?|afsluiten|annuleer\w*|annuleren|intrekken|trek|archive\w+|wijzig\w*|pas\b.*aan|aanpassen|verander\w*|aanvul\w*|corrige\w+|bijwerken|werk\b.*bij|blokke\w+|haal|beëindig\w*|afmaken|schrap\w*", "sv": r"ta bort|tar bort|radera\w*|stäng\w*|avsluta\w*|återkalla\w*|dra tillbaka|avbryt\w*|annuller\w*|arkivera|ändra\w*|justera\w*|uppdatera|komplettera\w*|korrigera|avboka\w*|spärra|släng\w*|makulera|rensa",
    "pl": r"usu[nńw]\w*|skasuj\w*|skasow\w+|kasuj\w*|zamkn\w+|zamyk\w+|unieważni\w*|anul\w+|wycofa\w*|wycofuj\w*|odrzu\w+|archiwizuj\w*|zmie[nń]\w*|popraw\w*|zaktualiz\w*|uzupełni\w*|dostos\w*|zablok\w+|wyrzu\w+", "ja": r"削除|取り?消し|取消|取り?下げ|キャンセル|破棄|変更|修正|訂正|閉じ|クローズ|終了|更新|停止|無効|差し戻|消して|消し",
}  # fmt: skip
"""By language: verbs that remove, change or end."""

_APPROVES: Mapping[str, str] = {
    "en": r"approv(?:e|es|ed|ing)|approval(?! requests?)|ok(?:ay)?|yes|agree\w*|consent\w*|go ahead|proceed|carry out|authori[sz]\w*|grant\w*|confirm\w*|accept\w*|sign(?:ed)? off|green light|(?:as|in|per) (?:the |your |this )?request", "de": r"genehmig\w*|freigegeben|freigabe|gebe .*frei|zustimm\w*|stimme|einverstanden|ok(?:ay)?|ja|bewillig\w*|wie (?:im|in der)|gem[äa](?:ß|ss)|laut",
    "fr": r"approuv\w*|valid\w*|autoris\w*|accord\w*|d'accord|ok|oui|accept\w*|comme|selon", "es": r"aprueb\w*|aprob\w*|autori\w*|acept\w*|conforme|de acuerdo|ok|s[ií]|según|como", "it": r"approv\w*|autorizz\w*|accett\w*|d'accordo|ok|s[iì]|confermo|come da|secondo", "pt": r"aprov\w*|autoriz\w*|aceit\w*|de acordo|ok|sim|concordo|conforme|como",
    "nl": r"goedgekeurd|keur|akkoord|ok[eé]?|ja|goedkeur\w*|toestemming|accepteer|zoals|conform|volgens", "sv": r"godkänn\w*|godkän[dt]\w*|bevilja\w*|tillåt\w*|okej|ok|ja|samtyck\w*|enligt|som i", "pl": r"zatwierdz\w*|akcept\w*|zgadzam|zgoda|ok|tak|wyrażam|zgodnie|według", "ja": r"承認|許可|同意|賛成|了解|OK|ok|認め|可決|決裁",
}  # fmt: skip
"""By language: words that approve the request itself, or point to it."""

_IDIOMS: Mapping[str, str] = {
    "en": r"(?:please |just )?get out(?: please| of here)?|get lost|drop (?:it|this|that)(?: please)?|leave (?:it|this|that)(?: please)?|let (?:it|this|that) (?:go|be)|(?:approval|consent|permission|authori[sz]ation|clearance|blessing) (?!granted|given|confirmed|hereby|for|to|from|is|as|of|with|by|on|please|thanks|now)\w+|bring it on then|go away", "de": r"hau(?:t|en sie)? (?:bitte )?ab(?: bitte)?|hau(?:t)? bitte ab|zieht? (?:bitte )?leine|lasst? (?:es|das|gut sein|stecken)(?: bitte| sein)?|geht? (?:bitte )?weg|raus hier|verzieh\w* .*|(?:mach|macht) (?:bitte )?(?:schluss|zu|aus)",
    "fr": r"(?:sors|sortez|sortir)(?: s'il (?:te|vous) plaît| stp| svp| d'ici)?|d[eé]gage[rz]?(?: s'il (?:te|vous) plaît)?|laisse[rz]? tomber|va[- ]t'en|fiche[rz]? le camp|laisse[rz]?(?: ça| cela)?|(?:le|un) feu vert", "es": r"déjal[oa](?: estar)?|dejadlo|(?:vete|idos|largo)(?: de aquí)?(?: por favor)?|sal(?:id)?(?: de aquí)?(?: por favor)?|olvídal[oa]", "it": r"lascia(?:te)?(?:lo)?(?: stare| perdere)?|vattene|vai via|esci|uscite|fuori(?: di qui)?",
    "pt": r"deix[ae](?: isso| isto| estar| para lá| pra lá)?|sai(?:am)?(?: daqui)?(?: por favor)?|esquec[ae]\w*(?: isso)?|larga(?: isso)?", "nl": r"laat (?:maar|het|dit|zitten)(?: maar| zitten)?|ga weg|rot op|wegwezen|hoepel op", "sv": r"släpp (?:det|det här|detta|ämnet)(?: tack)?|låt (?:det|bli|den) vara|stick(?: härifrån)?|gå (?:ut|bort)|glöm det", "pl": r"(?:wyjdź|wyjdźcie|odejdź|spadaj|odpuść|zostaw(?:cie)?)(?: to| proszę| mnie)*|daj(?:cie)? spokój", "ja": r"(?:出て行って|放っておいて|やめて|ほっといて)(?:ください|下さい)?",
}  # fmt: skip
"""By language: whole clauses that send somebody away or let a matter rest, although their words may order an act."""

_ONLY: Mapping[str, str] = {
    "en": r"(?:approve|authori[sz]e|ok|okay|allow) only|only (?:approve|(?:the|this|that|for|approved)\b)|confirm\w* (?:the |your )?(?:amount|sum|receipt|figures|details|data|price)", "de": r"(?:nur|lediglich|bloß|ausschließlich) (?:der|die|das|den|dem|für|dies\w+|von)\b|(?:genehmige|erlaube|bewillige) (?:nur|lediglich)|bestätig\w* (?:ich |hiermit )*(?:den|die|das) (?:betrag|summe|eingang|erhalt|empfang|zahlen|daten|angaben|preis\w*)", "fr": r"(?:seulement|uniquement|juste) (?:le|la|les|l'|pour|cette?)|(?:seule?s?) (?:le|la|les)|que (?:pour|la liste)|confirme\w* (?:le montant|la réception|les chiffres|les données)", "es": r"(?:s[oó]lo|solamente|únicamente) (?:el|la|los|las|para|este|esta)\b|confirm\w+ (?:el importe|la recepción|los datos|la cantidad)",
    "it": r"(?:solo|soltanto|solamente|unicamente) (?:il|la|lo|l'|i|gli|le|per|questo|questa)\b|conferm\w+ (?:l'importo|la ricezione|i dati|la cifra)", "pt": r"(?:só|apenas|somente|unicamente) (?:o|a|os|as|para|este|esta)\b|confirm\w+ (?:o valor|a receção|o recebimento|os dados)", "nl": r"(?:alleen|slechts|enkel|uitsluitend) (?:de|het|dit|dat|deze|voor)\b|bevestig\w* (?:ik )?(?:het bedrag|de ontvangst|de gegevens)", "sv": r"(?:bara|endast|enbart) (?!att\b|kör|köra|bra|gör|fint|så\b)\w+|bekräftar (?:beloppet|mottagandet|uppgifterna)", "pl": r"(?:tylko|jedynie|wyłącznie) (?:na|dla|ten|tę|to|za|do|w)\b|(?:zatwierdzam|akceptuję) (?:tylko|jedynie)|potwierdzam (?:kwotę|odbiór|otrzymanie|dane)", "ja": r"(?:だけ|のみ)(?:を|は|承認|許可|なら)|に限り",
}  # fmt: skip
"""By language: an approval of a part, or the confirmation of an amount or a receipt."""

_DONE: Mapping[str, str] = {
    "en": r"(?:went|has gone|have gone) (?:through|fine|well|out|live|smoothly)|(?:is|was|has been|are|were) (?:already |now )?(?:completed|finished|done|live|out|sent|released|deployed|paid|refunded|deleted)(?! (?:right|well))|(?:release|rollout|deployment|mailing|refund|payment|deletion|work) (?:completed|finished|done)",
    "de": r"(?:ist|sind|wurden?|war) (?:(?:schon|bereits|heute|gut|jetzt) )*(?:durchgelaufen|angekommen|eingegangen|erledigt|abgeschlossen|fertig|durch|raus|live|versendet|verschickt|bezahlt|gelöscht|gelaufen)(?! werden)", "fr": r"(?:est|sont|a été|ont été) (?:(?:déjà|bien) )*(?:arriv[ée]e?s?|partie?s|(?<!c'est )parti|terminée?s?|passée?s?|reçue?s?|envoyée?s?|payée?s?|supprimée?s?|déployée?s?)",
    "es": r"(?:está|están|ha sido|fue|se ha) (?:ya )?(?:devuelt\w+|recibid\w+|enviad\w+|terminad\w+|acabad\w+|hech[oa]|pagad\w+|publicad\w+|borrad\w+|desplegad\w+|guardad\w+)|ya (?:salió|llegó|se (?:envió|pagó|hizo))", "it": r"(?:è|sono|è stat[oa]|è già) (?:già )?(?:arrivat\w|partit\w|finit\w|terminat\w|inviat\w|pagat\w|fatt\w|completat\w|eliminat\w|rilasciat\w)", "pt": r"(?:está|foi|já foi|estão) (?:já )?(?:devolvid\w+|recebid\w+|enviad\w+|terminad\w+|feit[oa]|pag[oa]|publicad\w+|apagad\w+|concluíd\w+)|já (?:chegou|saiu)",
    "nl": r"(?:is|zijn|was|werd) (?:al |reeds )?(?:binnen|aangekomen|verstuurd|klaar|afgerond|gedaan|betaald|verwijderd|uitgerold|live|doorgelopen)", "sv": r"(?:är|har|blev) (?:redan )?(?:klar[at]?|framme|kommit|skickat?s?|betald?t?|färdig\w*|ute|raderad\w*|genomförd\w*)", "pl": r"(?:jest|są|został[ay]?|było?) (?:już )?(?:gotow\w+|wysłan\w+|zakończon\w+|zrobion\w+|zapłacon\w+|usunięt\w+|wdrożon\w+)|już (?:poszł\w+|dotar\w+|przyszł\w+)", "ja": r"(?:完了|終了)(?:しました|しています|済み)|届きました|届いています|(?:リリース|配信|送信|返金|削除|公開)(?:されました|されています|済み)",
}  # fmt: skip
"""By language: a report that something is done already, which the call may have done or not."""

_THEN: Mapping[str, str] = {
    "en": "then|so then", "de": "dann", "fr": "alors|ensuite|puis", "es": "entonces|luego", "it": "allora|poi|quindi", "pt": "então|depois", "nl": "dan|daarna", "sv": "då|sedan|sen", "pl": "to|wtedy|potem", "ja": "それなら|その後",
}  # fmt: skip
"""By language: how a clause begins that holds only when the clause in front of it does."""

_TURNS: Mapping[str, str] = {
    "en": r"downgrad\w+|roll\w* (?:\w+ )?forward|scale (?:\w+ )?(?:down|back)", "de": r"roll\w* (?:\w+ )?(?:vor|vorwärts)|skalier\w* (?:\w+ )?(?:runter|herunter)", "nl": r"rol (?:\w+ )?vooruit|schaal (?:\w+ )?(?:af|terug)",
    "sv": r"rulla\w* (?:\w+ )?(?:fram|framåt|vidare)|boka\w* (?:\w+ )?av|(?:migrera|skala)\w* (?:\w+ )?(?:tillbaka|ner|ned|bakåt)",
}  # fmt: skip
"""By language: acts that a particle turns into another one. Where the call is that act, they are asked about too."""

_MORE: Mapping[str, str] = {
    "en": r"(?:them|you|us|it) all|all of (?:them|you|us)|both(?: of them)?|every(?:one|body)|(?:me|us) too|the (?:others|rest)(?: too)?", "de": r"beide[mnrs]?|(?:sie|gleich|auch|einfach|sofort|jetzt) (?:\w+ )?alle|allen?|die (?:anderen|restlichen)(?: auch)?", "fr": r"toute?s(?: les deux)?|tous|les deux|tout le monde|les autres(?: aussi)?",
    "es": r"(?:a )?tod[oa]s|amb[oa]s|l[oa]s dos|a los demás", "it": r"tutt[ie]|entramb[ie]|tutti e due|anche gli altri", "pt": r"tod[oa]s|amb[oa]s|[oa]s dois|os outros(?: também)?", "nl": r"allemaal|allebei|beide|iedereen|allen|de rest(?: ook)?", "sv": r"alla|båda|bägge|allihop(?:a)?|de andra(?: också)?|resten(?: också)?",
    "pl": r"wszystk(?:ich|im|ie)|wszyscy|oba|obie|obydw(?:a|u|oje)|obu|pozostał(?:e|ych)(?: też)?", "ja": r"(?:全員|全部|すべて|全て|両方|みんな)(?:を|に|も|とも)?(?:\w*(?:してください|して下さい|お願いします|してOK|しちゃって))",
}  # fmt: skip
"""By language: how a clause ends, behind its act, that is about more things or people than the call: "pay them all"."""

_ADDRESSES = re.compile(
    r"^(?:thanks?|thx|cheers|hi|hello|hey|dear|danke|dank|hallo|liebe[rs]?|moin|merci|bonjour|salut|cher\w*|gracias|hola|buen\w+|estimad\w+|grazie|ciao|buon\w+|obrigad\w+|olá|oi|bo[am]\w*|bedankt|hoi|dag|beste|tack|hej\w*|god\w*|dzięk\w+|cześć|dzień|witam|drodzy|good|well|fine|ok|okay|gut|passt|bien|bene|bra|goed|dobr\w*|for|für|pour|para|per|voor|för|dla|i'm|we|wir|alle|all|tous|todos|tutti)\b"
)
"""How a clause begins that speaks to everybody, or tells what is so for everybody."""

_DETERMINERS = r"(?:the |die |der |das |den |la |le |les |el |il |lo |o |a |de |het |jag godkänner |i approve |ich genehmige |je valide |apruebo |approvo |aprovo |zatwierdzam |ik keur )*"


def is_about_other_matter(
    clauses: Sequence[str], author_languages: Collection[str], kinds: tuple[str, ...] | None
) -> bool:
    """Whether a clause is an idiom, approves a part or more, deals with the request itself, or names a matter that is none of `kinds`.

    The clauses are in small letters; `kinds` are those of the card (`list_card_kinds`; None: unknown).
    """
    return any(
        pattern.search(clause)
        for language in author_languages
        if language in _REQUESTS
        for pattern in _compile_language(language, kinds)
        for clause in clauses
    ) or any(
        _deals_with_request(clause, language) or _takes_more(clause, language)
        for language in author_languages
        for clause in clauses
    )


def begins_with_then(clause: str, languages: Collection[str]) -> bool:
    """Whether a clause begins with a word such as "then", behind "and" or not."""
    found = [re.match(rf"(?:{_THEN[each]})(?:\s|(?<=[ら後]))", clause) for each in languages if each in _THEN]
    return any(found)


@lru_cache(maxsize=512)
def _compile_language(language: str, kinds: tuple[str, ...] | None) -> tuple[re.Pattern[str], ...]:
    written = [rf"^(?:{_IDIOMS[language]})$", _bound(_ONLY[language], language), _bound(_DONE[language], language)]
    if language in _TURNS:
        written.append(_bound(_TURNS[language], language))
    if kinds is not None:
        written += [_bound(each.named[language], language) for name, each in MATTERS.items() if name not in kinds]
        written.append(
            rf"^{_DETERMINERS}(?:{LISTS[language]})(?!\w)" if language not in UNSPACED else rf"^(?:{LISTS[language]})"
        )
    return tuple(re.compile(each) for each in written)


def _bound(written: str, language: str) -> str:
    return f"(?:{written})" if language in UNSPACED else rf"(?<![\w-])(?:{written})(?![\w])"


def _deals_with_request(clause: str, language: str) -> bool:
    """Whether a clause removes, changes or ends the request, and has no word that approves it."""
    if language not in _REQUESTS:
        return False
    request, deal, approve = _compile_request(language)
    return bool(request.search(clause) and deal.search(clause)) and approve.search(clause) is None


def _takes_more(clause: str, language: str) -> bool:
    """Whether a clause orders the act for more things or people than one: "pay them all", "block everyone right away"."""
    if language not in _MORE or _ADDRESSES.search(clause):
        return False
    return _compile_more(language).search(clause) is not None


@lru_cache(maxsize=32)
def _compile_more(language: str) -> re.Pattern[str]:
    if language in UNSPACED:
        return re.compile(_MORE[language])
    return re.compile(
        rf"\w\W+(?:{_MORE[language]})(?: (?:please|now|right away|bitte|jetzt|sofort|merci|maintenant|por favor|ya|subito|pure|já|logo|maar|graag|nu|tack|direkt|genast|proszę|teraz|od razu))*$"
    )


@lru_cache(maxsize=32)
def _compile_request(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    request, deal, approve = (re.compile(_bound(each[language], language)) for each in (_REQUESTS, _DEALS, _APPROVES))
    return request, deal, approve
