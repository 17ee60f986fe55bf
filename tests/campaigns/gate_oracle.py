"""Judges from the log alone whether an effect had a right to be: an oracle that shares no code with the gate."""

import json
from collections.abc import Mapping
from datetime import timedelta

from bot.core import events as e
from bot.core.canonical_json import compute_call_digest
from bot.core.policy import Policy
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import read_log


def shapers_of(log: list[e.RecordedEvent], call: str) -> tuple[set[str], bool]:
    """Who shaped this call, read from the log alone, and whether one of them is unknown.

    All that people did since the approval of the last gated call that was started, else since the thread began; who opened
    it; who edited, forked or resumed a fork before. Remarks on a request are over with the next one that people settle.
    """
    opened = log[0].event
    assert isinstance(opened, e.ThreadOpened)
    always = {opened.requester, *opened.makers} - {None}
    is_fork = False
    wishes: dict[str, int] = {}
    remarks: dict[str, int] = {}
    approved: dict[str, int] = {}
    said: dict[str, set[str]] = {}
    asked: set[str] = set()
    limits: set[str] = set()
    stranger = 0 if opened.account else -1
    for seq, _, event in log:
        match event:
            case e.StepChosen(call=chosen) if chosen == call:
                return {who for who in always if who} | wishes.keys() | remarks.keys(), stranger >= 0
            case e.MessageReceived() as message:
                wishes |= dict.fromkeys({message.by, *message.makers} if message.by else set(), seq)
                stranger = seq if message.account else stranger
            case e.Answered() as answered:
                people = {answered.person, *answered.makers}
                if answered.call in limits:
                    pass  # "go on" or "stop" after a limit says nothing of a call
                elif answered.decision == "answer":
                    wishes |= dict.fromkeys(people, seq)
                elif answered.text:
                    remarks |= dict.fromkeys(people, seq)
                    said.setdefault(answered.call, set()).update(people)
                if answered.edited:
                    always |= people
            case e.QuestionAsked(call=question, purpose="limit"):
                limits.add(question)
            case e.ApprovalAsked(call=gated):
                asked.add(gated)
            case e.ApprovalSettled(call=gated, verdict=verdict) if verdict in ("approved", "rejected"):
                remarks = {who: at for who, at in remarks.items() if who in said.get(gated, ())}
                approved[gated] = seq
            case e.ToolStarted(call=gated) if gated in asked and gated in approved:
                since = approved.pop(gated)
                wishes = {who: at for who, at in wishes.items() if at > since}
                remarks = {who: at for who, at in remarks.items() if at > since or who in said.get(gated, ())}
                stranger = stranger if stranger > since else -1
            case e.Forked(by=by, makers=makers):
                always |= {by, *makers}
                is_fork = True
            case e.Resumed(by=by, makers=makers) if is_fork:
                always |= {by, *makers}
            case _:
                pass
    raise AssertionError(f"{call} was never chosen")


def voters(words: list[e.Answered], excluded: set[str], managers: frozenset[str]) -> int:
    """How many people approve, by the latest decision of each. Credentials with one maker count once, those of an excluded maker not at all."""
    last = {word.person: word for word in words}
    groups: list[set[str]] = []
    for person, word in last.items():
        names = {person, *word.makers}
        if word.decision == "approve" and person in managers and not names & excluded:
            joined = [group for group in groups if group & names]
            groups = [group for group in groups if not group & names]
            groups.append(names.union(*joined))
    return len(groups)


def unapproved(
    platform: PlatformFixture, line: str, threads: set[str], policies: Mapping[str, Policy], managers: frozenset[str]
) -> str | None:
    """Why this effect had no right to be; None when people approved these very bytes before it."""
    call, intent, arguments = json.loads(line)
    thread = next(each for each in threads if call.startswith(f"{each}-"))
    log = read_log(platform.app, thread)
    mine = [each for each in log if getattr(each.event, "call", None) == call]
    started = [(each.seq, each.event.digest, each.moment) for each in mine if isinstance(each.event, e.ToolStarted)]
    asked = [each for each in mine if isinstance(each.event, e.ApprovalAsked) and each.seq < started[0][0]]
    if not asked:
        return f"{line}: nobody was asked"
    last_asked = asked[-1].event
    assert isinstance(last_asked, e.ApprovalAsked)
    lapses = sum(isinstance(each.event, e.ApprovalLapsed) for each in mine)
    expected = compute_call_digest(
        thread=thread,
        call=call,
        tool=intent,
        tool_version=last_asked.tool_version,
        arguments=arguments,
        policy_version=f"{policies[intent].version}+{lapses}" if lapses else policies[intent].version,
    )
    since = [each for each in mine if each.seq > asked[-1].seq]
    settled = [
        each
        for each in since
        if isinstance(each.event, e.ApprovalSettled)
        and (each.event.verdict, each.event.digest) == ("approved", expected)
    ]
    if len(settled) != 1 or not settled[0].seq < started[0][0]:
        return f"{line}: approved {len(settled)} times before its start"
    if {each for _, each, _ in started} != {expected}:
        return f"{line}: started under another digest"
    if started[0][2] - settled[0].moment >= timedelta(hours=4):
        return f"{line}: its approval had lapsed"
    words = [
        each.event
        for each in since
        if isinstance(each.event, e.Answered)
        and each.seq < settled[0].seq
        and expected == (each.event.edited or each.event.digest)
    ]
    shapers, is_stranger = shapers_of(log, call)
    needed = sum(clause.quorum for clause in policies[intent].approvers)
    if not needed or voters(words, shapers, managers) < needed + is_stranger:
        return f"{line}: {words} approved, {needed} had to; {sorted(shapers)} shaped it, a stranger did: {is_stranger}"
    return None
