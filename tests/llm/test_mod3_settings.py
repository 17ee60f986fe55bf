"""`[agents.<name>.model]`: the model of an agent, its key, and its differences from the profile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import CountersignPlatform, build_platform
from bot.core.errors import BadSetting
from bot.core.people import Person
from bot.llm.openai_model import OpenAIModel
from bot.settings import EnvironmentSettings, FileConfig, read_config
from tests.doubles.openai_answers import function_call, response
from tests.doubles.openai_wire import OpenAIWire, Scripted, call, completion
from tests.llm.fake_endpoint import sent_bodies

DONE = completion(call("done", '{"message":"That is all."}'))
PLATFORM_KEY = "sk-house-Zq8Rt5Wn2Lk7Vx4Bm9"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)


def config_of(folder: Path, table: str) -> FileConfig:
    repository = folder / "repo"
    repository.mkdir(exist_ok=True)
    file = folder / "countersign.toml"
    file.write_text(
        f'[people.sam]\nname = "Sam"\n\n[agents.deploybot]\nrepository = "{repository}"\n'
        f'owners = {{ people = ["sam"] }}\n\n{table}\n'
    )
    return read_config(file)


def platform_of(folder: Path, table: str, **given: Any) -> CountersignPlatform:
    return build_platform(EnvironmentSettings(data=folder, **given), config_of(folder, table))


@asynccontextmanager
async def launched(folder: Path, table: str, *script: Scripted, **given: Any) -> AsyncIterator[OpenAIWire]:
    """The server after the agent of this table asked it once. `URL` in the table and in `given` is the server's address."""
    async with OpenAIWire(*script or (DONE,)) as server:
        settings = {name: value.replace("URL", server.base_url) for name, value in given.items()}
        platform = platform_of(folder, table.replace("URL", server.base_url), **settings)
        try:
            await platform.launch("deploybot", "hello", by="sam")
            await platform.worker.drain_queue()
            yield server
        finally:
            await platform.close()


async def test_mod3_the_table_says_name_effort_budget_and_temperature(tmp_path: Path) -> None:
    table = """[agents.deploybot.model]
name = "qwen3:8b"
base_url = "URL"
profile = "compatible"
effort = "low"
budget = 12000
temperature = 0.2
"""
    async with launched(tmp_path, table) as server:
        (body,) = sent_bodies(server)
    assert (body["model"], body["reasoning_effort"]) == ("qwen3:8b", "low")
    assert (body["max_completion_tokens"], body["temperature"]) == (12_000, 0.2)


async def test_mod3_the_table_may_name_the_responses_api(tmp_path: Path) -> None:
    done = response(function_call("done", '{"message":"That is all."}'))
    async with launched(tmp_path, '[agents.deploybot.model]\nbase_url = "URL"\nprofile = "openai"', done) as server:
        assert server.received[0].path == "/v1/responses"


async def test_mod3_the_table_says_the_times(tmp_path: Path) -> None:
    table = '[agents.deploybot.model]\nbase_url = "http://127.0.0.1:9/v1"\ntimeout = 7\ndeadline = 21\nretries = 1'
    platform = platform_of(tmp_path, table)
    model = platform.models["deploybot"]
    await platform.close()
    assert isinstance(model, OpenAIModel)
    assert (model.profile.timeout, model.profile.deadline, model.profile.retries) == (7, 21, 1)
    assert model.name == "gpt-5-mini"


async def test_mod3_the_platforms_key_goes_to_the_platforms_address(tmp_path: Path) -> None:
    given = {"openai_api_key": PLATFORM_KEY, "openai_base_url": "URL"}
    async with launched(tmp_path, '[agents.deploybot.model]\nname = "x"', **given) as server:
        assert server.received[0].headers["authorization"] == f"Bearer {PLATFORM_KEY}"


@pytest.mark.parametrize("given", [{}, {"openai_base_url": "https://llm.example.com/v1"}])
async def test_mod3_the_platforms_key_goes_to_no_other_address(tmp_path: Path, given: dict[str, str]) -> None:
    table = '[agents.deploybot.model]\nbase_url = "URL"'
    async with launched(tmp_path, table, openai_api_key=PLATFORM_KEY, **given) as server:
        assert server.received
        assert all(PLATFORM_KEY not in str(received.headers) for received in server.received)


async def test_mod3_a_key_of_its_own_comes_from_the_variable_that_the_table_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_KEY", "sk-own-1234567890abcdef")
    table = '[agents.deploybot.model]\nbase_url = "URL"\nkey_env = "LLM_KEY"'
    async with launched(tmp_path, table, openai_api_key=PLATFORM_KEY) as server:
        assert server.received[0].headers["authorization"] == "Bearer sk-own-1234567890abcdef"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('nmae = "x"', r"\[agents.deploybot.model\].*nmae"),
        ('base_url = "http://127.0.0.1:9/v1"\nprofile = "gtp"', r"profile = gtp.*there are: openai, openai-chat"),
        ('base_url = "http://127.0.0.1:9/v1"\nkey_env = "NOT_SET_ANYWHERE"', "NOT_SET_ANYWHERE is not set"),
        ('key_env = "COUNTERSIGN_SECRET_KEY"', "COUNTERSIGN_SECRET_KEY is not set"),
        ('name = "x"', "give it a base_url or a key_env, or set OPENAI_API_KEY"),
        ('base_url = "ftp://x"', r"\[agents.deploybot.model\] base_url is 'ftp://x': write it as https://host/v1"),
        ("budget = 1", "budget"),
        ('effort = "extreme"', "effort"),
        ("temperature = 9", "temperature"),
        ("timeout = 0", "timeout"),
    ],
)
def test_mod3_a_table_that_cannot_work_stops_the_start_and_names_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, says: str
) -> None:
    monkeypatch.setenv("COUNTERSIGN_SECRET_KEY", "s" * 40)
    with pytest.raises(BadSetting, match=says):
        platform_of(tmp_path, f"[agents.deploybot.model]\n{table}")


def test_mod3_a_model_that_is_no_table_stops_the_start(tmp_path: Path) -> None:
    config = FileConfig(
        people={"sam": Person(id="sam", name="Sam").model_dump(exclude={"id"})},
        agents={"deploybot": {"repository": str(tmp_path), "model": "gpt"}},
    )
    with pytest.raises(BadSetting, match=r"\[agents.deploybot.model\]"):
        build_platform(EnvironmentSettings(data=tmp_path), config)


async def test_mod3_without_a_table_and_an_environment_the_offline_model_answers(tmp_path: Path) -> None:
    platform = platform_of(tmp_path, "")
    await platform.close()
    assert type(platform.models["deploybot"]).__name__ == "OfflineModel"
