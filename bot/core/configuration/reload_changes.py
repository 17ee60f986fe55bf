"""Splits a changed configuration into the part that applies at once and the part that waits. Pure.

Others than the operator may write the file, a tool of an agent among them. So a change that removes rights applies as
soon as the file is read; a change that gives rights waits for the operator (SIGHUP, or a restart). A change that is
neither for certain waits too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, TypeAlias, TypeVar

from pydantic import BaseModel

from bot.core.access.access_lists import AccessList
from bot.core.people import ApproverClause, PeopleDirectory, Person, fold_account
from bot.core.policy import Policy

ReloadWait: TypeAlias = Literal["", "SIGHUP", "a restart"]
"""The act that a change waits for; empty: it applies at once."""

CHANNELS = "channels."
"""The prefix of the names of channels' tables. A channel is built once: its table applies at a restart only."""
AGENTS = "agents."

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class CheckedConfiguration:
    """The content of countersign.toml.

    `tables` are the checked options of agents, of their packages, rights and models, and of channels, by the name of
    their table: "agents.deploybot", "agents.deploybot.rights", "agents.deploybot.model", "channels.slack".
    """

    directory: PeopleDirectory
    tables: Mapping[str, BaseModel]

    @property
    def agents(self) -> Sequence[str]:
        """The names of the agents, in the order of the file."""
        names = (name.removeprefix(AGENTS) for name in self.tables if name.startswith(AGENTS))
        return tuple(name for name in names if "." not in name)


@dataclass(frozen=True)
class ConfigurationChange:
    """One difference: the kind of change ("person removed"), its object ("olive"), and details."""

    what: str
    about: str
    detail: str = ""
    waits: ReloadWait = ""

    def __str__(self) -> str:
        more = f": {self.detail}" if self.detail else ""
        wait = f" (waits for {self.waits})" if self.waits else ""
        return f"{self.what} {self.about}{more}{wait}"


@dataclass(frozen=True)
class ReloadSplit:
    """The configuration that applies from now on, and all differences between the old and the new one."""

    now: CheckedConfiguration
    changes: tuple[ConfigurationChange, ...]


def split_changes(old: CheckedConfiguration, new: CheckedConfiguration) -> ReloadSplit:
    """Return the part of `new` that applies at once over `old`: votes that approve by it approve by both.

    Where an unknown person shaped a call, one more approver is needed: that one may be of a clause that `new` added.
    """
    directory, changes = _narrow_directory(old.directory, new.directory)
    tables: dict[str, BaseModel] = {}
    for name, table in old.tables.items():
        if name in new.tables:
            if name.startswith(CHANNELS):
                wait = [ConfigurationChange("settings changed", name, waits="a restart")]
                tables[name], found = table, [] if table == new.tables[name] else wait
            else:
                tables[name], found = _narrow_options(name, table, new.tables[name], directory)
            changes += found
        elif name.startswith(AGENTS) and name.removeprefix(AGENTS).split(".")[0] not in new.agents:
            changes += [ConfigurationChange("agent removed", name.removeprefix(AGENTS))] if _is_agent(name) else []
        else:
            tables[name] = table
            changes.append(ConfigurationChange("settings removed", name, waits=_choose_wait(name)))
    for name in new.tables.keys() - old.tables.keys():
        what = "agent added" if _is_agent(name) else "settings added"
        changes.append(
            ConfigurationChange(what, name.removeprefix(AGENTS) if _is_agent(name) else name, waits=_choose_wait(name))
        )
    return ReloadSplit(CheckedConfiguration(directory, tables), tuple(changes))


def accept_changes(old: CheckedConfiguration, new: CheckedConfiguration) -> ReloadSplit:
    """Return the configuration when the operator accepts `new`: all of it except the tables of channels."""
    channels = {name: table for name, table in old.tables.items() if name.startswith(CHANNELS)}
    agents = {name: table for name, table in new.tables.items() if not name.startswith(CHANNELS)}
    found = split_changes(old, new).changes
    return ReloadSplit(
        CheckedConfiguration(new.directory, {**agents, **channels}),
        tuple(replace(each, waits="a restart" if each.waits == "a restart" else "") for each in found),
    )


