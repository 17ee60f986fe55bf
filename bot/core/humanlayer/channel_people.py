"""Reads a contact channel as people of a policy. A channel only narrows: it asks people of the policy alone. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.core.errors import Forbidden, NotUnderstood
from bot.core.humanlayer.shapes import ContactChannel, EmailContact, EmailContactRecipient, SlackContact
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy, describe_approvers
from bot.core.submissions.permitted_policies_and_contacts import ProgramRules

CONTACTS = "[agents.external.contacts]"
_ADDRESS = re.compile(r"(?:[^<>]*<)?([^<>,;\s]+@[^<>,;\s]+)>?")
"""One address, alone or behind a name: "Sam <sam@example.com>"."""
OR_LEAVE_OUT = "or leave the channel out to ask everybody of the policy."


class ChannelTerms(NamedTuple):
    """Only `to` are asked (None: all people of the policy), and somebody of each clause of `together` approves."""

    to: ApproverClause | None = None
    together: tuple[ApproverClause, ...] = ()


def read_channel(channel: ContactChannel | None, name: str, rules: ProgramRules, kind: str) -> ChannelTerms:
    """Return the people that a channel asks under the policy `name`. `kind`: "approval" or "question".

    Raises `NotUnderstood` for a channel that cannot be used here, `Forbidden` for one that names a person outside of the
    policy.
    """
    if channel is None:
        return ChannelTerms()
    if channel.all_of is not None:
        _refuse_several(channel)
        return _read_all_of(channel.all_of, name, rules, kind)
    if channel.any_of is not None:
        _refuse_several(channel)
        found = [_read_member(each, "any_of", rules) for each in channel.any_of]
        if not found:
            raise NotUnderstood("channel.any_of: it is empty. Name channels, " + OR_LEAVE_OUT)
        if any(each is None for each in found):
            return ChannelTerms()
        return ChannelTerms(check_people(_join_clauses(filter(None, found)), name, rules))
    one = read_single_channel(channel, rules)
    return ChannelTerms(check_people(one, name, rules) if one else None)


def _read_all_of(members: tuple[ContactChannel, ...], name: str, rules: ProgramRules, kind: str) -> ChannelTerms:
    policy = rules.policies[name]
    if kind == "question":
        raise NotUnderstood("channel.all_of: a question has one answer. Use any_of, or ask each of them.")
    if len(policy.approvers) != 1:
        raise NotUnderstood(
            f"channel.all_of: the policy {name!r} says itself who approves together ({describe_approvers(policy)}). Leave"
            " all_of out, or use a policy with one list of approvers."
        )
    found = [_read_member(each, "all_of", rules) for each in members]
    if not found or any(each is None for each in found):
        raise NotUnderstood("channel.all_of: each of its channels must name people.")
    each = tuple(check_people(clause, name, rules) for clause in found if clause is not None)
    return ChannelTerms(together=each)


def _read_member(member: ContactChannel, where: str, rules: ProgramRules) -> ApproverClause | None:
    if member.timeout is not None or member.channel is not None:
        raise NotUnderstood(
            f"channel.{where}: a channel that is asked after a timeout is not supported. Name it at once, or escalate the"
            " call by escalate_email after that time."
        )
    if member.all_of is not None or member.any_of is not None:
        raise NotUnderstood(f"channel.{where}: channels are not nested deeper. Write one list of channels.")
    return read_single_channel(member, rules)


def read_single_channel(channel: ContactChannel, rules: ProgramRules) -> ApproverClause | None:
    """Return the people of a channel of one kind; None: it names no person. Raises `NotUnderstood`."""
    _refuse_several(channel)
    if channel.slack is not None:
        return _read_slack(channel.slack, rules)
    if channel.email is not None:
        return find_recipients((channel.email,), (), rules.directory)
    phone = channel.sms or channel.whatsapp
    if phone is not None:
        return _find_contact(phone.phone_number, "phone_number", rules)
    if channel.channel_id is not None:
        return _find_contact(str(channel.channel_id), "channel_id", rules)
    return None


def find_recipients(
    channels: Iterable[EmailContact], more: Iterable[EmailContactRecipient], directory: PeopleDirectory
) -> ApproverClause:
    """Return the people behind e-mail addresses. Raises `NotUnderstood` for an address that the directory does not know."""
    addresses: list[str] = []
    for channel in channels:
        if channel.template is not None:
            raise NotUnderstood(
                "channel.email.template: people decide on a card that shows the call whole, so no other text replaces it."
                " Leave the template out."
            )
        addresses += [channel.address, *(each.address for each in channel.additional_recipients or ())]
    addresses += [each.address for each in more]
    return ApproverClause(people=tuple(dict.fromkeys(_find_by_address(each, directory).id for each in addresses)))


def _find_by_address(address: str, directory: PeopleDirectory) -> Person:
    read = _ADDRESS.fullmatch(address.strip())
    person = directory.find_by_account("email", read[1]) if read else None
    if person is None:
        raise NotUnderstood(
            f"channel.email: {address[:200]!r} is no address of a person in countersign.toml. Add it to accounts.email of its"
            f" person, {OR_LEAVE_OUT}"
        )
    return person


def _read_slack(slack: SlackContact, rules: ProgramRules) -> ApproverClause | None:
    if slack.bot_token is not None:
        raise NotUnderstood("channel.slack.bot_token: this server posts with its own Slack app. Leave the token out.")
    place = slack.channel_or_user_id
    if slack.allowed_responder_ids is None:
        return _find_slack_place(place, rules) if place else None
    allowed = [_find_slack_person(each, rules.directory) for each in slack.allowed_responder_ids]
    is_known = bool(place) and (place in rules.contacts or _is_slack_user(place))
    if is_known and (within := _find_slack_place(place, rules)):
        allowed = [person for person in allowed if within.has_person(person)]
        if not allowed:
            raise NotUnderstood(
                f"channel.slack: none of allowed_responder_ids is in {place[:100]!r}, so nobody could respond. Name"
                " responders of that channel, or leave one of the two out."
            )
    return ApproverClause(people=tuple(dict.fromkeys(person.id for person in allowed)))


def _find_slack_place(place: str, rules: ProgramRules) -> ApproverClause:
    if place in rules.contacts or not _is_slack_user(place):
        return _find_contact(place, "slack.channel_or_user_id", rules)
    return ApproverClause(people=(_find_slack_person(place, rules.directory).id,))


def _is_slack_user(id: str) -> bool:
    return id[:1] in ("U", "W")


def _find_slack_person(id: str, directory: PeopleDirectory) -> Person:
    """Return the one active person with this member id of Slack: their account is "team/member"."""
    found = [
        person
        for person in directory.people.values()
        if person.active
        and any(id in (account, account.rpartition("/")[2]) for account in person.accounts.get("slack", "").split())
    ]
    if len(found) != 1:
        many = "of several people" if found else "of no person"
        raise NotUnderstood(
            f"channel.slack: {id[:100]!r} is the Slack account {many} in countersign.toml. Write accounts.slack of its"
            f" person, {OR_LEAVE_OUT}"
        )
    return found[0]


def _find_contact(name: str, field: str, rules: ProgramRules) -> ApproverClause:
    contact = rules.contacts.get(name)
    if contact is None:
        raise NotUnderstood(
            f"channel.{field}: who {name[:100]!r} is, is not known here. An operator names its people in {CONTACTS},"
            f" {OR_LEAVE_OUT}"
        )
    return ApproverClause(people=contact.people, groups=contact.groups)


def check_people(clause: ApproverClause, name: str, rules: ProgramRules) -> ApproverClause:
    """Return the clause. Raises `Forbidden` when a named person, or all of a group, is none of the policy's people."""
    policy, directory = rules.policies[name], rules.directory
    foreign = [
        person for id in clause.people if (person := directory.find_person(id)) and not _may_decide(person, policy)
    ]
    members = [person for person in directory.people.values() if clause.has_person(person)]
    if not foreign and any(_may_decide(person, policy) for person in members):
        return clause
    who = ", ".join(person.name for person in foreign) or "people"
    raise Forbidden(
        f"The channel names {who}, and the policy {name!r} is decided by {describe_approvers(policy, directory)} alone. A"
        f" channel widens no policy: name people of it, {OR_LEAVE_OUT}"
    )


def _may_decide(person: Person, policy: Policy) -> bool:
    return any(clause.has_person(person) for clause in policy.approvers)


def _join_clauses(clauses: Iterable[ApproverClause]) -> ApproverClause:
    people: list[str] = []
    groups: list[str] = []
    for clause in clauses:
        people += clause.people
        groups += clause.groups
    return ApproverClause(people=tuple(dict.fromkeys(people)), groups=tuple(dict.fromkeys(groups)))


def _refuse_several(channel: ContactChannel) -> None:
    kinds = channel.kinds
    if len(kinds) > 1:
        raise NotUnderstood(
            f"channel: it has {' and '.join(kinds)}. Give one of them; several go into any_of or all_of."
        )
    if channel.timeout is not None or channel.channel is not None:
        raise NotUnderstood("channel: timeout and channel belong to a member of any_of.")
