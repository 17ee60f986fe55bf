"""DEL1: words in the conversation of the root answer the question of the child that asked; never that of another."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress, InboundMessage
from bot.core.errors import NotAnApprover
from bot.core.people import ApproverClause
from bot.core.prompts.event_rendering import compute_sha256
from tests.engine.delegation.task_platform import TASK, TaskPlatform
from tests.platform_fixture import choose

ASK = choose("ask_human", question="Which tag?")
DONE = choose("done", message="I know now.")


async def write_words(platform: TaskPlatform, thread: str, words: str, *, by: str = "sam", id: str = "m1") -> None:
    """A message into the conversation of this thread, from a channel that verified its writer."""
    message = InboundMessage(
        channel="chat",
        id=id,
        body=compute_sha256(words),
        at=platform.clock(),
        agent="boss",
        thread=thread,
        person=by,
        sender=by,
        text=words,
        route=ChannelAddress(channel="chat", address="room"),
        credential="chat:verified",
    )
    taken = await platform.app.take_message(message)
    assert taken.thread == thread
    await platform.settle()


def answers(platform: TaskPlatform, thread: str) -> list[tuple[str, str]]:
    return [(each.person, each.text) for each in platform.log(thread) if isinstance(each, e.Answered)]


async def test_del1_words_in_the_root_answer_the_child_that_asks_once(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, pusher=(ASK, DONE)) as platform:
        parent, child = await platform.give()
        await write_words(platform, parent, "v1")
        await write_words(platform, parent, "v1")  # the same message once more
        assert answers(platform, child) == [("sam", "v1")]
        assert platform.types(parent).count("MessageReceived") == 1
        assert platform.ends(parent) == [("done", "I know now.")]


async def test_del1_words_of_somebody_who_is_not_asked_are_a_message_to_the_root(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, pusher=(ASK, DONE), pusher_has={"owners": ApproverClause()}) as platform:
        parent, child = await platform.give()
        await write_words(platform, parent, "v6", by="max")
        assert answers(platform, child) == []
        assert platform.types(parent).count("MessageReceived") == 2


async def test_del1_where_root_and_child_both_ask_words_alone_answer_neither(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, pusher=(ASK, DONE)) as platform:
        parent, child = await platform.give()
        platform.boss.script = [choose("ask_human", question="And where?")]
        await platform.say(parent, "go on")
        platform.boss.script = [choose("reply", message="Which of both?")]
        await write_words(platform, parent, "v1")
        assert answers(platform, child) == answers(platform, parent) == []
        by_call = {each.thread_id: each for each in await platform.pending()}
        await platform.answer(by_call[child], "v1", by="sam")
        await platform.answer(by_call[parent], "here", by="sam")
        assert answers(platform, child) == [("sam", "v1")]
        assert answers(platform, parent) == [("sam", "here")]


async def test_del1_words_without_a_verified_writer_answer_no_child(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, pusher=(ASK, DONE)) as platform:
        parent, child = await platform.give()
        await platform.say(parent, "v1")  # the API's messages are words, not answers
        assert answers(platform, child) == []


async def test_del1_the_request_of_a_child_names_it_and_its_task(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        _, child = await platform.give()
        card = (await platform.only_request()).card
        assert (card.thread, card.agent) == (child, "pusher")
        assert (card.wish, card.wish_by) == ("push v1", "The agent boss")


async def test_del1_a_decision_for_one_child_does_nothing_in_another(tmp_path: Path) -> None:
    other = choose("delegate", agent="pusher", task="push v2")
    pushes = (choose("push", tag="v1"), choose("push", tag="v2"))
    async with TaskPlatform(tmp_path, boss=(TASK,), pusher=pushes) as platform:
        parent = await platform.app.launch("boss", "release it", by="sam")
        await platform.settle()
        await platform.app.cancel(parent, by="sam", tasks="keep")
        platform.boss.script = [other]
        await platform.app.launch("boss", "and v2", by="sam")
        await platform.settle()
        one, two = await platform.pending()
        with pytest.raises(NotAnApprover):
            await platform.decide(one, by="sam")
        await platform.decide(two)
        await platform.settle()
        assert [line.split()[0] for line in platform.ledger.lines] == [two.id]
