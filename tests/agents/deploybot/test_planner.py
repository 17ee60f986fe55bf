"""The offline planner on messages: what it looks up, proposes, or says it does not know."""

import json

import pytest

from agents.deploybot.planner import OfflinePlanner
from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from bot.core.steps import Done, Reply, Step
from tests.agents.deploybot.story import COMMITS, MERGED, SHAS, TAGS, Story, release, said


@pytest.mark.parametrize(
    ("message", "step"),
    [
        ("deploy the latest", release()),
        ("deploy the latest backend", release()),
        ("deploy backend", release()),
        (f"deploy {SHAS['mid'][:9]}", release("mid")),
        (f"release {SHAS['old']}", release("old")),
        ("release v2.0.0", release(tag="v2.0.0")),
        (f"tag {SHAS['mid'][:7]} as v1.5.0", release("mid", "v1.5.0")),
        ("deploy the one before", release("mid")),
        (MERGED, release("mid")),
        ("what are the last 3 commits?", ListCommits(limit=3)),
        ("tags?", ListTags()),
        ("what changed since v1.4.0", DiffSince(ref="v1.4.0")),
        ("what changed since the last release?", DiffSince(ref="v1.4.1")),
    ],
)
async def test_the_first_message_is_answered_by_a_step(message: str, step: Step) -> None:
    assert await Story().message(message).fetched().next() == step


async def test_a_proposal_comes_with_one_sentence() -> None:
    chosen = await OfflinePlanner().choose(Story().message("deploy the latest").fetched().request())
    sha = SHAS["new"][:7]
    assert (
        chosen.words == f'Release {sha} "Round totals to whole cents" by Olive as v1.4.2; the latest release is v1.4.1.'
    )


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("release v1.4.0", "The tag v1.4.0 exists already, and a tag is never moved."),
        (f"deploy {SHAS['tagged'][:8]}", "is already released as v1.4.1."),
        ("yes", "No request is open"),
        ("never mind", "No request of mine is open"),
        ("the weather is nice", "I am the offline planner"),
        ("what changed since --output=x", 'I cannot compare with "--output"'),
        ("what changed since a..b", 'I cannot compare with "a..b"'),
        ("release 0.0.0-.lock", '"0.0.0-.lock" is no tag that I can create.'),
    ],
)
async def test_what_cannot_be_done_is_said(message: str, answer: str) -> None:
    step = await Story().message(message).fetched().next()
    assert answer in said(step)


async def test_when_the_newest_commit_is_released_nothing_is_to_deploy() -> None:
    commits = "\n".join(
        line for line in COMMITS.splitlines() if not line.startswith(tuple(SHAS[n] for n in ("new", "mid", "old")))
    )
    step = await Story().message("deploy the latest").fetched(commits).next()
    assert isinstance(step, Done)
    assert step.message.startswith("Nothing to deploy: the newest commit")


async def test_a_repository_without_tags_begins_at_the_first_version() -> None:
    commits = COMMITS.replace("  (tags: v1.4.1, nightly)", "").replace("  (tags: v1.4.0)", "")
    story = Story().message("deploy the latest").fetched(commits, "There are no tags at origin.")
    assert await story.next() == release(tag="v0.1.0")


async def test_a_repository_without_commits_has_nothing_to_release() -> None:
    step = await Story().message("deploy").fetched("The newest 0 commits on main at origin, newest first:").next()
    assert said(step) == "There is no commit to release."


async def test_an_unknown_commit_is_looked_for_once_and_then_not_found() -> None:
    story = Story().message("deploy abc1234").fetched()
    assert await story.next() == ListCommits(limit=50)
    story = (await story.goes_on()).result(COMMITS)
    assert (
        said(await story.next()) == "I do not know the commit abc1234: it is not among the newest 5 that I was shown."
    )


async def test_a_commit_of_two_readings_is_asked_for() -> None:
    twin = SHAS["new"][:8] + "f" * 32
    commits = f"{COMMITS}\n{twin} 2026-11-01 Sam  Twin"
    step = await Story().message(f"deploy {twin[:8]}").fetched(commits).next()
    assert isinstance(step, Reply)
    assert step.message.startswith("Which one: ")


async def test_without_the_prefetch_it_lists_for_itself_and_gives_up_after_one_failure() -> None:
    story = Story().message("deploy the latest").not_fetched()
    assert await story.next() == ListCommits()
    story = (await story.goes_on()).failed("git fetch failed: no route", "list_commits")
    step = await story.next()
    assert isinstance(step, Done)
    assert step.message == "list_commits failed: git fetch failed: no route"


async def test_it_lists_commits_and_tags_before_it_proposes() -> None:
    story = (await Story().message("deploy the latest").not_fetched().goes_on()).result(COMMITS)
    assert await story.next() == ListTags()
    story = (await story.goes_on()).result(TAGS)
    assert await story.next() == release()


async def test_a_later_order_is_decided_on_a_new_listing() -> None:
    story = Story().message("tags?").fetched().took(ListTags()).result(TAGS).said().message("deploy the latest")
    assert await story.next() == ListCommits()
    newest = f"{'9' * 40} 2026-11-21 Sam  Brand new"
    story = (await story.goes_on()).result(f"head\n{newest}\n" + COMMITS.split("\n", 1)[1])
    assert await story.next() == TagRelease(tag="v1.4.2", commit="9" * 40)


