"""The words of calls by language: acts, things, and the sentences that order, agree to or speak for them, as `call_rule_builder` reads them.

| slot | words of it |
|---|---|
| `V` | an order, with an object or none behind it: "refund", "zahl … aus" |
| `I` | an infinitive: "you can …" |
| `P` | a participle: "may be …" |
| `N` | the deed as a noun, without an article |
| `O` | a thing that the call has, without an article |
| `A` | a thing that is approved for the deed: "the invoice is approved" |
| `W` | what the writers say that they do: "on rembourse", "zwracamy" |
| `S`, `Z`, `G`, `L`, `T` | a subjunctive (Spanish); an order with "not" (Spanish, Portuguese, Japanese); a genitive, an instrumental (Polish); a connective form (Japanese) |
"""

from collections.abc import Mapping

from channels.email.inbound.decision_grammar.call_rule_tables.dutch import DUTCH_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.english import ENGLISH_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.french import FRENCH_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.german import GERMAN_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.italian import ITALIAN_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.japanese import JAPANESE_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.polish import POLISH_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.portuguese import PORTUGUESE_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.spanish import SPANISH_CALLS
from channels.email.inbound.decision_grammar.call_rule_tables.swedish import SWEDISH_CALLS

CALL_TABLES: Mapping[str, str] = {
    "de": GERMAN_CALLS, "en": ENGLISH_CALLS, "es": SPANISH_CALLS, "fr": FRENCH_CALLS, "it": ITALIAN_CALLS, "ja": JAPANESE_CALLS,
    "nl": DUTCH_CALLS, "pl": POLISH_CALLS, "pt": PORTUGUESE_CALLS, "sv": SWEDISH_CALLS,
}  # fmt: skip
"""By language (ISO 639-1)."""
