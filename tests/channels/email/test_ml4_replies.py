"""A proved replier to a request is told its outcome: a few times, then for the last time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.agent import Agent
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    judged,
    notes,
    post,
    pusher,
    reply,
    sent_to,
    still_decidable,
    still_waits,
    stranger,
)
from tests.channels.email.mail_world import ORIGIN, MailFixture, body, correspondence
from tests.channels.email.reply_scenarios import (
    ELEVEN_MB,
    HTML,
    POISON,
    TWO,
    attached,
    cancels,
    decides_elsewhere,
    edits,
    expires,
    holds,
    nothing,
    reaction,
    texts,
    told,
)
from tests.platform_fixture import OutsideLedger, agent, choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


@dataclass(frozen=True)
class Case:
    """A reply of Olive to her request mail, which decides nothing; the answer to her; and the state of the request."""

    text: str
    heard: str
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[MailFixture], Awaitable[None]] = nothing
    policy: dict[str, Any] = field(default_factory=dict)
    quotes: bool = True


ONCE_MORE = "Nothing was decided. Reply once more, or decide here"
FILE, WITH_FILE = attached("")
WORDS_AND_FILE, _ = attached("See the attached.")
REACTED, AS_REACTION = reaction()
FORWARD = "Please look.\n\n---------- Forwarded message ---------\nFrom: Max\n\napprove\n"

REPLIES = {
    "a question": Case("What is in it?", ONCE_MORE),
    "nothing": Case("\n", ONCE_MORE),
    "a signature alone": Case("-- \nOlive", ONCE_MORE),
    "the quote alone": Case("", ONCE_MORE),
    "an attachment alone": Case(FILE, ONCE_MORE, WITH_FILE, quotes=False),
    "a word and an attachment": Case(WORDS_AND_FILE, ONCE_MORE, WITH_FILE, quotes=False),
    "formatted text alone": Case("<p>What is in it?</p>", ONCE_MORE, HTML, quotes=False),
    "a forwarded mail": Case(FORWARD, ONCE_MORE, {"Subject": "Fwd: A release"}, quotes=False),
    "what sounds like a yes": Case("Looks good to me", "Please confirm"),
    "what sounds like a no": Case("I am not comfortable with this", "Please confirm"),
    "a wish to wait": Case("hold on", ONCE_MORE),
    "a reaction": Case(REACTED, f"is no answer to a request. {ONCE_MORE}", AS_REACTION, quotes=False),
    "a mail that takes too long to read": Case(POISON, "Your mail could not be read.", HTML, quotes=False),
    "too many parts": Case(
        "".join(f"--b\r\nContent-Type: text/plain\r\n\r\n{n}\r\n" for n in range(300)) + "--b--\r\n",
        "Your mail could not be read.",
        {"Content_Type": 'multipart/mixed; boundary="b"'},
        quotes=False,
    ),
    "a mail of eleven megabytes": Case("approve\n" + ELEVEN_MB, "MB and was not read: 10 MB is the most"),
    "a request that is decided": Case(
        "approve", "This request is already rejected by Max at", before=decides_elsewhere
    ),
    "a request of a cancelled conversation": Case(
        "approve", "This request is already cancelled by Max", before=cancels
    ),
    "a request that was edited": Case("approve", "Changed by Max: tag: v1 → v2, look again", before=edits, policy=TWO),
    "a request that has expired": Case(
        "approve", "This request is already expired", before=expires, policy={"expires_after": timedelta(seconds=6)}
    ),
    "an agent that is paused": Case("approve", "Paused by Max at", before=holds),
    "a request that needs a typed word": Case(
        "approve", "or a word has to be typed. Decide it here", policy={"irreversible": True}
    ),
    "the first of two approvals": Case(
        "approve", "Your approval counts. The request is still open, since others have to decide it, too", policy=TWO
    ),
}


@pytest.mark.parametrize("what", REPLIES)
@pytest.mark.drawn
async def test_ml4_whoever_replies_to_a_request_hears_what_became_of_it(
    mail: Servers, tmp_path: Path, what: str
) -> None:
    case = REPLIES[what]
    async with correspondence(mail, tmp_path, PUSH, WAIT, agents=pusher(**case.policy)) as here:
        sent_mail = await asked(here)
        request = await here.request()
        await case.before(here)
        await answer(here, sent_mail, reply(here, "olive", sent_mail, case.text, quotes=case.quotes, **case.headers))
        await here.until(lambda: told(here, "olive", case.heard) == 1)
        (text,) = [text for text in texts(here, "olive") if case.heard in text]
        assert f"{ORIGIN}/re" in text, "the page of the request, or the one from where she can sign in"
        assert case.heard == "Please confirm" or f"{ORIGIN}/requests/{request.id}" in text
        assert here.ledger.lines == []


async def test_ml4_after_the_second_unclear_reply_one_last_mail_says_so_and_gives_the_page(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        request = await here.request()
        said = ("What is in it?", "Who wrote it?", "And since when?", "Hello?", "Anybody?")
        for number, each in enumerate(said, 1):
            await answer(here, sent_mail, reply(here, "olive", sent_mail, each))
            await judged(here, 1 + number)
        await here.until(lambda: told(here, "olive", "ask about no further reply"))
        page = f"{ORIGIN}/requests/{request.id}"
        last = [text for text in texts(here, "olive") if "Nothing was decided." in text]
        assert ["Reply once more" in text for text in last] == [True, True, False]
        assert ["the last time that I ask" in text for text in last] == [False, True, False]
        assert ["ask about no further reply to this request" in text for text in last] == [False, False, True]
        assert all(page in text for text in last)
        assert len(notes(here, "unclear mail")) == len(said)
        still_waits(here)
        closing = next(each for each in sent_to(here, "olive") if "no further reply" in " ".join(body(each).split()))
        assert (closing["Reply-To"], closing["Auto-Submitted"]) == (sent_mail["Reply-To"], "auto-replied")
        await here.replies("olive", closing, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_ml4_a_confirmation_is_one_of_the_two_questions_and_an_edit_begins_anew(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=pusher(**TWO)) as here:
        sent_mail = await asked(here)
        for each in ("Looks good to me", "Sounds good", "ok", "fine by me", "Looks good to me"):
            await answer(here, sent_mail, reply(here, "olive", sent_mail, each))
        await judged(here, 6)
        await here.until(lambda: told(here, "olive", "ask about no further reply"))
        questions = [told(here, "olive", words) for words in ("Please confirm", "Reply once more", "no further reply")]
        assert questions == [1, 1, 1]
        await edits(here)
        new = await here.mail("olive", 'tag = "v2"')
        await here.replies("olive", new, "What is new?")
        await here.until(lambda: told(here, "olive", "Reply once more") == 2)
        assert here.ledger.lines == []


async def test_ml4_a_question_that_is_not_answered_clearly_is_asked_back_about_and_closed(
    mail: Servers, tmp_path: Path
) -> None:
    ask = choose("ask_human", question="Which tag?", choices=["v1", "v2"], format="multiple_choice")
    async with correspondence(mail, tmp_path, ask, WAIT) as here:
        await here.writes("sam", "push")
        sent_mail = await here.mail("sam", "Which tag?")
        for each in ("The newer one", "You know", "The one from Monday", "That one"):
            await answer(here, sent_mail, reply(here, "sam", sent_mail, each))
        await judged(here, 5)
        await here.until(lambda: told(here, "sam", "ask about no further reply"))
        assert told(here, "sam", "could not tell which answer you mean") == 3
        await here.replies("sam", sent_mail, "v2")
        await here.until(lambda: "QuestionSettled" in here.types())


async def test_ml4_a_reply_to_an_address_that_is_none_of_ours_is_answered_whoever_wrote(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        stranger(here)
        to = f"{here.bot.address.partition('@')[0]}+r-{'a' * 26}@example.test"
        for _ in range(5):
            await post(here, reply(here, "olive", sent_mail, To=to), to)
            await post(here, reply(here, "eve", sent_mail, To=to), to)
        await judged(here, 11)
        await here.until(lambda: told(here, "olive", "none of mine", "my last answer about this"))
        assert told(here, "olive", "none of mine") == 3
        assert told(here, "eve", "I do not know this address") == 1
        assert len(sent_to(here, "eve")) == 1


async def test_ml4_replies_that_go_astray_are_answered_a_few_times(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        for _ in range(6):
            await post(here, reply(here, "olive", sent_mail, To=here.bot.address), here.bot.address)
        await judged(here, 7)
        await here.until(lambda: told(here, "olive", "did not come to the address", "my last answer about this"))
        assert told(here, "olive", "did not come to the address") == 4
        await still_decidable(here, sent_mail)


async def test_ml4_sentences_about_one_request_end_with_one_that_says_so(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        request = await here.request()
        for _ in range(6):
            await answer(here, sent_mail, reply(here, "max", sent_mail, "approve"))
        await judged(here, 7)
        page = f"{ORIGIN}/requests/{request.id}"
        await here.until(lambda: told(here, "max", "put to somebody else", "my last answer about this", page))
        assert told(here, "max", "put to somebody else") == 4
        assert told(here, "max", "my last answer about this") == 1


async def test_ml4_a_confirmation_that_was_answered_or_died_says_so(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT, agents=pusher(**TWO)) as here:
        sent_mail = await asked(here)
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "Looks good to me"))
        question = await here.mail("olive", "Please confirm")
        await answer(here, question, reply(here, "olive", question, "approve"))
        await here.until(lambda: told(here, "olive", "Your approval counts."))
        await answer(here, question, reply(here, "olive", question, "approve"))
        await here.until(lambda: told(here, "olive", "none of mine, or no longer"))
        assert [each.person for each in here.decisions()] == ["olive"]


async def test_ml4_a_mail_that_met_a_fault_of_ours_is_laid_aside_and_its_writer_told(
    mail: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        request = await here.request()
        take = here.surface._handler
        assert take is not None
        confirmations = take.reply_handler.confirmations
        kept = confirmations.notifier
        confirmations.notifier = None  # type: ignore[assignment]  # a fault that no code expects
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "Looks good to me"))
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "Looks good to me"), verdict="none")
        await here.until(lambda: told(here, "olive", "A fault here kept your mail", f"/requests/{request.id}"))
        await here.noted("mail laid aside")
        confirmations.notifier = kept
        await still_decidable(here, sent_mail)


async def test_ml4_a_mail_that_comes_twice_is_answered_once(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        raw = reply(here, "olive", sent_mail, "What is in it?")
        with capture_logs() as logged:
            for _ in range(2):
                await answer(here, sent_mail, raw)
            await here.until(lambda: any(line.get("why") == "it was taken before" for line in logged))
        assert told(here, "olive", "Reply once more") == 1


def _another(ledger: OutsideLedger) -> Agent:
    return replace(agent(ledger), name="second")


def _without_push(ledger: OutsideLedger) -> Agent:
    return replace(agent(ledger), tools=agent(ledger).tools[:1])


GONE = {
    "the agent": (_another, "There is no agent 'pusher'."),
    "the tool": (_without_push, "This request is already superseded"),
}


@pytest.mark.parametrize("what", GONE)
async def test_ml4_an_approval_of_what_is_not_set_up_any_more_says_so(mail: Servers, tmp_path: Path, what: str) -> None:
    agents, heard = GONE[what]
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        sent_mail = await asked(here)
        request = await here.request()
    again: dict[str, Any] = {"bot": here.bot, "people": here.people}
    async with correspondence(mail, tmp_path, WAIT, WAIT, agents=agents, **again) as second:
        if what == "the tool":
            await second.until(lambda: "ApprovalSettled" in second.types())
        await answer(second, sent_mail, reply(second, "olive", sent_mail, "approve"))
        await second.until(lambda: told(second, "olive", heard, f"/requests/{request.id}") == 1)
        assert (second.decisions(), second.ledger.lines) == ([], [])
