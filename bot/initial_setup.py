"""`countersign init`: writes a first countersign.toml, and makes an admin key and a sign-in link for the operator."""

import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from bot.bootstrap import build_platform, find_agent_options, list_agent_names, load_agent, read_configuration
from bot.core.base_types import NAME
from bot.core.doctor_findings import CheckFinding
from bot.core.errors import CannotStart
from bot.core.people import RESERVED_IDS
from bot.http.api.api_keys import make_key
from bot.http.signin_sessions import SignInSessions
from bot.settings import EnvironmentSettings, FileConfig, parse_config

GROUP = "approvers"
MAX_NAME = 80

HEAD = """\
# The people, agents and channels of this installation. `countersign serve` follows this file: removing a person or a
# right takes effect at once; all other changes take effect when the server gets SIGHUP (kill -HUP) or is started again.
# `countersign doctor` reports what is wrong with it. README.md describes every key.

# A person: [people.ID]. `accounts` are the names by which channels know the person; without one the person signs in by
# `countersign link ID`.
"""
PERSON = """\
[people.{id}]
name = {name}
groups = ["{group}"]
# accounts = {{ email = "{id}@example.com", slack = "U0123456789", github = "{id}" }}

"""
APPROVAL = """\
# Who must approve a call that changes anything outside. Without approvers nobody may approve.
[agents.{agent}.approval]
approvers = [{{ groups = ["{group}"], quorum = 1 }}]
{alone}expires_after = "PT4H"             # without a decision the request expires after four hours

"""
ALONE = """\
requester_may_decide = true        # you are alone: you may approve what you ask for. Remove these two lines
shapers_may_decide = true          # when there are two of you
"""
MORE = """\
# The model of this agent. Without this table: OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL. See docs/models.md
# [agents.{agent}.model]
# name = "gpt-5-mini"

# Programs of your own may ask, too (POST /api/v1/requests): docs/external.md.
# [agents.external.policies.refunds]
# keys = []                          # ids of API keys, as `countersign keys list` shows them
# approval.approvers = [{{ groups = ["approvers"] }}]

# Channels: docs/slack.md, docs/email.md.
# [channels.slack]
# agent = "{agent}"
"""


@dataclass(frozen=True)
class SetupQuestion:
    """A required key of an agent's table, and its description."""

    key: str
    about: str


@dataclass(frozen=True)
class SetupAnswers:
    """The answers to the questions of init. `options` are keys of the agent's table; `second` names another approver or is empty."""

    name: str
    agent: str
    options: Mapping[str, str]
    second: str = ""


@dataclass(frozen=True)
class SetupResult:
    """The written file, and the credentials. `secret` is the admin key; only its hash is stored."""

    config: Path
    person: str
    secret: str
    link: str
    others: tuple[str, ...]


def refuse_existing(path: Path) -> None:
    """Raises `CannotStart` when `path` exists."""
    if path.exists() or path.is_symlink():
        raise CannotStart(f"{path} is there already, and is left as it is. Edit it, then run `countersign doctor`.")


def choose_agent(given: str) -> str:
    """The agent of this name; without a name the only agent in agents/ that has an `approval` to write in its table. Raises
    `CannotStart`.
    """
    known = [name for name in list_agent_names() if "approval" in find_agent_options(name).model_fields]
    if given and given not in known:
        raise CannotStart(f"There is no agent {given!r} in agents/. There are: {', '.join(known) or 'none'}.")
    if not given and len(known) != 1:
        raise CannotStart(f"Say which agent: --agent NAME. There are: {', '.join(known) or 'none'}.")
    return given or known[0]


def list_questions(agent: str) -> Sequence[SetupQuestion]:
    """The required keys of the agent's table."""
    fields = find_agent_options(agent).model_fields
    return [
        SetupQuestion(name, field.description or "")
        for name, field in fields.items()
        if field.is_required() and field.default is PydanticUndefined
    ]


def list_text_keys(agent: str) -> Sequence[str]:
    """The keys of the agent's table that take a text, the required ones first."""
    asked = [question.key for question in list_questions(agent)]
    texts = [name for name, field in find_agent_options(agent).model_fields.items() if field.annotation is str]
    return [*asked, *(key for key in texts if key not in asked)]


