"""Compares GET /healthz of a real server on one kept connection with the same request on a new connection each time.

    python -m bench.keep_alive_latency [--requests 500]

Both take turns within one run. Quote the ratio kept / new. A ratio above 1 means that answers on the kept connection wait for
acknowledgements: TCP_NODELAY is not set on the accepted sockets.
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
from pathlib import Path

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=500)
    count = parser.parse_args().requests
    with run_server() as port, socket.create_connection(("127.0.0.1", port)) as kept_open:
        kept, new = [], []
        for _ in range(count):
            kept.append(measure_seconds(lambda: send_request(kept_open)))
            new.append(measure_seconds(lambda: send_on_new_connection(port)))
    for name, taken in (("kept connection", kept), ("new connection", new)):
        p50, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
        print(f"{name:<16} p50 {p50 * 1000:7.2f} ms   p99 {p99 * 1000:7.2f} ms")
    print(f"kept / new, p50: {statistics.median(kept) / statistics.median(new):.2f}")


@contextmanager
def run_server() -> Iterator[int]:
    """Run `countersign serve` without agents in a process of its own; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "countersign.toml").write_text('[people.olive]\nname = "Olive"\n')
        own = {"COUNTERSIGN_DATA": folder, "COUNTERSIGN_CONFIG": f"{folder}/countersign.toml", "PORT": str(port)}
        command = [sys.executable, "-m", "bot", "serve"]
        process = subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL)
        try:
            wait_until_serving(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def wait_until_serving(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        with suppress(OSError):
            send_on_new_connection(port)
            return
        time.sleep(0.05)
    raise SystemExit("the server ended before it answered")


def send_request(connection: socket.socket) -> None:
    """Send one request and read its whole answer."""
    connection.sendall(REQUEST)
    answer = b""
    while not answer.endswith(b'{"status":"ok"}'):
        answer += connection.recv(65_536)


def send_on_new_connection(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        send_request(connection)


def measure_seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
