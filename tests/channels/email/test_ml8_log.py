"""Every mail that comes leaves one line in the log: taken or ignored, and why. No words of it, and no token."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.channels.email.hostile_mails import (
    DONE,
    PASS,
    PUSH,
    WAIT,
    asked,
    bounces,
    fresh_mail,
    judged,
    outgoing,
    post,
    reply,
    stranger,
    tokens_in,
)
from tests.channels.email.mail_world import correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

Line = dict[str, Any]


def lines_of(logged: list[Any], id: str) -> list[tuple[str, str]]:
    """The log lines about the mail with this Message-ID: the event and the reason."""
    return [(line["event"], line["why"]) for line in logged if line.get("mail") == id and "why" in line]


async def test_ml8_a_wrong_authserv_id_is_said_with_both_names_in_the_line_of_the_very_mail(
    mail: Servers, tmp_path: Path
) -> None:
    with capture_logs() as logged:
        async with correspondence(mail, tmp_path, PUSH, authserv_id="mx.exmaple.test") as here:
            written = await here.writes("sam", "push v1 please")
            await judged(here, 1)
            assert here.thread_ids() == []
    ((event, why),) = lines_of(logged, str(written["Message-ID"]))
    assert event == "mail ignored"
    assert why == (
        "unauthenticated mail: The mail carries no verdict of our receiver “mx.exmaple.test”: "
        "the topmost one is of “mx.example.test”."
    )


async def test_ml8_each_mail_has_one_line_whatever_becomes_of_it(mail: Servers, tmp_path: Path) -> None:
    with capture_logs() as logged:
        async with correspondence(mail, tmp_path, PUSH, *[WAIT] * 5) as here:
            sent_mail = await asked(here)
            eve = stranger(here)
            bot, to = here.bot.address, str(sent_mail["Reply-To"]).rpartition("<")[2].strip("> ")
            unknown = f"{bot.partition('@')[0]}+r-{'a' * 26}@example.test"
            sent = {
                "forged": (reply(here, "olive", sent_mail, "approve SECRETWORD", Message_ID="<forged@x>"), to, "none"),
                "another": (reply(here, "max", sent_mail, "approve SECRETWORD", Message_ID="<another@x>"), to, PASS),
                "foreign": (reply(here, "olive", sent_mail, Message_ID="<foreign@x>", To=unknown), unknown, PASS),
                "astray": (reply(here, "olive", sent_mail, Message_ID="<astray@x>", To=bot), bot, PASS),
                "vacation": (
                    reply(here, "olive", sent_mail, Message_ID="<vac@x>", Auto_Submitted="auto-replied"),
                    to,
                    PASS,
                ),
                "stranger": (fresh_mail(here, eve, "SECRETWORD", Message_ID="<eve@x>"), bot, PASS),
                "decides": (reply(here, "olive", sent_mail, "approve", Message_ID="<decides@x>"), to, PASS),
            }
            for raw, where, verdict in sent.values():
                await post(here, raw, where, verdict=verdict)
            await here.until(lambda: here.ledger.lines)
            await bounces(here, sent_mail)
            await judged(here, 9)
            tokens = set().union(*(tokens_in(each) for each in outgoing(here)))
            everything = [str(line) for line in logged]
    wanted = {
        "<forged@x>": ("mail ignored", "unauthenticated mail: "),
        "<another@x>": ("mail taken", "reply to the request "),
        "<foreign@x>": ("mail ignored", "mail with a foreign token: "),
        "<astray@x>": ("mail ignored", "reply to another address: "),
        "<vac@x>": ("mail ignored", "automatic mail: "),
        "<eve@x>": ("mail ignored", "mail from nobody we know: "),
        "<decides@x>": ("mail taken", "reply to the request "),
    }
    for id, (event, begins) in wanted.items():
        ((said, why),) = lines_of(logged, id)
        assert (said, why[: len(begins)]) == (event, begins)
    taken = [line for line in logged if line["event"] in ("mail taken", "mail ignored")]
    assert len(taken) == len(wanted) + 2
    assert any(line["why"].startswith("mail came back: ") for line in taken)
    assert any(line["why"].startswith("message to the thread ") for line in taken)
    assert {line["log_level"] for line in taken} == {"info"}
    assert len(tokens) >= 2
    for line in everything:
        assert "SECRETWORD" not in line
        assert not any(token in line for token in (*tokens, "a" * 26))


async def test_ml8_a_mail_that_comes_again_and_one_from_long_before_have_their_line(
    mail: Servers, tmp_path: Path
) -> None:
    bot = mail.fresh()
    old = b"From: sam@example.test\r\nMessage-ID: <old@x>\r\n\r\npush v0\r\n"
    with mail.dove.client(*bot.login) as client:
        client.append("INBOX", "", '"20-Nov-2020 10:00:00 +0000"', old)
    with capture_logs() as logged:
        async with correspondence(mail, tmp_path, DONE, bot=bot) as here:
            raw = fresh_mail(here, here.people["sam"].address, "Anybody there?", Message_ID="<twice@x>")
            for _ in range(2):
                await post(here, raw, bot.address)
                await here.until(lambda: lines_of(logged, "<twice@x>"))
            await here.until(lambda: len(lines_of(logged, "<twice@x>")) == 2)
    assert lines_of(logged, "<old@x>") == [("mail ignored", "it came long before the first start")]
    assert [event for event, _ in lines_of(logged, "<twice@x>")] == ["mail taken", "mail ignored"]
    assert lines_of(logged, "<twice@x>")[1][1] == "it was taken before"


async def test_ml8_our_own_mail_that_comes_back_shows_no_token_in_its_line(mail: Servers, tmp_path: Path) -> None:
    with capture_logs() as logged:
        async with correspondence(mail, tmp_path, PUSH) as here:
            sent_mail = await asked(here)
            id = str(sent_mail["Message-ID"]).encode()
            ours = next(took.raw for took in mail.submission.took if id in took.raw)
            await post(here, ours, here.bot.address)
            await judged(here, 2)
            tokens = tokens_in(sent_mail)
    own = [line for line in logged if line["event"] == "mail ignored"]
    assert [line["why"] for line in own] == ["automatic mail: a mail that has been round before"]
    assert own[0]["mail"].startswith("<cs.r.")  # which names the request, and is no address to reply to
    assert tokens
    assert not any(token in str(line) for line in logged for token in tokens)
