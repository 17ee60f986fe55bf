"""Reads an escalation as further people of the call's policy to ask. Pure."""

from bot.core.errors import Forbidden, NotUnderstood
from bot.core.humanlayer.call_answers import read_record
from bot.core.humanlayer.channel_people import check_people, find_recipients
from bot.core.humanlayer.shapes import CallEscalation
from bot.core.people import ApproverClause
from bot.core.request_views import Request
from bot.core.submissions.permitted_policies_and_contacts import ProgramRules


def read_escalation(escalation: CallEscalation, request: Request, rules: ProgramRules) -> ApproverClause:
    """Return the people that an escalation names, and those of the call's own e-mail channel: the escalation's channel
    takes its place. An empty result: the people that were asked already are asked anew.

    Raises `NotUnderstood`, and `Forbidden` for people outside of the policy.
    """
    own = read_record(request).channel
    emails = [own.email] if own is not None and own.email is not None else []
    more = escalation.additional_recipients or ()
    if escalation.channel is not None:
        if escalation.channel.kinds != ["email"] or escalation.channel.email is None:
            raise NotUnderstood("channel: an escalation goes to an e-mail channel. Name people by their addresses.")
        more = (*more, *(emails[0].additional_recipients or () if emails else ()))
        emails = [escalation.channel.email]
    to = find_recipients(emails, more, rules.directory)
    policy = request.submitted.intent if request.submitted else ""
    if policy not in rules.policies:
        raise Forbidden(f"This key may not use the policy {policy!r} any more.")
    return check_people(to, policy, rules) if to.people else to
