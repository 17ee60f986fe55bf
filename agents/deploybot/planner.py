"""A model that is none: fixed rules instead of a language model, for a demo without a key and for tests.

It claims nothing that no result says, asks nobody twice for the same thing, and says so when it does not understand.
"""

from dataclasses import replace
from typing import NamedTuple, TypeAlias

from pydantic import ValidationError

from agents.deploybot.scene import READS, Listed, NotReadable, Piece, Scene, readable, scene_of
from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from agents.deploybot.versions import latest, next_patch, version
from agents.deploybot.wishes import (
    MOST,
    Beyond,
    Changes,
    Commits,
    Consent,
    Deploy,
    Tags,
    Talk,
    Unclear,
    Unwanted,
    instead,
    understood,
)
from bot.core.context import Prompt, chat_request
from bot.core.steps import Chosen, Done, NothingToDo, Reply, Step, Withdraw

HELP = (
    "I am the offline planner: fixed rules, no language model, and I did not understand that. I understand "
    '"deploy the latest", "deploy <commit>", "release v2.0.0", "what are the last 3 commits?", "tags?", '
    '"what changed since v1.4.0?" and "withdraw". With OPENAI_API_KEY set, the agent uses a model instead.'
)
TALK = (
    "I propose nothing: I read that as talk, not as an order. To order a release, write "
    '"deploy the latest" or "deploy <commit>".'
)
UNREADABLE = (
    "I am the offline planner and cannot read this conversation. With OPENAI_API_KEY set, the agent uses a model."
)

_ENDED = {
    "expired": "expired: nobody decided in time. Silence is not consent, so nothing was done",
    "withdrawn": "was withdrawn. Nothing was done",
    "superseded": "was superseded by another one. Nothing was done by it",
    "undeliverable": "could not be delivered to anybody who may decide. Nothing was done",
    "cancelled": "was cancelled. Nothing was done",
}


class Choice(NamedTuple):
    """A step, and the sentence that stands below it when people are asked."""

    step: Step
    words: str = ""


Target: TypeAlias = Listed | Choice
"""The commit to release, or what to do instead."""


class OfflinePlanner:
    """The Model port over rules. Costs no tokens, reaches nothing, never raises."""

    name = "offline-planner"

    def request(self, prompt: Prompt) -> bytes:
        return chat_request(prompt)

    async def choose(self, request: bytes) -> Chosen:
        try:
            scene = scene_of(request)
        except NotReadable:
            return _chosen(Choice(Reply(message=UNREADABLE)))
        choice = _with_passed_over(scene, decide(scene))
        if choice.step.intent not in scene.offered:
            choice = Choice(Reply(message=f"I would take the step {choice.step.intent}, but it is not offered. {HELP}"))
        return _chosen(choice)


def _chosen(choice: Choice) -> Chosen:
    return Chosen(tool=choice.step.intent, arguments=choice.step.arguments(), words=choice.words)


def decide(scene: Scene) -> Choice:
    """The next step: what people wrote first, then what came of earlier steps."""
    fresh = scene.fresh
    reports = [report for piece in fresh if (report := _report(scene, piece))]
    if any(piece.kind == "message" for piece in fresh):
        return _with(reports, _answer(scene))
    if scene.rejection:
        failed = [report for piece in fresh if piece.kind != "approval_settled" and (report := _report(scene, piece))]
        return _with(failed, _after_rejection(scene, scene.rejection))
    if reports:
        return _say(scene, "\n\n".join(reports))
    kinds = {piece.kind for piece in fresh} - {"approval_asked", "edited"}
    if kinds and kinds <= {"woke", "answer", "asked_by_the_house"}:
        return Choice(NothingToDo(why="Nobody asked for anything new."))
    return _answer(scene)


def _with(reports: list[str], choice: Choice) -> Choice:
    """The reports in front of an answer; before any other step, they are said on their own and the work goes on."""
    if not reports:
        return choice
    said = "\n\n".join(reports)
    match choice.step:
        case Reply(message=message):
            return Choice(Reply(message=f"{said}\n\n{message}"[:12_000]))
        case Done(message=message):
            return Choice(Done(message=f"{said}\n\n{message}"[:12_000]))
        case _:
            return Choice(Reply(message=said[:12_000], go_on=True))


