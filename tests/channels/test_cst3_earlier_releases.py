"""The databases that earlier releases left: what channels remember leaves the vault at the start, and a downgrade puts it back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from bot.core.errors import DatabaseInUse, DowngradeRefused, NewerSchema, UnprovenLog
from bot.secret_keys import SecretKeys
from bot.store.sqlite import migrate
from bot.store.sqlite.channel_credential_vault import open_row
from bot.store.sqlite.channel_data import ChannelDataStore
from bot.store.sqlite.database import open_database
from bot.store.sqlite.downgrade_to_previous_release import downgrade_database
from channels.slack.inbound.payload_store import PAYLOADS
from channels.slack.installation.token_store import BOT, INSTALLATION, INSTALLER, STATE
from tests.channels.email.mail_world import KEYS, correspondence
from tests.channels.slack.slack_workspace import KEYS as SLACK_KEYS
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import START, FakeClock, choose
from tests.recorded.record import recorded_agent
from tests.servers.mail import RECORDED, Servers, mail, mail_servers
from tests.store.channel_store_contract import SOON
from tests.test_recorded import SETS, sent_mail, thread_of, trusted

__all__ = ["mail", "mail_servers", "trusted"]

CREDENTIALS = {BOT, INSTALLATION, INSTALLER, STATE, PAYLOADS}
"""The kinds of the vault: tokens, and payloads with a URL and an id that act in Slack."""
DONE = choose("done", message="It is out.")
Row = tuple[str, str, bytes]


@pytest.fixture(params=SETS)
def recorded(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).parent.parent / "recorded" / str(request.param)


def vault_rows(path: Path, keys: SecretKeys) -> set[Row]:
    """The vault's rows, opened."""
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT kind, key, body FROM vault").fetchall()
    return {(kind, key, open_row(keys, kind, key, body)) for kind, key, body in rows}


def store_rows(path: Path) -> set[Row]:
    with closing(sqlite3.connect(path)) as file:
        return set(file.execute("SELECT kind, key, value FROM channel_data").fetchall())


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master").fetchall()
        return {" ".join(text.split()) for (text,) in rows if not text.startswith(("table sqlite_", "index sqlite_"))}


