"""Whose wish a call is: who shaped it, and by what they did. Pure; whether they may decide it says `bot.core.policy`.

A shaper is named by one string: the id of a person; or, for a person whom the directory does not know, the account by
which their channel knows them ("slack:T1/U9"). No id holds a colon, so the two cannot be confused. What no person
started ("system:github") shapes nothing.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from bot.core.people import SYSTEM, Directory

Act = Literal["asked", "wrote", "answered", "commented", "rejected", "edited", "amended", "forked", "resumed"]
"""What a person can do that shapes a call. `edited`: an earlier call of the thread; `amended`: this very call."""

Shapers: TypeAlias = Mapping[str, tuple[Act, ...]]

NOBODY: Shapers = MappingProxyType({})

_SAID: Mapping[Act, str] = {
    "asked": "opened the thread",
    "wrote": "wrote in the thread",
    "answered": "answered the agent's question",
    "commented": "commented on an earlier request",
    "rejected": "rejected an earlier proposal",
    "edited": "edited an earlier request",
    "amended": "edited these arguments",
    "forked": "forked the thread",
    "resumed": "resumed the fork",
}


def add_act(shapers: Shapers, who: str | None, act: Act) -> Shapers:
    """The shapers with one more act; the same when nobody did it, or a program did."""
    if not who or who.startswith(SYSTEM):
        return shapers
    acts = shapers.get(who, ())
    return shapers if act in acts else {**shapers, who: (*acts, act)}


def replace_amenders(shapers: Shapers, amenders: Iterable[str]) -> Shapers:
    """The shapers of a call whose arguments these people changed last: what others changed before no longer stands."""
    left: Shapers = {who: kept for who, acts in shapers.items() if (kept := tuple(a for a in acts if a != "amended"))}
    for who in amenders:
        left = add_act(left, who, "amended")
    return left


def is_unknown(shaper: str) -> bool:
    """Whether this is a person whom the directory does not know, by an account."""
    return ":" in shaper and not shaper.startswith(SYSTEM)


def has_unknown(shapers: Shapers) -> bool:
    return any(map(is_unknown, shapers))


def describe_acts(acts: Iterable[Act]) -> str:
    """ "opened the thread and answered the agent's question" """
    said = [_SAID[act] for act in acts]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""


class ShapingState(NamedTuple):
    """Who shapes what a thread proposes next.

    `current` did something since the last gated call was settled. `earlier` are those of them who did it before: they
    count until a person writes again, since until then it is still their wish that the agent follows. `editors` edited
    a call of this thread: they shape every later one. `writer` wrote last, whoever it was, a program too.
    """

    current: Shapers = NOBODY
    earlier: frozenset[str] = frozenset()
    editors: Shapers = NOBODY
    writer: str = ""

    def acted(self, who: str | None, act: Act) -> "ShapingState":
        """A person did something. Only the words of a known one are a new wish that takes the place of the earlier ones."""
        if not who or who.startswith(SYSTEM):
            return self
        if act != "wrote" or is_unknown(who):
            return self._replace(current=add_act(self.current, who, act), earlier=self.earlier - {who})
        kept = {name: acts for name, acts in self.current.items() if name not in self.earlier}
        return self._replace(current=add_act(kept, who, act), earlier=frozenset())

    def settled(self, remarks: Iterable[tuple[str, Act]]) -> "ShapingState":
        """A gated call was settled. `remarks` are what people wrote as they decided it: that shapes what comes next."""
        current, late = self.current, dict(remarks)
        for who, act in late.items():
            current = add_act(current, who, act)
        return self._replace(current=current, earlier=frozenset(current) - late.keys())

    def edited(self, who: str) -> "ShapingState":
        return self._replace(editors=add_act(self.editors, who, "edited"))

    def shapers(self, requester: str | None) -> Shapers:
        """Whose wish a call is that is chosen now. Who opened the thread always belongs to them."""
        found = add_act(self.current, requester, "asked")
        for who, acts in self.editors.items():
            for act in acts:
                found = add_act(found, who, act)
        return found


def name_shaper(directory: Directory, shaper: str) -> str:
    """What a card calls a shaper: a person's name, or "@U9 (slack), not linked"."""
    if not is_unknown(shaper):
        return directory.name_of(shaper)
    channel, _, account = shaper.partition(":")
    return f"@{account.rpartition('/')[2] or account} ({channel}), not linked"