def _with_passed_over(scene: Scene, choice: Choice) -> Choice:
    """An answer tells which messages it does not answer."""
    silent = [said for said in scene.passed_over if _asks(said)]
    if not silent:
        return choice
    quoted = ", ".join(f'"{" ".join(said.split())[:80]}"' for said in silent[:10])
    note = f"I answered only the last message. Write again what you still need of: {quoted}"
    match choice.step:
        case Reply(go_on=False, message=message):
            return Choice(Reply(message=f"{message[:10_000]}\n\n{note}."))
        case Done(message=message):
            return Choice(Done(message=f"{message[:10_000]}\n\n{note}."))
        case TagRelease():
            return Choice(choice.step, f"{choice.words} {note}.")
        case _:
            return choice


def _asks(said: str) -> bool:
    return not isinstance(understood(said), Unclear | Consent)


def _say(scene: Scene, text: str) -> Choice:
    """Say it, and close the thread unless something is still open."""
    return Choice(Reply(message=text[:12_000]) if scene.open else Done(message=text[:12_000]))


def _verdict(piece: Piece) -> str:
    return piece.attributes.get("verdict", "") if piece.kind == "approval_settled" else ""


def _report(scene: Scene, piece: Piece) -> str | None:
    """What people should hear of this piece, in its own words; None for what is no news to them."""
    intent = scene.intent_of(piece)
    match piece.kind:
        case "result" if intent not in READS:
            return piece.text
        case "error":
            return f"{intent or 'A step'} failed: {piece.text}"
        case "refused":
            return f"My step was not taken: {piece.text}"
        case "outcome":
            happened = "It happened" if piece.attributes.get("happened") == "yes" else "It did not happen"
            by = piece.attributes.get("by", "")
            return f"{happened}, says {'a look at the remote' if by == 'probe' else by}. {piece.text}".strip()
        case "outcome_unknown" if piece.call in scene.running():
            return f"Nobody knows yet whether it happened. {piece.text}".strip()
        case "approval_settled":
            return _settled(scene, piece)
        case "unreachable":
            return f"I could not tell anybody of the request {_what(scene, piece.call)}; it waits in the inbox. {piece.text}"
        case _:
            return None


def _settled(scene: Scene, piece: Piece) -> str | None:
    """The end of a request in the right word. None for an approval: what came of it, a result says."""
    verdict, what = _verdict(piece), _what(scene, piece.call)
    if verdict == "approved":
        return None
    if verdict == "rejected":
        who = piece.attributes.get("by") or "an approver"
        return (
            f'The request {what} was rejected by {who}: "{piece.text}".'
            if piece.text
            else f"The request {what} was rejected by {who}, without a reason."
        )
    reason = f' ("{piece.text}")' if piece.text and verdict != "expired" else ""
    return f"The request {what} {_ENDED.get(verdict, f'ended as {verdict}')}{reason}."


def _what(scene: Scene, call: str) -> str:
    step = dict(scene.proposals()).get(call)
    return f"to release {step.commit[:7]} as {step.tag}" if step else call


def _answer(scene: Scene) -> Choice:
    """What the last message asks for."""
    wish = understood(scene.message)
    match wish:
        case Deploy():
            return _deploy(scene, wish)
        case Commits(limit):
            return _read(scene, ListCommits(limit=limit))
        case Tags(limit):
            return _read(scene, ListTags(limit=limit))
        case Changes(since):
            return _changes(scene, since)
        case Unwanted():
            return _take_back(scene)
        case Consent():
            return _no_consent(scene)
        case Beyond(verb):
            return _say(
                scene, f"I cannot {verb} anything. All that I can do is look, and propose a new tag on a commit."
            )
        case Talk():
            return _unclear(scene, TALK)
        case Unclear():
            return _unclear(scene, HELP)


