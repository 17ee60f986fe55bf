"""The facts that may stand beside an approval: a closed list of whole clauses, which say that this call was checked and is right. Pure.

A fact of any other kind beside an approval may be about another thing, or a reason against the call ("nobody needs it", "the contract has
expired", "I saw a bug", "the newsletter has arrived"), so the whole text is asked about. What is checked or right in these clauses is
"it", "everything", the numbers or the details, a value of the call, or what a call of one act always has: a release has tests and changes,
a mailing has a text and links. That something is needed no more speaks for the call only where it removes that.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from channels.email.inbound.decision_grammar.name_and_value_marks import mark_text
from channels.email.inbound.decision_grammar.phrase_rules import ASKER, BOT, MARKS, PARTY, VALUE
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.table_rows import part_words
from channels.email.inbound.decision_grammar.vocabulary import fold_accents, normalize_words

REMOVING_ACTS = frozenset({"delete", "revoke", "cancel", "close"})
"""Acts for which it is a reason that nobody needs the thing."""

_OWN_NOUNS: Mapping[frozenset[str], Mapping[str, str]] = {
    frozenset({"release", "merge", "migrate", "rollback"}): {
        "en": "changes|changelog|diff|tests|pipeline|build|release notes", "de": "anderungen|changelog|tests|pipeline|build|release notes", "fr": "changements|modifications|tests|changelog|pipeline|journal des modifications",
        "es": "cambios|pruebas|tests|changelog|pipeline", "it": "modifiche|test|changelog|pipeline", "pt": "alteracoes|testes|changelog|pipeline|mudancas", "nl": "wijzigingen|tests|testen|changelog|pipeline",
        "sv": "andringarna|andringar|testerna|tester|changeloggen|pipelinen", "pl": "zmiany|testy|changelog|pipeline", "ja": "変更内容|変更点|テスト|差分",
    },
    frozenset({"send", "publish"}): {
        "en": "text|texts|links|prices|wording|preview|copy|recipients", "de": "text|texte|links|preise|vorschau|empfanger", "fr": "texte|textes|liens|prix|apercu|destinataires",
        "es": "texto|textos|enlaces|precios|vista previa|destinatarios", "it": "testo|testi|link|prezzi|anteprima|destinatari", "pt": "texto|textos|links|precos|destinatarios", "nl": "tekst|teksten|links|prijzen|ontvangers",
        "sv": "texten|texterna|lankarna|priserna|mottagarna", "pl": "tekst|teksty|linki|ceny|odbiorcow|tresc", "ja": "文面|本文|リンク|価格|宛先",
    },
    frozenset({"pay", "refund", "credit", "invoice", "order"}): {
        "en": "amount|amounts|sum|total", "de": "betrag|betrage|summe", "fr": "montant|montants|somme", "es": "importe|importes|monto",
        "it": "importo|importi|somma", "pt": "valor|valores|montante", "nl": "bedrag|bedragen", "sv": "beloppet|beloppen|summan", "pl": "kwote|kwota|kwoty", "ja": "金額",
    },
}  # fmt: skip
"""By acts and language: the nouns of what such a call always has."""

_FACTS: Mapping[str, str] = {
    "en": r"""