async def test_a_question_is_answered_with_the_result() -> None:
    story = Story().message("what are the last 3 commits?").fetched().took(ListCommits(limit=3)).result(COMMITS)
    step = await story.next()
    assert isinstance(step, Done)
    assert step.message.splitlines()[4] == (
        f"- {SHAS['tagged'][:7]} 2026-11-12 Mira: Correct the price of sencha (v1.4.1, nightly)"
    )


async def test_tags_are_answered_readably() -> None:
    story = Story().message("tags?").fetched().took(ListTags()).result(TAGS)
    assert f"- v1.4.1 on {SHAS['tagged'][:7]} (2026-11-12)" in said(await story.next())


async def test_a_difference_is_answered_readably() -> None:
    story = Story().message("what changed since v1.4.0?").fetched().took(DiffSince(ref="v1.4.0"))
    story.result("1 commit on main:\n1 file changed:\n+1 -2  shop/cart.py")
    assert said(await story.next()) == "1 commit on main:\n1 file changed:\n- +1 -2  shop/cart.py"


@pytest.mark.parametrize(
    "message",
    ["I will not deploy today", "we shouldn't deploy", "don't deploy", "undo the last deploy",
     "the last deploy broke checkout", "I heard Mira wants to deploy something", "should we deploy?", "deploy?",
     "if the tests pass, deploy the latest", "Deploy the latest. Actually, no.", "delete the tag v1.4.0",
     "deploy feature-branch", "can you deploy the hotfix branch?", "deploy Add darjeeling",
     "deploy the commit 'Add darjeeling'", "deploy yesterday's", "deploy commit deadbeef", "deploy HEAD~1",
     "deploy the latest release", "deploy the one before v1.4.1", "deploy v1.4.0 as v1.5.0"],
)  # fmt: skip
async def test_what_is_not_ordered_or_not_known_is_not_proposed(message: str) -> None:
    story = Story().message(message).fetched()
    step = await story.next()
    while isinstance(step, ListCommits | DiffSince):
        step = await story.took(step).result(COMMITS).next()
    assert isinstance(step, Reply | Done)


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("we shouldn't deploy", "I propose nothing"),
        ("delete the tag v1.4.0", "I cannot delete anything."),
        ("undo the last deploy", "I cannot undo anything."),
        ("can you deploy the hotfix branch?", 'I do not know "hotfix". Name a commit by its hash'),
        ("deploy Add darjeeling", 'I do not know "Add darjeeling".'),
    ],
)
async def test_why_nothing_is_proposed_is_said(message: str, answer: str) -> None:
    assert said(await Story().message(message).fetched().next()).startswith(answer)


@pytest.mark.parametrize(
    ("message", "step"),
    [
        ("can you deploy the latest backend?", release()),
        ("please deploy", release()),
        ("could you release v1.5.0", release(tag="v1.5.0")),
        ("tag HEAD", release()),
        ("deploy the last but one", release("mid")),
        (f"deploy the commit before {SHAS['mid'][:8]}", release("old")),
        ("Hi deploybot,\n\ndeploy the latest backend.\n\nThanks,\nSam", release()),
    ],
)
async def test_an_order_is_carried_out_exactly(message: str, step: Step) -> None:
    assert await Story().message(message).fetched().next() == step


async def test_a_message_that_is_passed_over_is_named_in_the_answer() -> None:
    story = Story().message("tags?").message("last 2 commits").fetched()
    assert await story.next() == ListCommits(limit=2)
    answer = said(await (await story.goes_on()).result(COMMITS).next())
    assert answer.endswith('I answered only the last message. Write again what you still need of: "tags?".')


async def test_a_proposal_names_the_messages_that_it_passed_over() -> None:
    chosen = await OfflinePlanner().choose(Story().message("tags?").message("deploy the latest").fetched().request())
    assert chosen.tool == "tag_release"
    assert chosen.words.endswith('of: "tags?".')


async def test_mod5_a_listing_that_only_says_that_it_is_the_same_as_before_is_read_all_the_same() -> None:
    """As the house renders it: the pre-fetch shows the commits, and the listing after the message refers to it."""
    story = Story().fetched().message("deploy the latest").took(ListCommits()).result(COMMITS)
    request = story.request()
    whole = json.loads(request)["messages"][1]["content"]
    result = whole[whole.index("<result") : whole.index("</result>") + len("</result>")]
    line = f'<result call="{story.call}" same_as="context of list_commits"/>'
    again = request.replace(json.dumps(result)[1:-1].encode(), json.dumps(line)[1:-1].encode())
    assert again != request
    chosen = [await OfflinePlanner().choose(each) for each in (request, again)]
    assert chosen[0].tool == "tag_release"
    assert chosen[0] == chosen[1]


async def test_mod5_a_mark_of_what_was_left_out_is_no_news() -> None:
    request = Story().fetched().message("deploy the latest").request()
    marked = request.replace(b"<message ", b'<left_out entries=\\"3\\" first=\\"1\\" last=\\"9\\"/>\\n\\n<message ')
    assert marked != request
    assert await OfflinePlanner().choose(marked) == await OfflinePlanner().choose(request)
