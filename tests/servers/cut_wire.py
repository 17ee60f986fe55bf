"""A wire between a client and a server on the loopback that can be cut in a given flight of the client.

A flight is what the client sends between two answers. When one is cut, the server gets it and its answer is lost; it does not get
a flight that is dropped.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class WireLink:
    """One connection through the wire. `cut_after`: the flights from now on whose answers still arrive; None: all."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self.cut_after: int | None = None
        self.opening = b""
        """What the client sent first, some kilobytes."""
        self.drops_next = False
        """The next flight is cut before the server gets it."""
        self.keeps_server = False
        """After the cut, the server's side stays open, as when a cable is pulled."""
        self._is_flying = False
        for run in (self._carry_up, self._carry_down):
            threading.Thread(target=run, daemon=True).start()

    def _carry_up(self) -> None:
        with suppress(OSError):
            while sent := self.client.recv(65536):
                if self.drops_next:
                    self.close()
                    break
                self._is_flying = True
                if len(self.opening) < 4096:
                    self.opening += sent
                self.server.sendall(sent)
        if not self.keeps_server:
            self.close()

    def _carry_down(self) -> None:
        with suppress(OSError):
            while answer := self.server.recv(65536):
                if self.cut_after is not None and self._is_flying:
                    self._is_flying = False
                    self.cut_after -= 1
                    if self.cut_after < 0:
                        break
                self._is_flying = False
                self.client.sendall(answer)
        _close(self.client)
        if not self.keeps_server:
            self.close()

    def close(self) -> None:
        _close(self.client)
        _close(self.server)


class CutWire:
    """Listens at `port`. `links` are its connections, the oldest first. While `is_down`, it accepts none."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.links: list[WireLink] = []
        self.is_down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_down:
                    _close(client)
                    continue
                self.links.append(WireLink(client, socket.create_connection(("127.0.0.1", self._target))))

    def close(self) -> None:
        _close(self._listener)
        for link in self.links:
            link.close()


def _close(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@contextmanager
def cut_wire(target: int) -> Iterator[CutWire]:
    """A wire to this port of the loopback."""
    wire = CutWire(target)
    try:
        yield wire
    finally:
        wire.close()
