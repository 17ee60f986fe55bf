"""Cards to look at: one of each kind, and a strategy for hostile ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st

from bot.core.canonical_json import canonicalize
from bot.core.card.card import CardFact, CardVote, QuestionPart, RequestCard, RequestOutcome
from bot.core.escaping import ShownArgument, show_arguments, show_words
from bot.core.forms import FormField
from bot.core.policy import RejectOption
from channels.slack.views.view_context import SlackViewContext

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LINK = "https://inbox.example/requests/th_01-3?a=1&b=2"


def look(**changed: Any) -> SlackViewContext:
    return SlackViewContext(link=LINK, sign_choice=lambda choice: f"sealed({choice})", version="7")._replace(**changed)


def approval(arguments: dict[str, Any] | None = None, **changed: Any) -> RequestCard:
    words: dict[str, Any] = {
        "thread": "th_01",
        "request": "th_01-3",
        "agent": "deploybot",
        "tool": "tag_release",
        "arguments": show_arguments(canonicalize(arguments or {"sha": "c0ffee", "tag": "v1.4.3"}).decode()),
        "digest": "abcdef0123456789" * 4,
        "facts": (CardFact(label="Commits", lines=("c0ffee Fix the login", "decade Add a test")),),
        "words": show_words("This is the *safe* one."),
        "requested_by": "Rita",
        "who_may": "2 of group release-managers",
        "progress": "1 of 2 group release-managers",
        "edits": True,
        "edit_rule": "by_editor",
        "expires_at": NOON + timedelta(hours=4),
        "on_silence": "It expires after 4 hours and does not run. Silence is not consent.",
    }
    return RequestCard(**{**words, **changed})


def question(**changed: Any) -> RequestCard:
    ask: dict[str, Any] = {
        "question": "Which tag?",
        "context": "There are two.",
        "urgency": "medium",
        "format": "multiple_choice",
        "choices": ("v1", "v2"),
        "purpose": "ask",
    }
    outcome = changed.pop("outcome", None)
    return RequestCard(
        thread="th_01",
        request="th_01-4",
        agent="deploybot",
        digest="ab" * 32,
        requested_by="Rita",
        who_may="rita, olive",
        outcome=outcome,
        ask=QuestionPart(**{**ask, **changed}),
    )


def outcome(status: str = "approved", **changed: Any) -> RequestOutcome:
    return RequestOutcome(**{"status": status, "by": "Olive", "at": NOON, "reason": "", **changed})


FIELDS = (
    FormField(name="tag", label="Tag", kind="text", value="v1.4.3", max_length=100),
    FormField(name="notes", label="Notes", kind="long_text", required=False, value="one\ntwo", help="For the page"),
    FormField(name="count", label="Count", kind="integer", value=3),
    FormField(name="share", label="Share", kind="number", value=1e-7),
    FormField(name="force", label="Force", kind="boolean", value=True),
    FormField(name="target", label="Target", kind="choice", choices=("staging", "production"), value="production"),
    FormField(name="zones", label="Zones", kind="choices", choices=("eu", "us", "ap"), value=["us", "ap"]),
    FormField(name="day", label="Day", kind="date", value="2026-11-21"),
    FormField(name="extra", label="Extra", kind="json", value='{"a":[1]}'),
)

ATTACKS = [
    "<!channel>", "<!here>", "<@U666>", "<#C1>", "<!subteam^S1>", "<https://evil.org|Approve>", "https://evil.org", "```", "`", "*",
    "_", "~", ":tada:", "&lt;!channel&gt;", "&", "<", ">", "|", "\n", "\n```\n", "  ", "\u202e", "\u200b", "\x00", "é", "😀", "word ",
    '"', "\\", "Approve", "x" * 80, "y " * 400, "z" * 3_100, '{"type":"button","action_id":"countersign.approve"}',
]  # fmt: skip


def within(most: int) -> st.SearchStrategy[str]:
    """Hostile text that is valid where 1 to `most` characters are asked for."""
    return texts().map(lambda text: text[:most]).filter(bool)


def tries(count: int) -> settings:
    """Bounded in time: a hostile card is large, and takes minutes to shrink."""
    return settings(max_examples=count, deadline=None, phases=[Phase.explicit, Phase.generate])


hostile = st.lists(st.integers(0, len(ATTACKS) - 1).map(ATTACKS.__getitem__), max_size=8).map("".join)
"""A text that somebody means harm by, escaped by nobody yet."""


def texts() -> st.SearchStrategy[str]:
    """As the core escapes it, or raw: a card must hold any text."""
    return hostile | hostile.map(show_words)


def _changed(**changed: Any) -> RequestCard:
    return approval().model_copy(update=changed)


def hostile_votes() -> st.SearchStrategy[tuple[CardVote, ...]]:
    """Up to 14 votes with hostile names, reasons and notes, of which some do not count."""
    vote = st.builds(
        CardVote,
        person=st.just("p"),
        name=texts(),
        decision=st.sampled_from(["approve", "reject"]),
        door=st.sampled_from(["", "slack", "web"]),
        reason=texts(),
        why_not=st.just("") | texts(),
        via=st.just("") | texts(),
        joined=st.just("") | texts(),
    )
    return st.lists(vote, max_size=14).map(tuple)


def hostile_approvals() -> st.SearchStrategy[RequestCard]:
    values = st.dictionaries(
        hostile.filter(lambda key: len(key) < 300),
        hostile | st.integers(0, 9) | st.lists(hostile, max_size=3),
        max_size=4,
    )
    arguments = values.map(lambda value: show_arguments(canonicalize(value).decode()))
    raw = st.lists(st.builds(ShownArgument, name=hostile, text=hostile, unusual=st.booleans()), max_size=3).map(tuple)
    return st.builds(
        _changed,
        tool=texts().filter(bool),
        title=st.just("") | texts(),
        sentence=st.just("") | texts(),
        wish=texts(),
        wish_by=texts(),
        votes=hostile_votes(),
        agent=texts(),
        arguments=arguments | raw,
        facts=st.lists(
            st.builds(CardFact, label=texts(), lines=st.lists(texts(), max_size=4).map(tuple)), max_size=3
        ).map(tuple),
        words=texts(),
        requested_by=texts(),
        who_may=texts(),
        progress=texts(),
        on_silence=texts(),
        request=texts(),
        edits=st.booleans(),
        irreversible=st.booleans(),
        typed=st.just("") | texts(),
        reject_options=st.lists(st.builds(RejectOption, name=within(40), text=within(1_000)), max_size=3).map(tuple),
        outcome=st.none()
        | st.builds(
            outcome,
            st.sampled_from(["approved", "rejected", "expired", "withdrawn", "odd"]),
            by=texts(),
            reason=texts(),
        ),
    )


def hostile_questions() -> st.SearchStrategy[RequestCard]:
    return st.builds(
        question,
        question=texts(),
        context=texts(),
        urgency=st.sampled_from(["low", "high"]),
        format=st.sampled_from(["free_text", "yes_no", "multiple_choice", "form"]),
        choices=st.lists(texts().filter(bool), min_size=2, max_size=20).map(tuple),
        purpose=st.sampled_from(["ask", "limit", "outcome"]),
        fields=st.just(()) | st.just(FIELDS),
        outcome=st.none() | st.builds(outcome, st.just("answered"), by=texts(), reason=texts()),
    )
