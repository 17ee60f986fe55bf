"""`countersign-gate`: a pipeline stops here until people approve.

Exit codes: 0 approved, and the approval is used up · 1 rejected, or ended without an approval that can be used · 2 not asked or
not known: wrong usage, refused by the server, unreachable · 3 undecided within --timeout: the same --key goes on.
"""

import argparse
import asyncio
import json
import os
import sys
import time
import uuid
from collections.abc import Sequence
from typing import Any

from countersign.client import Countersign
from countersign.errors import ApiRefusal, ApprovalLost
from countersign.http_library import http
from countersign.models import Request
from countersign.paused_calls import is_same_json

APPROVED, REFUSED, UNKNOWN, UNDECIDED = 0, 1, 2, 3
PATIENCE = 20.0
"""Seconds in which a server that is away is tried again, before anything was asked."""


def main(args: Sequence[str] | None = None, program: str = "countersign-gate") -> int:
    """Ask, wait, and return the exit code. The link and the decision go to stderr, the approved arguments as JSON to stdout."""
    parser = argparse.ArgumentParser(program, description=__doc__, allow_abbrev=False)
    parser.add_argument("title", help="one line; may name arguments in braces: 'Deploy {version}'")
    parser.add_argument(
        "--arg", metavar="NAME=VALUE", type=_read_pair, action="append", default=[], help="an argument, as text"
    )
    parser.add_argument(
        "--arguments", metavar="JSON", type=_read_object, default={}, help="arguments, as a JSON object"
    )
    parser.add_argument("--policy", help="the policy that says who may approve")
    parser.add_argument("--key", default=str(uuid.uuid4()), help="a repeat with the same key goes on with its request")
    parser.add_argument("--explanation", default="", help="words for the approvers")
    parser.add_argument("--timeout", metavar="SECONDS", type=float, default=3600.0, help="3600 by default")
    parser.add_argument("--allow-edits", action="store_true", help="the pipeline reads the arguments from stdout")
    url = os.environ.get("COUNTERSIGN_URL") or os.environ.get("COUNTERSIGN_BASE_URL", "")
    parser.add_argument("--url", default=url, help="COUNTERSIGN_URL by default; the key is COUNTERSIGN_API_KEY")
    try:
        given = parser.parse_args(args)
        given.arguments = {**given.arguments, **dict(given.arg)}
        return asyncio.run(_hold(given))
    except SystemExit as end:  # of argparse
        return int(end.code or 0)
    except KeyboardInterrupt:
        return 130
    except http.TransportError as error:
        return _say(UNKNOWN, f"error: {given.url or 'The server'} does not answer ({error or type(error).__name__}).")
    except ApprovalLost as lost:
        return _say(REFUSED, f"Its approval was used before, or cannot be used any more: it is {lost.request.status}.")
    except Exception as error:  # noqa: BLE001  whatever happens, the pipeline reads a code and a sentence
        return _say(UNKNOWN, f"error: {error or type(error).__name__}")


def _read_pair(text: str) -> tuple[str, str]:
    name, is_pair, value = text.partition("=")
    if not (name and is_pair):
        raise argparse.ArgumentTypeError(f"write {text!r} as NAME=VALUE")
    return name, value


def _read_object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise argparse.ArgumentTypeError(f"{text[:60]!r} is no JSON object")
    return found


async def _hold(given: argparse.Namespace) -> int:
    client = Countersign(given.url)
    asked = await _ask(client, given)
    _say(APPROVED, f"{asked.id} waits for an approval: {client.url}/requests/{asked.id}")
    try:
        decided = await client.wait(asked.id, within=given.timeout)
    except TimeoutError:
        return _say(UNDECIDED, f"Undecided after {given.timeout:g} seconds. It goes on with --key {given.key}")
    if decided.status != "approved":
        return _say(REFUSED, f"It is {decided.status}. {decided.reason}")
    if not given.allow_edits and not is_same_json(decided.arguments, given.arguments):
        await client.withdraw(asked.id, "The pipeline takes no changed arguments (--allow-edits).")
        return _say(REFUSED, "An approver changed the arguments, and this pipeline takes no changes (--allow-edits).")
    claimed = await client.claim(asked.id)
    if claimed.digest != decided.digest:
        return _say(REFUSED, "It was changed as it was about to be used.")
    await client.report(asked.id, failed=False, text="The pipeline went on.")
    print(json.dumps(claimed.arguments))  # noqa: T201
    return _say(APPROVED, f"Approved by {decided.decided_by}.")


async def _ask(client: Countersign, given: argparse.Namespace) -> Request:
    give_up = time.monotonic() + min(PATIENCE, given.timeout)
    while True:
        try:
            return await client.approve(
                given.title, given.arguments, policy=given.policy, key=given.key, explanation=given.explanation
            )
        except (http.TransportError, ApiRefusal) as error:
            is_refused = isinstance(error, ApiRefusal) and error.status < 500
            if is_refused or time.monotonic() > give_up:
                raise
        await asyncio.sleep(0.5)


def _say(code: int, text: str) -> int:
    """Print one line without control characters, which a pipeline's log would obey, and return the code."""
    print("".join(each if each.isprintable() else " " for each in text), file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
