"""The events by which budgets, hooks and settings of an agent steer its steps."""

from typing import ClassVar, Literal

from bot.core.base_types import UtcMoment
from bot.core.budgets import BudgetKind
from bot.core.escaping import show_arguments
from bot.core.event_base import Event
from bot.core.events.requests import CallFact
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["BudgetReached", "HookApplied", "HookEffect", "PersonaChosen"]


class BudgetReached(Event):
    """No model is asked before `until`, and then by itself: a budget of the agent is used up, or a hook asked for a wait.

    It is no end: nothing is lost, and requests are decided and approved calls run meanwhile.
    """

    type: ClassVar[str] = "BudgetReached"
    budget: BudgetKind
    detail: str
    until: UtcMoment

    def describe(self, wording: TimelineWording) -> TimelineLine:
        head = f"Rests until {wording.format_moment(self.until)}"
        return TimelineLine(head, f"{wording.agent}: {self.detail}", tone="wait")


MAX_NOTE = 700
"""Characters of a proposed step that the note on a card quotes."""

HookEffect = Literal["stopped", "replaced", "cached", "summarised", "failed"]
"""What a hook did: it stopped a step, replaced a proposed step, gave a kept result, shortened a result, or failed itself."""


class HookApplied(Event):
    """A hook of the agent's package changed the course of a step. `hook` is the name of its function.

    `intent` and `arguments` are the step as the model had proposed it; of a shortened result, `result` is that of the
    tool, and of a kept one it says how old it is. `call` is empty where no call came of the step.
    """

    type: ClassVar[str] = "HookApplied"
    is_resting_fact: ClassVar[bool] = True
    hook: str
    effect: HookEffect
    call: str = ""
    reason: str = ""
    intent: str = ""
    arguments: str = ""
    result: str = ""

    def render(self, at: str) -> str | None:
        """Show the model that a step was replaced: the chosen step in the history is not its own answer."""
        if self.effect != "replaced":
            return None
        names = f"call={escape_attribute(self.call)} by={escape_attribute(self.hook)} proposed={escape_attribute(self.intent)}"
        return f"<replaced {names}>\n{escape_text(self.reason, 500)}\n</replaced>"

    def make_note(self) -> CallFact | None:
        """The note on the card of a call that a hook has put in the place of another step; None for other effects."""
        if self.effect != "replaced":
            return None
        proposed = f"The model proposed {self.intent} {self.arguments}"[:MAX_NOTE]
        return CallFact(label=f"Replaced by the hook {self.hook}", lines=(self.reason, proposed))

    def describe(self, wording: TimelineWording) -> TimelineLine:
        what = {
            "stopped": f"stopped the step {self.intent}",
            "replaced": f"replaced the step {self.intent}",
            "cached": f"gave a kept result of {self.intent}",
            "summarised": f"shortened the result of {self.intent}",
            "failed": "failed",
        }[self.effect]
        shown = show_arguments(self.arguments) if self.arguments else ()
        tone: Literal["bad", ""] = "bad" if self.effect in ("stopped", "failed") else ""
        return TimelineLine(f"The hook {self.hook} {what}", self.reason, tone=tone, arguments=shown, output=self.result)


class PersonaChosen(Event):
    """From here on the thread's prompt has the persona of this name; empty: none. `by` chose it as they opened the
    thread; empty: the setting of the agent did."""

    type: ClassVar[str] = "PersonaChosen"
    name: str
    by: str = ""

    def describe(self, wording: TimelineWording) -> TimelineLine:
        who = f"{wording.find_name(self.by)} chose" if self.by else "Uses"
        return TimelineLine(f"{who} the persona {self.name}" if self.name else f"{who} no persona")