def _unclear(scene: Scene, otherwise: str) -> Choice:
    """After a proposal, "the one before" or "call it v2.0.0" is understood as the next order; nothing else is."""
    order = instead(scene.message)
    proposed = next(scene.proposals(), None)
    if proposed and not order.unknown and (order.before or order.tags or order.commits):
        if not order.before and not order.commits:
            order = replace(order, commits=(proposed[1].commit,))
        return _deploy(scene, order)
    return Choice(Reply(message=otherwise))


def _read(scene: Scene, step: Step) -> Choice:
    """The result of this reading step when it was taken for the last message; else the step."""
    taken = scene.steps(step.intent, since_message=True)
    result = scene.shown(step.intent, since_message=True) if taken else None
    if result is not None:
        return _say(scene, readable(result.text))
    if taken:
        return _say(scene, f"{step.intent} gave no result.")
    return Choice(step)


def _changes(scene: Scene, since: str | None) -> Choice:
    tags = scene.tags()
    if since is None and tags is None:
        return _read(scene, ListTags(limit=MOST))
    ref = since or latest(tags or ())
    if ref is None:
        return _say(scene, "There is no release tag yet to compare with.")
    try:
        return _read(scene, DiffSince(ref=ref))
    except ValidationError:
        return Choice(Reply(message=f'I cannot compare with "{ref[:100]}". Name a tag such as v1.4.0, or a commit.'))


def _take_back(scene: Scene) -> Choice:
    for call, intent in scene.open.items():
        if intent == "tag_release":
            return Choice(Withdraw(call=call, why=f"Asked for in the thread: {scene.message[:400]}"))
    return _say(scene, "No request of mine is open, and I begin nothing.")


def _no_consent(scene: Scene) -> Choice:
    if still := _still_open(scene):
        return Choice(Reply(message=f"Talking is not consent. {still}"))
    return Choice(Reply(message=f"No request is open that could be decided. {HELP}"))


def _still_open(scene: Scene) -> str:
    """What is open or under way, a sentence each; empty when nothing is."""
    waiting = [
        f"The request {_what(scene, call)} is open until it is decided where it was asked." for call in scene.open
    ]
    running = [
        f"The request {_what(scene, call)} is approved, and no result is there yet."
        for call in scene.running()
        if call not in scene.open
    ]
    return " ".join([*waiting, *running])


def _deploy(scene: Scene, order: Deploy) -> Choice:
    """Propose what the last message orders, from a listing that is newer than the message."""
    if "tag_release" in scene.open.values() or scene.running():
        return Choice(Reply(message=f"{_still_open(scene)} I do not ask a second time meanwhile."))
    if order.unknown:
        return _say(
            scene, f'I do not know "{order.unknown[:100]}". Name a commit by its hash, or say "deploy the latest".'
        )
    if len(set(order.tags)) > 1:
        return _say(scene, f"Which is the new tag: {', '.join(order.tags[:10])}? Name one.")
    commits, tags = scene.listing(since_message=True), scene.tags()
    if commits is None or tags is None:
        missing: Step = ListCommits() if commits is None else ListTags()
        if scene.steps(missing.intent, since_message=True):
            return _say(scene, f"I cannot propose a release: {missing.intent} gave no result.")
        return Choice(missing)
    return _proposed(scene, order, commits, tags)


def _proposed(scene: Scene, order: Deploy, commits: list[Listed], tags: set[str]) -> Choice:
    target = _target(scene, order, commits)
    if isinstance(target, Choice):
        return target
    wanted = next((tag for tag in order.tags if tag not in tags), order.tags[0] if order.tags else None)
    if wanted in tags:
        return _say(scene, f"The tag {wanted} exists already, and a tag is never moved. Name another one.")
    released = [tag for tag in target.tags if version(tag)]
    if released and wanted is None:
        which = "The newest commit" if target == commits[0] else "The commit"
        return _say(scene, f"Nothing to deploy: {which.lower()} {_short(target)} is already released as {released[0]}.")
    return _propose(scene, wanted or next_patch(tags), target, tags)


