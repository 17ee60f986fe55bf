"""The times when Slack may be asked again, and the meaning of its refusals."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.ports import NotNow, TryLater, Undeliverable
from channels.slack.outbound.single_attempt_api_call import SlackRateLimit, SlackRefused, call_api


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_one_message_a_second_to_a_conversation() -> None:
    clock = Clock()
    pace = SlackRateLimit(clock)
    await pace.wait_for_turn("T1/C1")
    await pace.wait_for_turn("T1/C2")
    clock.now += 1
    await pace.wait_for_turn("T1/C1")
    clock.now -= 0.9
    with pytest.raises(NotNow) as refused:
        await pace.wait_for_turn("T1/C1")
    assert 1.8 < refused.value.seconds < 2.0


async def test_slk27_a_method_that_was_asked_to_wait_waits_in_its_workspace() -> None:
    clock = Clock()
    pace = SlackRateLimit(clock)
    pace.note_retry_after("T1", "chat.postMessage", 30)
    pace.note_retry_after("T1", "chat.postMessage", 5)
    with pytest.raises(NotNow) as refused:
        pace.check_limits("T1", "chat.postMessage")
    assert refused.value.seconds == 30
    pace.check_limits("T1", "chat.update")
    pace.check_limits("T2", "chat.postMessage")
    clock.now += 30.1
    pace.check_limits("T1", "chat.postMessage")


def test_sl2_a_conversation_that_was_asked_to_wait_holds_up_no_other_one() -> None:
    clock = Clock()
    pace = SlackRateLimit(clock)
    pace.note_retry_after("T1", "chat.update", 30, "C1")
    with pytest.raises(NotNow):
        pace.check_limits("T1", "chat.update", "C1")
    pace.check_limits("T1", "chat.update", "C2")
    pace.check_limits("T1", "chat.postMessage", "C1")
    clock.now += 10
    pace.note_retry_after("T1", "chat.update", 30, "C2")
    with pytest.raises(NotNow) as refused:
        pace.check_limits("T1", "chat.update", "C3")
    assert refused.value.seconds == 30
    clock.now += 30.1
    pace.check_limits("T1", "chat.update", "C1")
    pace.note_retry_after("T1", "chat.update", 30, "C2")
    pace.check_limits("T1", "chat.update", "C1")


def refusal(error: str, status: int = 200, headers: dict[str, str] | None = None, **more: Any) -> SlackApiError:
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="x",
        req_args={},
        data={"ok": False, "error": error, **more},
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError(error, answer)  # type: ignore[no-untyped-call]  # slack_sdk has no type there


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (refusal("ratelimited", 429, {"Retry-After": "7"}), NotNow),
        (refusal("internal_error"), TryLater),
        (refusal("fatal_error"), TryLater),
        (refusal("anything", 503), TryLater),
        (aiohttp.ServerDisconnectedError(), TryLater),
        (TimeoutError(), TryLater),
        (OSError(), TryLater),
        (refusal("is_archived"), Undeliverable),
        (refusal("not_in_channel"), Undeliverable),
        (refusal("token_revoked"), Undeliverable),
        (refusal("invalid_blocks"), Undeliverable),
        (refusal("never_heard_of"), Undeliverable),
    ],
)
async def test_what_a_refusal_means_to_a_delivery(raised: Exception, kind: type[Exception]) -> None:
    async def call() -> Any:
        raise raised

    with pytest.raises(kind):
        await call_api(SlackRateLimit(Clock()), "T1", "chat.postMessage", call)


async def test_slk27_retry_after_is_kept_for_all_who_ask() -> None:
    pace = SlackRateLimit(Clock())
    asked = []

    async def call() -> Any:
        asked.append(1)
        raise refusal("ratelimited", 429, {"retry-after": "30"})

    for _ in range(3):
        with pytest.raises(NotNow) as waits:
            await call_api(pace, "T1", "chat.postMessage", call)
        assert waits.value.seconds == 30
    assert len(asked) == 1


async def test_a_missing_scope_is_named() -> None:
    async def call() -> Any:
        raise refusal("missing_scope", needed="chat:write")

    with pytest.raises(SlackRefused, match=r"chat.postMessage: missing_scope \(needs chat:write\)"):
        await call_api(SlackRateLimit(Clock()), "T1", "chat.postMessage", call)
