"""The documents are true: commands exist, settings are read, links have targets, tables parse."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.bootstrap import load_agent
from bot.settings import EnvironmentSettings, FileConfig
from channels.email.options import EmailOptions as EmailOptions
from channels.slack.channel import SlackOptions

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("*/*.md"), *ROOT.glob("docs/*/*.md")]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def verbs() -> list[str]:
    lines = "\n".join(blocks("sh")).splitlines()
    return sorted({" ".join(re.findall(r"^countersign ((?:keys )?[a-z-]+)", line)) for line in lines} - {""})


def commands() -> set[str]:
    from bot.cli.lazy_commands import VERBS, load_verb

    return {entry.name for entries in VERBS.values() for entry in entries} | {
        f"keys {name}" for name in load_verb("keys").commands
    }


def test_every_command_of_the_readme_exists() -> None:
    assert verbs()
    assert set(verbs()) <= commands()


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", README)) <= targets


def test_the_settings_of_the_readme_are_those_that_are_read() -> None:
    table = README[README.index("| variable |") :].split("\n\n")[0]
    read = {str(field.validation_alias) for field in EnvironmentSettings.model_fields.values()}
    assert set(re.findall(r"`([A-Z_]{4,})`", table)) == read


def test_the_configuration_of_the_readme_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = blocks("toml")
    config = FileConfig.model_validate(tomllib.loads(text))
    assert config.directory.people["olive"].title == "release manager"
    ((name, table),) = config.agents.items()
    assert load_agent(name, table).find_policy("tag_release") is not None


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
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "channels" / "slack").rglob("*.py"))
    table = page[page.index("| variable |") :].split("\n\n")[0]
    assert set(re.findall(r"`(SLACK_[A-Z_]+)`", table)) == set(re.findall(r'environ\.get\("(SLACK_[A-Z_]+)"', code))
    options = page[page.index("| key |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z]+)`", options, re.MULTILINE)) == set(SlackOptions.model_fields)


def test_the_settings_of_email_are_those_that_are_read() -> None:
    page = (ROOT / "docs" / "email.md").read_text("utf-8")
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "channels" / "email").rglob("*.py"))
    table = page[page.index("| variable |") :].split("\n\n")[0]
    constants = dict(re.findall(r'^([A-Z_]+) = "([A-Z_]+)"', code, re.MULTILINE))
    read = re.findall(r'environ\.get\("?([A-Z_]+)"?', code)
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == {constants.get(name, name) for name in read}
    options = page[page.index("| key |") :].split("\n\n")[0]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \|([^|]*)\|", options, re.MULTILINE))
    assert set(rows) == set(EmailOptions.model_fields)
    for name in ("plus", "trust_unnamed", "dkim_instead", "allow", "locales", "direct"):
        default = tomllib.loads(f"value = {rows[name].strip(' `')}")["value"]
        assert EmailOptions.model_validate({name: default}) == EmailOptions(), name


def test_the_configuration_of_email_is_one() -> None:
    page = (ROOT / "docs" / "email.md").read_text("utf-8")
    first, second = re.findall(r"^ *```toml\n(.*?)```", page, re.DOTALL | re.MULTILINE)
    config = FileConfig.model_validate(tomllib.loads(first))
    assert config.directory.people["olive"].accounts == {"email": "olive@example.com"}
    for text in (first, second):
        assert EmailOptions.model_validate(tomllib.loads(text)["channels"]["email"]).agent == "deploybot"


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_ml9_the_configuration_of_a_mail_provider_is_one(provider: str) -> None:
    page = (ROOT / "docs" / f"email-{provider}.md").read_text("utf-8")
    blocks = re.findall(r"^ *```toml\n(.*?)```", page, re.DOTALL | re.MULTILINE)
    tables = [tomllib.loads(block)["channels"]["email"] for block in blocks]
    options = EmailOptions.model_validate({name: value for table in tables for name, value in table.items()})
    assert options.oauth is not None
    assert options.oauth.provider == provider
    assert options.oauth.scope in page
    assert options.trust_unnamed == (provider == "microsoft")
    assert (options.exchange_internal is not None) == (provider == "microsoft")


def test_every_sentence_that_the_page_of_email_explains_is_said() -> None:
    page = (ROOT / "docs" / "email.md").read_text("utf-8")
    code = " ".join(" ".join(path.read_text("utf-8").split()) for path in (ROOT / "channels" / "email").rglob("*.py"))
    said = code.replace('" "', "")
    quoted = re.findall(r'^\| "([^"]+)"', page[page.index("| you see |") :], re.MULTILINE)
    assert quoted
    assert [part for text in quoted for part in text.split(" … ") if part not in said] == []


async def test_the_example_of_the_python_api_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from examples.python_api import main

    events = await main(tmp_path / "countersign.db")
    assert [type for type in events if type in ("ApprovalSettled", "ToolStarted", "ToolFinished", "Finished")] == [
        "ApprovalSettled",
        "ToolStarted",
        "ToolFinished",
        "Finished",
    ]
    assert capsys.readouterr().out.count("restarting web (idempotency key ") == 1