def _propose(scene: Scene, tag: str, commit: Listed, tags: set[str]) -> Choice:
    try:
        step = TagRelease(tag=tag, commit=commit.sha)
    except ValidationError:
        return Choice(Reply(message=f'"{tag[:100]}" is no tag that I can create.'))
    before = latest(tags)
    after = f"the latest release is {before}" if before else "there is no release yet"
    return Choice(step, f'Release {commit.sha[:7]} "{commit.subject}" by {commit.author} as {tag}; {after}.')


def _target(scene: Scene, order: Deploy, commits: list[Listed]) -> Target:
    """The commit that the order names: by its digits, as the one before the last proposal, else the newest."""
    if not commits:
        return _say(scene, "There is no commit to release.")
    if strange := _strange(order, commits):
        return _look_further(scene, _not_seen(strange, commits))
    found = _named(order, commits)
    if len(found) > 1:
        return Choice(Reply(message=f"Which one: {', '.join(_short(commit) for commit in found)}?"))
    if order.before:
        proposed = (
            commits[0].sha if order.newest else next((step.commit for _, step in scene.proposals()), commits[0].sha)
        )
        anchor = found[0].sha if found else proposed
        return _one_before(anchor, commits) or _look_further(scene, f"I see no commit before {anchor[:7]}.")
    return found[0] if found else commits[0]


def _strange(order: Deploy, commits: list[Listed], *known: str) -> str | None:
    """A commit that was named and is not among these."""
    shas = [*known, *(commit.sha for commit in commits)]
    return next((word for word in order.commits if not any(sha.startswith(word) for sha in shas)), None)


def _not_seen(word: str, commits: list[Listed]) -> str:
    return f"I do not know the commit {word}: it is not among the newest {len(commits)} that I was shown."


def _look_further(scene: Scene, otherwise: str) -> Choice:
    """List as many commits as can be listed, once; then say that it was in vain."""
    return Choice(ListCommits(limit=MOST)) if scene.reach() < MOST else _say(scene, otherwise)


def _named(order: Deploy, commits: list[Listed]) -> list[Listed]:
    return [commit for commit in commits if any(commit.sha.startswith(word) for word in order.commits)]


def _one_before(sha: str, commits: list[Listed]) -> Listed | None:
    shas = [commit.sha for commit in commits]
    at = shas.index(sha) + 1 if sha in shas else len(shas)
    return commits[at] if at < len(commits) else None


def _after_rejection(scene: Scene, piece: Piece) -> Choice:
    """Propose again what the reason names instead, if it names anything new; otherwise stop."""
    stop = _say(scene, f"{_settled(scene, piece)} I stop here. Write what to release instead, if anything.")
    proposed = dict(scene.proposals())
    last, commits, tags = proposed.get(piece.call), scene.listing() or [], scene.tags() or set()
    if last is None or "tag_release" in scene.open.values():
        return stop
    order = instead(piece.text)
    if strange := _strange(order, commits, last.commit):
        return _look_further(scene, f"{_settled(scene, piece)} {_not_seen(strange, commits)} I stop here.")
    others = [commit for commit in _named(order, commits) if commit.sha != last.commit]
    if len(others) > 1:
        return Choice(Reply(message=f"Which one: {', '.join(_short(commit) for commit in others)}?"))
    if order.before and (anchor := others[0].sha if others else last.commit):
        others = [commit for commit in [_one_before(anchor, commits)] if commit]
    commit = others[0] if others else None
    tag = next((name for name in order.tags if name != last.tag and name not in tags), last.tag)
    if commit is None and tag != last.tag and not order.before and not order.unknown:
        commit = next((c for c in commits if c.sha == last.commit), None)
    if commit is None or any((step.tag, step.commit) == (tag, commit.sha) for step in proposed.values()):
        return stop
    if tag == last.tag and any(version(name) for name in commit.tags):
        return _say(
            scene, f"{_settled(scene, piece)} {_short(commit)} is already released as {commit.tags[0]}. I stop here."
        )
    return _propose(scene, tag, commit, tags)


def _short(commit: Listed) -> str:
    return f'{commit.sha[:7]} "{commit.subject}"'
