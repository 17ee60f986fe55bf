r"""The reasons that may stand beside an approval of one act: closed whole clauses by act and language, for `facts_beside_approvals`.

A release may be called tested, expected or the right one; a refund may be called deserved, and its goods returned, lost or broken. No clause
here says that something is missing, open or still to come, and none could be a reason against the act: "the parcel arrived" is not here.
`OBJ` and `TAIL` are those of `facts_beside_approvals`, `\ue000` a value of the call, `\ue002` a person or company that the call names.
"""

from channels.email.inbound.decision_grammar.phrase_rules import PARTY, VALUE

_RELEASING = frozenset({"release", "merge", "migrate"})
_REFUNDING = frozenset({"refund", "credit"})

_RELEASE_REASONS = {
    "en": r"""
(?:and )?(?:the |all )?(?:qa|ci|tests?|all tests|test suite|pipeline|build|staging|smoke tests|checks)(?: (?:has|have|is|are|was|were))?(?: all| already| both)* (?:signed off|signed it off|signed off on it|passed|passing|green|approved it|clean|looked good|look good|looks good)(?: TAIL)*
(?:that is |that's |this is |it's |it is |VALUE is )(?:exactly )?the (?:right|correct) (?:commit|version|tag|one|build|release)
VALUE is (?:exactly )?the (?:one|commit|version|build|tag) (?:that )?(?:we|i|qa) (?:tested|reviewed|agreed on|agreed|checked|verified)
(?:and )?(?:it's |it is |that's )?(?:all )?as (?:expected|agreed|discussed|planned)
(?:i have |i've |we have |we've |have )?(?:really )?been waiting for (?:this|it|this one|that|this release)|we need (?:it|this|this one)|customers are waiting(?: for (?:it|this))?
""",
    "de": r"""
(?:die |das |alle )?(?:qa|ci|tests|pipeline|build|checks)(?: (?:ist|sind|war|waren|hat|haben|lief|liefen))?(?: alle| komplett| auch| schon| heute| durchweg)* (?:grun|durch|durchgelaufen|bestanden|sauber|zugestimmt|grunes licht gegeben)(?: TAIL)*
(?:das |VALUE )ist (?:genau )?(?:der|die|das) (?:richtige|korrekte|getestete) (?:commit|stand|tag|version|build|release)
(?:darauf|auf die version|auf den release|da|drauf) (?:warte ich|warten wir|haben wir gewartet|habe ich gewartet)(?: schon)?(?: lange| ewig)?|wie (?:besprochen|vereinbart|geplant|erwartet|abgesprochen)
""",
    "fr": r"""
(?:les |la |tous les )?(?:tests|ci|pipeline|qa|recette)(?: (?:est|sont|a|ont))?(?: tous| tout| bien)* (?:au vert|verts|passe|passes|passent|valide|validee|ok|bons)(?: TAIL)*
(?:c'est|VALUE est) (?:bien )?(?:le bon|la bonne) (?:commit|version|tag|build)|c'est bien (?:VALUE|lui|elle)
(?:comme|c'est) (?:convenu|prevu|discute|attendu)|on l'attendait(?: tous)?|(?:on|je|nous) (?:l'|n')?attend(?:ait|ais|ions)(?: que ca)?
""",
    "es": r"""
(?:los |las |todos los |todas las )?(?:tests|pruebas|ci|pipeline|qa)(?: (?:ya|estan|esta|han|ha))?(?: todos| todas)* (?:en verde|pasado|pasaron|pasan|pasan todos|bien|ok|correctos|correctas|dado el visto bueno)(?: TAIL)*
(?:ya )?(?:vi|he visto|mire|revise) (?:los |las )?(?:tests|pruebas)(?: y (?:pasan|pasaron|estan)(?: todos| todas)?(?: en verde| bien)?)?(?: TAIL)*
(?:es|VALUE es) (?:exactamente )?(?:el|la) (?:commit|version|etiqueta) (?:correcto|correcta|bueno|buena)|(?:como|segun) (?:lo )?(?:acordado|acordamos|hablado|hablamos|previsto|planeado)|(?:lo|la) estabamos esperando
(?:ya )?(?:lo|la|los) (?:mire|vi|revise|hable|he mirado|he visto|he hablado) con (?:\ue001|\ue003)(?: TAIL)*
""",
    "it": r"""
(?:i |tutti i )?(?:test|pipeline|ci|qa)(?: (?:sono|e|ha|hanno))?(?: tutti| gia)* (?:verdi|verde|passati|passato|passano|ok|a posto|approvato|dato l'ok)(?: TAIL)*
(?:e|VALUE e) (?:proprio )?(?:il|la) (?:commit|versione|tag|build) (?:giusto|giusta|corretto|corretta)|come (?:concordato|previsto|da accordi|detto)|(?:lo|la) aspettavamo
(?:gia )?(?:visto|vista|guardato|controllato|discusso) (?:TAIL )?con (?:\ue001|\ue003)(?: TAIL)*
""",
    "pt": r"""
(?:os |todos os )?(?:testes|pipeline|ci|qa)(?: (?:ja|estao|esta|foram|foi|deu|passaram))?(?: todos| tudo)* (?:verdes|verde|a verde|passaram|passou|passados|ok|certo|certos|aprovou|o ok)(?: TAIL)*
(?:e|VALUE e) (?:mesmo )?(?:o|a) (?:commit|versao|tag|build) (?:certo|certa|correto|correta)|(?:como|conforme) (?:combinado|combinamos|acordado|planeado|planejado|previsto)|(?:estava|estavamos) (?:a espera|esperando)(?: (?:disto|disso|por isso|por esta))?
(?:ja )?(?:conferi|vi|revi|verifiquei|falei|olhei)(?: (?:o|a|os|as) (?:commit|diff|tag|versao))?(?: VALUE)? com (?:o |a )?(?:\ue001|\ue003)(?: TAIL)*
""",
    "nl": r"""
(?:de |alle )?(?:tests|testen|ci|pipeline|qa|checks)(?: (?:is|zijn|was|waren|heeft|hebben))?(?: allemaal| ook| al)* (?:groen|geslaagd|goed|ok|akkoord gegeven|doorstaan)(?: TAIL)*
(?:dat|dit|VALUE) is (?:precies )?(?:de|het) (?:juiste|goede) (?:commit|versie|tag|build)|zoals (?:afgesproken|besproken|gepland|verwacht)|(?:hier|daar) (?:wacht ik|wachten we|zaten we)(?: al)?(?: lang)? op(?: te wachten)?
""",
    "sv": r"""
(?:alla )?(?:testerna|tester|test|pipelinen|ci|qa)(?: (?:ar|var|har))?(?: alla| redan)* (?:grona|gront|passerat|godkanda|ok|klara|sagt ja)(?: TAIL)*
(?:det|VALUE) ar (?:precis )?(?:ratt|korrekt) (?:commit|version|tagg|build)|(?:som|enligt) (?:overenskommet|overenskommelse|planerat|vi sa|vi kom overens om)|(?:den har|det har|den) har vi vantat pa
""",
    "pl": r"""
(?:wszystkie )?(?:testy|pipeline|ci|qa)(?: (?:sa|jest|juz|byly))?(?: wszystkie)* (?:zielone|zielony|przeszly|przechodza|ok|zaliczone)(?: TAIL)*
(?:to|VALUE to) (?:jest )?(?:wlasciwy|dobry|poprawny|wlasciwa) (?:commit|tag|wersja|build)|(?:tak )?jak (?:ustalone|uzgodnione|ustalilismy|planowane|bylo planowane)|czekalismy na (?:to|te wersje)
""",
    "ja": r"""
(?:テスト|CI|ci|QA|qa|ステージング|パイプライン)(?:は|も|が)?(?:全て|すべて|全部)?(?:通っています|通りました|通過しました|パスしています|パスしました|グリーンです|ok|okです|完了しています)
(?:VALUE|commit VALUE|コミットVALUE)?(?:は|も|を)?(?:確認済みです|確認済み|確認しました|正しいです)|レビュー済みなので|レビュー済みです|(?:予定|打ち合わせ|計画)(?:通り|どおり)(?:です)?
""",
}  # fmt: skip

