"""Access tokens come from the operator's own command; what it prints is shown to nobody."""

import sys
from pathlib import Path

import pytest

from channels.email import oauth
from channels.email.oauth import TokenCommand
from channels.email.ports import MailboxLost


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
    now[0] = oauth.FRESH + 1
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
    monkeypatch.setattr(oauth, "PATIENCE", 0.3)
    with pytest.raises(MailboxLost, match="gave none in"):
        await TokenCommand(printing(tmp_path, "import time; time.sleep(60)"))()
