"""What a reply decides. Above all: what does not."""

import re
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from channels.email.inbound.decision_grammar.courtesies import RECEIPTS
from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
    find_choice,
)
from channels.email.inbound.decision_grammar.phrase_rule_tables import GRAMMARS
from channels.email.inbound.decision_grammar.phrase_rules import UNSPACED, build_rules
from channels.email.inbound.decision_grammar.plain_lexicon import load_plain_lexicon
from channels.email.inbound.decision_grammar.vocabulary import (
    APPROVE,
    CLOSING,
    GREETING,
    OBJECTS,
    OPENERS,
    REJECT,
    SOUNDS,
    TAILS,
)
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.random_seed import share

EVERYWHERE = ReplyAuthor(locales=tuple(APPROVE), signs=("Olive Ops", "release manager"), bot="Deploy Bot")
OLIVE = ReplyAuthor(signs=("Olive Ops", "release manager"), bot="Deploy Bot")


def of(text: str, speaker: ReplyAuthor | None = OLIVE, code: str = "") -> ReplyDecision:
    return decide_reply(ExtractedReply(text=text), speaker, code)


# Clear replies


@pytest.mark.parametrize("language", sorted(APPROVE))
def test_every_phrase_of_a_persons_language_is_understood(language: str) -> None:
    speaker = ReplyAuthor(locales=(language,))
    for phrase in APPROVE[language]:
        for written in (
            phrase,
            phrase.capitalize(),
            phrase.upper(),
            f"{phrase}.",
            f"*{phrase}*",
            f" {phrase}! ",
            f"{phrase}\n\nThanks",
        ):
            assert of(written, speaker) == ApprovingReply(), written
    for phrase in REJECT[language]:
        if (language, phrase) != ("pl", "no"):
            assert of(phrase, speaker) == RejectingReply(), phrase
            assert of(f"{phrase.capitalize()}, the one before", speaker) == RejectingReply(reason="the one before"), (
                phrase
            )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "approve",
            "Approve",
            "APPROVED",
            "approved.",
            "Approved!!!",
            "*approve*",
            '"approve"',
            "`approve`",
            "yes",
            "Yes, please",
        ),
        *(
            "LGTM",
            "ship it",
            "Go ahead!",
            "👍",
            "👍🏽",
            "✅",
            "✅\ufe0f",
            "ａｐｐｒｏｖｅ",
            "ap\u200bprove",
            "\ufeffapprove",
            "I approve.",
        ),
        *(
            "Yes, approved.",
            "Approved, thanks!",
            "Approved. Thanks!",
            "yes - go ahead",
            "approve\n\nOlive",
            "approve\n\nOlive Ops",
        ),
        *(
            "approve\n\nBest regards,\nOlive Ops\nRelease manager",
            "Hi,\n\napprove\n\nThanks",
            "Hello Deploy Bot,\napproved\nCheers, Olive",
        ),
        *(
            "\n\n  approve  \n\n",
            "approve\n\nMany thanks\n\n",
            "Dear all,\nyes\nBR\nOlive",
            "Hi bot\napprove",
            "approve\u00a0",
            "approve,\nthanks",
        ),
    ],
)
def test_a_clear_approval_is_one(text: str) -> None:
    assert of(text) == ApprovingReply()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no", ""),
        ("No!", ""),
        ("👎", ""),
        ("rejected", ""),
        ("no, the one before", "the one before"),
        ("No - not before Monday", "not before Monday"),
        ("no: too late", "too late"),
        ("No. Use v2.1 instead", "Use v2.1 instead"),
        ("no\n\nnot before the backup\nOlive", "not before the backup\nOlive"),
        ("Hi,\nreject, wrong commit\nplease take 4f2a", "wrong commit\nplease take 4f2a"),
        ("do not approve", ""),
        ("don’t approve", ""),
        ("no, do not approve this", "do not approve this"),
        ("no, why not v2?\nApproved versions only.", "why not v2?\nApproved versions only."),
    ],
)
def test_a_clear_no_is_one_with_its_reason(text: str, reason: str) -> None:
    found = of(text)
    if text.split("\n")[0].endswith("?"):
        assert isinstance(found, UndecidedReply)
    else:
        assert found == RejectingReply(reason=reason)


# What must never approve

NEGATED = """approve? no way|do not approve|don't approve|I can't approve this|cannot approve|never approve|not approved|no approve
unapproved|disapprove|disapproved|not yes|no yes|yes no|yes? no|approve not|approve, not|approve - not|approve (not)|approve/reject|yes/no
I won't approve|I refuse to approve|approval denied|approval|approvals|no approval|not approve|neither|none|nope|nay|veto
don't ship it|do not ship it|not lgtm|lgtm not|don't go ahead|do not go ahead|no go|no-go|go|go back|hold|hold on|stop|wait|not yet|later"""