(?:(?:i|we) )?(?:(?:have|ve|just|already|also|only just) ){0,2}(?:double checked|cross checked|checked|reviewed|verified|tested|compared|read|gone through|went through|gone over|went over|looked at|looked over|looked through|had a look at|had a quick look at|proofread|inspected|read through) (?:it|this|that|them|everything|it all|all of it|OBJ)(?: TAIL){0,2}
(?:everything|all|OBJ|it all)(?: (?:is|are|was|were|has been|have been))?(?: all)? (?:checked|reviewed|verified|tested|double checked)(?: TAIL)?
(?:(?:i|we) )?(?:(?:have|ve|just) )?(?:checked|double checked|tested|reviewed|verified|proofread)(?: TAIL)?
(?:(?:it|this|that|everything|it all|all|OBJ) )?(?:looks|look)(?: (?:all|really|very|pretty))? (?:good|fine|great|right|correct|ok|okay|perfect|in order)(?: to me)?
(?:it|this|that|everything|all|it all|OBJ) (?:is|are|was|were|seems)(?: (?:all|totally|perfectly|absolutely))? (?:right|correct|fine|good|ok|okay|in order|green|perfect|complete)
(?:it|everything|all|OBJ) (?:matches|match|agrees with|agree with|fits) OBJ
(?:it|everything|all|OBJ) (?:matches|match|adds up|add up|checks out|check out|agree|works|work)(?: up)?
all (?:good|fine|correct|green|right|in order|clear)|makes (?:perfect |total )?sense|it makes sense|looks good to me|numbers add up
(?:and )?(?:i |we )?(?:found|saw|have|see) (?:no|zero) (?:errors|mistakes|typos|issues|problems|objections|concerns)(?: at all)?|(?:i )?found nothing wrong|no (?:errors|mistakes|typos|issues|problems|objections|concerns)(?: at all| from me| from my side| on my side| found)?
""",
    "de": r"""
(?:(?:ich |wir )?(?:habe|hab|haben) )?(?:ich |wir )?(?:(?:mir|es|das|alles|sie|ihn|noch|noch mal|nochmal|alle|OBJ) ){0,2}(?:TAIL )?(?:gepruft|gecheckt|kontrolliert|getestet|durchgesehen|durchgegangen|angesehen|angeschaut|verglichen|gegengelesen|nachgerechnet|uberpruft|durchgelesen|gelesen)
(?:es|das|alles|OBJ) (?:ist|sind|wurde|wurden)(?: alle| alles| so)? (?:gepruft|richtig|korrekt|in ordnung|gut|ok|okay|grun|vollstandig|perfekt|getestet|fehlerfrei)
(?:alles|OBJ) (?:richtig|korrekt|gepruft|gut|in ordnung|grun|ok|okay|fehlerfrei)|gepruft und (?:passt|fur gut befunden|richtig|in ordnung|alles gut)|alles (?:bestens|klar|sauber)
(?:es |das |alles |OBJ )?(?:passt|passen|stimmt|stimmen|stimmt uberein|stimmen uberein)(?: so| alles| alle)?|passt (?:fur mich|alles|so|perfekt)
(?:es |das |alles |OBJ )?(?:sieht|sehen) (?:sehr |alles )?(?:gut|prima|super|richtig|top) aus|sieht alles gut aus
(?:ich )?(?:habe |hab |sehe )?(?:keine|keinen) (?:fehler|tippfehler|einwande|bedenken|probleme)(?: gefunden| gesehen| dagegen| meinerseits| von mir)?
""",
    "fr": r"""
