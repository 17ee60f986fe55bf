"""MOD6: a secret behind an escape of JSON, a percent sign or a colour, or spelled with them, is one all the same."""

import json
from urllib.parse import quote

import pytest

from bot.core.prompts.cleaned_model_answers import brief_answer, write_answer
from bot.core.secrets.escape_decoding import decode_text
from bot.core.secrets.redaction import (
    find_secret_field,
    find_secrets,
    list_secret_kinds,
    redact_secrets,
    remove_secrets,
)
from bot.core.steps import AnswerCall, ModelAnswer, RawAnswer
from tests.growth_ratio import is_linear
from tests.sample_secrets import CANARIES, leaks_in

TOKEN = CANARIES["GitHub token"]
PASSWORD = "hunter2" + "hunter2"
IN_ESCAPES = "".join(f"\\u{ord(letter):04x}" for letter in TOKEN)


@pytest.mark.parametrize("kind", CANARIES)
@pytest.mark.parametrize("before", ["log\n", "a\tb\t", "C:\\", "\x1b[31m", "\x1b[0;1mx\r\n"])
def test_mod6_a_secret_behind_an_escape_in_json_is_removed(kind: str, before: str) -> None:
    text = json.dumps({"output": before + CANARIES[kind]})
    for wrapped in (
        text,
        json.dumps(text),
        json.dumps({"body": json.dumps(text)}),
        text[:-2],
        repr(before + CANARIES[kind]),
    ):
        clean = remove_secrets(wrapped)
        assert leaks_in(clean) == []
        assert leaks_in(redact_secrets(wrapped)) == []
        assert remove_secrets(clean) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (IN_ESCAPES, "[GitHub token removed]"),
        (f"\\u0067{TOKEN[1:]}!", "[GitHub token removed]!"),
        (f"\\\\u0067{TOKEN[1:]}", "[GitHub token removed]"),
        (rf"https:\/\/bob:{PASSWORD}@host\/x", r"https:\/\/[password removed]@host\/x"),
        (f"https%3A%2F%2Fbob%3A{PASSWORD}%40host%2Fx", "https%3A%2F%2F[password removed]%40host%2Fx"),
        (f"?a=1&t={quote(TOKEN)}%0A", "?a=1&t=[GitHub token removed]%0A"),
        (f"\x1b[31m{TOKEN}\x1b[0m done", "\x1b[31m[GitHub token removed]\x1b[0m done"),
        (f"\\u001b[31m{TOKEN}", "\\u001b[31m[GitHub token removed]"),
        (f"deploy --db-password {PASSWORD} now", "deploy --db-password [password removed] now"),
        (f"password := {PASSWORD}", "password := [password removed]"),
        (f"PGPASSWORD={PASSWORD} psql", "PGPASSWORD=[password removed] psql"),
    ],
)
def test_mod6_what_spells_a_secret_is_removed_and_nothing_beside_it(text: str, clean: str) -> None:
    assert remove_secrets(text) == clean
    assert [(text[at.start : at.end] in text) for at in find_secrets(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "plain \\n text \\u0041 and 50% off",
        json.dumps({"commit": "f4b7f10cc6eb2567f282f55083a2b1afdea910fa", "note": "a\nb"}),
        "https%3A%2F%2Fexample.org%2Fa%20b",
        "\x1b[32mok\x1b[0m",
        "docker build --secret id=npmrc1,src=.npmrc --private-key /etc/keys/host1.pem",
        "--password --host db1.example --password secret:db-password --password $DB_PASSWORD",
        "--token 0123456789abcdef0123456789abcdef01234567",
        "\\",
        "%",
        "\\u00",
    ],
)
def test_mod6_an_escape_makes_nothing_a_secret(text: str) -> None:
    assert list_secret_kinds(text) == ()


def test_mod6_an_option_and_its_value_in_a_list_are_refused() -> None:
    assert find_secret_field({"argv": ["psql", "--password", PASSWORD]}) == ("argv", "password")


def test_mod6_what_a_text_spells_knows_where_each_letter_stands() -> None:
    found = decode_text(r"a\u0062\/%63\n")
    assert found is not None
    assert found.text == "ab/c\n"
    assert [found.map_span(n, n + 1) for n in range(5)] == [(0, 1), (1, 7), (7, 9), (9, 12), (12, 14)]
    assert decode_text("plain") is decode_text("100 % \\") is None


@pytest.mark.parametrize(("head", "part"), [("", "\\u0041"), ("", "\\"), ("", "%41"), ("\x1b[", "0;"), ("", "\\n")])
def test_mod6_a_long_text_of_escapes_costs_as_much_as_its_length(head: str, part: str) -> None:
    assert is_linear(lambda size: remove_secrets(head + part * (size // len(part))), 20_000)


@pytest.mark.parametrize(
    "raw",
    [
        RawAnswer(calls=(AnswerCall(tool="push", arguments=f'{{"tag":"{IN_ESCAPES}","x":"'),), finish="length"),
        RawAnswer(calls=(AnswerCall(tool="push", arguments=f'{{"tag":"{IN_ESCAPES}","tag":"v1"}}'),)),
        RawAnswer(calls=(AnswerCall(tool="push", arguments=json.dumps({"x": f'{{"y":"{IN_ESCAPES}"}}'})),)),
        RawAnswer(words=f'{{"tool":"push","tag":"{IN_ESCAPES}"}}'),
        RawAnswer(words=json.dumps({"tool": "push", "tag": f"v1\n{TOKEN}"})),
        RawAnswer(refusal=f"No: {IN_ESCAPES}"),
        RawAnswer(finish=TOKEN),
        RawAnswer(usage={"note": [TOKEN]}),
    ],
)
def test_mod6_nothing_that_is_kept_of_a_models_answer_spells_a_secret(raw: RawAnswer) -> None:
    chosen = ModelAnswer(words=raw.words, refusal=raw.refusal, truncated=raw.finish == "length", raw=raw)
    for text in (write_answer(chosen), brief_answer(chosen)):
        for _ in range(4):
            assert leaks_in(text) == []
            text = found.text if (found := decode_text(text)) else text
