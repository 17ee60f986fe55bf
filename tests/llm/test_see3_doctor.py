"""`countersign doctor` asks each model for one short answer, and reports it."""

from pathlib import Path

import pytest

from bot.core.doctor_findings import CheckFinding
from bot.doctor import examine_installation
from tests.doubles.openai_answers import openai_error
from tests.doubles.openai_wire import OpenAIWire, Scripted, call, completion
from tests.llm.fake_endpoint import sent_bodies

DONE = completion(call("done", '{"message":"ready"}'))
KEY = "sk-house-Zq8Rt5Wn2Lk7Vx4Bm9"


async def examined(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *script: Scripted, table: str = ""
) -> tuple[list[CheckFinding], OpenAIWire]:
    """The findings about the models of a server that answers so."""
    async with OpenAIWire(*script) as server:
        (folder / "countersign.toml").write_text(
            f'[people.sam]\nname = "Sam"\n\n[agents.deploybot]\nrepository = "{folder}"\n{table.replace("URL", server.base_url)}'
        )
        monkeypatch.chdir(folder)
        for name in ("COUNTERSIGN_URL", "COUNTERSIGN_CONFIG", "COUNTERSIGN_DATA"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_MODEL", "tiny-1")
        found = await examine_installation()
        return [each for each in found if each.what.startswith("Model ")], server


async def test_see3_a_model_that_answers_is_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,), server = await examined(tmp_path, monkeypatch, DONE)
    assert (found.mark, found.what) == ("ok", "Model tiny-1")
    assert found.text.startswith("it answered in ")
    assert len(server.received) == 1
    assert len(server.received[0].body) < 3_000, "it costs next to nothing"


async def test_see3_the_model_of_an_agents_own_table_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = '[agents.deploybot.model]\nname = "own-1"\nbase_url = "URL"\n'
    (found,), server = await examined(tmp_path, monkeypatch, DONE, table=table)
    assert (found.mark, found.what) == ("ok", "Model own-1")
    assert sent_bodies(server)[0]["model"] == "own-1"


@pytest.mark.parametrize(
    ("reply", "mark", "said"),
    [
        (openai_error(401, "Incorrect API key provided", code="invalid_api_key"), "fail", "401"),
        (openai_error(404, "The model tiny-1 does not exist", code="model_not_found"), "fail", "404"),
        (openai_error(429, "You exceeded your current quota", code="insufficient_quota"), "fail", "quota"),
        (completion(content="ready"), "warn", "not with the tool"),
    ],
)
async def test_see3_a_model_that_cannot_be_used_fails_with_the_providers_own_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: Scripted, mark: str, said: str
) -> None:
    (found,), _ = await examined(tmp_path, monkeypatch, reply)
    assert found.mark == mark
    assert said in found.text
    assert found.hint
    assert KEY not in found.text