_REFUND_REASONS = {
    "en": r"""
SHE(?:'s| is| are| was| were)?(?: clearly| fully| really| absolutely| certainly| rightly| well)* (?:owed (?:this|it|that|the money)|entitled to (?:it|this|that|her money|his money|the money|a refund)|in the right)
SHE(?:'s| has| have|'ve)?(?: really| clearly| certainly)* (?:been (?:very |so |more than |really )?patient(?: enough)?|been waiting(?: long enough| for weeks| for ages| too long)?|waited (?:long enough|too long|for weeks|for ages|weeks)|earned it)|SHE(?: clearly| really| certainly)? deserves? (?:it|this|that|her money back|his money back|a refund)
(?:the )?(?:goods|parcel|package|item|items|product|bag|shoes)(?: (?:has|have|is|are|was|were|did|got))?(?: been| really| indeed| all)* (?:returned|back|back in stock|lost|damaged|broken|faulty|defective|received back|arrived back|arrived broken|arrived damaged|came back|came broken|never arrived|never came|never turned up)(?: TAIL)*
(?:the )?return (?:has |is |was )?(?:arrived|in|received|logged|confirmed|back)(?: TAIL)*|SHE (?:sent|returned|has returned|has sent|brought) (?:it|them|everything|the goods)(?: all)?(?: back)?(?: TAIL)*|(?:and )?i (?:saw|have seen|can see|checked|confirmed) the return(?: TAIL)*
(?:it's|it is|that's|this is) (?:our fault|our mistake|only fair|the least we can do|fair|justified|as agreed)|we (?:messed up|made a mistake|charged (?:her|him|them) twice|owe (?:her|him|them) (?:that|this|it))|(?:it )?was (?:a )?(?:double|duplicate) (?:charge|charged|payment|booking)
""",
    "de": r"""
SHE (?:wartet|warten)(?: ja| auch| schon| jetzt| nun)* (?:lange genug|lang genug|seit wochen|zu lange|ewig|seit tagen)|SHE (?:hat|haben)(?: ja| auch| schon| jetzt| nun)* (?:lange genug|lang genug|ewig|zu lange) gewartet
SHE (?:hat|haben)(?: ja| auch| da| hier| vollig| vollkommen| absolut)* (?:recht|anspruch darauf|anspruch|ein recht darauf|alles zuruckgeschickt|die ware zuruckgeschickt)|(?:das )?steht (?:ihr|ihm|ihnen)(?: ja| auch| klar| eindeutig)* zu
(?:die )?(?:retoure|rucksendung)(?: (?:ist|war|kam))?(?: ja| schon| langst| bereits| auch| heute| gestern)* (?:angekommen|da|eingegangen|eingetroffen|zuruck|geprueft|gepruft|an|im lager)(?: TAIL)*
(?:die |der |das )?(?:ware|artikel|paket|produkt)(?: (?:ist|war|kam|wurde|sind))?(?: ja| schon| langst| bereits| auch| wirklich| leider| heute| gestern)* (?:zuruck|wieder da|zuruckgekommen|defekt|kaputt|verloren gegangen|beschadigt|kaputt angekommen|nie angekommen|nicht angekommen|zuruckgegangen|zuruckgeschickt)(?: TAIL)*
(?:das )?(?:war|ist) (?:ja )?(?:unser fehler|nur fair|berechtigt|gerechtfertigt|doppelt abgebucht)
""",
    "fr": r"""
SHE y a(?: bien| tout a fait| clairement)* droit|SHE (?:attend|a attendu)(?: bien)? (?:depuis assez longtemps|depuis trop longtemps|assez longtemps|depuis des semaines|trop longtemps)|SHE a(?: tout a fait| bien| entierement)* raison|(?:c'est|ca lui est) (?:bien )?(?:merite|du|notre erreur|justifie|normal)
(?:le |la |les )?(?:colis|retour|produit|article|marchandise)(?: (?:est|a|etait|sont|ont))?(?: bien| ete| deja| arrive)* (?:revenu|revenue|retourne|retournee|recu|perdu|casse|cassee|endommage|defectueux|jamais arrive)(?: TAIL)*|(?:le )?retour (?:est )?(?:bien )?(?:arrive|recu|enregistre|valide)(?: TAIL)*
SHE a (?:tout |bien )?(?:renvoye|retourne)(?: (?:le colis|le produit|la marchandise|l'article))?(?: TAIL)*
""",
    "es": r"""
SHE tiene(?: toda)? (?:la )?razon(?: la senora| la clienta| el cliente)?|tiene(?: todo el)? derecho(?: a ello)?|SHE (?:lleva|llevaba)(?: ya)? (?:semanas|demasiado tiempo|mucho tiempo|mucho) esperando|SHE (?:ya )?(?:ha esperado|espero) (?:bastante|suficiente|demasiado)|se lo merece|es (?:lo )?justo|fue (?:un )?(?:error nuestro|fallo nuestro|nuestro error|cobro doble)
(?:el |la |los )?(?:paquete|producto|pedido|articulo|mercancia|devolucion)(?: (?:ya|nunca|le|nos))*(?: (?:llego|ha llegado|esta|fue|vino|llego a destino))?(?: ya)* (?:roto|rota|defectuoso|defectuosa|danado|danada|perdido|perdida|de vuelta|devuelto|devuelta|nunca llego|recibida)(?: TAIL)*|(?:el paquete|el pedido|el producto) nunca (?:llego|le llego)|la devolucion (?:ya )?(?:llego|ha llegado|esta recibida)(?: TAIL)*
""",
    "it": r"""
SHE ha(?: proprio| pienamente)? ragione(?: la signora| la cliente| il cliente)?|ha ragione (?:la signora|la cliente|il cliente)|(?:e|ne ha) (?:un )?(?:suo )?(?:pieno )?diritto|SHE (?:aspetta|ha aspettato)(?: gia)? (?:da troppo|da settimane|abbastanza|troppo|anche troppo)|se lo merita|e (?:giusto(?: cosi)?|dovuto|doveroso)|giusto cosi|(?:e stato |era )?(?:un )?(?:errore nostro|nostro errore|doppio addebito)
(?:il |la |i )?(?:pacco|prodotto|articolo|merce|reso)(?: (?:e|ha|sono|era|non e mai))?(?: gia| arrivato| stato| rientrato)* (?:rotto|rotta|distrutto|distrutta|difettoso|difettosa|danneggiato|danneggiata|smarrito|perso|tornato|tornata|rientrato|rientrata|restituito|mai arrivato)(?: TAIL)*|(?:il )?reso (?:e )?(?:gia )?(?:arrivato|rientrato|registrato)(?: TAIL)*
""",
    "pt": r"""
SHE tem(?: toda)? (?:a )?razao(?: a senhora| a cliente)?|tem(?: todo o)? direito|SHE (?:ja )?(?:esperou|espera) (?:demais|bastante|ha semanas|tempo demais|muito)|(?:ela |ele )?merece|(?:e|foi) (?:o )?(?:justo|erro nosso|cobrado em dobro|cobranca dupla)|justo
(?:o |a |os )?(?:produto|pacote|pedido|encomenda|artigo|devolucao|mercadoria)(?: (?:ja|nunca))*(?: (?:veio|chegou|esta|foi|voltou))?(?: ja| com)* (?:defeito|quebrado|quebrada|danificado|danificada|estragado|perdido|perdida|extraviado|extraviada|devolvido|devolvida|de volta|nunca chegou)(?: TAIL)*|(?:o produto|o pacote|o pedido|a encomenda) nunca chegou|a devolucao (?:ja )?(?:chegou|foi recebida)(?: TAIL)*|o valor (?:bate|confere|esta certo)
""",
    "nl": r"""
SHE heeft (?:er |daar )?(?:gewoon |echt |volledig )?(?:recht op|gelijk)|daar heeft SHE (?:gewoon |echt )?recht op|SHE wacht (?:al |nu )*(?:lang genug|lang genoeg|te lang|weken|al weken)|SHE heeft (?:al |nu )*(?:lang genoeg|te lang) gewacht|SHE heeft (?:alles |het |de spullen )?(?:netjes |gewoon )?(?:teruggestuurd|geretourneerd)|(?:het )?(?:was|is) (?:onze fout|ons foutje|terecht|dubbel afgeschreven)
(?:de |het )?(?:retour|retourzending)(?: (?:is|was))?(?: al| netjes| ook)* (?:binnen|ontvangen|terug|aangekomen|verwerkt)(?: TAIL)*|(?:de |het )?(?:pakket|pakje|artikel|product|spullen)(?: (?:is|was|kwam|zijn))?(?: al| echt| nooit)* (?:terug|kapot|kwijt|beschadigd|defect|kapot aangekomen|nooit aangekomen|aangekomen kapot|retour|zoek)(?: TAIL)*
""",
    "sv": r"""
SHE har (?:ju |ratt |faktiskt )*(?:ratt till det|ratt|vantat lange nog|vantat tillrackligt|vantat i veckor|skickat tillbaka (?:varan|den|allt)|returnerat (?:varan|den|allt))|(?:det )?(?:var|ar) (?:vart fel|rimligt|dubbeldebiterat|befogat)
(?:returen|retursandningen)(?: (?:har|ar))?(?: kommit| redan)* (?:in|inne|framme|tillbaka|mottagen|registrerad)(?: TAIL)*|(?:varan|paketet|produkten)(?: (?:har|ar|var|kom))?(?: kommit| redan| aldrig| verkligen)* (?:tillbaka|trasig|trasigt|skadad|skadat|borta|forsvunnen|defekt|fram)(?: TAIL)*
""",
    "pl": r"""
(?:klientka|klient|ona|on|SHE) ma (?:w pelni |calkowita )?(?:racje|do tego prawo|prawo)|nalezy (?:jej|mu|im) sie|(?:klientka|klient|ona|SHE) (?:juz )?(?:czeka|czekala) (?:juz )?(?:wystarczajaco dlugo|dosc dlugo|za dlugo|od tygodni)|reklamacja (?:jest )?(?:zasadna|uzasadniona|uznana|sluszna)|(?:to )?(?:byl )?nasz blad|sprawe znam|znam sprawe
(?:paczka|przesylka|towar|produkt|zwrot)(?: (?:faktycznie|rzeczywiscie|juz|jest|byl|byla|do nas))* (?:nie dotarla|zaginela|wrocila|wrocil|uszkodzona|uszkodzony|wadliwy|zepsuty|dotarl do nas|zwrocona|zwrocony)(?: TAIL)*
""",
    "ja": r"""
(?:商品|荷物|品物)(?:が|は|も)?(?:不良|破損|不良品|返品済み|返送済み|届かなかった|届いていなかった|壊れていた)(?:だった|でした|です)?(?:ので|ため)?(?:返金が妥当です)?|返金が妥当です|(?:お客様|先方)(?:の)?(?:おっしゃる通り|言う通り|ご指摘の通り)です(?:ね)?|(?:返品|返送)(?:は|も|を)?(?:確認済みです|確認しました|受け取りました|届きました)
""",
}  # fmt: skip

