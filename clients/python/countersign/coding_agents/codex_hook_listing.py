"""Asks `codex app-server` which hooks it has: JSON-RPC in lines over its stdin and stdout (Codex 0.171.0)."""

import json
import subprocess
import threading
from typing import Any

from countersign.errors import CountersignClientError

PATIENCE = 30.0
"""Seconds in which Codex must answer."""


def list_codex_hooks(directory: str, command: str = "codex") -> list[dict[str, Any]]:
    """Return the hooks of Codex in this directory, as `hooks/list` has them. Raises `CountersignClientError`."""
    calls = [
        {"id": 1, "method": "initialize", "params": {"clientInfo": {"name": "countersign", "version": "1"}}},
        {"method": "initialized"},
        {"id": 2, "method": "hooks/list", "params": {"cwds": [directory]}},
    ]
    try:
        process = subprocess.Popen(
            [command, "app-server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except OSError as error:
        raise CountersignClientError(f"`{command} app-server` does not start: {error}") from error
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"{json.dumps(each)}\n" for each in calls))
        process.stdin.flush()
        for line in process.stdout:
            answer = json.loads(line)
            if answer.get("id") == 2:
                return _read_hooks(answer)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
    raise CountersignClientError(f"`{command} app-server` did not list its hooks within {PATIENCE:g} seconds.")


def _read_hooks(answer: dict[str, Any]) -> list[dict[str, Any]]:
    if "error" in answer:
        raise CountersignClientError(f"`codex app-server` lists no hooks: {answer['error'].get('message')}")
    return [hook for each in answer["result"]["data"] for hook in each["hooks"]]
