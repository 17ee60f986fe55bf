"""Answers that grow in the bot's own conversations, where Slack allows it; after any fault the whole answer is there once."""

from pathlib import Path

from channels.slack.outbound import streaming
from channels.slack.outbound.lost_post_search import METADATA
from slack_double import SlackMessage
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.platform_fixture import choose

LONG = "\n\n".join(f"**Part {number}.** " + "The release is being prepared. " * 12 for number in range(6))
ANSWER = choose("done", message=LONG)


async def answer(here: SlackFixture) -> SlackMessage:
    """The one message of ours in Sam's direct messages, when it says everything."""
    direct = here.app.direct(here.user("sam"))
    await here.app.dm(here.user("sam"), "tell me all")
    return await here.until(lambda: next((m for m in here.ours(direct) if "Part 5" in str(m.blocks)), None))


def calls(here: SlackFixture) -> list[str]:
    return [call.method for call in here.slack.calls() if "tream" in call.method or call.method == "chat.postMessage"]


async def test_a_long_answer_is_streamed_and_then_stands_as_it_would_have_been_posted(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, ANSWER) as here:
        message = await answer(here)
        assert calls(here)[0] == "chat.startStream"
        assert "chat.postMessage" not in calls(here)
        assert calls(here).count("chat.appendStream") >= 2
        assert not message.is_streaming
        assert message.metadata
        assert message.metadata["event_type"] == METADATA
        assert len(here.ours(here.app.direct(here.user("sam")))) == 1
        await here.until(lambda: here.types()[-1] == "Delivered")
        assert here.slack.complaints == []


async def test_where_slack_has_no_streams_the_answer_is_posted_and_the_next_one_does_not_ask_again(
    tmp_path: Path,
) -> None:
    async with slack_platform(tmp_path, ANSWER, ANSWER) as here:
        here.slack.fault("error", on="chat.startStream", code="unknown_method", times=None)
        await answer(here)
        here.slack.taken.clear()
        direct = here.app.direct(here.user("sam"))
        await here.app.dm(here.user("sam"), "once more")
        await here.until(lambda: len(here.ours(direct)) == 2)
        assert calls(here) == ["chat.postMessage"]


async def test_a_stream_that_breaks_is_made_whole(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, ANSWER) as here:
        here.slack.fault("error", on="chat.appendStream", code="message_not_in_streaming_state", times=None)
        message = await answer(here)
        assert len(here.ours(here.app.direct(here.user("sam")))) == 1
        assert "Part 0" in str(message.blocks)


async def test_a_stream_that_a_dead_process_left_off_is_taken_up_and_not_said_twice(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, ANSWER) as here:
        here.slack.fault("lost_after", on="chat.update", times=1)
        here.slack.fault("error", on="chat.stopStream", code="internal_error", times=1)
        direct = here.app.direct(here.user("sam"))
        await here.app.dm(here.user("sam"), "tell me all")
        await here.until(lambda: "Part 5" in "".join(str(m.blocks) for m in here.ours(direct)))
        await here.until(lambda: here.types()[-1] == "Delivered", 15)
        assert len(here.ours(direct)) == 1


async def test_short_answers_and_channels_are_not_streamed(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("done", message="Yes."), ANSWER) as here:
        await here.app.dm(here.user("sam"), "are you there?")
        direct = here.app.direct(here.user("sam"))
        await here.until(lambda: here.ours(direct))
        await here.ask("sam", "tell me all")
        await here.until(lambda: here.ours(here.channel()))
        assert set(calls(here)) == {"chat.postMessage"}
        assert len("Yes.") < streaming.LONG
