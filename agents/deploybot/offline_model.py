"""The offline model of deploybot: fixed rules that match whole sentences and read the events of the thread."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from agents.deploybot.tools import Listing, describe_latest_release, read_commits, read_tags, shorten_commits
from agents.deploybot.versions import choose_next_patch, find_latest, parse_version
from bot.core import events as e
from bot.core.steps import Done, ModelAnswer, NothingToDo, Reply, Step
from bot.core.threads.thread import Thread

HELP = (
    'I am a demo without a model (OPENAI_API_KEY sets one). I know: "deploy the latest", "deploy <commit>", "deploy the one '
    'before" (each also with "as <new tag>"), "what is deployed?", "what changed?" and "what changed since <tag or commit>?".'
)
STOP = "I stop here. Write what to deploy instead, if anything."
READS: dict[str, type[Step]] = {step.intent: step for step in (ListCommits, ListTags, DiffSince)}
NEAR, FAR, TAGS = ListCommits(), ListCommits(limit=50), ListTags()
ORDER = re.compile(r"""(?ix)(?:please\ )?(?:not\ that\ one[,;]\ )?
    (?:(?:deploy|release|ship)(?:\ the\ (?:latest|newest)(?:\ backend)?|\ (?P<commit>[0-9a-f]{7,40}))?
    |(?:(?:deploy|release|ship|take)\ )?(?P<before>the\ one\ before))
    (?:\ as\ (?P<tag>v?\d{1,9}\.\d{1,9}\.\d{1,9}))?(?:,?\ please)?[.!]?
    |.*\ was\ merged\ into\ \S+\ as\ (?P<merged>[0-9a-f]{40})\.\ Should\ it\ be\ deployed\?""")
CHANGES = re.compile(r"""(?ix)what(?:'s|\ is|\ has)?\ (?:changed|new)
    (?:\ since\ (?:the\ last\ release|(?P<ref>v?\d{1,9}(?:\.\d{1,9}){2}|[0-9a-f]{7,40})))?[?.]?""")
DEPLOYED = re.compile(r"(?i)what(?:'s| is) (?:deployed|released|live|in production)(?: now| where| and where)?[?.]?")


class OfflineModel:
    """An `EventModel` of fixed rules. Reports of events come before the answer, after the reading steps that the answer needs."""

    name = "offline-rules"

    def choose_from(self, thread: Thread, events: Sequence[e.RecordedEvent]) -> ModelAnswer:
        seen = _ThreadHistory(thread, events)
        step, words = seen.answer_order()
        said = "\n\n".join(filter(None, (*map(seen.report_event, seen.news), words)))[:12_000]
        if step is None and (thread.calls or words.startswith(HELP)):
            step = Reply(message=said or seen.describe_open() or HELP)
        step = step or (Done(message=said) if said else NothingToDo())
        words = said if isinstance(step, TagRelease) else ""
        return ModelAnswer(tool=step.intent, arguments=step.write_arguments(), words=words)


class _ThreadHistory:
    """The orders of people, the results read for the last order, and the events since the last answer (`news`)."""

    def __init__(self, thread: Thread, events: Sequence[e.RecordedEvent]) -> None:
        self.thread, self.has_failed, heard = thread, False, 0
        self.orders: list[tuple[int, e.Event, str]] = []
        self.releases: dict[str, TagRelease] = {}
        reads: dict[str, Step] = {}
        self.results: dict[Step, str] = {}
        for seq, _, event in events:
            if (edit := event.amendment) is not None and edit.call in self.releases:
                self.releases[edit.call] = TagRelease.model_validate_json(edit.arguments)
            match event:
                case e.MessageReceived(text=text) | e.ApprovalSettled(verdict="rejected", reason=text):
                    self.orders.append((seq, event, " ".join(text.replace("’", "'").split())))
                    self.results, self.has_failed = {}, False
                case e.StepChosen(call=call, intent=intent, arguments=arguments) if intent in READS:
                    reads[call] = READS[intent].model_validate_json(arguments)
                case e.StepChosen(call=call, intent=intent, arguments=arguments):
                    heard = max(heard, event.heard)
                    if intent == TagRelease.intent:
                        self.releases[call] = TagRelease.model_validate_json(arguments)
                case e.ContextFetched(intent=intent, arguments=arguments, result=str() as result) if intent in READS:
                    self.results[READS[intent].model_validate_json(arguments)] = result
                case e.ToolFinished(call=call, result=result) if call in reads:
                    self.results[reads[call]] = result
                case e.ToolFailed() | e.StepRefused() if event.call not in self.releases:
                    self.has_failed = True
        self.news = [event for seq, _, event in events if seq > heard]
        self.orders = [order for order in self.orders if order[0] > heard]

    def answer_order(self) -> tuple[Step | None, str]:
        """The step and words that answer the last order; `(None, words)` for words alone, `(None, "")` when it has its answer."""
        if not self.orders or self.has_failed:
            return None, ""
        _, event, text = self.orders[-1]
        order, asked = ORDER.fullmatch(text), CHANGES.fullmatch(text)
        if not (order or asked or DEPLOYED.fullmatch(text)):
            return None, STOP if isinstance(event, e.ApprovalSettled) else f"{HELP} {self.describe_open()}".strip()
        if order and (waiting := self.describe_open()):
            return None, f"{waiting} I ask for nothing else meanwhile."
        listing, tag_listing = self.results.get(FAR) or self.results.get(NEAR), self.results.get(TAGS)
        tags = read_tags(tag_listing or "")
        if asked and (since := asked["ref"] or find_latest(tags)):
            found = self.results.get(step := DiffSince(ref=since))
            return (step, "") if found is None else (None, shorten_commits(found))
        if asked and tag_listing is not None:
            return None, "There is no release to compare with."
        if tag_listing is None or listing is None:
            return TAGS if asked or listing is not None else NEAR, ""
        commits = read_commits(listing)
        if order:
            return self._propose_release(order, commits, tags)
        offer = f"Shall I release {commits[0].sha[:7]} as {choose_next_patch(tags)}?" if commits else ""
        return None, describe_latest_release(commits, tags, self.describe_open() or offer)

    def _propose_release(self, order: re.Match[str], commits: Listing, tags: Iterable[str]) -> tuple[Step | None, str]:
        known = {*tags, *(tag for commit in commits for tag in commit.tags)}
        named = (order["commit"] or order["merged"] or "").lower()
        fits = [commit for commit in commits if commit.sha.startswith(named)][: None if named else 1]
        if order["before"]:
            last = [commit.sha for commit in fits] + [release.commit for release in self.releases.values()]
            fits = [older for commit, older in pairwise(commits) if commit.sha == last[-1]]
        if not fits and FAR not in self.results:
            return FAR, ""
        if len(fits) != 1:
            return None, f"I see {len(fits) or 'no'} such commits among the newest {len(commits)}, and propose nothing."
        ((sha, subject, names),) = fits
        if released := [] if order["tag"] else [tag for tag in names if parse_version(tag)]:
            return None, f"There is nothing to deploy: {sha[:7]} is released as {released[0]} already."
        if order["tag"] in known:
            return None, f"The tag {order['tag']} exists already, and a tag is never moved."
        step = TagRelease(tag=order["tag"] or choose_next_patch(known), commit=sha)
        words = f'Release {sha[:7]} "{subject}" as {step.tag}; the latest release is {find_latest(known) or "none"}.'
        return step, words

    def describe_open(self) -> str:
        """One sentence for each open or running release; empty when there is none."""
        names = [self._name_release(id) for id, call in self.thread.calls.items() if call.intent == TagRelease.intent]
        return " ".join(f"{name} has no known outcome yet, and no words here decide it." for name in names)

    def _name_release(self, call: str) -> str:
        step = self.releases.get(call)
        return f"The request to release {step.commit[:7]} as {step.tag}" if step else f"The request {call}"

    def report_event(self, event: e.Event) -> str:
        """The sentence that reports this event to people, or an empty text."""
        match event:
            case e.MessageReceived(text=text) if event is not self.orders[-1][1]:
                return f'I pass over "{" ".join(text.split())[:80]}". Write it again if you still need it.'
            case e.ToolFinished(call=call, result=result) if call in self.releases:
                return result
            case e.ToolFailed(error=why) | e.StepRefused(reason=why):
                return f"This was not done: {why}"
            case e.OutcomeSettled(call=call, happened=happened, detail=detail):
                return f"{self._name_release(call)} {'was' if happened else 'was not'} carried out. {detail}".strip()
            case e.ApprovalSettled(call=call, verdict=verdict, reason=why) if verdict != "approved":
                given = f': "{why}"' if why and verdict != "cancelled" else "."
                return f"{self._name_release(call)} is {verdict}{given}"
            case e.Forked():
                return "What was open before is not open in this copy. Write what to do here."
        return ""
