"""DEL1 in Slack: a child's requests are posted in the conversation of the root, and an answer there reaches the child."""

from collections.abc import Sequence
from pathlib import Path

from bot.core import events as e
from bot.core.agent import Agent
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.engine.delegation.task_platform import PUSH, TASK, make_agents
from tests.platform_fixture import OutsideLedger, choose

BOSS = {"agent": "boss"}


def both(ledger: OutsideLedger) -> Sequence[Agent]:
    return make_agents(ledger, {}, {})


def child_of(here: SlackFixture) -> str:
    logs = {id: here.log(id) for id in here.thread_ids()}
    return next(id for id, log in logs.items() if any(isinstance(each, e.TaskReceived) for each in log))


async def test_del1_a_click_in_the_conversation_of_the_root_approves_the_call_of_the_child(tmp_path: Path) -> None:
    done = choose("done", message="v1 is out.")
    async with slack_platform(tmp_path, TASK, PUSH, done, done, agents=both, options=BOSS) as here:
        root = await here.ask("sam")
        card = await here.card()
        assert card.thread_ts == root.ts  # the same conversation
        assert "pusher" in str(card.blocks)
        assert (await here.app.click(here.user("olive"), card, "Approve")).ok
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].startswith(child_of(here))
        await here.until(lambda: "v1 is out." in here.texts()[-1])


async def test_del1_words_in_the_conversation_of_the_root_answer_the_childs_question(tmp_path: Path) -> None:
    ask = choose("ask_human", question="Which tag?")
    told = choose("done", message="It is v7.")
    async with slack_platform(tmp_path, TASK, ask, told, told, agents=both, options=BOSS) as here:
        root = await here.ask("sam")
        await here.card()
        await here.app.say(here.user("sam"), here.channel(), "v7", root)
        child = child_of(here)
        await here.until(lambda: "QuestionSettled" in here.types(child))
        answers = [each for each in here.log(child) if isinstance(each, e.Answered)]
        assert [(each.person, each.text) for each in answers] == [("sam", "v7")]
        await here.until(lambda: "It is v7." in here.texts()[-1])
