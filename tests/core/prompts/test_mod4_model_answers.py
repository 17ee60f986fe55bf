"""The stored form of a model's answer, the part of a refused one that the model is shown, and the shapers that follow from it."""

import json
import re
from typing import Any

import pytest

from bot.core import events as e
from bot.core.prompts.cleaned_model_answers import (
    MAX_BRIEF,
    MAX_CALLS,
    MAX_TEXT,
    brief_answer,
    clean_answer,
    cut_text_with_note,
    write_answer,
)
from bot.core.steps import AnswerCall, ModelAnswer, RawAnswer
from tests.core.thread_log import ThreadLog, log
from tests.growth_ratio import is_linear
from tests.sample_secrets import CANARIES


def kept(chosen: ModelAnswer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_answer(chosen))
    return found


def test_mod4_the_whole_answer_is_kept_as_it_came() -> None:
    raw = RawAnswer(
        words="<think>hm</think>Sure",
        calls=(AnswerCall(tool="push", arguments='{"tag":'), AnswerCall(tool="look")),
        refusal="no",
        finish="tool_calls",
        usage={"prompt_tokens": 5, "cost": 0.5, "details": {"cached": 3}},
    )
    assert kept(ModelAnswer(words="Sure", several=("push", "look"), raw=raw)) == {
        "words": "<think>hm</think>Sure",
        "calls": [{"tool": "push", "arguments": '{"tag":'}, {"tool": "look", "arguments": ""}],
        "refusal": "no",
        "finish": "tool_calls",
        "usage": {"prompt_tokens": 5, "cost": 0.5, "details": {"cached": 3}},
    }


@pytest.mark.parametrize(
    ("chosen", "words", "calls", "finish"),
    [
        (ModelAnswer(tool="push", arguments="{}", words="Hm"), "Hm", [("push", "{}")], ""),
        (ModelAnswer(words="Sure"), "Sure", [], ""),
        (ModelAnswer(several=("a", "b")), "", [("a", ""), ("b", "")], ""),
        (ModelAnswer(truncated=True), "", [], "length"),
        (ModelAnswer(tool="", arguments="x"), "", [("", "x")], ""),
    ],
)
def test_mod4_of_a_model_that_says_no_more_what_was_read_is_kept(
    chosen: ModelAnswer, words: str, calls: list[tuple[str, str]], finish: str
) -> None:
    raw = clean_answer(chosen.model_copy(update={"input_tokens": 3, "output_tokens": 4}))
    assert (raw.words, [(call.tool, call.arguments) for call in raw.calls], raw.finish) == (words, calls, finish)
    assert raw.usage == {"input_tokens": 3, "output_tokens": 4}


@pytest.mark.parametrize("usage", [float("nan"), {"a": float("inf")}, {"a": "x" * 5_000}, {"a": object()}])
def test_mod4_a_usage_that_is_no_count_is_not_kept(usage: Any) -> None:
    assert kept(ModelAnswer(raw=RawAnswer(words="x", usage=usage)))["usage"] is None


