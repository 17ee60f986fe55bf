"""A request mail shows the call first and whole in both parts, and offers only decisions that a reply can make."""

from typing import Any

import pytest

from bot.core.forms import FormField
from channels.email.outbound.document import BAR
from channels.email.outbound.message import make_reply_subject
from channels.email.outbound.request_mail import explain_no_reply, render_card
from channels.email.outbound.view_context import MailViewContext, make_mailto_link
from tests.channels.email.mail_reader import LINK, MARKER, REPLY_TO, look, mailto_of, note, reads_as_a_decision
from tests.channels.email.outbound.request_mail_cases import SECRET, buttons, read
from tests.channels.slack.sample_cards import approval, outcome, question

FORM = (FormField(name="tag", label="Which tag", kind="text"), FormField(name="why", label="Why", kind="long_text"))


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_plain_text_of_an_approval_goes_from_what_runs_to_the_agents_words() -> None:
    assert render_card(approval(), look()).text.split("\n") == [
        "-- Reply above this line. [cs-4f2a91c] --",
        "",
        "Approval needed: tag_release",
        "",
        "deploybot wants to run the call below; Rita asked for it. It waits for you, and does not run before.",
        "",
        '| sha = "c0ffee"',
        '| tag = "v1.4.3"',
        "",
        "| Fact “Commits”:",
        "|     c0ffee Fix the login",
        "|     decade Add a test",
        "",
        "Agent: deploybot",
        "Asked by: Rita",
        "May decide: 2 of group release-managers · 1 of 2 group release-managers",
        "Also asked: Olive, Max",
        "Expires: 21 Nov 2026, 16:00 UTC",
        "On silence: It expires after 4 hours and does not run. Silence is not consent.",
        "",
        "Reply with one word on the first line: approve or reject. Below a reject you may say why.",
        "Its arguments can be edited on its page before it is approved.",
        f"Review and decide: {LINK}",
        "",
        "The agent's own words, not checked:",
        "|     This is the *safe* one.",
        "",
        "Request th_01-3 · digest abcdef012345",
        "This mail is for you alone, and so is the address that it is answered to: do not pass it on.",
        "",
    ]


KINDS = {
    "approval": approval(requester_may_decide=True),
    "typed": approval(irreversible=True, typed="v1.4.3"),
    "long": approval({"notes": "word " * 3_000}),
    "secret": approval({"token": SECRET}),
    "unusual": approval({"branch": "m\u0430in"}),
    "no words": approval(words="", facts=(), edits=False, agent="", requested_by="", expires_at=None, on_silence=""),
    "yes or no": question(format="yes_no", urgency="high", choices=()),
    "choice": question(),
    "free text": question(format="free_text", choices=()),
    "form": question(format="form", choices=(), fields=FORM),
    "long question": question(question="why? " * 2_500),
    "limit": question(purpose="limit", format="yes_no", choices=()),
    "outcome": question(purpose="outcome", format="yes_no", choices=()),
    "answered": question(outcome=outcome("answered", reason="the first")),
    "note": note("I have looked at it.\n\nIt is fine."),
    **{
        status: approval(outcome=outcome(status, reason="Because."))
        for status in ("approved", "rejected", "expired", "withdrawn", "superseded", "undeliverable", "cancelled")
    },
    "nobody's rejection": approval(outcome=outcome("rejected", by="")),
}
LOOKS = {
    "usual": look(),
    "for information": look(is_live=False),
    "no reply": look(reply_to=""),
    "bare": MailViewContext(),
    "in a conversation": look(subject="Re: RE: deploy it"),
}


