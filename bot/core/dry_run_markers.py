"""Dry runs: gated calls are asked and approved as ever, and not run. Pure.

The tool of a dry run has another signature than the real one, and the digest of a request covers it. So an approval in a dry
run does not count once the agent runs for real, nor the other way round: people are asked again, about the other signature.
"""

DRY_RUN_MARK = "dry-run:"
"""The beginning of the signature of a tool that is not run. No version of a tool begins so."""
DRY_RUN_RESULT = "dry run: not executed"
"""The result of each gated call of a dry run."""
DRY_RUN_TITLE = "DRY RUN"
DRY_RUN_FACT = "An approval runs nothing, and does not count for a real run."


def is_dry_signature(signature: str) -> bool:
    """Whether people were asked about a call of a dry run. `signature` is that of `ApprovalAsked.tool_version`."""
    return signature.startswith(DRY_RUN_MARK)
