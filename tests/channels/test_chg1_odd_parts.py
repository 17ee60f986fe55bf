"""A part or a notice of a type that no printer knows is whole, safe and quoted on each surface, or is not approved there.

The cards begin at `build_document`: the parts are put where the core builds those that it knows.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.core.card import document_builder as card_document
from bot.core.card.card import CardVote, RequestCard
from bot.core.card.document_builder import CardLimits, CardReader, build_document
from bot.core.card.parts import (
    NOTICE_KINDS,
    ActionsPart,
    ArgumentsPart,
    CardDocument,
    FactPart,
    NoticePart,
    list_texts,
)
from bot.core.errors import Forbidden
from bot.core.escaping import make_visible
from channels.email.outbound.card_printer import MAIL_LIMITS
from channels.email.outbound.request_mail import explain_no_reply
from channels.email.outbound.request_mail import render_card as render_mail
from channels.pager.channel import LIMITS as PAGER_LIMITS
from channels.slack.views import home, modals
from channels.slack.views.card_printer import SLACK_LIMITS
from channels.slack.views.card_printer import render_card as render_slack
from tests.channels.email.mail_reader import look as look_at_mail
from tests.channels.odd_parts import ALL, HIDDEN, INBOX, NONE, ODD_PARTS, TOKEN, OddPart, OddParts
from tests.channels.slack.odd_cards import full
from tests.channels.slack.sample_cards import NOON, approval, look, question
from tests.channels.slack.slack_limits import check_message, check_view, objects
from tests.channels.slack.views.test_card_document import clickable, may_decide
from tests.channels.slack.views.test_home import request as make_request
from tests.channels.test_card1_forged_rows import list_rows
from tests.channels.test_card1_printers_compared import PRINTERS, flatten
from tests.core.card.odd_cards import SECRET
from tests.core.thread_log import asked_to_tag
from tests.http.pages.test_card_document import make_view, render_page

CALL = approval(requested_by="Rita")
QUESTION = question()
INBOX_PRINTERS = ("web", "terminal")
PLAIN = {"mail text": r"\|(?:$|     )", "terminal": r"  \|", "pager": r"    \|", "template": r"    \|"}
"""The printers of plain text, and how their lines of quoted words begin."""

Build = Callable[[RequestCard, CardLimits, CardReader], CardDocument]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[OddParts], None]:
    """Put parts below the call of each card that is built from now on."""

    def put(odd: OddParts) -> None:
        monkeypatch.setattr(card_document, "FURTHER_PARTS", (lambda card, limits: odd.parts,))

    return put


Put = Callable[[OddParts], None]
CASES = pytest.mark.parametrize("name", ODD_PARTS)
EVERYWHERE = pytest.mark.parametrize("printer", PRINTERS)


def is_kept(odd: OddParts, printer: str) -> bool:
    return odd.kept == ALL or (odd.kept == INBOX and printer in INBOX_PRINTERS)


def print_raw(card: RequestCard) -> dict[str, Any]:
    """What each printer hands out, as it is sent."""
    raw: dict[str, Any] = {name: printer(card).text for name, printer in PRINTERS.items()}
    mail = render_mail(card, look_at_mail())
    raw |= {"mail text": mail.text, "mail html": mail.html, "web": render_page(make_view(card))}
    message = render_slack(card, look())
    raw |= {"slack": message.blocks, "slack details": modals.make_details_modal(card, look())}
    return raw


@CASES
@EVERYWHERE
@pytest.mark.parametrize("card", [CALL, QUESTION], ids=["call", "question"])
@pytest.mark.drawn
def test_chg1_a_card_is_decided_only_where_each_odd_part_is_whole_on_it(
    put: Put, name: str, printer: str, card: RequestCard
) -> None:
    odd = ODD_PARTS[name]
    put(odd)
    printed = PRINTERS[printer](card)
    actions = printed.document.find_part(ActionsPart)
    assert actions is not None
    assert printed.document.is_whole is is_kept(odd, printer)
    if printer != "slack details":
        assert (actions.may_approve or actions.may_answer) is is_kept(odd, printer)
        assert bool(actions.why_not) is not is_kept(odd, printer)
        assert actions.is_elsewhere is (odd.kept == INBOX and printer not in INBOX_PRINTERS)
    if not is_kept(odd, printer):
        assert not printed.approves
        assert {"cut", "secret"} & {part.kind for part in printed.document.list_parts(NoticePart)}
        return
    shown = flatten(printed.text)
    texts = [text for fact in odd.facts for text in (fact.label, fact.text)] + [part.text for part in odd.notices]
    for text in texts:
        for line in re.split(r"[\n“”]", make_visible(text)):
            assert flatten(line).removesuffix(".") in shown


@CASES
def test_chg1_odd_parts_keep_each_message_within_the_limits_of_its_service(put: Put, name: str) -> None:
    put(ODD_PARTS[name])
    for card in (CALL, QUESTION, approval({"notes": "x" * 8_000}, words="w" * 5_000, wish="v" * 5_000)):
        message = render_slack(card, look())
        check_message(message.blocks, message.text)
        check_view(modals.make_details_modal(card, look()))
        check_view(modals.make_confirm_modal(card, "sealed"))
        rows = [make_request(card, number) for number in range(8)]
        check_view(home.render_home(rows, rows, rows, lambda _: look(), NOON, 0))
        assert len(render_mail(card, look_at_mail()).html.encode("utf-8")) < 100_000
        for printer, limits in (("pager", PAGER_LIMITS), ("template", card_limits("template"))):
            assert len(PRINTERS[printer](card).text) <= 1.5 * limits.total


@pytest.mark.parametrize("card", [CALL, QUESTION, full(), full().model_copy(update={"paused": ""})])
def test_chg1_odd_parts_between_all_others_keep_a_message_and_home_within_the_limits_of_slack(
    monkeypatch: pytest.MonkeyPatch, card: RequestCard
) -> None:
    build: Build = card_document.build_parts
    odd = (NoticePart("odd", "Note."), OddPart((("Part", "x"),)))

    def build_wider(card: RequestCard, limits: CardLimits, reader: CardReader) -> CardDocument:
        made = build(card, limits, reader)
        return made._replace(parts=tuple(each for part in made.parts for each in (part, *odd)))

    monkeypatch.setattr(card_document, "build_parts", build_wider)
    message = render_slack(card, look())
    check_message(message.blocks, message.text)
    rows = [make_request(card, number) for number in range(8)]
    check_view(home.render_home(rows, rows, rows, lambda _: look(), NOON, 0))
    listed = home.render_approvals_answer("list", rows, rows, lambda _: look(), NOON)
    check_message(listed.blocks, listed.text)


TOTALS = {"slack": 12_000, "mail text": 18_000, "mail html": 18_000, "pager": 6_000, "template": 10_000}


@pytest.mark.parametrize("printer", TOTALS)
@pytest.mark.parametrize("name", ["plain", "a long text", "60 notices", "20 long fields"])
def test_chg1_all_texts_of_a_card_with_odd_parts_have_a_limit_on_each_service(
    put: Put, name: str, printer: str
) -> None:
    """The fullest card that the core builds, with ten long votes and long words, and parts that it does not know."""
    put(ODD_PARTS[name])
    long = "w " * 3_000
    vote = CardVote(person="p", name=long, decision="approve", reason=long, why_not=long, via=long, joined=long)
    fields = ("title", "sentence", "wish", "wish_by", "words", "agent", "who_may", "on_silence")
    words: dict[str, Any] = dict.fromkeys(fields, long)
    document = PRINTERS[printer](approval(votes=(vote,) * 12, **words)).document
    texts = [text for part in document.list_printed() for text in list_texts(part)]
    assert sum(map(len, texts)) <= TOTALS[printer]


@pytest.mark.parametrize(("size", "is_whole"), [(8_000, True), (8_900, False)])
def test_chg1_an_odd_part_shares_its_room_with_the_call_which_is_not_cut_for_it(
    put: Put, size: int, is_whole: bool
) -> None:
    put(OddParts((OddPart((("Log", "y" * 700),)),), ALL))
    for limits in (SLACK_LIMITS, MAIL_LIMITS):
        document = build_document(approval({"notes": "x" * size}, facts=()), limits)
        (actions,) = document.list_parts(ActionsPart)
        assert (document.is_whole, actions.may_approve) == (is_whole, is_whole)
        assert "x" * size in str(document.find_part(ArgumentsPart))


def card_limits(printer: str) -> CardLimits:
    return PRINTERS[printer](CALL).document.limits


@CASES
def test_chg1_no_dialog_or_reply_decides_what_odd_parts_leave_unshown(put: Put, name: str) -> None:
    odd = ODD_PARTS[name]
    put(odd)
    irreversible = approval(irreversible=True, typed="v1.4.3")
    assert ("submit" in modals.make_confirm_modal(irreversible, "sealed")) is (odd.kept == ALL)
    assert ("submit" in modals.make_answer_modal(question(format="free_text", choices=()), "sealed")) is (
        odd.kept == ALL
    )
    assert bool(explain_no_reply(CALL)) is not (odd.kept == ALL)
    assert bool(explain_no_reply(QUESTION)) is not (odd.kept == ALL)
    row = home.render_home([make_request(CALL)], [], [], lambda _: look(), NOON, 0)
    assert odd.kept == ALL or not may_decide(row)
    assert may_decide(render_slack(CALL, look()).blocks) is (odd.kept == ALL)
    assert clickable(modals.make_details_modal(CALL, look())) == set()


@CASES
def test_chg1_the_gate_itself_takes_no_approval_of_a_part_that_no_surface_shows(put: Put, name: str) -> None:
    """A decision that comes from no surface, as one of the API with the digest: an approval is refused, a rejection counts."""
    told = asked_to_tag()
    put(ODD_PARTS[name])
    if ODD_PARTS[name].kept == NONE:
        with pytest.raises(Forbidden, match="holds a secret"):
            told.decision_events("olive")
    else:
        assert told.decision_events("olive")
    assert told.decision_events("olive", "reject")


@CASES
def test_chg1_a_secret_of_an_odd_part_is_sent_to_no_service_and_stands_in_no_label(put: Put, name: str) -> None:
    odd = ODD_PARTS[name]
    put(odd)
    for printer, raw in print_raw(CALL).items():
        for secret in (SECRET, TOKEN, "correct-horse-7", "MIIEvQIBADANBgkq"):
            if printer not in INBOX_PRINTERS or odd.kept == NONE:
                assert secret not in str(raw), printer
    row = home.render_home([make_request(CALL)], [], [], lambda _: look(), NOON, 0)
    assert not [secret for secret in (SECRET, TOKEN, "correct-horse-7") if secret in str(row)]


HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff\ud800-\udfff]")  # fmt: skip


def list_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for found in objects(value):
        yield from (text for text in found.values() if isinstance(text, str))


@CASES
def test_chg1_no_character_of_an_odd_part_hides_or_reorders_text(put: Put, name: str) -> None:
    put(ODD_PARTS[name])
    for printer, raw in print_raw(CALL).items():
        texts = [html.unescape(text) if printer in ("web", "mail html") else text for text in list_strings(raw)]
        assert not [text for text in texts if HIDING.search(text.replace("\u200c", ""))], printer
    assert HIDING.search(HIDDEN)


@CASES
def test_chg1_no_markup_of_an_odd_part_is_markup_of_a_surface(put: Put, name: str) -> None:
    put(ODD_PARTS[name])
    raw = print_raw(CALL)
    for printer in ("web", "mail html"):
        assert not re.search(r"<script>|<b>bold|1234000", raw[printer].replace("&#", ""))
    for blocks in (raw["slack"], raw["slack details"]):
        marked = [each["text"] for each in objects(blocks) if each.get("type") == "mrkdwn"]
        assert not [text for text in marked if re.search(r"<!channel>|<@U1>|\*now\*|evil\.example", text)]
        assert not [each for each in objects(blocks) if each.get("type") in ("link", "user", "broadcast", "emoji")]


@CASES
@pytest.mark.parametrize("printer", PLAIN)
def test_chg1_no_text_of_an_odd_part_makes_a_row_of_the_platform(put: Put, name: str, printer: str) -> None:
    """All rows of the card without odd parts stand there in their order, and between them only quoted ones."""
    odd, quoted = ODD_PARTS[name], re.compile(PLAIN[printer])
    if not is_kept(odd, printer) or any(each.kind in NOTICE_KINDS for each in odd.notices):
        return
    before = list_rows(PRINTERS[printer](CALL).text, quoted)
    put(odd)
    after = list_rows(PRINTERS[printer](CALL).text, quoted)
    own = {"", "| Fact “”:", "| Fact:", "Fact", "Fact:", "Fact “”", "Fact “”:", "    Fact “”", "    Fact"}
    own |= {"Note “”", "Note:", "    Note “”", "! Note “”"}
    rest = iter(before)
    expected = next(rest, None)
    for row in after:
        if row == expected:
            expected = next(rest, None)
        else:
            assert row in own
    assert expected is None


def test_chg1_a_printer_that_knows_a_type_gets_the_general_form_of_a_part_that_is_not_safe(put: Put) -> None:
    for name, is_own in (("plain", True), ("a secret", False), ("hidden characters", False), ("a long text", False)):
        put(ODD_PARTS[name])
        document = build_document(CALL, SLACK_LIMITS)
        assert any(isinstance(part, OddPart) for part in document.list_printed(OddPart)) is is_own
    assert len(ODD_PARTS) >= 30


@pytest.mark.parametrize("printer", PRINTERS)
def test_chg1_a_document_that_was_put_together_by_hand_is_printed_safely(printer: str) -> None:
    limits = PRINTERS[printer](CALL).document.limits
    for name in (
        "a secret",
        "hidden characters",
        "a label of the platform",
        "a secret in a notice",
        "a secret as a label",
    ):
        odd = ODD_PARTS[name]
        printed = CardDocument(odd.parts, limits=limits).list_printed()
        assert not HIDING.search(str(printed).replace("\\n", ""))
        assert not limits.hides_secrets or SECRET not in str(printed)
        assert all(part.label.startswith("Fact") for part in printed if isinstance(part, FactPart))
        assert CardDocument(printed, limits=limits).list_printed() == printed
