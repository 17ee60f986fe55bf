"""MOD6 in the terminal: text with secrets that is typed into commands is kept, shown and logged without them."""

import pytest

from bot.tool_secrets import EnvironmentSecrets
from tests.cli.terminal import StagedTerminal
from tests.sample_secrets import ALL, CANARIES, leaks_in, leaks_in_folder


def test_mod6_words_typed_into_verbs_are_kept_without_their_secrets(terminal: StagedTerminal) -> None:
    launched = terminal("launch", "deploybot", f"what is the newest tag?\n{ALL}", "--as", "sam")
    assert launched.code == 0, launched.err
    _, request = terminal.launched()
    rejected = terminal("reject", request, "--reason", f"not yet: {ALL}", "--as", "olive")
    assert rejected.code == 0, rejected.err
    thread = launched.out.split("\n")[0]
    shown = terminal("show", thread)
    prompt = terminal("prompt", thread, "1")
    listed = terminal("requests", "--json")
    assert "[AWS key removed]" in shown.out + listed.out
    assert "[AWS key removed]" in prompt.out
    said = [text for ran in (launched, rejected, shown, prompt, listed) for text in (ran.out, ran.err)]
    assert leaks_in(*said) == []
    assert leaks_in_folder(terminal.folder) == []


def test_mod6_an_edit_in_the_terminal_that_holds_a_secret_is_refused(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    typed = {"typed": "y\n"}
    ran = terminal("approve", request, "--field", f"tag={CANARIES['GitHub token']}", "--as", "olive", **typed)
    assert ran.code != 0
    assert leaks_in(ran.out, ran.err) == []
    assert leaks_in_folder(terminal.folder) == []


def test_mod6_only_variables_for_tools_are_secrets_of_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TOOL_SECRET_A_1": "x", "TOOL_SECRET_EMPTY": "", "TOOL_SECRET_low": "x", "OTHER": "x"}.items():
        monkeypatch.setenv(name, value)
    found = EnvironmentSecrets()
    assert [name for name in found.names if name in ("a-1", "empty", "low", "other")] == ["a-1"]
    assert (found.get("a-1"), found.get("empty"), found.get("other")) == ("x", None, None)
