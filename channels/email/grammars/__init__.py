"""The rules of each language in which replies decide, as tables that `phrase_rules` reads."""

from collections.abc import Mapping

from channels.email.grammars.dutch import DUTCH
from channels.email.grammars.english import ENGLISH
from channels.email.grammars.french import FRENCH
from channels.email.grammars.german import GERMAN
from channels.email.grammars.italian import ITALIAN
from channels.email.grammars.japanese import JAPANESE
from channels.email.grammars.polish import POLISH
from channels.email.grammars.portuguese import PORTUGUESE
from channels.email.grammars.russian import RUSSIAN
from channels.email.grammars.spanish import SPANISH
from channels.email.grammars.swedish import SWEDISH

GRAMMARS: Mapping[str, str] = {
    "de": GERMAN, "en": ENGLISH, "es": SPANISH, "fr": FRENCH, "it": ITALIAN, "ja": JAPANESE, "nl": DUTCH, "pl": POLISH, "pt": PORTUGUESE,
    "ru": RUSSIAN, "sv": SWEDISH,
}  # fmt: skip
"""By language (ISO 639-1). The others have their closed lists, whose phrases may be joined."""