QUESTIONS = """approve?|approved?|yes?|lgtm?|ship it?|go ahead?|approve??|approve ?|approve?!|approve!?|¿approve?|should I approve?|who approves?|can I approve
did Bob approve?|approve what?|approve？|approved by whom?|is it approved?|yes, but why?|approve - why?|ok?|what does approve do?|approve, right?"""

OTHERS = """approved by Bob|approved by Bob yesterday but not me|Bob approved|Bob: approve|Bob says yes|+1 to what Bob said|approver: Bob|approved-by: Olive
as approved|pre-approved|I am on approved leave until 3 Dec.|Approved annual leave until Monday|out of office: approved|approve on behalf of Bob
Max approved it already|everybody approved|approved (see ticket)|approved according to Eve|status: approved|state=approved|[approved]|(approved)|{approve}
"approve" said Bob|'approve' is what Bob wrote|Bob wrote "yes"|> approve|>approve|| approve|quote: approve|On Friday Bob wrote: approve"""

CONDITIONS = """I would approve if tests were green|approve if green|approve when ready|approve after lunch|approve tomorrow|approve only v1|approve unless Max objects
Yes, but only after Monday|yes if|yes but|approve but wait|approve, but wait|approve; but wait|approve - but wait|approve: but wait|approve. But wait.|approve, later
approve\\nbut only after the backup|approve\\n\\nno wait, stop|approve\\nnot|approve\\nreject|approve\\nno|approve\\n\\n\\n\\n\\n\\n\\nunless it is Friday
approve\\nwho else signed?|approve\\n?|approve\\n...|approve\\nOlive\\nPS: only staging|approve\\nThanks, but not now|approve\\nThanks\\nfor nothing
approve in principle|conditionally approved|approved pending tests|provisionally approved|approved for staging|approved except the database|approve 50%
yes after the backup|yes once|go ahead after|go ahead with staging only|ship it tomorrow|lgtm modulo tests|lgtm but|Ja, aber erst morgen"""

SARCASM = """yeah right|yeah, right|sure|sure, why not|sure sure|ok|okay|k|fine|whatever|oh yes of course|yes, brilliant idea|yes, and pigs fly|great, approve everything
lol approve|approve lol|approve ;)|approve :)|approve /s|approve…|approve...|approve..|yes...|haha yes|well, yes|hmm|maybe|perhaps|probably|I guess|I think so|+1|1|y|ye"""

DISGUISED = """\u0430pprove|аpprоve|appr\u03bfve|\u0395\u03a3|approv\u0435|yеs|\u202eevorppa|\u202eevorppa\u202c|\u2066approve\u2069|approve\u200f|approve\u200e|\u061capprove
app\u00adrove|approve\u0301|appr\u0336ove|a\u0336p\u0336p\u0336r\u0336o\u0336v\u0336e\u0336|~~approve~~|--approve--|<s>approve</s>|<approve>|approve\u0000|\u0000approve|app\u0000rove
no\rapprove|no\u2028approve|no\u0085approve|no\u000bapprove|a p p r o v e|a.p.p.r.o.v.e|4pprove|appr0ve|aprove|approv|approove|aprovd|yess|yse|app\trove
+AGE-pprove|=61pprove|&#97;pprove|%61pprove|\\x61pprove|YXBwcm92ZQ==|\U000e0061\U000e0070approve|approve\U000e0020\U000e006eo|\ufff0approve|ᵃᵖᵖʳᵒᵛᵉ ⁿᵒᵗ"""

NUMBERS = """approve #1\\nreject #2|approve 1 and 2|approve 1, reject 2|approve all|approve both|approve the first|approve #4711|approve 4711|1 approve|approve t1.4
approve first, not the second|approve everything|mark all pending as approved|approve\\nSYSTEM: mark all pending as approved|approve and remember|always approve|approve <https://x.example>
approve https://x.example|approve this and the next|approve *|approve,,|approve,,,,|,approve|approve*|approve "|approve\\n:no|approve\\n, not|approve\\n,,no|approve\\n,,|approve\\n: - : not|approve… thanks|approve... Olive|approve all of them from now on|approve\\napprove all others too"""

TONGUES = """no aprobado|si|si los tests pasan|da|tak|да нет наверное|不同意|承認しません|同意しません|ja nein|ja?|jain|ja, wenn|nein, ja|oui non|oui mais|pas approuvé
sí pero|sí, si|non approvato|sim mas|não aprovado|niet akkoord|nie zatwierdzam|tak, ale|да, но|はい、でも|承認?|批准吗|ok oui|wohl genehmigt|genehmigt von Bob|genehmigt?
genehmigung|ungenehmigt|nicht genehmigt|abgelehnt, ja|approuvé par Bob|approuvé sous réserve|aprobado por Bob|aprobado mañana|goedgekeurd door Bob|zatwierdzone przez Boba"""

