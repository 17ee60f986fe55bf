"""What the documents say is so: commands exist, settings are read, links lead somewhere, tables parse."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.app import load_agent
from bot.settings import Config, Settings
from channels.email.channel import Options as MailOptions
from channels.slack.channel import Options

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("*/*.md")]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def verbs() -> list[str]:
    lines = "\n".join(blocks("sh")).splitlines()
    return sorted({" ".join(re.findall(r"^countersign ((?:keys )?[a-z-]+)", line)) for line in lines} - {""})


def commands() -> set[str]:
    import typer.main

    from bot.cli.command import app

    group = typer.main.get_command(app)
    return {*group.commands, *(f"keys {name}" for name in group.commands["keys"].commands)}  # type: ignore[attr-defined]


def test_every_command_of_the_readme_exists() -> None:
    assert verbs()
    assert set(verbs()) <= commands()


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", README)) <= targets


def test_the_settings_of_the_readme_are_those_that_are_read() -> None:
    table = README[README.index("| variable |") :].split("\n\n")[0]
    read = {str(field.validation_alias) for field in Settings.model_fields.values()}
    assert set(re.findall(r"`([A-Z_]{4,})`", table)) == read


def test_the_configuration_of_the_readme_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = blocks("toml")
    config = Config.model_validate(tomllib.loads(text))
    assert config.directory.people["olive"].title == "release manager"
    ((name, table),) = config.agents.items()
    assert load_agent(name, table).policy_of("tag_release") is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_file_named_in_the_walk_exists() -> None:
    named = re.findall(r"`((?:bot|agents|channels)/[a-z_/]+\.py)`", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_settings_of_slack_are_those_that_are_read() -> None:
    page = (ROOT / "docs" / "slack.md").read_text("utf-8")
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "channels" / "slack").glob("*.py"))
    table = page[page.index("| variable |") :].split("\n\n")[0]
    assert set(re.findall(r"`(SLACK_[A-Z_]+)`", table)) == set(re.findall(r'environ\.get\("(SLACK_[A-Z_]+)"', code))
    options = page[page.index("| key |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z]+)`", options, re.MULTILINE)) == set(Options.model_fields)


def test_the_settings_of_mail_are_those_that_are_read() -> None:
    page = (ROOT / "docs" / "email.md").read_text("utf-8")
    code = (ROOT / "channels" / "email" / "channel.py").read_text("utf-8")
    table = page[page.index("| variable |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == set(
        re.findall(r'environ\.get\("([A-Z_]+)"', code)
    )
    options = page[page.index("| key |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z_]+)`", options, re.MULTILINE)) == set(MailOptions.model_fields)
