r"""Clauses that approve the call by naming its act, its bot or its count, as `act_approvals` reads them: whole clauses alone.

`{B}` is the name of the bot that asks, `{C}` the call's count with or without its noun, `{V}` an infinitive (`{T}` a te-form) and `{N}` a noun of
the call's own act, `{O}` a pronoun, a value or a thing of the call. The words are without accents; a clause with any other word matches none.
"""

from collections.abc import Mapping

ACT_PATTERNS: Mapping[str, str] = {
    "en": r"""
{B} (?:may|can|is free to|is allowed to)(?: now)? {V}(?: {O}){0,2}(?: now)?
(?:please )?(?:go(?: up)?|scale(?: it)?(?: up)?|raise(?: it)?|increase(?: it)?) to {C}(?: please)?
{C} (?:is|are) (?:fine|ok|okay|good|all right|approved)(?: by me| with me| for me)?
(?:(?:you have|you've got) )?my (?:ok|okay|approval) for {C}|{C} (?:approved|ok|okay)
(?:please )?(?:let|have|tell) {B} (?:to )?(?:{V}(?: (?:to |for )?{O}){0,3}|do (?:it|that|this|its thing|its job|the job)|get on with it|proceed|go ahead|run|carry on)(?: now| please)?
{B} (?:may|can|should|is free to|is allowed to)(?: now)? (?:do (?:it|that|this|its thing|the job)|get on with it|proceed|go ahead|run|carry on|{V}(?: (?:to |for )?{O}){0,3})(?: now| please)?
(?:i am |i'm |we are )?(?:fine|ok|okay|happy|good) with {B} (?:doing|deleting|removing|wiping|sending|paying|refunding|granting|scaling|raising|adding|releasing|deploying) (?:it|this|that|{O})
i (?:hereby )?(?:approve|authori[sz]e|agree to|confirm) (?:going|raising it|scaling|scaling it|moving|the increase|an increase|the change)(?: up)? to {C}
(?:going|raising it|scaling|scaling up|moving)(?: up)? to {C} (?:is )?(?:approved|fine|ok|okay)(?: by me| with me)?
""",
    "de": r"""
{B} (?:darf|kann)(?: jetzt| ruhig| gern| gerne)?(?: {O}){0,2} {V}
(?:die |der |das )?{N} (?:hiermit )?(?:genehmigt|freigegeben|bewilligt)
(?:ich )?stimme (?:der|dem) {N} (?:hiermit )?zu|(?:ich bin|bin ich|bin)? ?mit (?:der|dem) {N} einverstanden
(?:bitte )?auf {C} (?:erhohen|hochgehen)|(?:bitte )?(?:geh|geht|erhohe|erhoht) (?:bitte )?auf {C}
{C} (?:ist|sind|geht|gehen) (?:ok|okay|gut|in ordnung|klar)(?: fur mich)?|{C} (?:genehmigt|ok|okay)
(?:bitte )?(?:lass|lasst)(?: mal| bitte)? {B} (?:das |es |mal |ruhig |bitte )*(?:machen|tun|erledigen|(?:an )?(?:{O} ){0,3}{V})
{B} (?:darf|kann|soll|sollte)(?: das| es| jetzt| ruhig| gern| gerne| dann| mal)* (?:machen|loslegen|durchfuhren|erledigen|starten|(?:(?:an |auf )?{O} ){0,3}{V})
(?:ich )?(?:stimme|stimmen) (?:der|dem) {N}(?: von {O})? (?:hiermit )?zu
""",
    "fr": r"""
{B} peut (?:le |la |les |lui |leur )?{V}(?: {O}){0,2}
j'autorise {B} a (?:le |la |les |lui |leur )?{V}(?: {O}){0,2}
(?:passe|passez|monte|montez) a {C}(?: stp| svp)?|{C} c'est (?:bon|ok)|(?:ok|d'accord) pour {C}
(?:que |laisse |laissez |laissons )(?:l')?{B} (?:le |la |les |lui )?(?:y aille|fasse|faire|procede|proceder|s'en charge|s'en occupe|s'en charger|{V})(?: (?:a |de )?{O}){0,2}
{B} peut (?:y aller|proceder|le faire|faire le menage|s'en charger|s'en occuper|(?:le |la |les |lui )?{V}(?: (?:a |de )?{O}){0,3})
(?:je suis )?(?:d'accord|ok) pour (?:passer|monter) a {C}|(?:je valide|j'approuve|j'autorise) (?:le passage|la montee) a {C}
""",
    "es": r"""
(?:el )?{B} puede {V}(?:lo|la|los|las|le|selo|sela)?(?: {O}){0,2}
que lo haga {B}|(?:sube|subid|suban|amplia|ampliad)(?:lo)? a {C}(?: por favor)?
{C} (?:ok|esta bien|estan bien|me parece bien)|(?:ok|de acuerdo) (?:a|con) {C}
(?:que |deja que )(?:el )?{B} (?:lo |la |le |se lo )?(?:haga|publique|envie|mande|pague|borre|elimine|amplie|suba|configure|proceda|siga|devuelva|reembolse|libere|lance|despliegue|active|asigne|otorgue)(?: (?:a )?{O}){0,3}
(?:el )?{B} puede (?:proceder|hacerlo|seguir|continuar|{V}(?:lo|la|los|las|le|selo|sela)?(?: (?:a )?{O}){0,3})
(?:estoy )?(?:de acuerdo|conforme) con (?:pasar|subir|ampliar) a {C}|(?:apruebo|autorizo) (?:pasar|subir|la subida|el aumento|la ampliacion) a {C}
""",
    "it": r"""
{B} puo {V}(?: {O}){0,2}|via libera a(?:d)? {B}
(?:porta|portate|sali|salite|passa|passate) a {C}(?: per favore)?
{C} (?:ok|va bene|vanno bene)|(?:ok|va bene) per {C}
(?:che )?(?:il )?{B} (?:puo|deve) (?:procedere|farlo|andare avanti|fare il suo lavoro|{V}(?: (?:a )?{O}){0,3})|(?:che |lascia che |lasciate che )(?:il )?{B} (?:proceda|lo faccia|pubblichi|invii|paghi|cancelli|elimini|rimborsi)(?: {O}){0,2}
(?:approvo|autorizzo|confermo) (?:il passaggio|l'aumento|la scalata) a {C}|(?:d'accordo|ok) (?:per|con|a) passare a {C}
""",
    "pt": r"""
(?:o )?{B} pode {V}(?: {O}){0,2}|que o {B} avance
(?:sobe|suba|subam) para {C}(?: por favor)?|{C} (?:ta|esta) (?:bom|bem|ok)|(?:ok|sim) para {C}
(?:que |deixa |deixem )(?:o )?{B} (?:avance|faca|fazer|faz|siga|seguir|prossiga|execute|publique|envie|pague|apague|elimine|estorne|devolva)(?: (?:a |ao |para )?{O}){0,3}
(?:o )?{B} pode (?:avancar|fazer|seguir|prosseguir|executar|tratar disso|{V}(?: (?:a |ao |para )?{O}){0,3})
(?:aprovo|autorizo|confirmo) (?:a passagem|o aumento|a subida|passar|subir) para {C}|(?:de acordo|ok) (?:em |com )?(?:passar|subir) para {C}
""",
    "nl": r"""
{B} (?:mag|kan)(?: {O}){0,2} {V}
(?:ga|schaal|verhoog) (?:maar )?naar {C}|{C} is (?:prima|goed|ok|oke|akkoord)|{C} zijn (?:prima|goed|ok|oke|akkoord)|akkoord met {C}
akkoord met (?:de |het )?{N}(?: van {O})?
(?:laat|laten we) {B} (?:het |dat |de |hem |maar |even )*(?:doen|regelen|uitvoeren|{V}|(?:{O} )(?:maar )?{V})
{B} (?:mag|kan)(?: het| dat| maar| nu| gerust)* (?:doen|regelen|uitvoeren|aan de slag|beginnen|starten|(?:{O} ){0,3}{V})
(?:verhogen|verhoging|schalen|opschalen|ophogen) naar {C} (?:is )?(?:goedgekeurd|akkoord|prima|goed)
""",
    "sv": r"""
{B} (?:far|kan) {V}(?: {O}){0,2}
(?:oka|hoj|ga) (?:upp )?till {C}|{C} (?:blir|ar|gar) (?:bra|ok|okej)|(?:ok|okej) (?:for|till) {C}
(?:lat|later) {B} (?:gora det|kora|skota det|fortsatta|{V}(?: {O}){0,2})
{B} (?:far|kan|ska)(?: nu| garna)* (?:gora det|kora|fortsatta|satta igang|{V}(?: (?:till )?{O}){0,3})
(?:jag )?(?:godkanner|tillstyrker|bekraftar) (?:okningen|hojningen|att vi okar|att vi gar upp) till {C}
""",
    "pl": r"""
{B} moze (?:to |go |je |ja )?{V}(?: {O}){0,2}
{C} moze byc|zgoda na {C}|{C} (?:jest|sa) (?:ok|w porzadku)
niech {B} (?:to |go |je |ja )?(?:robi|zrobi|dziala|leci|wykona|przyzna|wysle|skasuje|usunie|zwroci|przeleje|zwiekszy|wypusci|wdrozy|dolozy|wyczysci|wypycha|kasuje|usuwa|wysyla)(?: {O}){0,3}
{B} moze (?:to )?(?:zrobic|robic|dzialac|wykonac|ruszac|(?:{V})(?: {O}){0,3})
(?:zatwierdzam|akceptuje|potwierdzam) (?:zmiane|zwiekszenie|przejscie|skalowanie) (?:na|do) {C}|zgoda na zwiekszenie do {C}
""",
    "ja": r"""
{B}(?:で|から|に|が)(?:{N}|処理|対応)を?(?:して(?:ください|構いません|いいです)|お願いします)
{B}(?:で|から|に|が)(?:{T})(?:ください|構いません|いいです)
{C}で(?:OK|ok|いいです|大丈夫です|問題ありません|問題ないです|承認します)
{C}に(?:増やして|上げて|して)(?:ください|構いません|いいです)
{B}(?:に|で)(?:やって|任せて|進めて|実行して|消して|送って)(?:もらって)?(?:ください|構いません|いいです|OKです|大丈夫です)
{B}(?:で|に|が)(?:{N})?(?:処理)?(?:を)?(?:進めて|実行して)(?:ください|構いません|いいです)
{C}(?:へ|に)の(?:増強|増設|拡張|スケール|変更)を(?:承認|許可)(?:します|いたします)
""",
}
"""By language (ISO 639-1): a pattern a row."""