def _is_agent(name: str) -> bool:
    return name.startswith(AGENTS) and "." not in name.removeprefix(AGENTS)


def _choose_wait(name: str) -> ReloadWait:
    return "a restart" if name.startswith(CHANNELS) else "SIGHUP"


# People


def _narrow_directory(old: PeopleDirectory, new: PeopleDirectory) -> tuple[PeopleDirectory, list[ConfigurationChange]]:
    """Return the people with the rights that both versions give, under the old names and titles; and all differences."""
    people: dict[str, Person] = {}
    changes: list[ConfigurationChange] = []
    for id, person in old.people.items():
        if (other := new.people.get(id)) is None:
            changes.append(ConfigurationChange("person removed", id))
            continue
        accounts = {
            channel: " ".join(each for each in given.split() if _has_account(other, channel, each))
            for channel, given in person.accounts.items()
        }
        people[id] = person.model_copy(
            update={
                "groups": tuple(group for group in person.groups if group in other.groups),
                "accounts": {channel: given for channel, given in accounts.items() if given},
                "active": person.active and other.active,
            }
        )
        changes += _compare_person(person, other)
    changes += [ConfigurationChange("person added", id, waits="SIGHUP") for id in new.people if id not in old.people]
    return old.model_copy(update={"people": people}), changes


def _has_account(person: Person, channel: str, account: str) -> bool:
    return fold_account(channel, account) in (
        fold_account(channel, each) for each in person.accounts.get(channel, "").split()
    )


def _compare_person(old: Person, new: Person) -> Iterator[ConfigurationChange]:
    if old.active != new.active:
        yield (
            ConfigurationChange("person deactivated", old.id)
            if old.active
            else ConfigurationChange("person activated", old.id, waits="SIGHUP")
        )
    yield from (ConfigurationChange("group removed", old.id, group) for group in old.groups if group not in new.groups)
    yield from (
        ConfigurationChange("group added", old.id, each, "SIGHUP") for each in new.groups if each not in old.groups
    )
    yield from _compare_accounts("account removed", old, new, "")
    yield from _compare_accounts("account added", new, old, "SIGHUP")
    for field in ("name", "title"):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield ConfigurationChange(f"{field} changed", old.id, f"{before!r} -> {after!r}", "SIGHUP")


def _compare_accounts(what: str, having: Person, lacking: Person, waits: ReloadWait) -> Iterator[ConfigurationChange]:
    for channel, given in having.accounts.items():
        for account in given.split():
            if not _has_account(lacking, channel, account):
                yield ConfigurationChange(what, having.id, f"{channel} {account}", waits)


# Tables


def _narrow_options(
    where: str, old: BaseModel, new: BaseModel, directory: PeopleDirectory
) -> tuple[BaseModel, list[ConfigurationChange]]:
    """Narrow policies, clauses, access lists, lists of `keys` and the time of `grants` at any depth of the options; all other
    changes wait.

    Values of other options are not quoted: one may be a secret.
    """
    if old == new:
        return old, []
    if type(old) is not type(new):
        return old, [ConfigurationChange("settings changed", where, waits="SIGHUP")]
    return _narrow_fields(where, old, new, type(old).model_fields, directory)


