"""A step with a field of each kind, its agent, and the forms of its pages."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from bot.core.agent import Agent, Tool, ToolContext
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step
from tests.http.page_browser import FormBrowser, PageClient
from tests.http.pages.open_pages import Open, waiting
from tests.platform_fixture import MANAGERS, choose

EDITS = MANAGERS.model_copy(update={"edits": True})


class Rollout(Step):
    """Roll a release out."""

    intent: ClassVar[str] = "rollout"
    tag: str = Field(description="Such as v1.4.2.", pattern=r"^v[0-9.]+$")
    notes: str = Field(default="", max_length=5_000)
    count: int = Field(default=1, ge=1, le=9)
    share: float = 0.5
    force: bool = False
    sure: bool | None = True
    target: Literal["staging", "production"] = "staging"
    zones: tuple[Literal["eu", "us", "ap"], ...] = ()
    labels: list[str] = Field(default=[])


async def _ran(step: Step, at: ToolContext) -> str:
    return "It is out."


def rollout(policy: Policy = EDITS) -> Agent:
    tool: Tool[Any] = Tool(step=Rollout, run=_ran, writes=True, policy=policy)
    return Agent(
        name="pusher", job="Pushes.", prompt="You push.", tools=(tool,), owners=ApproverClause(groups=("managers",))
    )


def form_of(browser: FormBrowser, field: str) -> dict[str, Any]:
    return next(form for form in browser.page.forms if field in form["names"])


GIVEN: dict[str, Any] = {
    "tag": "v1.4.2",
    "notes": "one\n\ntwo",
    "zones": ["us", "eu"],
    "labels": ["a\u202eb"],
    "share": 1e-7,
}


async def editing(
    page_client: Open, policy: Policy = EDITS, on: str = "/edit", **given: Any
) -> tuple[PageClient, FormBrowser, str]:
    """A request that waits, and Olive before one of its pages: to edit it, to reject it, or (on="") the request itself."""
    at = page_client(choose("rollout", **{**GIVEN, **given}), agents=[rollout(policy)])
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}{on}")
    return at, olive, id


async def arguments(at: PageClient, id: str) -> Any:
    return (await at.platform.app.queries.find_request(id)).arguments


ASK = choose(
    "ask_human",
    question="What exactly?",
    format="form",
    fields=[
        {"name": "tag", "label": "Tag", "kind": "text", "help": "Such as v1.4.2."},
        {"name": "why", "label": "Why", "kind": "long_text", "required": False},
        {"name": "count", "label": "How many", "kind": "integer"},
        {"name": "hurry", "label": "Hurry", "kind": "boolean"},
        {"name": "day", "label": "Day", "kind": "date", "required": False},
        {"name": "where", "label": "Where", "kind": "choice", "choices": ["staging", "m\u0430in"]},
        {"name": "zones", "label": "Zones", "kind": "choices", "choices": ["eu", "us"], "required": False},
    ],
)