PLAIN_APPROVALS: Mapping[str, str] = {
    "en": "I approve it", "de": "Ich genehmige es", "fr": "Je valide", "es": "Lo apruebo", "it": "Lo approvo", "pt": "Eu aprovo", "nl": "Ik keur het goed",
    "sv": "Jag godkänner det", "pl": "Zatwierdzam to", "ja": "承認します",
}  # fmt: skip
"""By language: the approval that stands for a clause of these."""

THE_BOT: Mapping[str, str] = {
    "en": "the (?:bot|robot|agent|tool)", "de": "(?:der|den|dem) (?:bot|agent|agenten)", "fr": "(?:le |l')(?:bot|robot|agent)", "es": "(?:el |al )(?:bot|robot|agente)", "it": "(?:il |l')(?:bot|agente)",
    "pt": "o (?:bot|robo|agente)", "nl": "de (?:bot|robot|agent)", "sv": "(?:boten|roboten|agenten)", "pl": "(?:bot|robot|agent)", "ja": "(?:ボット|bot)",
}  # fmt: skip
"""By language: the bot that asks, without its name."""

COUNT_NOUNS: Mapping[str, str] = {
    "en": "servers|nodes|instances|replicas|workers|machines", "de": "server|knoten|instanzen|replikate|maschinen", "fr": "serveurs|noeuds|instances|repliques|machines",
    "es": "servidores|nodos|instancias|replicas|maquinas", "it": "server|nodi|istanze|repliche|macchine", "pt": "servidores|nos|instancias|replicas|maquinas",
    "nl": "servers|nodes|instanties|machines", "sv": "servrar|noder|instanser|maskiner", "pl": "serwerow|serwery|wezlow|instancji|maszyn", "ja": "台",
}  # fmt: skip
"""By language: what a count of servers counts."""

OBJECTS: Mapping[str, str] = {
    "en": "it|this|that|them|him|her|the request", "de": "es|das|sie|ihn|ihm|ihr|die|den|bitte", "fr": "ca|cela", "es": "lo|la", "it": "lo|la|pure", "pt": "isso|isto|o|a", "nl": "het|dit|dat|hem|haar|ze|die|deze",
    "sv": "det|den|dem|henne|honom", "pl": "to|go|je|ja", "ja": "これ|それ",
}  # fmt: skip
"""By language: pronouns for the thing and the person of the call."""

DETERMINERS: Mapping[str, str] = {
    "en": "the |that |this ", "de": "die |der |das |den |dem ", "fr": "le |la |les |l'|ce |cette ", "es": "el |la |los |las ", "it": "il |la |lo |i |le |l'", "pt": "o |a |os |as ",
    "nl": "de |het |die ", "sv": "den |det ", "pl": "te |ten |to ", "ja": "",
}  # fmt: skip
"""By language: what may stand in front of a thing of the call."""
