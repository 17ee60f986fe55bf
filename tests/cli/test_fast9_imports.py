"""What is imported, and when: the verbs of the help need no platform, and a server only what its configuration names."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from bot.cli.lazy_commands import VERBS, VerbEntry, load_verb
from bot.store.sqlite import migrate
from tests.cli.terminal import StagedTerminal, clean_environment, serving

ENTRIES = [entry for entries in VERBS.values() for entry in entries]
PLATFORM = {"pydantic", "pydantic_settings", "httpx2", "structlog", "fastapi", "sqlalchemy", "sqlmodel", "alembic"}
HELP_IN_BOXES = {"rich", "pygments", "markdown_it"}
PLATFORM |= {"bot.core.base_types", "bot.engine", "bot.store", "bot.http", "bot.bootstrap", "bot.settings"}
NOT_FOR_EVERYBODY = {"openai", "alembic", "httpx2", "slack_bolt", "slack_sdk", "aiohttp", "aiosmtplib", "aioimaplib"}
NOT_FOR_EVERYBODY |= {"sqlalchemy", "sqlmodel", "aiosqlite", "rich", "pygments"}
NOT_FOR_EVERYBODY |= {"mjml", "dkim", "dns", "mako", "google.auth", "msal", "psycopg", "mcp"}


def imported_by(folder: Path, *args: str, **environment: str) -> set[str]:
    """The modules that are loaded as this verb ends."""
    told = recorder(folder)
    subprocess.run(
        [sys.executable, "-m", "bot", *args],
        env=clean_environment(folder, **told, **environment),
        check=True,
        capture_output=True,
    )
    return read_imported(folder)


def recorder(folder: Path) -> dict[str, str]:
    """The environment in which a process writes down its modules as it ends."""
    (folder / "sitecustomize.py").write_text(
        "import atexit, pathlib, sys\n"
        f"atexit.register(lambda: pathlib.Path({str(folder / 'imported')!r}).write_text('\\n'.join(sys.modules)))\n"
    )
    return {"PYTHONPATH": f"{folder}:{Path(__file__).parents[2]}"}


def read_imported(folder: Path) -> set[str]:
    return set((folder / "imported").read_text().split())


@pytest.mark.parametrize("args", [("--help",), ()])
def test_fast9_the_help_imports_nothing_of_the_platform(terminal: StagedTerminal, args: tuple[str, ...]) -> None:
    found = imported_by(terminal.folder, *args)
    assert "bot.cli.lazy_commands" in found
    assert found & (PLATFORM | HELP_IN_BOXES) == set()


def test_fast9_a_verb_imports_its_own_modules_alone(terminal: StagedTerminal) -> None:
    found = imported_by(terminal.folder, "requests", "--help")
    assert {"httpx2", "pydantic", "bot.cli.request_commands"} <= found
    assert (
        found & {"bot.engine.platform", "bot.store", "fastapi", "sqlalchemy", "bot.cli.server_commands", *HELP_IN_BOXES}
        == set()
    )


def test_fast9_a_server_imports_only_what_its_configuration_names(terminal: StagedTerminal) -> None:
    told = recorder(terminal.folder)
    with serving(terminal.folder, OPENAI_API_KEY="sk-none", **told):
        pass
    imported = read_imported(terminal.folder)
    assert "alembic" in imported, "a new file is brought to the schema by alembic"
    assert {"openai", "httpx2"} <= imported
    with serving(terminal.folder, **told):
        pass
    assert read_imported(terminal.folder) & NOT_FOR_EVERYBODY == set()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_fast9_the_help_lists_a_verb_with_the_first_line_of_its_own_help(entry: VerbEntry) -> None:
    command = load_verb(entry.name)
    assert command.name == entry.name
    assert command.help.partition("\n")[0] == entry.help


def test_fast9_the_schemas_are_those_that_alembic_finds() -> None:
    """`list_revisions` reads the names of files, so that a start with a current file needs no alembic."""
    scripts = list(ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions())
    assert migrate.list_revisions() == tuple(reversed([script.revision for script in scripts]))
    assert all(isinstance(script.down_revision, str | None) for script in scripts)
    assert migrate.SIGNING in migrate.list_revisions()
