"""Sentences and what is understood of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.deploybot.wishes import (
    Beyond,
    Changes,
    Commits,
    Consent,
    Deploy,
    Tags,
    Talk,
    Unclear,
    Unwanted,
    Wish,
    instead,
    understood,
)

SHA = "46b7cdb7faf24e5d1298b76222c8345dc514cfc2"


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("deploy the latest", Deploy()),
        ("Deploy backend", Deploy()),
        ("deploy the latest backend", Deploy()),
        ("please release the newest commit", Deploy()),
        ("Hi deploybot, can you ship it?", Deploy()),
        ("let's roll out the changes", Deploy()),
        ("could you deploy main now", Deploy()),
        (f"release {SHA}", Deploy(commits=(SHA,))),
        (f"deploy {SHA[:8].upper()}.", Deploy(commits=(SHA[:8],))),
        ("release v2.0.0", Deploy(tags=("v2.0.0",))),
        (f"tag {SHA[:7]} as v2.0.0-rc.1.", Deploy(commits=(SHA[:7],), tags=("v2.0.0-rc.1",))),
        ("deploy the one before", Deploy(before=True)),
        ("deploy the previous commit", Deploy(before=True)),
        (f'Pull request #1 "x" by y was merged into main as {SHA}. Should it be deployed?', Deploy(commits=(SHA,))),
        ("what are the last 3 commits?", Commits(3)),
        ("show me the last 7", Unclear()),
        ("commits", Commits(10)),
        ("which commit is the newest commit?", Commits(1)),
        ("show 5000 commits", Commits(50)),
        ("show 0 commits", Commits(1)),
        ("tags?", Tags(10)),
        ("Which version is deployed?", Tags(10)),
        ("what was the last release?", Tags(1)),
        ("list the newest 3 tags", Tags(3)),
        ("what changed since v1.4.0", Changes("v1.4.0")),
        (f"which commits came since {SHA[:7]}?", Changes(SHA[:7])),
        ("what changed since the last release?", Changes(None)),
        ("what is not deployed yet?", Changes(None)),
        ("what's new?", Changes(None)),
        ("what changed since nightly?", Changes("nightly")),
        ("don't deploy", Unwanted()),
        ("do not release that!", Unwanted()),
        ("don’t ship it", Unwanted()),
        ("never mind", Unwanted()),
        ("withdraw", Unwanted()),
        ("I will not deploy today", Talk()),
        ("we shouldn't deploy", Talk()),
        ("the last deploy broke checkout", Talk()),
        ("I heard Mira wants to deploy something", Talk()),
        ("can we deploy?", Changes(None)),
        ("undo the last deploy", Beyond("undo")),
        ("delete the tag v1.4.0", Beyond("delete")),
        ("deploy feature-branch", Deploy(unknown="feature-branch")),
        ("deploy yesterday's", Deploy(unknown="yesterday's")),
        ("deploy commit deadbeef", Deploy(commits=("deadbeef",))),
        ("deploy the last but one", Deploy(before=True, newest=True)),
        ("last three commits", Commits(3)),
        ("the last twenty commits", Commits(20)),
        ("cancel the release", Unwanted()),
        ("yes", Consent()),
        ("Approved!", Consent()),
        ("go ahead", Consent()),
        ("lgtm", Consent()),
        ("how do I deploy?", Unclear()),
        ("should we deploy?", Changes(None)),
        ("the weather is nice", Unclear()),
        ("", Unclear()),
        ("thanks", Unclear()),
    ],
)  # fmt: skip
def test_a_sentence_is_understood_as(said: str, wish: Wish) -> None:
    assert understood(said) == wish


@pytest.mark.parametrize(
    ("reason", "order"),
    [
        ("not that one, the one before", Deploy(before=True)),
        ("previous", Deploy(before=True)),
        ("Please the commit before.", Deploy(before=True)),
        ("the previous release broke the checkout", Deploy(unknown="previous")),
        ("fix the checkout before Friday", Deploy(unknown="fix")),
        (f"take {SHA[:7]}", Deploy(commits=(SHA[:7],))),
        ("call it v2.0.0", Deploy(tags=("v2.0.0",))),
        ("call it V2.0.0.", Deploy(tags=("V2.0.0",))),
        ("no", Deploy()),
    ],
)
def test_a_reason_names_what_is_wanted_instead(reason: str, order: Deploy) -> None:
    assert instead(reason) == order


@given(st.text())
def test_no_sentence_raises(said: str) -> None:
    understood(said)
    instead(said)
