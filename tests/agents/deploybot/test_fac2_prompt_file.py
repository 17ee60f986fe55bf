"""The prompt of the deploybot is its file: what stands there is what a model is sent. `docs/factors.md` names this test."""

import json
import shutil
from pathlib import Path

import pytest

from agents.deploybot import agent as deploybot
from bot import built_in_step_texts
from bot.core.errors import BadAgent
from tests.platform_fixture import PlatformFixture, choose


async def read_first_request(folder: Path) -> bytes:
    """The first request of the deploybot to its model, from a repository that is not there."""
    built = deploybot.build(deploybot.DeploybotOptions(repository="/nowhere"))
    async with PlatformFixture(folder, choose("reply", message="Which?"), agents=[built]) as platform:
        await platform.app.launch("deploybot", "deploy", by="sam")
        await platform.settle()
        (request,) = platform.model.seen
    return request


async def test_fac2_1_a_changed_prompt_file_changes_the_next_request_by_exactly_that(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await read_first_request(tmp_path_factory.mktemp("before"))
    text = deploybot.PROMPT.read_text("utf-8").replace("{branch}", "main").replace("{remote}", "origin")
    text = text.replace("{links}", (deploybot.LINKS / "plain.md").read_text("utf-8").strip())
    assert json.loads(before)["messages"][0] == {"role": "system", "content": text}
    changed = tmp_path / "prompt.md"
    changed.write_text("Release `{branch}` at `{remote}`, “slowly”.\n", "utf-8")
    monkeypatch.setattr(deploybot, "PROMPT", changed)
    after = await read_first_request(tmp_path_factory.mktemp("after"))
    was, now = (json.dumps(each, ensure_ascii=False) for each in (text, "Release `main` at `origin`, “slowly”.\n"))
    assert before.count(was.encode()) == 1
    assert after == before.replace(was.encode(), now.encode())


@pytest.mark.parametrize("name", ["reply", "ask_human"])
async def test_fac2_1_a_changed_file_of_a_built_in_step_changes_the_next_request_by_exactly_that(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = await read_first_request(tmp_path_factory.mktemp("before"))
    was = (built_in_step_texts.FOLDER / f"{name}.md").read_text("utf-8").strip()
    changed = tmp_path / "steps"
    shutil.copytree(built_in_step_texts.FOLDER, changed)
    (changed / f"{name}.md").write_text("Speak “slowly”.\n", "utf-8")
    monkeypatch.setattr(built_in_step_texts, "FOLDER", changed)
    after = await read_first_request(tmp_path_factory.mktemp("after"))
    assert before.count(was.encode()) == 1
    assert after == before.replace(was.encode(), "Speak “slowly”.".encode())


async def test_fac2_1_a_file_of_the_agent_replaces_that_of_a_built_in_step(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await read_first_request(tmp_path_factory.mktemp("before"))
    (tmp_path / "prompts" / "steps").mkdir(parents=True)
    shutil.copy(deploybot.PROMPT, tmp_path / "prompt.md")
    (tmp_path / "prompts" / "steps" / "reply.md").write_text("Say it of `{branch}`.\n", "utf-8")
    monkeypatch.setattr(deploybot, "PROMPT", tmp_path / "prompt.md")
    after = await read_first_request(tmp_path_factory.mktemp("after"))
    was = built_in_step_texts.read_built_in_texts()["reply"]
    assert after == before.replace(was.encode(), b"Say it of `main`.")
    (tmp_path / "prompts" / "steps" / "answer.md").write_text("Say it.\n", "utf-8")
    with pytest.raises(BadAgent, match="'answer' is no built-in step; there are: reply, "):
        deploybot.build(deploybot.DeploybotOptions(repository="/nowhere"))
