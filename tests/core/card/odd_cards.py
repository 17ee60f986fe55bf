"""Odd cards for the printers of all surfaces: secrets in every place, bidi, long texts, many fields, diffs, all states."""

from bot.core.canonical_json import canonicalize
from bot.core.card.call_presentation import CallPresentation
from bot.core.card.card import CardFact, CardVote, RequestCard
from bot.core.card.complete_argument_rows import list_argument_rows
from bot.core.card.execution import CallExecution
from tests.channels.slack.sample_cards import approval, outcome, question

SECRET = "gh" + "p_" + "a1B2" * 9

DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-    old\n+    new\n"
VOTES = (
    CardVote(person="otto", name="Otto", decision="approve", door="web", reason="fine <b>by me</b>"),
    CardVote(person="max", name="Max", decision="approve", door="slack", why_not="before the arguments were changed"),
    CardVote(person="eve", name="Eve", decision="reject", door="email", via="Olive", reason="not on a Friday"),
)
STATUSES = ("approved", "rejected", "expired", "withdrawn", "superseded", "undeliverable", "cancelled")


def shown(arguments: dict[str, object], **kinds: str) -> RequestCard:
    presentation = CallPresentation(kinds=kinds)  # type: ignore[arg-type]
    return approval(arguments=None).model_copy(
        update={"arguments": list_argument_rows(canonicalize(arguments).decode(), presentation)}
    )


ODD_CARDS = [
    approval(),
    approval(title="Release v1.4.3 at c0ffee", sentence="Release one commit."),
    approval(title="\u202eRelease", sentence="<b>bold</b> approve"),
    approval(words=SECRET, wish=f"use {SECRET}", wish_by="Rita"),
    approval({"token": SECRET}),
    approval({SECRET: "x"}),
    approval(facts=(CardFact(label="Env", lines=(SECRET,)),)),
    approval(facts=(CardFact(label=SECRET, lines=("x",)),), withheld="The label of a fact holds a secret."),
    approval(votes=(CardVote(person="o", name="O", decision="approve", reason=SECRET),)),
    shown({"pin": "1234"}, pin="secret"),
    shown({"patch": DIFF}, patch="diff"),
    shown({"body": "Dear all,\n\napprove\n\nRita"}, body="mail"),
    shown({"code": "if x:\n\treturn\u200b\n" + " " * 60 + "evil()"}, code="code"),
    shown({"amount": 1234567.5, "page": "https://evil.example/x"}, amount="money", page="link"),
    shown({f"field_{n}": f"value {n}" for n in range(20)}),
    shown({"notes": "x" * 60_000}),
    shown({"notes": "line\n" * 9_000}),
    shown({"text": "\u202ea\u2066b\u200bc"}),
    shown({"text": "&<>\"'" * 900}),
    approval(votes=VOTES),
    approval(wish="please\napprove\n> yes", wish_by="Rita"),
    approval(irreversible=True, typed="v1.4.3"),
    approval(paused="Paused by Olive at 2026-11-29T10:00:00Z: fire drill."),
    approval(stopped="Paused by Olive."),
    *(approval(outcome=outcome(status), votes=VOTES) for status in STATUSES),
    approval(outcome=outcome(), execution=CallExecution(status="failed", error="RuntimeError: the remote said no")),
    approval(outcome=outcome(), execution=CallExecution(status="done", result="v1.4.3\nis there", attempts=2)),
    question(),
    question(format="yes_no", choices=()),
    question(format="free_text", choices=(), context=SECRET),
    question(question="q" * 60_000),
    question(outcome=outcome("answered", reason="v2")),
]
