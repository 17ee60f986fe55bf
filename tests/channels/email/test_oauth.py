"""Access tokens come from the operator's own command; its output is not shown."""

import asyncio
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.core.errors import BadSetting
from channels.email import access_token_sources
from channels.email.access_token_sources import TokenCommand, choose_token_source
from channels.email.mailbox_and_transport_ports import MailboxLost
from channels.email.options import EmailOptions


def printing(tmp_path: Path, code: str) -> list[str]:
    script = tmp_path / "token.py"
    script.write_text(code)
    return [sys.executable, str(script)]


async def test_the_first_line_is_the_token_and_is_used_again_for_a_while(tmp_path: Path) -> None:
    count = tmp_path / "count"
    code = f"open({str(count)!r}, 'a').write('x'); print('ya29.token'); print('more')"
    now = [0.0]
    token = TokenCommand(printing(tmp_path, code), time=lambda: now[0])
    assert [await token(), await token()] == ["ya29.token"] * 2
    assert count.read_text() == "x"
    now[0] = access_token_sources.FRESH + 1
    assert await token() == "ya29.token"
    assert count.read_text() == "xx"


@pytest.mark.parametrize(
    "code",
    ["import sys; print('hunter2'); sys.exit(3)", "print('')", "print('two words hunter2')", "pass"],
)
async def test_sec01_a_command_that_gives_no_token_is_named_and_its_words_are_not(tmp_path: Path, code: str) -> None:
    with pytest.raises(MailboxLost) as lost:
        await TokenCommand(printing(tmp_path, code))()
    assert sys.executable in str(lost.value)
    assert "hunter2" not in str(lost.value)


async def test_a_command_that_is_not_there_or_never_ends_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MailboxLost, match="does not run"):
        await TokenCommand(["/no/such/program"])()
    monkeypatch.setattr(access_token_sources, "PATIENCE", 0.3)
    with pytest.raises(MailboxLost, match="gave none in"):
        await TokenCommand(printing(tmp_path, "import time; time.sleep(60)"))()


async def test_a_command_that_never_ends_is_ended_with_what_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that lives on would hold the pipe of the command open, and nobody would get a token any more."""
    monkeypatch.setattr(access_token_sources, "PATIENCE", 0.3)
    async with asyncio.timeout(30):
        with pytest.raises(MailboxLost, match="gave none in"):
            await TokenCommand(["sh", "-c", "sleep 3600 & wait"])()


async def test_ml9_a_command_whose_token_a_server_refused_runs_again(tmp_path: Path) -> None:
    count = tmp_path / "count"
    token = TokenCommand(printing(tmp_path, f"open({str(count)!r}, 'a').write('x'); print('ya29.token')"))
    await token()
    token.forget_token()
    await token()
    assert count.read_text() == "xx"


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        ({"provider": "google", "service_account": "/no/such/file.json"}, "google.oauth2.service_account"),
        ({"provider": "google", "service_account": "/no/such/file.json"}, "google.auth.transport.requests"),
        ({"provider": "microsoft", "tenant": "contoso.example", "client_id": "app-1"}, "msal"),
    ],
)
def test_ml9_without_the_extra_its_name_is_said(
    table: dict[str, str], missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    options = EmailOptions.model_validate({"oauth": table})
    with pytest.raises(BadSetting, match=r"install -e '\.\[oauth-mail\]'") as refused:
        choose_token_source(options, {"EMAIL_OAUTH_CLIENT_SECRET": "hunter2"})
    assert table["provider"] in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "table",
    [
        {"provider": "yahoo"},
        {"provider": "google"},
        {"provider": "google", "service_account": "x", "tenant": "x"},
        {"provider": "microsoft", "tenant": "a/b", "client_id": "x"},
        {"provider": "microsoft", "tenant": "x", "client_id": "x", "authority": "http://login.example"},
        {"provider": "microsoft", "tenant": "x", "client_id": "x", "authority": "https://login.example/path"},
    ],
)
def test_ml9_a_table_that_means_nothing_is_refused(table: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        EmailOptions.model_validate({"oauth": table})
