"""Several agents of one package, and agents of packages outside the checkout: by dotted name, by entry point, and by no other way."""

import asyncio
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents.deploybot.demo_project import stage
from bot.bootstrap import CountersignPlatform, build_platform, load_agent, read_configuration
from bot.core import events as e
from bot.core.configuration.reload_changes import accept_changes, split_changes
from bot.core.errors import BadConfiguration, CannotStart
from bot.settings import EnvironmentSettings, FileConfig
from tests.sqlite_access import read_log

PEOPLE = {"sam": {"name": "Sam"}, "olive": {"name": "Olive", "groups": ["managers"]}}
OUTSIDE = """
from bot.core.agent import Agent
from bot.core.base_types import FrozenModel
from bot.core.steps import Done, ModelAnswer

class GreeterOptions(FrozenModel):
    greeting: str

OPTIONS = GreeterOptions

def build(options: GreeterOptions) -> Agent:
    return Agent(name="greeter", job="Greets.", prompt=f"You are {{agent}}. Say {options.greeting}.")
"""
OFFLINE = """
from bot.core.steps import ModelAnswer

class OfflineModel:
    name = "greeting-rules"

    def choose_from(self, thread, events):
        return ModelAnswer(tool="done", arguments='{"message": "Greetings."}')
"""


def write_package(folder: Path, path: str, code: str = OUTSIDE) -> None:
    package = folder.joinpath(*path.split("."))
    package.mkdir(parents=True)
    (package / "agent.py").write_text(code)
    (package / "offline_model.py").write_text(OFFLINE)


