"""A delivery for a thread that does not verify: refused by name, and noted with its reason."""

from pathlib import Path

from bot.core.channel_messages import ChannelAddress, DiscardedInput, InboundMessage
from bot.core.ports import InboundRequest
from tests.http.fake_messenger import FakeMessenger, FakeMessengerSurface
from tests.http.http_client import HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture, choose
from tests.store.log_forgery import APPROVED, add_events, forge


class ThreadReceiver:
    """Takes any body as a message into the thread that the path names."""

    path = "into"

    def __init__(self) -> None:
        self.platform: PlatformFixture | None = None

    def receive(self, request: InboundRequest) -> InboundMessage | DiscardedInput:
        assert self.platform is not None
        return InboundMessage(
            channel="post",
            id="d-1",
            body="0" * 64,
            at=self.platform.clock(),
            agent="pusher",
            thread=request.name,
            sender="Sam",
            person="sam",
            text=request.body.decode(),
            route=ChannelAddress(channel="post", address="sam"),
        )


async def test_out2_a_delivery_into_a_broken_thread_is_a_problem_and_not_called_a_doubled_id(tmp_path: Path) -> None:
    surface, receiver = FakeMessengerSurface(FakeMessenger()), ThreadReceiver()
    surface.receiver = receiver
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), surfaces=[surface]) as platform:
        receiver.platform = platform
        thread = await platform.launch()
        await platform.pending()
        forge(tmp_path / "house.db", thread, add_events(*APPROVED))
        server = HttpFixture(platform)
        answer = await server.nobody.post(f"/into/{thread}", content=b"go on")
        assert_problem(answer, 409, f"Thread {thread} does not verify at event ", "countersign audit verify")
        await platform.app.repository.flush_alarms()
        notes = {note.what: note for note in server.audit()}
        assert set(notes) == {"thread does not verify", "delivery refused"}
        refused = notes["delivery refused"]
        assert (refused.door, refused.about) == ("into", "d-1")
        assert "does not verify" in refused.detail
