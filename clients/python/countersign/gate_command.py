"""`countersign-gate`: a pipeline stops here until people approve.

Exit codes: 0 approved, and the approval is used up · 1 rejected, or ended without an approval that can be used · 2 not asked or
not known: wrong usage, refused by the server, unreachable · 3 undecided within --timeout: the same --key goes on.
"""

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Sequence
from typing import Any

from countersign.client import Countersign
from countersign.paused_call_review import CallReviewer, PausedCall, read_arguments

APPROVED, REFUSED, UNKNOWN, UNDECIDED = 0, 1, 2, 3


def main(args: Sequence[str] | None = None, program: str = "countersign-gate") -> int:
    """Ask, wait, and return the exit code. The link and the decision go to stderr, the approved arguments as JSON to stdout.

    Raises `SystemExit` with the code for wrong usage and `--help`.
    """
    parser = argparse.ArgumentParser(program, description=__doc__, allow_abbrev=False)
    parser.add_argument("title", help="one line; may name arguments in braces: 'Deploy {version}'")
    given = parser.add_argument_group("arguments", "what people approve; both options may be repeated")
    for option, form in (("--arg", "NAME=VALUE"), ("--arguments", "JSON")):
        given.add_argument(option, metavar=form, type=_read_argument, action="append", dest="arguments", default=[])
    parser.add_argument("--policy", default="", help="the policy that says who may approve")
    parser.add_argument("--key", default=str(uuid.uuid4()), help="a repeat with the same key goes on with its request")
    parser.add_argument("--explanation", default="", help="words for the approvers")
    parser.add_argument("--timeout", metavar="SECONDS", type=float, default=3600.0, help="3600 by default")
    parser.add_argument("--allow-edits", action="store_true", help="the pipeline reads the arguments from stdout")
    parser.add_argument("--url", default="", help="COUNTERSIGN_URL by default; the key is COUNTERSIGN_API_KEY")
    try:
        return asyncio.run(_hold(parser.parse_args(args)))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  whatever happens, the pipeline reads a code and a sentence
        return _say(UNKNOWN, f"error: {error or type(error).__name__}")


def _read_argument(text: str) -> dict[str, Any]:
    """Read NAME=VALUE, or a JSON object: no name begins with a brace."""
    name, is_pair, value = text.partition("=")
    found = read_arguments(text) if text.startswith("{") else {name: value} if name and is_pair else None
    if found is None:
        raise argparse.ArgumentTypeError(f"write {text[:60]!r} as NAME=VALUE, or as a JSON object")
    return found


async def _hold(given: argparse.Namespace) -> int:
    client = Countersign(given.url)
    arguments = {name: value for each in given.arguments for name, value in each.items()}
    reviewer = CallReviewer(
        client,
        titles={"gate": given.title},
        policies={"gate": given.policy},
        explanation=given.explanation,
        on_asked=lambda asked: _say(0, f"{asked[0].id} waits for an approval: {client.url}/requests/{asked[0].id}"),
    )
    call = PausedCall("gate", "gate", arguments, may_edit=given.allow_edits)
    try:
        (decided,) = await reviewer.decide([call], {"gate": given.key}, within=given.timeout)
    except TimeoutError:
        return _say(UNDECIDED, f"Undecided after {given.timeout:g} seconds. It goes on with --key {given.key}")
    if not decided.may_run:
        return _say(REFUSED, f"It is {decided.request.status}. {decided.reason}")
    await client.report(decided.request.id, failed=False, text="The pipeline went on.")
    print(json.dumps(dict(decided.arguments)))  # noqa: T201
    return _say(APPROVED, f"Approved by {decided.request.decided_by}.")


def _say(code: int, text: str) -> int:
    """Print one line without control characters, which a pipeline's log would obey, and return the code."""
    print("".join(each if each.isprintable() else " " for each in text), file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