def write_distribution(folder: Path, name: str, *entry_points: str) -> None:
    """The metadata that an installer leaves (https://packaging.python.org/specifications/entry-points/)."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("\n".join(["[countersign.agents]", *entry_points, ""]))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder outside of the checkout, on the import path. What a test imports from it is forgotten."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if name.startswith("acme"):
            del sys.modules[name]


def platform_of(folder: Path, agents: dict[str, Any], **channels: Any) -> CountersignPlatform:
    settings = EnvironmentSettings(database_url=f"sqlite:///{folder / 'x.db'}", data=folder)
    return build_platform(settings, FileConfig(people=PEOPLE, agents=agents, channels=channels))


async def test_ag1_two_agents_of_one_package_each_work_on_their_own_repository(tmp_path: Path) -> None:
    shops = {}
    for name in ("shop-api", "shop-web"):
        (tmp_path / name).mkdir()
        shops[name] = await stage(tmp_path / name)
    approval = {"approvers": [{"groups": ["managers"]}]}
    tables = {
        name: {"package": "deploybot", "repository": staged["repository"], "approval": approval}
        for name, staged in shops.items()
    }
    platform = platform_of(tmp_path, tables)
    try:
        await platform.prepare_start()
        threads = {name: await platform.launch(name, "deploy the latest", by="sam") for name in tables}
        await platform.worker.drain_queue()
        requests = {each.thread_id: each for each in (await platform.queries.list_requests(status="pending")).items}
        assert set(requests) == set(threads.values())
        for name, thread in threads.items():
            assert f"{tmp_path}/{name}/origin.git" in str(requests[thread].model_dump(mode="json"))
            (opened,) = [
                each.event for each in read_log(platform, threads[name]) if isinstance(each.event, e.ThreadOpened)
            ]
            assert opened.agent == name
            found = await platform.prompts.rebuild_prompt(threads[name], 1)
            assert found.prompt.system.startswith(f"You are {name}. You release")
    finally:
        await platform.close()


async def test_ag1_a_package_outside_of_the_checkout_is_an_agent_by_its_dotted_name(
    tmp_path: Path, elsewhere: Path
) -> None:
    write_package(elsewhere, "acme_bots.greeter")
    platform = platform_of(tmp_path, {"hello": {"package": "acme_bots.greeter", "greeting": "hi"}})
    try:
        assert platform.agents["hello"].name == "hello"
        assert platform.agents["hello"].prompt == "You are hello. Say hi."
        assert platform.models["hello"].name == "greeting-rules"
    finally:
        await platform.close()


async def test_ag1_an_installed_distribution_offers_an_agent_by_an_entry_point(tmp_path: Path, elsewhere: Path) -> None:
    write_package(elsewhere, "acme_greeter")
    write_distribution(elsewhere, "acme-greeter", "greeter = acme_greeter")
    agent = load_agent("hello", {"package": "greeter", "greeting": "hi"})
    assert (agent.name, agent.prompt) == ("hello", "You are hello. Say hi.")


def test_ag1_an_installed_distribution_is_no_agent_until_the_operator_names_it(elsewhere: Path) -> None:
    write_package(elsewhere, "acme_greeter")
    write_distribution(elsewhere, "acme-greeter", "greeter = acme_greeter", "deploybot = acme_greeter")
    with pytest.raises(BadConfiguration, match=r"\[agents\.greeter\]: there is no package agents/greeter"):
        load_agent("greeter", {"greeting": "hi"})
    with pytest.raises(BadConfiguration, match=r"\[agents\.deploybot\] has no key greeting"):
        load_agent("deploybot", {"greeting": "hi"})  # the package of the checkout, whatever is installed
    with pytest.raises(BadConfiguration, match=r"\[agents\.other\] has no key greeting"):
        load_agent("other", {"package": "deploybot", "greeting": "hi"})
    assert "acme_greeter.agent" not in sys.modules


def test_ag1_two_distributions_with_one_name_are_refused_by_both_names(elsewhere: Path) -> None:
    write_distribution(elsewhere, "acme-greeter", "greeter = acme_greeter")
    write_distribution(elsewhere, "evil-greeter", "greeter = evil_greeter")
    with pytest.raises(
        BadConfiguration, match=r"acme-greeter and evil-greeter both offer.*acme_greeter or evil_greeter"
    ):
        load_agent("hello", {"package": "greeter"})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("deploybt", r"\[agents\.hello\] package is 'deploybt', .*did you mean deploybot\?"),
        ("../deploybot", r"'\.\./deploybot'; write a package of agents/"),
        ("deploybot/../external", r"write a package of agents/"),
        ("/srv/agents/evil", r"'/srv/agents/evil'; write a package"),
        ("acme.", r"'acme\.'; write"),
        (".acme", r"'\.acme'; write"),
        ("acme..bot", r"'acme\.\.bot'; write"),
        ("acme bot", r"'acme bot'; write"),
        ("acme.bot:build", r"'acme\.bot:build'; write"),
        ("_template", r"'_template'; write"),
        ("x" * 201, r"\[agents\.hello\] package"),
        (7, r"\[agents\.hello\] package is 7"),
        ("acme_missing.bot", r"there is no module acme_missing\.bot\.agent here; install its distribution"),
        ("bot.core", r"there is no module bot\.core\.agent|bot\.core\.agent has no OPTIONS"),
        ("json.tool", r"there is no module json\.tool\.agent here"),
    ],
)
def test_ag1_a_wrong_package_stops_the_start_and_says_what_to_write(given: Any, says: str) -> None:
    with pytest.raises(CannotStart, match=says) as refused:
        load_agent("hello", {"package": given})
    assert "countersign.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import acme_absent", "needs the Python module acme_absent, which is not installed"),
        ("def build(:", "cannot be imported: SyntaxError"),
        ("from bot.core.agent import Missing", "cannot be imported: ImportError"),
        ("OPTIONS = dict", "has no build; see agents/README.md"),
        (re.sub(r"return Agent\(.*", "return None", OUTSIDE), "build returns NoneType, and not an Agent"),
    ],
)
def test_ag1_a_package_with_broken_code_is_told_in_one_line(elsewhere: Path, code: str, says: str) -> None:
    write_package(elsewhere, "acme_broken.bot", code)
    with pytest.raises(CannotStart, match=re.escape(says)):
        load_agent("hello", {"package": "acme_broken.bot", "greeting": "hi"})


@pytest.mark.parametrize("before", [None, "acme_first.bot"])
def test_ag1_another_package_of_a_running_agent_waits_for_the_operator(elsewhere: Path, before: str | None) -> None:
    for path in ("acme_first.bot", "acme_second.bot"):
        write_package(elsewhere, path)
    had = {"package": before, "greeting": "hi"} if before else {"repository": "/srv/shop"}
    old, new = (
        read_configuration(FileConfig(people=PEOPLE, agents={"deploybot": table}))
        for table in (had, {"package": "acme_second.bot", "greeting": "hi"})
    )
    narrowed, accepted = split_changes(old, new), accept_changes(old, new)
    assert narrowed.now.tables == old.tables
    assert {change.waits for change in narrowed.changes} == {"SIGHUP"}
    assert accepted.now.tables == new.tables


def test_ag1_only_one_agent_takes_the_calls_of_programs(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"\[agents\.refunds\]: external takes the calls of programs already"):
        platform_of(tmp_path, {"external": {}, "refunds": {"package": "external"}})


def test_ag1_an_agent_cannot_have_the_mail_address_where_another_one_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = asyncio.run(stage(tmp_path))["repository"]
    tables = {name: {"package": "deploybot", "repository": shop} for name in ("shop-api", "shop-web")}
    monkeypatch.setenv("EMAIL_FROM", "bot@example.com")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:2525")
    for addresses, says in (
        ({"shop-web": "Bot@Example.com"}, "it is EMAIL_FROM, where shop-api answers"),
        ({"shop-api": "x@example.com", "shop-web": "X@example.com"}, "two agents have it"),
        ({"shop-web": "bot+web@example.com"}, "write a plain address"),
        ({"shop-www": "www@example.com"}, "there is no such agent"),
    ):
        with pytest.raises(CannotStart, match=re.escape(says)):
            platform_of(tmp_path, tables, email={"agent": "shop-api", "agents": addresses})
