"""A TCP proxy on the loopback that fails as networks do: its connections are cut, or stay open and carry nothing.

What arrives while it is frozen comes through when it thaws, as with packets that TCP sends again, unless that end was closed.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class FaultProxy:
    """Listens at `port` and carries what it accepts to `target`, in an event loop and a thread of its own."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._loop = asyncio.new_event_loop()
        self._carries = asyncio.Event()
        self._carries.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._links: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(30)

    def cut(self) -> None:
        """Reset every connection, wherever its client or the server is with it."""
        self._call(self._reset_all)

    def freeze(self) -> None:
        """Carry nothing more, in no direction, and accept nobody, until `thaw`."""
        self._call(self._carries.clear)

    def thaw(self) -> None:
        self._call(self._carries.set)

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            self._reset_all()
            for link in self._links:
                link.cancel()
            await asyncio.gather(*self._links, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def _call(self, act: Callable[[], None]) -> None:
        """Do it in the proxy's thread and return once it is done."""

        async def run() -> None:
            act()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(30)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, sock=self._listener)

    async def _accept(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        link = asyncio.current_task()
        assert link is not None
        self._links.add(link)
        self._writers.add(to_client)
        ends = [to_client]
        try:
            await self._carries.wait()
            server, to_server = await asyncio.open_connection("127.0.0.1", self._target)
            self._writers.add(to_server)
            ends.append(to_server)
            await asyncio.gather(self._carry(client, to_server), self._carry(server, to_client))
        except (OSError, asyncio.CancelledError):  # the end of a link; nobody waits for this task
            pass
        finally:
            for end in ends:
                self._writers.discard(end)
                end.close()
            self._links.discard(link)

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while sent := await source.read(65536):
            await self._carries.wait()
            to.write(sent)
            await to.drain()
        await self._carries.wait()
        with suppress(OSError):
            to.write_eof()

    def _reset_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@contextmanager
def fault_proxy(target: int) -> Iterator[FaultProxy]:
    """A proxy to this port of the loopback."""
    proxy = FaultProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
