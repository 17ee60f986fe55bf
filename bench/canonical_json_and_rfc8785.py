"""The cost of canonical JSON: our encoder beside `rfc8785`, in turns within one process, as ratios.

`python -m bench.canonical_json_and_rfc8785`. Values: the arguments of a step, a message of 2 KB, a form of twenty fields.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import rfc8785

from bot.core.canonical_json import canonicalize, compute_call_digest, parse_json

VALUES: dict[str, Any] = {
    "arguments of a step": {"tag": "v1.4.2", "commit": "f4b7f10cc6eb2567f282f55083a2b1afdea910fa", "message": "Fix it"},
    "a message of 2 KB": {"message": "Deploy the backend, please.\n" * 70, "go_on": False},
    "a form of 20 fields": {
        "question": "Which?",
        "fields": [{"name": f"f{n}", "label": "A label", "kind": "choice", "choices": ["a", "b"]} for n in range(20)],
    },
    "with a float": {"share": 0.25, "tag": "v1.4.2"},
}


def measure(work: Callable[[], object], times: int = 2_000) -> float:
    """The microseconds of CPU of one call: the least of 7 rounds, which other work on the machine disturbs least."""
    rounds = []
    for _ in range(7):
        begun = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - begun) / times * 1e6)
    return min(rounds)


def main() -> None:
    ratios = []
    for name, value in VALUES.items():
        ours, theirs = measure(partial(canonicalize, value)), measure(partial(rfc8785.dumps, value))
        raw = canonicalize(value)
        read = measure(partial(parse_json, raw))
        ratios.append(ours / theirs)
        print(
            f"{name:<22} ours {ours:6.1f} µs, rfc8785 {theirs:6.1f} µs, ratio {ours / theirs:.2f}; read {read:6.1f} µs"
        )
    parts = {"thread": "t", "call": "t-3", "tool": "tag_release", "tool_version": "1", "policy_version": "0" * 64}
    digest = measure(lambda: compute_call_digest(arguments='{"tag":"v1.4.2"}', **parts))
    print(f"a call digest {digest:.1f} µs; median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