@pytest.mark.usefixtures("trusted")
async def test_cst3_what_mail_remembered_leaves_the_vault_and_the_old_addresses_decide(
    mail: Servers, recorded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "house.db"
    shutil.copy(recorded / "mail.db", path)
    before = vault_rows(path, KEYS)
    assert len(before) > 50
    people = {name: account for name, account in RECORDED.items() if name != "bot"}
    made = {"agents": recorded_agent, "bot": RECORDED["bot"], "people": people}
    async with correspondence(mail, tmp_path, DONE, **made) as here:  # type: ignore[arg-type]
        assert vault_rows(path, KEYS) == set()
        assert store_rows(path) == before
        thread = thread_of(here.platform, "approval")
        await here.replies("olive", sent_mail(recorded, "approval"), "approve")
        await here.until(lambda: "Finished" in here.types(thread))
        assert len(here.decisions()) > 0


async def test_cst3_what_slack_remembered_leaves_the_vault(recorded: Path, tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    shutil.copy(recorded / "slack.db", path)
    before = vault_rows(path, SLACK_KEYS)
    async with slack_platform(tmp_path, DONE, agents=recorded_agent):
        kinds = {kind for kind, _, _ in vault_rows(path, SLACK_KEYS)}
        assert kinds <= CREDENTIALS
        assert {row for row in before if row[0] not in CREDENTIALS} <= store_rows(path)


@pytest.mark.usefixtures("trusted")
async def test_cst3_a_downgrade_gives_the_previous_release_its_vault_and_its_schema(
    mail: Servers, recorded: Path, tmp_path: Path
) -> None:
    """What was there and what came since lies in the vault; the schema is the recorded one to the letter; an upgrade goes on."""
    path = tmp_path / "house.db"
    shutil.copy(recorded / "mail.db", path)
    before, old_schema, old_revision = vault_rows(path, KEYS), schema(path), migrate.read_revision(path)
    people = {name: account for name, account in RECORDED.items() if name != "bot"}
    made = {"agents": recorded_agent, "bot": RECORDED["bot"], "people": people}
    async with correspondence(mail, tmp_path, DONE, **made) as here:  # type: ignore[arg-type]
        await here.replies("olive", sent_mail(recorded, "question"), "which ones are there?")
        await here.mail("olive", "I could not tell which answer you mean")
        with pytest.raises(DatabaseInUse):
            downgrade_database(path, KEYS)
    kept = store_rows(path)
    assert {row[:2] for row in before} < {row[:2] for row in kept}
    assert downgrade_database(path, KEYS) == old_revision == "0010"
    assert vault_rows(path, KEYS) == kept
    assert (schema(path), migrate.read_revision(path)) == (old_schema, old_revision)
    async with correspondence(mail, tmp_path, DONE, **made) as again:  # type: ignore[arg-type]
        assert store_rows(path) >= {row for row in kept if row[0] != "mail sentence owed"}
        thread = thread_of(again.platform, "question")
        await again.replies("olive", sent_mail(recorded, "question"), "blue")
        await again.until(lambda: "QuestionSettled" in again.types(thread))


class TestRefusals:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "house.db"

    async def fill(self, path: Path, *entries: tuple[str, str]) -> None:
        """A database with a value of each of these channels and kinds, one of which has ended."""
        database = open_database(f"sqlite:///{path}", keys=lambda: KEYS)
        for channel, kind in entries:
            store = ChannelDataStore(database, FakeClock(), channel)
            await store.put(kind, "k", b"value", expires=None)
            await store.put(kind, "ended", b"value", expires=START)
        await ChannelDataStore(database, FakeClock(), "email").put(
            "soon", "k", b"value", expires=SOON.replace(year=2999)
        )
        await database.close()

    async def test_cst3_a_value_that_ended_is_not_brought_back(self, path: Path) -> None:
        await self.fill(path, ("email", "mail text"))
        downgrade_database(path, KEYS)
        assert vault_rows(path, KEYS) == {("mail text", "k", b"value"), ("soon", "k", b"value")}

    async def test_cst3_two_channels_with_the_same_kind_and_key_are_named_and_nothing_changes(self, path: Path) -> None:
        await self.fill(path, ("email", "text"), ("slack", "text"))
        with pytest.raises(DowngradeRefused, match="two channels have a value of the kind 'text'"):
            downgrade_database(path, KEYS)
        assert (migrate.read_revision(path), len(store_rows(path))) == (migrate.find_newest_revision(), 3)
        assert vault_rows(path, KEYS) == set()

    async def test_cst3_the_migration_alone_loses_no_value(self, path: Path) -> None:
        await self.fill(path, ("email", "text"))
        with pytest.raises(
            DowngradeRefused, match="3 values of channels would be lost; run `countersign database downgrade`"
        ):
            command.downgrade(migrate.make_alembic_config(path), "0010")
        assert len(store_rows(path)) == 3

    async def test_cst3_another_secret_seals_nothing(self, path: Path) -> None:
        await self.fill(path, ("email", "text"))
        with pytest.raises(UnprovenLog):
            downgrade_database(path, SecretKeys(["another secret of 32 and more letters"]))
        assert len(store_rows(path)) == 3

    async def test_cst3_an_older_schema_and_no_database_are_named(self, path: Path) -> None:
        with pytest.raises(DowngradeRefused, match="there is no database"):
            downgrade_database(path, KEYS)
        await self.fill(path, ("email", "text"))
        downgrade_database(path, KEYS)
        with pytest.raises(DowngradeRefused, match="has the schema 0010, and this release sets back 0015 alone"):
            downgrade_database(path, KEYS)

    async def test_cst3_a_release_that_meets_a_newer_schema_names_both_and_the_way_back(self, path: Path) -> None:
        await self.fill(path, ("email", "text"))
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE alembic_version SET version_num='0999'")
        with pytest.raises(NewerSchema) as refused:
            open_database(f"sqlite:///{path}", keys=lambda: KEYS)
        said = str(refused.value)
        assert "the schema '0999' of a newer Countersign" in said
        assert "(Countersign " in said
        assert f"reads schemas up to '{migrate.find_newest_revision()}'" in said
        assert "countersign database downgrade" in said
