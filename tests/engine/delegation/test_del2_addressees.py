"""DEL2: an agent names whom it asks, within what its table allows; an agent may be asked, too."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import NotAnApprover
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.steps import AskHuman
from tests.engine.delegation.task_platform import TaskPlatform, make_agents
from tests.platform_fixture import PEOPLE, OutsideLedger, choose

FINN = Person(id="finn", name="Finn", groups=("finance",))
GONE = Person(id="gone", name="Gone", groups=("left",), active=False)
DIRECTORY = PeopleDirectory(people={**PEOPLE.people, "finn": FINN, "gone": GONE})
MAY_ASK = ApproverClause(people=("max", "gone"), groups=("finance", "left"))


def ask(*to: str, **given: Any) -> Any:
    return choose("ask_human", **{"question": "Which account?", "to": list(to), **given})


def asking(folder: Path, *script: Any, **given: Any) -> TaskPlatform:
    has = {"may_ask": MAY_ASK, "owners": ApproverClause(people=("olive",)), **given.pop("boss_has", {})}
    return TaskPlatform(folder, script, boss_has=has, directory=DIRECTORY, **given)


async def launch(platform: TaskPlatform) -> str:
    thread = await platform.app.launch("boss", "pay it", by="sam")
    await platform.settle()
    return thread


@pytest.mark.parametrize(
    ("to", "may", "may_not"),
    [
        (("group:finance",), "finn", "sam"),
        (("max",), "max", "olive"),
        (("max", "group:finance"), "finn", "olive"),
        (("olive",), "olive", "sam"),
        (("sam",), "sam", "olive"),
    ],
)
async def test_del2_only_those_that_a_question_names_answer_it(
    tmp_path: Path, to: tuple[str, ...], may: str, may_not: str
) -> None:
    async with asking(tmp_path, ask(*to)) as platform:
        thread = await launch(platform)
        request = await platform.only_request()
        with pytest.raises(NotAnApprover):
            await platform.answer(request, "7", by=may_not)
        await platform.answer(request, "7", by=may)
        answers = [(each.person, each.text) for each in platform.log(thread) if isinstance(each, e.Answered)]
        assert answers == [(may, "7")]


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (
            ("finm",),
            "You may not ask 'finm'. You may ask: olive, sam, max, gone, group:finance, group:left, agent:pusher.",
        ),
        (("group:managers",), "You may not ask 'group:managers'. You may ask: olive, sam, "),
        (("finn",), "You may not ask 'finn'. You may ask: "),
        (("agent:boss",), "You may not ask 'agent:boss'. You may ask: "),
        (("max", "agent:pusher"), "Ask one agent alone, or people: not max, agent:pusher together."),
        (("group:left",), "Nobody of group:left can answer now. You may ask: "),
        (("gone",), "Nobody of gone can answer now. You may ask: "),
    ],
)
async def test_del2_who_may_not_be_asked_is_an_error_that_the_model_reads(
    tmp_path: Path, to: tuple[str, ...], says: str
) -> None:
    async with asking(tmp_path, ask(*to)) as platform:
        thread = await launch(platform)
        (refused,) = [each for each in platform.log(thread) if isinstance(each, e.StepRefused)]
        assert refused.reason.startswith(says)
        assert says.encode()[:30] in platform.boss.seen[-1]
        assert await platform.pending() == []


async def test_del2_a_question_has_its_own_expiry(tmp_path: Path) -> None:
    async with asking(tmp_path, ask("max", expires_in_hours=2)) as platform:
        thread = await launch(platform)
        assert (await platform.only_request()).expires_at == platform.clock() + timedelta(hours=2)
        platform.clock.passes(hours=2)
        await platform.settle()
        settled = [each.verdict for each in platform.log(thread) if isinstance(each, e.QuestionSettled)]
        assert settled == ["expired"]


async def test_del2_an_asked_agent_answers_by_its_result(tmp_path: Path) -> None:
    answer = choose("done", message="It is v7.")
    async with asking(tmp_path, ask("agent:pusher", context="In production."), pusher=(answer,)) as platform:
        thread = await launch(platform)
        assert platform.ends(thread) == [("done", "It is v7.")]
        (task,) = [each for each in platform.log(thread) if isinstance(each, e.TaskDelegated)]
        assert task.task == "Which account?\n\nIn production."
        assert b"It is v7." in platform.boss.seen[-1]


async def test_del2_an_asked_agent_has_no_longer_than_the_question_lasts(tmp_path: Path) -> None:
    async with asking(tmp_path, ask("agent:pusher", expires_in_hours=1)) as platform:
        thread = await launch(platform)
        platform.clock.passes(hours=1)
        await platform.settle()
        assert platform.ends(thread) == [("expired", "pusher gave no result in time.")]


async def test_del2_an_agent_is_asked_in_words_alone(tmp_path: Path) -> None:
    async with asking(tmp_path, ask("agent:pusher", format="yes_no")) as platform:
        thread = await launch(platform)
        (refused,) = [each for each in platform.log(thread) if isinstance(each, e.StepRefused)]
        assert refused.reason == "An agent answers in words: leave out format = 'yes_no' when you ask agent:pusher."


def test_del2_a_question_that_names_nobody_is_written_as_before() -> None:
    assert AskHuman(question="?").write_arguments() == (
        '{"choices":[],"context":"","fields":[],"format":"free_text","question":"?","urgency":"medium"}'
    )
    assert '"to":["max"]' in AskHuman(question="?", to=("max",)).write_arguments()


def test_del2_only_an_agent_that_may_name_others_is_offered_the_field(tmp_path: Path) -> None:
    boss, pusher = make_agents(OutsideLedger(tmp_path / "ledger"), {"may_ask": MAY_ASK}, {})
    assert '"enum":["max","gone","group:finance","group:left","agent:pusher"]' in boss.tools_json
    assert "expires_in_hours" not in pusher.tools_json
