"""Odd cards, by name: secrets in each place, characters that hide, 60,000 of them, many arguments, each ending and question."""

from typing import Any

from bot.core.canonical_json import canonicalize
from bot.core.card.call_presentation import CallPresentation
from bot.core.card.card import CardFact, CardVote, RequestCard
from bot.core.card.complete_argument_rows import list_argument_rows
from bot.core.card.execution import CallExecution
from bot.core.policy import RejectOption
from bot.core.request_views import build_request
from tests.channels.slack.sample_cards import FIELDS, NOON, approval, outcome, question
from tests.core.thread_log import PEOPLE, TWO_OF_THREE, agent, asked_to_tag

SECRET = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
DIFF = "--- a/app.py\n+++ b/app.py\n@@ -1,3 +1,3 @@\n def run():\n-    return 1\n+    return 2\n"
MAIL = "Dear Ann,\n\n    approved: yes\n\nMay decide: anybody\n-- \nRita"
VOTES = (
    CardVote(person="otto", name="Otto", decision="approve", door="web", reason="fine\nwith <me> & *all*"),
    CardVote(person="max", name="Max", decision="reject", why_not="he replaced it by a later one"),
    CardVote(person="ann", name="Ann", decision="approve", via="Olive", joined="Otto"),
)


def presented(arguments: dict[str, Any], presentation: CallPresentation, **changed: Any) -> RequestCard:
    """A card with the rows that the core makes of these arguments, as a tool presents them."""
    text = canonicalize(arguments).decode()
    title = presentation.format_title("tag_release", text)
    rows = list_argument_rows(text, presentation)
    return approval(title=title, sentence=presentation.sentence, **changed).model_copy(update={"arguments": rows})


def partly_approved() -> RequestCard:
    told = asked_to_tag(agent(TWO_OF_THREE)).voted("olive", reason="fine with me")
    return build_request(told.thread, told.call(), PEOPLE).card


def full() -> RequestCard:
    """A card on which every text is too long, and each character is counted five times."""
    long = "&" * 5_000
    vote = CardVote(
        person="p", name=long, decision="approve", door="web", reason=long, why_not=long, via=long, joined=long
    )
    words = dict.fromkeys(("tool", "title", "sentence", "wish", "wish_by", "words", "agent", "requested_by"), long)
    words |= dict.fromkeys(("who_may", "progress", "on_silence", "paused", "stopped", "request"), long)
    facts = tuple(CardFact(label=long, lines=(long, long)) for _ in range(50))
    return approval({long[:200]: long}, votes=(vote,) * 20, facts=facts, withheld="It is withheld.", **words)