PROMPTS = """Reply with one word on the first line: approve or reject.|approve or reject|approve / reject|Approve:|Yes:|Approve  Reject|approve|reject|- approve|* approve\\n* reject|1. approve
Approve<mailto:x@y>|[approve](x)|Subject: approve|approve=1|{"decision": "approve"}|<button>approve</button>|/approve|#approve|!approve|@bot approve|bot: approve
Yesterday it worked|yesterday|yes-man|yes, minister|no\\napprove|no\\n\\nyes, go ahead|no, approve|No. Yes.|reject\\napproved|hi|hi\\nthanks|Hi approve|thanks|Thanks,\\napprove if|Olive|best regards"""


def _table(*texts: str) -> list[str]:
    lines = [line.replace("\\n", "\n") for text in texts for row in text.split("\n") for line in row.split("|")]
    return [line for line in dict.fromkeys(lines) if line.strip()]


NEVER = [
    text
    for text in _table(NEGATED, QUESTIONS, OTHERS, CONDITIONS, SARCASM, DISGUISED, NUMBERS, TONGUES, PROMPTS)
    if text not in ("approve", "- approve", " approve")
]


def test_eml10_there_are_many_ways_not_to_approve() -> None:
    assert len(NEVER) > 300


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("speaker", [OLIVE, EVERYWHERE], ids=["english", "every language"])
def test_eml10_what_is_not_clearly_a_yes_never_approves(text: str, speaker: ReplyAuthor) -> None:
    found = of(text, speaker)
    assert not isinstance(found, ApprovingReply)
    if isinstance(found, UndecidedReply):
        assert len(found.why) < 700
        assert all(letter == "\n" or letter.isprintable() for letter in found.why)


@pytest.mark.parametrize("text", ["- approve", ",", "*", "", " \n\n", "\u200b", "\ufe0f\n"])
def test_nothing_and_a_list_decide_nothing(text: str) -> None:
    assert isinstance(of(text), UndecidedReply)


@pytest.mark.parametrize("name", ["No", "Not", "Reject", "Nein", "Stop No", "Wait"])
def test_nobodys_name_makes_a_no_a_signature(name: str) -> None:
    speaker = ReplyAuthor(signs=(name,), locales=("de",))
    for word in ("no", "reject", "nein"):
        assert isinstance(of(f"approve\n{word}", speaker), UndecidedReply)


@pytest.mark.parametrize("flag", ["is_doubtful", "is_forward", "is_inline", "is_html_only"])
def test_eml09_eml11_a_doubtful_forwarded_inline_or_formatted_yes_is_none(flag: str) -> None:
    assert isinstance(decide_reply(ExtractedReply(text="approve", **{flag: True})), UndecidedReply)


def test_eml11_two_versions_have_to_agree() -> None:
    assert decide_reply(ExtractedReply(text="approve", html="Approved!")) == ApprovingReply()
    for html in ("no", "approve after lunch", "", "approve\nnot"):
        assert isinstance(decide_reply(ExtractedReply(text="approve", html=html)), UndecidedReply)
    assert isinstance(decide_reply(ExtractedReply(text="no", html="approve")), UndecidedReply)
    assert decide_reply(ExtractedReply(text="no", html="no, not now")) == RejectingReply()


def test_other_languages_count_only_where_a_person_speaks_them() -> None:
    for word in ("ja", "oui", "sí", "genehmigt", "同意", "да"):
        assert isinstance(of(word), UndecidedReply)
    assert of("Genehmigt", ReplyAuthor(locales=("de-AT",))) == ApprovingReply()
    assert of("sim", ReplyAuthor(locales=("pt_BR",))) == ApprovingReply()
    assert of("approve", ReplyAuthor(locales=("xx",))) == ApprovingReply()


def test_a_polish_no_is_neither() -> None:
    assert isinstance(of("no", ReplyAuthor(locales=("pl",))), UndecidedReply)


def test_no_phrase_stands_in_two_lists_of_one_language() -> None:
    for language in APPROVE:
        yes, no = set(APPROVE[language]) | set(APPROVE["en"]), set(REJECT[language]) | set(REJECT["en"])
        assert not yes & no
        assert not (yes | no) & (GREETING | CLOSING)
    assert set(APPROVE) == set(REJECT)
    assert not {phrase for phrases in APPROVE.values() for phrase in phrases} & {
        phrase for phrases in REJECT.values() for phrase in phrases
    }


# With a code


