"""Phrases that a language's rules produce, drawn from the tables, and close relatives of a yes that are none."""

import random

from channels.email.inbound.decision_grammar.phrase_patterns import WordPattern
from channels.email.inbound.decision_grammar.phrase_rule_tables import GRAMMARS
from channels.email.inbound.decision_grammar.phrase_rules import BOT, build_rules

NEGATED = {
    "en": ("not {0}", "do not {0}", "{0} not", "never {0}", "if green {0}", "{0} if green", "{0} unless it is Friday", "{0} but wait", "max says {0}", "i would {0}", "{0} v9.9.9", "{0}, but only staging", "{0}?", "{0} tomorrow", "once green, {0}", "{0} after the backup", "should we {0}"),
    "de": ("nicht {0}", "{0} nicht", "{0}, wenn grün", "{0}, aber erst morgen", "max sagt {0}", "falls grün, {0}", "{0}?", "{0} sobald max zustimmt", "noch nicht {0}", "{0} unter vorbehalt", "{0} v9.9.9"),
    "fr": ("ne {0} pas", "{0} si les tests passent", "{0} mais demain", "max dit {0}", "{0} ?", "{0} sous réserve", "pas encore {0}", "{0} après la sauvegarde", "{0} v9.9.9", "dès que c'est vert, {0}"),
    "es": ("no {0}", "{0} si pasan las pruebas", "{0}, pero mañana", "max dice {0}", "¿{0}?", "{0} cuando esté verde", "todavía no {0}", "{0} solo en pruebas", "{0} v9.9.9"),
    "it": ("non {0}", "{0} se i test passano", "{0}, ma domani", "max dice {0}", "{0}?", "{0} quando è verde", "non ancora {0}", "{0} con riserva", "{0} v9.9.9"),
    "pt": ("não {0}", "{0} se os testes passarem", "{0}, mas amanhã", "o max diz {0}", "{0}?", "{0} quando estiver verde", "ainda não {0}", "{0} com ressalvas", "{0} v9.9.9"),
    "nl": ("niet {0}", "{0} als de tests groen zijn", "{0}, maar morgen", "max zegt {0}", "{0}?", "{0} zodra het groen is", "nog niet {0}", "{0} onder voorbehoud", "{0} v9.9.9"),
    "pl": ("nie {0}", "{0} jeśli testy przejdą", "{0}, ale jutro", "max mówi {0}", "{0}?", "{0} gdy będzie zielone", "jeszcze nie {0}", "{0} warunkowo", "{0} v9.9.9"),
    "sv": ("inte {0}", "{0} om testerna är gröna", "{0}, men imorgon", "max säger {0}", "{0}?", "{0} när det är grönt", "inte än {0}", "{0} med förbehåll", "{0} v9.9.9"),
    "ru": ("не {0}", "{0}, если тесты зелёные", "{0}, но завтра", "макс говорит {0}", "{0}?", "{0} когда будет готово", "ещё не {0}", "{0} с условием", "{0} v9.9.9"),
    "ja": ("{0}か?", "{0}が、明日", "テストが通れば{0}", "マックスが{0}", "まだ{0}ません", "{0}？", "条件付きで{0}", "もし緑なら、{0}"),
}  # fmt: skip
"""Frames that take a yes back, make it depend on something, report or ask it."""


def drawn(pattern: WordPattern, dice: random.Random) -> str:
    """A phrase that fits the pattern, with its blank at the end."""
    if pattern.may_be_left and dice.random() < 0.6:
        return ""
    literals = sorted(pattern.literals)
    at = dice.randrange(len(literals) + len(pattern.sequences))
    if at < len(literals):
        return literals[at]
    return "".join(drawn(part, dice) for part in pattern.sequences[at - len(literals)])


def phrases(language: str, kind: str, count: int, seed: int = 7) -> list[str]:
    """Phrases that the rules of a language make, each once; without those that name a value."""
    dice = random.Random(f"{language}{kind}{seed}")
    pattern = build_rules(language, frozenset()).patterns[kind]
    made = dict.fromkeys(drawn(pattern, dice).strip().replace(BOT, "deploybot") for _ in range(count))
    return [phrase for phrase in made if phrase and "\ue000" not in phrase]


LANGUAGES = tuple(GRAMMARS)
