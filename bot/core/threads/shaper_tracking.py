"""The shapers of a call, and the acts by which they shaped it. Pure; `bot.core.policy` tells whether they may decide
it.

A shaper is named by one string: the id of a person; or, for a person unknown to the directory, their account at their
channel ("slack:T1/U9"). Ids hold no colon, so the two cannot be confused. A program ("system:github") is no shaper.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from bot.core.fast_namedtuple_replace import with_fast_replace
from bot.core.people import SYSTEM, PeopleDirectory

ShapingAct = Literal[
    "asked", "wrote", "lent", "answered", "commented", "rejected", "edited", "amended", "forked", "resumed", "cancelled",
    "recalled", "contributed",
]  # fmt: skip
"""An act that shapes a call. `asked`: opened the thread, or wrote last before the call was chosen. `lent`: made the credential
of a writer. `edited`: an earlier call of the thread; `amended`: this call. `recalled`: said something earlier that the agent
has read again. `contributed`: spoke in the thread of a task whose result the agent was given."""

REMARKS: frozenset[ShapingAct] = frozenset({"commented", "rejected"})

CallShapers: TypeAlias = Mapping[str, tuple[ShapingAct, ...]]

NO_SHAPERS: CallShapers = MappingProxyType({})

_SAID: Mapping[ShapingAct, str] = {
    "asked": "asked for it",
    "wrote": "wrote in the thread",
    "lent": "made the key or link of somebody who wrote",
    "answered": "answered the agent's question",
    "commented": "commented on an earlier request",
    "rejected": "rejected an earlier proposal",
    "edited": "edited an earlier request",
    "amended": "edited these arguments",
    "forked": "forked the thread",
    "resumed": "resumed the fork",
    "cancelled": "cancelled the thread with a reason",
    "recalled": "said earlier what the agent read again",
    "contributed": "spoke in a task of another agent",
}


def add_act(shapers: CallShapers, who: str | None, act: ShapingAct) -> CallShapers:
    """Return the shapers with one more act; the same when there is no person, or it was a program."""
    if not who or who.startswith(SYSTEM):
        return shapers
    acts = shapers.get(who, ())
    return shapers if act in acts else {**shapers, who: (*acts, act)}


def merge_shapers(*found: CallShapers) -> CallShapers:
    """Return all of these shapers together, in the order in which they come."""
    merged: CallShapers = NO_SHAPERS
    for shapers in found:
        if not merged:
            merged = shapers
            continue
        for who, acts in shapers.items():
            for act in acts:
                merged = add_act(merged, who, act)
    return merged


def drop_act(shapers: CallShapers, act: ShapingAct) -> CallShapers:
    return {who: kept for who, acts in shapers.items() if (kept := tuple(each for each in acts if each != act))}


def is_unknown(shaper: str) -> bool:
    """Return whether this shaper is an account of a person unknown to the directory."""
    return ":" in shaper and not shaper.startswith(SYSTEM)


def has_unknown(shapers: CallShapers, directory: PeopleDirectory) -> bool:
    """Return whether a shaper is unknown to the directory: named by an account, or by an id that it does not hold."""
    for who in shapers:  # noqa: SIM110  a generator takes twice as long
        if is_unknown(who) or directory.find_person(who) is None:
            return True
    return False


def describe_acts(acts: Iterable[ShapingAct]) -> str:
    """Return the acts in words: "opened the thread and answered the agent's question"."""
    said = [_SAID[act] for act in acts]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""


class ShapingMessage(NamedTuple):
    """A message that ended earlier wishes: its event number, the shapers that it removed, and the `writer` and `askers`
    of the state before it."""

    seq: int
    ended: CallShapers
    writer: str
    askers: tuple[str, ...]


@with_fast_replace
class ShapingState(NamedTuple):
    """The shapers of the next call of a thread.

    `current` acted since the approval of the last gated call that was carried out. `earlier` are those of them that
    acted before it: they count until a person writes again, since the agent follows their wish until then. So do the
    authors of remarks on a request that are older than the last settlement by people. `approved` are, by call, those
    that had acted when it was approved and not again since: they become `earlier` when it starts. `lasting` edited a
    call of this thread, forked it or resumed the fork: they shape all later calls. `writer` wrote last, a program
    included; `askers` are the last writer and the makers of their credential. `messages` are those since the last
    chosen step.
    """

    current: CallShapers = NO_SHAPERS
    earlier: frozenset[str] = frozenset()
    approved: Mapping[str, frozenset[str]] = MappingProxyType({})
    lasting: CallShapers = NO_SHAPERS
    writer: str = ""
    askers: tuple[str, ...] = ()
    messages: tuple[ShapingMessage, ...] = ()

    def add_act(self, who: str | None, act: ShapingAct) -> "ShapingState":
        """Add an act of a person; no shaper is removed."""
        if not who or who.startswith(SYSTEM):
            return self
        approved = {call: people - {who} for call, people in self.approved.items()}
        return self._replace(current=add_act(self.current, who, act), earlier=self.earlier - {who}, approved=approved)

    def add_message(self, seq: int, who: str, makers: Iterable[str], others: Iterable[str]) -> "ShapingState":
        """Add the message `seq`. The words of a known person are a new wish, which replaces the earlier ones.

        An empty id of the writer is a program. `makers` made the writer's credential; `others` share the wish.
        """
        ended: CallShapers = NO_SHAPERS
        if who and not is_unknown(who):
            ended = {name: acts for name, acts in self.current.items() if name in self.earlier}
        left = {name: acts for name, acts in self.current.items() if name not in ended}
        message = ShapingMessage(seq, ended, self.writer, self.askers)
        state = self._replace(current=left, earlier=self.earlier - ended.keys(), messages=(*self.messages, message))
        for each in (who, *others):
            state = state.add_act(each, "wrote")
        for each in makers:
            state = state.add_act(each, "lent")
        return state._replace(writer=who, askers=(who, *makers) if who else self.askers)

    def note_approval(self, call: str) -> "ShapingState":
        """Record that a gated call was approved: later acts concern later calls."""
        return self._replace(approved={**self.approved, call: frozenset(self.current)})

    def note_start(self, call: str, remarks: Iterable[str]) -> "ShapingState":
        """Record that an approved call was started. The authors of `remarks` on it stay shapers of the next calls."""
        before = self.approved.get(call, frozenset()) - set(remarks)
        return self._replace(earlier=self.earlier | before, approved=_drop_call(self.approved, call))

    def note_settlement(self, call: str, remarks: Iterable[str], *, by_people: bool) -> "ShapingState":
        """Record that a gated call was settled. The wish remains where the call is not carried out.

        A settlement by people ends older remarks on requests; an expiry, or a withdrawal by the agent, does not.
        """
        older = {who for who, acts in self.current.items() if REMARKS.issuperset(acts)} - set(remarks)
        earlier = self.earlier | older if by_people else self.earlier
        return self._replace(earlier=earlier, approved=_drop_call(self.approved, call))

    def add_lasting_act(self, who: str, act: ShapingAct) -> "ShapingState":
        return self._replace(lasting=add_act(self.lasting, who, act))

    def list_shapers(self, always: Iterable[str | None], heard: int) -> CallShapers:
        """Return the shapers of a call that is chosen now by a model that was shown the events up to `heard`.

        `always` are the opener of the thread and the makers of their credential. A message that the model was not shown
        may add shapers, and removes none.
        """
        unheard = [message for message in self.messages if message.seq > heard]
        found = merge_shapers(self.current, *(message.ended for message in unheard))
        for who in (*always, *(unheard[0].askers if unheard else self.askers)):
            found = add_act(found, who, "asked")
        return merge_shapers(found, self.lasting)

    def find_requester(self, heard: int) -> str:
        """Return the last writer among the messages that the model was shown; empty: a program, or none."""
        unheard = [message for message in self.messages if message.seq > heard]
        return unheard[0].writer if unheard else self.writer

    def note_choice(self, heard: int) -> "ShapingState":
        """Record that a step was chosen: messages after `heard` are still to be answered."""
        later = tuple(message for message in self.messages if message.seq > heard)
        return self._replace(messages=later) if later != self.messages else self


def _drop_call(approved: Mapping[str, frozenset[str]], call: str) -> Mapping[str, frozenset[str]]:
    return {each: people for each, people in approved.items() if each != call}


def name_shaper(directory: PeopleDirectory, shaper: str) -> str:
    """Return a card's name of a shaper, on one line: a person's name, or "@U9, not linked (slack T1)"."""
    if not is_unknown(shaper):
        return " ".join(directory.find_name(shaper).split())
    channel, _, account = " ".join(shaper.split()).partition(":")
    team, slash, user = account.rpartition("/") if channel == "slack" else ("", "", account)
    where = f"{channel} {team}" if slash and team else channel
    at = "" if channel == "email" else "@"
    return f"{at}{user or account}, not linked ({where})"
