"""What a kept connection gains: /healthz of the real server on one connection, beside the same on a new one each time.

    python -m bench.kept_connections [--requests 500]

Both take turns within one run; the ratio kept / new is the figure to quote. Above 1 a kept connection is slower than a
new one, which means that answers wait for acknowledgements (TCP_NODELAY is not set on the accepted sockets).
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=500)
    count = parser.parse_args().requests
    with serving() as port, socket.create_connection(("127.0.0.1", port)) as kept_open:
        kept, new = [], []
        for _ in range(count):
            kept.append(timed(lambda: ask(kept_open)))
            new.append(timed(lambda: ask_anew(port)))
    for name, taken in (("kept connection", kept), ("new connection", new)):
        p50, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
        print(f"{name:<16} p50 {p50 * 1000:7.2f} ms   p99 {p99 * 1000:7.2f} ms")
    print(f"kept / new, p50: {statistics.median(kept) / statistics.median(new):.2f}")


@contextmanager
def serving() -> Iterator[int]:
    """A `countersign serve` without agents, in a process of its own; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        own = {"COUNTERSIGN_DATA": folder, "COUNTERSIGN_CONFIG": f"{folder}/countersign.toml", "PORT": str(port)}
        command = [sys.executable, "-m", "bot", "serve"]
        process = subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL)
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        with suppress(OSError):
            ask_anew(port)
            return
        time.sleep(0.05)
    raise SystemExit("the server ended before it answered")


def ask(connection: socket.socket) -> None:
    """One request and its whole answer."""
    connection.sendall(REQUEST)
    answer = b""
    while not answer.endswith(b'{"status":"ok"}'):
        answer += connection.recv(65_536)


def ask_anew(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        ask(connection)


def timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
