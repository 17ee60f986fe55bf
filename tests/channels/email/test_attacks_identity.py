"""Attacks by identity: forged senders and verdicts, ambiguous addresses, stolen tokens."""

from pathlib import Path

import pytest

from tests.channels.email.hostile_mails import (
    DONE,
    PASS,
    PUSH,
    WAIT,
    answer,
    asked,
    fresh_mail,
    judged,
    notes,
    outgoing,
    post,
    reply,
    report,
    sent_to,
    still_decidable,
    still_waits,
    stranger,
    token_of,
    tokens_in,
)
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def nothing_decides(here: MailFixture, verdicts: list[str]) -> None:
    """An approval in Olive's name under each of these verdicts: noted, undecided, and only Olive is written to."""
    sent_mail = await asked(here)
    before = len(outgoing(here))
    for verdict in verdicts:
        await answer(here, sent_mail, reply(here, "olive", sent_mail), verdict=verdict)
    await judged(here, 1 + len(verdicts))
    assert len(notes(here, "unauthenticated mail")) == len(verdicts)
    told = await here.mail("olive", "nothing proves that it is from you")
    assert token_of(sent_mail) not in body(told)
    assert {mail["To"] for mail in outgoing(here)[before:]} <= {told["To"], here.people["max"].address}
    assert sum("nothing proves" in body(mail) for mail in sent_to(here, "olive")) == 1
    await still_decidable(here, sent_mail)