_SHE = {
    "en": "she|he|they|we all|the customer|the client|the lady|the poor woman|PARTY|mrs PARTY|mr PARTY|ms PARTY",
    "de": "sie|er|die kundin|der kunde|die arme|der arme|die frau|PARTY|frau PARTY|herr PARTY",
    "fr": "elle|il|la cliente|le client|la pauvre|PARTY|mme PARTY|madame PARTY|m PARTY",
    "es": "ella|el|la clienta|el cliente|la senora|la pobre|PARTY|",
    "it": "lei|lui|la cliente|il cliente|la signora|PARTY|",
    "pt": "ela|ele|a cliente|o cliente|a senhora|coitada|PARTY|",
    "nl": "ze|zij|hij|de klant|mevrouw|PARTY|mevrouw PARTY",
    "sv": "hon|han|de|kunden|PARTY",
    "pl": "pani PARTY|pan PARTY|PARTY",
    "ja": "",
}


def list_act_reasons(language: str, acts: tuple[str, ...]) -> str:
    """Return the patterns of clauses, one a line, that speak for one of these acts; empty where no act has any."""
    rows = [
        table[language]
        for of, table in ((_RELEASING, _RELEASE_REASONS), (_REFUNDING, _REFUND_REASONS))
        if of.intersection(acts) and language in table
    ]
    who = rf"(?:{_SHE.get(language, '')})".replace("PARTY", PARTY)
    written = "\n".join(rows).replace("SHE ", f"{who} ?" if who.endswith("|)") else f"{who} ")
    return written.replace("SHE", who).replace("VALUE", VALUE)