def _narrow_fields(
    where: str, old: M, new: BaseModel, fields: Iterable[str], directory: PeopleDirectory
) -> tuple[M, list[ConfigurationChange]]:
    """Return the old model with these fields narrowed, and all differences of these fields."""
    values: dict[str, object] = {}
    changes: list[ConfigurationChange] = []
    for field in fields:
        before, after, path = getattr(old, field), getattr(new, field), f"{where}.{field}"
        match before, after:
            case _ if before == after:
                continue
            case Policy(), Policy():
                values[field], found = _narrow_policy(path, before, after, directory)
            case ApproverClause(), ApproverClause():
                narrowed = _narrow_clause(before, after, directory)
                found = _describe_changes(path, before, narrowed, after, str)
                values[field] = narrowed
            case AccessList(), AccessList():
                allowed = _narrow_access(before, after, directory, is_start=field == "starters")
                found = _describe_changes(path, before, allowed, after, str)
                values[field] = allowed
            case BaseModel(), BaseModel():
                values[field], found = _narrow_options(path, before, after, directory)
            case Mapping(), Mapping() if all(
                isinstance(each, BaseModel) for each in (*before.values(), *after.values())
            ):
                values[field], found = _narrow_tables(path, before, after, directory)
            case bool(), bool() if field == "dry_run":
                values[field] = True  # they differ, and the one that runs nothing is the stricter
                found = _describe_changes(path, before, True, after, _show_value)
            case tuple(), tuple() if field in ("keys", "delegates"):
                kept = tuple(key for key in before if key in after)
                found = _describe_changes(path, before, kept, after, _show_value)
                values[field] = kept
            case timedelta(), None | timedelta() if field == "grants" and (after is None or after < before):
                values[field], found = after, [ConfigurationChange("settings changed", path)]
            case _:
                found = [ConfigurationChange("settings changed", path, waits="SIGHUP")]
        changes += found
    return old.model_copy(update=values), changes


def _narrow_tables(
    where: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel], directory: PeopleDirectory
) -> tuple[Mapping[str, BaseModel], list[ConfigurationChange]]:
    """Return the tables that both have, each narrowed; a removed one is gone at once, an added one waits."""
    values: dict[str, BaseModel] = {}
    changes: list[ConfigurationChange] = []
    for name, table in old.items():
        if name not in new:
            changes.append(ConfigurationChange("settings removed", f"{where}.{name}"))
            continue
        values[name], found = _narrow_options(f"{where}.{name}", table, new[name], directory)
        changes += found
    changes += [
        ConfigurationChange("settings added", f"{where}.{name}", waits="SIGHUP") for name in new if name not in old
    ]
    return values, changes


def _narrow_policy(
    where: str, old: Policy, new: Policy, directory: PeopleDirectory
) -> tuple[Policy, list[ConfigurationChange]]:
    """Return the old policy with each rule narrowed where the new one is stricter.

    It keeps its type, and the fields that a derived type adds: these are narrowed as options are.
    """
    is_irreversible = old.irreversible or new.irreversible
    rule = min(old.edit_rule, new.edit_rule, key=_EDITS.index)
    # an equal rule keeps its old form: in another form it would be another policy
    is_same_rule = old.model_copy(update={"irreversible": is_irreversible}).edit_rule == rule
    lasts = _choose_shorter(old.shelf_life, new.shelf_life)
    expires = _choose_shorter(old.expires_after, new.expires_after)
    stricter: dict[str, object] = {
        "approvers": _narrow_clauses(old.approvers, new.approvers, directory),
        "requester_may_decide": old.requester_may_decide and new.requester_may_decide,
        "veto": old.veto or new.veto,
        "shapers_may_decide": old.shapers_may_decide and new.shapers_may_decide,
        "edits": old.edits if is_same_rule else rule or False,
        "expires_after": expires,
        "valid_for": old.valid_for if (old.valid_for or expires) == lasts else lasts,
        "irreversible": is_irreversible,
        "typed": old.typed if old.irreversible or not is_irreversible else new.typed,
    }
    narrowed = old.model_copy(update=stricter)
    changes: list[ConfigurationChange] = []
    for field in Policy.model_fields:
        before, now, after = (getattr(policy, field) for policy in (old, narrowed, new))
        shown = _show_clauses if field == "approvers" else _show_value
        changes += _describe_changes(f"{where}.{field}", before, now, after, shown)
    if type(old) is not type(new):
        return narrowed, [*changes, ConfigurationChange("settings changed", where, waits="SIGHUP")]
    added = [field for field in type(old).model_fields if field not in Policy.model_fields]
    narrowed, others = _narrow_fields(where, narrowed, new, added, directory)
    return narrowed, changes + others