@pytest.mark.parametrize("to", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_both_parts_say_the_same_in_the_same_order(kind: str, to: str) -> None:
    made = render_card(KINDS[kind], LOOKS[to])
    page = read(made)
    shown, at = words(page.text.replace("\xa0", " ")), 0
    for line in made.text.split("\n"):
        line = words(line.removeprefix(BAR.strip()))
        label, _, url = line.partition(": http")
        if (f"http{url}", label) in [(to, name.strip()) for to, name in page.links]:
            line = label
        assert line in shown[at:], line
        at = shown.index(line, at)


@pytest.mark.parametrize("to", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_of_ours_reads_as_a_decision(kind: str, to: str) -> None:
    made = render_card(KINDS[kind], LOOKS[to])
    lines = [*made.text.split("\n"), *read(made).lines, made.subject, *buttons(made)]
    assert [line for line in lines if reads_as_a_decision(line)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_marker_comes_first_in_both_parts(kind: str) -> None:
    made = render_card(KINDS[kind], look())
    assert made.text.startswith(f"{MARKER}\n")
    assert read(made).lines[1] == MARKER  # behind what mail programs show beside the subject
    assert MARKER not in render_card(KINDS[kind], look(marker="")).html


def test_eml22_there_is_one_link_and_it_is_only_a_page() -> None:
    for kind in KINDS.values():
        web = [url for url, _ in read(render_card(kind, look())).links if url.startswith("http")]
        assert web == [LINK]


def test_the_buttons_write_a_reply_whose_first_line_decides() -> None:
    page = read(render_card(approval(), look()))
    (review, approve, reject) = page.links
    assert review == (LINK, "Review and decide")
    assert (approve[1], reject[1]) == ("Approve by mail", "Reject by mail")
    subject = 'Re: [approval] tag_release sha = "c0ffee" tag = "v1.4.3", asked by Rita (th_01-3)'
    assert mailto_of(approve[0]) == (REPLY_TO, subject, "approve\r\n")
    assert mailto_of(reject[0]) == (REPLY_TO, subject, "reject\r\n\r\n")


def test_a_reply_by_a_button_stays_in_its_conversation() -> None:
    made = render_card(approval(), look(subject="RE: Re: Grüße & more?"))
    assert made.subject == "Grüße & more?"
    assert {mailto_of(url).subject for url, _ in read(made).links[1:]} == {"Re: Grüße & more?"}


@pytest.mark.parametrize(
    ("subject", "reply"),
    [("a", "Re: a"), ("Re: a", "Re: a"), ("re:RE : a", "Re: a"), (" Regarding a", "Re: Regarding a")],
)
def test_a_subject_has_one_re(subject: str, reply: str) -> None:
    assert make_reply_subject(subject) == reply


@pytest.mark.parametrize("address", ["", "a b@c.de", "a@b.cd,e@f.gh", "a@b.cd\r\nBcc: x", "a@b.cd?cc=x@y.z", "é@b.cd"])
def test_eml15_an_address_that_no_link_can_hold_has_no_button(address: str) -> None:
    assert make_mailto_link(address, "s", "b") == ""
    assert buttons(render_card(approval(), look(reply_to=address))) == ["Review and decide"]


def test_what_cannot_be_undone_says_so_until_it_is_settled() -> None:
    assert "⚠ It cannot be undone." in render_card(approval(irreversible=True), look()).text.split("\n")
    assert "undone" not in render_card(approval(irreversible=True, outcome=outcome()), look()).text


@pytest.mark.parametrize(
    ("changed", "to", "labels"),
    [
        ({}, look(is_live=False), ["Open in the inbox"]),
        ({}, look(reply_to=""), ["Review and decide"]),
        ({}, look(link=""), ["Approve by mail", "Reject by mail"]),
        ({"outcome": outcome()}, look(), ["Open in the inbox"]),
        ({"outcome": outcome()}, MailViewContext(), []),
    ],
)
def test_who_cannot_decide_by_mail_has_no_button_for_it(
    changed: dict[str, Any], to: MailViewContext, labels: list[str]
) -> None:
    made = render_card(approval(**changed), to)
    assert buttons(made) == labels
    assert ("Reply with" in made.text) == ("Approve by mail" in labels)
    assert ("for you alone" in made.text) == ("Approve by mail" in labels)


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("approved", "The request tag_release was approved"),
        ("rejected", "The request tag_release was rejected"),
        ("expired", "The request tag_release has expired"),
        ("undeliverable", "The request tag_release could not be delivered"),
    ],
)
def test_an_outcome_says_who_decided_when_and_why_before_all_else(status: str, title: str) -> None:
    made = render_card(approval(outcome=outcome(status, reason="Not that one.\nThe one before.")), look())
    own = f"{status.capitalize()} by Olive on 21 Nov 2026, 12:00 UTC."
    assert made.text.split("\n")[2:9] == [
        title,
        "",
        own,
        "",
        "The reason:",
        "|     Not that one.",
        "|     The one before.",
    ]
    assert "On silence" not in made.text
    assert "Expires" not in made.text
    assert made.subject == render_card(approval(), look()).subject


SHORT = "It needs 2 approvals (2 of group managers). Who may give one: Olive."


@pytest.mark.parametrize("reason", [SHORT, "Its policy names no approver, so nobody may decide it."])
def test_gate3_what_too_few_may_decide_did_not_fail_to_be_delivered(reason: str) -> None:
    made = render_card(approval(outcome=outcome("undeliverable", by="", reason=reason)), look())
    assert made.text.split("\n")[2] == "The request tag_release ended: too few people may decide it"
    assert "Ended undecided on 21 Nov 2026, 12:00 UTC." in made.text
    assert reason in " ".join(made.text.replace("| ", "").split())
    assert "deliver" not in made.text.lower()


def test_gate2_the_letter_says_that_somebody_else_approves_an_edit() -> None:
    usual, other = "can be edited on its page before it is approved", "somebody else must then approve them"
    for rule, said, unsaid in (("by_editor", usual, other), ("by_another", other, usual)):
        text = " ".join(render_card(approval(edit_rule=rule), look()).text.split())
        assert (said in text, unsaid in text) == (True, False)


@pytest.mark.parametrize(
    ("changed", "how"),
    [
        ({"format": "yes_no", "choices": ()}, "Reply with one word on the first line: yes or no."),
        ({}, "Reply with the answer on the first line: its number, or its words as they stand here."),
        ({"format": "free_text", "choices": ()}, "Reply with the answer."),
        ({"format": "form", "choices": (), "fields": FORM}, "It is a form, so it can be answered on its page alone."),
        (
            {"question": "why? " * 2_500},
            "It is too long to be shown whole in a mail, so it can be answered on its page alone.",
        ),
    ],
)
def test_a_question_says_how_it_is_answered(changed: dict[str, Any], how: str) -> None:
    made = render_card(question(**changed), look())
    assert how in made.text.split("\n")
    assert explain_no_reply(question(**changed)) == (how if "alone" in how else "")
    assert buttons(made) == ["Read it whole and answer" if "long" in how else "Review and answer"]
    assert (
        "not be answered by a reply" in render_card(question(**changed), look(reply_to="")).text or "page alone" in how
    )


def test_the_answers_of_a_question_are_numbered_and_a_form_says_what_it_asks_for() -> None:
    assert "|     1. v1\n|     2. v2\n" in render_card(question(), look()).text
    made = render_card(question(format="form", choices=(), fields=FORM), look())
    assert "The form asks for:\n|     - Which tag\n|     - Why\n" in made.text


def test_ml7_the_subject_names_the_tool_its_arguments_and_who_asked() -> None:
    assert (
        render_card(approval(), look()).subject
        == '[approval] tag_release sha = "c0ffee" tag = "v1.4.3", asked by Rita (th_01-3)'
    )
    told = render_card(approval(), look()._replace(is_live=False))
    assert told.subject == '[for information] tag_release sha = "c0ffee" tag = "v1.4.3", asked by Rita (th_01-3)'
    assert render_card(approval(), look()._replace(subject="Re: please tag")).subject == "please tag"


def test_ml7_no_secret_and_no_encoded_word_stands_in_a_subject() -> None:
    secret = render_card(approval({"token": SECRET}), look()).subject
    assert secret == "[approval] tag_release, asked by Rita (th_01-3)"
    encoded = render_card(approval({"tag": "=?utf-8?B?DQpCY2M6IGV2ZQ==?="}), look()).subject
    assert "=?utf-8" not in encoded
    long = render_card(approval({"tag": "v" * 4_000}), look()).subject
    assert len(long) < 200


def test_ml7_mail_for_information_is_not_titled_as_one_that_waits_for_its_reader() -> None:
    told = render_card(approval(), look()._replace(is_live=False))
    assert "Approval needed" not in told.text + told.html
    assert told.text.split("\n")[2:5] == [
        "Others decide: tag_release",
        "",
        "deploybot wants to run the call below; Rita asked for it. This is for your information: others decide it.",
    ]