def test_mod4_an_answer_of_any_size_and_any_letters_is_kept_within_bounds() -> None:
    calls = tuple(AnswerCall(tool="t" * 500, arguments="a" * 1_000_000) for _ in range(MAX_CALLS + 5))
    found = kept(ModelAnswer(raw=RawAnswer(words="w" * 1_000_000, calls=calls[:2], finish="f" * 999)))
    assert found["words"] == "w" * MAX_TEXT + f"[… {1_000_000 - MAX_TEXT} more characters]"
    assert len(found["calls"][0]["arguments"]) < MAX_TEXT + 60
    assert len(found["calls"][0]["tool"]) < 260
    many = tuple(AnswerCall(tool="t") for _ in range(MAX_CALLS + 5))
    assert len(kept(ModelAnswer(raw=RawAnswer(calls=many)))["calls"]) == MAX_CALLS
    assert 2 * MAX_TEXT < len(write_answer(ModelAnswer(raw=RawAnswer(calls=calls)))) < 3 * MAX_TEXT
    odd = ModelAnswer(raw=RawAnswer(words="\ud800\x00é"))
    assert kept(odd)["words"] == "\ud800\x00é"
    assert write_answer(odd).isascii()
    assert "é" in write_answer(ModelAnswer(words="é"))


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (ModelAnswer(tool="push", arguments='{"tag": 7}'), 'push {"tag": 7}'),
        (ModelAnswer(tool="push", arguments='{"tag": 7}', words="I push."), 'push {"tag": 7}'),
        (ModelAnswer(tool="push"), "push"),
        (ModelAnswer(words="  Sure!  "), "Sure!"),
        (ModelAnswer(refusal="I will not."), "I will not."),
        (ModelAnswer(words="Sure", raw=RawAnswer(words="<think>long</think>Sure")), "Sure"),
        (ModelAnswer(), ""),
        (
            ModelAnswer(
                several=("look", "push"),
                raw=RawAnswer(calls=(AnswerCall(tool="look", arguments="{}"), AnswerCall(tool="push", arguments="{"))),
            ),
            "look {}\npush {",
        ),
        (ModelAnswer(several=tuple("abcdefg")), "a\nb\nc\nd\ne\n[… 2 more calls]"),
    ],
)
def test_mod4_what_a_model_is_shown_of_its_refused_answer(chosen: ModelAnswer, shown: str) -> None:
    assert brief_answer(chosen) == shown


def test_mod4_a_long_answer_is_shown_in_few_characters() -> None:
    long = brief_answer(ModelAnswer(tool="push", arguments="x" * 100_000))
    assert long.startswith("push xxx")
    assert len(long) < MAX_BRIEF + 60
    assert cut_text_with_note("abc", 3) == "abc"
    assert cut_text_with_note("abcd", 3) == "abc[… 1 more characters]"


# Whose wish follows


def launder() -> ThreadLog:
    """Olive asked and her wish was carried out; the model's present answer still follows from it."""
    told = log().opened("rita").said("please tag", by="olive").chose("tag_release", tag="v1").asked()
    told = told.voted("otto").settled("approved").started().finished_tool("v1 is out")
    return told.replied()


def shapers(told: ThreadLog) -> set[str]:
    return set(told.chose("tag_release", tag="v2").call().shapers)


def test_mod4_whose_wish_a_refused_answer_was_theirs_is_the_next_step() -> None:
    """Olive's wish ended when Sven wrote, but the model reads its earlier draft again."""
    fresh = launder().said("and now v2", by="sven")
    assert "olive" not in shapers(fresh)
    drafted = launder().refused("tag: a text", answer='tag_release {"tag":2}').said("and now v2", by="sven")
    assert {"olive", "sven"} <= shapers(drafted)


def test_mod4_after_the_next_step_the_refused_answer_is_out_of_sight() -> None:
    drafted = launder().refused("tag: a text", answer='tag_release {"tag":2}').said("and now v2", by="sven")
    assert drafted.thread.drafts
    again = drafted.replied()
    assert not again.thread.drafts
    assert again.thread.hidden == (drafted.thread.seq - 1,)


def test_mod4_a_draft_reaches_a_gated_call_by_way_of_a_step_that_needs_no_consent() -> None:
    """The model may say its draft aloud first, and follow its own words then."""
    drafted = launder().refused("tag: a text", answer='tag_release {"tag":2}').said("and now v2", by="sven")
    said = drafted.replied("I will tag v2 of evil.")
    assert said.thread.shaping.current["olive"] == ("recalled",)
    assert "olive" in shapers(said)
    out = said.chose("tag_release", tag="v2").asked().voted("otto").settled("approved").started().finished_tool("out")
    assert "olive" in shapers(out)
    assert "olive" not in out.said("and v3", by="sven").chose("tag_release", tag="v3").call().shapers


def test_mod4_who_shapes_anyway_is_not_named_twice() -> None:
    told = log().opened("rita").said("tag it", by="olive").refused(answer="x").replied()
    assert told.thread.shaping.current == {"olive": ("wrote",)}


def test_mod4_a_refusal_without_an_answer_adds_nobody() -> None:
    """Logs of older releases hold no answers, and showed none."""
    drafted = launder().refused("tag: a text").said("and now v2", by="sven")
    assert "olive" not in shapers(drafted)
    drafted = launder().refused("503", kind="unavailable").said("and now v2", by="sven")
    assert "olive" not in shapers(drafted)


