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
""",
    "de": r"""
{B} (?:darf|kann)(?: jetzt| ruhig| gern| gerne)?(?: {O}){0,2} {V}
(?:die |der |das )?{N} (?:hiermit )?(?:genehmigt|freigegeben|bewilligt)
(?:ich )?stimme (?:der|dem) {N} (?:hiermit )?zu|(?:ich bin|bin ich|bin)? ?mit (?:der|dem) {N} einverstanden
(?:bitte )?auf {C} (?:erhohen|hochgehen)|(?:bitte )?(?:geh|geht|erhohe|erhoht) (?:bitte )?auf {C}
{C} (?:ist|sind|geht|gehen) (?:ok|okay|gut|in ordnung|klar)(?: fur mich)?|{C} (?:genehmigt|ok|okay)
""",
    "fr": r"""
{B} peut (?:le |la |les |lui |leur )?{V}(?: {O}){0,2}
j'autorise {B} a (?:le |la |les |lui |leur )?{V}(?: {O}){0,2}
(?:passe|passez|monte|montez) a {C}(?: stp| svp)?|{C} c'est (?:bon|ok)|(?:ok|d'accord) pour {C}
""",
    "es": r"""
(?:el )?{B} puede {V}(?:lo|la|los|las|le|selo|sela)?(?: {O}){0,2}
que lo haga {B}|(?:sube|subid|suban|amplia|ampliad)(?:lo)? a {C}(?: por favor)?
{C} (?:ok|esta bien|estan bien|me parece bien)|(?:ok|de acuerdo) (?:a|con) {C}
""",
    "it": r"""
{B} puo {V}(?: {O}){0,2}|via libera a(?:d)? {B}
(?:porta|portate|sali|salite|passa|passate) a {C}(?: per favore)?
{C} (?:ok|va bene|vanno bene)|(?:ok|va bene) per {C}
""",
    "pt": r"""
(?:o )?{B} pode {V}(?: {O}){0,2}|que o {B} avance
(?:sobe|suba|subam) para {C}(?: por favor)?|{C} (?:ta|esta) (?:bom|bem|ok)|(?:ok|sim) para {C}
""",
    "nl": r"""
{B} (?:mag|kan)(?: {O}){0,2} {V}
(?:ga|schaal|verhoog) (?:maar )?naar {C}|{C} is (?:prima|goed|ok|oke|akkoord)|{C} zijn (?:prima|goed|ok|oke|akkoord)|akkoord met {C}
akkoord met (?:de |het )?{N}(?: van {O})?
""",
    "sv": r"""
{B} (?:far|kan) {V}(?: {O}){0,2}
(?:oka|hoj|ga) (?:upp )?till {C}|{C} (?:blir|ar|gar) (?:bra|ok|okej)|(?:ok|okej) (?:for|till) {C}
""",
    "pl": r"""
{B} moze (?:to |go |je |ja )?{V}(?: {O}){0,2}
{C} moze byc|zgoda na {C}|{C} (?:jest|sa) (?:ok|w porzadku)
""",
    "ja": r"""
{B}(?:で|から|に|が)(?:{N}|処理|対応)を?(?:して(?:ください|構いません|いいです)|お願いします)
{B}(?:で|から|に|が)(?:{T})(?:ください|構いません|いいです)
{C}で(?:OK|ok|いいです|大丈夫です|問題ありません|問題ないです|承認します)
{C}に(?:増やして|上げて|して)(?:ください|構いません|いいです)
""",
}
"""By language (ISO 639-1): a pattern a row."""

PLAIN_APPROVALS: Mapping[str, str] = {
    "en": "I approve it", "de": "Ich genehmige es", "fr": "Je valide", "es": "Lo apruebo", "it": "Lo approvo", "pt": "Eu aprovo", "nl": "Ik keur het goed",
    "sv": "Jag godkänner det", "pl": "Zatwierdzam to", "ja": "承認します",
}  # fmt: skip
"""By language: the approval that stands for a clause of these."""

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