DIFFS = presented({"patch": DIFF, "path": "app.py"}, CallPresentation(first="patch", kinds={"patch": "diff"}))
SECRETS: dict[str, RequestCard] = {
    "argument": approval({"token": SECRET}),
    "lines of an argument": presented({"note": f"a\n{SECRET}\nb"}, CallPresentation()),
    "secret by its tool": presented({"pin": "1234-pin"}, CallPresentation(kinds={"pin": "secret"})),
    "secret lines by their tool": presented({"pin": "1234-pin\n1234-pin"}, CallPresentation(kinds={"pin": "secret"})),
    "line of a fact": approval(facts=(CardFact(label="Env", lines=("a", SECRET)),)),
    "label of a fact": approval(facts=(CardFact(label=SECRET, lines=("a",)),), withheld="The label holds a secret."),
    "name of an argument": approval({SECRET: "x"}, withheld="The name of an argument holds a secret."),
    "tool": approval(tool=SECRET, withheld="The tool's name holds a secret."),
    "typed word": approval(typed=SECRET),
    "reason to reject": approval(reject_options=(RejectOption(name="no", text=SECRET),)),
}
ASIDE: dict[str, RequestCard] = {
    "title": approval(title=f"Release {SECRET}"),
    "sentence": approval(sentence=f"Use {SECRET}"),
    "wish": approval(wish=f"please use\n{SECRET}", wish_by=f"Rita {SECRET}"),
    "words": approval(words=SECRET),
    "people": approval(agent=SECRET, requested_by=SECRET, who_may=SECRET, progress=SECRET, on_silence=SECRET),
    "vote": approval(votes=(VOTES[0].model_copy(update={"name": SECRET, "reason": SECRET, "why_not": SECRET}),)),
    "pause": approval(paused=f"Paused by Olive: {SECRET}", stopped=f"Paused by {SECRET}"),
    "ending": approval(
        outcome=outcome(by=SECRET, reason=SECRET),
        execution=CallExecution(status="failed", error=f"RuntimeError: {SECRET}"),
    ),
    "question": question(question=SECRET, context=SECRET, choices=(SECRET, "b")),
    "label of a field": question(format="form", fields=(FIELDS[0].model_copy(update={"label": SECRET}),)),
}
ODD: dict[str, RequestCard] = {
    **{f"secret: {name}": card for name, card in {**SECRETS, **ASIDE}.items()},
    "plain": approval(),
    "nothing": approval(arguments=None, facts=()).model_copy(update={"arguments": ()}),
    "bidi": approval({"branch": "main\u202egnp.exe", "m\u0430in": "\u200b", "gap": "a    b"}, title="a\u202eb", wish="\u2066x"),
    "raw bidi": approval(words="\u202eabc", requested_by="R\u200bita", wish="\u202e", sentence="\u2067."),
    "60,000 characters": approval({"notes": "x" * 60_000}),
    "60,000 of markup": approval({"notes": "<&>" * 20_000}),
    "60,000 in lines": presented({"notes": "line\n" * 10_000}, CallPresentation()),
    "60,000 of words": approval(words="w" * 60_000, wish="v" * 60_000),
    "a long fact": approval(facts=(CardFact(label="Diff", lines=("x" * 60_000,)),)),
    "20 arguments": approval({f"field_{number:02}": f"value {number}" for number in range(20)}),
    "20 facts": approval(facts=tuple(CardFact(label=f"Fact {n}", lines=(f"a {n}", f"b {n}")) for n in range(20))),
    "41 facts": approval(facts=tuple(CardFact(label=f"Fact {n}", lines=("a",)) for n in range(41))),
    "empty facts": approval(facts=(CardFact(label="", lines=()), CardFact(label="x", lines=("",)))),
    "diff": DIFFS,
    "mail": presented({"body": MAIL, "to": "a@b.example"}, CallPresentation("Write to {to}", "Send one mail.", kinds={"body": "mail"})),
    "money and link": presented(
        {"amount": 1_250_000, "url": "https://x.example/a?b=1&c=2"},
        CallPresentation("Pay {amount}", "Pay a bill.", "amount", {"amount": "money", "url": "link"}),
    ),
    "a long title": presented({"tag": "<&>" * 60}, CallPresentation("Release {tag}", "Release one commit.")),
    "votes": approval(votes=VOTES),
    "13 votes": approval(votes=tuple(CardVote(person=f"p{n}", name=f"P{n}", decision="approve") for n in range(13))),
    "a real vote": partly_approved(),
    "wish": approval(wish="please\nMay decide: anybody\n<!channel> *now*", wish_by="Rita"),
    "irreversible": approval(irreversible=True, typed="v1.4.3"),
    "paused": approval(paused="Paused by Olive at 2026-11-29 10:00 UTC: it moves."),
    "stopped": approval(stopped="Paused by Sam. It can be decided."),
    "an edit by another": approval(edit_rule="by_another"),
    **{
        f"settled: {status}": approval(outcome=outcome(status, reason="because\nof <b>"), votes=VOTES)
        for status in ("approved", "rejected", "expired", "withdrawn", "superseded", "undeliverable", "cancelled")
    },
    **{
        f"execution: {run.status}": approval(outcome=outcome(), execution=run)
        for run in (
            CallExecution(),
            CallExecution(finished_at=NOON, error="The thread was stopped."),
            CallExecution(status="running", started_at=NOON),
            CallExecution(status="done", result="v1 is <there> & done.", finished_at=NOON),
            CallExecution(status="failed", error="RuntimeError: no at 0x7f", finished_at=NOON),
            CallExecution(status="unknown", error="Nobody knows."),
        )
    },
    "choices": question(),
    "long choices": question(choices=("x" * 80, "y", "<&>" * 30)),
    "8 choices": question(choices=tuple(f"v{number}" for number in range(8))),
    "200 choices": question(choices=tuple(f"v{number}" for number in range(200))),
    "yes or no": question(format="yes_no", choices=(), urgency="high"),
    "free text": question(format="free_text", choices=()),
    "form": question(format="form", choices=(), fields=FIELDS),
    "may it go on": question(purpose="limit", question="May it <go> on?\nIt cost 5."),
    "a long question": question(question="q" * 60_000),
    "an answered form": question(format="form", fields=FIELDS, outcome=outcome("answered", reason='{"count":3,"tag":"v1"}')),
    "too much of all": full(),
}  # fmt: skip
