"""Text that others wrote in a request mail: cut, redacted, escaped, and never a link or a line of ours."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.card.card import CardFact, RequestCard
from bot.core.card.parts import print_arguments
from bot.core.escaping import ShownArgument, make_visible
from channels.email.outbound.document import BAR
from channels.email.outbound.request_mail import explain_no_reply, render_card
from channels.email.outbound.view_context import MailViewContext
from tests.channels.email.mail_reader import LINK, REPLY_TO, look, mailto_of, reads_as_a_decision
from tests.channels.email.outbound.request_mail_cases import SECRET, buttons, read
from tests.channels.slack.sample_cards import approval, hostile_approvals, hostile_questions, outcome, question, tries


@pytest.mark.parametrize(
    ("made", "why", "label"),
    [
        (approval({"notes": "x" * 9_001}), "too long to be shown whole", "Read it whole and decide"),
        (
            approval(facts=(CardFact(label="Log", lines=("y" * 9_000,)),)),
            "too long to be shown whole",
            "Read it whole and decide",
        ),
        (
            approval(facts=(CardFact(label="a", lines=("b",)),) * 41),
            "too long to be shown whole",
            "Read it whole and decide",
        ),
        (approval({"token": SECRET}), "It holds a secret.", "Read it whole and decide"),
        (approval(facts=(CardFact(label="Env", lines=(SECRET,)),)), "It holds a secret.", "Read it whole and decide"),
        (approval(irreversible=True, typed="v1.4.3"), "a word has to be typed", "Review and decide"),
        (approval(irreversible=True), "a word has to be typed", "Review and decide"),
        (approval(typed="v1.4.3"), "a word has to be typed", "Review and decide"),
    ],
)
def test_llm12_what_is_not_shown_whole_or_needs_more_than_a_reply_has_no_approve(
    made: RequestCard, why: str, label: str
) -> None:
    sent = render_card(made, look())
    assert buttons(sent) == [label, "Reject by mail"]
    assert f"It cannot be approved by mail. {'It is ' if 'long' in why else ''}" in sent.text
    assert why in sent.text
    assert 'reply with one word on the first line: "reject"' in sent.text
    assert "approve or reject" not in sent.text
    assert why in explain_no_reply(made)


def test_llm12_what_is_cut_says_how_much_there_is_with_the_digest() -> None:
    made = render_card(approval({"notes": "x" * 20_000, "z": "the end"}), look())
    whole = len('notes = ""\nz = "the end"') + 20_000 + len("Commitsc0ffee Fix the login\ndecade Add a test")
    shown = whole + len("Fact “”")
    assert f"✂ cut here: 3000 of {shown} characters ({whole} bytes, digest {'abcdef0123456789' * 4})." in made.text
    assert "the end" not in made.text
    assert len(made.text) < 6_000


def test_llm21_a_secret_stands_nowhere_in_a_letter() -> None:
    held = {
        "words": f"Use {SECRET}", "facts": (CardFact(label=SECRET, lines=(SECRET,)),), "outcome": outcome("rejected", reason=SECRET)
    }  # fmt: skip
    for made in (
        render_card(approval({SECRET: SECRET}, **held), look()),
        render_card(question(question=SECRET, choices=(SECRET, "b")), look()),
    ):
        assert SECRET not in made.subject + made.text + made.html
        assert "[secret sha256:" in made.text


def test_llm08_what_runs_stands_before_what_the_agent_says_of_it() -> None:
    made = render_card(approval(words='tag = "v1.4.3-rc"'), look())
    for part in (made.text, made.html.replace("&#34;", '"').replace("&#39;", "'")):
        assert (
            part.index('tag = "v1.4.3"') < part.index("The agent's own words, not checked:") < part.index("v1.4.3-rc")
        )


@pytest.mark.parametrize("much", ["'", "\n", "a\n", "⟨", "\u0430", "\t", " a"])
def test_a_letter_is_small_enough_however_much_there_is_of_everything(much: str) -> None:
    def of(size: int) -> str:
        return (much * size)[:size]

    argument = ShownArgument(name=of(1_000), text=of(1_900), unusual=True)
    facts = tuple(CardFact(label=of(40), lines=(of(110),)) for _ in range(40))
    people: dict[str, Any] = {
        "agent": of(999),
        "requested_by": of(999),
        "who_may": of(9_999),
        "on_silence": of(999),
        "tool": of(999),
    }
    said = approval(words=of(20_000), facts=facts, irreversible=True, **people)
    said = said.model_copy(update={"arguments": (argument,)})
    asked = question(question=of(4_000), context=of(4_000), choices=tuple(of(40) for _ in range(20)))
    for made in (said, asked):
        for ended in (None, outcome("rejected", by=of(999), reason=of(20_000))):
            read(
                render_card(made.model_copy(update={"outcome": ended}), look(others=(of(300),) * 300, subject=of(999)))
            )


def own_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith(BAR.strip())]


@tries(150)
@given(hostile_approvals() | hostile_questions(), st.sampled_from([look(), look(is_live=False), look(reply_to="")]))
@example(approval({"a": '"<&>\n' * 1_700}, words="'\"<>&" * 2_000), look())
@example(approval({"a": "--><script>alert(1)</script><!--"}), look())
@example(approval({"{{ 7*7 }}": "{% raw %}"}, words="{{ look }}</mj-text><mj-button href='https://evil.org'>"), look())
def test_llm14_no_text_of_anybodys_becomes_a_link_a_button_a_picture_or_a_line_of_ours(
    made: RequestCard, to: MailViewContext
) -> None:
    sent = render_card(made, to)
    page = read(sent)
    assert [url for url, _ in page.links if not url.startswith("mailto:")] == [LINK]
    assert {mailto_of(url).address for url, _ in page.links if url.startswith("mailto:")} <= {REPLY_TO}
    assert {label.strip() for _, label in page.links} <= {
        "Review and decide", "Read it whole and decide", "Approve by mail", "Reject by mail", "Open in the inbox",
        "Review and answer", "Read it whole and answer",
    }  # fmt: skip
    assert "\n" not in sent.subject
    assert "\r" not in sent.text + sent.subject
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08]", sent.text + sent.html + sent.subject)
    assert [line for line in own_lines(sent.text) if reads_as_a_decision(line)] == []


@tries(150)
@given(hostile_approvals())
def test_llm12_the_arguments_are_complete_in_both_parts_or_there_is_no_approve(made: RequestCard) -> None:
    sent = render_card(made, look())
    if "Approve by mail" not in buttons(sent):
        return
    assert not made.typed
    assert not made.irreversible
    assert explain_no_reply(made) == ""
    shown = make_visible(print_arguments(made.arguments)).split("\n")
    barred = "\n".join(f"{BAR}{line}".rstrip() for line in shown)
    assert f"\n\n{barred}\n\n" in sent.text
    whole = "\n".join(line.rstrip() for line in shown if line.strip())
    assert whole in "\n".join(line.rstrip() for line in read(sent).lines).replace("\t", "    ")


def test_llm09_unusual_characters_are_written_out_and_pointed_out() -> None:
    made = render_card(approval({"branch": "m\u0430in", "tag": "v1"}), look())
    assert '| branch = "m\\u{430}in"' in made.text
    assert "⚠ Unusual characters, written as \\u{…}, \\s{…} or \\l{…}, in: branch" in made.text.split("\n")


def test_a_blank_in_front_and_a_line_break_show_in_html() -> None:
    assert read(render_card(approval({"a": ["x"]}), look())).lines[4:7] == ["a = [", '  "x",', "]"]
