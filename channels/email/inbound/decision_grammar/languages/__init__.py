"""The rules of each language in which replies decide, as tables that `phrase_rules` reads."""

from collections.abc import Mapping

from channels.email.inbound.decision_grammar.languages.dutch import DUTCH
from channels.email.inbound.decision_grammar.languages.english import ENGLISH
from channels.email.inbound.decision_grammar.languages.french import FRENCH
from channels.email.inbound.decision_grammar.languages.german import GERMAN
from channels.email.inbound.decision_grammar.languages.italian import ITALIAN
from channels.email.inbound.decision_grammar.languages.japanese import JAPANESE
from channels.email.inbound.decision_grammar.languages.places import PLACES
from channels.email.inbound.decision_grammar.languages.polish import POLISH
from channels.email.inbound.decision_grammar.languages.portuguese import PORTUGUESE
from channels.email.inbound.decision_grammar.languages.russian import RUSSIAN
from channels.email.inbound.decision_grammar.languages.spanish import SPANISH
from channels.email.inbound.decision_grammar.languages.swedish import SWEDISH

_TABLES = {
    "de": GERMAN, "en": ENGLISH, "es": SPANISH, "fr": FRENCH, "it": ITALIAN, "ja": JAPANESE, "nl": DUTCH, "pl": POLISH, "pt": PORTUGUESE,
    "ru": RUSSIAN, "sv": SWEDISH,
}  # fmt: skip

GRAMMARS: Mapping[str, str] = {language: f"PLACE = {PLACES}\n{table}" for language, table in _TABLES.items()}
"""By language (ISO 639-1). The others have their closed lists, whose phrases may be joined."""
