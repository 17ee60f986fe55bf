"""Acts and things that a reply may name although the call has nothing to do with them: invoices, trips, restarts, plans, drafts. Pure.

The word lists of an approval have families of acts in common ("approve the purchase" to a call that pays), and a word of a family is not
yet the call's own. A clause that names one of these matters approves only a call whose acts are about it or whose card has its word.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Matter(NamedTuple):
    """`shown` finds it in the words of a card, `acts` are about it whatever the card says, `named` finds it in a clause, by language.

    For the acts of `against` it is the contrary of the call, whatever the card says: to deploy what is rolled back.
    """

    shown: str
    acts: str
    named: Mapping[str, str]
    against: str = ""


MATTERS: Mapping[str, Matter] = {
    "refunding": Matter(r"refund|reimburs|chargeback|erstatt|rembours|reembols|devoluc|rimbors|return", "refund credit", {
        "en": r"refund\w*|reimburse\w*|money back|pay (?:it|him|her|them) back", "de": r"(?:rück)?erstatt\w*|rückzahl\w*|zurückzahl\w*|gutschreib\w*|gutschrift", "fr": r"rembours\w*", "es": r"reembols\w*|devoluci[oó]n|devuelv\w+|devolver\w*|devolved|abono|abonar",
        "it": r"rimbors\w*|restitu\w+", "pt": r"reembols\w*|estorn\w*|devolu[cç][aã]o|devolv\w+", "nl": r"terugbeta\w*|betaal\w* terug|terugstort\w*", "sv": r"återbetal\w*|betala tillbaka", "pl": r"zwrot\w*|zwróć\w*|oddaj\w*", "ja": r"返金|払い戻し",
    }),
    "crediting": Matter(r"credit|gutsch|\bavoir|abono|accredit|kredit|korekt", "credit", {
        "en": r"credit note|goodwill", "de": r"gutschrift\w*|gutschreib\w*|gutzuschreiben|kulanz\w*", "fr": r"(?<!\bpour )(?<!\bd'y )\bavoir(?= (?:ok|accord|valid|approuv|est|d'accord))|^avoir$|geste commercial|note de crédit", "es": r"abon(?:o|ar|a|ad)\b",
        "it": r"accredit\w+|nota di credito", "pt": r"nota de cr[eé]dito|cr[eé]dito", "nl": r"credit\w*", "sv": r"kreditnot\w*", "pl": r"korekt\w*", "ja": r"クレジット",
    }),
    "order": Matter(r"purchas|buy|procure|create_order|place_order", "order", {
        "en": r"purchas\w*|(?:the |your )?order(?: \S+)? (?:is |was )?(?:approved|accepted|authori[sz]ed|ok|okay|fine)|approve the order", "de": r"anschaffung\w*|einkauf|einkäufe|beschaffung\w*|bestellung(?: \S+)? (?:ist )?(?:genehmigt|freigegeben|ok)", "fr": r"achats?|bons? de commande",
        "es": r"compras?|pedido(?: \S+)? (?:queda |est[aá] )?(?:aprobado|autorizado|aceptado)|(?:apruebo|autorizo|acepto) (?:el|este) pedido", "it": r"acquist\w+|ordine (?:approvato|autorizzato|ok)", "pt": r"compras?|encomendas?", "nl": r"aankoop|aanschaf|inkoop|(?:bestelling|order) (?:is )?(?:goedgekeurd|akkoord)",
        "sv": r"inköp\w*|köpet|(?:ordern|beställningen) (?:är )?godkänd", "pl": r"zakup\w*|zamówieni[ea] (?:\S+ )?(?:jest )?zatwierdzon\w+", "ja": r"発注|購入",
    }),
    "invoice": Matter(r"invoice|bill|rechnung|factur|fattur|fatur", "invoice pay", {
        "en": r"invoices?|bills?", "de": r"rechnung(?:en)?", "fr": r"factures?", "es": r"facturas?", "it": r"fattur[ae]", "pt": r"faturas?", "nl": r"facturen|factuur", "sv": r"faktur\w+", "pl": r"faktur\w+", "ja": r"請求書",
    }),
    "contract": Matter(r"contract|agreement|\blease|\bnda\b|vertrag|contrat", "sign", {
        "en": r"contracts?|agreements?|leases?", "de": r"vertr[aä]ge?s?|verträge", "fr": r"contrats?", "es": r"contratos?", "it": r"contratt[oi]", "pt": r"contratos?", "nl": r"contract(?:en)?", "sv": r"avtal\w*|kontrakt\w*", "pl": r"umow\w+", "ja": r"契約",
    }),
    "quote": Matter(r"quot|offer|angebot|devis|\bbids?\b|\btender|estimate", "", {
        "en": r"quotes?|quotations?|tenders?", "de": r"angebot(?:e|s)?|kostenvoranschlag", "fr": r"devis|l'offre", "es": r"ofertas?|cotizaci[oó]n", "it": r"preventiv\w+|l'offerta", "pt": r"propostas? (?:comercial|do fornecedor)|cota[cç][aã]o", "nl": r"offertes?|de aanbieding", "sv": r"offert\w*|anbud\w*", "pl": r"ofert[aęy]", "ja": r"見積",
    }),
    "training": Matter(r"\btrain|\bcourse|certif|\bcerts?\b|schulung|\bexams?\b", "rotate", {
        "en": r"trainings?|certificat\w+|courses|(?:training|the|a|this|that|my|his|her) course", "de": r"schulung\w*|zertifikat\w*|lehrgang|fortbildung\w*|weiterbildung\w*", "fr": r"formations?|certificats?", "es": r"formaci[oó]n|cursos?|certificados?", "it": r"formazione|cors[oi]\b|certificat\w+", "pt": r"forma[cç][aã]o|cursos?|certificados?",
        "nl": r"training\w*|opleiding\w*|certifica\w+|cursus\w*", "sv": r"utbildning\w*|certifikat\w*|kurs(?:en)?", "pl": r"szkoleni\w+|certyfikat\w*|kurs\w*", "ja": r"研修|証明書",
    }),
    "expense": Matter(r"expens|\btrips?\b|travel|flight|hotel|\bbook|reise|\bcost|\bspend", "book", {
        "en": r"expenses?|travel|trips?|per diem|mileage", "de": r"spesen\w*|reise(?:n|kosten\w*)?|dienstreise\w*|auslagen", "fr": r"voyages?|note de frais|frais|d[ée]placements?", "es": r"viajes?|gastos?|dietas", "it": r"viaggi[o]?|trasfert[ae]|nota spese", "pt": r"viage[mn]s?|despesas?",
        "nl": r"reis(?:je)?|reiskosten|declaratie\w*|onkosten", "sv": r"resa(?:n)?|resor|reseräkning\w*|utlägg\w*", "pl": r"wyjazd\w*|podróż\w*|delegacj\w+|wydat\w+", "ja": r"出張|経費",
    }),
    "absence": Matter(r"vacation|holiday|\bleave|absence|urlaub|\bpto\b", "", {
        "en": r"vacations?|holidays?|annual leave|leave request|time off|sick note", "de": r"urlaub(?:s|santrag)?|krankmeldung|überstunden", "fr": r"cong[ée]s?|vacances", "es": r"vacaciones|baja m[eé]dica", "it": r"ferie|vacanz\w+", "pt": r"f[eé]rias", "nl": r"vakantie\w*|verlof\w*", "sv": r"semester\w*|ledighet\w*", "pl": r"urlop\w*", "ja": r"休暇|有給",
    }),
    "booking": Matter(r"book|reserv|flight|hotel", "book order pay", {
        "en": r"bookings?|reservations?", "de": r"reservierung\w*|buchung\w*", "fr": r"r[ée]servations?", "es": r"reservas?", "it": r"prenotazion\w+", "pt": r"reservas?", "nl": r"boeking\w*|reservering\w*", "sv": r"bokning\w*|reservation\w*", "pl": r"rezerwacj\w+", "ja": r"予約",
    }),
    "design": Matter(r"design|layout|draft|entwurf|sketch|mockup", "", {
        "en": r"designs?|drafts?|mockups?|first version", "de": r"entw[uü]rfe?|designs?|konzept\w*", "fr": r"brouillons?|maquettes?|[ée]bauches?", "es": r"borrador(?:es)?|bocetos?|maquetas?", "it": r"bozz[ae]", "pt": r"rascunhos?|esbo[cç]os?|maquetes?", "nl": r"concept(?:en)?|ontwerp\w*", "sv": r"utkast\w*", "pl": r"szkic\w*|projekt graficzn\w+", "ja": r"下書き|草案|原稿",
    }),
    "post": Matter(r"\bposts?\b|article|blog|tweet|\bstory|announce|\bpage|site", "publish", {
        "en": r"posts?(?= (?:is |was )?(?:approved|ok|fine|accepted))|(?:approve|publish) the post|articles?|blog posts?", "de": r"beitr[aä]ge?|artikel", "fr": r"articles?|billets?", "es": r"art[ií]culos?|entrada del blog", "it": r"articol[oi]", "pt": r"artigos?", "nl": r"artikel(?:en)?", "sv": r"inlägg\w*|artikel\w*", "pl": r"artykuł\w*|wpis\w*", "ja": r"投稿|記事",
    }),
    "newsletter": Matter(r"newsletter|mailing|campaign|recipients|broadcast|subscrib|bulk", "", {
        "en": r"newsletters?|mailings?|campaigns?|mail[- ]?shots?|mail(?:ing)? list", "de": r"newsletter\w*|mailings?|kampagnen?|rundmail|rundschreiben|verteiler", "fr": r"newsletters?|infolettres?|campagnes?|mailings?", "es": r"bolet[ií]n(?:es)?|newsletters?|campañas?|mailings?", "it": r"newsletter|campagn[ae]|mailing", "pt": r"newsletters?|boleti[mn]s?|campanhas?|mailings?",
        "nl": r"nieuwsbrie\w+|mailings?|campagnes?", "sv": r"nyhetsbrev\w*|kampanj\w*|utskick\w*", "pl": r"newsletter\w*|kampani\w+|mailing\w*", "ja": r"メルマガ|メールマガジン|ニュースレター|キャンペーン",
    }),
    "mailing": Matter(r"mail|message|newsletter|recipient|notif|invit", "send invite", {
        "en": r"mail (?:it|this|that|them)(?: out)?|mail out|e?mail (?:is )?approved", "de": r"mailen|mail (?:ist )?(?:genehmigt|freigegeben)", "fr": r"mails? (?:est )?valid[ée]e?", "es": r"correo aprobado", "it": r"mail approvata", "pt": r"e-?mail aprovado", "nl": r"mailen|mail (?:is )?(?:goedgekeurd|akkoord)", "sv": r"mejla|maila", "pl": r"mail zatwierdzony", "ja": r"メール(?:送信)?を承認",
    }),
    "account": Matter(r"account|konto", "create delete revoke close update rotate cancel", {
        "en": r"accounts?", "de": r"kont(?:o|en|os|oerstellung)|benutzerkont\w+", "fr": r"comptes?(?! (?:tenu|rendu))", "es": r"cuentas?(?= (?:aprobad|autorizad|est|qued))|la cuenta", "it": r"account|utenz[ae]", "pt": r"contas?(?= (?:aprovad|autorizad|est))|a conta", "nl": r"accounts?", "sv": r"konto\w*", "pl": r"konto|konta|kont", "ja": r"アカウント",
    }),
    "access": Matter(r"access|\brole|permission|\brights?\b|grant|zugriff|zugang|admin|privilege", "grant invite revoke", {
        "en": r"access|permissions?(?= (?:for|to) the (?:role|access))|(?:admin )?rights|roles?|privileges", "de": r"zugriff\w*|zug[aä]ng\w*|(?:admin|zugriffs)?rechte|rolle|berechtigung\w*", "fr": r"acc[eè]s|r[oô]les?|habilitations?|droits? (?:d'|admin)\w*", "es": r"accesos?|roles|el rol|permisos? de", "it": r"access[oi]|ruol[oi]|abilitazion\w+", "pt": r"acessos?|perfil|permiss[oõ]es",
        "nl": r"toegang\w*|rol(?= (?:akkoord|goedgekeurd|toegekend))|autorisatie\w*|(?:admin)?rechten", "sv": r"åtkomst\w*|behörighet\w*|rollen|rättighet\w*", "pl": r"dostęp\w*|rol[aęi]|uprawnie\w+", "ja": r"権限|アクセス",
    }),
    "invitation": Matter(r"invit|guest|onboard|member", "invite", {
        "en": r"invit\w+", "de": r"einlad\w+", "fr": r"invit(?:ation|ez|er|e)s?", "es": r"invit(?:aci[oó]n|ar|a|ad)", "it": r"invit(?:o|i|are|ate|a)\b", "pt": r"convi\w+", "nl": r"uitnodig\w+", "sv": r"inbjud\w+|bjud in", "pl": r"zapro[sś]\w*|zaproszeni\w+", "ja": r"招待",
    }),
    "acceptance of an invitation": Matter(r"\b\B", "", {
        "en": r"invitation accepted|accept the invitation", "de": r"einladung (?:angenommen|akzeptiert)", "fr": r"invitation accept[ée]e", "es": r"invitaci[oó]n aceptada", "it": r"invito accettato", "pt": r"convite aceit[eo]", "nl": r"uitnodiging geaccepteerd", "sv": r"inbjudan accepterad", "pl": r"zaproszenie przyjęte", "ja": r"招待を(?:受け|承諾)",
    }),
    "deployment": Matter(r"deploy|release|\btags?\b|rollout|\bversion|\bship\b|launch|promote|package|\bimage", "rollback", {
        "en": r"deploy\w*|rollouts?|roll (?:it |this |that )?out|releas\w+|launch\w*|ship (?:it|this|that)", "de": r"deploy\w*|rollouts?|release\w*|ausroll\w+|produktivgang|produktivsetzung|livegang|produktionsrelease", "fr": r"d[ée]plo\w+|mise en (?:prod|production|ligne|service)|mep|mett\w+ en prod\w*|releases?",
        "es": r"despl\w+|puesta en (?:producci[oó]n|marcha)|pase a producci[oó]n|lanz\w+|releases?", "it": r"rilasci\w*|messa in (?:produzione|esercizio)|deploy\w*|release", "pt": r"deploy\w*|implant\w+|entrada em produ[cç][aã]o|lan[cç]a\w*|release", "nl": r"deploy\w*|uitrol\w*|rol \w+ uit|release\w*|livegang|productiegang",
        "sv": r"deploy\w*|driftsätt\w*|produktionssätt\w*|utrull\w*|rulla ut|release\w*|lanser\w*", "pl": r"wdroż\w+|wdraż\w+|wdróż\w*|wydani\w+|wypuś[cć]\w*|deploy\w*|release\w*", "ja": r"リリース|デプロイ|本番反映",
    }, "rollback"),
    "releasing somebody": Matter(r"", "", {
        "en": r"un(?:block|lock|ban|suspend)\w*|release (?:him|her|them)|let (?:him|her|them) (?:back )?in|(?:re)?activate\w*|enable\w*", "de": r"(?:gib|gebt|geben sie) (?:ihn|sie|ihm|ihr|es|das|den \S+) (?:bitte )?(?:wieder )?frei|entsperr\w*|freischalt\w*|schalt\w* [^.,!]*\bfrei", "fr": r"d[ée]bloqu\w+|r[ée]activ\w+|libér\w+", "es": r"desbloque\w+|reactiv\w+|libér\w+|libera\w*",
        "it": r"sblocc\w+|riattiv\w+|libera\w*", "pt": r"desbloque\w+|reativ\w+|liber[ae]\w*", "nl": r"deblok\w+|vrijgeven|geef \w+ vrij|ontgrendel\w*", "sv": r"avblocker\w*|lås upp|släpp in|återaktiver\w*", "pl": r"odblok\w+|zwolnij\w*|przywróć\w*", "ja": r"解除|解放|有効化",
    }, "revoke"),
    "merging": Matter(r"merg|pull|branch|\bpr\b", "merge branch", {
        "en": r"merg\w+", "de": r"merg\w*|zusammenführ\w+", "fr": r"merg\w+|fusion\w*", "es": r"merg\w+|fusi[oó]n\w*", "it": r"merg\w+", "pt": r"merg\w+", "nl": r"merg\w+", "sv": r"merg\w*", "pl": r"merg\w*|zmerg\w*", "ja": r"マージ",
    }),
    "restarting": Matter(r"restart|reboot|reload", "restart", {
        "en": r"restart\w*|reboot\w*", "de": r"neustart\w*|neu ?(?:zu)?starten|start\w* \w* ?neu|durchstarten|reboot\w*", "fr": r"red[ée]marr\w*|relanc\w*", "es": r"reinici\w*|rearranc\w*", "it": r"riavvi\w*", "pt": r"reinici\w*|rein[ií]cio", "nl": r"herstart\w*|opnieuw (?:op)?starten", "sv": r"omstart\w*|starta om", "pl": r"restart\w*|zrestart\w*", "ja": r"再起動",
    }),
    "rolling back": Matter(r"roll_?back|revert|undo|restore", "rollback backup", {
        "en": r"roll\w* back|rollbacks?|revert\w*", "de": r"rollbacks?|zurückroll\w*|zurückdreh\w*|zurücksetz\w*", "fr": r"rollback|retour arri[eè]re|revenir en arri[eè]re", "es": r"rollback|revert\w*|volver atr[aá]s", "it": r"rollback|torna(?:re|te)? indietro", "pt": r"rollback|revert\w*|voltar atr[aá]s", "nl": r"rollback|terugdraai\w*|draai \w+ terug", "sv": r"rollback|rulla tillbaka", "pl": r"rollback|wycofa\w*|cofn\w*", "ja": r"ロールバック|切り戻し",
    }),
    "backup": Matter(r"backup|snapshot|copy|archive|restore", "backup", {
        "en": r"back ?ups?|back (?:it|this|them) up|snapshots?|restor\w+", "de": r"backups?|sicherung(?:en|skopie\w*)?|wiederherstell\w*", "fr": r"sauvegard\w*|restaur\w*", "es": r"copias?(?: de seguridad)?|backups?|restaur\w*", "it": r"backup|ripristin\w*", "pt": r"backups?|c[oó]pias?(?: de segurança)?|restaur\w*", "nl": r"back-?ups?", "sv": r"backup\w*|säkerhetskopi\w*|återställ\w*", "pl": r"kopi[aęie]\w*|backup\w*|przywróc\w*", "ja": r"バックアップ|復元",
    }),
    "migration": Matter(r"migrat|switchover|cutover|\bmove", "migrate", {
        "en": r"migrat\w+", "de": r"migration\w*|migrier\w+|umzug", "fr": r"migr\w+|bascul\w+", "es": r"migr\w+", "it": r"migra\w*|migrazion\w+", "pt": r"migr\w+", "nl": r"migrat\w+|migreer\w*", "sv": r"migrer\w*", "pl": r"migr\w+|zmigr\w+", "ja": r"移行",
    }),
    "database": Matter(r"\b\B", "migrate backup delete restart rollback scale create", {
        "en": r"(?:database|db) (?:is |was )?(?:approved|ok|okay|fine|accepted|cleared)|approve the (?:\w+ )?(?:database|db)", "de": r"(?:datenbank|db) (?:ist )?(?:genehmigt|freigegeben|ok)|genehmige die \w*(?:datenbank|db)", "fr": r"base(?: de \w+)? (?:est )?(?:valid|approuv|autoris)\w+|(?:valide|approuve) la base", "es": r"base(?: de datos)? (?:está )?(?:aprobada|autorizada)|apruebo la base", "it": r"database (?:è )?(?:approvato|autorizzato)|approvo il database",
        "pt": r"(?:base|banco)(?: de dados)? (?:está )?(?:aprovad|autorizad)\w|aprovo [oa] (?:base|banco)", "nl": r"database (?:is )?(?:goedgekeurd|akkoord)|keur de database", "sv": r"databasen (?:är )?godkänd|godkänner databasen", "pl": r"baz[ae](?: danych)? (?:jest )?zatwierdzon\w|zatwierdzam bazę", "ja": r"(?:データベース|db)(?:を承認|承認)",
    }),
    "production": Matter(r"\b\B", "release merge rollback restart migrate scale backup", {
        "en": r"(?:prod|production) (?:is |was )?(?:approved|ok|okay|fine|accepted|cleared)|approve (?:prod|production)$", "de": r"(?:prod|produktion) (?:ist )?(?:genehmigt|freigegeben|ok)", "fr": r"(?:prod|production) (?:est )?(?:valid|approuv|autoris)\w+", "es": r"(?:prod|producción) (?:está )?(?:aprobad|autorizad)\w", "it": r"(?:prod|produzione) (?:è )?(?:approvat|autorizzat)\w", "pt": r"(?:prod|produção) (?:está )?(?:aprovad|autorizad)\w", "nl": r"(?:prod|productie) (?:is )?(?:goedgekeurd|akkoord)", "sv": r"(?:prod|produktion\w*) (?:är )?godkänd", "pl": r"(?:prod|produkcj\w+) zatwierdzon\w", "ja": r"本番(?:環境)?を?承認",
    }),
    "hotel": Matter(r"hotel|room|\bstay", "", {
        "en": r"hotels?|rooms?", "de": r"hotels?|zimmer", "fr": r"h[ôo]tels?|chambres?", "es": r"hotel(?:es)?|habitaci[oó]n", "it": r"hotel|albergo|camera", "pt": r"hot[eé]l|hot[eé]is|quartos?", "nl": r"hotels?|kamer", "sv": r"hotell\w*|rummet", "pl": r"hotel\w*|pokój", "ja": r"ホテル",
    }),
    "removing": Matter(r"delet|\bremov|revok|offboard|deprovision|\bdrop|erase|purge|withdraw", "delete close cancel rollback", {
        "en": r"remov(?:e|ing) (?:him|her|them|it|this|that|the \w+)|removal", "de": r"entfern\w*", "fr": r"retire[rz]?|enl[eè]v\w+", "es": r"quit(?:a|ad|ar)\w*|elimin\w+", "it": r"rimuov\w+|togli\w*", "pt": r"remov\w+", "nl": r"verwijder\w*", "sv": r"ta bort|borttagning\w*", "pl": r"usuń\w*|usun\w+", "ja": r"削除|外して",
    }),
    "previewing": Matter(r"preview|\btest", "", {
        "en": r"previews?|test (?:mail|send|run)s?", "de": r"vorschau|testmail\w*|testversand", "fr": r"aper[cç]us?|envoi test", "es": r"vista previa|envío de prueba", "it": r"anteprima|invio di prova", "pt": r"pr[eé]-?visualiza\w+|envio de teste", "nl": r"voorbeeldweergave|testmail\w*", "sv": r"förhandsvisning\w*|testutskick\w*", "pl": r"podgląd\w*|testow\w+ (?:mail|wysyłk)\w*", "ja": r"プレビュー|テスト配信|テスト送信",
    }),
    "sending back": Matter(r"return|\bback|refund|reimburs", "refund credit rollback", {
        "en": r"(?:send|give|hand|put|take|pull|bring) (?:it|this|that|them) back", "de": r"(?:schick|gib|geb|nimm|nehm|bring|send|zieh)\w* [^.,!]*zurück|zurück(?:schick|geb|nehm|send|zieh)\w*", "fr": r"renvoye[rz]|retourne[rz]", "es": r"devuélv\w+|regrés\w+", "it": r"rimand\w+|rispedi\w+", "pt": r"reenvi\w+ de volta|devolv\w+", "nl": r"(?:stuur|geef|neem|haal)\b[^.,!]*\bterug|terugsturen", "sv": r"(?:skicka|ge|ta|dra) [^.,!]*tillbaka|(?:skicka|ge|ta|dra) tillbaka", "pl": r"odeślij\w*|odesła\w+", "ja": r"送り返|差し戻|返送",
    }),
    "reminding": Matter(r"remind|erinner|mahn|relance|dunning|recordat|sollecit|lembret|herinner|påminn|przypom", "", {
        "en": r"reminders?", "de": r"erinnerung(?:en|smail)?|mahnung\w*", "fr": r"relances?|rappels?", "es": r"recordatorios?", "it": r"promemoria|sollecit[oi]", "pt": r"lembretes?", "nl": r"herinnering\w*|aanmaning\w*", "sv": r"påminnelse\w*", "pl": r"przypomnieni\w+|monit\w*", "ja": r"リマインド|催促",
    }),
    "answering": Matter(r"repl|answer|respon|antwort", "", {
        "en": r"(?:the|a|your|this) repl(?:y|ies)|(?:the|an|your) answer", "de": r"(?:die|eine|deine) antwort", "fr": r"(?:la|une|ta|votre) réponse", "es": r"(?:la|una|tu|su) respuesta", "it": r"(?:la|una|tua) risposta", "pt": r"(?:a|uma|tua|sua) resposta", "nl": r"(?:het|een|je) antwoord", "sv": r"(?:ett )?svaret", "pl": r"odpowiedź", "ja": r"返信|回答を",
    }),
    "entry": Matter(r"entr|record|\brow|eintr|enreg|registr|wpis|post", "", {
        "en": r"entr(?:y|ies)", "de": r"eintr[aä]ge?s?|einträge", "fr": r"(?:l'|les )entrées?", "es": r"entradas?", "it": r"voc[ei]", "pt": r"entradas?", "nl": r"(?:de |het )?vermelding\w*", "sv": r"posten|inlägget", "pl": r"wpis\w*", "ja": r"エントリ|項目",
    }),
    "planning": Matter(r"schedul|\bplan\b|\bcron|calendar|book", "book", {
        "en": r"schedule (?:it|this|that|them|the)|(?:please|can|may|to) schedule|^schedule$|queue (?:it|this|that)(?: up)?", "de": r"(?:ein|vor)?planen|einzuplanen|plan(?:e|t)? (?:es|das|den|die|bitte|ihn|sie)\b", "fr": r"programme[rz](?:-l[ea])?|programme(?= (?:l'|le |la |les |-))|planifie[rz]?", "es": r"program(?:ar(?:l[oa])?|ad|adl[oa]|en|a(?= (?:el|la|lo)))|progr[aá]m[ae]l[oa]|planific\w+|agend\w+",
        "it": r"programma(?:re|te|l[ao])?(?! di)|schedula\w*|pianific\w+", "pt": r"agend\w+|program(?:ar|e|em)|planei?[ae]\w*", "nl": r"(?:in)?plannen|plan (?:\w+ )?(?:maar |het |dit |'m )*in|plan maar", "sv": r"schemaläg\w*|planera|boka in", "pl": r"(?:za)?planow\w+|zaplanuj\w*", "ja": r"予約配信|予約投稿|予約送信|スケジュール",
    }),
    "emptying": Matter(r"empty|clear|truncate|purge", "", {
        "en": r"empty (?:it|this|that|the|them)|empty$", "de": r"(?:aus|ent)?leer(?:en|t|e)|leer machen|leermachen", "fr": r"vide[rz]?(?:-l[ea])?", "es": r"vac[ií](?:ar(?:l[oa])?|a(?:l[oa])?|ad|en)", "it": r"svuot\w+", "pt": r"esvazi\w+", "nl": r"legen|leeg(?:maken|halen)?|maak \w+ leeg", "sv": r"töm(?:ma|mer|ning\w*)?", "pl": r"opróżni\w*", "ja": r"空に",
    }),
    "switching off": Matter(r"disable|deactivat|\bshut|\bstop|\bswitch|suspend|\block|\bblock|\boff\b", "revoke close cancel", {
        "en": r"(?:switch|turn|shut|power) (?:\w+ )?(?:off|down)|take (?:it|this|that) down|disabl\w+|deactivat\w+|cut \w+ off", "de": r"(?:schalt|stell|leg|gib|geb|nimm|nehm|setz|dreh|zieh|lass)e?t? [^.,!]*\b(?:ab|aus|zu)(?: bitte| danke)?$|stellt? [^.,!]*\bein(?: bitte| danke)?$|(?:nimm|nehmt|nehmen) (?:ihm|ihr|ihnen)\b.*|(?:nimm|nehmt|wirf|werft|trag|tragt|schmei\w+) [^.,!]*\b(?:raus|aus|heraus)\b|austragen|rausnehmen|rauswerfen|(?:ab|aus|weg)(?:schalten|stellen|drehen|legen|geben|nehmen|setzen|ziehen|lassen)|deaktivier\w*",
        "fr": r"coupe[rz]?(?:-l[ea])?|[ée]tein\w+|d[ée]sactiv\w+|d[ée]branch\w+|arr[eê]te[rz]?", "es": r"desactiv\w+|apaga (?:el|la|esto|eso)|desconect\w+|para(?:d|r)lo", "it": r"spegn\w+|disattiv\w+|disabilit\w+|stacca\w*", "pt": r"deslig\w+|desativ\w+|para(?:r|em) isso", "nl": r"(?:zet|geef|neem|haal|schakel|draai|doe|trek|leg|sluit|wijs)\b[^.,!]*\b(?:uit|af|in|terug)(?: graag| alsjeblieft| aub| maar)*$|uitschakel\w*|uitzetten|afzetten|afgeven|afsluiten",
        "sv": r"(?:koppla|stäng|slå|plocka|ta|sätt|lägg) [^.,!]*\b(?:av|bort|ner|ned|ur)\b|koppla \w*\s?(?:ut|bort|ur)\b|(?:koppla|stänga|slå) ut|inaktiver\w*", "pl": r"wyłącz\w*|odłącz\w*|dezaktyw\w*|zdejm\w+", "ja": r"無効化|停止|シャットダウン",
    }),
    "changing": Matter(r"\bchang|modif|adjust|updat|\bedit|\bpatch|\bset\b|amend|configur", "update", {
        "en": r"(?:change|adjust|modify|edit|update|amend|revise|fix|alter|correct) (?:it|this|that|them|these|those|the \w+)|(?:please|can|may|to|should) (?:change|adjust|modify|edit|update|amend|revise|fix|alter)", "de": r"(?:ab|um)?änder[ent]+|updates?|anpassen|anzupassen|passt? (?:es|das|den|die|bitte)\b.*\ban|aktualisier\w*|bearbeiten|korrigier\w*|überarbeit\w*|nachbessern",
        "fr": r"modifie[rz]?|change[rz]?|ajuste[rz]?|corrige[rz]?|(?:mettre|mettez|mets) à jour|actualise[rz]?|double[rz]?", "es": r"modific(?:ar\w*|a|ad\w*|que\w*)|cambi(?:ar\w*|a|ad\w*)|ajust(?:ar\w*|a|ad\w*)|actuali[zc]\w+|corr[ei]g\w+|edit(?:ar|a|ad)|dobl(?:ar|a|ad)", "it": r"(?<!la )modific(?:are|a|ate|hi|alo)|cambia(?:re|te|lo)?|aggiorn(?:are|a|ate)|corregg\w+|adegu\w+|raddoppi\w+",
        "pt": r"alter(?:ar|a|e|em)|mud(?:ar|a|e|em)|(?<!o )ajust(?:ar|a|e|em)|modific(?:ar|a|ue|uem)|corrig\w+|atuali[zs](?:ar|a|e|em)|dobr(?:ar|a|e|em)", "nl": r"aanpassen|aan te passen|pas\b.*\baan|wijzig(?:en)?|bijwerken|verander\w*|corrigeer\w*|verdubbel\w*", "sv": r"ändra|justera|anpassa|uppdatera|redigera|korrigera|fördubbla|dubbla",
        "pl": r"zmień\w*|zmieni[ćc]\w*|zmieniaj\w*|zaktualiz\w*|aktualizuj\w*|dostos\w*|popraw\w*|podw[oó]\w+", "ja": r"変更して|変更を(?:お願い|して|行)|修正|更新して|訂正|倍に|減らし|下げて",
    }),
}  # fmt: skip
"""By name. A word of one of them beside a call without it approves something else, or changes the call."""

LISTS: Mapping[str, str] = {
    "en": r"lists?|recipients?", "de": r"verteiler|liste|empfängerliste", "fr": r"liste", "es": r"lista", "it": r"lista|elenco", "pt": r"lista", "nl": r"lijst", "sv": r"listan?", "pl": r"lista|listę", "ja": r"リスト|宛先",
}  # fmt: skip
"""By language: a list of recipients, which is not the mail that goes to it: "the list is approved"."""