(?:(?:j'|je l'|je les |je |nous |on )?(?:ai|avons|a) )?(?:bien |tout |deja )?(?:verifie|verifiee|verifies|teste|relu|relue|controle|regarde|compare|examine|lu|lue)(?: (?:tout|OBJ|ca|cela))?(?: TAIL)?
(?:tout|OBJ|c'est)(?: (?:est|sont))?(?: (?:tout|bien|tous|toutes))? (?:verifie|verifies|verifiees|bon|bons|bonne|correct|corrects|ok|en ordre|juste|justes|vert|verts|au vert|parfait|conforme|conformes|exact|exacts)
(?:tout |OBJ )?(?:correspond|correspondent|concorde|concordent|fonctionne|fonctionnent|me va|passent)|tout (?:est bon|va bien|roule|colle)
(?:je n'ai |je ne vois |je n'ai trouve |je n'ai vu |et )?(?:aucune|aucun|pas d'|pas de|sans) ?(?:erreur|faute|objection|remarque|souci|probleme|coquille|reserve)s?(?: de ma part| de mon cote| trouvee?)?
""",
    "es": r"""
(?:(?:lo |la |los |las )?(?:he|hemos) )?(?:revisado|revisada|revisados|revisadas|comprobado|comprobados|comprobada|verificado|verificados|verificada|probado|probados|probada|comparado|leido|leida)(?: (?:todo|OBJ|dos veces|todos|todas))?(?: TAIL)?
(?:lo |la |los |las )?(?:revise|comprobe|verifique|probe|lei)(?: (?:todo|OBJ))?(?: TAIL)?
(?:todo|OBJ)(?: (?:esta|estan|es|son|revisado|y))?(?: (?:todo|todos|todas|muy))? (?:bien|correcto|correctos|correctas|en orden|en verde|verde|ok|perfecto|revisado|revisados|revisadas|comprobado|comprobados|comprobadas|probados|conforme)
(?:todo |OBJ )?(?:coincide|coinciden|cuadra|cuadran|funciona|funcionan)|esta todo (?:bien|correcto|en orden|perfecto)|se ve (?:bien|muy bien|perfecto)|tiene sentido
(?:no (?:veo|tengo|encontre|vi|hay|he visto|he encontrado) (?:ningun |ninguna )?|sin |ningun |ninguna |nada de )(?:errores|error|erratas|errata|problema|problemas|objecion|objeciones|inconveniente)(?: por mi parte| de mi parte)?
""",
    "it": r"""
(?:(?:l'|li |le )?(?:ho|abbiamo) )?(?:appena |gia )?(?:controllato|controllata|controllati|verificato|verificata|verificati|testato|testata|riletto|riletta|guardato|letto|letta|rivisto|riguardato|confrontato)(?: (?:tutto|OBJ))?(?: TAIL)?
(?:tutto|OBJ)(?: (?:e|sono))?(?: (?:tutto|tutti|tutte))? (?:a posto|ok|corretto|corretti|corrette|giusto|giusti|giusta|in ordine|in regola|verde|verdi|bene|perfetto|verificato|verificati|controllato|controllati|controllate|provati)|e tutto (?:a posto|corretto|ok|in ordine|giusto)
(?:tutto |OBJ )?(?:torna|tornano|corrisponde|corrispondono|funziona|funzionano|combacia|coincide|quadra|quadrano)|va tutto bene|ha senso|mi sembra tutto (?:ok|corretto|a posto)
(?:non (?:ho|vedo|ho trovato|ho visto) )?(?:nessun|nessuna|senza|alcun) ?(?:errore|errori|obiezione|obiezioni|problema|refuso)(?: da parte mia)?
""",
    "pt": r"""
(?:(?:ja )?(?:tenho |tinha )?)?(?:revi|verifiquei|conferi|testei|li|revisei|comparei|chequei|revisto|verificado|conferido|testado|revisado)(?: (?:tudo|OBJ|isto|isso))?(?: TAIL)?
(?:tudo|OBJ|esta tudo|ta tudo)(?: (?:esta|estao|e|sao|ok e))?(?: (?:tudo|todos|todas))? (?:certo|certos|certas|correto|corretos|corretas|bem|ok|em ordem|verde|verdes|a verde|perfeito|conferido|conferidos|conferidas|verificado|verificados|conforme)
(?:tudo |OBJ )?(?:bate|batem|confere|conferem|bate certo|batem certo|funciona|funcionam|coincide|coincidem)|faz sentido|parece tudo (?:bem|certo|ok)
(?:nao (?:vi|vejo|tenho|encontrei|achei|ha) )?(?:sem|nenhum|nenhuma) ?(?:erros|erro|objecao|objecoes|problema|problemas|gralhas|gralha)(?: da minha parte)?
""",
    "nl": r"""
(?:(?:ik |wij |we )?(?:heb|hebben) )?(?:ik |wij |we )?(?:(?:het|dit|dat|alles|'m|m|hem|ze|even|net|nog|zelf|OBJ) ){0,3}(?:TAIL )?(?:gecontroleerd|gecheckt|bekeken|nagekeken|doorgelezen|getest|nagelopen|nagelezen|vergeleken|gelezen|doorgenomen|geverifieerd)
(?:het|alles|dit|OBJ) (?:is|zijn)(?: allemaal)? (?:gecontroleerd|gecheckt|goed|in orde|ok|oke|correct|juist|groen|akkoord|prima|nagekeken|compleet)
(?:alles |het |OBJ )?(?:klopt|kloppen|komt overeen|komen overeen|werkt|werken)(?: allemaal| helemaal)?|alles (?:goed|in orde|klopt|groen|oke|ok)|ziet er (?:goed|prima|netjes|keurig) uit|het ziet er (?:goed|prima) uit
(?:(?:ik )?(?:heb|zie) )?geen (?:fouten|typefouten|bezwaar|bezwaren|problemen|opmerkingen)(?: gevonden| gezien| van mijn kant)?
""",
    "sv": r"""
(?:(?:jag |vi )?(?:har )?)?(?:(?:just|redan|nyss) )?(?:kollat|kontrollerat|granskat|testat|last|korrekturlast|gatt igenom|gick igenom|kollade|kontrollerade|granskade|testade|laste|laste igenom|jamfort|verifierat)(?: (?:det|den|allt|detta|igenom|OBJ)){0,2}(?: TAIL)?
(?:det|allt|OBJ)(?: (?:ar|var))?(?: (?:ratt och|helt))? (?:kontrollerat|kollat|granskat|testat|bra|ok|okej|ratt|korrekt|i sin ordning|gront|grona|korrekta|testade|kontrollerade)
(?:allt |det |OBJ )?(?:stammer|fungerar|matchar)(?: overens)?|(?:det |allt )?ser (?:bra|fint|ratt|korrekt|jattebra) ut|allt (?:bra|klart|ratt|gront|i sin ordning)
(?:jag )?(?:hittade |har |ser )?inga (?:fel|stavfel|invandningar|problem|konstigheter)(?: fran min sida)?
""",
    "pl": r"""
(?:juz |wlasnie |jeszcze raz )?(?:sprawdzilem|sprawdzilam|przejrzalem|przejrzalam|przeczytalem|przeczytalam|przetestowalem|przetestowalam|zweryfikowalem|zweryfikowalam|porownalem|porownalam|sprawdzone|sprawdzono)(?: (?:to|wszystko|calosc|OBJ))?(?: TAIL)?
(?:wszystko|to|OBJ)(?: (?:jest|sa))? (?:ok|okej|dobrze|sprawdzone|w porzadku|poprawne|zielone|prawidlowe|poprawna|gra|przetestowane|prawidlowa)
(?:wszystko |OBJ )?(?:sie )?(?:zgadza|zgadzaja|dziala|dzialaja)(?: sie)?|(?:to |wszystko )?wyglada (?:dobrze|ok|w porzadku|bardzo dobrze)|ma (?:to )?sens
(?:nie (?:znalazlem|znalazlam|widze|mam) )(?:bledow|literowek|zastrzezen|uwag|problemow|zadnych bledow|zadnych uwag)|bez (?:uwag|zastrzezen|bledow)(?: z mojej strony)?
""",
    "ja": r"""
(?:(?:全て|すべて|全部|こちら|OBJ)(?:は|も|を)?)?(?:最後まで)?(?:確認|チェック|レビュー|テスト|検証)(?:しました|いたしました|済みです|済み|した|しましたが問題ありません)
(?:全て|すべて|全部|内容|OBJ)(?:は|も|を)?(?:最後まで)?(?:読みました|目を通しました|見ました)
(?:(?:全て|すべて|全部|内容|OBJ)(?:は|も|に)?)?(?:問題ありません(?:でした)?|問題ないです|問題なし|合っています|合ってます|正しいです|大丈夫です|良さそうです|よさそうです|一致しています|異常なし|異常ありません|グリーンです)
(?:特に)?(?:問題|異議|誤字|間違い|ミス)(?:は|も)?(?:ありません(?:でした)?|ないです|なし|ございません)
""",
}  # fmt: skip
"""By language: whole clauses, one pattern a line, without accents. `OBJ`: the nouns below, `TAIL`: when or how."""

_NEEDLESS: Mapping[str, str] = {
    "en": r"(?:(?:it|this|that|OBJ) (?:is|are) (?:no longer|not)|no longer) (?:needed|used|in use)(?: any ?more)?|(?:(?:(?:we|i) )?(?:no longer|don't|do not) need|(?:we|i) (?:no longer|don't|do not) use) (?:it|this|that|them|OBJ)(?: any ?more)?|(?:nobody|no one|none of them) (?:needs|uses) (?:it|this|that|them|OBJ)(?: any ?more)?",
    "de": r"(?:(?:es|das|OBJ) )?(?:wird|werden)? ?nicht mehr (?:gebraucht|benotigt|genutzt|verwendet)|(?:(?:das|es|OBJ) )?braucht (?:niemand|keiner|kein mensch) mehr|(?:niemand|keiner) (?:braucht|nutzt) (?:das|es|OBJ)(?: noch| mehr)?",
    "fr": r"(?:plus )?personne (?:ne l'utilise|n'en a besoin|ne s'en sert)(?: plus)?|on n'en a plus besoin|ca ne sert plus(?: a rien)?",
    "es": r"(?:ya )?nadie (?:lo|la|los|las) (?:usa|necesita|utiliza)(?: ya)?|ya no (?:hace falta|se usa|se usan|sirve|lo necesitamos)",
    "it": r"non serve piu(?: a nessuno)?|non (?:lo|la|li) usa piu nessuno|nessuno (?:lo|la|li) usa(?: piu)?",
    "pt": r"(?:ja )?ninguem (?:usa|precisa)(?: (?:isso|disso|disto|isto|mais|dele))?(?: mais)?|ja nao (?:e preciso|serve|se usa)",
    "nl": r"niemand (?:gebruikt|heeft) (?:het|dit|dat|ze|hem)(?: nog| meer| nodig| meer nodig)?|(?:is |zijn )?niet meer (?:nodig|in gebruik)",
    "sv": r"ingen (?:anvander|behover) (?:det|den|dem)(?: langre)?|behovs inte(?: langre)?|vi behover (?:den|det|dem) inte(?: langre)?",
    "pl": r"(?:juz )?nikt (?:juz )?(?:tego|go|ich) (?:juz )?nie (?:uzywa|potrzebuje)|juz niepotrzebne|(?:juz )?nie (?:jest|sa) (?:juz )?potrzebne",
    "ja": r"もう(?:使っていません|使いません|不要です|いりません|誰も使っていません)",
}  # fmt: skip
"""By language: whole clauses that a thing is needed no more."""

_NOUNS = {
    "en": "details|numbers|figures|data", "de": "details|zahlen|daten|angaben", "fr": "details|chiffres|donnees", "es": "detalles|numeros|datos|cifras", "it": "dettagli|numeri|dati|cifre",
    "pt": "detalhes|numeros|dados", "nl": "details|cijfers|gegevens", "sv": "detaljerna|siffrorna|uppgifterna", "pl": "szczegoly|liczby|dane", "ja": "内容|詳細|数字",
}  # fmt: skip
_ARTICLES = {
    "en": "the |all the |all |both |these |those ", "de": "die |den |das |der |alle |die alle ", "fr": "le |la |les |l'|tous les |toutes les |ces ", "es": "el |la |los |las |todos los |todas las ", "it": "il |lo |la |i |gli |le |l'|tutti i |tutte le ",
    "pt": "o |a |os |as |todos os |todas as ", "nl": "de |het |alle |deze ", "sv": "alla |", "pl": "wszystkie |", "ja": "",
}  # fmt: skip
_TAILS = {
    "en": "twice|again|carefully|thoroughly|myself|today|yesterday|this morning|this afternoon|last night|last week|on (?:monday|tuesday|wednesday|thursday|friday)|just now|line by line|in detail|on staging|from start to finish", "de": "heute|gestern|zweimal|selbst|heute morgen|grundlich|sorgfaltig|genau|eben|gerade|noch einmal|nochmal|im detail|komplett",
    "fr": "deux fois|hier|ce matin|moi meme|en detail|hier soir|soigneusement", "es": "dos veces|ayer|esta manana|yo mismo|yo misma|con calma|hoy|a fondo|en detalle", "it": "due volte|ieri|stamattina|oggi|con attenzione|personalmente",
    "pt": "duas vezes|ontem|hoje|hoje de manha|com calma|com atencao|pessoalmente", "nl": "twee keer|gisteren|vanochtend|vandaag|zelf|goed|zorgvuldig|net|nog", "sv": "tva ganger|igar|idag|i morse|sjalv|noga|nyss",
    "pl": "dwa razy|wczoraj|dzisiaj|dzis|dokladnie|rano|osobiscie", "ja": "",
}  # fmt: skip


_BARE_STATE = re.compile(
    r"\b(?:pass(?:ed|ing)|clean|durch|bestanden|sauber|passes?|pasados?|passat[io]|passados?|geslaagd|passerat|zaliczone|green|grün|gruen|verts?|verdes?|verd[ei]|groen|grön\w*|zielon\w*)$"
)
_HAS_VERB = re.compile(
    r"\b(?:has|have|hat|haben|a|ont|ha|han|hanno|heeft|hebben|har|is|are|was|were|look|looks|ist|sind|est|sont|está|están|esta|estan|è|sono|estão|estao|zijn|är|var|jest|są|sa|all|alles|alle|tout|todo|tudo|tutto|allt|wszystko)\b"
)
"""A state without a verb may be a condition: "tests green, deploy"."""


def may_stand_beside_approval(clause: str, author: ReplyAuthor) -> bool:
    """Whether a clause is one of the listed facts about this call, in one of the author's languages.

    The clause is as written, or has the marks of `mark_text`, which would take them for letters that the writer sent.
    """
    marked = clause if any(mark in clause for mark in MARKS) else mark_text(clause, author)
    told = normalize_words(marked).strip(" .,!。、！")
    if _BARE_STATE.search(told) and not _HAS_VERB.search(told):
        return False
    acts = tuple(author.call_acts or ())
    return any(
        _compile_facts(language, acts).fullmatch(_write_plainly(told, language))
        for language in author.languages
        if language in _FACTS
    )


def _write_plainly(told: str, language: str) -> str:
    if language in UNSPACED:
        return part_words(told, language).replace(" ", "")
    return fold_accents(" ".join(told.replace("’", "'").replace("-", " ").split()))


@lru_cache(maxsize=256)
def _compile_facts(language: str, acts: tuple[str, ...]) -> re.Pattern[str]:
    nouns = "|".join(
        [
            _NOUNS[language],
            *(own[language] for of, own in _OWN_NOUNS.items() if of.intersection(acts)),
            VALUE,
            PARTY,
            BOT,
        ]
    )
    joint = "" if language in UNSPACED else " "
    article = f"(?:{_ARTICLES[language]})?" if _ARTICLES[language] else ""
    ands = "[とや]|、" if language in UNSPACED else f"{joint}(?:and|und|et|y|e|en|och|i){joint}"
    thing = f"{article}(?:{nouns})(?:{joint}{VALUE})?"
    rows = [rf"(?:ok|okay|okej|oke|okey) {ASKER}", _FACTS[language]]
    rows += [_NEEDLESS[language]] if REMOVING_ACTS.intersection(acts) else []
    written = "|".join(filter(None, map(str.strip, "\n".join(rows).split("\n"))))
    written = written.replace("OBJ", f"(?:{thing}(?:{ands}{thing})?)").replace("TAIL", f"(?:{_TAILS[language]})")
    return re.compile(written)
