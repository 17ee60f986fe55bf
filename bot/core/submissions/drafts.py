"""Reads the request by which a program asks people, strictly. Pure."""

from datetime import timedelta
from typing import Literal, NamedTuple, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import Url

from bot.core.agent import Agent
from bot.core.base_types import JSON, FrozenModel, TableName, UnicodeText
from bot.core.canonical_json import canonicalize
from bot.core.errors import Forbidden, NotUnderstood
from bot.core.escaping import make_visible
from bot.core.events import CallSubmission, QuestionFormat, QuestionUrgency
from bot.core.people import ApproverClause, PeopleDirectory, name_account
from bot.core.secrets.redaction import cut_text, remove_secrets
from bot.core.steps import AskHuman, InvalidAnswer, read_arguments
from bot.core.steps.questions import AskField
from bot.core.submissions.step_class_from_schema import infer_schema, make_step_class
from bot.core.submissions.submitted_tools import check_title

MAX_TITLE = 140
"""Characters of the title of an approval."""
MAX_METADATA, MAX_RECORD = 8_000, 32_000
"""Bytes of the metadata as canonical JSON, and of what is kept there of a request in another API, with its state."""
LEAST_SECONDS, MOST_SECONDS = 10, 365 * 24 * 3600
CLAIM = "program"
"""The channel in the name of a person whom a program names and the directory does not know: "program:ada@example.com"."""


class NarrowedDeciders(FrozenModel):
    """People and groups. It only narrows the policy: it gives no person a right that the policy does not give."""

    people: tuple[TableName, ...] = Field(default=(), max_length=50, description="Ids of people.")
    groups: tuple[TableName, ...] = Field(default=(), max_length=20, description="Names of groups.")

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.people or self.groups):
            raise ValueError("it names nobody; leave it out to ask everybody that the policy names")
        return self


class CallDraft(FrozenModel):
    """A request of a program: an approval of a call that it will run, or a question."""

    model_config = ConfigDict(defer_build=False)  # FastAPI needs the validator as it reads the route

    kind: Literal["approval", "question"] = Field(default="approval", description="What is asked of people.")
    title: UnicodeText = Field(
        min_length=1,
        max_length=2_000,
        description="Of an approval: a line of at most 140 characters, with names of arguments in braces. Of a question:"
        " the question.",
        examples=["Refund {amount} EUR to {customer}"],
    )
    arguments: dict[str, JSON] = Field(
        default={},
        description="The call itself, shown to people whole. An approval is bound to all of it by its digest.",
        examples=[{"customer": "ada", "amount": 240}],
    )
    typed_as: dict[str, JSON] | None = Field(
        default=None,
        alias="schema",
        description="A JSON schema of the arguments: properties with type, enum, limits, and x-display (text, code, diff,"
        " mail, money, link or secret) for the card. No $ref is followed.",
    )
    explanation: UnicodeText = Field(
        default="", max_length=4_000, description="Words of the program, shown to people as unchecked."
    )
    policy: TableName | None = Field(
        default=None, description="The policy, by its name; may be left out by a key that may use one policy only."
    )
    to: NarrowedDeciders | None = Field(default=None, description="Ask these of the policy's people only.")
    expires_in: int | None = Field(
        default=None,
        ge=LEAST_SECONDS,
        le=MOST_SECONDS,
        strict=True,
        description="Seconds after which the request ends undecided; the policy may end it sooner.",
    )
    thread: str | None = Field(default=None, max_length=120, description="A thread of this key to ask in.")
    callback_url: str | None = Field(
        default=None, min_length=1, max_length=500, description="An https URL that is told of the decision."
    )
    metadata: dict[str, JSON] | None = Field(
        default=None, description="For the program alone: echoed to its key, and shown to nobody."
    )
    on_behalf_of: tuple[UnicodeText, ...] = Field(
        default=(),
        max_length=20,
        description="The people whose wish it is, by id or by e-mail address: they may not approve it.",
    )
    key: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="As the header Idempotency-Key: a repeat asks nothing new.",
    )
    context: UnicodeText = Field(default="", max_length=4_000, description="Of a question: what one must know.")
    urgency: QuestionUrgency = Field(default="medium", description="Of a question.")
    format: QuestionFormat = Field(default="free_text", description="Of a question: the form of its answer.")
    choices: tuple[UnicodeText, ...] = Field(default=(), max_length=20, description="Of a multiple_choice question.")
    fields: tuple[AskField, ...] = Field(default=(), max_length=20, description="Of a question that is a form.")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        for name in ("arguments", "typed_as", "explanation") if self.kind == "question" else _OF_QUESTIONS:
            if name in self.model_fields_set:
                raise ValueError(
                    f"{'schema' if name == 'typed_as' else name} does not belong to a request of the kind {self.kind}"
                )
        return self


_OF_QUESTIONS = ("context", "urgency", "format", "choices", "fields")