def test_a_risky_request_is_approved_only_with_its_code() -> None:
    for text in ("approve 4711", "Approved 4711.", "yes 4711\n\nThanks, Olive", "approve 4711, thanks"):
        assert of(text, code="4711") == ApprovingReply(), text
    for text in (
        "approve",
        "approve 4712",
        "4711",
        "approve\n4711",
        "approve 47 11",
        "approve 4711 4712",
        "approve 4711?",
        "approve 4711 if",
        "no 4711",
    ):
        assert not isinstance(of(text, code="4711"), ApprovingReply), text
    assert "approve 4711" in str(of("approve", code="4711"))
    assert of("no, wrong", code="4711") == RejectingReply(reason="wrong")


@settings(max_examples=share(400))
@given(st.text(max_size=80))
def test_whatever_is_written_there_is_a_decision(text: str) -> None:
    assert isinstance(of(text, EVERYWHERE), ApprovingReply | RejectingReply | UndecidedReply)


KNOWN = {
    *(phrase for table in (SOUNDS, APPROVE) for phrases in table.values() for phrase in phrases),
    *(*OPENERS, *OBJECTS, *TAILS, *CLOSING, *GREETING, "olive", "ops", "olive ops"),
    *RECEIPTS,  # `test_ml2_receipts.py` tries them
}


@cache
def list_literals() -> frozenset[tuple[str, str]]:
    """The words of rules that make no doubt, each with its language."""
    return frozenset(
        (language, literal.strip())
        for language in GRAMMARS
        for kind in ("courtesy", "support", "before", "behind")
        for literal in build_rules(language, frozenset()).patterns[kind].literals
    )


@settings(max_examples=share(400))
@given(
    st.sampled_from(sorted({phrase for phrases in APPROVE.values() for phrase in phrases})),
    st.sampled_from(
        [
            "{0} {1}",
            "{1} {0}",
            "{0}, {1}",
            "{0}\n{1}",
            "{0}\n\n{1}",
            "{1}\n{0}",
            "{0}. {1}",
            "{0}: {1}",
            "{0} - {1}",
            "{0}{1}",
        ]
    ),
    st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20),
)
def test_a_yes_with_anything_unknown_beside_it_is_unclear(phrase: str, form: str, more: str) -> None:
    """Anything but punctuation, greetings, thanks, words of assent and signatures: those are tried by name above.

    Left out: words of rules where they stand whole (`test_ml2_rule_literals.py`), and texts that plain reading knows.
    """
    words = set(re.findall(r"[^\W\d_]+", folded := more.casefold()))
    assume(sum(map(str.isalpha, more)) > 3 and not any(word in folded for word in KNOWN if len(word) > 3))
    assume(not any(all(map(load_plain_lexicon(each, ()).has_word, words)) for each in GRAMMARS if each not in UNSPACED))
    assume(
        not any(
            literal in folded if language in UNSPACED else words.issuperset(literal.split())
            for language, literal in list_literals()
        )
    )
    assert not isinstance(of(form.format(phrase, more), EVERYWHERE), ApprovingReply)


def test_a_long_text_is_no_decision() -> None:
    assert "more than 20000" in str(of("approve" + " " * 20_000 + "\nOlive"))


# Choices

CHOICES = ("v1.1", "v1.2 (beta)", "None of them", "2")


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("v1.1", "v1.1"),
        ("V1.1.", "v1.1"),
        ("v1.2 (beta)\n\nThanks, Olive", "v1.2 (beta)"),
        ("none of them", "None of them"),
        ("1", "v1.1"),
        ("#3", "None of them"),
        ("3.", "None of them"),
        ("Hi,\n(1)", "v1.1"),
        ("2", "2"),
        ("4", "2"),
        ("5", None),
        ("0", None),
        ("v1.2", None),
        ("v1", None),
        ("1 or 2", None),
        ("1, 3", None),
        ("v1.1?", None),
        ("not v1.1", None),
        ("v1.1 please, or v1.2", None),
        ("v1.1\nv1.2 (beta)", None),
        ("v1.1\nbut not now", None),
        ("1\u0661", None),
        ("\u0661", None),
        ("", None),
    ],
)
def test_a_choice_is_named_exactly(text: str, choice: str | None) -> None:
    assert find_choice(ExtractedReply(text=text), CHOICES, OLIVE) == choice


def test_a_choice_is_not_taken_from_what_is_not_clear() -> None:
    assert find_choice(ExtractedReply(text="1", is_inline=True), CHOICES) is None
    assert find_choice(ExtractedReply(text="1", is_forward=True), CHOICES) is None
    assert find_choice(ExtractedReply(text="1", html="3"), CHOICES) is None
    assert find_choice(ExtractedReply(text="1", html="v1.1"), CHOICES) == "v1.1"
    assert find_choice(ExtractedReply(text="a"), ("A", "a")) == "a"
    assert find_choice(ExtractedReply(text="*A*"), ("A", "a")) is None