def make_person_id(name: str) -> str:
    """The id of a person of this name: "Olive Green" is olive-green. Raises `CannotStart` for an invalid name."""
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise CannotStart(f"A name has 1 to {MAX_NAME} characters that can be printed; {name[:MAX_NAME]!r} is none.")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-").lstrip("0123456789-")[:64]
    if id in RESERVED_IDS:
        return f"{id}-1"
    return id if re.fullmatch(NAME, id) else "owner"


async def examine_answers(answers: SetupAnswers) -> Sequence[CheckFinding]:
    """The faults that the agent's own check finds in its options. Raises subclasses of `CannotStart`."""
    agent = load_agent(answers.agent, _make_table(answers))
    found = await agent.examine() if agent.examine else ()
    return [finding for finding in found if finding.mark == "fail"]


def _make_table(answers: SetupAnswers) -> dict[str, str]:
    """The agent's table. A required value that is the path of an existing file or folder becomes an absolute path."""
    asked = {question.key for question in list_questions(answers.agent)}
    paths = {key: Path(value).expanduser() for key, value in answers.options.items() if key in asked and value}
    absolute = {key: str(path.absolute()) for key, path in paths.items() if path.exists()}
    return {**answers.options, **absolute}


async def write_first_setup(settings: EnvironmentSettings, answers: SetupAnswers) -> SetupResult:
    """Write the file atomically, then make the key and the link. Raises subclasses of `CannotStart`."""
    path, text = settings.config.absolute(), compose_file(answers)
    config = parse_config(text.encode(), path)
    read_configuration(config)
    refuse_existing(path)
    _write_private(path, text)
    try:
        secret, link = await _make_credentials(settings, config, make_person_id(answers.name))
    except BaseException:
        path.unlink()
        raise
    return SetupResult(
        path, make_person_id(answers.name), secret, link, tuple(config.people.keys() - {make_person_id(answers.name)})
    )


def compose_file(answers: SetupAnswers) -> str:
    """The text of countersign.toml. Raises `CannotStart` when both names give one id."""
    names = [answers.name, *filter(None, [answers.second])]
    ids = [make_person_id(name) for name in names]
    if len(set(ids)) < len(ids):
        raise CannotStart(f"{answers.name!r} and {answers.second!r} would both be called {ids[0]}; give another name.")
    fields = find_agent_options(answers.agent).model_fields
    text = HEAD + "".join(
        PERSON.format(id=id, name=_quote_toml(name.strip()), group=GROUP) for id, name in zip(ids, names, strict=True)
    )
    text += f"[agents.{answers.agent}]\n"
    about = {question.key: question.about for question in list_questions(answers.agent)}
    for key, value in _make_table(answers).items():
        text += f"{key} = {_quote_toml(value)}{f'  # {about[key]}' if about.get(key) else ''}\n"
    if "owners" in fields:
        text += f'owners = {{ groups = ["{GROUP}"] }}  # the people who answer questions about the agent itself\n'
    text += "\n"
    if "approval" in fields:
        alone = ALONE if len(ids) == 1 else ""
        text += APPROVAL.format(agent=answers.agent, group=GROUP, alone=alone)
    return text + MORE.format(agent=answers.agent)


async def _make_credentials(settings: EnvironmentSettings, config: FileConfig, person: str) -> tuple[str, str]:
    """Make an admin key and a sign-in link of this person. The database keeps their hashes."""
    platform = build_platform(settings, config, has_channels=False)
    try:
        await platform.prepare_start()
        _, secret = await make_key(platform, person, "admin", "init")
        return secret, await SignInSessions(platform, settings).make_link(person)
    finally:
        await platform.close()


def _quote_toml(text: str) -> str:
    """`text` as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_private(path: Path, text: str) -> None:
    """Write the file atomically with mode 0600, never over another file. Raises `CannotStart`."""
    part: Any = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        finally:
            part.unlink()
    except OSError as error:
        raise CannotStart(f"{path} cannot be written: {error.strerror}.") from error