async def test_eml01_eml04_a1_a_sender_that_nothing_proves_decides_nothing_and_is_not_written_to(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        verdicts = ["none", "dmarc=fail header.from=example.test", "spf=pass smtp.mailfrom=example.test"]
        await nothing_decides(here, [*verdicts, "dmarc=pass", "dmarc=temperror header.from=example.test"])


async def test_eml03_a_verdict_that_can_be_read_in_two_ways_is_none(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        quoted = 'dkim=fail header.i="x) dmarc=pass header.from=example.test"@evil.test'
        nested = "dmarc=fail (a (b) dmarc=pass header.from=example.test) header.from=example.test"
        twice = f"dmarc=fail header.from=evil.test; {PASS}"
        two_names = "dmarc=pass header.from=example.test header.from=evil.test"
        await nothing_decides(here, [quoted, nested, twice, two_names, "dmarc=pass (unended header.from=example.test"])


async def test_eml05_a2_a_pass_of_the_attackers_own_domain_proves_nothing_of_another(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        unaligned = "spf=pass smtp.mailfrom=evil.test; dkim=pass header.d=evil.test"
        other = "dmarc=pass header.from=evil.test"
        below = "dmarc=none header.from=example.test; dkim=pass header.d=mail.example.test"
        await nothing_decides(here, [unaligned, other, f"dmarc=none header.from=example.test; {unaligned}", below])


async def test_eml02_a2_a_verdict_that_the_sender_wrote_is_not_read(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        forged = [
            f"Authentication-Results: mx.evil.test; {PASS}",
            f"Authentication-Results: mx.example.test; {PASS}",
            f"Authentication-Results: mx.example.test.evil.test; {PASS}",
            f"Authentication-Results: {PASS}",
            f"ARC-Authentication-Results: i=1; mx.example.test; {PASS}",
        ]
        for number, header in enumerate(forged):
            raw = reply(here, "olive", sent_mail)
            on_top = (
                header.encode() + b"\r\n" + raw
                if number % 2
                else raw.replace(b"\r\n\r\n", f"\r\n{header}\r\n\r\n".encode(), 1)
            )
            await answer(here, sent_mail, on_top, verdict="dmarc=fail header.from=example.test")
        await judged(here, 1 + len(forged))
        assert len(notes(here, "unauthenticated mail")) == len(forged)
        await still_decidable(here, sent_mail)


FROMS = {
    "two addresses": "{olive}, eve@example.test",
    "a group": "managers: {olive};",
    "a route": "<@evil.test:{olive}>",
    "a comment": "(hello) {olive}",
    "a comment behind": "{olive} (Eve)",
    "an encoded address": "=?utf-8?q?{olive}?=",
    "a quoted local part": '"{local}"@example.test',
    "an address as a name": "{olive} <eve@example.test>",
    "junk behind": "<{olive}> eve",
    "CVE-2023-27043": "{olive})<eve@example.test>",
    "a homoglyph": "<bоx1@example.test>",
    "a point more": "<{olive}.>",
    "nothing": "",
}


async def test_eml06_a3_an_author_who_can_be_read_in_two_ways_is_nobody(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        olive = here.people["olive"].address
        for form in FROMS.values():
            author = form.format(olive=olive, local=olive.partition("@")[0])
            await answer(here, sent_mail, reply(here, "olive", sent_mail, From=author))
        for more in (f"From: {olive}", "From: eve@example.test"):
            await answer(here, sent_mail, reply(here, "olive", sent_mail, also=more))
        await answer(here, sent_mail, reply(here, "olive", sent_mail, From=None))
        await answer(here, sent_mail, reply(here, "olive", sent_mail, From=f"<{olive[:2]}\x00{olive[2:]}>"))
        await judged(here, 1 + len(FROMS) + 4)
        assert [d.credential for d in here.decisions()] == [], [(n.detail) for n in here.audit()]
        assert "eve@example.test" not in {str(mail["To"]) for mail in outgoing(here)}
        await still_decidable(here, sent_mail)


async def test_eml08_a4_a19_a_token_in_other_hands_is_worth_nothing_and_its_person_hears_of_it(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        eve = stranger(here)
        await here.replies("max", sent_mail, "approve")
        await here.replies("eve", sent_mail, "approve")
        await here.replies("sam", sent_mail, "approve")
        await here.mail("max", "put to somebody else")
        await here.mail("eve", "put to somebody else")
        told = await here.mail("olive", "has replied to the mail that asked you")
        await judged(here, 4)
        assert here.people["max"].address in body(told)
        assert notes(here, "mail for another person") == [
            f"{here.people['max'].address} by dmarc",
            f"{eve} by dmarc",
            f"{here.people['sam'].address} by dmarc",
        ]
        assert len([mail for mail in await here.mails("olive") if "has replied" in body(mail)]) == 1
        for who in ("max", "eve", "sam"):
            assert token_of(sent_mail) not in set().union(*(tokens_in(mail) for mail in await here.mails(who)))
        await still_decidable(here, sent_mail)


async def test_eml08_nobodys_mail_holds_a_token_that_is_anothers(mail: Servers, tmp_path: Path) -> None:
    """A holder of one may write to its person, with that address to reply to, and ask something harmless."""
    script = (PUSH, choose("reply", message="Why, then?"), WAIT)
    async with correspondence(mail, tmp_path, *script) as here:
        sent_mail, other = await asked(here), await here.mail("max", "Approval needed")
        await here.replies("olive", sent_mail, "no, first tell me why")
        said = await here.mail("sam", "Why, then?")
        await here.replies("sam", said, "Because.")
        await judged(here, 3)
        own = {"sam": set(), "olive": {token_of(sent_mail)}, "max": {token_of(other)}}
        for who, tokens in own.items():
            found = set().union(*(tokens_in(mail) for mail in await here.mails(who)))
            assert found == tokens, who
        settled = [mail for mail in await here.mails("olive") if "rejected" in body(mail).lower()]
        assert str(sent_mail["Message-ID"]) in str(settled[-1]["References"])


async def test_a5_an_approvers_other_address_decides_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        other = stranger(here, "olives-other")
        await here.replies("olives-other", sent_mail, "approve")
        await here.mail("olives-other", "put to somebody else")
        assert other in body(await here.mail("olive", "has replied to the mail that asked you"))
        await still_decidable(here, sent_mail)


async def test_a6_a28_a_token_is_whole_ours_and_of_its_own_kind_in_any_case_of_letters(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, *[WAIT] * 9) as here:
        sent_mail = await asked(here)
        token, local = token_of(sent_mail), here.bot.address.partition("@")[0]
        wrong = ("a" * 26, token[:-1] + ("b" if token[-1] == "a" else "a"))
        for each in wrong:
            to = f"{local}+r-{each}@example.test"
            await post(here, reply(here, "olive", sent_mail, To=to), to)
            await post(here, reply(here, "max", sent_mail, To=to), to, verdict="none")
        await judged(here, 5)
        assert notes(here, "mail with a foreign token") == [here.people["olive"].address] * 2
        assert len(notes(here, "unauthenticated mail")) == 2
        await here.mail("olive", "the request is not known here")
        for to in (f"{local}+t-{token}@example.test", f"{local}+r-{token[:-1]}@example.test"):
            await post(here, reply(here, "olive", sent_mail, To=to), to)
        await judged(here, 7)
        bounce = f"{local}+b-{token}@example.test"
        await post(here, report(here, sent_mail, bounce, "failed", "5.1.1"), bounce, sender="")
        await judged(here, 8)
        still_waits(here)
        assert "DeliveryFailed" not in here.types(here.thread_ids()[0])
        upper = f"{local.upper()}+R-{token.upper()}@EXAMPLE.test"
        await post(here, reply(here, "olive", sent_mail, To=upper), upper)
        await here.until(lambda: here.ledger.lines)
        assert len(here.decisions()) == 1


async def test_eml19_a7_a8_a_request_is_found_by_its_address_alone(mail: Servers, tmp_path: Path) -> None:
    """Neither In-Reply-To nor a subject decides: such a mail is a new conversation of its writer, or is undeliverable."""
    async with correspondence(mail, tmp_path, PUSH, *[WAIT] * 9) as here:
        sent_mail = await asked(here)
        bot = here.bot.address
        await post(here, reply(here, "olive", sent_mail, To=bot), bot)
        await post(here, fresh_mail(here, here.people["olive"].address, "", Subject="approve"), bot)
        await post(
            here, fresh_mail(here, here.people["max"].address, "approve", Subject=str(sent_mail["Subject"])), bot
        )
        foreign = f"<cs.t-{'a' * 26}.1@example.test>"
        await post(here, fresh_mail(here, here.people["sam"].address, "hello", In_Reply_To=foreign), bot)
        await judged(here, 5)
        assert len(here.thread_ids()) == 3
        await here.mail("olive", "did not come to the address")
        await here.mail("max", "did not come to the address")
        await still_decidable(here, sent_mail)


async def test_a21_we_answer_the_registered_address_whatever_the_mail_asks_for(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        eve = stranger(here)
        more = {"Reply_To": eve, "Cc": eve, "Errors_To": eve, "Disposition_Notification_To": eve}
        await here.writes("sam", "push v1", **more)
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, "hm?", **more)
        await here.mail("olive", "Reply once more")
        await here.replies("olive", sent_mail, "approve", **more)
        await here.mail("sam", "v1 is out.")
        assert {str(mail["To"]) for mail in outgoing(here)} == {
            here.people[who].address for who in ("sam", "olive", "max")
        }
        assert not await here.mails("eve")


async def test_eml01_a27_a_stranger_is_refused_once_and_a_forged_one_not_at_all(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        stranger(here)
        for verdict in ("none", PASS, PASS):
            await post(here, fresh_mail(here, here.people["eve"].address, "push v1"), here.bot.address, verdict=verdict)
        await post(here, fresh_mail(here, here.people["sam"].address, "push v1"), here.bot.address, verdict="none")
        await judged(here, 4)
        assert (here.thread_ids(), len(outgoing(here))) == ([], 1)
        refusal = await here.mail("eve", "I do not know this address")
        assert (refusal["Auto-Submitted"], refusal["Return-Path"]) == ("auto-replied", "<>")
        assert len(notes(here, "mail from nobody we know")) == 2


async def test_an_account_that_is_written_in_capitals_is_still_the_persons(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, accounts=str.title) as here:
        sent_mail = await asked(here)
        await still_decidable(here, sent_mail)
