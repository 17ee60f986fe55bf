"""DEL1: countersign.toml names whom an agent may give tasks to; a list that cannot work stops the start."""

import re
from typing import Any

import pytest

from bot.bootstrap import make_agents, read_configuration
from bot.core.access.unresolved_names import find_unknown_names
from bot.core.configuration.reload_changes import split_changes
from bot.core.delegation.delegation_settings import DelegationChoice
from bot.core.errors import BadConfiguration
from bot.settings import FileConfig

SHOP = {"package": "deploybot", "repository": "/srv/shop"}


def read(**agents: Any) -> FileConfig:
    tables = {name: {**SHOP, **table} for name, table in agents.items()}
    return FileConfig(people={"olive": {"name": "Olive"}}, agents=tables)


def test_del1_the_table_names_the_delegates_and_the_model_is_told_their_jobs() -> None:
    agents = {each.name: each for each in make_agents(read_configuration(read(boss={"delegates": ["shop"]}, shop={})))}
    assert agents["boss"].delegates == {"shop": agents["shop"].job}
    assert "delegate" in agents["boss"].steps
    assert agents["shop"].job in agents["boss"].tools_json
    assert "delegate" not in agents["shop"].steps


@pytest.mark.parametrize(
    ("agents", "says"),
    [
        ({"boss": {"delegates": ["ship"]}}, "[agents.boss] delegates: there is no agent 'ship'; there are: boss"),
        ({"boss": {"delegates": ["boss"]}}, "[agents.boss] delegates: boss cannot give tasks to itself"),
        (
            {"boss": {"delegates": ["shop"]}, "shop": {"delegates": ["boss"]}},
            "[agents.boss] delegates: a task could go round in a circle: boss > shop > boss",
        ),
    ],
)
def test_del1_a_wrong_list_stops_the_start_and_names_the_table(agents: dict[str, Any], says: str) -> None:
    with pytest.raises(BadConfiguration, match=re.escape(says)):
        make_agents(read_configuration(read(**agents)))


@pytest.mark.parametrize("wrong", ["shop", [7], ["no such name"]])
def test_del1_what_is_no_list_of_names_is_refused_with_its_place(wrong: object) -> None:
    with pytest.raises(BadConfiguration, match=r"agents\.boss.*delegates"):
        read_configuration(read(boss={"delegates": wrong}))


def test_del1_a_delegate_that_is_taken_away_is_gone_at_once_and_a_new_one_waits() -> None:
    one = read_configuration(read(boss={"delegates": ["shop"]}, shop={}, other={}))
    two = read_configuration(read(boss={"delegates": ["other"]}, shop={}, other={}))
    split = split_changes(one, two)
    assert split.now.tables["agents.boss.delegation"] == DelegationChoice()
    assert [(each.what, each.waits) for each in split.changes] == [("stricter", ""), ("changed", "SIGHUP")]


@pytest.mark.parametrize(
    ("may_ask", "says"),
    [
        ({"people": ["olive"], "quorum": 2}, "one person answers a question; leave out quorum"),
        ({"persons": ["olive"]}, "persons"),
        ("olive", "may_ask"),
    ],
)
def test_del2_what_is_no_list_of_people_is_refused_with_its_place(may_ask: object, says: str) -> None:
    with pytest.raises(BadConfiguration, match=rf"agents\.boss.*{says}"):
        read_configuration(read(boss={"may_ask": may_ask}))


def test_del2_a_name_that_nobody_has_is_found() -> None:
    (agent,) = make_agents(read_configuration(read(boss={"may_ask": {"people": ["olivia"], "groups": ["ops"]}})))
    directory = read(boss={}).directory
    found = [(each.policy, str(each)) for each in find_unknown_names(agent, directory)]
    assert ("may_ask of boss", "olivia (did you mean olive?)") in found
    assert ("may_ask of boss", "group ops") in found
