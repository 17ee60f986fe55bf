"""Settings that do not fit are refused with one line: the setting, its value, the repair."""

from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import build_platform, load_agent
from bot.core.access.access_lists import ROLES, AccessList
from bot.core.errors import BadSetting
from bot.settings import EnvironmentSettings, FileConfig, read_config, read_settings
from bot.store.sqlite.database import open_database


@pytest.mark.parametrize(
    "url", ["foo", "http://x:abc", "http://[::1", "javascript:alert(1)", "https://h/inbox", "//h", "https://x y"]
)
def test_a_base_url_that_no_link_could_be_built_from_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("COUNTERSIGN_BASE_URL", url)
    with pytest.raises(BadSetting, match=r"COUNTERSIGN_BASE_URL is .*: write it as http"):
        read_settings()


@pytest.mark.parametrize("port", ["abc", "0", "99999", "80.5", "http://127.0.0.1:80"])
def test_see3_a_port_that_is_none_is_quoted_with_the_right_form(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(BadSetting) as refused:
        read_settings()
    assert str(refused.value) == f"The setting PORT is {port!r}: write a whole number from 1 to 65535, such as 8080."


def test_see3_a_folder_in_the_place_of_a_file_and_the_reverse_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"it is a folder; name the file in it, such as countersign\.toml"):
        read_config(tmp_path)
    (tmp_path / "file").write_text("")
    for data in (tmp_path / "file", tmp_path / "file/deeper"):
        with pytest.raises(BadSetting, match=r"COUNTERSIGN_DATA is .*there is a file at this place"):
            open_database(f"sqlite:///{data}/countersign.db")
    with pytest.raises(BadSetting, match=r"is 'data.db': .*write sqlite:///data.db"):
        open_database("data.db")
    with pytest.raises(BadSetting, match="is '…'"):
        open_database("sam:hunter2@host")


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8080", "https://bots.example.com", "https://bots.example.com/"])
def test_a_base_url_is_a_server(url: str) -> None:
    assert read_settings(base_url=url).base_url == url


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff", "not UTF-8"),
        (b"[people", "closes it"),
        (b"a = " + b"[" * 5000, "nested too deeply|Expected|Invalid"),
        (b'[people]\na = "x"', "write a table"),
        (b'[people.a]\nid = "b"\nname = "A"', "name|id|required"),
        (b"[nonsense]", "nonsense"),
        (b"[people.a]\nname = " + b"9" * 5000, "more than 4,300 digits"),
        (
            b'[people.a]\nname = "A"\naccounts = { github = "Sam-Dev" }\n'
            b'[people.b]\nname = "B"\naccounts = { github = "sam-dev" }',
            "the github accounts 'Sam-Dev' of a and 'sam-dev' of b are the same",
        ),
        (
            b'[people.probe]\nname = "P"',
            r"\[people.probe\]: 'probe' is no id of a person.*write another, such as \[people.probe-1\]",
        ),
        (b'[people.system]\nname = "S"', "'system' is no id of a person"),
        (b'[people.me]\nname = "M"', "'me' is no id of a person"),
        ('[people.a]\nname = "A"\naccounts = { email = "a@b\u00fc.example" }'.encode(), "write its domain in ASCII"),
    ],
)
def test_a_configuration_that_is_none_is_refused_and_named(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "countersign.toml"
    path.write_bytes(content)
    with pytest.raises(BadSetting, match=why) as refused:
        read_config(path)
    assert str(path) in str(refused.value)


def test_see2_the_mark_that_windows_writes_before_a_text_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "countersign.toml"
    path.write_bytes(b'\xef\xbb\xbf[people.olive]\r\nname = "Olive"\r\n')
    assert list(read_config(path).people) == ["olive"]


def test_a_channel_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    settings = EnvironmentSettings(database_url=f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(BadSetting, match=r"channels\.pigeon.*there is no such channel"):
        build_platform(settings, FileConfig(channels={"pigeon": {}}))


def test_see1_the_rights_of_an_agent_stand_in_its_table_and_are_not_the_agents_own() -> None:
    table = {
        "repository": "/srv/shop",
        "readers": {"people": ["rea"]},
        "operators": {"groups": ["ops"], "roles": ["owners"]},
    }
    access = load_agent("deploybot", table).access
    assert access.readers == AccessList(people=("rea",))
    assert access.operators == AccessList(groups=("ops",), roles=("owners",))
    assert access.speakers == access.starters == AccessList(roles=ROLES)
    wrongs: list[dict[str, Any]] = [
        {"readers": ["rea"]},
        {"speakers": {"quorum": 2}},
        {"writers": {}},
        {"starters": {"roles": ["all"]}},
    ]
    for wrong in wrongs:
        with pytest.raises(BadSetting, match=r"\[agents\.deploybot[.\]]"):
            load_agent("deploybot", {"repository": "/srv/shop", **wrong})
