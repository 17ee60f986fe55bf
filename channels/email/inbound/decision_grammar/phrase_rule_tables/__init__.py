"""The rules of each language in which replies decide, as tables that `phrase_rules` reads."""

from collections.abc import Mapping

from channels.email.inbound.decision_grammar.phrase_rule_tables.dutch import DUTCH
from channels.email.inbound.decision_grammar.phrase_rule_tables.english import ENGLISH
from channels.email.inbound.decision_grammar.phrase_rule_tables.french import FRENCH
from channels.email.inbound.decision_grammar.phrase_rule_tables.german import GERMAN
from channels.email.inbound.decision_grammar.phrase_rule_tables.greeting_cities import PLACES
from channels.email.inbound.decision_grammar.phrase_rule_tables.italian import ITALIAN
from channels.email.inbound.decision_grammar.phrase_rule_tables.japanese import JAPANESE
from channels.email.inbound.decision_grammar.phrase_rule_tables.polish import POLISH
from channels.email.inbound.decision_grammar.phrase_rule_tables.portuguese import PORTUGUESE
from channels.email.inbound.decision_grammar.phrase_rule_tables.russian import RUSSIAN
from channels.email.inbound.decision_grammar.phrase_rule_tables.spanish import SPANISH
from channels.email.inbound.decision_grammar.phrase_rule_tables.swedish import SWEDISH

_TABLES = {
    "de": GERMAN, "en": ENGLISH, "es": SPANISH, "fr": FRENCH, "it": ITALIAN, "ja": JAPANESE, "nl": DUTCH, "pl": POLISH, "pt": PORTUGUESE,
    "ru": RUSSIAN, "sv": SWEDISH,
}  # fmt: skip

GRAMMARS: Mapping[str, str] = {language: f"PLACE = {PLACES}\n{table}" for language, table in _TABLES.items()}
"""By language (ISO 639-1). The others have their closed lists, whose phrases may be joined."""
