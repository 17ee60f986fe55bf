"""The words of each language by their classes. `sentence_reading` reads one row as a mark, a blank, and phrases.

| mark | words of this class |
|---|---|
| `y`, `w` | a yes; a word of being content, which is none by itself |
| `c`, `d` | a whole approval: an order or a sentence in the first person; a participle, which may close a clause |
| `x:ACT`, `f:ACT` | an order or an infinitive of one act, such as `delete`; a form that may close a clause |
| `p` | a permission or a "please" in front of an act |
| `o`, `o:ACT` | a thing, an article, a pronoun; a thing that only a call of this act has |
| `i`, `j`, `t`, `g` | small words, adverbs, words for now, greetings and thanks |
| `r`, `e` | words of a reason; those of them that say that all is well, of which a reason has one |
| `n`, `v`, `k`, `a` | a negation; its first half; a refusal; an approving act that only a negation is read with |
| `z` | a regret, a defect, a reason against it: no approval has one, a refusal may; also where the word is listed as `!` |
| `!` | a condition, a contrast, a doubt, a delay, another person, another time: the clause is not read |

A row may hold alternatives: `a (b|c) [d]` is `a b`, `a b d`, `a c`, `a c d`. A dangerous word is dangerous in whatever class it is, too,
but not inside of a longer phrase that is listed.
"""

from collections.abc import Mapping

from channels.email.inbound.decision_grammar.sentence_word_tables.dutch import DUTCH_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.english import ENGLISH_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.french import FRENCH_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.german import GERMAN_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.italian import ITALIAN_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.japanese import JAPANESE_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.polish import POLISH_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.portuguese import PORTUGUESE_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.spanish import SPANISH_WORDS
from channels.email.inbound.decision_grammar.sentence_word_tables.swedish import SWEDISH_WORDS

SENTENCE_TABLES: Mapping[str, str] = {
    "de": GERMAN_WORDS, "en": ENGLISH_WORDS, "es": SPANISH_WORDS, "fr": FRENCH_WORDS, "it": ITALIAN_WORDS, "ja": JAPANESE_WORDS,
    "nl": DUTCH_WORDS, "pl": POLISH_WORDS, "pt": PORTUGUESE_WORDS, "sv": SWEDISH_WORDS,
}  # fmt: skip
"""By language (ISO 639-1)."""

UNSPACED = frozenset({"ja"})
ELIDING = frozenset({"fr", "it"})
"""Languages that join words by an apostrophe, which are read apart."""