def intersect_policies(one: Policy, other: Policy, directory: PeopleDirectory) -> Policy:
    """Return the stricter of both policies for each rule: votes that approve by it approve by both."""
    return _narrow_policy("", one, other, directory)[0]


def _narrow_clauses(
    old: Sequence[ApproverClause], new: Sequence[ApproverClause], directory: PeopleDirectory
) -> tuple[ApproverClause, ...]:
    """Return clauses that are met only where both the old and the new ones are met.

    Equal clauses are paired, then the others in their order; a clause without a partner is required as well. A policy
    without clauses allows no approval, and so does the result.
    """
    if not old or not new:
        return ()
    left = list(new)
    partners: list[ApproverClause | None] = []
    for clause in old:
        equal = next((each for each in left if _is_same(clause, each)), None)
        partners.append(equal)
        if equal is not None:
            left.remove(equal)
    narrowed = [
        _narrow_clause(clause, partner or (left.pop(0) if left else clause), directory)
        for clause, partner in zip(old, partners, strict=True)
    ]
    return (*narrowed, *left)


def _is_same(one: ApproverClause, other: ApproverClause) -> bool:
    """Return whether the clauses name the same people and groups, in any order, with the same quorum."""
    return (set(one.people), set(one.groups), one.quorum) == (set(other.people), set(other.groups), other.quorum)


def _narrow_clause(old: ApproverClause, new: ApproverClause, directory: PeopleDirectory) -> ApproverClause:
    """Return the people and groups that both name, with the higher quorum.

    A person named by a group in one clause and by id in the other is named by id.
    """
    if _is_same(old, new):
        return old
    groups = tuple(group for group in old.groups if group in new.groups)
    named = [id for id in old.people if id in new.people]
    for person in directory.people.values():
        if old.has_person(person) and new.has_person(person) and not any(group in groups for group in person.groups):
            named.append(person.id)
    return ApproverClause(people=tuple(dict.fromkeys(named)), groups=groups, quorum=max(old.quorum, new.quorum))


def _narrow_access(old: AccessList, new: AccessList, directory: PeopleDirectory, *, is_start: bool) -> AccessList:
    """Return the list of the people with the right by both lists.

    A role and a person's name do not match each other; only `requester` in the list for `start` includes everybody.
    """
    if is_start and "requester" in old.roles:
        return new
    if is_start and "requester" in new.roles:
        return old
    groups = tuple(group for group in old.groups if group in new.groups)
    named = [
        person.id
        for person in directory.people.values()
        if old.has_person(person) and new.has_person(person) and not any(group in groups for group in person.groups)
    ]
    return AccessList(people=tuple(named), groups=groups, roles=tuple(role for role in old.roles if role in new.roles))


_EDITS: tuple[Literal["", "by_another", "by_editor"], ...] = ("", "by_another", "by_editor")
"""The rules for edits, the strictest first."""


def _choose_shorter(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    """Return the shorter time; None is without limit."""
    return min((each for each in (one, other) if each is not None), default=None)


def _describe_changes(
    path: str, old: object, now: object, new: object, shown: Callable[[object], str]
) -> list[ConfigurationChange]:
    """Return the part of a change that applies, and the part that waits."""
    changes = []
    if now != old:
        changes.append(ConfigurationChange("stricter", path, f"{shown(old)} -> {shown(now)}"))
    if now != new:
        changes.append(ConfigurationChange("changed", path, f"{shown(now)} -> {shown(new)}", "SIGHUP"))
    return changes


def _show_clauses(clauses: object) -> str:
    return ", and ".join(map(str, clauses)) if isinstance(clauses, tuple) and clauses else "nobody"


def _show_value(value: object) -> str:
    match value:
        case timedelta():
            return f"{value.total_seconds():g} s"
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(map(str, value)) or "none"
        case _:
            return repr(value)