class RequestSender(NamedTuple):
    """The program that asks: its key (`credential`, as a log names it), the key's person, and its other makers."""

    person: str
    credential: str
    makers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The id of the key."""
        return self.credential.partition(":")[2]


class PreparedSubmission(NamedTuple):
    """A draft that was read: the policy that it uses, the canonical arguments, and the other kept values."""

    intent: str
    arguments: str
    submission: CallSubmission
    words: str
    others: tuple[str, ...]


def choose_policy(draft: CallDraft, agent: Agent, sender: RequestSender) -> str:
    """Return the name of the policy of this request. Raises `Forbidden` for one that the key may not use."""
    allowed = [name for name, keys in (agent.submitters or {}).items() if sender.key in keys and name in agent.registry]
    may = f"It may use: {', '.join(allowed)}." if allowed else "No policy of [agents.external.policies] lists it."
    if draft.policy is None and len(allowed) == 1:
        return allowed[0]
    if draft.policy is None and allowed:
        raise NotUnderstood(f"policy: this key may use several policies, so name one. {may}")
    if draft.policy not in allowed:
        raise Forbidden(f"This key may not use the policy {draft.policy or ''!r}. {may}")
    return draft.policy


def read_draft(
    draft: CallDraft, intent: str, agent: Agent, directory: PeopleDirectory, most: int = MAX_METADATA
) -> PreparedSubmission:
    """Return the draft as it is kept. Raises `NotUnderstood` for one that cannot be shown, checked or kept whole."""
    typed_as = canonicalize(draft.typed_as).decode() if draft.typed_as is not None else ""
    if draft.kind == "question":
        asked = {"question": draft.title, **draft.model_dump(mode="json", include=set(_OF_QUESTIONS))}
        arguments = _read_question(asked)
    else:
        about = agent.registry[intent].step.__doc__ or ""
        schema = infer_schema(draft.arguments) if draft.typed_as is None else draft.typed_as
        arguments = read_call_arguments(intent, about, schema, draft.arguments, draft.title)
    metadata = "" if draft.metadata is None else canonicalize(draft.metadata).decode()
    if len(metadata.encode()) > most:
        raise NotUnderstood(f"metadata: it has more than {most} bytes.")
    for name, text in (("title", draft.title), ("explanation", draft.explanation), ("metadata", metadata)):
        _refuse_secret(name, text)
    submission = CallSubmission(
        kind=draft.kind,
        title=" ".join(draft.title.split()) if draft.kind == "approval" else "",
        typed_as=typed_as,
        to=ApproverClause(people=draft.to.people, groups=draft.to.groups) if draft.to else None,
        lasts=timedelta(seconds=draft.expires_in) if draft.expires_in else None,
        callback=read_callback(draft.callback_url) if draft.callback_url else "",
        metadata=metadata,
    )
    others = tuple(dict.fromkeys(find_claimed(who, directory) for who in draft.on_behalf_of))
    return PreparedSubmission(intent, arguments, submission, draft.explanation.strip(), others)


def read_call_arguments(intent: str, about: str, schema: JSON, arguments: JSON, title: str) -> str:
    """Return the canonical arguments of a call, and check that its title can be shown. Raises `NotUnderstood`."""
    if len(title) > MAX_TITLE or make_visible(title) != title or "\n" in title:
        raise NotUnderstood(f"title: it must be one line of at most {MAX_TITLE} characters, all of them visible.")
    step = make_step_class(intent, about, schema)
    check_title(step, " ".join(title.split()))
    sent = canonicalize(arguments).decode()
    read = read_arguments(step, sent)
    if isinstance(read, InvalidAnswer):
        raise NotUnderstood(read.reason)
    if (text := read.write_arguments()) != sent:  # such as a date that was written as a number of seconds
        raise NotUnderstood(f"arguments: by the schema they are read as {cut_text(text, 200)}. Send them so.")
    return text


def _read_question(asked: JSON) -> str:
    read = read_arguments(AskHuman, canonicalize(asked).decode())
    if isinstance(read, InvalidAnswer):
        raise NotUnderstood(read.reason)
    assert isinstance(read, AskHuman)
    if why := read.explain_unusable():
        raise NotUnderstood(why)
    return read.write_arguments()


def find_claimed(who: str, directory: PeopleDirectory) -> str:
    """Return the id of a person by id or e-mail address; else the name of the claim, as an account unknown here."""
    name = who.strip()
    if not name or len(name) > 150 or remove_secrets(name) != name:
        raise NotUnderstood("on_behalf_of: write the ids or e-mail addresses of people, at most 150 characters each.")
    person = directory.find_person(name) or directory.find_by_account("email", name)
    return person.id if person else name_account(CLAIM, name)


def read_callback(url: str) -> str:
    """Return a URL that may be called. Its host is looked up when it is called. Raises `NotUnderstood`."""
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    try:
        parts = Url(url)
    except ValidationError as error:
        raise NotUnderstood("callback_url: it is no URL.") from error
    is_bare = parts.username is None and parts.password is None and parts.fragment is None and "@" not in url
    if not is_plain or not is_bare or parts.scheme not in ("https", "http") or not parts.host:
        raise NotUnderstood("callback_url: write it as https://host/path, in ASCII, without a user and a fragment.")
    _refuse_secret("callback_url", url)
    return url


def _refuse_secret(name: str, text: str) -> None:
    if remove_secrets(text) != text:
        raise NotUnderstood(f"{name}: it holds what looks like a secret, so nothing was done with it. Leave it out.")
