"""The words of a plain approval by language. `plain_lexicon` reads one row as a mark, a blank, and phrases or words.

| mark | words of this class |
|---|---|
| `!` | a word that has no other class, whatever row it stands in: an infinitive or an order of approving |
| `M`, `K`, `A` | "by me", "hereby"; "is"; "all" |
| `C` | "because": a clause behind it tells a reason |
| `y`, `c`, `d` | a yes; an approval that is whole by itself; a participle of approving, behind no name |
| `x`, `v`, `s`, `p` | an order or an infinitive of the call's act; what only a permission makes an order; a participle of the act; a permission |
| `G` … `Z`, `Q` … `U` | the halves of an approval in two words: "ich gebe … frei", "ich stimme … zu" |
| `D` | "I give": with a word of `h` behind it an approval |
| `h`, `H` | what approves with the act's noun beside it: "ok for the release"; what approves with a preposition between |
| `N`, `j` | a noun of the act; a thing of the call, from `call_rule_tables` |
| `3`, `o`, `a`, `t`, `r` | other people as a subject; pronouns and small words; articles; "to" and "for"; "of" and "from" |
| `i`, `l`, `k`, `B` | adverbs of now, of manner and of who writes; "please"; "and", "so"; "but" |
| `e`, `w`, `f`, `q` | what says that all is well, or who waits; a verb of checking, done; other words of such a sentence; when and where it was checked |
| `P`, `W`, `T` | where the writer is; that they watch; until when, and for what |
| `J` | a title of a job below the writer's name |
| `u`, `g`, `m` | the sooner the better; greetings, thanks and praise; people |

A mark with `*` has single words, parted by blanks; one without has phrases, parted by `|`, with alternatives: `a (b|c) [d]`. A mark may
name acts: `x:release,merge`. What could limit, delay, move or take back a decision is in no row.
"""

from collections.abc import Mapping

from channels.email.inbound.decision_grammar.plain_word_tables.dutch import DUTCH_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.english import ENGLISH_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.french import FRENCH_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.german import GERMAN_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.italian import ITALIAN_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.japanese import JAPANESE_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.polish import POLISH_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.portuguese import PORTUGUESE_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.spanish import SPANISH_PLAIN
from channels.email.inbound.decision_grammar.plain_word_tables.swedish import SWEDISH_PLAIN

PLAIN_TABLES: Mapping[str, str] = {
    "de": GERMAN_PLAIN, "en": ENGLISH_PLAIN, "es": SPANISH_PLAIN, "fr": FRENCH_PLAIN, "it": ITALIAN_PLAIN, "ja": JAPANESE_PLAIN, "nl": DUTCH_PLAIN, "pl": POLISH_PLAIN, "pt": PORTUGUESE_PLAIN, "sv": SWEDISH_PLAIN,
}  # fmt: skip
"""By language (ISO 639-1)."""
