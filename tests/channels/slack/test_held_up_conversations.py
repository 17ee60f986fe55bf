"""A conversation that Slack holds up keeps no other copy of the same card from being true (SL2)."""

import asyncio
from pathlib import Path

from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import decide_in_the_inbox
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.platform_fixture import choose

ALWAYS = {"direct": "always"}
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))


async def copies(here: SlackFixture) -> dict[str, SlackMessage]:
    """The card in the channel and in the direct messages of two approvers, once all are posted."""

    def found() -> dict[str, SlackMessage] | None:
        every = [m for m in here.slack.world.messages if m.app_id == here.app.id and m.buttons() and m.only_for is None]
        by_place = {m.channel.id: m for m in every}
        return by_place if len(by_place) >= 3 else None

    return dict(await here.until(found))


def is_done(message: SlackMessage) -> bool:
    """Whether it shows the approval, its start and its end: three changes, one behind the other."""
    return "Approved by Olive · done" in message.text and not message.buttons()


async def test_sl2_a_conversation_that_slack_makes_wait_for_half_a_minute_holds_up_no_other_copy(
    tmp_path: Path,
) -> None:
    async with slack_platform(tmp_path, *PUSH, options=ALWAYS) as here:
        await here.ask()
        cards = await copies(here)
        slow, *others = cards.values()
        fault = here.slack.fault("rate_limited", "chat.update", channel=slow.channel.id, seconds=30, times=None)
        await decide_in_the_inbox(here, await here.request(), "olive")
        await here.until(lambda: all(map(is_done, others)))
        assert fault.struck >= 1
        assert slow.buttons()


async def test_sl2_a_conversation_that_does_not_answer_holds_up_neither_the_others_nor_what_comes_next(
    tmp_path: Path,
) -> None:
    async with slack_platform(tmp_path, *PUSH, options=ALWAYS) as here:
        await here.ask()
        cards = await copies(here)
        slow, *others = cards.values()
        held = here.slack.fault("hold", "chat.update", channel=slow.channel.id, times=None)
        await decide_in_the_inbox(here, await here.request(), "olive")
        await here.until(lambda: all(map(is_done, others)))
        assert slow.buttons()
        held.is_released = True
        await here.until(lambda: is_done(slow))


async def test_sl2_copies_that_go_out_together_ask_about_each_account_once(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, options=ALWAYS) as here:
        await here.ask()
        await copies(here)
        asked = [call.args["user"] for call in here.slack.calls("users.info")]
        assert sorted(asked) == sorted(set(asked))


async def test_sl2_two_cards_that_go_out_together_open_the_conversation_with_a_person_once(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH[0], choose("push", tag="v2"), options=ALWAYS) as here:
        held = here.slack.fault("hold", "conversations.open", times=None)
        for what in ("push it", "push it again"):
            await here.platform.launch("pusher", what, by="sam")
        while len((await here.platform.queries.list_requests(status="pending")).items) < 2:
            await asyncio.sleep(0.02)
        await here.until(lambda: held.struck >= 2)  # one question about each approver
        held.is_released = True
        await here.until(lambda: len(here.ours(here.app.direct(here.user("olive")))) == 2)
        opened = [call.args["users"] for call in here.slack.calls("conversations.open")]
        assert sorted(opened) == sorted(set(opened))


async def test_sl2_a_status_that_slack_does_not_answer_holds_up_no_home(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.app.open_home(here.user("max"))
        await here.until(lambda: here.slack.home(here.user("max")))
        held = here.slack.fault("hold", "agents.sessions.setStatus", times=None)
        await here.ask()
        await here.until(lambda: held.struck)
        await here.until(lambda: "countersign.approve" in str(here.slack.home(here.user("max")).content))  # type: ignore[union-attr]
        await decide_in_the_inbox(here, await here.request(), "olive")
        await here.until(lambda: "Approved by Olive" in str(here.slack.home(here.user("max")).content))  # type: ignore[union-attr]
        held.is_released = True


async def test_sl2_a_home_that_slack_did_not_take_when_it_was_opened_comes_by_itself(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        await here.card()
        here.slack.fault("error", "views.publish", code="internal_error")
        await here.app.open_home(here.user("max"))
        await here.until(lambda: here.slack.home(here.user("max")))
        assert "countersign.approve" in str(here.slack.home(here.user("max")).content)  # type: ignore[union-attr]


async def test_sl2_a_page_of_home_that_slack_did_not_take_comes_by_itself(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *(choose("push", tag=f"v{n}") for n in range(7))) as here:
        max_ = here.user("max")
        for number in range(7):
            await here.platform.launch("pusher", f"push v{number}", by="sam")
        while len((await here.platform.queries.list_requests(status="pending")).items) < 7:
            await asyncio.sleep(0.02)
        await here.app.open_home(max_)
        view = await here.until(lambda: here.slack.home(max_))
        await here.until(lambda: "Page 1 of 2" in str(view.content))
        await here.at_rest()
        here.slack.fault("error", "views.publish", code="internal_error")
        await here.app.click(max_, view, "Next →")
        await here.until(lambda: "Page 2 of 2" in str(view.content))