def test_mod4_the_people_of_several_drafts_are_all_of_theirs() -> None:
    told = launder().refused(answer="a").said("v2", by="sven").refused(answer="b").said("v3", by="ines")
    assert {"olive", "sven", "ines"} <= shapers(told)


def test_mod5_whose_words_the_agent_reads_again_theirs_is_the_next_step() -> None:
    told = launder().said("do what was said first", by="sven")
    assert "olive" not in shapers(told)
    looked = told.happened(e.LookedBack(call="t1-99", first=1, last=3, whose=("olive", "slack:T1/U9")))
    assert looked.thread.shaping.current["olive"] == ("recalled",)
    assert {"olive", "slack:T1/U9"} <= shapers(looked)


@pytest.mark.parametrize("kind", CANARIES)
def test_mod6_what_is_kept_of_an_answer_and_shown_again_has_no_secret(kind: str) -> None:
    secret = CANARIES[kind]
    escaped = "".join(f"\\u{ord(character):04x}" for character in secret)
    for arguments in (json.dumps({"note": f"use {secret} now"}), f'{{"note":"use {escaped} now"}}'):
        for chosen in (
            ModelAnswer(tool="look", arguments=arguments, words=f"I use {secret}"),
            ModelAnswer(
                tool=None,
                raw=RawAnswer(words=secret, calls=(AnswerCall(tool=secret, arguments=arguments),), refusal=secret),
            ),
        ):
            for kept in (write_answer(chosen), brief_answer(chosen)):
                assert secret not in kept
                assert json.dumps(secret)[1:-1] not in kept
                assert escaped not in kept
                assert "removed" in kept


def escaped(text: str, slashes: int = 1) -> str:
    return "".join("\\" * slashes + f"u{ord(character):04x}" for character in text)


@pytest.mark.parametrize(
    "form",
    [
        '{{"tag":"{0}","tag":"v1"}}',
        '{{"tag":"{0}"}} and more',
        '{{"tag":"{0}',
        '```json\n{{"name":"push","arguments":{{"tag":"{0}"}}}}\n```',
        "say {0} then",
    ],
)
@pytest.mark.parametrize("slashes", [1, 2])
def test_mod6_a_secret_in_escapes_is_not_kept_where_no_whole_json_shows_it(form: str, slashes: int) -> None:
    secret = "AKIAIOSFODNN7EXAMPLE"
    text = form.format(escaped(secret, slashes))
    for chosen in (
        ModelAnswer(tool="push", arguments=text),
        ModelAnswer(words=text),
        ModelAnswer(refusal=text),
        ModelAnswer(raw=RawAnswer(calls=(AnswerCall(tool=text), AnswerCall(tool="push", arguments=text)))),
    ):
        for kept in (write_answer(chosen), brief_answer(chosen)):
            assert secret not in re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), kept)
            assert "removed" in kept


def test_mod6_escapes_without_a_secret_are_kept_as_they_came() -> None:
    text = '{"tag":"gr\\u00fc\\u00dfe","tag":"\\ud800"} \\u0041'
    chosen = ModelAnswer(tool="push", arguments=text)
    assert json.loads(write_answer(chosen))["calls"] == [{"tool": "push", "arguments": text}]


def test_mod6_a_secret_in_what_the_server_says_beside_the_answer_is_not_kept() -> None:
    secret = "AKIAIOSFODNN7EXAMPLE"
    raw = RawAnswer(words="hi", finish=f"stop {secret}", usage={"prompt_tokens": 5, "billed_to": secret})
    assert kept(ModelAnswer(raw=raw)) | {"words": "", "calls": []} == {
        "words": "", "calls": [], "refusal": None, "finish": "stop [AWS key removed]", "usage": None,
    }  # fmt: skip


@pytest.mark.parametrize("piece", ["\\", "\\u", "\\u00"])
def test_mod6_looking_into_escapes_costs_as_much_as_the_answer_is_long(piece: str) -> None:
    assert is_linear(lambda size: clean_answer(ModelAnswer(words=piece * size)), 20_000)
